"""The counties to which many people belong, as columns: what `Profile.counties` says of each."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from huibi.matching.comparing import Comparer
from huibi.matching.counts import LARGEST_SHARE, district
from huibi.matching.families import Families
from huibi.matching.grouped import Bools, Grouped, Ints, distinct

Floats = NDArray[np.float64]


class Counties:
    """`of` gives the counties of `people`, who are places in the roll, by their own order.

    Where `unsure`, some may be too many: they come from rows that perhaps say no kin.
    """

    def __init__(self, comparer: Comparer, people: Ints, families: Families) -> None:
        self._comparer, roll = comparer, comparer.roll
        known: dict[str, int] = {"": 0}
        natives = self._numbers(roll.natives, known)[roll.native[people]]
        of_unit = self._numbers((unit.region for unit in comparer.register.units.values()), known)
        posted = roll.units.counts()[people] > 0
        native, by_kin = ~posted & (natives > 0), ~posted & (natives == 0)
        own, units = roll.units.of(people)
        asked, relatives = families.relatives.of(np.flatnonzero(by_kin))
        which, theirs = roll.units.of(relatives)
        owners = np.concatenate([own, np.flatnonzero(native), np.flatnonzero(by_kin)[asked[which]]])
        counties = np.concatenate([of_unit[units], natives[native], of_unit[theirs]])
        pairs = distinct((owners * len(known) + counties)[counties > 0])
        self.of = Grouped(pairs // len(known), pairs % len(known), len(people))
        self.unsure: Bools = by_kin & ~families.all_kin
        self._shares = np.array([comparer.scales.places.county_share([county]) for county in known])

    def _numbers(self, regions: Iterable[str | None], known: dict[str, int]) -> Ints:
        register = self._comparer.register
        return np.array(
            [known.setdefault(district(register, region), len(known)) for region in regions], dtype=np.int64
        )

    def weights(self, one: Ints, other: Ints) -> Floats:
        """Return what the counties of pairs weigh at most."""
        m = self._comparer.weights.shares["place"]
        which, theirs = self.of.of(one)
        total = np.bincount(which, self._shares[theirs], minlength=len(one))
        found = np.log(m["differs"] / (1 - np.minimum(LARGEST_SHARE, total)))
        pair, county = self.of.shared(one, other)
        found[pair] = -np.inf
        np.maximum.at(found, pair, np.log(m["same"] / self._shares[county]))
        unknown = self.of.counts() == 0
        found[unknown[one] | unknown[other]] = 0.0
        unsure = self.unsure[one] | self.unsure[other]
        most = np.maximum(found, max(0.0, np.log(m["differs"] / (1 - LARGEST_SHARE))))
        weights: Floats = np.where(unsure, most, found)
        return weights
