"""What holds for the acquaintance index of any register."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import make
from huibi.network.acquaintance import Acquaintance
from huibi.network.kinship import Kinship
from huibi.network.standing import Standing
from huibi.screening.screen import screened_persons
from strategies import small_offices

FEW = settings(max_examples=25, deadline=None)


def index(register, round_):
    kinship = Kinship(register, round_.as_of)
    return Acquaintance(register, kinship, Standing(register, round_.as_of, round_.end), round_.as_of)


@FEW
@given(small_offices())
def test_closeness_is_symmetric_and_zero_or_at_least_fifteen_hundredths(office):
    """From either end the same number, never between 0 and 0.15, never above 1."""
    made, persons = index(*office), sorted(office[0].persons)
    for a in persons:
        for b in persons:
            closeness = made.closeness(a, b)
            assert closeness == pytest.approx(made.closeness(b, a))
            assert closeness == 0 or 0.15 - 1e-9 <= closeness <= 1


@FEW
@given(small_offices(), st.randoms(use_true_random=False))
def test_another_tie_never_lowers_an_index(office, chance):
    """More acquaintance is never less; the new tie is stated between living persons of the register."""
    register, round_ = office
    one, other = chance.sample(sorted(register.persons), 2)
    more = replace(register, ties=(*register.ties, make.tie(one, other, "secretary")))
    before, after = index(register, round_), index(more, round_)
    for person in register.pool:
        for listed in round_.units:
            assert after.risk(person, listed.unit) >= before.risk(person, listed.unit)


@FEW
@given(small_offices())
def test_reasons_multiply_to_what_they_claim(office):
    """A chain's share is weight times closeness, closeness the product of its steps; no reason, no index."""
    register, round_ = office
    made = index(register, round_)
    for person in screened_persons(register, round_):  # the dead are no link of a chain
        for listed in round_.units:
            reasons = made.reasons(person, listed.unit)
            assert bool(reasons) == (made.risk(person, listed.unit) > 0) or max(r.share for r in reasons) < 0.005
            for reason in reasons:
                if reason.counterpart is not None:
                    product = 1.0
                    for step in reason.steps:
                        product *= step.strength
                    assert reason.closeness == pytest.approx(product)
                    assert reason.share == pytest.approx(reason.weight * reason.closeness)
                    assert [reason.steps[0].source, reason.steps[-1].target] == [person, reason.counterpart]
