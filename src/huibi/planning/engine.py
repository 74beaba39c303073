"""One call of CP-SAT: limits, hint, early stop, incumbents and bounds told while it runs."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from huibi.planning.paper import Paper

_TELL_EVERY = 0.5
_PUSH_EVERY = 0.2
_FAR = 10**9


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call found: the best values (None: none), a proven lower bound, and whether that is the optimum."""

    values: list[int] | None
    bound: int | None
    optimal: bool
    infeasible: bool
    spent: float


class Budget:
    """How much search is left: seconds of the clock, or, for an official roster, deterministic time."""

    def __init__(self, seconds: float, *, official: bool) -> None:
        self.official = official
        self.begun = time.monotonic()
        self._seconds = seconds
        self._spent = 0.0
        self._lock = threading.Lock()

    @property
    def left(self) -> float:
        """What is left, never negative."""
        used = self._spent if self.official else time.monotonic() - self.begun
        return max(0.0, self._seconds - used)

    @property
    def elapsed(self) -> float:
        """Seconds since the search began; 0 where the roster is official."""
        return 0.0 if self.official else time.monotonic() - self.begun

    def spend(self, amount: float) -> None:
        """Count deterministic time that a call used."""
        with self._lock:
            self._spent += amount


class Engine:
    """Runs CP-SAT so that it can be stopped from another thread at any moment."""

    def __init__(self, budget: Budget, *, workers: int, seed: int) -> None:
        self.budget, self.workers, self.seed = budget, workers, seed
        self.stopped = threading.Event()
        self._running: set[cp_model.CpSolver] = set()
        self._lock = threading.Lock()

    def stop(self) -> None:
        """Stop every call that runs and refuse new ones; asked again until it is heard (a presolve is deaf)."""
        self.stopped.set()
        while True:
            with self._lock:
                running = list(self._running)
            if not running:
                return
            for solver in running:
                solver.stop_search()
            time.sleep(_PUSH_EVERY)

    def solve(
        self,
        paper: Paper,
        limit: float,
        *,
        on_solution: Callable[[list[int]], object] | None = None,
        on_bound: Callable[[int], None] | None = None,
        count: int = 0,
    ) -> Outcome:
        """Search the paper's model for at most `limit` (of the budget's kind); `count` is how many values are read."""
        limit = min(limit, self.budget.left)
        if self.stopped.is_set() or limit <= 0:
            return Outcome(None, None, optimal=False, infeasible=False, spent=0)
        solver = cp_model.CpSolver()
        self._set(solver, limit)
        if on_bound is not None:
            solver.best_bound_callback = lambda bound: on_bound(_upwards(bound))
        with self._lock:
            self._running.add(solver)
        try:
            status = solver.solve(paper.model, None if on_solution is None else _Teller(on_solution, count))
        finally:
            with self._lock:
                self._running.discard(solver)
        spent = solver.deterministic_time
        self.budget.spend(spent)
        found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        known = found or status == cp_model.UNKNOWN
        bound = _upwards(solver.best_objective_bound) if known and abs(solver.best_objective_bound) < _FAR**2 else None
        return Outcome(
            values=list(solver.response_proto.solution) if found else None,
            bound=bound,
            optimal=status == cp_model.OPTIMAL,
            infeasible=status == cp_model.INFEASIBLE,
            spent=spent,
        )

    def _set(self, solver: cp_model.CpSolver, limit: float) -> None:
        parameters = solver.parameters
        parameters.num_workers = self.workers
        parameters.random_seed = self.seed
        if self.budget.official:
            parameters.max_deterministic_time = limit
            parameters.interleave_search = self.workers > 1
        else:
            parameters.max_time_in_seconds = limit


class _Teller(cp_model.CpSolverSolutionCallback):
    """Passes solutions on, not too often: callbacks slow the search."""

    def __init__(self, tell: Callable[[list[int]], object], count: int) -> None:
        super().__init__()
        self._tell, self._count = tell, count
        self._last = -float(_FAR)

    def on_solution_callback(self) -> None:
        """Pass a better solution on, if the last one was not just now."""
        now = time.monotonic()
        if now - self._last >= _TELL_EVERY:
            self._last = now
            read = self.SolutionIntegerValue
            self._tell([read(index) for index in range(self._count)])


def _upwards(bound: float) -> int:
    """Return a bound of whole numbers; a hair below the next one counts as that."""
    return -int(-(bound - 1e-6) // 1)
