"""One call of CP-SAT: limits, hint, early stop, incumbents and bounds told while it runs."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model_helper

from huibi.planning.paper import Paper

_TELL_EVERY = 0.5
_PUSH_EVERY = 0.2
_FAR = 10**9
# Deterministic time that an official roster gets for each second asked for: about what one thread does on two cores.
DETERMINISTIC = 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call found: the best values (None: none), a proven lower bound, and whether that is the optimum."""

    values: list[int] | None
    bound: int | None
    optimal: bool
    spent: float


NOTHING = Outcome(None, None, optimal=False, spent=0.0)


class Budget:
    """How much search is left: seconds of the clock, or, for an official roster, deterministic time."""

    def __init__(self, seconds: float, *, official: bool, begun: float | None = None) -> None:
        self.official = official
        self._begun = time.monotonic() if begun is None else begun
        self._seconds = seconds
        self._spent = 0.0

    @property
    def elapsed(self) -> float:
        """Seconds since the search began; 0 where the roster is official."""
        return 0.0 if self.official else time.monotonic() - self._begun

    @property
    def left(self) -> float:
        """How many seconds are left, never negative; the same at every run where the roster is official."""
        used = self._spent / DETERMINISTIC if self.official else self.elapsed
        return max(0.0, self._seconds - used)

    def grant(self, limit: float) -> float:
        """Return as much of a deterministic limit as an official search has left; the clock cuts any other."""
        return min(limit, self.left * DETERMINISTIC) if self.official else limit

    def extend(self, seconds: float) -> None:
        """Leave that many seconds from now on, whatever was left."""
        self._seconds += seconds - self.left

    def spend(self, amount: float) -> None:
        """Count deterministic time; called between calls of the solver, never during one."""
        self._spent += amount


class Engine:
    """Runs CP-SAT on one thread a call, so that the path is the same each time; stopped from any thread."""

    def __init__(self, budget: Budget, *, workers: int, seed: int) -> None:
        self.budget, self.workers, self.seed = budget, workers, seed
        self.stopped = threading.Event()
        self.stoppers: list[Callable[[], None]] = []  # of what runs beside CP-SAT
        self._running: set[Any] = set()
        self._lock = threading.Lock()

    def over(self) -> bool:
        """Whether the search is to end: stopped, or nothing left."""
        return self.stopped.is_set() or self.budget.left <= 0

    def interrupted(self) -> bool:
        """Whether to end at once, asked beside: what others spend meanwhile must not show where it is official."""
        return self.stopped.is_set() or (not self.budget.official and self.budget.left <= 0)

    def stop(self) -> None:
        """Stop every call that runs and refuse new ones; asked again until it is heard (a presolve is deaf)."""
        self.stopped.set()
        self._stop_others()
        while True:
            with self._lock:
                running = list(self._running)
            if not running:
                return
            for solver in running:
                solver.stop_search()
            time.sleep(_PUSH_EVERY)

    def _stop_others(self) -> None:
        for stop in self.stoppers:
            stop()

    @contextmanager
    def on_time(self) -> Iterator[None]:
        """Stop what runs beside CP-SAT when the clock says so, unless the search is official."""
        timer = threading.Timer(self.budget.left, self._stop_others)
        timer.daemon = True
        if not self.budget.official:
            timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def solve(
        self,
        paper: Paper,
        limit: float,
        *,
        on_solution: Callable[[list[int]], object] | None = None,
        on_bound: Callable[[int], None] | None = None,
        count: int = 0,
        light: bool = False,
    ) -> Outcome:
        """Search the paper's model for at most `limit` of deterministic time, and what the clock leaves.

        `count` is how many values a told solution has; `light` spends little on presolve, for one of many small parts.
        """
        if self.stopped.is_set() or limit <= 0 or (not self.budget.official and self.budget.left <= 0):
            return NOTHING
        solver: Any = cp_model_helper.SolveWrapper()
        solver.set_parameters(self._parameters(limit, light=light))
        if on_bound is not None:
            solver.add_best_bound_callback(lambda bound: on_bound(_upwards(bound)))
        teller = None if on_solution is None else _Teller(on_solution, count)
        if teller is not None:
            solver.add_solution_callback(teller)
        with self._lock:
            self._running.add(solver)
        try:
            answer = solver.solve(paper.model)
        finally:
            if teller is not None:
                solver.clear_solution_callback(teller)
            with self._lock:
                self._running.discard(solver)
        bound = answer.best_objective_bound
        found = answer.status in (cp_model_helper.OPTIMAL, cp_model_helper.FEASIBLE)
        open_end = found or answer.status == cp_model_helper.UNKNOWN
        return Outcome(
            values=list(answer.solution) if found else None,
            bound=_upwards(bound) if open_end and abs(bound) < _FAR**2 else None,
            optimal=answer.status == cp_model_helper.OPTIMAL,
            spent=answer.deterministic_time,
        )

    def _parameters(self, limit: float, *, light: bool) -> Any:  # noqa: ANN401 - the binding has no types
        parameters = cp_model_helper.SatParameters()
        parameters.num_workers = 1
        parameters.random_seed = self.seed
        parameters.max_deterministic_time = limit
        if not self.budget.official:
            parameters.max_time_in_seconds = self.budget.left
        if light:
            parameters.symmetry_level = 0
            parameters.cp_model_probing_level = 0
            parameters.max_presolve_iterations = 1
        return parameters


class _Teller(cp_model_helper.SolutionCallback):
    """Passes solutions on, not too often: callbacks slow the search."""

    def __init__(self, tell: Callable[[list[int]], object], count: int) -> None:
        super().__init__()
        self._tell, self._count = tell, count
        self._last = -float(_FAR)

    def OnSolutionCallback(self) -> None:  # noqa: N802 - the name that the binding calls
        """Pass a better solution on, if the last one was not just now."""
        now = time.monotonic()
        if now - self._last >= _TELL_EVERY:
            self._last = now
            read = self.SolutionIntegerValue
            self._tell([read(index) for index in range(self._count)])


def _upwards(bound: float) -> int:
    """Return a bound of whole numbers; a hair below the next one counts as that."""
    return -int(-(bound - 1e-6) // 1)
