"""Rosters: a problem is handed in, solved by a worker, looked at, tried by hand, stopped."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from huibi.model.rosters import Problem
from huibi.planning.problem import digest as problem_digest
from huibi_api.actions import jobs
from huibi_api.actions.jobs import Kind, Outcome
from huibi_api.actions.moves import Move, moves
from huibi_api.errors import ClashError, NotFoundError, UnsoundError
from huibi_api.security.roles import Permission
from huibi_api.settings import Settings
from huibi_api.store import jobs as job_store
from huibi_api.store import ledger, plans
from huibi_api.store.current import now, viewer
from huibi_api.store.tables.base import canonical, new_id
from huibi_api.store.tables.trail import Answered
from huibi_api.store.tables.work import Job, JobEvent, Plan

__all__ = [
    "ATTEMPTS",
    "KIND",
    "PAGE_MOST",
    "Handed",
    "JobEvent",
    "Plan",
    "Work",
    "best_roster",
    "ended",
    "events",
    "find",
    "levels_so_far",
    "moved",
    "page",
    "queue",
    "stop",
    "submit",
]
KIND = "solve"
KEY_LONGEST = 255
_ANSWERS_KEPT = timedelta(days=2)
PAGE_MOST = 200
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Handed:
    """A sound problem with what is kept of it, worked out before a transaction begins."""

    problem: Problem
    document: Mapping[str, Any]
    digest: str

    @classmethod
    def of(cls, problem: Problem) -> "Handed":
        """Return a problem as it is handed in."""
        return cls(problem, problem.to_json(), problem_digest(problem))


@dataclass(frozen=True, slots=True)
class Work:
    """A plan and the job that works on it."""

    plan: Plan
    job: Job


def submit(
    session: Session,
    handed: Handed,
    *,
    settings: Settings,
    key: str | None = None,
    repairs: str | None = None,
) -> Work:
    """Take a sound problem and put its solving into the line; `repairs` is the plan that it is a repair of.

    `key` (Idempotency-Key): a repeated request gets the plan that the first one made; with another problem it is
    refused with ClashError. Raises NotFoundError for a plan beyond the viewer's reach.
    """
    who = viewer(session)
    who.require(Permission.ROSTERS_WRITE)
    if who.region is None:
        raise UnsoundError.of("service.region_needed")
    if key is not None and (known := _answered(session, key, handed.digest)) is not None:
        return known
    bound: dict[str, Any] = {"office": who.region}
    if repairs is not None:
        bound = {"office": find(session, repairs).plan.office, "origin": "repair", "start": repairs}
    asked = _asked(handed.problem, settings)
    work = queue(session, handed, asked=asked, attempts=settings.attempts, **bound)
    if key is not None and who.account is not None:
        at = now(session)
        plans.forget_answers(session, at - _ANSWERS_KEPT)
        session.add(Answered(account=who.account, key=key, request=handed.digest, subject=work.plan.id, at=at))
    return work


def queue(
    session: Session,
    handed: Handed,
    *,
    office: str,
    origin: str = "api",
    asked: Mapping[str, Any] | None = None,
    attempts: int = ATTEMPTS,
    **bound: Any,  # noqa: ANN401
) -> Work:
    """Put a solving into the line for an action that has looked at the permission itself.

    `asked` are seconds, workers, seed and official, the problem's own if None; `bound` ties the plan to what it is
    for: round, stage, screening, start.
    """
    at = now(session)
    problem = handed.problem
    plan = Plan(
        id=new_id(at),
        office=office,
        origin=origin,
        problem_id=problem.id,
        problem=handed.document,
        digest=handed.digest,
        state=jobs.WAITING,
        created_by=viewer(session).account,
        created_at=at,
        version=1,
        **bound,
    )
    session.add(plan)
    session.flush()
    search = {"seconds": problem.search.seconds, "workers": problem.search.workers, "seed": problem.search.seed}
    job = jobs.enqueue(session, kind=KIND, subject=plan.id, asked=asked or search, attempts=attempts)
    ledger.record(session, "plan.submit", kind="plan", subject=plan.id, region=plan.office, digest=plan.digest)
    return Work(plan, job)


def official_search(problem: Problem) -> dict[str, Any]:
    """Return the search of an official roster: the problem's own, counted in deterministic time, so that it repeats."""
    search = problem.search
    return {"seconds": search.seconds, "workers": search.workers, "seed": search.seed, "official": True}


def _asked(problem: Problem, settings: Settings) -> dict[str, Any]:
    return {
        "seconds": min(problem.search.seconds, settings.solve_seconds_most),
        "workers": min(problem.search.workers, settings.solve_workers_most),
        "seed": problem.search.seed,
    }


