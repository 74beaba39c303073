"""The second opinion: each hard rule, each term and each claim on rosters small enough to count by hand."""

import pytest

from huibi.model.rosters import Roster
from huibi.planning.check import check
from huibi.planning.problem import digest, read_problem, read_roster

# Two teams of two counties. p1 leads (full time, audit), p2 deputises, p3 and p4 are members of c1, p5 of c2.
PROBLEM = {
    "format": "huibi.roster/1",
    "id": "r",
    "people": [
        {"id": "p1", "home_unit": "h1", "county": "c1", "full_time": True, "roles": ["leader", "deputy"],
         "specialities": ["audit"], "served": 2},
        {"id": "p2", "home_unit": "h1", "county": "c1", "roles": ["deputy", "member"], "served": 1},
        {"id": "p3", "home_unit": "h1", "county": "c1", "roles": ["member"], "barred_counties": ["c3"]},
        {"id": "p4", "home_unit": "h2", "county": "c1", "roles": ["member"], "specialities": ["law"], "served": 4},
        {"id": "p5", "county": "c2", "roles": ["leader", "member"]},
    ],
    "units": [
        {"id": "u1", "county": "c2", "workload": 3, "specialities": ["audit", "law"]},
        {"id": "u2", "county": "c3", "workload": 2},
        {"id": "u3", "county": "c1", "workload": 1},
    ],
    "teams": [
        {"id": "t1", "county": "c1", "size": [2, 4], "full_time": [1, 1], "roles": {"leader": [1, 1], "deputy": [0, 1],
         "member": [1, 3]}, "specialities": {"law": 1}, "units": [1, 2], "workload": [4, 5]},
        {"id": "t2", "county": "c2", "size": [2, 3], "roles": {"leader": [1, 1], "member": [0, 2]}, "may_idle": True},
    ],
    "bars": [{"person": "p2", "unit": "u1", "roles": ["leader", "deputy"]}, {"person": "p4", "unit": "u2"}],
    "costs": [
        {"person": "p1", "unit": "u1", "should": 5, "risk": 4},
        {"person": "p1", "unit": "u1", "risk": 3},
        {"person": "p3", "unit": "u1", "risk": 2},
        {"person": "p1", "unit": "u2", "risk": 6},
        {"person": "p5", "unit": "u3", "should": 1, "risk": 1},
    ],
    "together": [{"people": ["p1", "p3"], "cost": 2}, {"people": ["p3", "p1"], "cost": 1}],
    "limits": {"same_home_unit": 2, "home_unit_total": 3},
    "counties": {"travel": [["c1", "c2", 10]], "travel_default": 7},
}  # fmt: skip


def verdict(teams, changed=None, **claims):
    problem = read_problem(PROBLEM | (changed or {}))
    return check(problem, read_roster({"format": "huibi.roster/1", "teams": teams} | claims))


def team(name, units, *people):
    return {"id": name, "units": units, "people": [{"id": person, "role": role} for person, role in people]}


def broken(seated, changed):
    return [(violation.rule, violation.code) for violation in verdict(seated, changed).violations]


def test_terms_are_counted():
    """Each term is what a person with a pencil finds."""
    found = verdict([team("t1", ["u1", "u2"], ("p1", "leader"), ("p3", "member")), team("t2", [], ("p5", "member"))])
    # p3 is barred from c3 by county; the terms are counted all the same.
    assert [(violation.rule, violation.code) for violation in found.violations] == [(3, "barred_county")]
    assert found.terms == {
        "unassigned": 1,
        "shortfall": 2,  # t1 lacks law, and law for u1; t2 idles
        "change": 0,
        "should": 5,
        "risk_max": 7,  # two entries of p1 and u1
        "risk_peak": 9,  # u1: 7 + 2
        "risk": 15,
        "travel": 44,  # 10 times 3, and 7 by default times 2
        "together": 3,
        "burden": 2,
        "spread": 5,
    }
    assert [(entry.team, entry.what, entry.unit, entry.missing) for entry in found.shortfalls] == [
        ("t1", "speciality:law", None, 1),
        ("t1", "unit_speciality:law", "u1", 1),
    ]


def test_every_minimum_can_be_missed():
    """An empty team that may not idle misses all of its minimums, one that may idle none."""
    found = verdict([])
    assert {entry.what: entry.missing for entry in found.shortfalls} == {
        "size": 2, "full_time": 1, "role:leader": 1, "role:member": 1, "speciality:law": 1, "units": 1, "workload": 4,
    }  # fmt: skip
    assert found.terms["shortfall"] == 11
    assert found.terms["unassigned"] == 3
    weighted = verdict([], {"shortfall_weights": {"leader": 5, "workload": 0, "speciality": 3}})
    assert weighted.terms["shortfall"] == 11 + 4 - 4 + 2


