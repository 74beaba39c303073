"""The first steps of a repair: the teams that lost somebody are closed again, change before all that comes after it."""

from collections.abc import Iterator

from huibi.planning.board import NO_TEAM, Board, State
from huibi.planning.engine import Engine
from huibi.planning.improve import Aim, reopen
from huibi.planning.neighbourhoods import Neighbourhoods
from huibi.planning.score import vector

_NEAR = 3  # teams that are opened beside one that lost somebody
_LIMIT = 2.0


def mend(board: Board, engine: Engine, near: Neighbourhoods, state: State) -> Iterator[State]:
    """Yield ever better states: each team that differs from the previous roster is opened with the few next to it.

    A state is yielded only where it is better than the one before.
    """
    for team in torn(board, state):
        if engine.over():
            return
        teams = sorted({team, *near.beside(team, _NEAR)})
        limit = engine.budget.grant(_LIMIT)
        found = reopen(board, engine, near.both_of(state, teams), Aim(0, filling=True), limit)
        engine.budget.spend(found.spent)
        if found.state is not None and vector(board, found.state) < vector(board, state):
            state = found.state
            yield state


def torn(board: Board, state: State) -> list[int]:
    """Return the teams that are not what they were in the previous roster, or inspect what it did not."""
    found = {
        kept.team
        for kept in board.kept
        if state.team_of[kept.person] != kept.team or state.role_of[kept.person] != kept.role
    }
    found |= {team for unit, team in board.kept_units if state.unit_team[unit] != team}
    previous = board.problem.previous
    for team in previous.teams if previous is not None else ():
        number = board.team_at.get(team.id)
        if number is None:
            continue
        gone = any(seat.id not in board.person_at for seat in team.people)
        if gone or any(unit not in board.unit_at for unit in team.units):
            found.add(number)
    left_over = [unit for unit, team in enumerate(state.unit_team) if team == NO_TEAM]
    for unit in left_over:
        found.update(board.unit_options[unit][:_NEAR])
    return sorted(found)
