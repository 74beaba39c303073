"""An explanation names every ground: what bars, what misses a limit and which, what could not be judged."""

from dataclasses import replace

import pytest

import make
from huibi.errors import UsageError
from huibi.explaining.explain import explain
from huibi.explaining.explanation import State
from huibi.explaining.words import Words
from huibi.model.findings import Effect
from huibi.policy import load_policy
from huibi.screening.grounds import GROUNDS
from office import Family, office


def explained(*postings, units=("U",), unit=None, person="me", family=None, changes=None, **more):
    register = office(*postings, **more)
    made = explain(
        register, make.round_(units), load_policy(changes), kinship=family or Family(), person=person, unit=unit
    )
    return register, made


def ground(made, code, unit=0):
    return next(ground for ground in made.units[unit].grounds if ground.code == code)


def text(register, made):
    return "\n".join(Words(register, make.round_(["U"])).lines(made))


def test_every_ground_of_the_policy_is_told_for_each_unit():
    """Nothing is silently passed: each code has a state, for each unit of the round."""
    _, made = explained(units=("U", "X"))
    assert [[ground.code for ground in unit.grounds] for unit in made.units] == [list(GROUNDS)] * 2
    assert made.units[0].barred == ()


def test_what_bars_is_told_with_every_counterpart():
    """Two relatives in the body: both are named, the one that decides first, and every role is barred."""
    family = Family(("me", "boss", "collateral3"), ("me", "wife", "spouse"))
    register, made = explained(make.posting("wife", "U", "board"), family=family)
    found = ground(made, "kin.body")
    assert found.state is State.MUST
    assert [finding.counterpart for finding in found.found] == ["wife", "boss"]
    assert made.units[0].barred == made.roles
    assert "应当回避，不得以任何可任角色参加" in text(register, made)


def test_a_posting_outside_the_years_is_told_as_such():
    """Left three years ago to the day: outside post.former, and the limit is named."""
    register, made = explained(make.posting("me", "U", "staff", "2022-01-01", "2023-08-15", record="postings:2"))
    former = ground(made, "post.former")
    assert (former.state, former.found) == (State.NEAR, ())
    assert [(near.why, near.limit) for near in former.near] == [("years", "3")]
    assert [(near.why, near.limit) for near in ground(made, "post.long").near] == [("too_short", "1095")]
    assert "至研判基准日已过3年，不在规定的 3 年期限之内" in text(register, made)


def test_kin_outside_the_classes_are_told_where_they_do_not_count():
    """A godfather heads the unit: kin.other speaks, kin.body says why it does not."""
    _, made = explained(family=Family(("me", "boss", "other")))
    assert ground(made, "kin.other").state is State.SHOULD
    assert [(near.why, near.finding.counterpart) for near in ground(made, "kin.body").near] == [("classes", "boss")]


def test_kin_at_a_level_that_does_not_count_are_told():
    """A brother on the staff of a unit above is no leader there."""
    family = Family(("me", "brother", "collateral3"))
    _, made = explained(make.posting("brother", "C", "staff"), family=family)
    assert [near.why for near in ground(made, "kin.above").near] == ["levels"]
    _, made = explained(make.posting("brother", "U", "staff", "2015-01-01", "2026-01-01"), family=family)
    assert [near.why for near in ground(made, "kin.former").near] == ["levels"]


def test_the_dead_are_told_to_be_no_counterpart():
    """A father who led the unit and died is named, and why he does not count."""
    family = Family(("me", "father", "lineal"))
    father = make.person("father", died="2024-01-01")
    _, made = explained(
        make.posting("father", "U", "chief", "2010-01-01", "2024-01-01"), persons=[father], family=family
    )
    body = ground(made, "kin.body")
    assert (body.state, [near.why for near in body.near]) == (State.NEAR, ["dead"])