def test_a_team_that_may_idle_owes_its_minimums_with_a_unit():
    """As soon as it has a unit, its minimums count."""
    found = verdict([team("t2", ["u3"], ("p5", "member"))])
    assert {entry.what for entry in found.shortfalls if entry.team == "t2"} == {"size", "role:leader"}


def test_what_is_missing_to_lending_counts():
    """The people of a county's pool in all teams together, against its minimum and its maximum."""
    teams = [team("t1", [], ("p1", "leader"), ("p3", "member"))]
    found = verdict(teams, {"counties": {"lend": {"c1": [3, 4], "c9": [1, 2]}}})
    entries = [(entry.county, entry.missing) for entry in found.shortfalls if entry.what == "lend"]
    assert entries == [("c1", 1), ("c9", 1)]
    assert broken(teams, {"counties": {"lend": {"c1": [0, 1]}}}) == [(5, "maximum")]


def test_change_is_counted_against_the_previous_roster():
    """Leads cost 3, others 1, another role 1, a unit 5; ids that are gone count as gone, newcomers not."""
    previous = [
        team("t1", ["u1", "gone"], ("p1", "leader"), ("p2", "deputy"), ("p3", "member"), ("gone", "leader")),
        team("t2", ["u3"], ("p5", "leader"), ("p4", "member")),
        team("gone", ["u2"], ("p4", "member")),
    ]
    now = [team("t1", ["u1"], ("p1", "leader"), ("p2", "member"), ("p4", "member")), team("t2", [], ("p5", "member"))]
    found = verdict(now, {"previous": {"teams": previous}})
    # t1: the unit gone 5, p2 in another role 1, p3 left 1, the leader gone 3; t2: u3 5, p5 another role 1, p4 left 1;
    # the team gone: its unit 5, its member 1.
    assert found.terms["change"] == 5 + 1 + 1 + 3 + 5 + 1 + 1 + 5 + 1


@pytest.mark.parametrize(
    ("teams", "problem", "expected"),
    [
        ([team("t1", [], ("p3", "leader"))], {}, (1, "role")),
        ([team("t1", [], ("p1", "leader")), team("t2", [], ("p1", "leader"))], {}, (1, "person_twice")),
        ([team("t1", [], ("p9", "member"))], {}, (1, "unknown_person")),
        ([team("t9", [])], {}, (1, "unknown_team")),
        ([team("t1", []), team("t1", [])], {}, (1, "team_twice")),
        ([team("t1", ["u9"])], {}, (2, "unknown_unit")),
        ([team("t1", ["u3"]), team("t2", ["u3"])], {}, (2, "unit_twice")),
        ([team("t1", ["u1"], ("p2", "deputy"))], {}, (3, "barred")),
        ([team("t1", ["u2"], ("p4", "member"))], {}, (3, "barred")),
        ([team("t1", ["u2"], ("p3", "member"))], {}, (3, "barred_county")),
        ([team("t1", [], ("p3", "member"), ("p4", "member"))], {"apart": [["p4", "p3"]]}, (4, "apart")),
        ([team("t1", [], ("p2", "member"), ("p3", "member"), ("p1", "leader"))], {}, (5, "maximum")),
        ([team("t1", [], ("p1", "leader"), ("p5", "leader"))], {}, (5, "maximum")),
        ([team("t2", [], ("p2", "deputy"))], {}, (5, "maximum")),
        ([team("t1", ["u1", "u2", "u3"])], {"teams": [PROBLEM["teams"][0] | {"workload": [0, 9]}]}, (5, "maximum")),
        ([team("t1", ["u1", "u2"])], {"teams": [PROBLEM["teams"][0] | {"workload": [0, 4]}]}, (5, "maximum")),
        ([team("t1", [], ("p1", "leader"))], {"limits": {"home_unit_total": 0}}, (5, "maximum")),
        (
            [team("t1", [], ("p1", "leader"))],
            {"teams": [PROBLEM["teams"][0] | {"full_time": [0, 0]}]},
            (5, "maximum"),
        ),
        (
            [team("t1", [], ("p5", "member"))],
            {"teams": [PROBLEM["teams"][0] | {"people_from": ["c1"]}]},
            (6, "pool"),
        ),
        (
            [team("t1", [], ("p4", "member"))],
            {"teams": [PROBLEM["teams"][0] | {"roles_from": {"member": ["c2"]}}]},
            (6, "pool"),
        ),
        ([team("t1", ["u3"])], {"counties": {"own": "forbid"}}, (6, "own_county")),
        ([team("t1", ["u2"])], {"counties": {"bars": [["c1", "c3"]]}}, (6, "county_bar")),
        ([team("t1", ["u1"]), team("t2", ["u3"])], {"counties": {"mutual": "forbid"}}, (6, "mutual")),
        ([], {"pins": [{"person": "p5", "team": "t1"}]}, (7, "pin")),
        ([team("t1", [], ("p5", "member"))], {"pins": [{"person": "p5", "team": "t1", "role": "leader"}]}, (7, "pin")),
        ([team("t2", ["u1"])], {"pins": [{"unit": "u1", "team": "t1"}]}, (7, "pin")),
    ],
)
def test_each_hard_rule_is_seen_to_be_broken(teams, problem, expected):
    """One roster for each way to break a rule, and nothing else is broken in it."""
    assert broken(teams, problem) == [expected]


