"""What an explanation holds, ready to be put into words or JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from huibi.model.findings import Apart, Finding, NotJudged
from huibi.model.people import Role
from huibi.network.acquaintance import Reason, reason_json


class State(StrEnum):
    """What became of one ground; declared from the strongest down."""

    MUST = "must"
    SHOULD = "should"
    NOTE = "note"
    WAIVED = "waived"
    NEAR = "near"  # something was there, but outside the ground's limits
    NOT_JUDGED = "not_judged"
    OFF = "off"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Something that a ground does not count, and why: the limit that it misses."""

    finding: Finding
    why: str
    limit: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""
        data = self.finding.to_json()
        seen = {key: data[key] for key in ("counterpart", "class", "uncertain", "chain")}
        return {"why": self.why, "limit": self.limit, **seen}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One ground between a person and a unit.

    `found` holds every counterpart, the one that decides first; `lacks` what the register does not say.
    """

    code: str
    basis: str
    state: State
    found: tuple[Finding, ...] = ()
    near: tuple[Near, ...] = ()
    lacks: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""
        return {
            "code": self.code,
            "basis": self.basis,
            "state": self.state.value,
            "found": [finding.to_json() for finding in self.found],
            "near": [near.to_json() for near in self.near],
            "lacks": list(self.lacks),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitExplained:
    """Everything looked at between the person and one unit; `seen` counts what was compared with what."""

    unit: str
    barred: tuple[Role, ...]
    grounds: tuple[Ground, ...]
    risk: int
    reasons: tuple[Reason, ...]
    seen: Mapping[str, int]
    not_judged: tuple[NotJudged, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""
        return {
            "unit": self.unit,
            "barred": [role.value for role in self.barred],
            "grounds": [ground.to_json() for ground in self.grounds],
            "risk": self.risk,
            "reasons": [reason_json(reason) for reason in self.reasons],
            "seen": dict(self.seen),
            "not_judged": [entry.to_json() for entry in self.not_judged],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One person in one round; `roles` are those that the pool gives, every role for somebody outside it."""

    person: str
    in_pool: bool
    roles: tuple[Role, ...]
    units: tuple[UnitExplained, ...]
    apart: tuple[Apart, ...]
    not_judged: tuple[NotJudged, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""
        return {
            "person": self.person,
            "in_pool": self.in_pool,
            "roles": [role.value for role in self.roles],
            "units": [unit.to_json() for unit in self.units],
            "apart": [entry.to_json() for entry in self.apart],
            "not_judged": [entry.to_json() for entry in self.not_judged],
        }
