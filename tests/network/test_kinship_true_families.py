"""True families of which some persons and ties are told: nothing certain is false, and the plain reading agrees."""

from random import Random
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from huibi.network.kinship import Kinship
from plain.comparison import kin_differences
from plain.kin import PlainKin, TooManyWorldsError
from plain.truth import DAY, told, untrue

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
PHASES = [Phase.explicit, Phase.generate]  # making a crowded register smaller takes minutes
SOAK = 1500


def lies(families, register):
    """What is certain and false, and what the two say differently; None where too much is open."""
    try:
        plain = PlainKin(register, DAY)
    except TooManyWorldsError:
        return None
    kinship = Kinship(register, DAY)
    day = SimpleNamespace(as_of=DAY)
    return untrue(families, register, kinship) + kin_differences(register, day, plain, kinship)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=SLOW, phases=PHASES)
@given(st.randoms(use_true_random=False))
def test_what_is_certain_is_true(chance):
    """Whatever is left untold, a certain class holds in the whole family."""
    found = lies(*told(chance))
    assume(found is not None)
    assert found == []


@pytest.mark.soak
@pytest.mark.parametrize(("named", "rows"), [(6, 6), (9, 9), (14, 12)])
def test_what_is_certain_is_true_of_many_families(named, rows):
    """The same of many families."""
    found = {seed: lies(*told(Random(seed), named, rows)) for seed in range(SOAK)}  # noqa: S311 - dice
    assert {seed: some for seed, some in found.items() if some} == {}
