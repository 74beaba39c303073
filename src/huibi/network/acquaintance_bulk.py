"""The acquaintance index of a whole round at once: the same numbers as `Acquaintance.risk`, on arrays.

What a pair's index looks at is asked only once for everybody: whom the screened know, whom the members of bodies and
keys know, and which of those are kin of the other side. Kin of class `other` are weak: they count only where the other
tie of the chain is strong, so that most of them are never looked for.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from huibi.model.ties import KinClass
from huibi.network.acquaintance import KIN, Acquaintance
from huibi.network.acquaintance_known import Floats, Ints, Known
from huibi.network.acquaintance_ties import LEAST, SLACK
from huibi.network.kinship import Kinship

_LEAST = LEAST - SLACK
_AT_ONCE = 256  # persons whose chains stand in memory together
_CHAINS = 2_000_000  # about so many of them


def risks(index: Acquaintance, kinship: Kinship, sides: "Sides") -> Iterator[tuple[str, str, int]]:
    """Yield person, unit and index (0..100) for every pair of the sides, by person, then unit, in their order."""
    via = Via(sides, kin_of(index, kinship, sides))
    worked = [index.own_shares(sides.careers.last_days(index.scope(unit))) for unit in sides.units]
    for start in range(0, len(sides.persons), _AT_ONCE):
        group = sides.persons[start : start + _AT_ONCE]
        closeness = via.closeness(start, start + len(group))
        table = np.empty((len(group), len(sides.units)), dtype=np.int64)
        for number, circle in enumerate(sides.circles):
            strangers = 1.0 - worked[number][start : start + len(group)]
            for q, weight in circle:
                strangers *= 1.0 - weight * closeness[:, sides.member[q]]
            table[:, number] = np.floor(100 * (1.0 - strangers) + 0.5 + SLACK)
        for person, row in zip(group, table.tolist(), strict=True):
            yield from ((person, unit, risk) for unit, risk in zip(sides.units, row, strict=True))


class Sides:
    """The screened and the members of bodies and keys, each once, the screened first; and whom they all know.

    Whoever has had `careers.known` worked out elsewhere puts what returns it in the place of `tell`.
    """

    def __init__(self, index: Acquaintance, persons: Sequence[str], units: Sequence[str]) -> None:
        self.persons, self.units = tuple(persons), tuple(units)
        self.circles = [index.circle(unit) for unit in units]
        members = dict.fromkeys(q for circle in self.circles for q, _ in circle)
        self.member = {q: number for number, q in enumerate(members)}
        self.asked = tuple(dict.fromkeys((*persons, *members)))
        self.place = {person: place for place, person in enumerate(self.asked)}
        self.screened = np.arange(len(persons), dtype=np.int64)
        self.members = np.array([self.place[q] for q in members], dtype=np.int64)
        self.people, self.number = index.columns.ids, index.columns.number
        self.numbers = np.array([self.number[person] for person in self.asked], dtype=np.int64)
        self.careers = index.careers(self.asked)
        self.tell = self.careers.known

    @cached_property
    def known(self) -> Known:
        """Whom each of them knows by ties that are not kin."""
        return self.tell()

    def known_to(self, places: Ints, least: float) -> frozenset[str]:
        """Return whom those at such places know so well."""
        return frozenset(self.people[number] for number in self.known.by(places, least).tolist())


def kin_of(index: Acquaintance, kinship: Kinship, sides: Sides) -> Known:
    """Return for each person the kin that a chain to the other side can use, with their strengths."""
    mine, theirs = _useful(sides, sides.members), _useful(sides, sides.screened, sides.persons)
    either = mine[0] | theirs[0], mine[1] | theirs[1]
    wanted = dict.fromkeys(sides.persons, mine)
    wanted |= {member: either if member in wanted else theirs for member in sides.member}
    told = [
        (sides.place[person], sides.number[other], KIN[kin_class])
        for person, found in kinship.classes_among(wanted).items()
        for other, kin_class in found.items()
        if not index.dead(other)
    ]
    return Known.told(told)


def _useful(sides: Sides, places: Ints, direct: Sequence[str] = ()) -> tuple[frozenset[str], frozenset[str]]:
    """Return whose kin a chain can use to reach those at such places: near kin, and kin of class `other`."""
    near, far = (sides.known_to(places, _LEAST / KIN[kin_class]) for kin_class in (KinClass.SPOUSE, KinClass.OTHER))
    return near.union(direct), far.union(direct)


class Via:
    """Whom the members know and are kin to, by link: the second step of every chain."""

    def __init__(self, sides: Sides, kin: Known) -> None:
        self._sides, self._kin = sides, kin
        self._member = np.full(len(sides.asked), -1, dtype=np.int64)
        self._member[sides.members] = np.arange(len(sides.members))
        known, kin_of_members = (of.among(self._member[of.who] >= 0) for of in (sides.known, kin))
        both = Known(*(np.concatenate(column) for column in zip(known, kin_of_members, strict=True)))
        order = np.lexsort((both.who, both.other))
        link, self._to = both.other[order], self._member[both.who[order]]
        self._either: Floats = both.strength[order]
        self._strength: Floats = np.where(order < len(known.who), self._either, 0.0)  # of ties that are not kin
        self._starts = np.searchsorted(link, np.arange(len(sides.people) + 1))

    def closeness(self, start: int, stop: int) -> Floats:
        """Return the closeness of each of those at such places (rows) to each member (columns); 0 to oneself."""
        places = np.arange(start, stop)
        found = np.zeros((len(places), len(self._sides.members)))
        direct = Known(places, self._sides.numbers[places], np.ones(len(places)))
        chains: tuple[tuple[Known, Floats], ...] = (
            (direct, self._either),
            (self._sides.known, self._either),
            (self._kin, self._strength),
        )
        for first, second in chains:
            here = np.flatnonzero((first.who >= start) & (first.who < stop))
            self._chain(found, first.who[here] - start, first.other[here], first.strength[here], second)
        found[found < _LEAST] = 0.0
        own = np.flatnonzero(self._member[places] >= 0)
        found[own, self._member[places[own]]] = 0.0
        return found

    def _chain(self, found: Floats, rows: Ints, links: Ints, mine: Floats, second: Floats) -> None:
        """Raise what is found by the chains over the links: my tie times that of each member to the link."""
        counts = self._starts[links + 1] - self._starts[links]
        group = np.cumsum(counts) // _CHAINS
        for part in np.split(np.arange(len(links)), np.flatnonzero(np.diff(group)) + 1):
            firsts = np.repeat(part, counts[part])
            before = np.cumsum(counts[part]) - counts[part]
            within = np.arange(len(firsts)) - np.repeat(before, counts[part])
            at = np.repeat(self._starts[links[part]], counts[part]) + within
            np.maximum.at(found, (rows[firsts], self._to[at]), mine[firsts] * second[at])
