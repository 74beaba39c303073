"""Rounds of neighbourhoods: several parts of the roster are opened side by side, then put together in fixed order."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from random import Random

from huibi.planning.board import NO_TEAM, Board, State
from huibi.planning.engine import Engine
from huibi.planning.improve import Aim, Reopened, key, peak_level, reopen
from huibi.planning.neighbourhoods import Neighbourhoods, Where
from huibi.planning.score import terms
from huibi.planning.variables import Scope

LIMIT = 0.6  # of deterministic time for one neighbourhood
_LEAST_TEAMS = 2
_QUICK = 0.3  # of the limit: a neighbourhood that is closed so fast may grow


@dataclass(slots=True)
class Arm:
    """One way to choose neighbourhoods, with the number of teams that suits the time of one call."""

    where: Where
    weight: float
    most: int


class Rounds:
    """Improves a state round by round; every round takes as many threads as there are workers."""

    def __init__(self, board: Board, engine: Engine) -> None:
        self.board, self.engine = board, engine
        self.random = Random(engine.seed)  # noqa: S311 - a search that can be repeated, no secret
        self.near = Neighbourhoods(board, self.random)
        self.arms = self._arms()

    def _arms(self) -> list[Arm]:
        count = len(self.board.teams)
        arms = [
            Arm(Where("both", "risk", min(4, count)), 4, count),
            Arm(Where("both", "any", min(4, count)), 2, count),
            Arm(Where("both", "short", min(4, count)), 2, count),
            Arm(Where("people", "risk", min(6, count)), 2, count),
            Arm(Where("units", "any", min(30, count)), 1, count),
        ]
        if peak_level(self.board) is not None:
            arms.append(Arm(Where("both", "peak", min(4, count)), 5, count))
        return arms

    def round(self, state: State, aim: Aim, threads: int) -> tuple[State, float]:
        """Return the state after one round, never worse by the aim's key, and the deterministic time it took."""
        chosen = self._choose(state, aim, threads)
        scopes = self.near.share_out(state, [arm.where for arm in chosen])
        limit = self.engine.budget.grant(LIMIT)
        with ThreadPoolExecutor(len(scopes)) as pool:
            jobs = [pool.submit(reopen, self.board, self.engine, scope, aim, limit) for scope in scopes]
            found = [job.result() for job in jobs]
        best = state
        for arm, scope, result in zip(chosen, scopes, found, strict=False):
            after = best if result.state is None else self._put_together(best, scope, result.state, aim)
            self._learn(arm, result, gained=after is not best)
            best = after
        return best, max(result.spent for result in found)

    def _choose(self, state: State, aim: Aim, threads: int) -> list[Arm]:
        now = terms(self.board, state)
        short = now["unassigned"] or now["shortfall"]
        weights = []
        for arm in self.arms:
            useless = (arm.where.focus == "short" and not short) or (arm.where.focus == "peak" and not aim.smooth)
            weights.append(0.0 if useless else arm.weight * (3 if short and arm.where.focus == "short" else 1))
        return self.random.choices(self.arms, weights, k=threads)

    @staticmethod
    def _learn(arm: Arm, result: Reopened, *, gained: bool) -> None:
        """Let a neighbourhood grow that is searched through fast, shrink one that is not searched through at all."""
        teams = arm.where.teams
        if result.exact and result.spent < _QUICK * LIMIT:
            arm.where = replace(arm.where, teams=min(arm.most, teams + 1))
        elif not result.exact and not gained:
            arm.where = replace(arm.where, teams=max(min(_LEAST_TEAMS, arm.most), teams - 1))

    def _put_together(self, state: State, scope: Scope, part: State, aim: Aim) -> State:
        """Return the state with what a scope found, or the state itself where that is no gain or breaks a rule."""
        team_of, role_of, unit_team = list(state.team_of), list(state.role_of), list(state.unit_team)
        for person in scope.people:
            team_of[person], role_of[person] = part.team_of[person], part.role_of[person]
        for unit in scope.units:
            unit_team[unit] = part.unit_team[unit]
        whole = State(tuple(team_of), tuple(role_of), tuple(unit_team))
        gains = key(self.board, whole, aim) < key(self.board, state, aim)
        return whole if gains and keeps_totals(self.board, whole) else state


def keeps_totals(board: Board, state: State) -> bool:
    """Say whether the rules over all teams hold: home units, lending, counties that inspect each other."""
    rules = board.problem.counties
    used = [person for person, team in enumerate(state.team_of) if team != NO_TEAM]
    homes = Counter(board.people[person].home_unit for person in used)
    most = board.problem.limits.home_unit_total
    if most is not None and any(count > most for home, count in homes.items() if home is not None):
        return False
    lent = Counter(board.people[person].county for person in used)
    if any(lent[county] > limits[1] for county, limits in rules.lend.items()):
        return False
    ways = {
        (board.teams[team].county, board.units[unit].county)
        for unit, team in enumerate(state.unit_team)
        if team != NO_TEAM
    }
    return rules.mutual != "forbid" or not any(
        a is not None and b is not None and a != b and (b, a) in ways for a, b in ways
    )
