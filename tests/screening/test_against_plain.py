"""The real screening and the plain second one agree on everything, on crowded little registers."""

from random import Random

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from huibi.compiling.problem import compile_problem
from huibi.policy import load_policy
from huibi.screening.screen import screen
from plain.comparison import PlainKinship, compare_findings, compare_problem, compare_screening
from plain.grounds import Desk
from plain.kin import TooManyWorldsError
from plain.screening import say
from strategies import small_office, small_offices

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
PHASES = [Phase.explicit, Phase.generate]  # making a crowded register smaller takes minutes
SOAK = 5000


def disagreements(register, round_):
    """Everything that the two say differently, in words; None where the kin rows leave more open than can be tried."""
    try:
        desk = Desk(register, round_)
    except TooManyWorldsError:
        return None
    if not desk.switches.mutual and desk.kin.contradictory:
        return None  # the index reads kinship of its own then
    findings = screen(register, round_, load_policy(round_.policy), kinship=PlainKinship(desk.kin))
    faults, plain = compare_screening(desk, findings, round_.stage)
    return faults or compare_problem(plain, compile_problem(register, round_, findings))


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=SLOW, phases=PHASES)
@given(small_offices())
def test_both_say_the_same(office):
    """Findings, who stays apart, indexes, gaps and the problem are the same."""
    faults = disagreements(*office)
    assume(faults is not None)
    assert faults == []


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=SLOW, phases=PHASES)
@given(small_offices(), st.sampled_from([1, 2, 3]))
def test_both_say_the_same_of_anybody(office, stage):
    """Screening one person works for the living in the pool or not, at any stage, and keeps nobody apart."""
    register, round_ = office
    try:
        desk = Desk(register, round_)
    except TooManyWorldsError:
        return
    assume(desk.switches.mutual or not desk.kin.contradictory)
    policy, kinship = load_policy(round_.policy), PlainKinship(desk.kin)
    for person in sorted(register.persons.keys() - desk.places.dead):
        findings = screen(register, round_, policy, kinship=kinship, stage=stage, person=person)
        assert compare_findings(say(desk, stage, person), findings)[0] == []
        assert findings.apart == ()


@pytest.mark.soak
@pytest.mark.parametrize(("persons", "kin"), [(6, 4), (12, 9), (20, 12)])
def test_both_say_the_same_many_times(persons, kin):
    """The same on thousands of registers of three sizes."""
    offices = {seed: small_office(Random(seed), persons=persons, kin=kin) for seed in range(SOAK)}  # noqa: S311 - dice
    found = {seed: disagreements(*office) for seed, office in offices.items()}
    assert {seed: faults for seed, faults in found.items() if faults} == {}
