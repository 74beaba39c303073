"""The weights of evidence as shipped: how often records of one person agree, and those of two; thresholds, priors."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import log
from typing import Any

import huibi_data


@dataclass(frozen=True, slots=True)
class Weights:
    """`shares` hold m, or m and u, by what is compared and how it came out (weights.toml)."""

    shares: Mapping[str, Mapping[str, Any]]

    def of(self, what: str, level: str, u: float | None = None) -> float:
        """Return the log odds of a level; `u` is what the register says where the file leaves it to it."""
        share = self.shares[what][level]
        m, chance = (share, u) if u is not None else share
        return log(m / chance)

    def number(self, what: str, name: str) -> float:
        """Return a number of the file: a prior, a threshold, a bound."""
        return float(self.shares[what][name])


@cache
def shipped() -> Weights:
    """Return the weights that huibi ships."""
    return Weights(huibi_data.load_toml("matching", "weights.toml"))
