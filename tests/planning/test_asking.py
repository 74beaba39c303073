"""What it would take, who could step in, and why somebody moved: asked of small rosters, answers known by hand."""

import pytest

from huibi.model.people import Role
from huibi.planning.check import Checker, check
from huibi.planning.concessions import concessions
from huibi.planning.moves import moves
from huibi.planning.pins import Pins
from huibi.planning.problem import read_changes, read_problem, read_roster
from huibi.planning.repair import changed_problem
from huibi.planning.reserves import reserves
from huibi.planning.tries import Patience
from huibi.planning.why import Question, why

PATIENCE = Patience(seconds=60, workers=1)
TEAM = {"size": [2, 2], "roles": {"leader": [1, 1], "member": [1, 1]}, "units": [1, 1]}


def document(**more):
    return {
        "format": "huibi.roster/1",
        "id": "a",
        "people": [
            {"id": "lead1", "roles": ["leader"], "county": "c1"},
            {"id": "lead2", "roles": ["leader"], "county": "c2"},
            {"id": "audit1", "roles": ["member"], "specialities": ["audit"], "county": "c1"},
            {"id": "audit2", "roles": ["member"], "specialities": ["audit"], "county": "c2", "served": 2},
            {"id": "plain1", "roles": ["member"], "county": "c1"},
            {"id": "plain2", "roles": ["member"], "county": "c2"},
        ],
        "units": [{"id": "u1", "specialities": ["audit"]}, {"id": "u2"}],
        "teams": [
            {"id": "t1", **TEAM, "people_from": ["c1"]},
            {"id": "t2", **TEAM, "people_from": ["c2"]},
        ],
        "bars": [{"person": "audit1", "unit": "u1"}],
        "pins": [{"unit": "u1", "team": "t1"}],
        "search": {"seconds": 20, "workers": 1, "seed": 1},
    } | more


def roster(**seats):
    seats = {"t1": ("lead1", "plain1"), "t2": ("lead2", "plain2")} | seats
    units = {"t1": ["u1"], "t2": ["u2"]}
    return read_roster(
        {
            "format": "huibi.roster/1",
            "teams": [
                {
                    "id": team,
                    "units": units[team],
                    "people": [{"id": who[0], "role": "leader"}, *({"id": one, "role": "member"} for one in who[1:])],
                }
                for team, who in seats.items()
            ],
        }
    )


def test_concessions_are_tried_and_priced_cheapest_first():
    """The unit's audit lacks: a waiver is free, borrowing the other county's expert costs her two rounds served."""
    told = concessions(read_problem(document()), roster(), PATIENCE, most=4)
    assert [lack.entry.what for lack in told.lacks] == ["unit_speciality:audit"]
    assert told.lacks[0].entry.why == {"could": 1, "barred": 1, "apart": 0, "own_county": 0, "home_unit": 0, "used": 0}
    assert told.again is not None
    assert set(told.again.delta.values()) == {0}
    found = [
        ([part.kind for part in one.parts], one.helps, one.outcome.delta["shortfall"], one.outcome.delta["burden"])
        for one in told.priced
    ]
    assert sorted(found[:2]) == [(["outside"], True, -1, 0), (["waive"], True, -1, 0)]
    assert found[2:] == [(["borrow"], True, -1, 2)]
    assert all(one.outcome.proven for one in told.priced)
    borrowed = next(one.parts[0].ids for one in told.priced if one.parts[0].kind == "borrow")
    assert borrowed == {"person": "audit2", "county": "c2", "team": "t1", "role": "member"}


def test_a_unit_left_over_names_the_limit_that_keeps_it_out():
    """Both teams are full: one more unit for either is the concession."""
    more = document(units=[{"id": "u1"}, {"id": "u2"}, {"id": "u3"}])
    told = concessions(read_problem(more), roster(), PATIENCE, most=1)
    assert told.unassigned == ("u3",)
    assert told.priced[0].parts[0].to_json() == {"kind": "larger", "team": "t1", "what": "units", "most": 2}
    assert told.priced[0].outcome.delta["unassigned"] == -1
    assert told.untried == 1


def test_where_nothing_lacks_nothing_is_conceded():
    """A whole roster asks for no concession, and nothing is solved."""
    whole = concessions(read_problem(document(bars=[])), roster(t1=("lead1", "audit1")), PATIENCE)
    assert (whole.lacks, whole.priced, whole.again) == ((), (), None)


def test_what_should_rather_not_be_may_be_waived_for_its_price():
    """The one leader who can inspect the unit should rather not: the waiver is offered and priced."""
    costs = [{"person": "lead1", "unit": "u1", "should": 4, "risk": 3}, {"person": "lead2", "unit": "u1", "should": 9}]
    told = concessions(read_problem(document(bars=[], costs=costs)), roster(t1=("lead1", "audit1")), PATIENCE)
    assert told.lacks == ()
    assert [one.to_json()["concede"] for one in told.priced] == [
        [{"kind": "waive_should", "person": "lead1", "unit": "u1"}]
    ]
    assert told.priced[0].helps
    assert told.priced[0].outcome.delta["should"] == -4
    assert told.priced[0].outcome.delta["risk"] == 0


