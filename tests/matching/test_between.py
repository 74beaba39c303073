"""Pairs across two sides of a question, found on columns: as if everybody were compared with everybody."""

from itertools import combinations

import numpy as np
import pytest

from crowds import NAMES, crowd
from huibi.matching.between import SharedUnits, distances, matches_between, may_be_one
from huibi.matching.bounds import may_reach
from huibi.matching.comparing import Comparer
from huibi.matching.judging import LEAST_ODDS, Scored
from huibi.matching.match import match
from huibi.matching.names import read_name
from huibi.matching.spelling import Spelling

SEEDS = range(40)


def by_hand(comparer, near, far, reach, least):
    """Return the likely pairs of two sides with their probabilities, every pair compared in full."""
    persons, units = comparer.register.persons, SharedUnits(comparer)
    sound = {person: read_name(row.name).sound for person, row in persons.items()}
    scored = Scored(comparer, comparer.profiles(persons.keys()).of)
    for a, b in combinations(sorted(persons), 2):
        if sound[a] == sound[b] and may_be_one(persons[a], persons[b], units):
            scored.add(scored.profile(a), scored.profile(b))
    return {
        pair: probability
        for pair, probability, _ in scored.judged(least)
        if min(near[one] + far[other] for one, other in (pair, pair[::-1])) <= reach
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_likely_is_passed_over(seed):
    """The pairs and probabilities are those of comparing everybody, for those near enough to both sides."""
    register = crowd(seed)
    comparer = Comparer(register)
    ids = list(register.persons)
    sides = [distances(comparer.roll, comparer.roll.places(starts), 3) for starts in (ids[:3], ids[-4:])]
    near, far = (dict(zip(ids, side.tolist(), strict=True)) for side in sides)
    found = matches_between(Comparer(register), *sides, reach=3, least=0.3)
    assert {(min(row.a, row.b), max(row.a, row.b)): row.probability for row in found} == by_hand(
        comparer, near, far, 3, 0.3
    )


def test_the_crowds_hold_likely_pairs():
    """There is something to be passed over."""
    found = 0
    for seed in SEEDS:
        comparer = Comparer(crowd(seed))
        everywhere = dict.fromkeys(comparer.register.persons, 0)
        found += len(by_hand(comparer, everywhere, everywhere, 0, 0.3))
    assert found > 40


@pytest.mark.parametrize("least", [LEAST_ODDS, -0.8, 2.0])
def test_a_bound_is_never_too_low(least):
    """Whoever reaches some odds is not ruled out beforehand; most others are."""
    reached = ruled_out = 0
    for seed in SEEDS:
        comparer = Comparer(crowd(seed))
        pairs = list(combinations(sorted(comparer.register.persons), 2))
        one, other = (comparer.roll.places([pair[side] for pair in pairs]) for side in (0, 1))
        may = may_reach(comparer, one, other, least)
        of = comparer.profiles(comparer.register.persons.keys()).of
        for pair, possible in zip(pairs, may.tolist(), strict=True):
            odds = comparer.odds(*map(of, pair))
            assert possible or odds is None or odds < least, (seed, pair)
            reached += odds is not None and odds >= least
            ruled_out += not possible
    assert reached > 100
    assert ruled_out > 5 * reached


def test_a_whole_register_is_matched_as_if_no_bound_ruled_anything_out(monkeypatch):
    """Pairs, probabilities and evidence are those of comparing every candidate in full; all count as looked at."""
    crowds = [crowd(seed) for seed in SEEDS[:20]]
    found = [match(register, least=0.3) for register in crowds]
    monkeypatch.setattr("huibi.matching.match.may_reach", lambda _, one, *__: np.ones(len(one), dtype=bool))
    assert found == [match(register, least=0.3) for register in crowds]
    assert sum(len(matches.found) for matches in found) > 20


def test_names_are_written_and_sound_as_read_one_by_one():
    """The numbers of all names at once are equal where those of single names are, odd names among them."""
    names = (
        *NAMES,
        "",
        "王 见 国",
        "Wang Jianguo",
        "wáng",
        "欧阳·建国·明亮·阿依·木",
        "欧阳•健国·明亮·阿依·木",
        "𠮷田",
        "王",
    )
    read, spelling = [read_name(name) for name in names], Spelling(names)
    for one, other in combinations(range(len(names)), 2):
        for what, numbers in (("sound", spelling.sound), ("plain", spelling.writing), ("surname", spelling.surname)):
            same = getattr(read[one], what) == getattr(read[other], what)
            assert same == (numbers[one] == numbers[other]), (what, names[one], names[other])


def test_distances_count_rows_both_ways_round():
    """Nearest start first, a row counts from either end, and what is further than asked is one more."""
    register = crowd(1)
    comparer = Comparer(register)
    beside = {(row.person, row.relative) for row in register.kin} | {(row.relative, row.person) for row in register.kin}
    away = dict(zip(register.persons, distances(comparer.roll, comparer.roll.places(["P00"]), 2).tolist(), strict=True))
    one = {other for person, other in beside if person == "P00"}
    two = {other for person, other in beside if person in one}
    expected = {person: 0 if person == "P00" else 1 if person in one else 2 if person in two else 3 for person in away}
    assert away == expected
    assert np.array_equal(distances(comparer.roll, comparer.roll.places([]), 2), np.full(len(away), 3))
