"""history.same_unit: who inspected the unit last time (换人换组)."""

from collections.abc import Iterator

from huibi.model.findings import Link
from huibi.model.rounds import Mode
from huibi.model.spans import ended_within
from huibi.model.ties import Served
from huibi.policy import Rule
from huibi.screening.notice import Notice
from huibi.screening.view import View


def history_same_unit(view: View, person: str) -> Iterator[Notice]:
    """Notice who was in the team at u's latest earlier inspection; a revisit takes nobody of it."""
    rule = view.rule("history.same_unit")
    tier = "revisit" if view.round.mode is Mode.REVISIT else "again"
    for unit, rows in view.latest_inspections.items():
        for row in rows:
            if row.person == person and _counts(view, row, rule):
                link = Link(source=person, tie="inspected", target=unit, record=row.record or None, since=row.start)
                yield Notice(unit=unit, chain=(link,), tier=tier)


def _counts(view: View, row: Served, rule: Rule) -> bool:
    if rule.years is None or row.end is None or row.end >= view.as_of:
        return True
    return ended_within(row.end, view.as_of, rule.years)
