"""The job table: claimed by one worker at a time under a lease, fenced, taken over when the lease runs out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session, undefer

from huibi_api.store.current import now
from huibi_api.store.tables.work import Job, JobEvent

OPEN = ("waiting", "running")


def by_id(session: Session, job: str) -> Job | None:
    """Return the job."""
    return session.get(Job, job)


def of_subject(session: Session, subject: str) -> Job | None:
    """Return the job that works on a plan, a screening or an import."""
    return session.scalars(select(Job).where(Job.subject == subject)).one_or_none()


def open_of(session: Session, subjects: Iterable[str]) -> Sequence[Job]:
    """Return the jobs on any of the subjects that are not at their end."""
    return session.scalars(select(Job).where(Job.subject.in_(list(subjects)), Job.state.in_(OPEN))).all()


def claim(session: Session, *, owner: str, lease: timedelta, kinds: Sequence[str]) -> Job | None:
    """Take the oldest waiting job, if there is one; what it had found already comes with it.

    The caller holds the writer's place, so that two workers can never take the same one.
    """
    waiting = select(Job).where(Job.state == "waiting", Job.kind.in_(kinds)).order_by(Job.created_at, Job.id).limit(1)
    job = session.scalars(waiting.options(undefer(Job.checkpoint))).one_or_none()
    if job is None:
        return None
    at = now(session)
    job.state, job.owner, job.lease_until = "running", owner, at + lease
    job.fence += 1
    job.attempts += 1
    job.started_at = job.started_at or at
    session.flush()
    return job


def lost(session: Session) -> Sequence[Job]:
    """Return the jobs whose worker has given no sign of life for the length of its lease."""
    return session.scalars(select(Job).where(Job.state == "running", Job.lease_until < now(session))).all()


def holds(session: Session, job: str, fence: int) -> Job | None:
    """Return the job if this taking-up of it still holds; a worker that was overtaken gets None and must let go."""
    return session.scalars(select(Job).where(Job.id == job, Job.fence == fence, Job.state == "running")).one_or_none()


def beat(session: Session, job: str, fence: int, *, lease: timedelta, spent: float) -> bool:
    """Prolong the lease; False if it is no longer this worker's."""
    done = session.execute(
        update(Job)
        .where(Job.id == job, Job.fence == fence, Job.state == "running")
        .values(lease_until=now(session) + lease, spent=spent)
    )
    return isinstance(done, CursorResult) and done.rowcount == 1


def tell(session: Session, job: Job, kind: str, data: Mapping[str, Any]) -> None:
    """Add a line to the job's progress."""
    job.events += 1
    session.add(JobEvent(job=job.id, number=job.events, kind=kind, data=dict(data), at=now(session)))


def events(session: Session, job: str, *, after: int, limit: int = 500) -> Sequence[JobEvent]:
    """Return the lines of progress after a number, in order."""
    wanted = select(JobEvent).where(JobEvent.job == job, JobEvent.number > after)
    return session.scalars(wanted.order_by(JobEvent.number).limit(limit)).all()


def close(job: Job, state: str, *, at: datetime, error: str | None = None) -> None:
    """Put a job to its end; nothing of the lease remains."""
    job.state, job.error, job.finished_at = state, error, at
    job.owner = job.lease_until = None


def checkpoint(session: Session, job: str) -> Any:  # noqa: ANN401 - any JSON-ready data
    """Return the best that a job has found so far; None if nothing."""
    return session.scalar(select(Job.checkpoint).where(Job.id == job))


def latest_progress(session: Session, job: str, *, limit: int = 12) -> Sequence[JobEvent]:
    """Return the last lines of progress, the youngest first."""
    wanted = select(JobEvent).where(JobEvent.job == job, JobEvent.kind == "progress")
    return session.scalars(wanted.order_by(JobEvent.number.desc()).limit(limit)).all()
