"""What is decided: who serves where in which role, and who inspects what, in a part of the roster or the whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from huibi.planning.board import NO_TEAM, Board, State
from huibi.planning.paper import Literal, Paper

# What each open unit pays as (variable, cap), and what each unit outside the scope pays.
UnitSums = tuple[list[tuple[int, int]], list[int]]


@dataclass(frozen=True, slots=True)
class Scope:
    """What is open: for each open person and unit the teams they may be in; everything else stays as in `state`.

    `teams` are open in their people or units. Either everybody who is in an open team is open, or nobody at all is;
    every unit of an open team is open, those `settled` with their team alone.
    """

    teams: tuple[int, ...]
    people: Mapping[int, tuple[int, ...]]
    units: Mapping[int, tuple[int, ...]]
    state: State
    settled: frozenset[int] = frozenset()


def whole(board: Board, state: State) -> Scope:
    """Return the scope in which everything is open."""
    return Scope(
        teams=tuple(range(len(board.teams))),
        people={person: tuple(options) for person, options in enumerate(board.options) if options},
        units={unit: options for unit, options in enumerate(board.unit_options) if options},
        state=state,
    )


class Draft:
    """The variables of a scope: `serves[p, t]`, `roles[p, t][r]`, `inspects[u, t]`, and who can be in which team."""

    def __init__(self, board: Board, scope: Scope) -> None:
        self.board, self.scope, self.paper = board, scope, Paper()
        self.serves: dict[tuple[int, int], Literal] = {}
        self.roles: dict[tuple[int, int], dict[int, Literal]] = {}
        self.inspects: dict[tuple[int, int], Literal] = {}
        self.team_people: dict[int, list[tuple[int, Literal]]] = {team: [] for team in scope.teams}
        self.team_units: dict[int, list[tuple[int, Literal]]] = {team: [] for team in scope.teams}
        self.risks: UnitSums | None = None  # written once, by the first term that asks
        self._open_units()
        self._open_people()
        self.size = self.paper.size  # how many variables decide; what comes after only counts
        self.still_people = [
            (person, team)
            for person, team in enumerate(scope.state.team_of)
            if team != NO_TEAM and person not in scope.people
        ]
        self.still_units = [
            (unit, team)
            for unit, team in enumerate(scope.state.unit_team)
            if team != NO_TEAM and unit not in scope.units
        ]
        self.members = _by_team(self.still_people)
        self.inspected = _by_team(self.still_units)
        # Whoever sits in an open team but is not open: nobody, or all of the team.
        self.seated = {team: self.members.get(team, []) for team in scope.teams}

    def _open_units(self) -> None:
        for unit, teams in self.scope.units.items():
            for team in teams:
                literal = self.paper.boolean()
                self.inspects[unit, team] = literal
                self.team_units[team].append((unit, literal))

    def _open_people(self) -> None:
        for person, teams in self.scope.people.items():
            for team in teams:
                literal = self.paper.boolean()
                self.serves[person, team] = literal
                self.team_people[team].append((person, literal))
                options = self.board.options[person][team]
                if len(options) == 1:
                    self.roles[person, team] = {options[0]: literal}
                else:
                    self.roles[person, team] = {role: self.paper.boolean() for role in options}

    def read(self, values: list[int]) -> State:
        """Return the state that a solution means."""
        state = self.scope.state
        team_of, role_of, unit_team = list(state.team_of), list(state.role_of), list(state.unit_team)
        for person in self.scope.people:
            team_of[person], role_of[person] = NO_TEAM, 0
        for unit in self.scope.units:
            unit_team[unit] = NO_TEAM
        for (person, team), literal in self.serves.items():
            if values[literal]:
                team_of[person] = team
                role_of[person] = next(role for role, held in self.roles[person, team].items() if values[held])
        for (unit, team), literal in self.inspects.items():
            if values[literal]:
                unit_team[unit] = team
        return State(tuple(team_of), tuple(role_of), tuple(unit_team))

    def decisions(self, state: State) -> list[int]:
        """Return the values of the deciding variables (the first ones made) that mean a state."""
        values: dict[int, int] = {}
        for (unit, team), literal in self.inspects.items():
            values[literal] = int(state.unit_team[unit] == team)
        for (person, team), literal in self.serves.items():
            here = state.team_of[person] == team
            values[literal] = int(here)
            for role, held in self.roles[person, team].items():
                values[held] = int(here and state.role_of[person] == role)
        return [values[index] for index in range(len(values))]


def _by_team(pairs: list[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for member, team in pairs:
        found.setdefault(team, []).append(member)
    return found
