"""From a problem to a checked roster: the child searches, the parent keeps the best, the check has the last word."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import version
from threading import RLock, Thread
from typing import Any

from huibi import VERSION
from huibi.collector import collector_paused
from huibi.model.rosters import LevelResult, Problem, Roster
from huibi.planning import kernel
from huibi.planning.board import Board, State
from huibi.planning.check import Checker
from huibi.planning.minder import Course, Minder, Options
from huibi.planning.pins import Pins, pins_alone
from huibi.planning.problem import digest
from huibi.planning.score import vector
from huibi.planning.shortfall import explain

SOLVER = "ortools CP-SAT"
_MOST_WORKERS = 64


class DisagreementError(RuntimeError):
    """The second opinion does not agree with the solver: our own fault, never passed on."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search is: the level worked on, its terms, value, proven bound, and seconds since the start.

    `roster` makes the best roster up to here, as one that was stopped now; it takes a check's time.
    """

    level: int
    terms: dict[str, int]
    value: int
    bound: int | None
    seconds: float
    roster: Callable[[], Roster]


def solve(  # noqa: PLR0913 - the one entry of the solver; each has a default
    problem: Problem,
    *,
    seconds: float | None = None,
    workers: int | None = None,
    seed: int | None = None,
    official: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
    start: Roster | None = None,
) -> Roster:
    """Return the best legal roster found, checked by the second opinion; there is always one but for pins that clash.

    `seconds`, `workers` and `seed` default to the problem's `search`. `official` counts deterministic time instead of
    the clock: the same problem, seed and workers give the same bytes on one platform and lock file, and every
    `seconds` is 0. `stop` is asked ten times a second; Ctrl-C stops too; both keep the best (status `stopped`).
    `start` is a roster of this problem that an interrupted search had reached: the search begins there, or without
    it where it breaks a rule.
    Raises DisagreementError and SolverError where the fault is ours.
    """
    options = _options(problem, seconds, workers, seed, official=official)
    return _solve(problem, options, on_progress, stop, start)[0]


def solve_several(  # noqa: PLR0913 - as solve
    problem: Problem,
    alternatives: int,
    *,
    distance: int = 1,
    seconds: float | None = None,
    workers: int | None = None,
    seed: int | None = None,
    official: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> tuple[Roster, ...]:
    """Return what `solve` returns, then up to so many further rosters, each different from all before it.

    They differ in `distance` seats and units at least (another role in the same team is no difference). They are equal
    in all levels or as near as could be found, each in as much time again as the first; a further roster's bounds are
    those of the first as far as its values are equal.
    """
    options = replace(
        _options(problem, seconds, workers, seed, official=official), alternatives=alternatives, distance=distance
    )
    return _solve(problem, options, on_progress, stop, None)


def _options(
    problem: Problem, seconds: float | None, workers: int | None, seed: int | None, *, official: bool
) -> Options:
    return Options(
        seconds=problem.search.seconds if seconds is None else seconds,
        workers=min(problem.search.workers if workers is None else workers, _MOST_WORKERS),
        seed=problem.search.seed if seed is None else seed,
        official=official,
    )


def _solve(
    problem: Problem,
    options: Options,
    on_progress: Callable[[Progress], None] | None,
    stop: Callable[[], bool] | None,
    start: Roster | None,
) -> tuple[Roster, ...]:
    begun, known = time.monotonic(), _Known(problem, options)
    pins = Pins(problem)
    if pins.seats(range(len(problem.pins))) is None:
        answers: list[dict[str, Any]] = [{"status": "infeasible", "conflicts": pins.broken()}]
    else:
        begin = None if start is None else _begin(problem, start)
        minder = Minder(problem, options, begin)
        known.read_ahead()
        course = minder.run(_teller(known, on_progress), stop)
        answers = [_answer(known, course), *_others(known, course)]
    elapsed = 0.0 if options.official else round(time.monotonic() - begun, 3)
    rosters = (Roster(problem=problem.id, **answer, **known.stamp, seconds=elapsed) for answer in answers)
    return tuple(_agreed(known, roster) for roster in rosters)


class _Known:
    """What the answer needs of a problem, each made once; read ahead while the child is at work."""

    def __init__(self, problem: Problem, options: Options) -> None:
        self.problem, self.options = problem, options
        self._lock = RLock()

    def read_ahead(self) -> None:
        """Make all of it beside the caller, who waits for what he asks for before it is there."""
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        with collector_paused():
            _ = self.board, self.checker, self.stamp

    @property
    def board(self) -> Board:
        """The problem in numbers."""
        with self._lock:
            return self._board

    @property
    def checker(self) -> Checker:
        """The second opinion."""
        with self._lock:
            return self._checker

    @property
    def stamp(self) -> dict[str, Any]:
        """What every roster says of how it was made."""
        with self._lock:
            return self._stamp

    @cached_property
    def _board(self) -> Board:
        return Board(self.problem)

    @cached_property
    def _checker(self) -> Checker:
        return Checker(self.problem)

    @cached_property
    def _stamp(self) -> dict[str, Any]:
        return {
            "seed": self.options.seed,
            "workers": self.options.workers,
            "solver": f"{SOLVER} {version('ortools')}, annealer {'compiled' if kernel.library() else 'in Python'}",
            "version": VERSION,
            "digest": digest(self.problem),
        }


def _agreed(known: _Known, roster: Roster) -> Roster:
    """Return the roster if the second opinion finds it legal and true. Raises DisagreementError."""
    verdict = known.checker.check(roster)
    if not verdict.ok:
        raise DisagreementError(json.dumps(verdict.to_json(), ensure_ascii=False))
    return roster


def _begin(problem: Problem, start: Roster) -> State | None:
    """Return the state to begin from, unless it is no legal one of this problem."""
    teams = Roster(teams=start.teams)
    return None if Checker(problem).check(teams).violations else Board(problem).from_roster(teams)


def _teller(known: _Known, on_progress: Callable[[Progress], None] | None) -> Callable[[dict[str, Any]], None]:
    """Return what passes the child's reports on, each step once."""
    problem = known.problem
    shown: list[tuple[int, int, int | None]] = []

    def tell(report: dict[str, Any]) -> None:
        index = report["level"]
        if on_progress is None or index >= len(problem.objective):
            return
        step = (index, report["values"][index], report["bounds"][index])
        if step not in shown[-1:]:
            shown.append(step)
            terms = dict(problem.objective[index])
            on_progress(Progress(index, terms, step[1], step[2], report["elapsed"], lambda: so_far(report)))

    def so_far(report: dict[str, Any]) -> Roster:
        answer = _answer(known, Course(latest=report, stopped=True))
        return Roster(problem=problem.id, **answer, **known.stamp, seconds=report["elapsed"])

    return tell


