"""Pairs across two sides of a question: whoever is near the one side, and whoever is near the other.

Screening asks only for identities that could join somebody screened with a unit of the round; of a city's persons
that leaves few pairs, found without comparing the rest.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import numpy as np

from huibi.matching.comparing import Comparer, Pair
from huibi.matching.judging import Match, Scored, ordered
from huibi.matching.names import read_name
from huibi.model.people import Person
from huibi.model.register import Register

MOST_NAMESAKES = 12  # beyond, a name without a date of birth says too little unless a unit or a relative agrees
_SLIPS = frozenset({0, 1, 2, 12, 120})  # months between two dates of birth of one person


class Hops:
    """How many rows of the table kin lie between persons; the table is gone through once."""

    def __init__(self, register: Register) -> None:
        self._ids = list(register.persons)
        self._place = {person: place for place, person in enumerate(self._ids)}
        self._ends = tuple(
            np.fromiter((self._place.get(end, -1) for end in ends), dtype=np.int64)
            for ends in ((row.person for row in register.kin), (row.relative for row in register.kin))
        )
        known = (self._ends[0] >= 0) & (self._ends[1] >= 0)
        self._ends = (self._ends[0][known], self._ends[1][known])

    def distances(self, starts: Iterable[str], most: int) -> dict[str, int]:
        """Return how many rows away everybody is from the nearest start, as far as `most`."""
        away = np.full(len(self._ids), most + 1, dtype=np.int64)
        edge = np.zeros(len(self._ids), dtype=bool)
        edge[[self._place[person] for person in starts if person in self._place]] = True
        away[edge] = 0
        for distance in range(1, most + 1):
            reached = np.zeros(len(self._ids), dtype=bool)
            for one, other in (self._ends, self._ends[::-1]):
                reached[other[edge[one]]] = True
            edge = reached & (away > most)
            away[edge] = distance
        return {self._ids[place]: int(away[place]) for place in np.flatnonzero(away <= most).tolist()}


def matches_between(
    comparer: Comparer, one: Mapping[str, int], other: Mapping[str, int], *, reach: int, least: float
) -> tuple[Match, ...]:
    """Return the undecided pairs as likely as `least`, of whom one is near the one side and one near the other.

    The sides give distances; those of a pair add up to `reach` at most. The probabilities are those of `match`.
    """
    pairs = sorted(_pairs(comparer, one, other, reach))
    profiles = comparer.profiles({person for pair in pairs for person in pair})
    scored = Scored(comparer, profiles.of)
    for a, b in pairs:
        scored.add(profiles.of(a), profiles.of(b))
    likely = {pair for pair, _, _ in scored.judged(least)}
    return _weighed(comparer, likely, least) if likely else ()


def _pairs(comparer: Comparer, one: Mapping[str, int], other: Mapping[str, int], reach: int) -> Iterable[Pair]:
    persons = comparer.register.persons
    near: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for person in one:
        row = persons[person]
        near[read_name(row.name).sound][_month(row)].append(person)
    found: set[Pair] = set()
    units = _Units(comparer)
    for person, away in other.items():
        row = persons[person]
        alike = near.get(read_name(row.name).sound, {})
        for month in _months_beside(_month(row)) or list(alike):
            for namesake in alike.get(month, ()):
                if namesake == person or one[namesake] + away > reach:
                    continue
                if _may_be_one(persons[namesake], row, units):
                    found.add((min(namesake, person), max(namesake, person)))
    return found


def _month(person: Person) -> int:
    """Return the month of birth as a count, 0 where it is not known."""
    return 0 if person.birth is None else person.birth.year * 12 + person.birth.month


def _months_beside(month: int) -> list[int]:
    """Return the months in which the other record may be born, or unknown; none where every month may be."""
    return [0, *(month + slip for slip in _SLIPS), *(month - slip for slip in _SLIPS if slip)] if month else []


class _Units:
    """Whether two persons share a unit, or a name that few bear: asked only where no date of birth tells."""

    def __init__(self, comparer: Comparer) -> None:
        self._comparer = comparer

    def support(self, a: Person, b: Person) -> bool:
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


def _may_be_one(a: Person, b: Person, units: _Units) -> bool:
    if (a.id_number and b.id_number) or (a.sex and b.sex and a.sex is not b.sex):
        return bool(a.id_number and a.id_number == b.id_number)
    if a.birth and b.birth:
        return abs((a.birth.year - b.birth.year) * 12 + a.birth.month - b.birth.month) in _SLIPS
    return units.support(a, b)


def _weighed(comparer: Comparer, likely: Collection[Pair], least: float) -> tuple[Match, ...]:
    """Return the pairs with everybody else weighed in who fits one of the two as well."""
    persons = comparer.register.persons
    asked = {person for pair in likely for person in pair}
    by_sound: dict[str, list[str]] = {read_name(persons[person].name).sound: [] for person in asked}
    for person in persons.values():
        if (alike := by_sound.get(read_name(person.name).sound)) is not None:
            alike.append(person.id)
    units = _Units(comparer)
    pairs = {
        (min(person, rival), max(person, rival))
        for person in asked
        for rival in by_sound[read_name(persons[person].name).sound]
        if rival != person and _may_be_one(persons[person], persons[rival], units)
    }
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