def _answered(session: Session, key: str, digest: str) -> Work | None:
    who = viewer(session)
    if not key.isprintable() or not 1 <= len(key) <= KEY_LONGEST:
        raise UnsoundError.of("service.key_shape", most=KEY_LONGEST)
    known = plans.answered(session, who.account or "", key)
    if known is None:
        return None
    if known.request != digest:
        raise ClashError.of("service.key_reused", key=key)
    return find(session, known.subject)


def find(session: Session, plan: str) -> Work:
    """Return a plan and its job; raises NotFoundError, also for one beyond the viewer's reach."""
    viewer(session).require(Permission.ROSTERS_READ)
    found = plans.by_id(session, plan)  # problem and roster are large: they are loaded where they are looked at
    job = job_store.of_subject(session, plan) if found else None
    if found is None or job is None:
        raise NotFoundError.of("service.not_found")
    return Work(found, job)


def levels_so_far(session: Session, work: Work) -> Sequence[Mapping[str, Any]]:
    """Return the levels that are reached already."""
    best = work.plan.roster or job_store.checkpoint(session, work.job.id)
    return best.get("levels", ()) if best else ()


def page(session: Session, *, cursor: str = "", limit: int = 50, state: str | None = None) -> Sequence[Plan]:
    """Return plans within reach from the youngest down, `limit` at most after the plan `cursor`."""
    viewer(session).require(Permission.ROSTERS_READ)
    return plans.page(session, before=cursor, limit=max(1, min(limit, PAGE_MOST)), state=state)


def stop(session: Session, plan: str) -> Work:
    """Stop the solving and keep the best; a plan that is at its end stays as it is."""
    viewer(session).require(Permission.ROSTERS_WRITE)
    work = find(session, plan)
    if work.job.state not in jobs.ENDS and not work.job.stop_asked:
        ledger.record(session, "plan.stop", kind="plan", subject=plan, region=work.plan.office)
        jobs.ask_stop(session, work.job)
    return work


def events(session: Session, plan: str, *, after: int) -> tuple[Sequence[JobEvent], bool]:
    """Return the lines of progress after a number, and whether more can come."""
    work = find(session, plan)
    lines = job_store.events(session, work.job.id, after=after)
    told = lines[-1].number if lines else after
    return lines, work.job.state not in jobs.ENDS or told < work.job.events


def ended(work: Work) -> bool:
    """Whether the job is at its end."""
    return work.job.state in jobs.ENDS


def best_roster(session: Session, work: Work) -> Mapping[str, Any]:
    """Return the roster, the best so far while it is worked on; raises ClashError while there is none."""
    roster: Mapping[str, Any] | None = work.plan.roster or job_store.checkpoint(session, work.job.id)
    if not roster:
        raise ClashError.of("service.no_roster_yet")
    return roster


def moved(session: Session, work: Work) -> Sequence[Move]:
    """Return who and what a repair puts elsewhere, once it has a roster; nothing for what is no repair."""
    begun = plans.by_id(session, work.plan.start) if work.plan.start else None
    if begun is None or not work.plan.roster or not begun.roster:
        return ()
    return moves(begun.roster, work.plan.roster)


def _inputs(session: Session, job: Job) -> Mapping[str, Any]:
    return {"problem": _plan(session, job).problem}


def _turn(session: Session, job: Job) -> None:
    plan = _plan(session, job)
    plan.state, plan.started_at = job.state, plan.started_at or job.started_at
    plan.version += 1


def _settle(session: Session, job: Job, outcome: Outcome) -> None:
    plan = _plan(session, job)
    plan.state, plan.error, plan.finished_at = outcome.state, outcome.error, job.finished_at
    plan.started_at = plan.started_at or job.started_at
    plan.version += 1
    roster = outcome.result
    detail: dict[str, Any] = {"state": outcome.state, "error": outcome.error, "attempts": job.attempts}
    if roster is not None:
        plan.roster, plan.roster_status = dict(roster), roster.get("status")
        names = ("solver", "version", "seed", "workers", "seconds")
        plan.solver = {name: roster[name] for name in names if roster.get(name) is not None}
        detail["roster"] = hashlib.sha256(canonical(roster)).hexdigest()
    ledger.record(session, "plan.end", kind="plan", subject=plan.id, region=plan.office, **detail)


def _plan(session: Session, job: Job) -> Plan:
    plan = plans.by_id(session, job.subject)
    if plan is None:
        raise LookupError(f"job {job.id} has lost its plan")
    return plan


jobs.KINDS[KIND] = Kind(inputs=_inputs, turn=_turn, settle=_settle)
