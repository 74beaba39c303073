"""Moves by hand: applied together, judged by the second opinion."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huibi.errors import InputError
from huibi.planning.check import Checker
from huibi.planning.edits import apply_edit, try_edit
from huibi.planning.problem import read_edit, read_problem, read_roster

PROBLEM = read_problem(
    {
        "format": "huibi.roster/1",
        "id": "p",
        "people": [
            {"id": "P1", "roles": ["leader"]},
            {"id": "P2", "roles": ["leader", "member"], "served": 2},
            {"id": "P3", "roles": ["member"], "served": 1},
            {"id": "P4", "roles": ["deputy", "member"]},
        ],
        "units": [{"id": "U1", "workload": 2}, {"id": "U2"}],
        "teams": [
            {"id": team, "size": [1, 3], "roles": {"leader": [1, 1], "deputy": [0, 1], "member": [0, 2]}}
            for team in ("T1", "T2")
        ],
        "bars": [{"person": "P3", "unit": "U2"}],
        "costs": [{"person": "P2", "unit": "U1", "should": 5, "risk": 7}],
    }
)
ROSTER = read_roster(
    {
        "format": "huibi.roster/1",
        "teams": [
            {"id": "T1", "units": ["U1"], "people": [{"id": "P1", "role": "leader"}, {"id": "P3", "role": "member"}]},
            {"id": "T2", "units": ["U2"], "people": [{"id": "P2", "role": "leader"}]},
        ],
    }
)


def edit(*moves: dict):
    return read_edit({"format": "huibi.edit/1", "moves": list(moves)})


def test_an_edit_says_what_it_breaks_and_how_every_term_changes():
    """A member barred from the other team's unit breaks rule 3; the terms change by what the move costs."""
    told = try_edit(Checker(PROBLEM), ROSTER, edit({"person": "P3", "team": "T2"}))
    assert (told["ok"], [violation["rule"] for violation in told["violations"]]) == (False, [3])
    swap = edit({"unit": "U1", "team": "T2"}, {"unit": "U2", "team": "T1"}, {"person": "P3", "team": None})
    told = try_edit(Checker(PROBLEM), ROSTER, swap)
    assert (told["ok"], told["violations"]) == (True, [])
    changed = {term: value for term, value in told["delta"].items() if value}
    assert changed == {"should": 5, "risk_max": 7, "risk_peak": 7, "risk": 7, "burden": -1}
    assert told["terms"]["burden"] == 2


def test_nothing_moved_changes_nothing():
    """The empty edit of a legal roster is fine and costs nothing."""
    told = try_edit(Checker(PROBLEM), ROSTER, edit())
    assert told["ok"]
    assert set(told["delta"].values()) == {0}


def test_somebody_moved_keeps_the_role_held():
    """Without a role: the one held, else the only one there is; with a role that one."""
    moved = apply_edit(
        PROBLEM, ROSTER, edit({"person": "P1", "team": "T2"}, {"person": "P2", "team": "T1", "role": "member"})
    )
    roles = {seat.id: (team.id, seat.role.value) for team in moved.teams for seat in team.people}
    assert roles == {"P1": ("T2", "leader"), "P2": ("T1", "member"), "P3": ("T1", "member")}


def test_every_fault_of_an_edit_is_said_at_once():
    """Neither or both subjects, unknown ids, somebody twice, a unit with a role, a role that is open."""
    wrong = edit(
        {"team": "T1"},
        {"person": "P1", "unit": "U1", "team": "T1"},
        {"person": "P9", "team": "T9"},
        {"unit": "U1", "team": "T2", "role": "member"},
        {"unit": "U1", "team": None},
        {"person": "P4", "team": "T1"},
    )
    with pytest.raises(InputError) as refused:
        apply_edit(PROBLEM, ROSTER, wrong)
    codes = [fault.code.removeprefix("edit.") for fault in refused.value.faults]
    assert codes == ["one_subject", "one_subject", "unknown", "unknown", "unit_role", "twice", "role_needed"]


@settings(deadline=None, max_examples=40)
@given(
    people=st.dictionaries(st.sampled_from(["P1", "P2", "P3"]), st.sampled_from(["T1", "T2", None])),
    units=st.dictionaries(st.sampled_from(["U1", "U2"]), st.sampled_from(["T1", "T2", None])),
)
def test_a_check_of_an_edit_is_the_check_of_the_edited_roster(people, units):
    """A checker that remembers earlier teams says the same of every edit as a new one."""
    moves = [{"person": who, "team": team} for who, team in people.items()]
    moves += [{"unit": what, "team": team} for what, team in units.items()]
    used = Checker(PROBLEM)
    try_edit(used, ROSTER, edit({"person": "P3", "team": "T2"}))
    told = try_edit(used, ROSTER, edit(*moves))
    fresh = Checker(PROBLEM).check(apply_edit(PROBLEM, ROSTER, edit(*moves)))
    assert (told["ok"], told["terms"]) == (fresh.ok, fresh.terms)
    assert len(told["violations"]) == len(fresh.violations)
