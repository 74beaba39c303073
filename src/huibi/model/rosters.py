"""The roster problem and its answer (format `huibi.roster/1`): ids and integers only, unknown fields refused."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool
from pydantic.dataclasses import dataclass

from huibi.model.people import Role

ROSTER_FORMAT = "huibi.roster/1"
CHANGES_FORMAT = "huibi.changes/1"
EDIT_FORMAT = "huibi.edit/1"
LARGEST = 10**6

Count = Annotated[int, Field(ge=0, le=LARGEST, strict=True)]
Weight = Annotated[int, Field(ge=1, le=LARGEST, strict=True)]
Bounds = tuple[Count, Count]
Switch = Literal["forbid", "allow"]
Status = Literal["optimal", "feasible", "stopped", "infeasible"]
# Every term of a roster; `risk_max` can only be reported or be a level of its own like the others.
TERMS: tuple[str, ...] = (
    "unassigned",
    "shortfall",
    "change",
    "should",
    "risk_max",
    "risk_peak",
    "risk",
    "travel",
    "together",
    "burden",
    "spread",
)
DEFAULT_OBJECTIVE: tuple[dict[str, int], ...] = (
    {"unassigned": 1},
    {"shortfall": 1},
    {"change": 1},
    {"should": 1},
    {"risk_peak": 1},
    {"risk": 1},
    {"travel": 1},
    {"together": 1, "burden": 1, "spread": 1},
)


class Wire(BaseModel):
    """Base of every document part: frozen, unknown fields refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def to_json(self) -> dict[str, Any]:
        """Return JSON-ready data; what was never set and is None is left out."""
        return self.model_dump(mode="json", exclude_none=True)


class PersonEntry(Wire):
    """Somebody who may serve."""

    id: str
    home_unit: str | None = None
    county: str | None = None
    full_time: StrictBool = False
    roles: tuple[Role, ...] = ()
    specialities: tuple[str, ...] = ()
    barred_counties: tuple[str, ...] = ()
    served: Count = 0


class UnitEntry(Wire):
    """A unit to be inspected."""

    id: str
    county: str | None = None
    workload: Count = 1
    specialities: tuple[str, ...] = ()


class TeamEntry(Wire):
    """A team with its minimums and maximums; a role not listed is [0, 0]."""

    id: str
    county: str | None = None
    people_from: tuple[str, ...] | None = None
    roles_from: dict[Role, tuple[str, ...]] = Field(default_factory=dict)
    size: Bounds
    full_time: Bounds | None = None
    roles: dict[Role, Bounds] = Field(default_factory=dict)
    specialities: dict[str, Count] = Field(default_factory=dict)
    units: Bounds | None = None
    workload: Bounds | None = None
    may_idle: StrictBool = False


# Of bars and costs a province has well over a million: a dataclass with slots takes a sixth of a model's memory.
@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Bar:
    """A person who must recuse from a unit; `roles` absent: in every role."""

    person: str
    unit: str
    roles: tuple[Role, ...] | None = None

    def to_json(self) -> dict[str, Any]:
        """Return JSON-ready data; roles that are absent are left out."""
        found: dict[str, Any] = {"person": self.person, "unit": self.unit}
        return found if self.roles is None else found | {"roles": [role.value for role in self.roles]}


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Cost:
    """What is paid if the person's team inspects the unit."""

    person: str
    unit: str
    should: Count = 0
    risk: Count = 0

    def to_json(self) -> dict[str, Any]:
        """Return JSON-ready data."""
        return {"person": self.person, "unit": self.unit, "should": self.should, "risk": self.risk}


class Together(Wire):
    """What is paid if both are in one team."""

    people: tuple[str, str]
    cost: Count


class Limits(Wire):
    """Most people of one home unit, in one team and in all together."""

    same_home_unit: Count | None = None
    home_unit_total: Count | None = None