@pytest.mark.parametrize(
    ("teams", "problem"),
    [
        ([team("t1", ["u1"], ("p2", "member"))], {}),  # barred in lead roles only
        ([team("t1", [], ("p5", "member"))], {"teams": [PROBLEM["teams"][0] | {"people_from": ["c1"], "roles_from": {"member": ["c2"]}}]}),  # noqa: E501 - one case a line
        ([team("t1", ["u3"])], {"counties": {"mutual": "forbid"}}),  # the own county is nobody's exchange
        ([team("t1", ["u2"])], {"counties": {"bars": [["c3", "c1"]]}}),  # directed
        ([team("t1", [], ("p4", "member"))], {"pins": [{"person": "p4", "team": "t1"}]}),  # the role is open
    ],
)  # fmt: skip
def test_what_comes_close_is_allowed(teams, problem):
    """The nearest thing to each rule that breaks none."""
    assert broken(teams, problem) == []


def test_a_county_of_its_own_costs_no_travel_unless_listed():
    """Default travel is for two different counties."""
    teams = [team("t1", ["u3"])]
    assert verdict(teams).terms["travel"] == 0
    assert verdict(teams, {"counties": {"travel": [["c1", "c1", 4]]}}).terms["travel"] == 4


HONEST = {
    "problem": "r",
    "status": "feasible",
    "unassigned": ["u1", "u2", "u3"],
    "levels": [{"terms": {"unassigned": 1}, "value": 3, "bound": 0}],
    "terms": {"unassigned": 3, "risk": 0},
}
ONE_LEVEL = {"objective": [{"unassigned": 1}]}


def test_an_honest_roster_has_no_mismatch():
    """Claims that hold are not complained of."""
    found = verdict([], ONE_LEVEL, **HONEST, digest=digest(read_problem(PROBLEM | ONE_LEVEL)))
    assert found.ok
    assert found.mismatch == ()


@pytest.mark.parametrize(
    ("claim", "what"),
    [
        ({"problem": "other"}, "problem"),
        ({"digest": "0" * 64}, "digest"),
        ({"terms": {"risk": 1}}, "terms.risk"),
        ({"terms": {"joy": 1}}, "terms.joy"),
        ({"unassigned": []}, "unassigned"),
        ({"levels": []}, "levels"),
        ({"levels": [{"terms": {"risk": 1}, "value": 0}]}, "levels"),
        ({"levels": [{"terms": {"unassigned": 1}, "value": 2}]}, "levels.0.value"),
        ({"levels": [{"terms": {"unassigned": 1}, "value": 3, "bound": 4}]}, "levels.0.bound"),
        ({"status": "optimal"}, "levels.0.bound"),
        ({"shortfalls": [{"team": "t1", "what": "size", "missing": 9}]}, "shortfalls"),
        ({"shortfalls": []}, "shortfalls"),
        ({"conflicts": [{"pins": [0], "rule": 1}]}, "conflicts"),
    ],
)
def test_each_false_claim_is_a_mismatch(claim, what):
    """A roster that says something untrue of itself is not ok, however legal it is."""
    found = verdict([], ONE_LEVEL, **(HONEST | claim))
    assert [entry["what"] for entry in found.mismatch] == [what]
    assert found.violations == ()
    assert not found.ok


def test_infeasible_is_believed_only_with_pins_that_clash():
    """Each named set must be impossible, and possible without any one of its pins."""
    pins = {
        "pins": [
            {"person": "p5", "team": "t1"},
            {"person": "p4", "team": "t1"},
            {"unit": "u2", "team": "t1"},
        ]
    }
    for claimed, ok in (([1, 2], True), ([0, 2], False), ([0, 1, 2], False), ([], False), ([7], False)):
        conflicts = [{"pins": claimed, "rule": 3}]
        assert verdict([], pins, problem="r", status="infeasible", conflicts=conflicts).ok is ok
    assert not verdict([], pins, problem="r", status="infeasible").ok


def test_a_roster_is_json_and_back():
    """What is written is read as the same roster."""
    roster = read_roster({"format": "huibi.roster/1", "teams": [team("t1", ["u1"], ("p1", "leader"))]} | HONEST)
    assert Roster.model_validate(roster.to_json()) == roster