def _answer(known: _Known, course: Course) -> dict[str, Any]:
    """Return what a roster says; where the child said nothing at all, the pins alone are the roster."""
    problem, options, board = known.problem, known.options, known.board
    latest = course.latest
    if latest is None:
        state = board.from_roster(pins_alone(problem))
        values = vector(board, state)
        bounds = [0 if value == 0 else None for value in values]
        times = [0.0 for _ in values]
    else:
        state = State(*(tuple(part) for part in latest["state"]))
        values, bounds, times = latest["values"], latest["bounds"], latest["seconds"]
    levels = tuple(
        LevelResult(terms=dict(terms), value=value, bound=bound, seconds=0 if options.official else spent)
        for terms, value, bound, spent in zip(problem.objective, values, bounds, times, strict=True)
    )
    teams = board.to_teams(state)
    verdict = known.checker.check(Roster(teams=teams))
    lacking = explain(problem, Roster(teams=teams, shortfalls=verdict.shortfalls), known.checker.facts)
    proven = all(level.bound == level.value for level in levels)
    return {
        "status": "optimal" if proven else "stopped" if course.stopped else "feasible",
        "teams": teams,
        "unassigned": verdict.unassigned,
        "levels": levels,
        "terms": verdict.terms,
        "shortfalls": lacking,
    }


def _others(known: _Known, course: Course) -> list[dict[str, Any]]:
    """Return the further rosters; a bound holds for them as long as no level before it differs from the first."""
    latest = course.latest
    if latest is None:
        return []
    found = []
    for other in course.others:
        values, first = other["values"], latest["values"]
        same = next((index for index, value in enumerate(values) if value != first[index]), len(values))
        bounds = [bound if index <= same else 0 for index, bound in enumerate(latest["bounds"])]
        report = latest | {"state": other["another"], "values": values, "bounds": bounds}
        found.append(_answer(known, Course(latest=report, stopped=course.stopped)))
    return found