class Counties(Wire):
    """Rules and prices on team county to unit county, directed."""

    own: Switch = "allow"
    mutual: Switch = "allow"
    bars: tuple[tuple[str, str], ...] = ()
    travel: tuple[tuple[str, str, Count], ...] = ()
    travel_default: Count = 0
    lend: dict[str, Bounds] = Field(default_factory=dict)


class Pin(Wire):
    """A person (role open if absent) or a unit fixed to a team."""

    person: str | None = None
    unit: str | None = None
    team: str
    role: Role | None = None


class Search(Wire):
    """How long and how to search."""

    seconds: Count = 60
    workers: Weight = 2
    seed: Count = 1


class Seat(Wire):
    """A person in a team of a roster."""

    id: str
    role: Role


class TeamRoster(Wire):
    """Who serves in a team and which units it inspects."""

    id: str
    units: tuple[str, ...] = ()
    people: tuple[Seat, ...] = ()


class LevelResult(Wire):
    """One lexicographic level: value reached, proven lower bound if any."""

    terms: dict[str, int]
    value: int
    bound: int | None = None
    seconds: float = 0


class ShortfallEntry(Wire):
    """A minimum that is not met, with counts of why."""

    team: str | None = None
    county: str | None = None
    what: str
    unit: str | None = None
    missing: int
    why: dict[str, Any] = Field(default_factory=dict)


class PinsRule(Wire):
    """A set of pins (indices) from which none can be left out, and the hard rule that they break."""

    pins: tuple[int, ...]
    rule: int


class Roster(Wire):
    """The answer to a problem; also what `previous` holds, where only the teams matter.

    Whoever reads one from outside takes its claims (terms, levels, status) for claims: the check counts them again.
    """

    format: Literal["huibi.roster/1"] = "huibi.roster/1"
    problem: str | None = None
    status: Status | None = None
    teams: tuple[TeamRoster, ...] = ()
    unassigned: tuple[str, ...] = ()
    levels: tuple[LevelResult, ...] = ()
    terms: dict[str, int] = Field(default_factory=dict)
    shortfalls: tuple[ShortfallEntry, ...] = ()
    conflicts: tuple[PinsRule, ...] = ()
    seconds: float | None = None
    seed: int | None = None
    workers: int | None = None
    solver: str | None = None
    version: str | None = None
    digest: str | None = None


class Problem(Wire):
    """Everything that the solver may know."""

    format: Literal["huibi.roster/1"]
    id: str
    people: tuple[PersonEntry, ...]
    units: tuple[UnitEntry, ...]
    teams: tuple[TeamEntry, ...]
    bars: tuple[Bar, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    costs: tuple[Cost, ...] = ()
    together: tuple[Together, ...] = ()
    limits: Limits = Limits()
    counties: Counties = Counties()
    pins: tuple[Pin, ...] = ()
    previous: Roster | None = None
    shortfall_weights: dict[str, Count] = Field(default_factory=dict)
    objective: tuple[dict[str, Weight], ...] = DEFAULT_OBJECTIVE
    search: Search = Search()


class Changes(Wire):
    """What a repair starts from (format `huibi.changes/1`): entries as in the problem, added to it.

    A person, unit or team with a known id replaces it; `unpin` lists pins of the problem that no longer hold.
    """

    format: Literal["huibi.changes/1"]
    bars: tuple[Bar, ...] = ()
    costs: tuple[Cost, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    gone: tuple[str, ...] = ()
    people: tuple[PersonEntry, ...] = ()
    units: tuple[UnitEntry, ...] = ()
    units_gone: tuple[str, ...] = ()
    teams: tuple[TeamEntry, ...] = ()
    pins: tuple[Pin, ...] = ()
    unpin: tuple[Pin, ...] = ()


class Move(Wire):
    """One person or unit put into a team, or out of all teams (`team` null); `role` only for a person."""

    person: str | None = None
    unit: str | None = None
    team: str | None
    role: Role | None = None


class Edit(Wire):
    """What is tried by hand (format `huibi.edit/1`): all moves together."""

    format: Literal["huibi.edit/1"]
    moves: tuple[Move, ...] = ()
