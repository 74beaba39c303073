"""The problem as the solver sees it: whole numbers for people, units, teams and roles."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from huibi.model.people import LEAD_ROLES, Role
from huibi.model.rosters import Bounds, Problem, Roster, Seat, TeamEntry, TeamRoster

ROLES: tuple[Role, ...] = tuple(Role)
ALL_ROLES = frozenset(range(len(ROLES)))
ROLE_INDEX: Mapping[Role, int] = {role: index for index, role in enumerate(ROLES)}
NO_TEAM = -1
WITHOUT_LIMIT = 10**7
LEFT_LEAD, LEFT_OTHER, OTHER_ROLE, LEFT_UNIT = 3, 1, 1, 5


@dataclass(frozen=True, slots=True)
class State:
    """A roster in numbers: the team and role of each person, the team of each unit (NO_TEAM: none)."""

    team_of: tuple[int, ...]
    role_of: tuple[int, ...]
    unit_team: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A (person, team) of `previous` that the problem still has: what leaving it costs, and the role held."""

    person: int
    team: int
    role: int
    price: int


class Board:
    """Look-ups by number over one problem.

    `options[p][t]` are the roles in which person p may serve in team t by rules 1, 5 (a role without room), 6 and 7;
    `unit_options[u]` the teams that may inspect unit u by rules 6 and 7; `barred[u][p]` the roles barred (rule 3).
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.people, self.units, self.teams = problem.people, problem.units, problem.teams
        self.person_at = {person.id: index for index, person in enumerate(self.people)}
        self.unit_at = {unit.id: index for index, unit in enumerate(self.units)}
        self.team_at = {team.id: index for index, team in enumerate(self.teams)}
        self.pinned_people = {self.person_at[pin.person] for pin in problem.pins if pin.person is not None}
        self.pinned_units = {self.unit_at[pin.unit] for pin in problem.pins if pin.unit is not None}
        self.options = self._options()
        self.unit_options = self._unit_options()
        self.barred = self._barred()
        self.should, self.risk = self._costs()
        self.apart = sorted({_ordered(self.person_at[a], self.person_at[b]) for a, b in problem.apart})
        self.together = self._together()
        self.homes = _groups([person.home_unit for person in self.people])
        self.lenders = {
            county: [index for index, person in enumerate(self.people) if person.county == county]
            for county in problem.counties.lend
        }
        self.kept, self.kept_units, self.gone_price = self._previous()

    def _options(self) -> list[dict[int, tuple[int, ...]]]:
        fixed = {self.person_at[pin.person]: pin for pin in self.problem.pins if pin.person is not None}
        chosen = {self.person_at[pin.person]: pin.role for pin in self.problem.pins if pin.person and pin.role}
        found: list[dict[int, tuple[int, ...]]] = []
        alike: dict[tuple[str | None, tuple[int, ...]], dict[int, tuple[int, ...]]] = {}
        for index, person in enumerate(self.people):
            pin = fixed.get(index)
            held = sorted({ROLE_INDEX[role] for role in person.roles})
            if (role := chosen.get(index)) is not None:
                held = [number for number in held if ROLES[number] == role]
            kind = (person.county, tuple(held))
            if pin is None and kind in alike:  # people alike share one row: in a province they are thousands
                found.append(alike[kind])
                continue
            teams = range(len(self.teams)) if pin is None else (self.team_at[pin.team],)
            here = {team: self._roles_here(self.teams[team], person.county, held) for team in teams}
            found.append({team: roles for team, roles in here.items() if roles})
            if pin is None:
                alike[kind] = found[-1]
        return found

    @staticmethod
    def _roles_here(team: TeamEntry, county: str | None, held: list[int]) -> tuple[int, ...]:
        roles = []
        for number in held:
            role = ROLES[number]
            counties = team.roles_from.get(role, team.people_from)
            if team.roles.get(role, (0, 0))[1] > 0 and (counties is None or county in counties):
                roles.append(number)
        return tuple(roles)

    def _unit_options(self) -> list[tuple[int, ...]]:
        fixed = {self.unit_at[pin.unit]: self.team_at[pin.team] for pin in self.problem.pins if pin.unit is not None}
        rules = self.problem.counties
        refused = set(rules.bars)
        found = []
        for index, unit in enumerate(self.units):
            teams = []
            for number, team in enumerate(self.teams):
                both = team.county is not None and unit.county is not None
                own = both and team.county == unit.county and rules.own == "forbid"
                barred = both and (team.county, unit.county) in refused
                if not own and not barred and fixed.get(index, number) == number:
                    teams.append(number)
            found.append(tuple(teams))
        return found

    def _barred(self) -> list[dict[int, frozenset[int]]]:
        found: list[dict[int, frozenset[int]]] = [{} for _ in self.units]
        for bar in self.problem.bars:
            roles = ALL_ROLES if bar.roles is None else frozenset(ROLE_INDEX[role] for role in bar.roles)
            here, person = found[self.unit_at[bar.unit]], self.person_at[bar.person]
            here[person] = here[person] | roles if person in here else roles
        by_county: dict[str, list[int]] = {}
        for index, unit in enumerate(self.units):
            if unit.county is not None:
                by_county.setdefault(unit.county, []).append(index)
        for person_index, entry in enumerate(self.people):
            for county in entry.barred_counties:
                for index in by_county.get(county, ()):
                    found[index][person_index] = ALL_ROLES
        return found

    def _costs(self) -> tuple[list[dict[int, int]], list[dict[int, int]]]:
        should: list[dict[int, int]] = [{} for _ in self.units]
        risk: list[dict[int, int]] = [{} for _ in self.units]
        for cost in self.problem.costs:
            unit, person = self.unit_at[cost.unit], self.person_at[cost.person]
            for table, price in ((should, cost.should), (risk, cost.risk)):
                if price:
                    table[unit][person] = table[unit].get(person, 0) + price
        return should, risk

    def _together(self) -> dict[tuple[int, int], int]:
        found: dict[tuple[int, int], int] = {}
        for entry in self.problem.together:
            pair = _ordered(*(self.person_at[name] for name in entry.people))
            if entry.cost:
                found[pair] = found.get(pair, 0) + entry.cost
        return found

    def _previous(self) -> tuple[list[Kept], list[tuple[int, int]], int]:
        people: list[Kept] = []
        units: list[tuple[int, int]] = []
        gone = 0
        for team in self.problem.previous.teams if self.problem.previous else ():
            number = self.team_at.get(team.id)
            for seat in team.people:
                price = LEFT_LEAD if seat.role in LEAD_ROLES else LEFT_OTHER
                person = self.person_at.get(seat.id)
                if person is None or number is None or number not in self.options[person]:
                    gone += price
                else:
                    people.append(Kept(person, number, ROLE_INDEX[seat.role], price))
            for name in team.units:
                unit = self.unit_at.get(name)
                if unit is None or number is None or number not in self.unit_options[unit]:
                    gone += LEFT_UNIT
                else:
                    units.append((unit, number))
        return people, units, gone

    @cached_property
    def specialists(self) -> dict[str, list[int]]:
        """The people of each speciality, by number."""
        found: dict[str, list[int]] = {}
        for index, person in enumerate(self.people):
            for speciality in dict.fromkeys(person.specialities):
                found.setdefault(speciality, []).append(index)
        return found

    @cached_property
    def ways(self) -> list[list[int]]:
        """What it costs that a team (row) inspects a unit (column): travel times workload."""
        rules = self.problem.counties
        listed = {(start, end): price for start, end, price in rules.travel}
        rows = []
        for team in self.teams:
            row = []
            for unit in self.units:
                price = 0
                if team.county is not None and unit.county is not None:
                    plain = 0 if team.county == unit.county else rules.travel_default
                    price = listed.get((team.county, unit.county), plain)
                row.append(price * unit.workload)
            rows.append(row)
        return rows

    def role_bounds(self, team: int, role: int) -> Bounds:
        """Return least and most of a role in a team."""
        return self.teams[team].roles.get(ROLES[role], (0, 0))

    def team_bounds(self, team: int) -> dict[str, Bounds]:
        """Return the bounds of size, full_time, units and workload; what is not limited has a large maximum."""
        entry = self.teams[team]
        free = (0, WITHOUT_LIMIT)
        return {
            "size": entry.size,
            "full_time": entry.full_time or free,
            "units": entry.units or free,
            "workload": entry.workload or free,
        }

    def to_teams(self, state: State) -> tuple[TeamRoster, ...]:
        """Return the teams of a state, everything in the order of the problem, roles first."""
        seats: list[list[tuple[int, int]]] = [[] for _ in self.teams]
        for person, team in enumerate(state.team_of):
            if team != NO_TEAM:
                seats[team].append((state.role_of[person], person))
        return tuple(
            TeamRoster(
                id=team.id,
                units=tuple(self.units[u].id for u, where in enumerate(state.unit_team) if where == number),
                people=tuple(Seat(id=self.people[p].id, role=ROLES[role]) for role, p in sorted(seats[number])),
            )
            for number, team in enumerate(self.teams)
        )

    def from_roster(self, roster: Roster) -> State:
        """Return the state of a roster as far as its ids are known; it may break rules."""
        team_of, role_of = [NO_TEAM] * len(self.people), [0] * len(self.people)
        unit_team = [NO_TEAM] * len(self.units)
        for team in roster.teams:
            number = self.team_at.get(team.id)
            if number is None:
                continue
            for seat in team.people:
                if (person := self.person_at.get(seat.id)) is not None:
                    team_of[person], role_of[person] = number, ROLE_INDEX[seat.role]
            for name in team.units:
                if (unit := self.unit_at.get(name)) is not None:
                    unit_team[unit] = number
        return State(tuple(team_of), tuple(role_of), tuple(unit_team))


def _ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _groups(names: list[str | None]) -> list[list[int]]:
    found: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        if name is not None:
            found.setdefault(name, []).append(index)
    return list(found.values())
