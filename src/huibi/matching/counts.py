"""What the register says of chance: how many share a name, how large units are, where people are."""

from collections import Counter
from collections.abc import Iterable
from math import sqrt

import numpy as np

from huibi.matching.grouped import distinct
from huibi.matching.names import Name, rarity, surname_share
from huibi.matching.roll import Roll
from huibi.matching.spelling import characters
from huibi.model.register import Register
from huibi.network.regions import county_of

_KNOWN_PEOPLE = 2000  # as many people of a country at large stand beside those of the register
_COUNTRY = 60_000  # one in so many bears the name of a given person
_KNOWN_SIGNS = 4000
_USUAL = 0.02 * 0.015 * 0.015  # the likelihood of an ordinary name by its parts
_SINGLE = 0.005  # a given name of one character leaves fewer names to share
_LEAST_RARE, _MOST_RARE = 0.05, 3.0
SMALLEST_SHARE, LARGEST_SHARE = 0.02, 0.98  # of a county
_COUNTY_DIGITS = 6


class Namesakes:
    """How many others are to be expected who bear a name; people are told apart by the month of birth."""

    def __init__(self, roll: Roll) -> None:
        months = int(roll.month.max(initial=0)) + 1
        born = distinct((roll.name * months + roll.month)[roll.month > 0]) // months
        bearers = np.maximum(1, np.bincount(born, minlength=len(roll.names)))
        self._counts = Counter(dict(zip(roll.names, bearers.tolist(), strict=True)))
        self._total = int(bearers.sum())
        self._by_size = Counter(dict(enumerate(np.bincount(bearers).tolist())))
        signs, of, at = characters(roll.names)
        given = np.bincount(signs[at > 0], bearers[of[at > 0]]).astype(np.int64)
        self._signs: Counter[str] = Counter({chr(sign): int(given[sign]) for sign in np.flatnonzero(given).tolist()})
        self._written = int(given.sum())

    def change(self, name: str, bearers: int) -> None:
        """Count another number of people who bear a name."""
        more = bearers - self._counts[name]
        self._by_size[self._counts[name]] -= 1
        self._by_size[bearers] += 1
        self._counts[name] = bearers
        for sign in name[1:]:
            self._signs[sign] += more
        self._written += more * len(name[1:])
        self._total += more

    @property
    def people(self) -> int:
        """How many people the register is about, as far as it tells them apart."""
        return max(1, self._total)

    @property
    def _second(self) -> float:
        """How many second bearers are to be expected of a name that one person bears (Good and Turing)."""
        chance = min(1.0, self.people / _COUNTRY)
        return (2 * self._by_size[2] + _KNOWN_PEOPLE * chance) / (self._by_size[1] + _KNOWN_PEOPLE)

    def bearers(self, name: Name) -> int:
        """Return how many people of the register are known to bear the name as written."""
        return self._counts[name.text]

    def expected(self, *names: Name) -> float:
        """Return how many others besides one person are to be expected under a name, in any of the writings given.

        Of a name that one person bears the second is as likely as second bearers are in this register (Good and
        Turing), less for rare characters and surnames.
        """
        known = sum(self._counts[text] for text in {name.text for name in names})
        return max(0, known - 2) + self._second * self._rareness(names[0])

    def _rareness(self, name: Name) -> float:
        likelihood = surname_share(name.surname)
        for sign in name.given[:2] or "?":
            likelihood *= self.rarity(sign)
        if len(name.given) == 1:
            likelihood *= _SINGLE
        return min(_MOST_RARE, max(_LEAST_RARE, sqrt(likelihood / _USUAL)))

    def rarity(self, sign: str) -> float:
        """Return how often a character of a given name is this one, in the register and in the country."""
        return (self._signs[sign] + _KNOWN_SIGNS * rarity(sign)) / (self._written + _KNOWN_SIGNS)

    def sharing(self, surname: str, known: str) -> float:
        """Return how many are to be expected who share the surname and these characters of the given name."""
        likelihood = 1.0
        for sign in known:
            likelihood *= min(1.0, self.rarity(sign) * 2)
        return self.people * surname_share(surname) * likelihood


class Places:
    """How many people a unit and a county have, as a share of all who have a post."""

    def __init__(self, register: Register, roll: Roll) -> None:
        person, unit = roll.works
        staff = np.bincount(distinct(unit * len(roll.ids) + person) // max(1, len(roll.ids)))
        at = np.flatnonzero(staff).tolist()
        units = list(register.units)
        self._staff = {units[place]: int(staff[place]) for place in at}
        self._total = int(staff.sum())
        self._register = register
        self._counties: Counter[str] = Counter()
        for name, count in self._staff.items():
            self._counties[self.county(name)] += count

    def change(self, unit: str, people: int) -> None:
        """Count another number of people of a unit."""
        more = people - self._staff.get(unit, 0)
        self._staff[unit] = people
        self._counties[self.county(unit)] += more
        self._total += more

    @property
    def _everybody(self) -> int:
        return max(1, self._total)

    def county(self, unit: str) -> str:
        """Return the county of a unit, empty where nobody knows."""
        return district(self._register, self._register.units[unit].region)

    def unit_share(self, units: Iterable[str]) -> float:
        """Return the chance that somebody with a post has one at one of the units."""
        people = sum(self._staff.get(unit, 0) for unit in set(units))
        return min(0.9, (people + 1) / (self._everybody + 50))

    def county_share(self, counties: Iterable[str]) -> float:
        """Return the chance that somebody with a post has one in one of the counties."""
        people = sum(self._counties[county] for county in set(counties))
        return min(LARGEST_SHARE, max(SMALLEST_SHARE, people / self._everybody))


def district(register: Register, region: str | None) -> str:
    """Return the county of a region, or what its code says of it; empty where nothing does."""
    return county_of(register.regions, region) or (region or "")[:_COUNTY_DIGITS]
