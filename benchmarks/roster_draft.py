"""A roster problem in the making: its family's figures, its document so far, the roster it may be made round."""

from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

Document = dict[str, Any]
Ways = dict[tuple[str, str], tuple[int, tuple[float, float]]]  # county to county: length, shares of bars and costs


@dataclass(frozen=True, slots=True)
class Family:
    """What the problems of one letter share; numbers are of each county."""

    teams: int
    people: int
    units: int
    full_time: int
    size: int = 8
    workload: tuple[int, int] = (0, 8)
    counties: int = 1
    cities: int = 1
    pooled: bool = False
    tight: bool = False
    pins: int = 1
    late: int = 7

    @property
    def across(self) -> bool:
        """Whether teams inspect other counties."""
        return self.counties > 1


@dataclass(slots=True)
class Draft:
    """A problem in the making and, for a repair, the roster it is made round."""

    family: Family
    random: Random
    document: Document
    ranks: dict[str, str] = field(default_factory=dict)
    seats: dict[str, tuple[str, str]] = field(default_factory=dict)  # person → team, role
    goes: dict[str, str] = field(default_factory=dict)  # unit → team


L = Family(5, 160, 15, 20, workload=(0, 9), counties=12, pins=3, late=4)
FAMILIES = {
    "S": Family(4, 60, 10, 14, size=7, late=3),
    "M": Family(8, 200, 20, 28),
    "T": Family(8, 84, 20, 25, workload=(2, 7), tight=True),
    "L": L,
    "P": replace(L, pooled=True),
    "XL": replace(L, people=200, counties=60, cities=5, pins=12, late=12),
}
