"""The search itself, as it runs in the child: from the pins alone to the best roster that the time allows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from huibi.planning.board import Board, State
from huibi.planning.engine import Engine
from huibi.planning.goals import level_sum
from huibi.planning.pins import pins_alone
from huibi.planning.requirements import require
from huibi.planning.score import vector
from huibi.planning.variables import Draft, whole

_SHARE = 0.5  # of the time that is left, for one level of the whole model
Tell = Callable[[dict[str, Any]], None]


@dataclass(slots=True)
class Level:
    """What is known of one level: a proven bound, given the values before, and when it was last worked on."""

    terms: dict[str, int]
    bound: int | None = None
    seconds: float = 0.0


class Search:
    """One search: the best state so far, its values, the bounds proven, and whom to tell."""

    def __init__(self, board: Board, engine: Engine, tell: Tell, start: State | None = None) -> None:
        self.board, self.engine, self._tell = board, engine, tell
        self.levels = [Level(dict(level)) for level in board.problem.objective]
        self.best = board.from_roster(pins_alone(board.problem))
        self.values = vector(board, self.best)
        if start is not None and (reached := vector(board, start)) < self.values:
            self.best, self.values = start, reached
        self._trivial_bounds()
        self._report(0)

    def run(self) -> None:
        """Work through the levels in turn, the earlier ones held at the values reached."""
        draft = Draft(self.board, whole(self.board, self.best))
        require(draft)
        for index, level in enumerate(self.levels):
            if self.engine.stopped.is_set():
                break
            self._whole_level(draft, index, level)
        self._report(len(self.levels) - 1)

    def _whole_level(self, draft: Draft, index: int, level: Level) -> None:
        begun = self.engine.budget.elapsed
        total = level_sum(draft, level.terms)
        if level.bound != self.values[index]:
            draft.paper.minimise(total)
            draft.paper.hint(draft.decisions(self.best))
            outcome = self.engine.solve(
                draft.paper,
                self.engine.budget.left * _SHARE,
                on_solution=lambda values: self.offer(draft.read(values), index),
                on_bound=lambda bound: self._raise_bound(index, bound),
                count=draft.size,
            )
            if outcome.values is not None:
                self.offer(draft.read(outcome.values), index)
            if outcome.bound is not None:
                self._raise_bound(index, outcome.bound)
        draft.paper.at_most(total, self.values[index])
        level.seconds += self.engine.budget.elapsed - begun
        self._report(index)

    def offer(self, state: State, index: int) -> bool:
        """Take a legal state if it is better than the best; bounds proven under other values before it fall."""
        values = vector(self.board, state)
        if values >= self.values:
            return False
        changed = next(level for level, value in enumerate(values) if value != self.values[level])
        for level in self.levels[changed + 1 :]:
            level.bound = None
        self.best, self.values = state, values
        self._trivial_bounds()
        self._report(index)
        return True

    def _raise_bound(self, index: int, bound: int) -> None:
        level = self.levels[index]
        bound = max(0, min(bound, self.values[index]))
        if level.bound is None or bound > level.bound:
            level.bound = bound
            self._report(index)

    def _trivial_bounds(self) -> None:
        """No term is ever negative."""
        for level, value in zip(self.levels, self.values, strict=True):
            if value == 0:
                level.bound = 0

    def _report(self, index: int) -> None:
        """Tell the best state and all that is known of the levels; `index` is the level that is worked on."""
        self._tell(
            {
                "level": index,
                "state": [self.best.team_of, self.best.role_of, self.best.unit_team],
                "values": self.values,
                "bounds": [level.bound for level in self.levels],
                "seconds": [round(level.seconds, 3) for level in self.levels],
            }
        )
