"""team.*: who may never be in one team (D is 2026-08-15)."""

import pytest

from make import cadre, person, posting, tie, unit
from office import Family, office, seen

POOL = [cadre("me"), cadre("you"), cadre("away", status="paused")]


def pairs(*postings, family=None, changes=None, **more):
    found = seen(office(*postings, pool=POOL, **more), family=family or Family(), changes=changes)
    return [(entry.people, entry.code) for entry in found.apart]


TOGETHER = ("me", "you")


@pytest.mark.parametrize("kin_class", ["spouse", "lineal", "collateral3", "near_affine"])
def test_kin_of_the_four_classes_are_kept_apart(kin_class):
    """One entry a pair, in id order."""
    assert pairs(family=Family(("you", "me", kin_class))) == [(TOGETHER, "team.kin")]


def test_further_kin_and_who_is_not_screened_are_not():
    """Other kin may serve together, and a paused person is nobody's team mate."""
    assert pairs(family=Family(("me", "you", "other"), ("me", "away", "spouse"))) == []


@pytest.mark.parametrize(
    ("mine", "yours", "apart"),
    [
        (posting("me", "X", "staff"), posting("you", "X", "chief"), True),
        (posting("me", "X", "board"), posting("you", "X", None), True),
        (posting("me", "X", "key"), posting("you", "X", "staff"), False),
        (posting("me", "X", "staff"), posting("you", "C", "chief"), False),
        (posting("me", "X", "staff"), posting("you", "X", "chief", end="2026-08-15"), True),
        (posting("me", "X", "staff"), posting("you", "X", "chief", end="2026-08-14"), False),
        (posting("me", "X", "staff"), posting("you", "X", "chief", "2026-08-16"), False),
        (posting("me", "O", "staff"), posting("you", "O", "chief"), False),
    ],
)
def test_superior_and_subordinate_of_one_unit(mine, yours, apart):
    """Now at one unit, one leads there; in the inspection office itself it does not count."""
    assert pairs(mine, yours) == ([(TOGETHER, "team.superior")] if apart else [])


@pytest.mark.parametrize(
    ("kind", "until", "apart"),
    [
        ("business", None, True),
        ("business", "2023-08-16", True),
        ("business", "2023-08-15", False),
        ("dispute", None, True),
        ("dispute", "1990-01-01", True),
        ("friend", None, False),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_business_and_disputes(kind, until, apart, turned):
    """Business now or within three years, a dispute at any time, whoever stated it."""
    row = tie(*(TOGETHER if turned else reversed(TOGETHER)), kind, until=until)
    assert pairs(ties=[row]) == ([(TOGETHER, f"team.{kind}")] if apart else [])


def test_a_tie_not_yet_begun_keeps_nobody_apart():
    """What starts after D is not yet."""
    assert pairs(ties=[tie(*TOGETHER, "dispute", since="2026-08-16")]) == []


def test_one_entry_a_pair_and_code():
    """Several reasons of one kind are one entry, of several kinds several."""
    ties = [tie(*TOGETHER, "dispute"), tie("you", "me", "dispute"), tie(*TOGETHER, "business")]
    assert pairs(ties=ties) == [(TOGETHER, "team.business"), (TOGETHER, "team.dispute")]


def test_an_office_can_switch_each_off():
    """`on` is all that can be said of them."""
    ties = [tie(*TOGETHER, "dispute"), tie(*TOGETHER, "business")]
    assert pairs(ties=ties, changes={"team.dispute": {"on": False}}) == [(TOGETHER, "team.business")]


def test_it_is_not_cut_by_the_stage():
    """Stage 1 asks for leaders' findings only, but who is kept apart stays."""
    found = seen(office(pool=POOL), family=Family(("me", "you", "spouse")), stage=1)
    assert [entry.people for entry in found.apart] == [TOGETHER]


def test_the_dead_of_the_pool_are_not_screened():
    """A person of the pool who died takes no part."""
    place = office(pool=POOL, persons=[person("you", died="2026-08-15")], units=[unit("Z")])
    assert seen(place, family=Family(("me", "you", "spouse"))).apart == ()
