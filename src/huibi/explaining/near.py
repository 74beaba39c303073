"""What a ground does not count, and which of its limits is missed: the ground is asked again with one limit lifted."""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import replace

from huibi.explaining.explanation import Near
from huibi.explaining.facts import facts
from huibi.model.findings import Effect, Finding, Link
from huibi.model.ties import KinClass
from huibi.policy import MOST_YEARS, Rule
from huibi.screening.grounds import GROUNDS
from huibi.screening.kinfolk import Related
from huibi.screening.notice import Notice, posted
from huibi.screening.posts import DAYS_A_YEAR
from huibi.screening.view import View

YEARS, TOO_SHORT, CLASSES, LEVELS = "years", "too_short", "classes", "levels"
_AT_LEAST = frozenset({"post.long"})  # here the years are a minimum, in days of work
_ANY_KIN = frozenset(KinClass) - {KinClass.NONE}
_FURTHER = "kin.other"  # kin of the four classes are told by the other codes


def near_misses(view: View, person: str, code: str) -> Iterator[tuple[str, Near]]:
    """Yield the unit and what the ground does not count there, each once, with the limit that it misses.

    Facts without a limit are told only where the ground does not hold.
    """
    counted = set(_notices(view, person, code, view.rule(code)))
    held = {notice.unit for notice in counted}
    for why, rule in _lifted(view.rule(code)):
        limit = _limit(view.rule(code), why)
        for notice in _notices(view, person, code, rule):
            if notice not in counted:
                counted.add(notice)
                yield notice.unit, Near(finding=_seen(view, person, code, notice), why=why, limit=limit)
    for fact in facts(view, person, code):
        if fact.unit not in held:
            finding = _finding(view, person, code, fact.unit, fact.chain)
            yield fact.unit, Near(finding=replace(finding, counterpart=fact.counterpart), why=fact.why)


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
    if rule.years is not None and rule.code in _AT_LEAST:
        yield TOO_SHORT, replace(rule, years=0)
    elif rule.years is not None:
        yield YEARS, replace(rule, years=MOST_YEARS)
    if rule.classes is not None and rule.code != _FURTHER:
        yield CLASSES, replace(rule, classes=_ANY_KIN)
    if rule.levels is not None:
        yield LEVELS, replace(rule, levels=None)


def _limit(rule: Rule, why: str) -> str:
    if why == TOO_SHORT:
        return str(DAYS_A_YEAR * (rule.years or 0))
    return str(rule.years) if why == YEARS else ""


def _seen(view: View, person: str, code: str, notice: Notice) -> Finding:
    finding = _finding(view, person, code, notice.unit, notice.chain)
    return replace(finding, counterpart=notice.counterpart, kin_class=notice.kin_class, uncertain=notice.uncertain)


def _finding(view: View, person: str, code: str, unit: str, chain: tuple[Link, ...]) -> Finding:
    basis = view.rule(code).basis
    return Finding(person=person, unit=unit, code=code, effect=Effect.NOTE, basis=basis, chain=chain)
