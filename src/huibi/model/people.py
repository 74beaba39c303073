"""Regions, units, persons and their careers: the rows of the register (format `huibi.register/1`)."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from huibi.model.kin_marks import Sex as Sex  # noqa: PLC0414 - told on from here
from huibi.model.spans import Days, days


class RegionLevel(StrEnum):
    """层级."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"


class UnitKind(StrEnum):
    """单位类型."""

    DEPARTMENT = "department"
    TOWNSHIP = "township"
    VILLAGE = "village"
    ENTERPRISE = "enterprise"
    INSTITUTION = "institution"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    COMPANY = "company"
    INSPECTION = "inspection"


class Level(StrEnum):
    """岗位: what a posting is at its unit."""

    CHIEF = "chief"
    BOARD = "board"
    KEY = "key"
    STAFF = "staff"


class Category(StrEnum):
    """类别 of a cadre in the pool."""

    FULL_TIME = "full_time"
    SECONDED = "seconded"


class Role(StrEnum):
    """组长 副组长 联络员 成员."""

    LEADER = "leader"
    DEPUTY = "deputy"
    LIAISON = "liaison"
    MEMBER = "member"


LEAD_ROLES = frozenset({Role.LEADER, Role.DEPUTY})


class PoolStatus(StrEnum):
    """状态 in the pool."""

    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """行政区划."""

    code: str
    name: str
    level: RegionLevel | None = None
    parent: str | None = None
    record: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """单位; `region` and `parent` are a region code and a unit id."""

    id: str
    name: str
    region: str | None = None
    kind: UnitKind | None = None
    parent: str | None = None
    system: str | None = None
    headcount: int | None = None
    record: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """人员; a birth of month precision is the first of the month, a death the last; places are region codes."""

    id: str
    name: str = ""
    sex: Sex | None = None
    birth: date | None = None
    died: date | None = None
    id_number: str | None = field(default=None, repr=False)
    native_place: str | None = None
    growth_place: str | None = None
    politics: str | None = None
    note: str | None = None
    record: str = ""

    def dead_on(self, day: date) -> bool:
        """Whether the person died on or before `day` (recusal.md, Words)."""
        return self.died is not None and self.died <= day


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """任职; `level` None: the title could not decide it. Open postings already end at the person's death."""

    person: str
    unit: str
    title: str = ""
    level: Level | None = None
    oversees: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    record: str = ""

    @property
    def span(self) -> Days:
        """The days of the posting."""
        return _span(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """学习经历."""

    person: str
    school: str
    class_name: str = ""
    start: date | None = None
    end: date | None = None
    record: str = ""

    @property
    def span(self) -> Days:
        """The days at the school."""
        return _span(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """服役经历."""

    person: str
    troop: str
    start: date | None = None
    end: date | None = None
    record: str = ""

    @property
    def span(self) -> Days:
        """The days in the troop."""
        return _span(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadre:
    """A row of the pool 巡察人才库."""

    person: str
    county: str | None = None
    category: Category = Category.SECONDED
    roles: frozenset[Role] = frozenset()
    specialities: tuple[str, ...] = ()
    grade: str | None = None
    status: PoolStatus | None = None
    available_from: date | None = None
    available_to: date | None = None
    record: str = ""

    @property
    def is_active(self) -> bool:
        """Status active, or empty."""
        return self.status in (None, PoolStatus.ACTIVE)

    @property
    def may_lead(self) -> bool:
        """Whether the person may be leader or deputy."""
        return bool(self.roles & LEAD_ROLES)


def _span(start: date | None, end: date | None) -> Days:
    span = days(start, end)
    if span is None:
        raise ValueError("a span that ends before it starts got past the reading")
    return span
