"""duty.*: what the person oversees, and the system the person works in."""

from collections.abc import Iterator

from huibi.model.findings import Link
from huibi.model.people import Posting
from huibi.model.spans import ended_within
from huibi.screening.notice import Notice, overseen, post_link
from huibi.screening.view import View, fits


def duty_oversees(view: View, person: str) -> Iterator[Notice]:
    """Notice a posting that stands on D, or ended within the years, and oversees a unit of line(u)."""
    rule = view.rule("duty.oversees")
    for posting in view.standing.postings_of(person):
        if not fits(rule, posting) or not _stands_or_stood(view, posting, rule.years or 0):
            continue
        for at in posting.oversees:
            for unit in (*view.inside(at), *view.over(at)):
                yield Notice(unit=unit, chain=overseen(view.standing, posting, at, unit))


def duty_system(view: View, person: str) -> Iterator[Notice]:
    """Notice a current unit of the same system as u; an empty system matches nothing."""
    rule = view.rule("duty.system")
    units = view.register.units
    for posting in view.standing.current_postings(person):
        system = units[posting.unit].system
        if not system or not fits(rule, posting):
            continue
        for unit in view.units:
            if units[unit].system == system:
                same = Link(
                    source=posting.unit, tie="same_system", target=unit, record=units[posting.unit].record or None
                )
                yield Notice(unit=unit, chain=(post_link(posting), same))


def _stands_or_stood(view: View, posting: Posting, years: int) -> bool:
    return view.standing.is_current(posting) or ended_within(posting.end, view.as_of, years)
