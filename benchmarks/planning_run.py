"""Solves one problem in a process of its own and writes what happened as one line of JSON: for `planning.py`.

    python benchmarks/planning_run.py huibi|plain FILE SECONDS

Processor seconds and memory are of this process and its children together; the memory is the sum of the two peaks.
"""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from huibi.model.rosters import Problem, Roster
from huibi.planning.check import check
from huibi.planning.problem import read_problem
from huibi.planning.solve import Progress, solve


class Course:
    """When the shortfall last fell, and when any level did; seconds from the reading of the problem on."""

    def __init__(self, problem: Problem) -> None:
        self.begun = time.monotonic()
        self.asked = next((i for i, level in enumerate(problem.objective) if "shortfall" in level), 0)
        self.seen: dict[int, int] = {}
        self.filled: float | None = None
        self.best: float | None = None

    def elapsed(self) -> float:
        """Return the seconds since the problem was read."""
        return round(time.monotonic() - self.begun, 2)

    def told(self, level: int, value: int) -> None:
        """Note a value of a level; reaching a later level ends the ones before."""
        if value < self.seen.get(level, value + 1):
            self.seen[level], self.best = value, self.elapsed()
            if level == self.asked or (level > self.asked and self.filled is None):
                self.filled = self.elapsed()


def run_huibi(problem: Problem, seconds: float, course: Course) -> dict[str, Any]:
    """Return what the solver of planning reaches."""

    def told(progress: Progress) -> None:
        course.told(progress.level, progress.value)

    roster = solve(problem, seconds=seconds, on_progress=told)
    values, bounds = [v.value for v in roster.levels], [v.bound for v in roster.levels]
    return {"status": roster.status, "values": values, "bounds": bounds}


def run_plain(problem: Problem, seconds: float, course: Course) -> dict[str, Any]:
    """Return what one plain model reaches in the same time, its building included."""
    from plain_model import PlainModel, TooLargeError  # noqa: PLC0415 - the other run shall not pay for it

    until = course.begun + seconds
    try:
        model = PlainModel(problem)
    except TooLargeError as error:
        return {"status": f"not built: {error}", "values": [], "bounds": []}
    built = course.elapsed()
    roster, bounds = model.solve(until, problem.search.workers, course.told)
    if roster is None:
        return {"status": f"nothing found (built in {built} s)", "values": [], "bounds": []}
    values = _values(problem, roster)
    optimal = len(bounds) == len(values) and all(a == b for a, b in zip(values, bounds, strict=True))
    return {"status": "optimal" if optimal else "feasible", "values": values, "bounds": bounds}


def _values(problem: Problem, roster: Roster) -> list[int]:
    verdict = check(problem, roster)
    assert not verdict.violations, verdict.violations
    return [sum(weight * verdict.terms[name] for name, weight in level.items()) for level in problem.objective]


def main(who: str, file: str, seconds: str) -> None:
    """Run and write the line."""
    problem = read_problem(Path(file).read_bytes())
    course = Course(problem)
    found = (run_huibi if who == "huibi" else run_plain)(problem, float(seconds), course)
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    found |= {"filled": course.filled, "best": course.best, "seconds": course.elapsed()}
    found["cpu"] = round(sum(usage.ru_utime + usage.ru_stime for usage in used), 1)
    found["megabytes"] = sum(usage.ru_maxrss for usage in used) // 1024
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
