"""Pairs across two sides of a question: whoever is near the one side, and whoever is near the other.

Screening asks only for identities that could join somebody screened with a unit of the round; of a city's persons
that leaves few pairs, found without comparing the rest.
"""

from collections.abc import Collection, Iterable, Iterator

import numpy as np

from huibi.matching.comparing import Comparer, Pair
from huibi.matching.judging import Match, Scored, ordered
from huibi.matching.names import read_name
from huibi.matching.roll import Ints, Roll
from huibi.model.people import Person

MOST_NAMESAKES = 12  # beyond, a name without a date of birth says too little unless a unit or a relative agrees
SLIPS = frozenset({0, 1, 2, 12, 120})  # months between two dates of birth of one person


class Hops:
    """How many rows of the table kin lie between persons, by place in the roll; the table is gone through once."""

    def __init__(self, roll: Roll) -> None:
        self._roll = roll
        self._ends = roll.ends()

    def distances(self, starts: Iterable[str], most: int) -> Ints:
        """Return how many rows away everybody is from the nearest start; `most` and one more where it is further."""
        count, place = len(self._roll.ids), self._roll.place
        away = np.full(count, most + 1, dtype=np.int64)
        edge = np.zeros(count, dtype=bool)
        edge[[place[person] for person in starts if person in place]] = True
        away[edge] = 0
        for distance in range(1, most + 1):
            reached = np.zeros(count, dtype=bool)
            for one, other in (self._ends, self._ends[::-1]):
                reached[other[edge[one]]] = True
            edge = reached & (away > most)
            away[edge] = distance
        return away

    def within(self, starts: Iterable[str], most: int) -> frozenset[str]:
        """Return who is so few rows away."""
        return frozenset(
            self._roll.ids[place] for place in np.flatnonzero(self.distances(starts, most) <= most).tolist()
        )


def matches_between(comparer: Comparer, one: Ints, other: Ints, *, reach: int, least: float) -> tuple[Match, ...]:
    """Return the undecided pairs as likely as `least`, of whom one is near the one side and one near the other.

    The sides give distances by place in the roll; those of a pair add up to `reach` at most. The probabilities are
    those of `match`.
    """
    units = SharedUnits(comparer)
    half = reach // 2
    pairs = set(_pairs(comparer, units, (one, half), (other, reach))) | set(
        _pairs(comparer, units, (other, reach - half - 1), (one, reach))
    )
    profiles = comparer.profiles({person for pair in pairs for person in pair})
    scored = Scored(comparer, profiles.of)
    for a, b in sorted(pairs):
        scored.add(profiles.of(a), profiles.of(b))
    likely = {pair for pair, _, _ in scored.judged(least)}
    return _weighed(comparer, likely, least) if likely else ()


def _pairs(comparer: Comparer, units: "SharedUnits", few: tuple[Ints, int], many: tuple[Ints, int]) -> Iterator[Pair]:
    """Yield who may be one, the smaller id first: one as near as `few` asks, both together as near as `many`."""
    roll, persons = comparer.roll, comparer.register.persons
    (near, nearest), (far, reach) = few, many
    one, other = alike(roll.sound, np.flatnonzero(near <= nearest), np.flatnonzero(far <= reach))
    apart = np.abs(roll.month[one] - roll.month[other])
    kept = np.isin(apart, list(SLIPS)) | (roll.month[one] == 0) | (roll.month[other] == 0)
    kept &= (near[one] + far[other] <= reach) & (one != other)
    for first, second in zip(one[kept].tolist(), other[kept].tolist(), strict=True):
        a, b = persons[roll.ids[first]], persons[roll.ids[second]]
        if may_be_one(a, b, units):
            yield min(a.id, b.id), max(a.id, b.id)


def alike(key: Ints, left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """Return every pair of the one and the other side that has the same key."""
    right = right[np.argsort(key[right], kind="stable")]
    starts, stops = (np.searchsorted(key[right], key[left], side=side) for side in ("left", "right"))
    counts = stops - starts
    within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(left, counts), right[np.repeat(starts, counts) + within]


class SharedUnits:
    """Whether two persons share a unit, or a name that few bear: asked only where no date of birth tells."""

    def __init__(self, comparer: Comparer) -> None:
        self._comparer = comparer

    def support(self, a: Person, b: Person) -> bool:
        """Return whether names, units or notes let two records be one that no date of birth tells apart."""
        bearers = self._comparer.scales.namesakes.bearers
        if max(bearers(read_name(a.name)), bearers(read_name(b.name))) <= MOST_NAMESAKES:
            return True
        postings = self._comparer.postings
        mine, theirs = ({post.unit for post in postings.get(row.id, ())} for row in (a, b))
        named = self._comparer.scales.units.named_in
        return (
            not mine.isdisjoint(theirs)
            or any(named(unit, a.note) for unit in theirs if a.note)
            or any(named(unit, b.note) for unit in mine if b.note)
        )


def may_be_one(a: Person, b: Person, units: SharedUnits) -> bool:
    """Whether two records of names that sound alike come into question at all."""
    if (a.id_number and b.id_number) or (a.sex and b.sex and a.sex is not b.sex):
        return bool(a.id_number and a.id_number == b.id_number)
    if a.birth and b.birth:
        return abs((a.birth.year - b.birth.year) * 12 + a.birth.month - b.birth.month) in SLIPS
    return units.support(a, b)


def _weighed(comparer: Comparer, likely: Collection[Pair], least: float) -> tuple[Match, ...]:
    """Return the pairs with everybody else weighed in who fits one of the two as well."""
    persons = comparer.register.persons
    asked = {person for pair in likely for person in pair}
    roll, units = comparer.roll, SharedUnits(comparer)
    both = alike(roll.sound, np.array([roll.place[person] for person in asked]), np.arange(len(roll.ids)))
    pairs = set()
    for one, other in zip(*(places.tolist() for places in both), strict=True):
        person, rival = roll.ids[one], roll.ids[other]
        if one != other and may_be_one(persons[person], persons[rival], units):
            pairs.add((min(person, rival), max(person, rival)))
    profiles = comparer.profiles({person for pair in pairs for person in pair})
    scored = Scored(comparer, profiles.of)
    for a, b in sorted(pairs):
        scored.add(profiles.of(a), profiles.of(b))
    found = []
    for pair, probability, evidence in scored.judged(least):
        if pair in likely:
            first, second = sorted(pair, key=comparer.kept_first)
            found.append(Match(first, second, probability, evidence))
    return ordered(found)
