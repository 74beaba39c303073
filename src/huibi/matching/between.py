"""Pairs across two sides of a question: whoever is near the one side, and whoever is near the other.

Screening asks only for identities that could join somebody screened with a unit of the round; of a city's persons
that leaves few pairs, found without comparing the rest.
"""

from collections.abc import Collection, Iterator

import numpy as np

from huibi.matching.bounds import may_reach
from huibi.matching.comparing import Comparer, Pair
from huibi.matching.grouped import Ints, distinct, spread
from huibi.matching.judging import LEAST_ODDS, Match, Scored, log_odds, ordered
from huibi.matching.names import read_name
from huibi.matching.roll import Roll
from huibi.model.people import Person

MOST_NAMESAKES = 12  # beyond, a name without a date of birth says too little unless a unit or a relative agrees
_SPREAD = 1 << 16  # months counted from year 0 are fewer
SLIPS = frozenset({0, 1, 2, 12, 120})  # months between two dates of birth of one person


def distances(roll: Roll, starts: Ints, most: int) -> Ints:
    """Return how many rows of the table kin everybody is from the nearest start, `most` and one more if further."""
    away = np.full(len(roll.ids), most + 1, dtype=np.int64)
    edge = np.zeros(len(roll.ids), dtype=bool)
    edge[starts] = True
    away[edge] = 0
    for distance in range(1, most + 1):
        reached = np.zeros(len(roll.ids), dtype=bool)
        for one, other in (roll.ends, roll.ends[::-1]):
            reached[other[edge[one]]] = True
        edge = reached & (away > most)
        away[edge] = distance
    return away


def matches_between(comparer: Comparer, one: Ints, other: Ints, *, reach: int, least: float) -> tuple[Match, ...]:
    """Return the undecided pairs as likely as `least`, of whom one is near the one side and one near the other.

    The sides give distances by place in the roll; those of a pair add up to `reach` at most. The probabilities are
    those of `match`.
    """
    scored = _scored(comparer, _pairs(comparer.roll, one, other, reach), log_odds(least))
    likely = {pair for pair, odds in scored.odds.items() if odds >= log_odds(least)}
    return _weighed(comparer, likely, least) if likely else ()


def _pairs(roll: Roll, one: Ints, other: Ints, reach: int) -> tuple[Ints, Ints]:
    """Return who sound alike, are born a slip apart if that is known, and are near enough together."""
    heard = roll.heard
    nears = [(heard[one[heard] == near], heard[other[heard] <= reach - near]) for near in range(reach + 1)]
    return _distinct(roll, [pairs for near, far in nears for pairs in _alike_in_time(roll, near, far)])


def _alike_in_time(roll: Roll, left: Ints, right: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Yield pairs of the one and the other side, as `_pairs`; both stand in the order of `roll.heard`."""
    sound, month = roll.sound, roll.month
    born, others = (side[month[side] > 0] for side in (left, right))
    keys, theirs = (sound[side] * _SPREAD + month[side] for side in (born, others))
    for slip in sorted({months * way for months in SLIPS for way in (1, -1)}):
        yield _alike(keys + slip, born, theirs, others)
    for some, rest in ((left[month[left] == 0], right), (born, right[month[right] == 0])):
        yield _alike(sound[some], some, sound[rest], rest)


def _alike(keys: Ints, left: Ints, theirs: Ints, right: Ints) -> tuple[Ints, Ints]:
    """Return every pair of the one and the other side that has the same key; the other's stand in order."""
    starts, stops = (np.searchsorted(theirs, keys, side=side) for side in ("left", "right"))
    which, within = spread(stops - starts)
    return left[which], right[starts[which] + within]


def _distinct(roll: Roll, found: list[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    """Return each pair of two once."""
    one, other = (np.concatenate(side) for side in zip(*found, strict=True))
    size = max(1, len(roll.ids))
    keys = distinct((np.minimum(one, other) * size + np.maximum(one, other))[one != other])
    return keys // size, keys % size


def _scored(comparer: Comparer, pairs: tuple[Ints, Ints], least: float) -> Scored:
    """Return the odds of the pairs that come into question, as far as they may be `least`."""
    ids = comparer.roll.ids
    one, other = _in_question(comparer, *pairs)
    reached = may_reach(comparer, one, other, least)
    kept = [(ids[a], ids[b]) for a, b in zip(one[reached].tolist(), other[reached].tolist(), strict=True)]
    profiles = comparer.profiles({person for pair in kept for person in pair})
    scored = Scored(comparer, profiles.of)
    for a, b in sorted(kept):
        scored.add(profiles.of(a), profiles.of(b))
    return scored


def _in_question(comparer: Comparer, one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """Return the pairs of whom `may_be_one` holds, in order of their ids."""
    columns = comparer.register.columns
    ids, people = columns.ids, columns.people
    turned = columns.rank[one] > columns.rank[other]
    one, other = np.where(turned, other, one), np.where(turned, one, other)
    known = [(column[one] > 0) & (column[other] > 0) for column in (people.number, people.sex, people.month)]
    number, sex = (column[one] == column[other] for column in (people.number, people.sex))
    apart = np.abs(people.month[one] - people.month[other])
    strict = known[0] | (known[1] & ~sex)
    there = np.where(strict, known[0] & number, known[2] & np.isin(apart, sorted(SLIPS)))
    persons, units = comparer.register.persons, SharedUnits(comparer)
    for pair in np.flatnonzero(~strict & ~known[2]).tolist():
        there[pair] = units.support(*(persons[ids[int(some[pair])]] for some in (one, other)))
    return one[there], other[there]


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
    roll = comparer.roll
    asked = np.zeros(len(roll.ids), dtype=bool)
    asked[roll.places({person for pair in likely for person in pair})] = True
    rivals = _distinct(roll, list(_alike_in_time(roll, roll.heard[asked[roll.heard]], roll.heard)))
    found = []
    for pair, probability, evidence in _scored(comparer, rivals, LEAST_ODDS).judged(least):
        if pair in likely:
            first, second = sorted(pair, key=comparer.kept_first)
            found.append(Match(first, second, probability, evidence))
    return ordered(found)
