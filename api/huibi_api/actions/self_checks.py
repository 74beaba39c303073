"""The third recusal 三次回避: each member is asked, answers "none" or applies, and is asked again when moved."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from huibi.model.ties import Answer, Declaration
from huibi_api.actions.life import State
from huibi_api.actions.reasons import LONGEST, sound_reason
from huibi_api.actions.rounds import register_of, require_version
from huibi_api.actions.screenings import enqueue_screening
from huibi_api.actions.staging import FULL
from huibi_api.errors import ClashError, NotFoundError, UnsoundError
from huibi_api.security.keys import Keys
from huibi_api.security.roles import Permission
from huibi_api.security.viewer import Via
from huibi_api.store import ledger, registers, rounds, scope
from huibi_api.store.current import become, now, viewer
from huibi_api.store.tables.base import new_id
from huibi_api.store.tables.rounds import Round, SelfCheck
from huibi_api.store.tables.work import Plan

NONE, APPLIED = "none", "applied"
CODE_PURPOSE = "self-check code"
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that looks like something else on paper
_CODE_LENGTH = 12
_OPEN = frozenset({State.SELF_CHECK, State.APPROVAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What a member writes down: a unit, or a person there, and why."""

    unit: str
    reason: str
    concerned: str = ""
    detail: str = ""


