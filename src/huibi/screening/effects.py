"""From notices to findings: the strongest counterpart decides a code, the policy says how strongly it speaks."""

from collections.abc import Iterable, Iterator

from huibi.model.findings import Effect, Finding
from huibi.model.people import LEAD_ROLES, Role
from huibi.policy import Grade, Rule
from huibi.screening.notice import Notice
from huibi.screening.view import View

ALL_ROLES = frozenset(Role)
LATE_CODES = frozenset({"declared", "ruled"})
_EFFECTS = {effect: rank for rank, effect in enumerate(Effect)}
_NO_CLASS = 99


def findings_of(view: View, person: str, rule: Rule, notices: Iterable[Notice]) -> Iterator[Finding]:
    """Yield the findings of one person under one code: one a unit, two where lead and other roles differ."""
    by_unit: dict[str, list[Notice]] = {}
    for notice in notices:
        by_unit.setdefault(notice.unit, []).append(notice)
    for found in by_unit.values():
        notice = min(found, key=lambda one: _strength(rule, one))
        for grade, roles in _graded(rule, notice):
            yield _finding(view, person, rule, notice, (grade, roles))


def _graded(rule: Rule, notice: Notice) -> Iterator[tuple[Grade, frozenset[Role] | None]]:
    grades = rule.grades(notice.tier)
    parts: tuple[tuple[Grade, frozenset[Role]], ...] = ((grades.lead, ALL_ROLES),)
    if grades.lead != grades.other:
        parts = ((grades.lead, LEAD_ROLES), (grades.other, ALL_ROLES - LEAD_ROLES))
    for grade, roles in parts:
        if held := roles - notice.free:
            yield grade, None if held == ALL_ROLES else held


def _finding(
    view: View, person: str, rule: Rule, notice: Notice, graded: tuple[Grade, frozenset[Role] | None]
) -> Finding:
    grade, roles = graded
    return Finding(
        person=person,
        unit=notice.unit,
        code=rule.code,
        effect=grade.effect,
        weight=grade.weight,
        roles=roles,
        stage=_stage(view, person, rule.code, roles),
        counterpart=notice.counterpart,
        kin_class=notice.kin_class,
        uncertain=notice.uncertain,
        basis=rule.basis,
        chain=notice.chain,
    )


def _stage(view: View, person: str, code: str, roles: frozenset[Role] | None) -> int:
    if code in LATE_CODES:
        return 3
    cadre = view.register.pool.get(person)
    leads = cadre is not None and cadre.may_lead
    return 1 if leads and (roles is None or roles & LEAD_ROLES) else 2


def _strength(rule: Rule, notice: Notice) -> tuple[object, ...]:
    """Order notices from the strongest: effect before weight, then class, certainty, the shortest chain."""
    grades = rule.grades(notice.tier)
    return (
        _EFFECTS[grades.lead.effect],
        _EFFECTS[grades.other.effect],
        -grades.lead.weight,
        -grades.other.weight,
        _NO_CLASS if notice.kin_class is None else notice.kin_class.rank,
        notice.uncertain,
        len(notice.chain),
        notice.counterpart or "",
        tuple(link.record or "" for link in notice.chain),
    )