def test_what_is_over_refused_or_older_is_told():
    """A sold holding, an application withdrawn, an inspection before the latest: each with its reason."""
    history = (
        make.served("me", "U", "2024-1", start="2024-03-01", end="2024-05-01"),
        make.served("boss", "U", "2025-1", start="2025-03-01", end="2025-05-01"),
    )
    _, made = explained(
        interests=[make.interest("me", "U", until="2026-01-01")],
        declarations=[make.declaration("me", "withdrawn", unit="U")],
        history=history,
    )
    told = {code: [near.why for near in ground(made, code).near] for code in ("interest.own", "declared")}
    assert told == {"interest.own": ["over"], "declared": ["withdrawn"]}
    assert [near.why for near in ground(made, "history.same_unit").near] == ["not_latest"]


def whys(made, code):
    return [(near.why, near.finding.counterpart) for near in ground(made, code).near]


@pytest.mark.parametrize(
    ("post", "told"),
    [
        (make.posting("other", "U", "staff"), [("not_in_body", "other")]),
        (make.posting("other", "W", "chief"), [("not_in_body", "other")]),
        (make.posting("other", "V", "chief", "2010-01-01", "2020-01-01"), [("left", "other")]),
        (make.posting("other", "X", "chief"), []),
        (make.posting("other", "U", "board"), []),
    ],
)
def test_a_friend_who_does_not_sit_in_the_body_is_told(post, told):
    """A tie with somebody of the unit who is not, or not any more, where the ground looks."""
    _, made = explained(post, ties=[make.tie("me", "other", "friend")])
    assert whys(made, "tie.friend") == told


def test_ties_with_the_keys_count_for_business():
    """Where key posts count, only staff and who has left are told as near."""
    _, made = explained(make.posting("other", "W", "chief"), ties=[make.tie("me", "other", "business")])
    assert (ground(made, "tie.business").state, whys(made, "tie.business")) == (State.MUST, [])


def test_the_familys_sold_shares_are_told():
    """What the spouse sold, and what a brother sold, each under its own ground."""
    family = Family(("me", "wife", "spouse"), ("me", "brother", "collateral3"), close=["wife"])
    held = [make.interest("wife", "W", until="2026-01-01"), make.interest("brother", "U", since="2026-12-01")]
    register, made = explained(interests=held, family=family, persons=map(make.person, ("wife", "brother")))
    assert whys(made, "interest.own") == [("over", "wife")]
    assert whys(made, "interest.kin") == [("not_yet", "brother")]
    assert "单位W隶属单位U；在研判基准日之前已经结束" in text(register, made)


def test_what_begins_after_the_round_is_told():
    """A posting in the unit from the day after the round's end."""
    _, made = explained(make.posting("me", "U", "staff", "2026-11-16"))
    assert [near.why for near in ground(made, "post.current").near] == ["after_round"]


def test_another_township_and_another_system_are_told():
    """Where somebody grew up and works, where the unit is elsewhere."""
    regions = [make.region(code, "township") for code in ("T1", "T2")]
    units = [
        make.unit("U", "C", kind="township", region="T1", system="农业"),
        make.unit("X", "C", system="财经"),
    ]
    me = make.person("me", growth_place="T2", native_place="T2")
    place = office(make.posting("me", "X"), regions=regions, units=units, persons=[me])
    made = explain(place, make.round_(["U"]), load_policy(), kinship=Family(), person="me")
    assert [near.why for near in ground(made, "place.origin").near] == ["other_place", "other_place"]
    assert [near.why for near in ground(made, "duty.system").near] == ["other_system"]


def test_a_bar_that_was_replaced_is_told():
    """The later waiver counts; the earlier bar is told as replaced."""
    rulings = [
        make.ruling("me", "U", "bar", decided_on="2025-01-01"),
        make.ruling("me", "U", "waive", decided_on="2025-06-01"),
    ]
    _, made = explained(rulings=rulings)
    assert [near.why for near in ground(made, "ruled").near] == ["replaced"]


def test_a_waived_finding_stays_visible_and_bars_nothing():
    """The ruling takes it away; the explanation still shows it."""
    _, made = explained(
        make.posting("me", "U", "staff", "2020-01-01", "2025-01-01"),
        rulings=[make.ruling("me", "U", "waive", code) for code in ("post.former", "")],
    )
    assert ground(made, "post.former").state is State.WAIVED
    assert made.units[0].barred == ()


