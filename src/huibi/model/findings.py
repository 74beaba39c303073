"""What screening noticed: findings with their chain of records and legal basis (format `huibi.findings/1`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from huibi.model.people import Role
from huibi.model.ties import KinClass

FINDINGS_FORMAT = "huibi.findings/1"
ROLE_ORDER: tuple[Role, ...] = tuple(Role)


class Effect(StrEnum):
    """How strongly a finding speaks; declared from the strongest down."""

    MUST = "must"
    SHOULD = "should"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One step of a chain: `target` is the `tie` of `source` (wife: the target is the source's wife).

    `record` names the row that says so, as `table:row`; `since` is the day it began where it has one;
    `term` is the kin term as recorded where one typed tie spans several steps (表哥).
    """

    source: str
    tie: str
    target: str
    record: str | None = None
    since: date | None = None
    term: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the link as JSON-ready data, absent members left out."""
        data: dict[str, Any] = {"from": self.source, "tie": self.tie, "to": self.target}
        if self.record is not None:
            data["record"] = self.record
        if self.since is not None:
            data["since"] = self.since.isoformat()
        if self.term is not None:
            data["term"] = self.term
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Link":
        """Return the link of such data."""
        since = data.get("since")
        return cls(
            source=data["from"],
            tie=data["tie"],
            target=data["to"],
            record=data.get("record"),
            since=date.fromisoformat(since) if since else None,
            term=data.get("term"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One ground that was noticed between a person and a unit; `roles` None holds for every role."""

    person: str
    unit: str
    code: str
    effect: Effect
    weight: int = 0
    roles: frozenset[Role] | None = None
    stage: int = 2
    counterpart: str | None = None
    kin_class: KinClass | None = None
    uncertain: bool = False
    waived: bool = False
    basis: str = ""
    chain: tuple[Link, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the finding as in the findings document."""
        return {
            "person": self.person,
            "unit": self.unit,
            "code": self.code,
            "effect": self.effect.value,
            "weight": self.weight,
            "roles": None if self.roles is None else [role.value for role in ROLE_ORDER if role in self.roles],
            "stage": self.stage,
            "counterpart": self.counterpart,
            "class": None if self.kin_class is None else self.kin_class.value,
            "uncertain": self.uncertain,
            "waived": self.waived,
            "basis": self.basis,
            "chain": [link.to_json() for link in self.chain],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Finding":
        """Return the finding of such data."""
        roles, kin_class = data["roles"], data["class"]
        given = {name: data[name] for name in ("person", "unit", "code", "weight", "stage", "counterpart", "basis")}
        return cls(
            **given,
            effect=Effect(data["effect"]),
            roles=None if roles is None else frozenset(Role(role) for role in roles),
            kin_class=None if kin_class is None else KinClass(kin_class),
            uncertain=data["uncertain"],
            waived=data["waived"],
            chain=tuple(Link.from_json(link) for link in data["chain"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Two screened persons who may never be in one team, in id order."""

    people: tuple[str, str]
    code: str
    chain: tuple[Link, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the entry as in the findings document."""
        return {"people": list(self.people), "code": self.code, "chain": [link.to_json() for link in self.chain]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """Acquaintance index of a person at a unit, 1..100."""

    person: str
    unit: str
    risk: int

    def to_json(self) -> dict[str, Any]:
        """Return the entry as in the findings document."""
        return {"person": self.person, "unit": self.unit, "risk": self.risk}


@dataclass(frozen=True, slots=True, kw_only=True)
class NotJudged:
    """What a rule could not judge for lack of data; exactly one of `person` and `unit` is set."""

    code: str
    for_lack_of: str
    person: str | None = None
    unit: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the entry as in the findings document."""
        subject = {"person": self.person} if self.person is not None else {"unit": self.unit}
        return {**subject, "code": self.code, "for_lack_of": self.for_lack_of}


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that one screening noticed, in a fixed order."""

    round: str
    as_of: date
    policy: str
    findings: tuple[Finding, ...] = ()
    apart: tuple[Apart, ...] = ()
    risks: tuple[Risk, ...] = ()
    not_judged: tuple[NotJudged, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """Return the document `huibi.findings/1`."""
        return {
            "format": FINDINGS_FORMAT,
            "round": self.round,
            "as_of": self.as_of.isoformat(),
            "policy": self.policy,
            "findings": [finding.to_json() for finding in self.findings],
            "apart": [entry.to_json() for entry in self.apart],
            "risks": [entry.to_json() for entry in self.risks],
            "not_judged": [entry.to_json() for entry in self.not_judged],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Findings":
        """Return what such a document says; the inverse of `to_json`."""
        return cls(
            round=data["round"],
            as_of=date.fromisoformat(data["as_of"]),
            policy=data["policy"],
            findings=tuple(Finding.from_json(row) for row in data["findings"]),
            apart=tuple(
                Apart(
                    people=(row["people"][0], row["people"][1]),
                    code=row["code"],
                    chain=tuple(Link.from_json(link) for link in row["chain"]),
                )
                for row in data["apart"]
            ),
            risks=tuple(Risk(**row) for row in data["risks"]),
            not_judged=tuple(NotJudged(**row) for row in data["not_judged"]),
        )
