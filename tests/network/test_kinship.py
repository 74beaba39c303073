"""Who is related to whom on a day: each sentence of the law in recusal.md on the smallest family that shows it."""

from datetime import date

import pytest

from families import families
from huibi.model.ties import KinSwitches
from huibi.network.kinship import Kinship
from make import kin

DAY = date(2026, 8, 15)


def related(register, a, b, **switches):
    """Return class and `?` where uncertain, the same from both ends."""
    kinship = Kinship(register, DAY, KinSwitches(**switches))
    one, other = kinship.relate(a, b), kinship.relate(b, a)
    assert (one.kin_class, one.uncertain, len(one.chain)) == (other.kin_class, other.uncertain, len(other.chain))
    return one.kin_class.value + "?" * one.uncertain


FAMILY = families(
    kin("me", "father", "父亲"),
    kin("father", "grandfather", "父亲"),
    kin("grandfather", "uncle", "儿子"),
    kin("uncle", "cousin", "儿子"),
    kin("cousin", "cousin_child", "女儿"),
    kin("me", "wife", "妻子"),
    kin("wife", "in_law", "父亲"),
    kin("in_law", "wife_brother", "儿子"),
    kin("wife_brother", "wife_brother_wife", "妻子"),
    kin("wife_brother_wife", "far", "父亲"),
    kin("cousin", "cousin_wife", "妻子"),
    kin("in_law", "wife_uncle", "弟弟"),
    men="me father uncle cousin wife_brother grandfather in_law",
    women="wife",
)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("father", "lineal"),
        ("grandfather", "lineal"),
        ("uncle", "collateral3"),
        ("cousin", "collateral3"),
        ("cousin_child", "other"),
        ("cousin_wife", "near_affine"),
        ("wife", "spouse"),
        ("in_law", "near_affine"),
        ("wife_brother", "near_affine"),
        ("wife_brother_wife", "near_affine"),
        ("wife_uncle", "near_affine"),
        ("far", "other"),
        ("nobody", "none"),
    ],
)
def test_a_plain_family_has_the_classes_of_the_law(other, expected):
    """Blood and marriage up to the limits of each class, and just beyond."""
    assert related(FAMILY, "me", other) == expected


STEPS = families(
    kin("child", "mother", "母亲"),
    kin("mother", "first", "丈夫", ended="2020-01-01"),
    kin("child", "first", "继父", raised=True),
    kin("first", "first_father", "父亲"),
    kin("first", "first_son", "儿子"),
    kin("child", "adopter", "养母"),
    kin("mother", "born", "女儿"),
    kin("sister", "widower", "丈夫"),
    kin("mother", "sister", "女儿"),
    men="first first_father first_son widower",
    women="child mother adopter born sister",
    died={"sister": "2024-05-01"},
)


@pytest.mark.parametrize(
    ("switches", "a", "b", "default", "switched"),
    [
        ({"mutual": False}, "me", "wife_uncle", "near_affine", "other"),
        ({"birth_family": False}, "child", "mother", "lineal", "none"),
        ({"birth_family": False}, "child", "born", "collateral3", "none"),
        ({"affinity_after_death": False}, "mother", "widower", "near_affine", "other"),
        ({"step_after_divorce": True}, "child", "first", "other", "lineal"),
        ({"wide_step": True}, "child", "first", "other", "other"),
        ({"step_after_divorce": True}, "child", "first_father", "none", "other"),
        ({"wide_step": True, "step_after_divorce": True}, "child", "first_father", "none", "lineal"),
        ({"wide_step": True, "step_after_divorce": True}, "child", "first_son", "none", "collateral3"),
    ],
)
def test_a_switch_changes_what_it_says(switches, a, b, default, switched):
    """Each switch of the policy on the smallest family that shows it; all else stays."""
    register = FAMILY if a == "me" else STEPS
    assert Kinship(register, DAY).relate(a, b).kin_class == default
    assert Kinship(register, DAY, KinSwitches(**switches)).relate(a, b).kin_class == switched


def test_a_way_round_to_oneself_makes_no_cousin():
    """The sister may have another mother, an aunt then: her mother's child is the wife herself, no cousin of hers."""
    register = families(
        kin("husband", "wife", "妻子"),
        kin("wife", "grandmother", "外婆"),
        kin("sister", "wife", "妹妹"),
        kin("grandmother", "sister", "外孙女"),
        men="husband",
        women="wife sister grandmother",
        died={"wife": "2021-02-28"},
    )
    assert related(register, "husband", "wife") == "other"


def test_close_family_is_as_certain_as_the_child():
    """Whether a half sister's mother is the woman's mother is open, so is whether the husband is a child's spouse."""
    register = families(
        kin("woman", "daughter", "女儿"),
        kin("wife", "daughter", "同母异父的姐姐"),
        kin("husband", "wife", "妻子"),
        men="husband",
        women="woman daughter wife",
    )
    family = Kinship(register, DAY).close_family("woman")
    assert {other: relation.uncertain for other, relation in family.items()} == {
        "daughter": False,
        "wife": True,
        "husband": True,
    }


@pytest.mark.parametrize(
    ("rows", "other", "records"),
    [
        # 奶奶 stands for father and mother recorded beside it
        ((("me", "父亲", "father"), ("father", "母亲", "gran"), ("me", "奶奶", "gran")), "gran", ["kin:4"]),
        # the same on the way to a great-grandparent, told from below and from above
        (
            (("me", "父亲", "father"), ("father", "母亲", "gran"), ("me", "奶奶", "gran"), ("gran", "父亲", "old")),
            "old",
            ["kin:4", "kin:5"],
        ),
        (
            (("me", "父亲", "father"), ("father", "母亲", "gran"), ("gran", "孙子", "me"), ("gran", "父亲", "old")),
            "old",
            ["kin:4", "kin:5"],
        ),
        # another grandmother's row proves nothing of this one
        ((("me", "父亲", "father"), ("father", "母亲", "gran"), ("me", "外婆", "nan")), "gran", ["kin:2", "kin:3"]),
    ],
)
def test_the_chain_takes_the_row_that_says_it_at_once(rows, other, records):
    """In the parent line a longer term between the two goes before the steps recorded beside it, from either end."""
    register = families(*(kin(one, two, term) for one, term, two in rows), men="me father old", women="gran nan")
    kinship = Kinship(register, DAY)
    assert [link.record for link in kinship.relate("me", other).chain] == records
    assert [link.record for link in kinship.relate(other, "me").chain] == records[::-1]


def test_step_kin_after_a_divorce_leave_nothing_open():
    """Raised or not, it has ended; where a step tie outlasts the divorce, it is open."""
    register = families(
        kin("me", "mother", "母亲"),
        kin("mother", "step", "丈夫", ended="2020-01-01"),
        kin("me", "step", "继父"),
        men="me step",
        women="mother",
    )
    assert related(register, "me", "step") == "other"
    assert related(register, "me", "step", step_after_divorce=True) == "other?"


def test_what_was_told_stays_good_when_the_rest_is_let_go():
    """A chain that nobody has read yet is worked out anew, and so is what is asked afterwards."""
    kinship = Kinship(FAMILY, DAY)
    wanted = {"me": (frozenset({"cousin", "wife_brother"}), frozenset({"far"}))}
    told = kinship.kin_among(wanted)["me"]
    kinship.close()
    anew = Kinship(FAMILY, DAY).kin_among(wanted)["me"]
    assert {other: (one.kin_class, one.chain) for other, one in told.items()} == {
        other: (one.kin_class, one.chain) for other, one in anew.items()
    }
    assert kinship.relate("me", "cousin").chain == told["cousin"].chain
