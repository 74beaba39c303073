"""The annealing runs of one search, in fixed order: short ones first, then from nothing and from the best in turn."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from huibi.planning.annealer import Annealer, Course
from huibi.planning.board import Board, State
from huibi.planning.courses import Courses
from huibi.planning.engine import Engine

_A_MOVE = 5e-7  # deterministic time that a move counts
_OTHER_EVERY = 4  # of small problems one run in so many is from the best on, of large ones one from nothing


@dataclass(frozen=True, slots=True)
class Run:
    """A run that is set: where it begins, how it goes, and the deterministic time that it counts."""

    annealer: Annealer
    start: State
    course: Course
    seed: int

    def go(self) -> State | None:
        """Return the best legal state come by; it has the start's value at least, where that is legal."""
        return self.annealer.run(self.start, self.course, self.seed)

    @property
    def cost(self) -> float:
        """The deterministic time that the run counts, however it ends."""
        return self.course.moves * _A_MOVE


class Runs:
    """Hands out runs; `nothing` is the legal state that a run from nothing begins with."""

    def __init__(self, board: Board, engine: Engine, nothing: State, *, small: bool) -> None:
        self._board, self._engine, self._nothing, self._small = board, engine, nothing, small
        self._annealer, self._courses, self._count = Annealer(board), Courses(board), 0
        engine.stoppers.append(self._annealer.stop)

    @property
    def useful(self) -> bool:
        """Whether annealing helps: what was kept of an earlier roster it would only throw about."""
        return not (self._board.kept or self._board.kept_units) and not self._engine.over()

    def first(self, best: State) -> Iterator[State]:
        """Yield what short runs side by side make of a state: a whole roster soon."""
        runs = [self._set(best, self._courses.quick(turn)) for turn in range(self._engine.workers)]
        with ThreadPoolExecutor(len(runs)) as pool:
            for state in pool.map(Run.go, runs):
                if state is not None:
                    yield state
        self._engine.budget.spend(runs[0].cost)

    def next(self, best: State) -> Run:
        """Return the next run, from nothing or from the best."""
        turn = self._count
        if (turn % _OTHER_EVERY == 0) != self._small:
            return self._set(self._nothing, self._courses.fresh(turn, best))
        return self._set(best, self._courses.warm(turn, best))

    def _set(self, start: State, course: Course) -> Run:
        self._count += 1
        return Run(self._annealer, start, course, self._engine.seed * 1009 + self._count)
