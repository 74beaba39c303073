"""Kinship and the plain second one agree; classes are symmetric and depend on neither ids nor the order of rows."""

from dataclasses import asdict, replace
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from huibi.model.ties import KinSwitches
from huibi.network.kinship import Kinship
from plain.comparison import kin_differences
from plain.kin import DEFAULT, PlainKin, TooManyWorldsError
from plain.twins import renamed_throughout
from strategies import small_office, small_offices

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
PHASES = [Phase.explicit, Phase.generate]  # making a crowded register smaller takes minutes
EXAMPLES = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=SLOW, phases=PHASES)
SOAK = 4000
# A girl adopted by her mother's sister, whose sister is her cousin by birth: the walks find it. The plain reading lets
# sisters share both of the mothers or neither, and has no such world.
CROWDED = {(9, 16): {1315}}
# Every switch alone, and all of them.
SWITCHES = [KinSwitches(**{name: not on}) for name, on in asdict(KinSwitches()).items()]
SWITCHES.append(KinSwitches(**{name: not on for name, on in asdict(KinSwitches()).items()}))


def classes(register, day):
    """Class and certainty of every pair that is related."""
    kinship = Kinship(register, day)
    return {
        (one, other): (relation.kin_class, relation.uncertain)
        for one in register.persons
        for other, relation in kinship.relatives(one).items()
    }


def disagreements(register, round_, switches=DEFAULT):
    """Pairs of different class, in words; None where the rows contradict each other or leave too much open."""
    try:
        plain = PlainKin(register, round_.as_of, switches)
    except TooManyWorldsError:
        return None
    if plain.contradictory:
        return None
    return kin_differences(register, round_, plain, Kinship(register, round_.as_of, switches))


@EXAMPLES
@given(small_offices(kin=14))
def test_both_say_the_same_of_every_pair(office):
    """Class, certainty and close family."""
    faults = disagreements(*office)
    assume(faults is not None)
    assert faults == []


@pytest.mark.soak
@pytest.mark.parametrize(("persons", "kin"), [(5, 5), (9, 9), (14, 14), (9, 16)])
def test_both_say_the_same_of_very_many_pairs(persons, kin):
    """The same on thousands of families, small and crowded."""
    offices = {seed: small_office(Random(seed), persons=persons, kin=kin) for seed in range(SOAK)}  # noqa: S311 - dice
    found = {seed: disagreements(*office) for seed, office in offices.items()}
    assert {seed for seed, faults in found.items() if faults} == CROWDED.get((persons, kin), set())


@settings(EXAMPLES, max_examples=25)
@given(small_offices(kin=12), st.sampled_from(SWITCHES))
def test_both_say_the_same_under_every_switch(office, switches):
    """The same where an office reads kinship otherwise."""
    faults = disagreements(*office, switches)
    assume(faults is not None)
    assert faults == []


@EXAMPLES
@given(small_offices(kin=20))
def test_classes_are_symmetric(office):
    """What one is to the other, the other is to the one."""
    register, round_ = office
    found = classes(register, round_.as_of)
    assert found == {(other, one): relation for (one, other), relation in found.items()}


@EXAMPLES
@given(small_offices(kin=16), st.randoms(use_true_random=False))
def test_the_order_of_kin_rows_does_not_matter(office, chance):
    """Any order of the table gives the same classes."""
    register, round_ = office
    shuffled = tuple(chance.sample(register.kin, len(register.kin)))
    assert classes(register, round_.as_of) == classes(replace(register, kin=shuffled), round_.as_of)


@EXAMPLES
@given(small_offices(kin=16))
def test_ids_do_not_matter(office):
    """Other ids, in another order, give the same classes under the other ids."""
    register, round_ = office
    keys = sorted(register.persons)
    names = dict(zip(keys, reversed([f"N{key}" for key in keys]), strict=True))
    other = classes(renamed_throughout(register, names), round_.as_of)
    assert {(names[a], names[b]): relation for (a, b), relation in classes(register, round_.as_of).items()} == other
