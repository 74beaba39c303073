"""A piece of evidence for or against two records being one person, and what everything is weighed with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log
from typing import Any

from huibi.matching.counts import Namesakes, Places
from huibi.matching.profiles import Profile
from huibi.matching.units import Units
from huibi.matching.weights import Weights
from huibi.messages import say


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was compared, how it came out, its weight (natural log odds), and what its sentence names."""

    what: str
    level: str
    weight: float
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The piece as a sentence in the current language."""
        seat = {"seat": say(f"match.seat.{self.params['seat']}")} if "seat" in self.params else {}
        return say(f"match.{self.what}.{self.level}", **{**self.params, **seat})

    def to_json(self) -> dict[str, Any]:
        """Return the piece as `huibi match` writes it."""
        return {"what": self.what, "level": self.level, "weight": round(self.weight, 2), "words": self.words}


@dataclass(frozen=True, slots=True)
class Scales:
    """What every comparison is weighed with: the shipped weights and what the register says of chance."""

    weights: Weights
    namesakes: Namesakes
    places: Places
    units: Units

    def piece(self, what: str, level: str, chance: float | None = None, /, **params: object) -> Evidence:
        """Return a piece with the weight of its level; `chance` is the share u that the register counts."""
        return Evidence(what, level, self.weights.of(what, level, chance), params)


def before_all(scales: Scales, a: Profile, b: Profile) -> Evidence:
    """Return what is to be expected of two records before anything is compared."""
    kind = "known"
    if a.listed or b.listed:
        kind = "listed"
    elif a.thin or b.thin:
        kind = "thin"
    elif a.full and b.full:
        kind = "full"
    people = scales.namesakes.people
    return Evidence("prior", kind, log(scales.weights.number("prior", kind) / people), {"people": people})
