"""The rows of registers: one table for each table of `huibi.register/1`, with the fields of its noun.

A row holds in the versions from `since` up to, but without, `until`; it is superseded, never changed. `row` is ours,
`position` the order of the table, `record` where the row came from. `office` bounds who sees it.
"""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from huibi_api.store.tables.base import Base, Scoped


class Row(Scoped):
    """What every row of a register has."""

    __tablename__: str
    row: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    register: Mapped[str] = mapped_column(ForeignKey("registers.id"))
    since: Mapped[int]
    until: Mapped[int | None]
    position: Mapped[int]
    record: Mapped[str] = mapped_column(Text)

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        """Find the rows of a version, and the rows of one subject, without looking at all."""
        subject = "code" if cls.__tablename__ == "reg_regions" else "id" if "id" in cls.__annotations__ else "person"
        if cls.__tablename__ == "reg_same_person":
            subject = "a"
        return (
            Index(f"ix_{cls.__tablename__}_version", "register", "until", "since"),
            Index(f"ix_{cls.__tablename__}_subject", "register", subject),
        )


class RegionRow(Row, Base):
    """行政区划."""

    __tablename__ = "reg_regions"

    code: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    level: Mapped[str | None] = mapped_column(Text)
    parent: Mapped[str | None] = mapped_column(Text)


class UnitRow(Row, Base):
    """单位."""

    __tablename__ = "reg_units"

    id: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    region: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(Text)
    parent: Mapped[str | None] = mapped_column(Text)
    system: Mapped[str | None] = mapped_column(Text)
    headcount: Mapped[int | None]


class PersonRow(Row, Base):
    """人员; the identity number is sealed, and found again by its keyed hash alone."""

    __tablename__ = "reg_persons"

    id: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    sex: Mapped[str | None] = mapped_column(Text)
    birth: Mapped[date | None]
    died: Mapped[date | None]
    id_number_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    id_number_search: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    native_place: Mapped[str | None] = mapped_column(Text)
    growth_place: Mapped[str | None] = mapped_column(Text)
    politics: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)


class PostingRow(Row, Base):
    """任职经历."""

    __tablename__ = "reg_postings"

    person: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text, index=True)
    title: Mapped[str] = mapped_column(Text)
    level: Mapped[str | None] = mapped_column(Text)
    oversees: Mapped[list[str]]
    start: Mapped[date | None]
    end: Mapped[date | None]


class KinRow(Row, Base):
    """亲属关系."""

    __tablename__ = "reg_kin"

    person: Mapped[str] = mapped_column(Text)
    relative: Mapped[str] = mapped_column(Text, index=True)
    term: Mapped[str] = mapped_column(Text)
    since_day: Mapped[date | None]
    ended: Mapped[date | None]
    raised: Mapped[bool | None]
    source: Mapped[str | None] = mapped_column(Text)


class TieRow(Row, Base):
    """社会关系."""

    __tablename__ = "reg_ties"

    person: Mapped[str] = mapped_column(Text)
    other: Mapped[str] = mapped_column(Text, index=True)
    kind: Mapped[str] = mapped_column(Text)
    since_day: Mapped[date | None]
    until_day: Mapped[date | None]
    detail: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)


class StudyRow(Row, Base):
    """学习经历."""

    __tablename__ = "reg_studies"

    person: Mapped[str] = mapped_column(Text)
    school: Mapped[str] = mapped_column(Text)
    class_name: Mapped[str] = mapped_column(Text)
    start: Mapped[date | None]
    end: Mapped[date | None]


class ServiceRow(Row, Base):
    """服役经历."""

    __tablename__ = "reg_service"

    person: Mapped[str] = mapped_column(Text)
    troop: Mapped[str] = mapped_column(Text)
    start: Mapped[date | None]
    end: Mapped[date | None]


class InterestRow(Row, Base):
    """经济利益."""

    __tablename__ = "reg_interests"

    person: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    since_day: Mapped[date | None]
    until_day: Mapped[date | None]
    detail: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)


class PoolRow(Row, Base):
    """巡察人才库."""

    __tablename__ = "reg_pool"

    person: Mapped[str] = mapped_column(Text)
    county: Mapped[str | None] = mapped_column(Text)
    category: Mapped[str] = mapped_column(Text)
    roles: Mapped[list[str]]
    specialities: Mapped[list[str]]
    grade: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str | None] = mapped_column(Text)
    available_from: Mapped[date | None]
    available_to: Mapped[date | None]


class ServedRow(Row, Base):
    """历次巡察."""

    __tablename__ = "reg_history"

    round: Mapped[str] = mapped_column(Text)
    team: Mapped[str] = mapped_column(Text)
    person: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    role: Mapped[str | None] = mapped_column(Text)
    start: Mapped[date | None]
    end: Mapped[date | None]


class RulingRow(Row, Base):
    """回避决定: a bar or a waiver (变通)."""

    __tablename__ = "reg_rulings"

    person: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    decision: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date | None]


class SamePersonRow(Row, Base):
    """同人判定."""

    __tablename__ = "reg_same_person"

    a: Mapped[str] = mapped_column(Text)
    b: Mapped[str] = mapped_column(Text)
    decision: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date | None]


class DeclarationRow(Row, Base):
    """回避申报."""

    __tablename__ = "reg_declarations"

    id: Mapped[str] = mapped_column(Text)
    person: Mapped[str] = mapped_column(Text, index=True)
    round: Mapped[str | None] = mapped_column(Text)
    unit: Mapped[str | None] = mapped_column(Text)
    concerned: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)
    decision: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date | None]


ROW_TABLES: dict[str, type[Row]] = {
    "regions": RegionRow,
    "units": UnitRow,
    "persons": PersonRow,
    "postings": PostingRow,
    "kin": KinRow,
    "ties": TieRow,
    "studies": StudyRow,
    "service": ServiceRow,
    "interests": InterestRow,
    "pool": PoolRow,
    "history": ServedRow,
    "rulings": RulingRow,
    "same_person": SamePersonRow,
    "declarations": DeclarationRow,
}
