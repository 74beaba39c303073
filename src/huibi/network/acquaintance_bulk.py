"""The acquaintance index of a whole round at once: the same numbers as `Acquaintance.risk`, on arrays.

What a pair's index looks at is asked only once for everybody: whom the screened know, whom the members of bodies and
keys know, and which of those are kin of the other side. Kin of class `other` are weak: they count only where the other
tie of the chain is strong, so that most of them are never looked for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from huibi.model.ties import KinClass
from huibi.network.acquaintance import KIN, Acquaintance
from huibi.network.acquaintance_ties import LEAST, SLACK
from huibi.network.kinship import Kinship

_LEAST = LEAST - SLACK
_AT_ONCE = 256  # persons whose chains stand in memory together
Strengths = Mapping[str, float]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def risks(
    index: Acquaintance, kinship: Kinship, persons: Sequence[str], units: Sequence[str]
) -> Iterator[tuple[str, str, int]]:
    """Yield person, unit and index (0..100) for every pair, by person, then unit, in the order given."""
    circles = [index.circle(unit) for unit in units]
    members = tuple(dict.fromkeys(q for circle in circles for q, _ in circle))
    known = {who: index.known(who) for who in dict.fromkeys((*persons, *members))}
    kin = _kin(index, kinship, known, (persons, members))
    place = {q: number for number, q in enumerate(members)}
    via = _Via(members, known, kin)
    own = {person: index.own_shares(person) for person in persons}
    for start in range(0, len(persons), _AT_ONCE):
        group = persons[start : start + _AT_ONCE]
        closeness = via.closeness(group)
        table = np.empty((len(group), len(units)), dtype=np.int64)
        for number, (unit, circle) in enumerate(zip(units, circles, strict=True)):
            strangers = 1.0 - np.array([own[person](unit) for person in group])
            for q, weight in circle:
                strangers *= 1.0 - weight * closeness[:, place[q]]
            table[:, number] = np.floor(100 * (1.0 - strangers) + 0.5 + SLACK)
        for person, row in zip(group, table.tolist(), strict=True):
            yield from ((person, unit, risk) for unit, risk in zip(units, row, strict=True))


def _kin(
    index: Acquaintance, kinship: Kinship, known: Mapping[str, Strengths], sides: tuple[Sequence[str], Sequence[str]]
) -> dict[str, Strengths]:
    """Return for each person the kin that a chain to the other side can use, with their strengths."""
    persons, members = sides
    wanted: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for side, others, direct in ((persons, members, ()), (members, persons, persons)):
        near, far = (
            frozenset(direct) | _known_to(others, known, _LEAST / KIN[kin_class])
            for kin_class in (KinClass.SPOUSE, KinClass.OTHER)
        )
        for person in side:
            before = wanted.get(person, (frozenset(), frozenset()))
            wanted[person] = (near | before[0], far | before[1]) if person in wanted else (near, far)
    return {
        person: {other: KIN[kin_class] for other, kin_class in found.items() if not index.dead(other)}
        for person, found in kinship.classes_among(wanted).items()
    }


def _known_to(persons: Iterable[str], known: Mapping[str, Strengths], least: float) -> frozenset[str]:
    return frozenset(other for person in persons for other, strength in known[person].items() if strength >= least)


class _Via:
    """Whom the members know and are kin to, by link: the second step of every chain."""

    def __init__(self, members: Sequence[str], known: Mapping[str, Strengths], kin: Mapping[str, Strengths]) -> None:
        self._known, self._kin = known, kin
        self._count = len(members)
        self._member = {q: number for number, q in enumerate(members)}
        steps = [
            (link, number, known[q].get(link, 0.0), kin[q].get(link, 0.0))
            for number, q in enumerate(members)
            for link in known[q].keys() | kin[q].keys()
        ]
        self._link = {link: number for number, link in enumerate(dict.fromkeys(link for link, *_ in steps))}
        links = np.array([self._link[link] for link, *_ in steps], dtype=np.int64)
        order = np.argsort(links, kind="stable")
        self._starts = np.searchsorted(links[order], np.arange(len(self._link) + 1))
        self._to = np.array([number for _, number, _, _ in steps], dtype=np.int64)[order]
        self._strength = np.array([one for _, _, one, _ in steps], dtype=np.float64)[order]
        self._either = np.array([max(one, other) for _, _, one, other in steps], dtype=np.float64)[order]

    def closeness(self, persons: Sequence[str]) -> Floats:
        """Return the closeness of each person (rows) to each member (columns); 0 to oneself."""
        found = np.zeros((len(persons), self._count))
        direct = [(row, self._link[person], 1.0) for row, person in enumerate(persons) if person in self._link]
        first = [self._first(persons, self._known), self._first(persons, self._kin)]
        for steps, second in zip((direct, *first), (self._either, self._either, self._strength), strict=True):
            rows, links, mine = (np.array(column) for column in zip(*steps, strict=True)) if steps else ((), (), ())
            self._chain(
                found,
                np.asarray(rows, dtype=np.int64),
                np.asarray(links, dtype=np.int64),
                np.asarray(mine, dtype=np.float64),
                second,
            )
        found[found < _LEAST] = 0.0
        for row, person in enumerate(persons):
            if person in self._member:
                found[row, self._member[person]] = 0.0
        return found

    def _first(self, persons: Sequence[str], strengths: Mapping[str, Strengths]) -> list[tuple[int, int, float]]:
        links = self._link
        return [
            (row, links[link], strength)
            for row, person in enumerate(persons)
            for link, strength in strengths[person].items()
            if link in links
        ]

    def _chain(self, found: Floats, rows: Ints, links: Ints, mine: Floats, second: Floats) -> None:
        """Raise what is found by the chains over the links: my tie times that of each member to the link."""
        counts = self._starts[links + 1] - self._starts[links] if len(links) else links
        firsts = np.repeat(np.arange(len(links)), counts)
        within = np.arange(len(firsts)) - np.repeat(np.cumsum(counts) - counts, counts)
        at = np.repeat(self._starts[links], counts) + within if len(links) else links
        np.maximum.at(found, (rows[firsts], self._to[at]), mine[firsts] * second[at])
