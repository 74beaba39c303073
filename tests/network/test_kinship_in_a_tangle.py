"""Families that typing errors or a hostile form make: an answer comes, the same from both ends, and says uncertain."""

from random import Random

import pytest

from crowds import crowd
from families import families
from huibi.model.ties import KinClass, KinSwitches
from huibi.network.graph import MOST_CHOICES, TANGLED, covers, together
from huibi.network.kinship import Kinship
from make import day, kin
from network.test_kinship_in_bulk import differences
from plain.kin import PlainKin

DAY = day("2026-08-15")
BOOK = KinSwitches()
SOAK = 60


def answers(register):
    """Class and certainty of every pair that is related."""
    kinship = Kinship(register, DAY)
    return {
        (one, other): (relation.kin_class, relation.uncertain)
        for one in register.persons
        for other, relation in kinship.relatives(one).items()
    }


def one_sided(found):
    """Pairs of whom one end says something else than the other."""
    return {pair for pair, relation in found.items() if found.get(pair[::-1]) != relation}


def plainly(register):
    """The same from the plain implementation."""
    plain = PlainKin(register, DAY, BOOK)
    told = {(one, other): plain.relation(one, other) for one in register.persons for other in register.persons}
    return {pair: said for pair, said in told.items() if pair[0] != pair[1] and said[0] is not KinClass.NONE}


def brothers(count):
    """Everybody the brother of everybody, typed from both sides."""
    names = [f"P{number:02}" for number in range(count)]
    rows = [kin(one, other, "哥哥") for one in names for other in names if one != other]
    return families(*rows, men=" ".join(names))


def line(count):
    """So many generations of fathers."""
    rows = [kin(f"P{number:03}", f"P{number + 1:03}", "父亲") for number in range(count)]
    return families(*rows, men=" ".join(f"P{number:03}" for number in range(count + 1)))


def wives(count, word="岳父"):
    """A man married so many times, with a father-in-law of each by a word."""
    rows = [kin("A", f"W{number}", "妻子") for number in range(count)]
    rows += [kin(f"W{number}", f"F{number}", "父亲") for number in range(count)]
    rows += [kin("A", f"F{number}", word) for number in range(count)]
    return families(*rows, men=" ".join(["A", *(f"F{number}" for number in range(count))]))


def nephews(count):
    """Brothers of unnamed parents, each with the word for one grandfather, who typed it too; the first has an uncle."""
    names = [f"P{number:02}" for number in range(count)]
    rows = [kin(one, other, "弟弟" if one < other else "哥哥") for one in names for other in names if one != other]
    rows += [kin(one, "G", "爷爷") for one in names] + [kin("G", one, "孙子") for one in names]
    rows += [kin("P00", "U", "叔叔"), kin("U", "P00", "侄子")]
    return families(*rows, men=" ".join([*names, "G", "U"]))


@pytest.mark.parametrize(
    "register", [brothers(4), line(20), wives(3, "干爹"), wives(3)], ids=["brothers", "line", "wives", "in_laws"]
)
def test_small_ones_are_as_the_plain_reading_has_them(register):
    """Class and certainty of every pair."""
    assert answers(register) == plainly(register)


def test_sixty_brothers_are_brothers():
    """All of them, for certain."""
    found = answers(brothers(60))
    assert set(found.values()) == {(KinClass.COLLATERAL3, False)}
    assert len(found) == 60 * 59


def test_five_hundred_generations_are_one_line():
    """Each row is in the chain from the first to the last, from either end."""
    kinship = Kinship(line(500), DAY)
    down, up = kinship.relate("P000", "P500"), kinship.relate("P500", "P000")
    assert (down.kin_class, up.kin_class) == (KinClass.LINEAL, KinClass.LINEAL)
    assert len(down.chain) == len(up.chain) == 500


def test_whoever_is_married_fifty_times_has_fifty_fathers_in_law():
    """Wives and their fathers, and the same seen from there."""
    found = answers(wives(50))
    assert {found["A", f"W{number}"] for number in range(50)} == {(KinClass.SPOUSE, False)}
    assert {found["A", f"F{number}"] for number in range(50)} == {(KinClass.NEAR_AFFINE, False)}
    assert one_sided(found) == set()


def test_twenty_brothers_without_parents_share_grandfather_and_uncle():
    """More unnamed fathers than are told apart: the uncle of one may be that of all, the grandfather is everybody's."""
    found = answers(nephews(20))
    assert {found[f"P{number:02}", "G"] for number in range(20)} == {(KinClass.LINEAL, False)}
    assert found["P00", "U"] == (KinClass.COLLATERAL3, False)
    assert {found[f"P{number:02}", "U"] for number in range(1, 20)} == {(KinClass.COLLATERAL3, True)}
    assert one_sided(found) == set()


@pytest.mark.parametrize("seed", [6, 9])
def test_a_tangle_is_answered_the_same_from_both_ends_and_in_bulk(seed):
    """Thirty persons in some seventy rows of any terms."""
    register = crowd(seed, 30)
    found = answers(register)
    assert one_sided(found) == set()
    assert differences(register, DAY, BOOK, Random(seed)) == []  # noqa: S311 - dice


@pytest.mark.soak
def test_many_tangles_are_answered_the_same_from_both_ends_and_in_bulk():
    """The same of many more."""
    faults = {}
    for seed in range(SOAK):
        register = crowd(seed, 30)
        sides, bulk = one_sided(answers(register)), differences(register, DAY, BOOK, Random(seed))  # noqa: S311 - dice
        if sides or bulk:
            faults[seed] = sides, bulk
    assert faults == {}


def test_what_rests_on_too_many_choices_is_never_certain():
    """Two sets of choices that are too many together are told as one that covers nothing."""
    few = frozenset({("row 1", 0, 2)})
    many = frozenset((f"row {number}", 0, 2) for number in range(2, 2 + MOST_CHOICES))
    assert together(few, many) == TANGLED
    assert together(TANGLED, few) == TANGLED
    assert covers([few, frozenset({("row 1", 1, 2)})])
    assert not covers([TANGLED, few])
