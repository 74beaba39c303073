"""Opening a part of a roster and closing it better: one weighted objective over the levels that can still gain."""

from dataclasses import dataclass

from huibi.planning.board import Board, State
from huibi.planning.engine import Engine
from huibi.planning.goals import GOALS, level_sum
from huibi.planning.paper import Sum
from huibi.planning.requirements import require
from huibi.planning.score import unit_risks, vector
from huibi.planning.variables import Draft, Scope

_LARGEST_FACTOR = 1 << 50
# What it costs to write a model and read it, in deterministic time, which counts the search alone.
_WRITING, _WRITING_ONE = 0.01, 3e-5
_ROOM = 2  # a later level may grow to this many times its value while an earlier one gains
_MORE_ROOM = 40


@dataclass(frozen=True, slots=True)
class Aim:
    """What to gain: levels from `first` on, those before held.

    `smooth` flattens the peak of risk; `filling` lets later levels grow as they must while teams are being filled.
    """

    first: int
    smooth: bool = False
    filling: bool = False


def at_peak(board: Board, state: State) -> int:
    """Return how many units stand at the peak of risk: what has to go before the peak is lower."""
    risks = unit_risks(board, state)
    peak = max(risks, default=0)
    return risks.count(peak) if peak else 0


def peak_level(board: Board) -> int | None:
    """Return the level that is nothing but the peak of risk, if there is one."""
    return next((i for i, level in enumerate(board.problem.objective) if set(level) == {"risk_peak"}), None)


def key(board: Board, state: State, aim: Aim) -> tuple[int, ...]:
    """Return what is compared: the levels; where the peak is smoothed, the number of units at it comes next to it."""
    values = vector(board, state)
    level = peak_level(board)
    if not aim.smooth or level is None:
        return values
    return (*values[: level + 1], at_peak(board, state), *values[level + 1 :])


@dataclass(frozen=True, slots=True)
class Reopened:
    """What opening a scope gave: the best state in it (None: none), whether there is no better one, time spent."""

    state: State | None
    exact: bool
    spent: float


def reopen(board: Board, engine: Engine, scope: Scope, aim: Aim, limit: float) -> Reopened:
    """Return the best state found in a scope within a limit of deterministic time."""
    draft = Draft(board, scope)
    require(draft)
    draft.paper.minimise(_weighted(draft, aim))
    draft.paper.hint(draft.decisions(scope.state))
    outcome = engine.solve(draft.paper, limit, light=True)
    state = None if outcome.values is None else draft.read(outcome.values)
    return Reopened(state, outcome.optimal, outcome.spent + _WRITING + _WRITING_ONE * draft.paper.size)


def _weighted(draft: Draft, aim: Aim) -> Sum:
    """Write the levels before the aim as limits and return the others as one sum, each worth all that come after."""
    board, state = draft.board, draft.scope.state
    values = vector(board, state)
    parts: list[tuple[Sum, int]] = []
    factor = 1
    for index, level in enumerate(board.problem.objective):
        if index < aim.first:
            draft.paper.at_most(level_sum(draft, level), values[index])
            continue
        total = level_sum(draft, level)
        cap = _room(total.cap, values, index, aim)
        if factor * (cap + 1) > _LARGEST_FACTOR:
            break
        draft.paper.at_most(total, cap)
        parts.append((total, cap))
        factor *= cap + 1
        if aim.smooth and index == peak_level(board):
            peaks = _at_peak(draft, values[index])
            parts.append((peaks, peaks.cap))
            factor *= peaks.cap + 1
    whole, factor = Sum(), 1
    for total, cap in reversed(parts):
        whole.add_sum(total, factor)
        factor *= cap + 1
    return whole


def _room(cap: int, values: tuple[int, ...], index: int, aim: Aim) -> int:
    """Return how much a level may be: no more than now for the first, little more for others once nothing lacks."""
    if index == aim.first:
        return values[index]
    return cap if aim.filling else min(cap, _ROOM * values[index] + _MORE_ROOM)


def _at_peak(draft: Draft, peak: int) -> Sum:
    """Return how many open units stay at the peak, which none may pass."""
    total = Sum()
    if peak == 0:
        return total
    GOALS["risk"](draft)
    paid, _ = draft.risks or ([], [])
    for variable, cap in paid:
        if cap >= peak:
            stays = draft.paper.boolean()
            draft.paper.bound([variable, stays], [1, -1], (-1, peak - 1))
            total.add(stays)
    return total
