"""Ties between persons, interests, and what people decided about them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huibi.model.kin_marks import KinClass as KinClass  # noqa: PLC0414 - told on from here
from huibi.model.people import Role
from huibi.model.spans import FIRST, LAST, Days


class TieKind(StrEnum):
    """关系 other than kin."""

    CLASSMATE = "classmate"
    COMRADE = "comrade"
    TOWNSMAN = "townsman"
    MENTOR = "mentor"
    SECRETARY = "secretary"
    FRIEND = "friend"
    BUSINESS = "business"
    DISPUTE = "dispute"


class InterestKind(StrEnum):
    """类别 of an interest."""

    HOLDING = "holding"
    SUPPLIER = "supplier"
    LOAN = "loan"
    BENEFIT = "benefit"


@dataclass(frozen=True, slots=True, kw_only=True)
class KinSwitches:
    """Where an office may read kinship otherwise than recusal.md does, which the defaults are.

    `mutual`: near affinity holds if it holds from either end; off, it is read from the person's end only, so that two
    persons may stand in different classes to each other. `birth_family`: an adopted child's birth family still counts.
    `affinity_after_death`: affinity outlives a death until the survivor marries again; off, it ends with the death.
    `step_after_divorce`: a raised step tie outlasts the divorce of the step-parent. `wide_step`: blood passes through
    a raised step tie that stands, as through a tie of parent and child.
    """

    mutual: bool = True
    birth_family: bool = True
    affinity_after_death: bool = True
    step_after_divorce: bool = False
    wide_step: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """亲属关系: `relative` is the `term` of `person`; `ended` is a divorce or a dissolved adoption."""

    person: str
    relative: str
    term: str
    since: date | None = None
    ended: date | None = None
    raised: bool | None = None
    source: str | None = None
    record: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """社会关系."""

    person: str
    other: str
    kind: TieKind
    since: date | None = None
    until: date | None = None
    detail: str | None = None
    source: str | None = None
    record: str = ""

    @property
    def span(self) -> Days:
        """The days of the tie, empty meaning open."""
        return Days(self.since or FIRST, self.until or LAST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """经济利益 of a person in a unit."""

    person: str
    unit: str
    kind: InterestKind
    since: date | None = None
    until: date | None = None
    detail: str | None = None
    source: str | None = None
    record: str = ""

    @property
    def span(self) -> Days:
        """The days of the interest, empty meaning open."""
        return Days(self.since or FIRST, self.until or LAST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A row of 历次巡察: one person, one unit, one earlier team."""

    round: str
    team: str
    person: str
    unit: str
    role: Role | None = None
    start: date | None = None
    end: date | None = None
    record: str = ""


class Decision(StrEnum):
    """决定 of a ruling."""

    BAR = "bar"
    WAIVE = "waive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """回避决定; `code` empty: any ground."""

    person: str
    unit: str
    decision: Decision
    code: str = ""
    reason: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    record: str = ""


class Identity(StrEnum):
    """判定 whether two persons are one."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePerson:
    """同人判定."""

    a: str
    b: str
    decision: Identity
    decided_by: str = ""
    decided_on: date | None = None
    record: str = ""


class Answer(StrEnum):
    """决定 on a declaration."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """回避申报: names a unit, a concerned person, or both."""

    id: str
    person: str
    round: str | None = None
    unit: str | None = None
    concerned: str | None = None
    reason: str = ""
    detail: str = ""
    decision: Answer = Answer.PENDING
    decided_by: str = ""
    decided_on: date | None = None
    record: str = ""