def test_what_is_switched_off_or_lacks_data_is_told():
    """An office's policy, an absent table and an unknown place are told as what they are."""
    register, made = explained(changes={"duty.system": {"on": False}})
    assert ground(made, "duty.system").state is State.OFF
    lacking = replace(register, absent=frozenset({"kin"}))
    made = explain(lacking, make.round_(["U"]), load_policy(), kinship=Family(), person="me")
    assert (ground(made, "kin.body").state, ground(made, "kin.body").lacks) == (State.NOT_JUDGED, ("table.kin",))
    assert "没有亲属关系表" in text(lacking, made)


def test_a_unit_off_the_list_can_be_asked_for():
    """`unit` need not be of the round; an unknown one is a wrong call, like an unknown person."""
    _, made = explained(make.posting("me", "X", "staff"), unit="X")
    assert [unit.unit for unit in made.units] == ["X"]
    assert ground(made, "post.current").state is State.MUST
    for wrong in ({"unit": "nowhere"}, {"person": "nobody"}):
        with pytest.raises(UsageError):
            explained(**wrong)


def test_somebody_outside_the_pool_is_judged_for_every_role():
    """`person` may be anybody in the register."""
    register, made = explained(person="boss")
    assert (made.in_pool, len(made.roles)) == (False, 4)
    assert "不在人才库" in text(register, made)


def test_the_index_is_shown_with_its_chains_and_never_as_a_ground():
    """The number, the strongest chains in words, and the remark that it is no ground."""
    register, made = explained(ties=[make.tie("me", "boss", "friend")])
    assert (made.units[0].risk, made.units[0].reasons[0].counterpart) == (60, "boss")
    told = text(register, made)
    assert "熟人指数 60（不是回避理由）" in told
    assert "人me与人boss密切交往" in told


def test_who_may_not_be_in_one_team_is_told():
    """The pairs of the person alone."""
    pool = [make.cadre(who) for who in ("me", "cousin", "other")]
    family = Family(("me", "cousin", "collateral3"), ("cousin", "other", "spouse"))
    register, made = explained(pool=pool, family=family)
    assert [entry.people for entry in made.apart] == [("cousin", "me")]
    assert "人cousin" in text(register, made)


def test_an_explanation_is_json_ready():
    """Grounds, near misses, reasons and counts stand in the document by code."""
    _, made = explained(make.posting("me", "U", "staff", "2022-01-01", "2023-08-15"))
    data = made.to_json()["units"][0]
    former = next(row for row in data["grounds"] if row["code"] == "post.former")
    assert (former["state"], former["near"][0]["why"]) == ("near", "years")
    assert former["near"][0]["chain"][0]["tie"] == "post.staff"
    assert data["seen"]["body"] == 1
    assert {finding.effect for row in made.units[0].grounds for finding in row.found} <= set(Effect)


def test_what_holds_for_roles_that_somebody_does_not_serve_in_is_told_apart():
    """A cousin on the staff bars leaders; for a member it weighs, and the verdict says so."""
    family = Family(("me", "cousin", "collateral3"))
    pool = [make.cadre("me", "member")]
    register, made = explained(make.posting("cousin", "U", "staff"), family=family, pool=pool)
    told = text(register, made)
    assert made.units[0].barred == ()
    assert "可以参加，但有宜回避的情形" in told
    assert "（本人不担任上述角色）" in told


def test_only_the_nearest_misses_are_told_in_words():
    """Of many godfathers on the staff three are named and the rest counted; the document holds all."""
    names = [f"kin{number}" for number in range(5)]
    family = Family(*(("me", name, "other") for name in names))
    register, made = explained(*(make.posting(name, "U", "staff") for name in names), family=family)
    assert len(ground(made, "kin.staff").near) == 5
    told = text(register, made)
    assert told.count("亲属在该单位工作，不构成") == 4
    assert "另有 2 项" in told
