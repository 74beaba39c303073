"""What each stage comes to: solved on its screening, looked at, accepted; repairs set side by side before that."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from huibi.messages import say
from huibi.model.rosters import Problem, Roster
from huibi.planning.check import check
from huibi_api.actions import jobs, rosters, screenings
from huibi_api.actions.life import STAGES, State
from huibi_api.actions.moves import Move, moves
from huibi_api.actions.reasons import sound_reason
from huibi_api.actions.rounds import register_of, require_version, step
from huibi_api.errors import ClashError, NotFoundError
from huibi_api.security.roles import Permission
from huibi_api.store import ledger, rounds, scope
from huibi_api.store.current import now, viewer
from huibi_api.store.tables.base import new_id
from huibi_api.store.tables.rounds import Round, StageResult
from huibi_api.store.tables.work import Plan

LEADERS, FULL = 1, 2  # the stages whose result stands; a repair supersedes the second's
STAGE, REPAIR = "stage", "repair"


def solve(session: Session, round_: Round) -> rosters.Work:
    """Put the solving of the round's stage into the line, on the youngest screening, which must be a fresh one."""
    viewer(session).require(Permission.ROUNDS_WRITE)
    scope.require_own(session, round_)
    if State(round_.state) not in (State.LEADERS, State.STAFFING):
        raise ClashError.of("round.not_solved_now")
    screening = screenings.latest(session, round_, done=True, whole=True)
    if screening is None or not screenings.is_fresh(session, round_, screening):
        raise ClashError.of("round.screen_first")
    problem = Problem.model_validate(screening.problem)
    return rosters.queue(
        session,
        rosters.Handed.of(problem),
        asked=rosters.official_search(problem),
        origin=STAGE,
        round=round_.id,
        stage=screening.stage,
        screening=screening.id,
        office=round_.office,
    )


def current_plan(session: Session, round_: Round) -> Plan | None:
    """Return the accepted roster that stands: the full one, else that of the leaders."""
    viewer(session).require(Permission.ROUNDS_READ)
    result = rounds.result(session, round_.id, FULL) or rounds.result(session, round_.id, LEADERS)
    return rounds.plan(session, result.plan) if result else None


def latest_plan(session: Session, round_: Round, *, origin: str = STAGE) -> Plan | None:
    """Return the youngest plan of the round's present stage."""
    viewer(session).require(Permission.ROUNDS_READ)
    return rounds.latest_plan(session, round_.id, stage=STAGES.get(State(round_.state), 3), origin=origin)


def find_plan(session: Session, round_: Round, plan: str) -> Plan:
    """Return a plan of the round; raises NotFoundError."""
    viewer(session).require(Permission.ROUNDS_READ)
    found = rounds.plan(session, plan)
    if found is None or found.round != round_.id:
        raise NotFoundError.of("service.not_found")
    return found


def is_short(roster: Mapping[str, Any]) -> bool:
    """Whether a roster leaves something open that was asked for: then it is taken on purpose or not at all."""
    return bool(roster.get("shortfalls") or roster.get("unassigned"))


def accept(session: Session, round_: Round, plan: str, *, version: int, despite: bool) -> None:
    """Take a plan as what the stage comes to, and go on to the next one; `despite`: its shortfalls are known.

    Raises ClashError for a plan that is not done, that the second opinion finds unsound, whose screening is no
    longer that of the current register, or that falls short without anybody having said that this is known.
    """
    require_version(round_, version)
    state = State(round_.state)
    if state not in (State.LEADERS, State.STAFFING):
        raise ClashError.of("round.not_accepted_now")
    found = find_plan(session, round_, plan)
    stage = STAGES[state]
    if found.stage != stage or found.origin != STAGE:
        raise ClashError.of("round.other_stage")
    _require_sound(found)
    screening = rounds.screening(session, found.screening or "")
    if not screenings.is_fresh(session, round_, screening):
        raise ClashError.of("round.screen_first")
    known = _known_shortfalls(found.roster, despite=despite)
    _put_result(session, round_, found, stage)
    step(session, round_, State.STAFFING if state is State.LEADERS else State.SELF_CHECK, plan=found.id, reason=known)


