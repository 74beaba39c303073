"""Where somebody is at home: the posting that speaks for a person on one day."""

from collections.abc import Collection, Iterable
from datetime import date

from huibi.model.people import Level, Posting
from huibi.model.spans import FIRST

_LEVELS = (Level.CHIEF, Level.BOARD, Level.KEY, Level.STAFF, None)


def home_postings(
    postings: Iterable[Posting], as_of: date, persons: Collection[str] | None = None
) -> dict[str, Posting]:
    """Return for each person the current posting of the highest level, then latest start, then smallest unit id.

    Without `persons` for everybody; whoever has no posting on the day is not there.
    """
    best: dict[str, Posting] = {}
    for posting in postings:
        if as_of in posting.span and (persons is None or posting.person in persons):
            known = best.get(posting.person)
            if known is None or _order(posting) < _order(known):
                best[posting.person] = posting
    return best


def _order(posting: Posting) -> tuple[int, int, str]:
    return _LEVELS.index(posting.level), -(posting.start or FIRST).toordinal(), posting.unit
