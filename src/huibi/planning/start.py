"""Where a search begins: the pins alone, and around them what can stay of the previous roster."""

from collections import Counter

from huibi.planning.board import NO_TEAM, Board, State
from huibi.planning.pins import pins_alone


def first_states(board: Board) -> list[State]:
    """Return legal states to begin with: the pins alone and, where there is a previous roster, what can stay of it."""
    alone = board.from_roster(pins_alone(board.problem))
    return [alone, _Keeper(board, alone).keep()] if board.kept or board.kept_units else [alone]


class _Keeper:
    """Adds units, then people, of the previous roster one by one as long as no hard rule breaks."""

    def __init__(self, board: Board, state: State) -> None:
        self.board = board
        self.team_of, self.role_of = list(state.team_of), list(state.role_of)
        self.unit_team = list(state.unit_team)
        self.ways = {self._way(u, t) for u, t in enumerate(self.unit_team) if t != NO_TEAM}
        # Kept up while seats are filled: to look through everybody for each seat of a province takes ten seconds.
        self.members: dict[int, list[int]] = {}
        self.held: dict[int, list[int]] = {}
        self.used: Counter[tuple[str, str | None]] = Counter()
        for person, team in enumerate(self.team_of):
            if team != NO_TEAM:
                self._seat(person, team)
        for unit, team in enumerate(self.unit_team):
            self.held.setdefault(team, []).append(unit)
        self.apart: dict[int, set[int]] = {}
        for one, other in board.apart:
            self.apart.setdefault(one, set()).add(other)
            self.apart.setdefault(other, set()).add(one)

    def keep(self) -> State:
        """Return the state with all that fits; leaders and deputies come before the others."""
        for unit, team in self.board.kept_units:
            if self.unit_team[unit] == NO_TEAM and self._unit_fits(unit, team):
                self.unit_team[unit] = team
                self.held.setdefault(team, []).append(unit)
                self.ways.add(self._way(unit, team))
        for kept in sorted(self.board.kept, key=lambda kept: -kept.price):
            options = self.board.options[kept.person][kept.team]
            roles = [kept.role, *options] if kept.role in options else list(options)
            role = next((role for role in roles if self._person_fits(kept.person, kept.team, role)), None)
            if self.team_of[kept.person] == NO_TEAM and role is not None:
                self.team_of[kept.person], self.role_of[kept.person] = kept.team, role
                self._seat(kept.person, kept.team)
        return State(tuple(self.team_of), tuple(self.role_of), tuple(self.unit_team))

    def _seat(self, person: int, team: int) -> None:
        entry = self.board.people[person]
        self.members.setdefault(team, []).append(person)
        self.used.update((("home", entry.home_unit), ("county", entry.county)))

    def _way(self, unit: int, team: int) -> tuple[str | None, str | None]:
        return self.board.teams[team].county, self.board.units[unit].county

    def _unit_fits(self, unit: int, team: int) -> bool:
        board, limits = self.board, self.board.team_bounds(team)
        held = self.held.get(team, [])
        load = sum(board.units[other].workload for other in held) + board.units[unit].workload
        if len(held) >= limits["units"][1] or load > limits["workload"][1]:
            return False
        barred = board.barred[unit]
        seated = self.members.get(team, [])
        if any(self.role_of[person] in barred.get(person, ()) for person in seated):
            return False
        start, end = self._way(unit, team)
        exchange = start is not None and end is not None and start != end and (end, start) in self.ways
        return not (exchange and board.problem.counties.mutual == "forbid")

    def _person_fits(self, person: int, team: int, role: int) -> bool:
        board, entry = self.board, self.board.people[person]
        members = self.members.get(team, [])
        limits = board.team_bounds(team)
        if len(members) >= limits["size"][1] or self._full_time(members) + entry.full_time > limits["full_time"][1]:
            return False
        if sum(self.role_of[other] == role for other in members) >= board.role_bounds(team, role)[1]:
            return False
        if self.apart.get(person, set()) & set(members):
            return False
        units = self.held.get(team, [])
        if any(role in board.barred[unit].get(person, ()) for unit in units):
            return False
        return self._totals_fit(person, members)

    def _full_time(self, members: list[int]) -> int:
        return sum(self.board.people[person].full_time for person in members)

    def _totals_fit(self, person: int, members: list[int]) -> bool:
        people, entry = self.board.people, self.board.people[person]
        rules = self.board.problem.limits
        if entry.home_unit is not None:
            here = sum(people[other].home_unit == entry.home_unit for other in members)
            total = self.used["home", entry.home_unit]
            if rules.same_home_unit is not None and here >= rules.same_home_unit:
                return False
            if rules.home_unit_total is not None and total >= rules.home_unit_total:
                return False
        lend = self.board.problem.counties.lend
        return entry.county not in lend or self.used["county", entry.county] < lend[entry.county][1]
