"""What changes after a roster is there: repairs, comparisons, recommendations, reasons and shortfalls."""

import pytest

from huibi.errors import InputError, UsageError
from huibi.model.people import Role
from huibi.planning.check import Checker, check
from huibi.planning.compare import compare
from huibi.planning.problem import read_changes, read_problem, read_roster
from huibi.planning.recommend import recommend
from huibi.planning.repair import changed_problem
from huibi.planning.shortfall import explain
from huibi.planning.solve import solve, solve_several
from huibi.planning.why import Question, why

TEAM = {"size": [2, 3], "roles": {"leader": [1, 1], "member": [1, 2]}, "units": [1, 1]}
PROBLEM = read_problem(
    {
        "format": "huibi.roster/1",
        "id": "r",
        "people": [
            {"id": "lead1", "roles": ["leader"]},
            {"id": "lead2", "roles": ["leader"]},
            {"id": "lead3", "roles": ["leader", "member"], "served": 3},
            {"id": "law1", "roles": ["member"], "specialities": ["law"], "home_unit": "h"},
            {"id": "law2", "roles": ["member"], "specialities": ["law"], "home_unit": "h"},
            {"id": "plain", "roles": ["member"], "served": 1},
        ],
        "units": [{"id": "u1", "county": "c"}, {"id": "u2", "county": "c"}],
        "teams": [{"id": "t1", **TEAM, "specialities": {"law": 1}}, {"id": "t2", **TEAM}],
        "costs": [{"person": "lead2", "unit": "u1", "risk": 4}],
        "limits": {"same_home_unit": 1},
        "pins": [{"unit": "u1", "team": "t1"}],
        "search": {"seconds": 20, "workers": 1, "seed": 1},
    }
)
SEATS = {"t1": (("lead1", "leader"), ("law1", "member")), "t2": (("lead2", "leader"), ("plain", "member"))}


def roster(seats=None, units=None):
    seats, units = seats or SEATS, units or {"t1": ["u1"], "t2": ["u2"]}
    teams = [
        {"id": team, "units": units.get(team, []), "people": [{"id": name, "role": role} for name, role in people]}
        for team, people in seats.items()
    ]
    return read_roster({"format": "huibi.roster/1", "problem": "r", "teams": teams})


def changes(**more):
    return read_changes({"format": "huibi.changes/1", **more})


def test_a_repair_moves_as_little_as_can_be():
    """A leader recuses: the spare leader steps in, nobody else moves, and the comparison says so."""
    changed = changed_problem(PROBLEM, roster(), changes(bars=[{"person": "lead1", "unit": "u1"}]))
    after = solve(changed)
    assert after.status == "optimal"
    assert after.terms["change"] == 3
    assert after.terms["shortfall"] == 0
    found = compare(changed, roster(), after)
    assert [(name, before, now) for name, before, now in found.people] == [
        ("lead1", ("t1", "leader"), None),
        ("lead3", None, ("t1", "leader")),
    ]
    assert found.units == ()
    assert found.to_json()["terms"]["change"] == {"before": 0, "after": 3, "delta": 3}
    assert [violation.code for violation in found.before.violations] == ["barred"]


def test_whoever_is_gone_takes_everything_along():
    """Bars, costs, pairs and pins of who or what is gone leave the problem too."""
    asked = {"bars": [{"person": "lead2", "unit": "u2"}], "pins": [{"person": "law1", "team": "t1"}]}
    start = read_problem(PROBLEM.to_json() | asked | {"apart": [["lead2", "law1"]]})
    changed = changed_problem(start, roster(), changes(gone=["lead2", "law1"], units_gone=["u1"]))
    assert {person.id for person in changed.people} == {"lead1", "lead3", "law2", "plain"}
    assert [unit.id for unit in changed.units] == ["u2"]
    assert (changed.bars, changed.costs, changed.apart, changed.pins) == ((), (), (), ())
    assert changed.previous.teams == roster().teams


def test_changes_replace_add_and_unpin():
    """A known id is replaced, a new one added; a pin that no longer holds is taken off."""
    changed = changed_problem(
        PROBLEM,
        roster(),
        changes(
            people=[{"id": "plain", "roles": ["leader"]}, {"id": "new", "roles": ["member"]}],
            teams=[{"id": "t2", "size": [3, 3]}],
            pins=[{"person": "new", "team": "t2"}],
            unpin=[{"unit": "u1", "team": "t1"}],
        ),
    )
    assert {person.id: person.roles for person in changed.people}["plain"] == (Role.LEADER,)
    assert len(changed.people) == len(PROBLEM.people) + 1
    assert changed.teams[1].size == (3, 3)
    assert [pin.person for pin in changed.pins] == ["new"]
    with pytest.raises(InputError):
        changed_problem(PROBLEM, roster(), changes(bars=[{"person": "nobody", "unit": "u1"}]))


def test_change_is_minimised_even_where_the_objective_forgot_it():
    """The level of change goes right behind those of unassigned and shortfall."""
    start = read_problem(PROBLEM.to_json() | {"objective": [{"unassigned": 1}, {"shortfall": 1}, {"risk": 1}]})
    levels = changed_problem(start, roster(), changes()).objective
    assert [list(level) for level in levels] == [["unassigned"], ["shortfall"], ["change"], ["risk"]]


