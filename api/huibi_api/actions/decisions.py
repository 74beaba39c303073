"""What people decide about recusal: on a member's application, and on a finding (决定回避, 变通)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from huibi.model.people import PoolStatus
from huibi.model.ties import Answer, Decision, Declaration, Ruling
from huibi.policy import load_policy
from huibi_api.actions.life import STAGES, State
from huibi_api.actions.reasons import sound_reason
from huibi_api.actions.rounds import register_of
from huibi_api.actions.screenings import enqueue_screening
from huibi_api.errors import ClashError, NotFoundError, UnsoundError
from huibi_api.rows.fields import noun_maker
from huibi_api.security.keys import Keys
from huibi_api.security.roles import Permission
from huibi_api.store import ledger, registers, scope
from huibi_api.store.current import now, viewer
from huibi_api.store.tables.registers import RegisterHead
from huibi_api.store.tables.rounds import Round

_DECIDED = frozenset({Answer.APPROVED, Answer.REJECTED})


def applications(session: Session, round_: Round) -> Sequence[Declaration]:
    """Return what members have applied for in the round, the oldest first."""
    viewer(session).require(Permission.ROUNDS_READ)
    register = register_of(session, round_)
    make = noun_maker("declarations")
    found = registers.declarations_of(session, register, round_.code, whole=scope.reaches(session, round_.office))
    nouns = [make(vars(row), f"declarations:{row.row}") for row in found]
    return sorted(nouns, key=lambda noun: noun.id)


def decide(session: Session, round_: Round, declaration: str, keys: Keys, *, decision: Answer, reason: str) -> None:
    """Decide an application, with a reason; an approved one opens a repair, a rejected one takes its bar away.

    Raises NotFoundError, and ClashError for one that is decided already.
    """
    who = viewer(session)
    who.require(Permission.RULINGS_WRITE)
    scope.require_own(session, round_)
    if decision not in _DECIDED:
        raise UnsoundError.of("round.decision_unknown")
    reason = sound_reason(reason)
    register = register_of(session, round_)
    row = registers.row_of(session, register.id, register.current, "declarations", declaration)
    if row is None or row.round != round_.code:
        raise NotFoundError.of("service.not_found")
    noun: Declaration = noun_maker("declarations")(vars(row), row.record)
    if noun.decision is not Answer.PENDING:
        raise ClashError.of("round.decided_already")
    decided = replace(noun, decision=decision, decided_by=who.name, decided_on=_today(session))
    registers.alter(
        session,
        register,
        keys,
        add=[("declarations", decided, row.office)],
        close=[("declarations", row.row)],
        reason=f"declaration {decision.value}",
    )
    ledger.record(
        session,
        "declaration.decide",
        kind="round",
        subject=round_.id,
        region=round_.office,
        declaration=declaration,
        decision=decision.value,
        reason=reason,
    )
    _look_again(session, round_)


def rule(  # noqa: PLR0913 - a decision is all of these
    session: Session,
    round_: Round,
    keys: Keys,
    *,
    person: str,
    unit: str,
    code: str,
    decision: Decision,
    reason: str,
) -> None:
    """Write down a decision on a person and a unit: 回避 whatever was found, or 变通 of one ground.

    Raises UnsoundError for a decision without a reason, or for a waiver that the policy does not let.
    """
    who = viewer(session)
    who.require(Permission.RULINGS_WRITE)
    scope.require_own(session, round_)
    reason = sound_reason(reason)
    policy = load_policy(round_.spec.get("policy", {}))
    if code and code not in policy.rules:
        raise UnsoundError.of("round.code_not_known", ground=code)
    if decision is Decision.WAIVE and code and not policy.rules[code].waivable:
        raise UnsoundError.of("round.not_waivable", ground=code)
    register = register_of(session, round_)
    _require_known(session, round_, register, person=person, unit=unit)
    noun = Ruling(
        person=person,
        unit=unit,
        decision=decision,
        code=code,
        reason=reason,
        decided_by=who.name,
        decided_on=_today(session),
    )
    office = registers.office_of_person(session, register, person)
    registers.alter(session, register, keys, add=[("rulings", noun, office)], reason=f"ruling {decision.value}")
    ledger.record(
        session,
        "ruling.write",
        kind="round",
        subject=round_.id,
        region=round_.office,
        person=person,
        unit=unit,
        code=code,
        decision=decision.value,
        reason=reason,
    )
    _look_again(session, round_)


def _require_known(session: Session, round_: Round, register: RegisterHead, *, person: str, unit: str) -> None:
    """Raise NotFoundError for a person who is not in the register's pool or a unit that is not on the round's list."""
    listed = unit in {row["unit"] for row in round_.spec.get("units", ())}
    if not listed or registers.row_of(session, register.id, register.current, "pool", person) is None:
        raise NotFoundError.of("service.not_found")


def set_aside(session: Session, round_: Round, keys: Keys, *, person: str, reason: str) -> None:
    """Take somebody out of the pool for now (病假、另有任务), which opens a repair where the person serves."""
    who = viewer(session)
    who.require(Permission.ROUNDS_WRITE)
    scope.require_own(session, round_)
    reason = sound_reason(reason)
    register = register_of(session, round_)
    row = registers.row_of(session, register.id, register.current, "pool", person)
    if row is None:
        raise NotFoundError.of("service.not_found")
    noun = noun_maker("pool")(vars(row), row.record)
    paused = replace(noun, status=PoolStatus.PAUSED)
    registers.alter(
        session, register, keys, add=[("pool", paused, row.office)], close=[("pool", row.row)], reason="pool paused"
    )
    ledger.record(
        session, "pool.pause", kind="round", subject=round_.id, region=round_.office, person=person, reason=reason
    )
    _look_again(session, round_)


def _look_again(session: Session, round_: Round) -> None:
    if State(round_.state) in STAGES and State(round_.state) is not State.DRAFT:
        enqueue_screening(session, round_)


def _today(session: Session) -> date:
    return now(session).date()
