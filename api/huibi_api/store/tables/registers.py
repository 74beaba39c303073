"""Registers, their versions and what is being imported."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import JSON

from huibi_api.store.tables.base import ID_LENGTH, Base, Packed, Scoped, id_column


class RegisterHead(Scoped, Base):
    """A register of an office; `current` is the version that holds now, 0 before the first."""

    __tablename__ = "registers"

    id: Mapped[str] = id_column()
    name: Mapped[str] = mapped_column(Text)
    current: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class RegisterVersion(Base):
    """A data version: what changed, when, by whom and why; the rows say themselves from when to when they hold."""

    __tablename__ = "register_versions"

    register: Mapped[str] = mapped_column(ForeignKey("registers.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    reason: Mapped[str] = mapped_column(Text)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)  # per table: added, removed, changed
    aliases: Mapped[Any] = mapped_column(Packed)
    absent: Mapped[list[str]]


class Import(Scoped, Base):
    """A register that was handed in: `state` is reading, faulty, ready, taken or dropped.

    `files` name what was uploaded below the data folder's `uploads/ID`; `faults` and `changes` are what reading found.
    """

    __tablename__ = "imports"

    id: Mapped[str] = id_column()
    register: Mapped[str] = mapped_column(ForeignKey("registers.id"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    files: Mapped[list[str]]
    skip_faulty: Mapped[bool] = mapped_column(default=False)
    base: Mapped[int]  # the version that the changes were worked out against
    faults: Mapped[Any] = mapped_column(Packed, nullable=True, deferred=True)
    changes: Mapped[Any] = mapped_column(Packed, nullable=True, deferred=True)
    taken_as: Mapped[int | None]
    created_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
