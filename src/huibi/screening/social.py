"""tie.*: ties other than kin with the unit's body (and keys), either way (公务员法 第七十六条)."""

from collections.abc import Callable, Iterator
from datetime import date

from huibi.model.findings import Link
from huibi.model.people import Level, Posting, Service, Study
from huibi.model.spans import ended_within
from huibi.model.ties import Tie, TieKind
from huibi.policy import Rule
from huibi.screening.notice import Notice, placed
from huibi.screening.view import Group, View, fits

_BODY = (Group.BODY,)
_BODY_AND_KEYS = (Group.BODY, Group.KEYS)


def stated(kind: TieKind) -> Callable[[View, str], Iterator[Notice]]:
    """Return the ground of a tie that has to be stated; business and disputes reach the keys too."""
    groups = groups_of(kind)

    def look(view: View, person: str) -> Iterator[Notice]:
        rule = view.rule(f"tie.{kind.value}")
        for other, link in _stated(view, person, kind, rule):
            yield from _with(view, rule, groups, other, (link,))

    return look


def groups_of(kind: TieKind) -> tuple[Group, ...]:
    """Return where in the unit the other end of a tie has to stand."""
    return _BODY_AND_KEYS if kind in (TieKind.BUSINESS, TieKind.DISPUTE) else _BODY


def tie_classmate(view: View, person: str) -> Iterator[Notice]:
    """Notice classmates: stated, or one shared day in the same school and class; with the chief it weighs more."""
    rule = view.rule("tie.classmate")
    for other, link in _stated(view, person, TieKind.CLASSMATE, rule):
        yield from _with(view, rule, _BODY, other, (link,), by_level=True)
    for own in view.studies(person):
        for theirs in view.classmates(own.school, own.class_name):
            if _shared(view, own, theirs, rule):
                yield from _with(view, rule, _BODY, theirs.person, _pair(own, theirs, "classmate"), by_level=True)


def tie_comrade(view: View, person: str) -> Iterator[Notice]:
    """Notice comrades: stated, or one shared day in the same troop; with the chief it weighs more."""
    rule = view.rule("tie.comrade")
    for other, link in _stated(view, person, TieKind.COMRADE, rule):
        yield from _with(view, rule, _BODY, other, (link,), by_level=True)
    for own in view.service(person):
        for theirs in view.comrades(own.troop):
            if _shared(view, own, theirs, rule):
                yield from _with(view, rule, _BODY, theirs.person, _pair(own, theirs, "comrade"), by_level=True)


def tie_link(tie: Tie, person: str) -> Link:
    """Return the step over a stated tie, from `person` to the other end."""
    other = tie.other if tie.person == person else tie.person
    return Link(source=person, tie=tie.kind.value, target=other, record=tie.record or None, since=tie.since)


def _stated(view: View, person: str, kind: TieKind, rule: Rule) -> Iterator[tuple[str, Link]]:
    for tie in view.ties(person):
        if tie.kind is kind and _recent(view.as_of, tie.span.last, rule):
            link = tie_link(tie, person)
            yield link.target, link


def _shared(view: View, own: Study | Service, theirs: Study | Service, rule: Rule) -> bool:
    """Whether the two shared a day up to D (within the years, where the office sets some)."""
    days = own.span.meet(theirs.span)
    if own.person == theirs.person or days is None or days.first > view.as_of:
        return False
    return _recent(view.as_of, days.last, rule)


def _recent(as_of: date, last: date, rule: Rule) -> bool:
    return rule.years is None or last >= as_of or ended_within(last, as_of, rule.years)


def _pair(own: Study | Service, theirs: Study | Service, tie: str) -> tuple[Link, ...]:
    """Return the two rows that make a derived tie: each says it of its own person."""
    return (
        Link(source=own.person, tie=tie, target=theirs.person, record=own.record or None),
        Link(source=theirs.person, tie=tie, target=own.person, record=theirs.record or None),
    )


def _with(
    view: View,
    rule: Rule,
    groups: tuple[Group, ...],
    other: str,
    chain: tuple[Link, ...],
    *,
    by_level: bool = False,
) -> Iterator[Notice]:
    for place in view.places(other):
        if place.group not in groups:
            continue
        for posting in place.postings:
            if fits(rule, posting):
                yield Notice(
                    unit=place.unit,
                    chain=chain + placed(view.standing, posting, place.unit),
                    tier=_tier(posting) if by_level else None,
                    counterpart=other,
                )


def _tier(posting: Posting) -> str:
    return "chief" if posting.level is Level.CHIEF else "board"
