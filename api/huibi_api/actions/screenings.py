"""Screenings 回避研判 of a round: asked for, worked out by a child, kept with the problem that they compile to."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from huibi.model.rosters import Problem
from huibi_api.actions import jobs, rosters
from huibi_api.actions.jobs import Kind, Outcome
from huibi_api.actions.life import STAGES, State
from huibi_api.actions.rounds import register_of
from huibi_api.errors import ClashError, NotFoundError
from huibi_api.security.keys import Keys
from huibi_api.security.roles import Permission
from huibi_api.settings import Settings
from huibi_api.store import jobs as job_store
from huibi_api.store import ledger, registers, rounds, scope
from huibi_api.store.current import now, viewer
from huibi_api.store.tables.base import new_id
from huibi_api.store.tables.rounds import Round, Screening
from huibi_api.store.tables.work import Job

KIND = "screen"
_ATTEMPTS = 2


def ask_screening(session: Session, round_: Round) -> Screening:
    """Put a screening for the round's stage on the current register into the line."""
    viewer(session).require(Permission.ROUNDS_WRITE)
    scope.require_own(session, round_)
    return enqueue_screening(session, round_)


def enqueue_screening(session: Session, round_: Round) -> Screening:
    """Put a screening into the line on behalf of whoever changed the facts, whatever their rights on the round."""
    stage = STAGES.get(State(round_.state))
    if stage is None:
        raise ClashError.of("round.not_judged_any_more")
    _stop_overtaken(session, round_)
    at = now(session)
    made = Screening(
        id=new_id(at),
        office=round_.office,
        round=round_.id,
        stage=stage,
        register_version=register_of(session, round_).current,
        round_version=round_.version,
        state=jobs.WAITING,
        created_by=viewer(session).account,
        created_at=at,
    )
    session.add(made)
    session.flush()
    jobs.enqueue(session, kind=KIND, subject=made.id, asked={}, attempts=_ATTEMPTS)
    ledger.record(session, "screening.ask", kind="screening", subject=made.id, region=made.office, stage=stage)
    return made


def _stop_overtaken(session: Session, round_: Round) -> None:
    """Stop what still works for the round on older facts: a screening that waits, a repair that is looked for."""
    for job in job_store.open_of(session, rounds.open_subjects(session, round_.id)):
        if job.kind == rosters.KIND or job.state == jobs.WAITING:
            jobs.ask_stop(session, job)


def find_screening(session: Session, wanted: str, *, whole: bool = False) -> Screening:
    """Return a screening; raises NotFoundError."""
    viewer(session).require(Permission.ROUNDS_READ)
    found = rounds.screening(session, wanted, whole=whole)
    if found is None:
        raise NotFoundError.of("service.not_found")
    return found


def latest(session: Session, round_: Round, *, done: bool = False, whole: bool = False) -> Screening | None:
    """Return the youngest screening of the round's present stage (that came to its end)."""
    viewer(session).require(Permission.ROUNDS_READ)
    stage = STAGES.get(State(round_.state), 3)
    return rounds.latest_screening(session, round_.id, stage=stage, done=done, whole=whole)


def is_fresh(session: Session, round_: Round, screening: Screening | None) -> bool:
    """Whether a screening was made on the register and the round as they are now."""
    return (
        screening is not None
        and screening.state == jobs.DONE
        and screening.register_version == register_of(session, round_).current
    )


def _screening(session: Session, job: Job) -> Screening:
    found = rounds.screening(session, job.subject)
    if found is None:
        raise LookupError(f"job {job.id} has lost its screening")
    return found


def _inputs(session: Session, job: Job) -> Mapping[str, Any]:
    made = _screening(session, job)
    round_ = rounds.unbounded(session, made.round)
    if round_ is None:
        raise LookupError(f"screening {made.id} has lost its round")
    inputs: dict[str, Any] = {
        "register": round_.register,
        "register_version": made.register_version,
        "spec": round_.spec,
        "code": round_.code,
        "stage": made.stage,
    }
    held = rounds.result(session, round_.id, made.stage - 1)
    plan = rounds.plan(session, held.plan) if held else None
    if plan is not None:
        inputs["keep" if made.stage == 2 else "previous"] = plan.roster  # noqa: PLR2004 - the second stage keeps the first's leaders
        inputs["previous_problem"] = plan.problem
    return inputs


def _gather(session: Session, inputs: Mapping[str, Any], keys: Keys, settings: Settings) -> Mapping[str, Any]:
    del keys, settings
    return {"noun": registers.load(session, inputs["register"], inputs["register_version"])}


def _turn(session: Session, job: Job) -> None:
    _screening(session, job).state = job.state


def _settle(session: Session, job: Job, outcome: Outcome) -> None:
    made = _screening(session, job)
    made.state, made.error, made.finished_at = outcome.state, outcome.error, now(session)
    result = outcome.result
    if result is not None:
        made.policy = result["findings"]["document"]["policy"]
        made.findings, made.problem, made.counts = result["findings"], result["problem"], result["counts"]
    ledger.record(
        session,
        "screening.end",
        kind="screening",
        subject=made.id,
        region=made.office,
        state=outcome.state,
        counts=made.counts,
    )
    if result is not None and result["counts"].get("drift"):
        _open_repair(session, made, result["problem"])


def _open_repair(session: Session, made: Screening, document: Mapping[str, Any]) -> None:
    """Look for the smallest change at once: the facts have moved on and the accepted roster no longer stands."""
    held = rounds.result(session, made.round, made.stage - 1)
    if held is None:
        return
    problem = Problem.model_validate(document)
    rosters.queue(
        session,
        rosters.Handed.of(problem),
        asked=rosters.official_search(problem),
        origin="repair",
        round=made.round,
        stage=made.stage,
        screening=made.id,
        start=held.plan,
        office=made.office,
    )


jobs.KINDS[KIND] = Kind(inputs=_inputs, turn=_turn, settle=_settle, gather=_gather)
