"""The solver as others call it, but in this process: thousands of small problems a minute."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from huibi.model.rosters import Problem, Roster
from huibi.planning import search as search_module
from huibi.planning import solve as solve_module
from huibi.planning.board import Board
from huibi.planning.engine import Budget, Engine
from huibi.planning.minder import Course
from huibi.planning.search import Search
from huibi.planning.solve import solve


class _Here:
    """Stands where the minder of the child stands; keeps every report."""

    reports: list[dict] = []  # noqa: RUF012 - emptied before each search

    def __init__(self, problem, options, start):
        self.problem, self.options, self.start = problem, options, start

    def run(self, _tell, _stop):
        told = _Here.reports
        engine = Engine(Budget(self.options.seconds, official=True), workers=2, seed=self.options.seed)
        Search(Board(self.problem), engine, told.append, self.start).run()
        return Course(latest=told[-1])


@contextmanager
def in_parts() -> Iterator[None]:
    """Hold no problem for small enough to be one model."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_module, "_LARGEST_WHOLE", 0)
        yield


def solve_here(problem: Problem, seconds: float = 20) -> tuple[Roster, list[dict]]:
    """Return the checked roster and all reports on the way; seconds are deterministic."""
    _Here.reports = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve_module, "Minder", _Here)
        roster = solve(problem, seconds=seconds)
    return roster, _Here.reports
