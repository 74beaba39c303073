"""The annealing runs of one search, in fixed order: short ones first, then from nothing and from what is best."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property

from huibi.planning.annealer import Annealer, Course
from huibi.planning.board import Board, State
from huibi.planning.courses import Courses
from huibi.planning.engine import DETERMINISTIC, Engine
from huibi.planning.score import vector

_A_MOVE = 7e-7  # deterministic time that a move counts
_SLOW, _LEAST = 200_000, 2_000  # moves: in a second until it was measured, in a run at the very end
_WARM_EVERY = 4  # of small problems one run in so many is from the best on
_MOST_FROM_NOTHING = 0.25  # of the time that is left, for a run from nothing of a large problem
_OPEN_EVERY, _OPEN_EVERY_LACKING = 5, 2  # turns of a large problem: one in so many opens parts, more where much lacks
_PATIENCE = 4  # reheats of a line in vain until it goes on elsewhere
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


@dataclass(slots=True)
class _Line:
    """What one worker anneals: its best state, how many runs it made, how many of them in vain since it gained."""

    number: int
    state: State | None = None
    values: tuple[int, ...] = ()
    runs: int = 0
    vain: int = 0

    def take(self, state: State, values: tuple[int, ...]) -> None:
        """Keep a state if it is better."""
        if self.state is None or values < self.values:
            self.state, self.values, self.vain = state, values, 0
        else:
            self.vain += 1


class Runs:
    """Hands out runs; `nothing` is the legal state that a run from nothing begins with.

    On a large problem every worker has a line of its own: a short run from nothing, then reheats of the best it has
    found. A line that gains no more goes on from the best of all; where that is its own, all lines but the first begin
    again from nothing, slowly.
    """

    def __init__(self, board: Board, engine: Engine, nothing: State) -> None:
        self._board, self._engine, self._nothing = board, engine, nothing
        self._courses, self._count = Courses(board), 0
        self._lines = [_Line(number) for number in range(engine.workers)]
        self._turn = 0
        self.took = 0.0  # deterministic time of the last runs side by side
        self._pace = float(_SLOW)  # moves a second

    @cached_property
    def _annealer(self) -> Annealer:
        """What anneals, made when first used: a repair of a province would wait ten seconds for nothing."""
        annealer = Annealer(self._board)
        self._engine.stoppers.append(annealer.stop)
        return annealer

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

    def opens(self, *, lacking: bool) -> bool:
        """Whether the next turn of a large problem is to open parts instead of annealing."""
        self._turn += 1
        return self._turn % (_OPEN_EVERY_LACKING if lacking else _OPEN_EVERY) == 0

    def all_lines(self, best: State, threads: int) -> Iterator[State]:
        """Yield what the next run of each line has found, as many lines as there are threads."""
        lines = self._lines[:threads]
        yield from self._side_by_side([self._next_of(line, best) for line in lines])
        for line in lines:
            line.runs += 1

    def _next_of(self, line: "_Line", best: State) -> Run:
        """Return a line's next run: a reheat of its best; after some in vain it goes on elsewhere."""
        values = vector(self._board, best)
        if line.vain >= _PATIENCE and values < line.values:
            line.state, line.values, line.vain = best, values, 0
        if line.vain >= _PATIENCE and line.number > 0:
            course = self._courses.slow(line.number + line.runs)
            if course.moves * _A_MOVE / DETERMINISTIC < _MOST_FROM_NOTHING * self._engine.budget.left:
                line.state, line.vain = None, 0
                return self._set(self._nothing, course)
        start = line.state or best
        return self._set(start, self._courses.warm(line.runs + line.number * _APART, start))

    def _side_by_side(self, runs: list[Run]) -> Iterator[State]:
        """Make runs, one for each line, and yield what they found in their order."""
        begun = self._engine.budget.elapsed
        with ThreadPoolExecutor(len(runs)) as pool:
            for line, state in zip(self._lines, pool.map(Run.go, runs), strict=False):
                if state is not None:
                    line.take(state, vector(self._board, state))
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
