"""From files to the problem: reading, identities and all, the real line and the plain one say the same."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from huibi.compiling.problem import compile_problem
from huibi.errors import InputError
from huibi.network.kinship import Kinship
from huibi.policy import load_policy
from huibi.reading import read_register, read_round
from huibi.screening.screen import screen
from plain.comparison import compare_problem, compare_screening, kin_differences
from plain.files import Writer, sound
from plain.grounds import Desk, switches_of
from plain.kin import PlainKin, TooManyWorldsError
from plain.twins import merge, split
from strategies import small_office

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
PHASES = [Phase.explicit, Phase.generate]  # making a crowded register smaller takes minutes
SOAK = 2000


def disagreements(chance, **sizes):
    """Everything that differs, in words; None where the register is refused, contradicts itself, or is too open."""
    register, round_ = small_office(chance, **sizes)
    given_rows = split(chance, sound(register))
    with TemporaryDirectory() as folder:
        Writer(chance, Path(folder)).write(given_rows, round_)
        try:
            read = read_register(Path(folder)).register
        except InputError:
            return None
        read_round_ = read_round(Path(folder) / "round.toml", read)
    plain_register = merge(given_rows)
    try:
        kin = PlainKin(plain_register, round_.as_of, switches_of(round_))
    except TooManyWorldsError:
        return None
    if kin.contradictory:
        return None
    policy = load_policy(read_round_.policy)
    kinship = Kinship(read, read_round_.as_of, policy.switches)
    faults = kin_differences(plain_register, round_, kin, kinship)
    findings = screen(read, read_round_, policy, kinship=kinship)
    more, plain = compare_screening(Desk(plain_register, round_, kin), findings, round_.stage)
    return faults + more or compare_problem(plain, compile_problem(read, read_round_, findings))


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=SLOW, phases=PHASES)
@given(st.randoms(use_true_random=False))
def test_files_read_and_judged_by_both_say_the_same(chance):
    """Dates in every spelling, encodings, column orders, and persons who stand twice."""
    faults = disagreements(chance)
    assume(faults is not None)
    assert faults == []


@pytest.mark.soak
@pytest.mark.parametrize(("persons", "kin"), [(6, 4), (12, 9), (20, 12)])
def test_thousands_of_folders_say_the_same(persons, kin):
    """The same on thousands of registers of three sizes."""
    found = {seed: disagreements(Random(seed), persons=persons, kin=kin) for seed in range(SOAK)}  # noqa: S311 - dice
    assert {seed: faults for seed, faults in found.items() if faults} == {}
