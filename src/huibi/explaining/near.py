"""What a ground does not count, and which of its limits is missed: the ground is asked again with one limit lifted."""

from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import replace

from huibi.explaining.explanation import Near
from huibi.model.findings import Effect, Finding, Link
from huibi.model.ties import KinClass
from huibi.policy import MOST_YEARS, Rule
from huibi.screening.declared import STANDING_ANSWERS
from huibi.screening.grounds import GROUNDS
from huibi.screening.notice import Notice, posted
from huibi.screening.view import Related, View

YEARS, CLASSES, LEVELS = "years", "classes", "levels"
_AT_LEAST = frozenset({"post.long"})  # here the years are a minimum
_ANY_KIN = frozenset(KinClass) - {KinClass.NONE}
_FURTHER = "kin.other"  # kin of the four classes are told by the other codes


def near_misses(view: View, person: str, code: str) -> Iterator[tuple[str, Near]]:
    """Yield the unit and what the ground does not count there, each once, with the limit that it misses."""
    counted = set(_notices(view, person, code, view.rule(code)))
    for why, rule in _lifted(view.rule(code)):
        limit = _limit(view.rule(code), why)
        for notice in _notices(view, person, code, rule):
            if notice not in counted:
                counted.add(notice)
                yield notice.unit, Near(finding=_seen(view, person, code, notice), why=why, limit=limit)
    for why, unit, links in _FACTS.get(code, _nothing)(view, person):
        yield unit, Near(finding=_finding(view, person, code, unit, links), why=why)


def dead_kin(view: View, person: str, dead: Mapping[str, Related]) -> Iterator[tuple[str, Near]]:
    """Yield the units whose scope dead kin of the four classes once led or worked in: the dead are no counterpart."""
    for relative, relation in dead.items():
        if not relation.kin_class.statutory:
            continue
        for posting in view.standing.postings_of(relative):
            for unit in view.inside(posting.unit):
                finding = _finding(
                    view, person, "kin.body", unit, relation.chain + posted(view.standing, posting, unit)
                )
                counterpart = replace(finding, counterpart=relative, kin_class=relation.kin_class)
                yield unit, Near(finding=counterpart, why="dead")


def noticed(view: View, person: str, code: str) -> tuple[Notice, ...]:
    """Return what a ground counts, every counterpart; nothing where the policy switches it off."""
    rule = view.rule(code)
    return tuple(_notices(view, person, code, rule)) if rule.on else ()


def _notices(view: View, person: str, code: str, rule: Rule) -> Iterator[Notice]:
    asked = view
    if rule is not view.rule(code):
        asked = copy(view)
        asked.policy = replace(view.policy, rules={**view.policy.rules, code: rule})
    yield from GROUNDS[code](asked, person)


def _lifted(rule: Rule) -> Iterator[tuple[str, Rule]]:
    if rule.years is not None:
        yield YEARS, replace(rule, years=0 if rule.code in _AT_LEAST else MOST_YEARS)
    if rule.classes is not None and rule.code != _FURTHER:
        yield CLASSES, replace(rule, classes=_ANY_KIN)
    if rule.levels is not None:
        yield LEVELS, replace(rule, levels=None)


def _limit(rule: Rule, why: str) -> str:
    return str(rule.years) if why == YEARS else ""


def _seen(view: View, person: str, code: str, notice: Notice) -> Finding:
    finding = _finding(view, person, code, notice.unit, notice.chain)
    return replace(finding, counterpart=notice.counterpart, kin_class=notice.kin_class, uncertain=notice.uncertain)


def _finding(view: View, person: str, code: str, unit: str, chain: tuple[Link, ...]) -> Finding:
    basis = view.rule(code).basis
    return Finding(person=person, unit=unit, code=code, effect=Effect.NOTE, basis=basis, chain=chain)


_Fact = tuple[str, str, tuple[Link, ...]]


def _nothing(view: View, person: str) -> Iterator[_Fact]:  # noqa: ARG001 - one of many of this shape
    yield from ()


def _lapsed_interests(view: View, person: str) -> Iterator[_Fact]:
    """Yield interests of the person that are over or not yet."""
    for row in view.register.interests:
        if row.person == person and view.as_of not in row.span:
            for unit in view.inside(row.unit):
                link = Link(source=person, tie=f"interest.{row.kind.value}", target=row.unit, record=row.record or None)
                yield ("over" if row.span.last < view.as_of else "not_yet"), unit, (link,)


def _earlier_inspections(view: View, person: str) -> Iterator[_Fact]:
    """Yield inspections of a unit that were not the latest one."""
    for row in view.register.history:
        latest = view.latest_inspections.get(row.unit, ())
        if row.person == person and row.unit in view.units and row not in latest and row.round != view.round.id:
            link = Link(source=person, tie="inspected", target=row.unit, record=row.record or None, since=row.start)
            yield "not_latest", row.unit, (link,)


def _declined_declarations(view: View, person: str) -> Iterator[_Fact]:
    """Yield applications that were refused, withdrawn, or of another round."""
    for row in view.declarations.get(person, ()):
        if row.unit not in view.units or row.unit is None:
            continue
        link = Link(source=person, tie="declared", target=row.unit, record=row.record or None)
        if row.decision not in STANDING_ANSWERS:
            yield row.decision.value, row.unit, (link,)
        elif row.round and row.round != view.round.id:
            yield "other_round", row.unit, (link,)


_FACTS: Mapping[str, Callable[[View, str], Iterator[_Fact]]] = {
    "interest.own": _lapsed_interests,
    "history.same_unit": _earlier_inspections,
    "declared": _declined_declarations,
}
