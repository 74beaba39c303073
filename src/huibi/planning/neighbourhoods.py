"""Which part of a roster to open next: a few teams with their people and units, and who else could serve there."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from huibi.planning.board import ALL_ROLES, NO_TEAM, ROLES, Board, State
from huibi.planning.score import unit_risks
from huibi.planning.variables import Scope

_SPARE_OF_A_KIND = 6
_BARRED = 10**6


@dataclass(frozen=True, slots=True)
class Where:
    """What to open: `kind` is both, people or units; `focus` what the first team is chosen by."""

    kind: str
    focus: str
    teams: int


class Neighbourhoods:
    """Chooses scopes round one state; the same random numbers give the same scopes."""

    def __init__(self, board: Board, random: Random) -> None:
        self.board, self.random = board, random
        self._share = (0, 1)
        self._turn = 0
        self._pools = [
            frozenset(p for p, options in enumerate(board.options) if t in options) for t in range(len(board.teams))
        ]

    def share_out(self, state: State, wheres: list[Where]) -> list[Scope]:
        """Return a scope for each choice, as far as there are teams: no team, person or unit is open in two of them."""
        taken: set[int] = set()
        self._turn = self.random.randrange(10**6)
        scopes: list[Scope] = []
        for index, where in enumerate(wheres):
            free = [team for team in range(len(self.board.teams)) if team not in taken]
            if free:
                teams = self.choose(state, where, free)
                taken.update(teams)
                self._share = (index, len(wheres))
                scopes.append(self.open(state, where.kind, teams))
        self._share = (0, 1)
        return scopes

    def choose(self, state: State, where: Where, free: list[int]) -> list[int]:
        """Return the teams to open: the first by the focus, the others near it."""
        weights = self._weights(state, where.focus)
        teams = [self._pick(free, weights)]
        while len(teams) < min(where.teams, len(free)):
            rest = [team for team in free if team not in teams]
            near = [self._nearness(teams, team) for team in range(len(self.board.teams))]
            teams.append(self._pick(rest, near))
        return sorted(teams)

    def beside(self, team: int, count: int) -> list[int]:
        """Return so many teams that draw on the same people as this one, the nearest first."""
        others = [other for other in range(len(self.board.teams)) if other != team]
        return sorted(others, key=lambda other: (-self._nearness([team], other), other))[:count]

    def open(self, state: State, kind: str, teams: list[int]) -> Scope:
        """Return the scope that opens the people, the units or both of the teams."""
        if kind == "units":
            return self.units_of(state, teams)
        if kind == "people":
            return self.people_of(state, teams)
        return self.both_of(state, teams)

    def _mine(self, number: int) -> bool:
        """Whether a spare person or unit belongs to the share that is being opened; it changes from round to round."""
        index, shares = self._share
        return shares == 1 or (number * 7919 + self._turn) % shares == index

    def _pick(self, teams: list[int], weights: list[float]) -> int:
        return self.random.choices(teams, [weights[team] for team in teams])[0]

    def _weights(self, state: State, focus: str) -> list[float]:
        """Return how much each team asks to be opened first."""
        count = len(self.board.teams)
        risks = unit_risks(self.board, state)
        if focus == "peak":
            peak = max(risks, default=0)
            at_peak = {state.unit_team[unit] for unit, risk in enumerate(risks) if risk == peak and peak}
            return [1.0 if team in at_peak else 0.001 for team in range(count)]
        if focus == "risk":
            sums = [0.1] * count
            for unit, team in enumerate(state.unit_team):
                if team != NO_TEAM:
                    sums[team] += risks[unit]
            return sums
        if focus == "short":
            return [1.0 + 20.0 * self._lacks(state, team) for team in range(count)]
        return [1.0] * count

    def _lacks(self, state: State, team: int) -> bool:
        people = [person for person, where in enumerate(state.team_of) if where == team]
        roles = [state.role_of[person] for person in people]
        bounds = self.board.team_bounds(team)
        if len(people) < bounds["size"][0] or any(
            roles.count(role) < self.board.role_bounds(team, role)[0] for role in range(len(ROLES))
        ):
            return True
        held = [set(self.board.people[person].specialities) for person in people]
        asked = dict(self.board.teams[team].specialities)
        for unit, where in enumerate(state.unit_team):
            if where == team:
                asked |= {name: max(1, asked.get(name, 0)) for name in self.board.units[unit].specialities}
        full_time = sum(self.board.people[person].full_time for person in people)
        return full_time < bounds["full_time"][0] or any(
            sum(name in having for having in held) < least for name, least in asked.items()
        )

    def _nearness(self, teams: list[int], other: int) -> float:
        """Prefer teams that draw on the same people."""
        pool = self._pools[other]
        shared = max(len(pool & self._pools[team]) for team in teams)
        return 0.05 + shared / max(1, len(pool))

    def units_of(self, state: State, teams: list[int]) -> Scope:
        """Open the units of the teams and those that nobody inspects; the people stay."""
        return Scope(tuple(teams), {}, self._units(state, teams), state)

    def people_of(self, state: State, teams: list[int]) -> Scope:
        """Open the people of the teams and the best spare ones; the units stay."""
        settled = {unit: (team,) for unit, team in enumerate(state.unit_team) if team in set(teams)}
        return Scope(tuple(teams), self._people(state, teams), settled, state, settled=frozenset(settled))

    def both_of(self, state: State, teams: list[int]) -> Scope:
        """Open the people and the units of the teams."""
        return Scope(tuple(teams), self._people(state, teams), self._units(state, teams), state)

    def _units(self, state: State, teams: list[int]) -> dict[int, tuple[int, ...]]:
        chosen = set(teams)
        found = {}
        for unit, where in enumerate(state.unit_team):
            if where in chosen or (where == NO_TEAM and self._mine(unit)):
                options = tuple(team for team in self.board.unit_options[unit] if team in chosen)
                if options:
                    found[unit] = options
        return found

    def _people(self, state: State, teams: list[int]) -> dict[int, tuple[int, ...]]:
        chosen = set(teams)
        found = {}
        spare = []
        for person, where in enumerate(state.team_of):
            if where != NO_TEAM and where not in chosen:
                continue
            options = tuple(team for team in teams if team in self.board.options[person])
            if where in chosen:
                found[person] = options
            elif options and self._mine(person):
                spare.append(person)
        for person in self._best_spare(state, teams, spare):
            found[person] = tuple(team for team in teams if team in self.board.options[person])
        return dict(sorted(found.items()))

    def _best_spare(self, state: State, teams: list[int], spare: list[int]) -> Iterable[int]:
        """Return of each kind (role, full time, speciality) those who would pay least where they may serve."""
        most = _SPARE_OF_A_KIND * len(teams)
        if len(spare) <= 2 * most:
            return spare
        prices = self._prices(state, teams, spare)
        spare = sorted(spare, key=lambda person: (prices[person], self.random.random()))
        kinds: dict[tuple[int, bool, str], int] = {}
        chosen = []
        for person in spare:
            entry = self.board.people[person]
            roles = {role for team in teams for role in self.board.options[person].get(team, ())}
            names = entry.specialities or ("",)
            mine = [(role, entry.full_time, name) for role in sorted(roles) for name in names]
            if any(kinds.get(kind, 0) < _SPARE_OF_A_KIND for kind in mine):
                chosen.append(person)
                for kind in mine:
                    kinds[kind] = kinds.get(kind, 0) + 1
        return chosen

    def _prices(self, state: State, teams: list[int], spare: list[int]) -> dict[int, float]:
        """Return for each spare person the least that a team of these would pay, as its units are now."""
        held: dict[int, list[int]] = {team: [] for team in teams}
        for unit, team in enumerate(state.unit_team):
            if team in held:
                held[team].append(unit)
        board = self.board
        found = {}
        for person in spare:
            least = float(_BARRED)
            for team, units in held.items():
                if team in board.options[person]:
                    price = sum(
                        _BARRED if board.barred[unit].get(person) == ALL_ROLES else board.risk[unit].get(person, 0)
                        for unit in units
                    )
                    least = min(least, price)
            found[person] = least + board.people[person].served / 100
        return found
