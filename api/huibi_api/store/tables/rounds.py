"""Rounds 轮次: their state, what each stage came to, who was asked in the third and what was answered."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import JSON

from huibi_api.store.tables.base import CODE_LENGTH, ID_LENGTH, Base, Packed, Scoped, id_column


class Round(Scoped, Base):
    """One round; `spec` holds what `round.toml` would say, `version` is its ETag.

    `state` is draft, leaders, staffing, self_check, approval, published, running or closed.
    """

    __tablename__ = "rounds"
    __table_args__ = (UniqueConstraint("office", "code"),)

    id: Mapped[str] = id_column()
    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(Text)
    mode: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), default="draft")
    as_of: Mapped[date]
    start: Mapped[date | None]
    end: Mapped[date | None]
    spec: Mapped[Any] = mapped_column(Packed)
    register: Mapped[str] = mapped_column(ForeignKey("registers.id"))
    created_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class RoundOffice(Base):
    """A county that takes part in another office's round: its planner sees the own part."""

    __tablename__ = "round_offices"

    round: Mapped[str] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True)
    office: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True, index=True)


class RoundStep(Base):
    """A transition: who, when, on which data version, with which plan, why."""

    __tablename__ = "round_steps"

    round: Mapped[str] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    before: Mapped[str] = mapped_column(String(16))
    after: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    register_version: Mapped[int]
    plan: Mapped[str | None] = mapped_column(ForeignKey("plans.id"))
    reason: Mapped[str] = mapped_column(Text, default="")


class Screening(Scoped, Base):
    """What was found for a round at a stage on one data version; `state` as of a plan."""

    __tablename__ = "screenings"

    id: Mapped[str] = id_column()
    round: Mapped[str] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    stage: Mapped[int]
    register_version: Mapped[int]
    round_version: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    error: Mapped[str | None] = mapped_column(String(64))
    policy: Mapped[str | None] = mapped_column(String(64))
    findings: Mapped[Any] = mapped_column(Packed, nullable=True, deferred=True)
    problem: Mapped[Any] = mapped_column(Packed, nullable=True, deferred=True)
    counts: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    created_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class StageResult(Base):
    """The plan that was accepted for a stage; a later one supersedes it."""

    __tablename__ = "stage_results"
    __table_args__ = (Index("ix_stage_results_current", "round", "stage", "superseded_at"),)

    id: Mapped[str] = id_column()
    round: Mapped[str] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"))
    stage: Mapped[int]
    plan: Mapped[str] = mapped_column(ForeignKey("plans.id"))
    register_version: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    superseded_at: Mapped[datetime | None]


class SelfCheck(Base):
    """One member asked in the third stage, for the units listed; whoever a repair moves is asked anew.

    `code` is the keyed hash of what the member enters. `answer` is none or applied; where nothing came an approver may
    waive the answer with a reason.
    """

    __tablename__ = "self_checks"
    __table_args__ = (Index("ix_self_checks_current", "round", "person", "superseded_at"),)

    id: Mapped[str] = id_column()
    round: Mapped[str] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"))
    person: Mapped[str] = mapped_column(Text)
    code: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    units: Mapped[list[str]]
    whole_list: Mapped[bool]  # the round's whole list was put to the member, which reveals no assignment
    plan: Mapped[str] = mapped_column(ForeignKey("plans.id"))
    asked_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(String(16))
    answered_at: Mapped[datetime | None]
    declarations: Mapped[list[str] | None] = mapped_column(JSON)
    waived_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    waived_at: Mapped[datetime | None]
    waived_reason: Mapped[str | None] = mapped_column(Text)
    superseded_at: Mapped[datetime | None]
