"""Who may serve, from which unit, how often lately, and with whom before."""

from datetime import date

import pytest

import make
from huibi.compiling.problem import compile_problem
from huibi.model.people import Role
from huibi.model.ties import Served

REGIONS = {
    row.code: row
    for row in (
        make.region("5115", "city"),
        make.region("511521", "county", "5115"),
        make.region("511521100", "township", "511521"),
    )
}


def compiled(pool, round_=None, postings=(), history=(), stage=None, **more):
    names = {row.person for row in pool} | {row.person for row in history}
    register = make.register(
        [make.unit(name, region="511521100") for name in ("U1", "U2", "U3")],
        [make.person(name, **more.pop(name, {})) for name in sorted(names)],
        postings,
        regions=REGIONS,
        pool={row.person: row for row in pool},
        history=tuple(history),
    )
    return compile_problem(register, round_ or make.round_(["U1"]), make.findings(), stage=stage)


def served(who, end="2025-12-01", name="2025-1", team="T1", unit="U1"):
    return Served(round=name, team=team, person=who, unit=unit, end=make.day(end))


def test_only_the_active_living_and_available_serve():
    """Every day of the round must be within the availability; who is paused, gone or dead does not serve."""
    problem = compiled(
        [
            make.cadre("all"),
            make.cadre("active", status="active"),
            make.cadre("just", available_from="2026-09-01", available_to="2026-11-15"),
            make.cadre("late", available_from="2026-09-02"),
            make.cadre("soon", available_to="2026-11-14"),
            make.cadre("paused", status="paused"),
            make.cadre("left", status="left"),
            make.cadre("dead"),
        ],
        dead={"died": "2026-08-15"},
    )
    assert [entry.id for entry in problem.people] == ["active", "all", "just"]


def test_what_the_pool_says_is_taken_over():
    """Roles in their order, category, county and specialities stand as in the pool."""
    row = make.cadre("P", "member", "leader", category="full_time", county="511521", specialities=("audit", "audit"))
    entry = compiled([row]).people[0]
    assert entry.roles == (Role.LEADER, Role.MEMBER)
    assert (entry.full_time, entry.county, entry.specialities) == (True, "511521", ("audit",))


@pytest.mark.parametrize(
    ("postings", "home"),
    [
        ([], None),
        ([("U1", "staff", "2020-01-01", None), ("U2", "board", "2010-01-01", None)], "U2"),
        ([("U1", "staff", "2020-01-01", None), ("U2", "staff", "2021-01-01", None)], "U2"),
        ([("U2", "staff", "2020-01-01", None), ("U1", "staff", "2020-01-01", None)], "U1"),
        ([("U1", "chief", "2010-01-01", "2026-08-14"), ("U2", None, "2020-01-01", None)], "U2"),
        ([("U1", "staff", "2010-01-01", "2026-08-15"), ("U2", "chief", "2026-08-16", None)], "U1"),
    ],
)
def test_the_home_unit_is_that_of_the_highest_current_posting(postings, home):
    """Level first, then the latest start, then the id; what is over or not yet does not count."""
    rows = [make.posting("P", *row) for row in postings]
    assert compiled([make.cadre("P")], postings=rows).people[0].home_unit == home


def test_rounds_served_within_three_years_are_counted_once_each():
    """Two units of one round are one; a round that ended exactly three years before, on the day or never is none."""
    rows = [
        served("P"),
        served("P", unit="U2"),
        served("P", "2023-08-16", "2023-2"),
        served("P", "2023-08-15", "2023-1"),
        served("P", "2026-08-15", "2026-2"),
        served("P", None, "2026-1"),
    ]
    assert compiled([make.cadre("P")], history=rows).people[0].served == 2


