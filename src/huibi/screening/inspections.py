"""Which team inspected a unit last time."""

from collections.abc import Iterable
from datetime import date

from huibi.model.rounds import Round
from huibi.model.ties import Served


def latest_team(rows: Iterable[Served], round_: Round) -> tuple[Served, ...]:
    """Return, of the rows of one unit, those of the latest team; of other rounds begun before the day alone."""
    earlier = [row for row in rows if row.round != round_.id and (row.start is None or row.start < round_.as_of)]
    if not earlier:
        return ()
    last = max(earlier, key=lambda row: (row.end or date.max, row.start or date.min, row.round, row.team))
    return tuple(row for row in earlier if (row.round, row.team) == (last.round, last.team))
