"""Clans of up to 120 persons: the real kinship and the plain one say the same of every pair, under every switch."""

from dataclasses import asdict
from random import Random

import pytest

from huibi.model.ties import KinClass, KinSwitches
from huibi.network.kinship import Kinship
from plain.clans import DAY, clan
from plain.kin import PlainKin, TooManyWorldsError

CLANS = 150
SOAK = 3000
BOOK = KinSwitches()
# By the book, every switch alone, and all of them.
SWITCHES = [BOOK, *(KinSwitches(**{name: not on}) for name, on in asdict(BOOK).items())]
SWITCHES.append(KinSwitches(**{name: not on for name, on in asdict(BOOK).items()}))


def differences(register, switches):
    """Pairs of different class or certainty; None where the rows contradict each other or leave too much open."""
    try:
        plain = PlainKin(register, DAY, switches)
    except TooManyWorldsError:
        return None
    if plain.contradictory:
        return None
    real = Kinship(register, DAY, switches)
    found = []
    for one in register.persons:
        relatives = real.relatives(one)
        for other in register.persons:
            have = relatives.get(other)
            said = (KinClass.NONE, False) if have is None else (have.kin_class, have.uncertain)
            if one != other and plain.relation(one, other) != said:
                found.append((one, other, plain.relation(one, other), said))
    return found


def disagreements(seeds):
    """What differs by seed, each seed under the next switch; and how many clans could be compared."""
    found = {seed: differences(clan(Random(seed)), SWITCHES[seed % len(SWITCHES)]) for seed in seeds}  # noqa: S311 - dice
    compared = [faults for faults in found.values() if faults is not None]
    return {seed: faults for seed, faults in found.items() if faults}, len(compared)


def test_both_say_the_same_of_hundreds_of_clans():
    """Class and certainty of every two of up to 120 persons."""
    found, compared = disagreements(range(CLANS))
    assert found == {}
    assert compared > CLANS * 0.9


@pytest.mark.soak
def test_both_say_the_same_of_thousands_of_clans():
    """The same of many more."""
    found, compared = disagreements(range(CLANS, CLANS + SOAK))
    assert found == {}
    assert compared > SOAK * 0.9


@pytest.mark.parametrize("seed", range(5))
def test_a_chain_leads_from_the_one_to_the_other(seed):
    """Each chain begins at the one, ends at the other, goes on where it was, by rows; from either end as long."""
    register = clan(Random(seed))  # noqa: S311 - dice
    kinship = Kinship(register, DAY)
    rows = {row.record: {row.person, row.relative} for row in register.kin}
    for one in register.persons:
        for other, relation in kinship.relatives(one).items():
            stops = [relation.chain[0].source, *(link.target for link in relation.chain)]
            assert (stops[0], stops[-1]) == (one, other)
            assert all({link.source, link.target} == rows[link.record] for link in relation.chain)
            assert len(stops) == len(set(stops))
            assert len(relation.chain) == len(kinship.relate(other, one).chain)