def test_who_could_take_a_place_comes_best_first():
    """A full place is tried in the holder's stead; with a candidate from another team the holder may change places."""
    found = recommend(PROBLEM, roster(), "t1", Role.LEADER)
    assert [(one.person, one.comes_from, one.replaces) for one in found] == [
        ("lead3", None, "lead1"),
        ("lead2", "t2", "lead1"),
    ]
    assert found[0].trial.delta["burden"] == 3
    assert (found[1].swaps, found[1].trial.shortfalls) == (True, ())
    assert [(cost.unit, cost.risk) for cost in found[1].costs] == [("u1", 4)]
    free = recommend(PROBLEM, roster(), "t2", Role.MEMBER, most=1)
    assert [(one.person, one.replaces) for one in free] == [("law2", None)]
    with pytest.raises(UsageError):
        recommend(PROBLEM, roster(), "t9", Role.LEADER)


def test_why_here_is_what_would_be_lost():
    """Being out of all teams shows the shortfalls that the person fills; pins are named."""
    answer = why(PROBLEM, roster(), Question("law1"))
    assert (answer.team, answer.role) == ("t1", Role.MEMBER)
    out = answer.places[0]
    assert out.team is None
    assert out.trial.ok
    assert out.trial.delta["shortfall"] == 3  # size, a member, law
    tried = {(place.team, place.role) for place in answer.places}
    assert tried == {(None, None), ("t2", Role.MEMBER)}


def test_why_not_there_is_the_rule_or_the_price():
    """Every rule that would break is named; where none does, every term's change."""
    places = why(PROBLEM, roster(), Question("law2", team="t1")).places
    assert [(v.rule, v.ids["what"]) for v in places[0].trial.violations] == [(5, "same_home_unit")]
    places = why(PROBLEM, roster(), Question("lead3", unit="u2")).places
    by_role = {place.role: place.trial for place in places}
    assert [v.code for v in by_role[Role.LEADER].violations] == ["maximum"]
    assert by_role[Role.MEMBER].delta["burden"] == 3
    moved = why(PROBLEM, roster(), Question("lead2", team="t2", unit="u1"))
    assert moved.places[0].team is None
    for wrong in (Question("nobody"), Question("lead1", team="t9"), Question("lead1", unit="u9")):
        with pytest.raises(UsageError):
            why(PROBLEM, roster(), wrong)


def test_a_shortfall_counts_who_could_and_what_stands_in_the_way():
    """One law expert is in another team, one is barred, apart from a member, and of the same home unit as one."""
    document = PROBLEM.to_json() | {
        "bars": [{"person": "law1", "unit": "u1"}],
        "apart": [["law1", "plain"]],
    }
    document["people"][3]["barred_counties"] = ["c"]
    document["people"][5]["home_unit"] = "h"
    problem = read_problem(document)
    seats = {"t1": (("lead1", "leader"), ("plain", "member")), "t2": (("lead2", "leader"), ("law2", "member"))}
    verdict = check(problem, roster(seats))
    found = explain(problem, roster(seats).model_copy(update={"shortfalls": verdict.shortfalls}))
    assert [(entry.what, entry.why) for entry in found] == [
        (
            "speciality:law",
            {"could": 2, "barred": 1, "apart": 1, "own_county": 1, "home_unit": 2, "used": 1},
        )
    ]


def test_missing_units_and_missing_loans_are_counted_too():
    """Of units: how many the team may inspect and how many others have; of a pool: how many there are and serve."""
    document = PROBLEM.to_json() | {"counties": {"lend": {"c": [2, 5]}}, "pins": []}
    document["people"][0]["county"] = "c"
    problem = read_problem(document)
    start = roster(units={"t1": ["u1", "u2"]})
    found = explain(problem, start.model_copy(update={"shortfalls": Checker(problem).check(start).shortfalls}))
    counts = {entry.what: entry.why for entry in found}
    assert counts["units"] == {"could": 2, "used": 2}
    assert counts["lend"] == {"could": 1, "used": 1}


def test_alternatives_keep_their_distance():
    """Two seats or units apart at least; where nothing is so far away there is none."""
    first, *others = solve_several(PROBLEM, 2, distance=2)
    assert others
    for one in others:
        distance = compare(PROBLEM, first, one).distance
        assert distance["seats"] + distance["units"] >= 2
    assert len(solve_several(PROBLEM, 1, distance=50)) == 1


def test_a_comparison_tells_the_distance_and_what_counties_give():
    """One seat given up, and a county lends one more."""
    people = [person | {"county": "c" if person["id"] == "law1" else "d"} for person in PROBLEM.to_json()["people"]]
    teams = [team | {"county": "d"} for team in PROBLEM.to_json()["teams"]]
    problem = read_problem(PROBLEM.to_json() | {"people": people, "teams": teams})
    told = compare(problem, roster({"t1": (("lead1", "leader"), ("plain", "member"))}), roster({"t1": SEATS["t1"]}))
    document = told.to_json()
    assert document["distance"] == {"seats": 1, "units": 0}
    numbers = [(one["county"], one["before"]["lent"], one["after"]["lent"]) for one in document["balances"]]
    assert numbers[0] == ("c", 0, 1)


def test_alternatives_are_different_and_as_good():
    """Each further roster differs from all before it; here there are several of the same worth."""
    rosters = solve_several(PROBLEM, 2)
    assert len(rosters) == 3
    assert len({tuple(one.teams) for one in rosters}) == 3
    assert all(check(PROBLEM, one).ok for one in rosters)
    values = [[level.value for level in one.levels] for one in rosters]
    assert values[0] == values[1]
    assert values[1] <= values[2]