@pytest.mark.parametrize(
    ("pins", "off"),
    [
        ([("lead1", "t2"), ("lead1", "t1"), ("plain1", "t1")], 1),
        ([("lead1", "t1"), ("lead1", "t2"), ("audit1", "t1"), ("plain1", "t1"), ("plain1", "t2")], 3),
        ([("lead1", "t1")], 0),
    ],
)
def test_clashing_pins_name_a_smallest_set_to_take_off(pins, off):
    """What is left can stand, and no smaller set will do."""
    problem = read_problem(document(pins=[{"person": person, "team": team} for person, team in pins]))
    known = Pins(problem)
    found = known.to_take_off()
    assert len(found) == off
    assert known.seats([index for index in range(len(pins)) if index not in found]) is not None
    if off:
        assert concessions(problem, roster(), PATIENCE).unpin == found


def test_why_not_there_is_the_best_roster_with_that_one_thing():
    """Moved alone she breaks a maximum; if all may follow, the other leaves. Barred for good, the rule is named."""
    problem = read_problem(document(bars=[]))
    told = why(problem, roster(), Question("audit1", team="t1"), PATIENCE)
    place = told.places[0]
    assert [found.code for found in place.trial.violations] == ["maximum", "maximum"]
    assert place.best is not None
    assert place.best.proven
    assert place.best.delta["shortfall"] == -1
    assert [(name, new) for name, _, new in place.best.moves.people] == [
        ("audit1", ("t1", Role.MEMBER)),
        ("plain1", None),
    ]
    never = why(read_problem(document()), roster(), Question("audit1", team="t1"), PATIENCE).places[0]
    assert never.best is not None
    assert [(claim.pins, claim.rule) for claim in never.best.conflicts] == [((0, 1), 3)]


def test_why_here_is_the_best_roster_without():
    """Without its only leader a team stays without, whatever the others do."""
    told = why(read_problem(document()), roster(), Question("lead1"), Patience(seconds=60, workers=1))
    out = told.places[0]
    assert out.team is None
    assert out.best is not None
    assert out.best.delta["shortfall"] == 2  # a leader, and a person


def test_reserves_cover_what_one_move_can_save():
    """The members have stand-ins, the leaders have none; whoever is barred is no reserve."""
    told = reserves(read_problem(document()), roster())
    stand_ins = {place.holder: [one.person for one in place.stand_ins] for place in told.places}
    assert stand_ins == {"lead1": [], "plain1": [], "lead2": [], "plain2": ["audit2"]}
    assert [(one.person, one.role, one.places) for one in told.suggested] == [
        ("audit2", Role.MEMBER, (("t2", "plain2"),))
    ]
    assert [place.holder for place in told.bare] == ["lead1", "plain1", "lead2"]


def test_every_move_of_a_repair_has_its_reason():
    """Who must recuse, who is gone, who steps in for whom, and what fills a gap that was there."""
    problem = read_problem(document(bars=[]))
    news = {"bars": [{"person": "plain1", "unit": "u1"}], "gone": ["lead2"]}
    changed = changed_problem(problem, roster(), read_changes({"format": "huibi.changes/1", **news}))
    after = roster(t1=("lead1", "audit1"), t2=("lead1", "plain2"))
    after = after.model_copy(
        update={"teams": (after.teams[0], after.teams[1].model_copy(update={"people": after.teams[1].people[1:]}))}
    )
    told = moves(Checker(changed), roster(), after)
    found = {step.name: ([why.code for why in step.forbids], step.instead_of) for step in told}
    assert found == {
        "plain1": (["barred"], None),
        "lead2": (["unknown_person"], None),
        "audit1": ([], "plain1"),
    }
    assert told[-1].name == "audit1"
    assert check(changed, after).ok


def test_a_chain_of_moves_names_whose_place_each_takes():
    """The leader is gone, a member leads in her stead, and the reserve takes the member's place."""
    people = [*document()["people"], {"id": "both", "roles": ["leader", "member"], "county": "c1"}]
    problem = read_problem(document(people=people, bars=[]))
    before = roster(t1=("lead1", "both"))
    changed = changed_problem(problem, before, read_changes({"format": "huibi.changes/1", "gone": ["lead1"]}))
    told = moves(Checker(changed), before, roster(t1=("both", "audit1")))
    assert [(step.name, step.instead_of) for step in told] == [("lead1", None), ("both", "lead1"), ("audit1", "both")]
    assert told[1].to_json()["after"] == {"team": "t1", "role": Role.LEADER}
