"""The problem by id, as the check looks things up; built once a problem."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from huibi.model.people import Role
from huibi.model.rosters import Bounds, PersonEntry, Problem, TeamEntry, UnitEntry

NOTHING: Bounds = (0, 0)


@dataclass(frozen=True)
class Facts:
    """Look-ups over one problem; several costs of one pair are added up."""

    problem: Problem
    people: Mapping[str, PersonEntry]
    units: Mapping[str, UnitEntry]
    teams: Mapping[str, TeamEntry]
    barred: Mapping[tuple[str, str], frozenset[Role]]
    should: Mapping[tuple[str, str], int]
    risk: Mapping[tuple[str, str], int]
    apart: Mapping[str, frozenset[str]]
    together: Mapping[str, Mapping[str, int]]
    travel: Mapping[tuple[str, str], int]
    county_bars: frozenset[tuple[str, str]]

    def may_come_from(self, team: TeamEntry, person: PersonEntry, role: Role) -> bool:
        """Rule 6: whether the team may take this person in this role, by the county of the pool."""
        counties = team.roles_from.get(role, team.people_from)
        return counties is None or person.county in counties

    def limits(self, team: TeamEntry, role: Role) -> Bounds:
        """Return least and most of a role; a role not listed is [0, 0]."""
        return team.roles.get(role, NOTHING)

    def way(self, team: TeamEntry, unit: UnitEntry) -> int:
        """Return what travel from the team's county to the unit's costs, before workload."""
        if team.county is None or unit.county is None:
            return 0
        listed = self.travel.get((team.county, unit.county))
        if listed is not None:
            return listed
        return 0 if team.county == unit.county else self.problem.counties.travel_default


def look_up(problem: Problem) -> Facts:
    """Return the look-ups of a problem."""
    barred: dict[tuple[str, str], frozenset[Role]] = {}
    every = frozenset(Role)
    for bar in problem.bars:
        roles = every if bar.roles is None else frozenset(bar.roles)
        pair = (bar.person, bar.unit)
        barred[pair] = barred[pair] | roles if pair in barred else roles
    should: dict[tuple[str, str], int] = defaultdict(int)
    risk: dict[tuple[str, str], int] = defaultdict(int)
    for cost in problem.costs:
        pair = (cost.person, cost.unit)
        if cost.should:
            should[pair] += cost.should
        if cost.risk:
            risk[pair] += cost.risk
    apart: dict[str, set[str]] = defaultdict(set)
    for one, other in problem.apart:
        apart[one].add(other)
        apart[other].add(one)
    together: dict[str, dict[str, int]] = defaultdict(dict)
    for entry in problem.together:
        one, other = entry.people
        together[one][other] = together[one].get(other, 0) + entry.cost
        together[other][one] = together[one][other]
    return Facts(
        problem=problem,
        people={person.id: person for person in problem.people},
        units={unit.id: unit for unit in problem.units},
        teams={team.id: team for team in problem.teams},
        barred=barred,
        should=dict(should),
        risk=dict(risk),
        apart={person: frozenset(others) for person, others in apart.items()},
        together={person: dict(others) for person, others in together.items()},
        travel={(start, end): price for start, end, price in problem.counties.travel},
        county_bars=frozenset(problem.counties.bars),
    )
