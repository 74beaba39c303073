"""Every mode of a round on a small city, from the register to the roster: who may serve where is known by hand."""

import pytest

import make
from huibi.model.rosters import Counties, Search, Together
from huibi.plan import compile_problem, find
from huibi.planning.check import check
from huibi.planning.solve import solve

CITY = "5115"
COUNTIES = ("511521", "511522", "511523")
A, B, C = COUNTIES
REGIONS = {
    row.code: row for row in (make.region(CITY, "city"), *(make.region(name, "county", CITY) for name in COUNTIES))
}
CREW = {"leader": (1, 1), "liaison": (1, 1), "member": (0, 1)}


def pool():
    """Return a leader, a liaison and a member of each county, and a leader of the city's own office."""
    rows = [
        make.cadre(f"{role}-{county[-1]}", role, county=county)
        for county in COUNTIES
        for role in ("leader", "liaison", "member")
    ]
    return [*rows, make.cadre("leader-city", "leader", county=CITY)]


def register(history=()):
    people = pool()
    return make.register(
        [make.unit(f"U{county[-1]}", region=county) for county in COUNTIES],
        [make.person(row.person, native_place=row.county) for row in people],
        regions=REGIONS,
        pool={row.person: row for row in people},
        history=tuple(history),
    )


def team(county, **more):
    return make.team(f"T{county[-1]}", **{"county": county, "size": (2, 2), "units": (1, 1), "roles": CREW} | more)


def own_teams():
    return [team(county, people_from=(county,)) for county in COUNTIES]


def solved(mode, teams, units=("U1", "U2", "U3"), history=(), counties=None):
    """Compile and solve a round; return the problem and who serves and what is inspected by team."""
    known = register(history)
    search = Search(seconds=60, workers=1, seed=1)
    round_ = make.round_(units, teams, mode=mode, counties=counties or Counties(), search=search)
    problem = compile_problem(known, round_, find(known, round_))
    roster = solve(problem)
    assert check(problem, roster).ok
    assert roster.status == "optimal"
    people = {one.id: {seat.role.value: seat.id for seat in one.people} for one in roster.teams}
    return problem, people, {one.id: list(one.units) for one in roster.teams}, roster.terms


def crew(county, **more):
    return {"leader": f"leader-{county[-1]}", "liaison": f"liaison-{county[-1]}"} | more


def test_local_teams_inspect_their_own_county():
    """Nobody is barred by county; each county's people stay at home, and home is where each team goes."""
    bars = Counties(bars=tuple((a, b) for a in COUNTIES for b in COUNTIES if a != b))
    problem, people, units, terms = solved("local", own_teams(), counties=bars)
    assert {person.barred_counties for person in problem.people} == {()}
    assert people == {f"T{county[-1]}": crew(county) for county in COUNTIES}
    assert units == {"T1": ["U1"], "T2": ["U2"], "T3": ["U3"]}
    assert (terms["unassigned"], terms["shortfall"]) == (0, 0)


@pytest.mark.parametrize(
    ("last", "units"),
    [((A, B), {"T1": ["U3"], "T2": ["U1"], "T3": ["U2"]}), ((A, C), {"T1": ["U2"], "T2": ["U3"], "T3": ["U1"]})],
)
def test_whole_teams_cross_in_a_ring_and_not_the_way_of_last_round(last, units):
    """No own county, no two counties that inspect each other: only the two rings are left, and the bar leaves one."""
    rules = Counties(own="forbid", mutual="forbid", bars=(last,), travel=((A, B, 40), (B, C, 40)), travel_default=10)
    problem, people, found, terms = solved("cross", own_teams(), counties=rules)
    assert found == units
    assert people == {f"T{county[-1]}": crew(county) for county in COUNTIES}
    assert {person.id: person.barred_counties for person in problem.people}["leader-1"] == (A,)
    assert terms["travel"] == (30 if last == (A, B) else 90)


def test_pooled_teams_mix_counties_and_nobody_inspects_at_home():
    """Teams of no county take anybody; whoever goes to a county is from another one, and the loan is kept."""
    teams = [
        make.team(
            f"T{number}", size=(3, 3), units=(1, 1), roles={"leader": (1, 1), "member": (0, 1), "liaison": (1, 1)}
        )
        for number in (1, 2)
    ]
    rules = Counties(lend={A: (2, 2), B: (2, 2), C: (2, 2)})
    _, people, units, terms = solved("pooled", teams, units=("U1", "U2"), counties=rules)
    assert (terms["unassigned"], terms["shortfall"]) == (0, 0)
    for name, seats in people.items():
        home = units[name][0][-1]
        assert not any(who.endswith(f"-{home}") for who in seats.values())
    served = [who[-1] for seats in people.values() for who in seats.values()]
    assert sorted(served) == ["1", "1", "2", "2", "3", "3"]


def test_a_leader_from_outside_with_a_local_liaison():
    """By `roles_from` the liaison is of the county inspected, which bars everybody else of it."""
    one = team(A, people_from=(B,), roles_from={"liaison": (A,)}, size=(3, 3))
    problem, people, _, terms = solved("pooled", [one], units=("U1",))
    assert people == {"T1": {"leader": "leader-2", "liaison": "liaison-1", "member": "member-2"}}
    assert terms["shortfall"] == 0
    assert {bar.person for bar in problem.bars} == {"leader-1", "member-1"}


def test_a_local_leader_with_a_liaison_from_outside():
    """The reverse of it: the leader alone is of the county inspected."""
    one = team(A, people_from=(B,), roles_from={"leader": (A,)}, size=(3, 3))
    _, people, _, terms = solved("pooled", [one], units=("U1",))
    assert people == {"T1": {"leader": "leader-1", "liaison": "liaison-2", "member": "member-2"}}
    assert terms["shortfall"] == 0


def test_a_higher_office_leads_with_local_helpers():
    """Lifted: the city's leader, helpers of the county only in the role that the round opens to them."""
    one = team(CITY, people_from=(CITY,), roles_from={"liaison": (A,)})
    _, people, _, terms = solved("lifted", [one], units=("U1",))
    assert people == {"T5": {"leader": "leader-city", "liaison": "liaison-1"}}
    assert terms["shortfall"] == 0


def test_a_revisit_takes_nobody_who_was_there_before():
    """Whoever inspected the unit last time is barred; in any other round it only weighs."""
    history = [make.served("leader-1", "U1", "2024-1", start="2024-03-01", end="2024-05-01")]
    problem, people, _, _ = solved("revisit", [team(A)], units=("U1",), history=history)
    assert [(bar.person, bar.unit) for bar in problem.bars] == [("leader-1", "U1")]
    assert people["T1"]["leader"] != "leader-1"
    weighed, _, _, _ = solved("local", [team(A)], units=("U1",), history=history)
    assert [(cost.person, cost.should) for cost in weighed.costs if cost.should] == [("leader-1", 5)]


def test_rotation_remembers_pairs_of_people():
    """Two who were in one team lately cost, and are parted where somebody else is as good."""
    history = [
        make.served(who, "U9", "2025-1", start="2025-03-01", end="2025-05-01") for who in ("leader-1", "liaison-1")
    ]
    problem, people, _, terms = solved("local", [team(A, people_from=(A, B))], units=("U1",), history=history)
    assert problem.together == (Together(people=("leader-1", "liaison-1"), cost=1),)
    assert people == {"T1": {"leader": "leader-2", "liaison": "liaison-2"}}
    assert (terms["together"], terms["burden"]) == (0, 0)
