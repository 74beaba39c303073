"""Jobs: how they are taken up, kept alive, given back, taken over and brought to an end.

A job works on a subject (a plan, a screening, an import). What its kind means for the subject stands in KINDS. A job
never stays "running" without a worker behind it: its lease runs out and `sweep` puts it back or ends it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from huibi_api.security.keys import Keys
from huibi_api.settings import Settings
from huibi_api.store import jobs, ledger
from huibi_api.store.current import now
from huibi_api.store.tables.base import new_id
from huibi_api.store.tables.work import Job

WAITING, RUNNING, DONE, STOPPED, FAILED = "waiting", "running", "done", "stopped", "failed"
ENDS = frozenset({DONE, STOPPED, FAILED})
_NOTE_LONGEST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a job ended: `state` is done, stopped or failed; `error` is a code of the catalogue."""

    state: str
    result: Mapping[str, Any] | None = None
    error: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a kind of job means for its subject: its inputs, a turn of its state, its end.

    `gather` adds to the inputs what takes long to read, after the job was claimed.
    """

    inputs: Callable[[Session, Job], Mapping[str, Any]]
    turn: Callable[[Session, Job], None]
    settle: Callable[[Session, Job, Outcome], None]
    gather: Callable[[Session, Mapping[str, Any], Keys, Settings], Mapping[str, Any]] | None = None


KINDS: dict[str, Kind] = {}  # each use case that has jobs adds its kind; actions/kinds.py brings all of them together


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A job in the hands of one worker, with everything that it needs to begin."""

    job: str
    kind: str
    fence: int
    attempt: int
    spent: float
    inputs: Mapping[str, Any] = field(repr=False)
    checkpoint: Mapping[str, Any] | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of progress; `checkpoint` is the best result up to here, kept in case the worker is killed."""

    data: Mapping[str, Any]
    checkpoint: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Orders:
    """What a worker is told at each sign of life: `lost`: let go at once; `stop`: end with the best so far."""

    lost: bool
    stop: bool


def enqueue(session: Session, *, kind: str, subject: str, asked: Mapping[str, Any], attempts: int) -> Job:
    """Put work into the line, in the transaction that makes its subject."""
    at = now(session)
    job = Job(
        id=new_id(at),
        kind=kind,
        subject=subject,
        state=WAITING,
        asked=dict(asked),
        attempts_most=attempts,
        created_at=at,
    )
    job.attempts = job.fence = job.events = 0
    job.spent = 0.0
    job.stop_asked = False
    session.add(job)
    _tell_state(session, job)
    return job


def claim(session: Session, *, owner: str, lease: timedelta, kinds: Sequence[str]) -> Claimed | None:
    """Take up the oldest job that waits, for `owner`; None if there is none."""
    job = jobs.claim(session, owner=owner, lease=lease, kinds=kinds)
    if job is None:
        return None
    kind = KINDS[job.kind]
    kind.turn(session, job)
    _tell_state(session, job)
    return Claimed(
        job=job.id,
        kind=job.kind,
        fence=job.fence,
        attempt=job.attempts,
        spent=job.spent,
        inputs={**kind.inputs(session, job), **job.asked},
        checkpoint=job.checkpoint,
    )


def gather(session: Session, held: Claimed, keys: Keys, settings: Settings) -> Claimed:
    """Add to a job's inputs what takes long to read; in a transaction that only reads, outside of the claiming one."""
    more = KINDS[held.kind].gather
    return held if more is None else replace(held, inputs={**held.inputs, **more(session, held.inputs, keys, settings)})


def repeat(session: Session, job: Job) -> None:
    """Put a job that came to its end into the line once more, its subject having been asked to go on."""
    if job.state not in ENDS:
        return
    job.state, job.attempts, job.error, job.finished_at, job.checkpoint = WAITING, 0, None, None, None
    job.stop_asked = False
    _tell_state(session, job)


def keep(session: Session, held: Claimed, *, lease: timedelta, spent: float, lines: Sequence[Line] = ()) -> Orders:
    """Give a sign of life and write down the progress since the last one; return what is to be done now."""
    if not jobs.beat(session, held.job, held.fence, lease=lease, spent=spent):
        return Orders(lost=True, stop=False)
    job = jobs.holds(session, held.job, held.fence)
    if job is None:
        return Orders(lost=True, stop=False)
    for line in lines:
        jobs.tell(session, job, "progress", line.data)
        if line.checkpoint is not None:
            job.checkpoint = dict(line.checkpoint)
    return Orders(lost=False, stop=job.stop_asked)


def finish(session: Session, held: Claimed, outcome: Outcome) -> bool:
    """Bring a job to its end; False if it was no longer this worker's, and then nothing is written."""
    job = jobs.holds(session, held.job, held.fence)
    if job is None:
        return False
    _end(session, job, outcome)
    return True


def give_back(session: Session, held: Claimed, *, spent: float, note: str, counts: bool) -> None:
    """Let go of a job that another worker shall take up; `counts`: its child died, so the attempt is used up."""
    job = jobs.holds(session, held.job, held.fence)
    if job is None:
        return
    job.spent = spent
    if not counts:
        job.attempts -= 1
    _again(session, job, note)


def sweep(session: Session) -> int:
    """Put back, or end as failed, every job whose worker is gone; return how many there were."""
    gone = jobs.lost(session)
    for job in gone:
        _again(session, job, "lease ran out")
    return len(gone)


def ask_stop(session: Session, job: Job) -> None:
    """Stop a job: one that waits ends here and now, with what was found before; one that runs is told."""
    if job.state in ENDS:
        return
    job.stop_asked = True
    if job.state == WAITING:
        _end(session, job, Outcome(state=STOPPED, result=job.checkpoint))


def _again(session: Session, job: Job, note: str) -> None:
    job.note = note[:_NOTE_LONGEST]
    if job.stop_asked:
        _end(session, job, Outcome(state=STOPPED, result=job.checkpoint, note=note))
    elif job.attempts >= job.attempts_most:
        _end(session, job, Outcome(state=FAILED, result=job.checkpoint, error="job.given_up", note=note))
    else:
        job.state = WAITING
        job.owner = job.lease_until = None
        KINDS[job.kind].turn(session, job)
        _tell_state(session, job)
        ledger.record(session, "job.put_back", kind="job", subject=job.id, attempt=job.attempts, note=job.note)


def _end(session: Session, job: Job, outcome: Outcome) -> None:
    jobs.close(job, outcome.state, at=now(session), error=outcome.error)
    if outcome.note:
        job.note = outcome.note[:_NOTE_LONGEST]
    KINDS[job.kind].settle(session, job, outcome)
    _tell_state(session, job)


def _tell_state(session: Session, job: Job) -> None:
    data: dict[str, Any] = {"state": job.state, "attempt": job.attempts}
    if job.error:
        data["error"] = job.error
    session.flush()
    jobs.tell(session, job, "end" if job.state in ENDS else "state", data)
