"""A round 轮次: what `round.toml` says, sound and with its references resolved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from huibi.model.rosters import Counties, Limits, Pin, Search, TeamEntry


class Mode(StrEnum):
    """本级 交叉 统筹混编 提级 回访."""

    LOCAL = "local"
    CROSS = "cross"
    POOLED = "pooled"
    LIFTED = "lifted"
    REVISIT = "revisit"

    @property
    def crosses_counties(self) -> bool:
        """Whether `place.county` applies."""
        return self in (Mode.CROSS, Mode.POOLED, Mode.LIFTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundUnit:
    """A unit put on the round's list."""

    unit: str
    workload: int = 1
    specialities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round; `as_of` is the day on which relations are judged.

    `teams`, `limits`, `counties`, `pins` and `search` stand as they go into the roster problem; `team_names` gives the
    names that only documents show. `policy` holds what differs from the office's recusal policy, by code.
    `counties.own` is already forbid in cross rounds unless the round says otherwise.
    """

    id: str
    as_of: date
    name: str = ""
    organiser: str | None = None
    stage: int = 3
    mode: Mode = Mode.LOCAL
    start: date | None = None
    end: date | None = None
    units: tuple[RoundUnit, ...] = ()
    teams: tuple[TeamEntry, ...] = ()
    team_names: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    counties: Counties = field(default_factory=Counties)
    pins: tuple[Pin, ...] = ()
    policy: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    search: Search = field(default_factory=Search)
