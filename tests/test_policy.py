"""The recusal policy is data: read, overridden by code, refused with every fault at once."""

import pytest

from huibi.errors import InputError
from huibi.messages import describe
from huibi.model.findings import Effect
from huibi.model.people import Level
from huibi.model.ties import KinClass, KinSwitches
from huibi.policy import Grade, Grades, load_policy

MUST = Grade(Effect.MUST)
NOTE = Grade(Effect.NOTE)


def should(weight):
    return Grade(Effect.SHOULD, weight)


# The table of recusal.md as written there: code, tier, lead, other, years.
TABLE = [
    ("kin.body", None, MUST, MUST, None),
    ("kin.staff", "close", MUST, MUST, None),
    ("kin.staff", "wider", MUST, should(6), None),
    ("kin.above", None, should(5), should(5), None),
    ("kin.former", None, MUST, should(6), 3),
    ("kin.other", None, should(4), NOTE, None),
    ("match.possible", None, should(5), should(5), None),
    ("post.current", None, MUST, MUST, None),
    ("post.above", None, should(3), should(3), None),
    ("post.former", None, MUST, MUST, 3),
    ("post.led", None, MUST, MUST, 5),
    ("post.long", None, MUST, should(4), 3),
    ("post.superior", "close", MUST, should(5), 3),
    ("post.superior", "wider", should(5), should(2), 3),
    ("duty.oversees", None, MUST, MUST, 3),
    ("duty.system", None, should(3), should(2), None),
    ("place.origin", None, MUST, should(4), None),
    ("place.county", None, MUST, MUST, None),
    ("interest.own", None, MUST, MUST, None),
    ("interest.kin", None, should(5), should(5), None),
    ("tie.secretary", None, MUST, MUST, None),
    ("tie.business", None, MUST, MUST, 3),
    ("tie.dispute", None, MUST, MUST, None),
    ("tie.friend", None, should(6), should(6), None),
    ("tie.mentor", None, should(6), should(6), None),
    ("tie.classmate", "chief", should(6), should(6), None),
    ("tie.classmate", "board", should(4), should(4), None),
    ("tie.comrade", "chief", should(6), should(6), None),
    ("tie.comrade", "board", should(4), should(4), None),
    ("tie.townsman", None, should(2), should(2), None),
    ("history.same_unit", "revisit", MUST, MUST, None),
    ("history.same_unit", "again", should(5), should(5), None),
    ("declared", None, MUST, MUST, None),
    ("ruled", None, MUST, MUST, None),
]
TEAM = {"team.kin", "team.superior", "team.business", "team.dispute"}


@pytest.mark.parametrize(("code", "tier", "lead", "other", "years"), TABLE)
def test_the_default_is_the_table(code, tier, lead, other, years):
    """Every row has the effects and years that the contract gives it, and is on."""
    rule = load_policy().rules[code]
    assert rule.on
    assert rule.grades(tier) == Grades(lead, other)
    assert rule.years == years
    assert rule.basis


def test_the_default_has_no_further_code():
    """The codes are those of the table and the four between persons."""
    assert set(load_policy().rules) == {row[0] for row in TABLE} | TEAM


def test_a_waiver_cannot_lift_three_grounds_nor_another_ruling():
    """kin.body, post.current and interest.own stand whatever is waived; a bar is lifted by a later ruling only."""
    stands = {code for code, rule in load_policy().rules.items() if not rule.waivable}
    assert stands == {"kin.body", "post.current", "interest.own", "ruled"}


def test_the_four_classes_are_the_default():
    """What asks for the four classes takes the statutory list."""
    policy = load_policy()
    four = {KinClass.SPOUSE, KinClass.LINEAL, KinClass.COLLATERAL3, KinClass.NEAR_AFFINE}
    assert policy.statutory == four
    for code in ("kin.body", "kin.staff", "kin.above", "kin.former", "interest.kin"):
        assert policy.rules[code].classes == four
    assert policy.rules["kin.other"].classes == {KinClass.OTHER}


def test_an_office_changes_a_row_by_its_code():
    """Each key replaces what the default says; everything else stays."""
    policy = load_policy(
        {
            "post.former": {"years": 5, "lead": "note"},
            "duty.system": {"on": False},
            "kin.body": {"classes": ["spouse", "lineal"], "levels": ["chief"]},
            "post.led": {"levels": ["chief"]},
            "kin.mutual": {"on": False},
        }
    )
    assert policy.rules["post.former"].years == 5
    assert policy.rules["post.former"].grades() == Grades(NOTE, MUST)
    assert not policy.rules["duty.system"].on
    assert policy.rules["kin.body"].classes == {KinClass.SPOUSE, KinClass.LINEAL}
    assert policy.rules["kin.body"].levels == policy.rules["post.led"].levels == {Level.CHIEF}
    assert policy.switches == KinSwitches(mutual=False)


def test_an_effect_replaces_all_tiers_of_its_code():
    """`lead` and `other` leave no tier as it was."""
    rule = load_policy({"post.superior": {"lead": 9, "other": "must"}}).rules["post.superior"]
    assert rule.grades("close") == rule.grades("wider") == Grades(should(9), MUST)


def test_the_digest_tells_policies_apart_and_says_nothing_of_how_they_were_written():
    """Same rules, same digest; a change of any value changes it."""
    assert load_policy().digest == load_policy({"post.former": {"years": 3}}).digest
    assert load_policy().digest != load_policy({"post.former": {"years": 4}}).digest
    assert load_policy().digest != load_policy({"kin.birth_family": {"on": False}}).digest
    assert len(load_policy().digest) == 64


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kin.nobody": {"on": True}}, "policy.unknown_code"),
        ({"kin.body": {"colour": 1}}, "policy.unknown_key"),
        ({"kin.body": {"years": 3}}, "policy.key_not_here"),
        ({"team.kin": {"lead": "must"}}, "policy.key_not_here"),
        ({"kin.mutual": {"lead": "must"}}, "policy.key_not_here"),
        ({"kin.body": False}, "policy.bad_row"),
        ({"kin.body": {"on": 1}}, "policy.bad_value"),
        ({"kin.body": {"classes": ["aunt"]}}, "policy.bad_value"),
        ({"kin.body": {"classes": ["none"]}}, "policy.bad_value"),
        ({"kin.body": {"classes": []}}, "policy.bad_value"),
        ({"kin.body": {"classes": "spouse"}}, "policy.bad_value"),
        ({"post.led": {"levels": ["boss"]}}, "policy.bad_value"),
        ({"post.led": {"levels": [["chief"]]}}, "policy.bad_value"),
        ({"post.led": {"years": 0}}, "policy.bad_value"),
        ({"post.led": {"years": True}}, "policy.bad_value"),
        ({"post.led": {"lead": "should"}}, "policy.bad_value"),
        ({"post.led": {"lead": -1}}, "policy.bad_value"),
        ({"post.led": {"other": 1.5}}, "policy.bad_value"),
    ],
)
def test_what_the_policy_does_not_know_is_refused(changes, code):
    """Unknown codes, keys and values are faults that a person can read."""
    with pytest.raises(InputError) as caught:
        load_policy(changes)
    assert [fault.code for fault in caught.value.faults] == [code]
    assert next(iter(changes)) in describe(caught.value.faults[0])


def test_all_faults_come_at_once():
    """One call names everything that is wrong."""
    with pytest.raises(InputError) as caught:
        load_policy({"x": {}, "kin.body": {"years": 3, "on": "yes"}, "team.kin": {"other": 2}})
    assert len(caught.value.faults) == 4
