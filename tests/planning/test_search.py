"""The search reaches the optimum of every level, and says no more than is proven."""

from hypothesis import given, settings
from hypothesis import strategies as st

from exhaustive import optimum
from huibi.model.rosters import Problem, Roster
from huibi.planning.board import Board
from huibi.planning.check import check
from huibi.planning.engine import Budget, Engine
from huibi.planning.pins import Pins
from huibi.planning.search import Search
from roster_cases import tiny_problem


def search(problem: Problem) -> Search:
    found = Search(Board(problem), Engine(Budget(60, official=True), workers=1, seed=1), lambda _: None)
    found.run()
    return found


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_every_level_is_exact(seed):
    """On tiny problems with any feature the search proves what trying everything finds."""
    problem = tiny_problem(seed)
    expected = optimum(problem)
    if Pins(problem).seats(range(len(problem.pins))) is None:
        assert expected is None
        return
    found = search(problem)
    assert found.values == expected
    assert [level.bound for level in found.levels] == list(expected)
    verdict = check(problem, Roster(teams=found.board.to_teams(found.best)))
    assert verdict.ok