def open_repair(session: Session, round_: Round) -> Plan | None:
    """Return the repair that waits for a decision: younger than the accepted roster and not put aside."""
    result = rounds.result(session, round_.id, FULL)
    plan = rounds.latest_plan(session, round_.id, stage=3, origin=REPAIR)
    if result is None or plan is None or plan.start != result.plan or plan.error == "repair.put_aside":
        return None
    return plan


def accept_repair(session: Session, round_: Round, plan: str, *, version: int, despite: bool) -> Sequence[Move]:
    """Take the smallest change in place of the accepted roster; return who moves; `despite` as for `accept`.

    Whoever moves is asked again; a round that was further on goes back to the third recusal.
    """
    viewer(session).require(Permission.ROUNDS_WRITE)
    scope.require_own(session, round_)
    require_version(round_, version)
    found = open_repair(session, round_)
    if found is None or found.id != plan:
        raise ClashError.of("round.no_repair")
    _require_sound(found)
    screening = rounds.screening(session, found.screening or "")
    if not screenings.is_fresh(session, round_, screening):
        raise ClashError.of("round.screen_first")
    known = _known_shortfalls(found.roster, despite=despite)
    before = rounds.plan(session, found.start or "")
    gone = moves(before.roster if before else {}, found.roster)
    _put_result(session, round_, found, FULL)
    if State(round_.state) is State.SELF_CHECK:
        round_.version += 1
        detail = {"plan": found.id, "moved": len(gone), "reason": known}
        ledger.record(session, "repair.accept", kind="round", subject=round_.id, region=round_.office, **detail)
    else:
        step(session, round_, State.SELF_CHECK, plan=found.id, reason=known or say("round.repaired"))
    return gone


def put_repair_aside(session: Session, round_: Round, plan: str, *, reason: str) -> None:
    """Leave the accepted roster as it is; while a rule is broken the round cannot be published."""
    viewer(session).require(Permission.ROUNDS_WRITE)
    scope.require_own(session, round_)
    found = open_repair(session, round_)
    if found is None or found.id != plan:
        raise ClashError.of("round.no_repair")
    reason = sound_reason(reason)
    found.error = "repair.put_aside"
    found.version += 1
    ledger.record(
        session, "repair.put_aside", kind="round", subject=round_.id, region=round_.office, plan=plan, reason=reason
    )


def _known_shortfalls(roster: Mapping[str, Any], *, despite: bool) -> str:
    """Return what the record says of shortfalls that were taken on purpose; empty where there are none."""
    if not is_short(roster):
        return ""
    missing = sum(entry.get("missing", 1) for entry in roster.get("shortfalls", ()))
    counts = {"missing": missing, "unassigned": len(roster.get("unassigned", ()))}
    if not despite:
        raise ClashError.of("round.short_unconfirmed", **counts)
    proven = say(f"roster.status.{roster['status']}")
    return say("round.short_confirmed", proven=proven, **counts)


def _require_sound(plan: Plan) -> None:
    if plan.state not in (jobs.DONE, jobs.STOPPED) or plan.roster is None or plan.roster_status == "infeasible":
        raise ClashError.of("round.plan_not_done")
    verdict = check(Problem.model_validate(plan.problem), Roster.model_validate(plan.roster))
    if not verdict.ok:
        raise ClashError.of("round.plan_unsound", count=len(verdict.violations))


def _put_result(session: Session, round_: Round, plan: Plan, stage: int) -> None:
    at = now(session)
    held = rounds.result(session, round_.id, stage)
    if held is not None:
        held.superseded_at = at
        session.flush()
    screening = rounds.screening(session, plan.screening or "")
    version = screening.register_version if screening else register_of(session, round_).current
    session.add(
        StageResult(
            id=new_id(at),
            round=round_.id,
            stage=stage,
            plan=plan.id,
            register_version=version,
            at=at,
            by=viewer(session).account,
        )
    )
    session.flush()
