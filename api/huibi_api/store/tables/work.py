"""Plans and the jobs that make them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import JSON

from huibi_api.store.tables.base import ID_LENGTH, Base, Packed, Scoped, id_column


class Plan(Scoped, Base):
    """编组方案: frozen inputs, their digest, and in time the roster; an accepted one is superseded, never changed.

    `state` is waiting, running, done, stopped or failed; `origin` is api, stage, repair or edit.
    """

    __tablename__ = "plans"

    id: Mapped[str] = id_column()
    origin: Mapped[str] = mapped_column(String(16))
    problem_id: Mapped[str] = mapped_column(String(255))
    problem: Mapped[Any] = mapped_column(Packed, deferred=True)
    digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    error: Mapped[str | None] = mapped_column(String(64))
    roster: Mapped[Any] = mapped_column(Packed, nullable=True, deferred=True)
    roster_status: Mapped[str | None] = mapped_column(String(16))
    solver: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # name, version, seed, workers, seconds
    round: Mapped[str | None] = mapped_column(ForeignKey("rounds.id"), index=True)
    stage: Mapped[int | None]
    screening: Mapped[str | None] = mapped_column(ForeignKey("screenings.id"))
    start: Mapped[str | None] = mapped_column(ForeignKey("plans.id"))  # the plan that a repair or an edit began from
    created_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class Job(Base):
    """Work for a worker: who holds it is said by `owner` and `fence` until `lease_until`.

    `fence` grows with each taking-up, so that a worker that lost its lease cannot write any more. `spent` are the
    seconds that earlier attempts worked, `checkpoint` the best that they had found.
    """

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_open", "state", "created_at"),)

    id: Mapped[str] = id_column()
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(ID_LENGTH), unique=True)
    state: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(default=0)
    attempts_most: Mapped[int]
    fence: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str | None] = mapped_column(String(128))
    lease_until: Mapped[datetime | None]
    stop_asked: Mapped[bool] = mapped_column(default=False)
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)  # seconds, workers, seed, official
    spent: Mapped[float] = mapped_column(default=0)
    checkpoint: Mapped[Any] = mapped_column(Packed, nullable=True, deferred=True)
    events: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(64))
    note: Mapped[str | None] = mapped_column(Text)  # for operators: what a child said before it died
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class JobEvent(Base):
    """One line of a job's progress, in order; what an event stream sends."""

    __tablename__ = "job_events"

    job: Mapped[str] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(16))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]