def normal_code(code: str) -> str:
    """Return a code as it is kept, however it was typed: without spaces and dashes, in capitals."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def ask(session: Session, round_: Round, keys: Keys, *, whole_list: bool, version: int) -> Mapping[str, str]:
    """Ask every member of the accepted roster whose answer does not cover what is put to them; return codes by person.

    A code is shown this once. `whole_list` puts the round's whole list to everybody, which reveals no assignment.
    """
    viewer(session).require(Permission.ROUNDS_WRITE)
    scope.require_own(session, round_)
    require_version(round_, version)
    if State(round_.state) is not State.SELF_CHECK:
        raise ClashError.of("round.not_asked_now")
    plan = _accepted(session, round_)
    at = now(session)
    codes: dict[str, str] = {}
    kept = {row.person: row for row in rounds.self_checks(session, round_.id)}
    for person, units in questions(plan, round_, whole_list=whole_list).items():
        old = kept.pop(person, None)
        if old is not None and (old.answer is not None or old.waived_at is not None) and set(units) <= set(old.units):
            continue
        if old is not None:
            old.superseded_at = at
        codes[person] = _new_code()
        session.add(
            SelfCheck(
                id=new_id(at),
                round=round_.id,
                person=person,
                code=keys.search(normal_code(codes[person]), CODE_PURPOSE),
                units=list(units),
                whole_list=whole_list,
                plan=plan.id,
                asked_at=at,
            )
        )
    for old in kept.values():  # no longer in any team
        old.superseded_at = at
    session.flush()
    ledger.record(
        session, "self_check.ask", kind="round", subject=round_.id, region=round_.office, people=sorted(codes)
    )
    return codes


def questions(plan: Plan, round_: Round, *, whole_list: bool) -> Mapping[str, Sequence[str]]:
    """Return which units are put to each member of a roster."""
    listed = [row["unit"] for row in round_.spec.get("units", ())]
    return {
        seat["id"]: listed if whole_list else team["units"] for team in plan.roster["teams"] for seat in team["people"]
    }


def state_of_answers(session: Session, round_: Round) -> Sequence[tuple[str, SelfCheck | None, bool]]:
    """Return for each member of the accepted roster the question put, and whether it is answered for the own units."""
    viewer(session).require(Permission.ROUNDS_READ)
    plan = _accepted(session, round_)
    asked = {row.person: row for row in rounds.self_checks(session, round_.id)}
    found = []
    for person, units in questions(plan, round_, whole_list=False).items():
        row = asked.get(person)
        found.append((person, row, row is not None and covers(row, units)))
    return found


def covers(row: SelfCheck, units: Iterable[str]) -> bool:
    """Whether an answer, or its waiver, holds for these units."""
    return (row.answer is not None or row.waived_at is not None) and set(units) <= set(row.units)


def by_code(session: Session, keys: Keys, code: str) -> tuple[SelfCheck, Round]:
    """Return the question that a code opens and go on as its member; raises NotFoundError."""
    row = rounds.self_check_by_code(session, keys.search(normal_code(code), CODE_PURPOSE))
    return _as_member(session, row)


def own(session: Session) -> Sequence[tuple[SelfCheck, Round]]:
    """Return the questions put to the signed-in cadre in rounds that still take answers."""
    who = viewer(session)
    who.require(Permission.OWN_READ)
    rows = rounds.self_checks_of(session, who.person or "")
    found = [(row, rounds.unbounded(session, row.round)) for row in rows]
    return [(row, round_) for row, round_ in found if round_ is not None and State(round_.state) in _OPEN]


def own_question(session: Session, wanted: str) -> tuple[SelfCheck, Round]:
    """Return one of the questions put to the signed-in cadre; raises NotFoundError."""
    viewer(session).require(Permission.OWN_DECLARE)
    row = next((row for row, _ in own(session) if row.id == wanted), None)
    return _as_member(session, row, become_member=False)


def _as_member(session: Session, row: SelfCheck | None, *, become_member: bool = True) -> tuple[SelfCheck, Round]:
    round_ = rounds.unbounded(session, row.round) if row else None
    if row is None or round_ is None or State(round_.state) not in _OPEN:
        raise NotFoundError.of("round.code_unknown")
    if become_member:
        who = viewer(session)
        become(session, replace(who, name=row.person, via=Via.CODE, person=row.person))
    return row, round_


def answer(session: Session, row: SelfCheck, round_: Round, keys: Keys, applications: Sequence[Application]) -> None:
    """Take a member's answer: none, or applications for units that were put to them.

    An application is kept in the register as pending, which bars until it is decided, and a repair is looked for.
    Raises UnsoundError with all that is wrong; ClashError for a second answer.
    """
    if row.answer is not None:
        raise ClashError.of("round.answered_already")
    _require_sound(row, applications)
    at = now(session)
    made = [_declaration(row, round_, application, new_id(at)) for application in applications]
    if made:
        register = register_of(session, round_)
        office = registers.office_of_person(session, register, row.person)
        registers.alter(
            session, register, keys, add=[("declarations", noun, office) for noun in made], reason="declaration"
        )
    row.answer = APPLIED if made else NONE
    row.answered_at = at
    row.declarations = [noun.id for noun in made]
    session.flush()
    ledger.record(
        session,
        "self_check.answer",
        kind="round",
        subject=round_.id,
        region=round_.office,
        person=row.person,
        answer=row.answer,
        units=[noun.unit for noun in made],
    )
    if made:
        enqueue_screening(session, round_)


def _require_sound(row: SelfCheck, applications: Sequence[Application]) -> None:
    for application in applications:
        if application.unit not in row.units:
            raise UnsoundError.of("round.unit_not_asked")
        if not application.reason.strip():
            raise UnsoundError.of("round.declaration_reason")
        if max(len(application.reason), len(application.detail), len(application.concerned)) > LONGEST:
            raise UnsoundError.of("round.declaration_long", most=LONGEST)


def _declaration(row: SelfCheck, round_: Round, application: Application, made: str) -> Declaration:
    detail = "；".join(part for part in (application.concerned.strip(), application.detail.strip()) if part)
    return Declaration(
        id=made,
        round=round_.code,
        person=row.person,
        unit=application.unit,
        reason=application.reason.strip(),
        detail=detail,
        decision=Answer.PENDING,
    )


def waive(session: Session, round_: Round, person: str, *, reason: str) -> None:
    """Do without a member's answer, by somebody who approves, with a reason."""
    who = viewer(session)
    who.require(Permission.ROUNDS_APPROVE)
    scope.require_own(session, round_)
    reason = sound_reason(reason)
    row = next((row for row in rounds.self_checks(session, round_.id) if row.person == person), None)
    if row is None:
        raise NotFoundError.of("service.not_found")
    if row.answer is not None:
        raise ClashError.of("round.answered_already")
    row.waived_by, row.waived_at, row.waived_reason = who.account, now(session), reason
    ledger.record(
        session, "self_check.waive", kind="round", subject=round_.id, region=round_.office, person=person, reason=reason
    )


def _accepted(session: Session, round_: Round) -> Plan:
    result = rounds.result(session, round_.id, FULL)
    plan = rounds.plan(session, result.plan) if result else None
    if plan is None:
        raise ClashError.of("round.no_roster")
    return plan


def _new_code() -> str:
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, _CODE_LENGTH, 4))
