"""screen(): who is screened, stages, the order, the document."""

from dataclasses import replace

import pytest

from huibi.errors import UsageError
from huibi.messages import describe
from huibi.policy import load_policy
from huibi.screening.screen import screen
from make import cadre, declaration, person, posting, round_, ruling
from office import Family, codes, office, rows_of, seen, verdict

MEMBER = posting("me", "U", "staff", "2001-01-01", "2010-12-31")  # post.long: must for lead roles, 4 for others


@pytest.mark.parametrize(
    ("row", "screened"),
    [
        (cadre("you"), True),
        (cadre("you", status="active"), True),
        (cadre("you", status="paused"), False),
        (cadre("you", status="left"), False),
    ],
)
def test_the_pool_is_screened(row, screened):
    """Status active or empty; who is paused or left is not."""
    found = seen(office(posting("you", "U"), pool=[row]))
    assert bool(codes(found, "you")) is screened


@pytest.mark.parametrize(("died", "screened"), [("2026-08-15", False), ("2026-08-16", True)])
def test_only_the_living_are_screened(died, screened):
    """Who died on or before D is not."""
    found = seen(office(posting("me", "U", "staff", "2001-01-01", "2026-08-01"), persons=[person("me", died=died)]))
    assert bool(codes(found)) is screened


def test_anybody_can_be_asked_for():
    """`person` screens somebody outside the pool, and nobody else."""
    found = seen(office(posting("you", "U"), posting("me", "U")), person="you")
    assert {row.person for row in found.findings} == {"you"}
    assert {row.stage for row in found.findings} == {2}


def test_a_person_merged_away_is_found_by_the_old_id():
    """Persons judged the same are one; the old id still leads there."""
    place = office(posting("me", "U"))
    assert seen(replace(place, aliases={"old": "me"}), person="old") == seen(place, person="me")


def test_an_unknown_person_is_a_wrong_call():
    """Asking for nobody is refused with a sentence."""
    with pytest.raises(UsageError) as caught:
        seen(office(), person="nobody")
    assert "nobody" in describe(caught.value.faults[0])


@pytest.mark.parametrize(
    ("roles", "stages"), [(("leader",), [1, 2]), (("deputy", "member"), [1, 2]), (("liaison", "member"), [2, 2])]
)
def test_the_stage_of_a_finding(roles, stages):
    """1 where the person may lead and the finding holds for a lead role, else 2."""
    found = seen(office(MEMBER, pool=[cadre("me", *roles)]))
    assert [row.stage for row in rows_of(found, "post.long")] == stages


def test_a_finding_for_every_role_is_of_stage_1_for_who_may_lead():
    """Roles null hold for lead roles too."""
    row = posting("me", "U", "staff", "2001-01-01", "2026-01-31")
    for roles, stage in ((("leader",), 1), (("member",), 2)):
        assert rows_of(seen(office(row, pool=[cadre("me", *roles)])), "post.former")[0].stage == stage


@pytest.mark.parametrize(("stage", "stages"), [(1, {1}), (2, {1, 2}), (3, {1, 2, 3}), (None, {1, 2, 3})])
def test_the_stage_asked_for_cuts_the_findings(stage, stages):
    """Declarations and rulings come with stage 3; the round's own stage is 3 unless it says otherwise."""
    place = office(MEMBER, declarations=[declaration("me", unit="U")], rulings=[ruling("me", "U", "bar")])
    found = seen(place, stage=stage) if stage else seen(place)
    assert {row.stage for row in found.findings} == stages
    assert {row.code for row in found.findings if row.stage == 3} <= {"declared", "ruled"}


def test_risks_and_what_could_not_be_judged_are_not_cut():
    """Only findings depend on the stage."""
    place = office(posting("me", "X"), posting("boss", "X", "chief"))
    first, last = seen(place, ("U", "X"), stage=1), seen(place, ("U", "X"), stage=3)
    assert first.risks == last.risks
    assert {(row.person, row.unit) for row in last.risks} == {("me", "U"), ("me", "X")}
    assert first.not_judged == last.not_judged


def test_nobody_is_at_risk_with_strangers():
    """A risk of 0 is left out."""
    assert seen(office()).risks == ()


def test_several_counterparts_of_one_code_are_one_finding_a_unit():
    """One finding per person, unit, code, effect and roles; units do not mix."""
    posts = [posting("a", "U", "board"), posting("b", "U", "board"), posting("b", "X", "chief")]
    family = Family(("me", "a", "spouse"), ("me", "b", "lineal"))
    found = seen(office(*posts), ("U", "X"), family=family)
    assert [row.counterpart for row in rows_of(found, "kin.body")] == ["a"]
    assert [row.counterpart for row in rows_of(found, "kin.body", unit="X")] == ["b"]


def test_the_order_is_fixed():
    """By person, then unit in the round's order, then code in the policy's order."""
    posts = [posting("me", "U"), posting("you", "U"), posting("me", "X", "staff", "2001-01-01", "2026-01-31")]
    pool = [cadre("you"), cadre("me")]
    found = seen(office(*posts, pool=pool), ("X", "U"))
    order = list(load_policy().rules)
    keys = [(row.person, ["X", "U"].index(row.unit), order.index(row.code)) for row in found.findings]
    assert keys == sorted(keys)
    assert seen(office(*posts[::-1], pool=pool[::-1]), ("X", "U")).to_json() == found.to_json()


def test_a_unit_listed_twice_is_screened_once():
    """A round that names a unit twice gets each finding once."""
    place = office(posting("me", "U"))
    assert seen(place, ("U", "U")).findings == seen(place, ("U",)).findings


def test_the_document():
    """The findings document carries round, day, policy and each finding with basis and chain."""
    found = seen(office(posting("me", "W", "board", "2021-03-01", record="postings:340")))
    data = found.to_json()
    assert (data["format"], data["round"], data["as_of"]) == ("huibi.findings/1", "2026-3", "2026-08-15")
    assert data["policy"] == load_policy().digest
    assert data["findings"][0] == {
        "person": "me",
        "unit": "U",
        "code": "post.current",
        "effect": "must",
        "weight": 0,
        "roles": None,
        "stage": 1,
        "counterpart": None,
        "class": None,
        "uncertain": False,
        "waived": False,
        "basis": "公务员法 第七十六条第一项",
        "chain": [
            {"from": "me", "tie": "post.board", "to": "W", "record": "postings:340", "since": "2021-03-01"},
            {"from": "W", "tie": "under", "to": "V"},
            {"from": "V", "tie": "under", "to": "U"},
        ],
    }


def test_a_round_without_an_end_still_screens():
    """Where the round's end is open, only what stands on D is current."""
    endless = replace(round_(["U"]), end=None)
    soon, now = posting("me", "U", "staff", "2026-08-16"), posting("me", "U", "staff", "2026-08-15")
    for row, speaks in ((soon, ""), (now, "must")):
        found = screen(office(row), endless, load_policy(), kinship=Family())
        assert verdict(found, "post.current") == speaks
