"""Tangles of hundreds of rows: kin are told, the same from both ends and in bulk; sound families are not touched."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from families import families
from huibi.model.people import Sex
from huibi.model.ties import KinClass, KinSwitches
from huibi.network.kinship import Kinship
from huibi.network.terms import read_term
from huibi.network.terms_words import load
from make import day, kin, person, register
from network.test_kinship_in_a_tangle import one_sided
from network.test_kinship_in_bulk import differences
from plain.clans import DAY as CLAN_DAY
from plain.clans import clan

DAY = day("2026-08-15")
BOOK = KinSwitches()
WORDS = sorted(word for word in load().terms if read_term(word).is_kin)
TESTS = Path(__file__).parents[1]


def tangle(seed, people, rows, words=WORDS):
    """So many persons of any sex in so many rows of any kin terms."""
    chance = Random(seed)  # noqa: S311 - dice
    names = [f"P{number:04}" for number in range(people)]
    told = [kin(*chance.sample(names, 2), chance.choice(words)) for _ in range(rows)]
    numbered = tuple(replace(row, record=f"kin:{place}") for place, row in enumerate(told, start=2))
    sexes = (None, Sex.MALE, Sex.FEMALE)
    return register(persons=[person(name, sex=chance.choice(sexes)) for name in names], kin=numbered)


def star(count, *words):
    """One man with so many relatives by some words, in turn."""
    rows = [kin("A", f"P{number:04}", words[number % len(words)]) for number in range(count)]
    return families(*rows, men=" ".join(["A", *(f"P{number:04}" for number in range(count))]))


def children(count):
    """Brothers of unnamed parents, told from both sides with uncle and grandfather on either side."""
    names = [f"P{number:02}" for number in range(count)]
    rows = [kin(one, other, "弟弟" if one < other else "哥哥") for one in names for other in names if one != other]
    for elder, up, down in (("G", "爷爷", "孙子"), ("U", "叔叔", "侄子"), ("N", "舅舅", "外甥"), ("Q", "外公", "外孙")):
        rows += [row for one in names for row in (kin(one, elder, up), kin(elder, one, down))]
    return families(*rows, men=" ".join([*names, "G", "U", "N", "Q"]))


def in_bulk(register):
    """Class and certainty of every pair that is related, asked all at once."""
    people = frozenset(register.persons)
    told = Kinship(register, DAY).kin_among(dict.fromkeys(register.persons, (people, people)))
    return {(one, other): (said.kin_class, said.uncertain) for one, kin in told.items() for other, said in kin.items()}


def digest(seed):
    """Everything that is said of a tangle and of a clan, chains too."""
    told = []
    for some, on in ((tangle(seed, 20, 40), DAY), (clan(Random(seed)), CLAN_DAY)):  # noqa: S311 - dice
        kinship = Kinship(some, on)
        for one in some.persons:
            for other, relation in kinship.relatives(one).items():
                links = [link.record for link in relation.chain]
                asked = [question.to_json() for question in relation.settle]
                told.append((one, other, relation.kin_class.value, relation.uncertain, links, asked))
    return told


def test_two_hundred_persons_in_six_hundred_rows_are_told_the_same_from_both_ends():
    """Whoever a row names is kin; nobody is told otherwise from the other end."""
    found = tangle(1, 200, 600)
    told = in_bulk(found)
    named = {(row.person, row.relative) for row in found.kin if read_term(row.term).is_kin}
    assert one_sided(told) == set()
    assert {pair for pair in named if pair not in told} == set()


@pytest.mark.parametrize("seed", range(2))
def test_a_great_tangle_is_told_in_bulk_as_alone(seed):
    """Class, certainty, chain and order, under the book and with every switch turned."""
    turned = KinSwitches(mutual=False, birth_family=False, affinity_after_death=False, wide_step=True)
    assert differences(tangle(seed, 26, 70), DAY, (BOOK, turned)[seed], Random(seed)) == []  # noqa: S311 - dice


def test_forty_brothers_of_unnamed_parents_have_elders_on_both_sides():
    """What the rows say is certain, told from either side."""
    found = in_bulk(children(40))
    assert one_sided(found) == set()
    assert {found[f"P{number:02}", "G"] for number in range(40)} == {(KinClass.LINEAL, False)}
    assert {found[f"P{number:02}", "N"] for number in range(40)} == {(KinClass.COLLATERAL3, False)}
    assert found["P00", "P39"] == (KinClass.COLLATERAL3, False)


@pytest.mark.parametrize(
    ("word", "between"),
    [("哥哥", KinClass.COLLATERAL3), ("儿子", KinClass.COLLATERAL3), ("表哥", KinClass.COLLATERAL3)],
)
def test_hundreds_of_relatives_of_one_person(word, between):
    """Each is kin of the one for certain; of two of them nobody is left out."""
    kinship = Kinship(star(300, word), DAY)
    found = kinship.relatives("A")
    assert len(found) == 300
    assert not any(relation.uncertain for relation in found.values())
    assert {kinship.relate("P0001", f"P{number:04}").kin_class for number in range(2, 300)} == {between}


def test_a_sound_family_beside_a_tangle_stays_as_it_was():
    """A clan of which one member stands in a tangle: whoever the tangle does not touch is told as before."""
    alone = clan(Random(5))  # noqa: S311 - dice
    wild = tangle(5, 40, 120)
    bridge = kin(next(iter(alone.persons)), "P0000", "表哥")
    both = register(persons=[*alone.persons.values(), *wild.persons.values()], kin=(*alone.kin, *wild.kin, bridge))
    before, after = Kinship(alone, CLAN_DAY), Kinship(both, CLAN_DAY)
    for one in alone.persons:
        told = after.relatives(one)
        for other, relation in before.relatives(one).items():
            assert told[other].kin_class.rank <= relation.kin_class.rank
            if told[other].kin_class is relation.kin_class and not relation.uncertain:
                assert not told[other].uncertain


def test_another_order_of_hashes_changes_nothing():
    """Two processes that hash texts differently say the same, chains and questions too."""
    script = "import json; from network.test_kinship_in_a_great_tangle import digest; print(json.dumps(digest(3)))"
    said = {
        subprocess.run(
            [sys.executable, "-c", script],
            check=True,
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(TESTS)},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


@pytest.mark.soak
@pytest.mark.parametrize(
    "found",
    [tangle(1, 1000, 3000), star(2000, "哥哥", "表哥", "叔叔"), star(2000, "儿子"), star(2000, "父亲")],
    ids=["tangle", "relatives", "sons", "fathers"],
)
def test_the_greatest_tangles_end(found):
    """In bulk for everybody, the same from both ends."""
    people = frozenset(found.persons)
    asked = dict.fromkeys(sorted(people)[:400], (people, people))
    told = Kinship(found, DAY).classes_among(asked)
    pairs = {(one, other): said for one, kin in told.items() for other, said in kin.items() if other in asked}
    assert pairs
    assert {pair for pair, said in pairs.items() if pairs.get(pair[::-1]) is not said} == set()
