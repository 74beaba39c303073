"""The acquaintance index of a whole round at once: the same numbers as `Acquaintance.risk`, on arrays.

What a pair's index looks at is asked only once for everybody: whom the screened know, whom the members of bodies and
keys know, and which of those are kin of the other side. Kin of class `other` are weak: they count only where the other
tie of the chain is strong, so that most of them are never looked for.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from huibi.model.ties import KinClass
from huibi.network.acquaintance import KIN, Acquaintance
from huibi.network.acquaintance_known import Floats, Ints, Known
from huibi.network.acquaintance_ties import LEAST, SLACK
from huibi.network.kinship import Kinship

_LEAST = LEAST - SLACK
_AT_ONCE = 256  # persons whose chains stand in memory together


def risks(
    index: Acquaintance, kinship: Kinship, persons: Sequence[str], units: Sequence[str]
) -> Iterator[tuple[str, str, int]]:
    """Yield person, unit and index (0..100) for every pair, by person, then unit, in the order given."""
    circles = [index.circle(unit) for unit in units]
    members = tuple(dict.fromkeys(q for circle in circles for q, _ in circle))
    sides = _Sides(index, kinship.numbered[0], persons, members)
    via = _Via(sides, _kin(index, kinship, sides))
    place = {q: number for number, q in enumerate(members)}
    worked = [index.own_shares(sides.careers.last_days(index.scope(unit))) for unit in units]
    for start in range(0, len(persons), _AT_ONCE):
        group = persons[start : start + _AT_ONCE]
        closeness = via.closeness(start, start + len(group))
        table = np.empty((len(group), len(units)), dtype=np.int64)
        for number, circle in enumerate(circles):
            strangers = 1.0 - worked[number][start : start + len(group)]
            for q, weight in circle:
                strangers *= 1.0 - weight * closeness[:, place[q]]
            table[:, number] = np.floor(100 * (1.0 - strangers) + 0.5 + SLACK)
        for person, row in zip(group, table.tolist(), strict=True):
            yield from ((person, unit, risk) for unit, risk in zip(units, row, strict=True))


class _Sides:
    """The screened and the members of bodies and keys, each once, the screened first; and whom they all know."""

    def __init__(
        self, index: Acquaintance, number: Mapping[str, int], persons: Sequence[str], members: Sequence[str]
    ) -> None:
        self.asked = tuple(dict.fromkeys((*persons, *members)))
        self.place = {person: place for place, person in enumerate(self.asked)}
        self.persons = np.arange(len(persons), dtype=np.int64)
        self.members = np.array([self.place[q] for q in members], dtype=np.int64)
        self.people = tuple(index.people)
        self.number = number
        self.numbers = np.array([self.number[person] for person in self.asked], dtype=np.int64)
        self.careers = index.careers(self.asked, number)
        self.known = self.careers.known()

    def known_to(self, places: Ints, least: float) -> frozenset[str]:
        """Return whom those at such places know so well."""
        return frozenset(self.people[number] for number in self.known.by(places, least).tolist())


def _kin(index: Acquaintance, kinship: Kinship, sides: _Sides) -> Known:
    """Return for each person the kin that a chain to the other side can use, with their strengths."""
    persons = [sides.asked[place] for place in sides.persons.tolist()]
    wanted: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for mine, others, direct in ((sides.persons, sides.members, ()), (sides.members, sides.persons, persons)):
        near, far = (
            frozenset(direct) | sides.known_to(others, _LEAST / KIN[kin_class])
            for kin_class in (KinClass.SPOUSE, KinClass.OTHER)
        )
        both = {(near, far): (near, far)}  # the same two sets for everybody of a side: they are large
        for person in (sides.asked[place] for place in mine.tolist()):
            before = wanted.get(person, (frozenset(), frozenset()))
            key = (near | before[0], far | before[1]) if person in wanted else (near, far)
            wanted[person] = both.setdefault(key, key)
    told = [
        (sides.place[person], sides.number[other], KIN[kin_class])
        for person, found in kinship.classes_among(wanted).items()
        for other, kin_class in found.items()
        if not index.dead(other)
    ]
    return Known.told(told)


class _Via:
    """Whom the members know and are kin to, by link: the second step of every chain."""

    def __init__(self, sides: _Sides, kin: Known) -> None:
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
        firsts = np.repeat(np.arange(len(links)), counts)
        within = np.arange(len(firsts)) - np.repeat(np.cumsum(counts) - counts, counts)
        at = np.repeat(self._starts[links], counts) + within
        np.maximum.at(found, (rows[firsts], self._to[at]), mine[firsts] * second[at])