def test_pairs_pay_for_each_earlier_round_in_one_team():
    """Within five years, at most 5, each round once, and only where both were in the same team."""
    rows = [served("A"), served("B"), served("A", unit="U2"), served("B", unit="U2"), served("C", team="T2")]
    rows += [served(who, "2021-08-16", "2021-1") for who in "AB"]
    rows += [served(who, "2021-08-15", "2020-1") for who in "AB"]
    rows += [served(who, "2024-01-01", f"2023-{number}") for who in "AC" for number in range(1, 8)]
    pool = [make.cadre(who) for who in "ABC"]
    together = compiled(pool, history=rows).together
    assert [(entry.people, entry.cost) for entry in together] == [(("A", "B"), 2), (("A", "C"), 5)]


def test_a_unit_lies_in_its_county_else_in_its_own_region():
    """The nearest county upward; a unit of the city lies in the city."""
    register = make.register(
        [make.unit("U1", region="511521100"), make.unit("U2", region="5115"), make.unit("U3")], regions=REGIONS
    )
    problem = compile_problem(register, make.round_(["U1", "U2", "U3"]), make.findings())
    assert [entry.county for entry in problem.units] == ["511521", "5115", None]


def test_stage_one_asks_for_leaders_alone():
    """Who may not lead is not there, and nothing but leaders, deputies and units has a minimum."""
    team = make.team(
        "T1",
        size=(8, 10),
        full_time=(3, 10),
        roles={"leader": (1, 1), "deputy": (1, 2), "liaison": (1, 1), "member": (5, 8)},
        specialities={"audit": 1},
        units=(1, 3),
        workload=(2, 8),
    )
    round_ = make.round_([make.RoundUnit(unit="U1", workload=3, specialities=("audit",))], [team])
    pool = [make.cadre("A", "leader", "member"), make.cadre("B", "member", "liaison"), make.cadre("C", "deputy")]
    problem = compiled(pool, round_, stage=1)
    assert [entry.id for entry in problem.people] == ["A", "C"]
    found = problem.teams[0]
    assert (found.size, found.full_time, found.specialities) == ((0, 10), (0, 10), {})
    assert [found.roles[role] for role in Role] == [(1, 1), (1, 2), (0, 1), (0, 8)]
    assert (found.units, found.workload, problem.units[0].specialities) == ((1, 3), (2, 8), ())
    assert compiled(pool, round_, stage=2).teams == (team,)


def test_the_same_input_gives_the_same_problem():
    """The order of the pool's rows does not matter, and the round's own parts are taken over as they stand."""
    pool = [make.cadre(who) for who in "CAB"]
    round_ = make.round_(["U2", "U1"], ["T2", "T1"], id="R")
    problem = compiled(pool, round_)
    assert problem == compiled(pool[::-1], round_)
    assert [entry.id for entry in problem.units] == ["U2", "U1"]
    assert (problem.id, problem.teams, problem.search) == ("R", round_.teams, round_.search)


def test_a_kept_roster_pins_leaders_deputies_and_units():
    """Members stay free; what the round pins already is not said twice."""
    register = make.register(
        [make.unit("U1")], [make.person(who) for who in "ABC"], pool={who: make.cadre(who) for who in "ABC"}
    )
    roster = make.roster({"T1": (["U1"], {"A": "leader", "B": "deputy", "C": "member"})})
    round_ = make.round_(["U1"], pins=(make.pin("T1", "A", role="leader"),))
    pins = compile_problem(register, round_, make.findings(), keep=roster).pins
    assert pins == (make.pin("T1", "A", role="leader"), make.pin("T1", "B", role="deputy"), make.pin("T1", unit="U1"))


def test_the_day_of_judgement_is_the_only_clock():
    """Moving the day moves what is within three years."""
    pool, rows = [make.cadre("P")], [served("P", "2023-01-01")]
    assert compiled(pool, history=rows).people[0].served == 0
    earlier = make.round_(["U1"], as_of="2025-08-15")
    assert earlier.as_of == date(2025, 8, 15)
    assert compiled(pool, earlier, history=rows).people[0].served == 1
