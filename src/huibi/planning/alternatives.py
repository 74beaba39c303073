"""Further rosters beside the best: as good in every level as can be, and different from all that are known."""

from huibi.planning.board import NO_TEAM, Board, State
from huibi.planning.engine import Engine
from huibi.planning.goals import level_sum
from huibi.planning.neighbourhoods import Neighbourhoods
from huibi.planning.paper import Sum
from huibi.planning.requirements import require
from huibi.planning.score import vector
from huibi.planning.variables import Draft, Scope, whole

LIMIT = 3.0
_TEAMS = 6
_SEATS_A_TEAM = 4  # that a team can give up without being worth much less
_LARGEST_FACTOR = 1 << 55
_ROOM, _MORE_ROOM = 2, 40


def another(
    board: Board, engine: Engine, near: Neighbourhoods, known: list[State], *, part: bool, distance: int = 1
) -> State | None:
    """Return a roster that differs from all known ones in `distance` seats and units at least, None if none was found.

    A seat differs where somebody is no longer in that team; other roles are no difference. Levels weigh as in the
    objective, in order; among equals the one that differs most is preferred. `part` opens only some teams round the
    best one, where the whole is too large for one model.
    """
    scope = _part(board, near, known[0], distance) if part else whole(board, known[0])
    draft = Draft(board, scope)
    require(draft)
    kept = Sum()
    for state in known:
        same = _same(draft, state)
        apart = distance - _already(draft, state)
        if apart > len(same.variables):
            return None
        if apart > 0:
            draft.paper.bound(same.variables, same.factors, (0, len(same.variables) - apart))
        kept.add_sum(same)
    draft.paper.minimise(_weighted(draft, kept))
    draft.paper.hint(draft.decisions(known[0]))
    outcome = engine.solve(draft.paper, engine.budget.grant(LIMIT))
    return None if outcome.values is None else draft.read(outcome.values)


def _part(board: Board, near: Neighbourhoods, state: State, distance: int) -> Scope:
    """Open more teams the further away a roster is wanted."""
    count = max(_TEAMS, distance // _SEATS_A_TEAM + 1)
    teams = near.random.sample(range(len(board.teams)), min(count, len(board.teams)))
    return near.both_of(state, sorted(teams))


def _same(draft: Draft, state: State) -> Sum:
    """Return how many seats and units of a state stay as they are, as far as they are open."""
    total = Sum()
    for person, team in enumerate(state.team_of):
        if team != NO_TEAM and (person, team) in draft.serves:
            total.add(draft.serves[person, team])
    for unit, team in enumerate(state.unit_team):
        if team != NO_TEAM and (unit, team) in draft.inspects:
            total.add(draft.inspects[unit, team])
    return total


def _already(draft: Draft, state: State) -> int:
    """Return how many seats and units of a state are given up already by what the scope holds still."""
    held = draft.scope.state
    people = sum(
        team not in (NO_TEAM, held.team_of[person])
        for person, team in enumerate(state.team_of)
        if person not in draft.scope.people
    )
    return people + sum(
        team not in (NO_TEAM, held.unit_team[unit])
        for unit, team in enumerate(state.unit_team)
        if unit not in draft.scope.units
    )


def _weighted(draft: Draft, kept: Sum) -> Sum:
    """Return one sum in which each level is worth all that come after it, as far as numbers reach."""
    values = vector(draft.board, draft.scope.state)
    parts: list[tuple[Sum, int]] = []
    factor = 1
    for value, level in zip(values, draft.board.problem.objective, strict=True):
        total = level_sum(draft, level)
        cap = min(total.cap, _ROOM * value + _MORE_ROOM)
        if factor * (cap + 1) > _LARGEST_FACTOR:
            break
        draft.paper.at_most(total, cap)
        parts.append((total, cap))
        factor *= cap + 1
    if factor * (kept.cap + 1) <= _LARGEST_FACTOR:
        parts.append((kept, kept.cap))
    whole_sum, factor = Sum(), 1
    for total, cap in reversed(parts):
        whole_sum.add_sum(total, factor)
        factor *= cap + 1
    return whole_sum
