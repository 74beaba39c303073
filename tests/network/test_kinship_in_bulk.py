"""What is asked for many persons at once is what is said of each of them."""

from datetime import date
from itertools import product
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from families import families
from huibi.model.ties import KinClass, KinSwitches
from huibi.network import kinship_unnamed
from huibi.network.acquaintance import Acquaintance
from huibi.network.acquaintance_bulk import Sides, risks
from huibi.network.acquaintance_shown import reasons_of
from huibi.network.kinship import Kinship
from huibi.network.standing import Standing
from huibi.screening.screen import screened_persons
from make import kin
from strategies import small_office, small_offices

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
EXAMPLES = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=SLOW)
NAMES = ("mutual", "birth_family", "affinity_after_death", "step_after_divorce", "wide_step")
SWITCHES = [KinSwitches()] + [
    KinSwitches(**dict(zip(NAMES, on, strict=True)))
    for on in product((True, False), (True, False), (False,), (True,), (True,))
]
SOAK = 3000


def told(kin):
    """What a relation says of each, in order."""
    return [(other, one.kin_class, one.uncertain, one.chain) for other, one in kin.items()]


def differences(register, day, switches, chance):
    """Persons of whom the answer in bulk, for some wanted, is not that of `relatives`."""
    alone, together = Kinship(register, day, switches), Kinship(register, day, switches)
    people = sorted(register.persons)
    groups = [frozenset(chance.sample(people, chance.randint(1, len(people)))) for _ in range(2)]
    wanted = dict.fromkeys(people, (groups[0] | groups[1], groups[1]))
    classes, kin = together.classes_among(wanted), together.kin_among(wanted)
    found = []
    for person in people:
        asked = {
            other: one
            for other, one in alone.relatives(person).items()
            if other in wanted[person][one.kin_class is KinClass.OTHER]
        }
        if told(asked) != told(kin[person]) or classes[person] != {who: one.kin_class for who, one in asked.items()}:
            found.append(person)
    return found


@EXAMPLES
@given(small_offices(persons=20, kin=44), st.sampled_from(SWITCHES), st.randoms(use_true_random=False))
def test_kin_in_bulk_are_the_kin_of_each(office, switches, chance):
    """Class, certainty and chain of those wanted, under every switch; classes alone agree too."""
    register, round_ = office
    assert differences(register, round_.as_of, switches, chance) == []


@pytest.mark.soak
@pytest.mark.parametrize(("persons", "kin"), [(8, 8), (14, 14), (30, 36)])
def test_kin_in_bulk_are_the_kin_of_each_in_thousands_of_families(persons, kin):
    """The same on families small, crowded and large."""
    dice = {seed: Random(seed) for seed in range(SOAK)}  # noqa: S311 - dice
    offices = {seed: small_office(chance, persons=persons, kin=kin) for seed, chance in dice.items()}
    found = {
        seed: differences(register, round_.as_of, SWITCHES[seed % len(SWITCHES)], dice[seed])
        for seed, (register, round_) in offices.items()
    }
    assert {seed: faults for seed, faults in found.items() if faults} == {}


def answers(register, day, switches, few):
    """What is said of everybody when so few rows of one path are filled one by one, all else on columns."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kinship_unnamed, "FEW", few)
        kinship = Kinship(register, day, switches)
        return {person: told(kinship.relatives(person)) for person in register.persons}


@EXAMPLES
@given(small_offices(persons=16, kin=24), st.sampled_from(SWITCHES))
def test_terms_filled_on_columns_imply_what_each_row_implies(office, switches):
    """Longer terms read all at once and row by row give the same kin, chains and certainty, under every switch."""
    register, round_ = office
    assert answers(register, round_.as_of, switches, 0) == answers(register, round_.as_of, switches, 1000)


NAMED_LATE = families(
    kin("father", "uncle", "大伯"),
    kin("son", "grandfather", "爷爷"),
    kin("son", "wife", "妻子"),
    kin("father", "wife", "儿媳"),
    men="father uncle son grandfather",
    women="wife",
)


@pytest.mark.parametrize("few", [0, 1000])
def test_a_parent_named_by_a_later_row_is_heard_by_all_before(few):
    """儿媳 names the father of the son, by which 爷爷 names his own father, whose brother 大伯 then is."""
    people = answers(NAMED_LATE, date(2026, 8, 15), KinSwitches(), few)
    classes = {other: kin_class for other, kin_class, *_ in people["grandfather"]}
    assert (classes["father"], classes["uncle"]) == (KinClass.LINEAL, KinClass.COLLATERAL3)


@pytest.mark.soak
@pytest.mark.parametrize(("persons", "kin"), [(10, 16), (20, 50), (60, 70)])
def test_terms_filled_on_columns_imply_what_each_row_implies_in_thousands_of_families(persons, kin):
    """The same on families small, crowded and large."""
    faults = []
    for seed in range(SOAK):
        register, round_ = small_office(Random(seed), persons=persons, kin=kin)  # noqa: S311 - dice
        switches = SWITCHES[seed % len(SWITCHES)]
        if answers(register, round_.as_of, switches, 0) != answers(register, round_.as_of, switches, 1000):
            faults.append(seed)
    assert faults == []


@EXAMPLES
@given(small_offices(kin=10))
def test_the_index_of_a_round_is_that_of_each_pair(office):
    """On arrays the same numbers as for one pair."""
    register, round_ = office
    standing = Standing(register, round_.as_of, round_.end)
    kinship = Kinship(register, round_.as_of)
    persons, units = screened_persons(register, round_), [entry.unit for entry in round_.units]
    alone = Acquaintance(register, kinship, standing, round_.as_of)
    each = [(person, unit, alone.risk(person, unit)) for person in persons for unit in units]
    together = Acquaintance(register, Kinship(register, round_.as_of), standing, round_.as_of)
    assert list(risks(together, Kinship(register, round_.as_of), Sides(together, persons, units))) == each


def unlike(register, round_):
    """Pairs of person and unit of whom the chains told at once are not those told of the pair."""
    standing = Standing(register, round_.as_of, round_.end)
    kinship = Kinship(register, round_.as_of)
    persons, units = screened_persons(register, round_), [entry.unit for entry in round_.units]
    alone = Acquaintance(register, kinship, standing, round_.as_of)
    pairs = [pair for pair in product(persons, units) if alone.risk(*pair)]
    together = Acquaintance(register, Kinship(register, round_.as_of), standing, round_.as_of)
    told = reasons_of(together, Kinship(register, round_.as_of), Sides(together, persons, units), pairs)
    return [pair for pair in pairs if told[pair] != alone.reasons(*pair)]


@EXAMPLES
@given(small_offices(kin=10))
def test_the_chains_behind_the_indexes_of_a_round_are_those_of_each_pair(office):
    """The same counterparts, shares, ties and records."""
    assert unlike(*office) == []


@pytest.mark.soak
@pytest.mark.parametrize(("persons", "kin"), [(8, 8), (14, 14), (40, 50)])
def test_the_chains_behind_the_indexes_are_those_of_each_pair_in_thousands_of_rounds(persons, kin):
    """The same in registers small, crowded and large."""
    offices = {seed: small_office(Random(seed), persons=persons, kin=kin) for seed in range(SOAK)}  # noqa: S311 - dice
    assert {seed: faults for seed, office in offices.items() if (faults := unlike(*office))} == {}
