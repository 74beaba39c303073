"""The annealing runs of one search, in fixed order: short ones first, then from nothing and from what is best."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from huibi.planning.annealer import Annealer, Course
from huibi.planning.board import Board, State
from huibi.planning.courses import Courses
from huibi.planning.engine import Engine
from huibi.planning.score import vector

_A_MOVE = 7e-7  # deterministic time that a move counts
_SLOW, _LEAST = 200_000, 2_000  # moves: in a second until it was measured, in a run at the very end
_WARM_EVERY = 4  # of small problems one run in so many is from the best on
_FROM_NOTHING = 2  # rounds from nothing of a large problem, after the first one
_MEET_EVERY = 6  # rounds until the lines go on from the best
_APART = 2  # steps in the order of heats from one line to the next


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
    """Hands out runs; `nothing` is the legal state that a run from nothing begins with.

    On a large problem every worker has a line of its own: a few runs from nothing, the best of them reheated again
    and again; from time to time the lines that are behind go on from the best.
    """

    def __init__(self, board: Board, engine: Engine, nothing: State) -> None:
        self._board, self._engine, self._nothing = board, engine, nothing
        self._annealer, self._courses, self._count = Annealer(board), Courses(board), 0
        self._lines: list[State | None] = [None] * engine.workers
        self._round = 0
        self.took = 0.0  # deterministic time of the last runs side by side
        self._pace = float(_SLOW)  # moves a second
        engine.stoppers.append(self._annealer.stop)

    @property
    def useful(self) -> bool:
        """Whether annealing helps: what was kept of an earlier roster it would only throw about."""
        return not (self._board.kept or self._board.kept_units) and not self._engine.over()

    def first(self, best: State) -> Iterator[State]:
        """Yield what short runs side by side make of a state: a whole roster soon."""
        runs = [self._set(best, self._courses.soon(turn)) for turn in range(self._engine.workers)]
        yield from self._side_by_side(runs)

    def next(self, best: State) -> Run:
        """Return the next run on a small problem, from nothing or from the best."""
        turn = self._count
        if turn % _WARM_EVERY:
            return self._set(self._nothing, self._courses.fresh(turn, best))
        return self._set(best, self._courses.warm(turn // _WARM_EVERY, best))

    def all_lines(self, best: State, threads: int) -> Iterator[State]:
        """Yield what the next run of each line has found, as many lines as there are threads."""
        runs = [self._next_of(line, best) for line in range(min(threads, len(self._lines)))]
        self._round += 1
        yield from self._side_by_side(runs)

    def _next_of(self, line: int, best: State) -> Run:
        if self._round < _FROM_NOTHING:
            return self._set(self._nothing, self._courses.quick(self._count))
        if self._round % _MEET_EVERY == 0:
            self._take(line, best)
        turn = self._round - _FROM_NOTHING + line * _APART
        start = self._lines[line] or best
        return self._set(start, self._courses.warm(turn, start))

    def _take(self, line: int, state: State) -> None:
        now = self._lines[line]
        if now is None or vector(self._board, state) < vector(self._board, now):
            self._lines[line] = state

    def _side_by_side(self, runs: list[Run]) -> Iterator[State]:
        """Make runs, one for each line, and yield what they found in their order."""
        begun = self._engine.budget.elapsed
        with ThreadPoolExecutor(len(runs)) as pool:
            for line, state in enumerate(pool.map(Run.go, runs)):
                if state is not None:
                    self._take(line, state)
                    yield state
        longest = max(run.course.moves for run in runs)
        self.took = longest * _A_MOVE
        self._engine.budget.spend(self.took)
        if (took := self._engine.budget.elapsed - begun) > 0:
            self._pace = longest / took

    def _set(self, start: State, course: Course) -> Run:
        """Set a run that ends cold within the time that is left."""
        self._count += 1
        budget = self._engine.budget
        room = budget.grant(course.moves * _A_MOVE) / _A_MOVE if budget.official else budget.left * self._pace
        course = replace(course, moves=max(_LEAST, min(course.moves, int(room))))
        return Run(self._annealer, start, course, self._engine.seed * 1009 + self._count)
