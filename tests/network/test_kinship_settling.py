"""What would settle an uncertain relation: asked of the row or the people that leave it open."""

from datetime import date
from random import Random

import pytest

from families import families
from huibi.model.ties import KinClass
from huibi.network.kinship import Kinship
from make import kin
from plain.clans import DAY, clan


def asked(register, a, b):
    """The questions from both ends."""
    kinship = Kinship(register, date(2026, 8, 15))
    both = [[question.to_json() for question in kinship.relate(*pair).settle] for pair in ((a, b), (b, a))]
    assert both[0] == both[1]
    return both[0]


def test_a_step_child_of_whom_nobody_says_whether_it_was_raised():
    """The row is named."""
    register = families(kin("me", "step", "继父"), men="step")
    assert asked(register, "me", "step") == [{"ask": "raised", "people": ["me", "step"], "record": "kin:2"}]


def test_siblings_of_whom_one_has_a_father_recorded():
    """Whether they are of one father is asked of the two."""
    register = families(kin("me", "brother", "哥哥"), kin("brother", "father", "父亲"), men="brother father")
    assert asked(register, "me", "father") == [{"ask": "siblings", "people": ["brother", "me"]}]


def test_a_word_that_leaves_the_way_open():
    """A 表哥 is by the mother or by the father's sister: the row of the word is named."""
    register = families(
        kin("me", "cousin", "表哥"), kin("me", "mother", "母亲"), kin("mother", "old", "父亲"), men="cousin old"
    )
    assert asked(register, "old", "cousin")[0] == {"ask": "term", "people": ["me", "cousin"], "record": "kin:2"}


def test_a_word_whose_way_the_records_show_leaves_nothing_open():
    """The parents are on record, and two of them as brother and sister: the other two are not guessed to be."""
    ours = [kin("me", "father", "父亲"), kin("me", "mother", "母亲")]
    theirs = [kin("cousin", "uncle", "父亲"), kin("cousin", "aunt", "母亲"), kin("me", "cousin", "表哥")]
    known = families(*ours, *theirs, kin("father", "aunt", "姐姐"), men="father cousin uncle")
    assert asked(known, "me", "uncle") == []
    assert Kinship(known, DAY).relate("mother", "uncle").kin_class is KinClass.OTHER
    open_ = families(*ours, *theirs, men="father cousin uncle")
    assert asked(open_, "me", "uncle")[0]["ask"] == "term"


def test_what_is_certain_asks_nothing():
    """A father is a father."""
    assert asked(families(kin("me", "father", "父亲"), men="father"), "me", "father") == []


@pytest.mark.parametrize("seed", range(40, 46))
def test_whatever_is_uncertain_can_be_settled(seed):
    """Every uncertain relation of a clan has a question, no certain one has."""
    register = clan(Random(seed))  # noqa: S311 - dice
    kinship = Kinship(register, DAY)
    for one in register.persons:
        for relation in kinship.relatives(one).values():
            assert bool(relation.settle) is relation.uncertain
