"""The search reaches the optimum of every level, and says no more than is proven."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exhaustive import optimum
from huibi.model.rosters import Problem, Roster
from huibi.planning import search as search_module
from huibi.planning.board import Board
from huibi.planning.check import check
from huibi.planning.counting import count_people
from huibi.planning.engine import Budget, Engine
from huibi.planning.pins import Pins, pins_alone
from huibi.planning.problem import read_problem
from huibi.planning.search import Search
from roster_cases import planted_document, tiny_document, tiny_problem


def search(problem: Problem, seconds: float = 60) -> Search:
    found = Search(Board(problem), Engine(Budget(seconds, official=True), workers=2, seed=1), lambda _: None)
    found.run()
    return found


@settings(max_examples=15, deadline=None)
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


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 10**6), large=st.booleans())
def test_a_planted_roster_is_found(seed, large):
    """Where a roster without anything missing exists, one is found: by one model, and part by part."""
    problem = read_problem(planted_document(seed))
    with pytest.MonkeyPatch.context() as patch:
        if large:
            patch.setattr(search_module, "_LARGEST_WHOLE", 0)
        found = search(problem, seconds=1.5)
    verdict = check(problem, Roster(teams=found.board.to_teams(found.best)))
    assert verdict.ok
    assert (verdict.terms["unassigned"], verdict.terms["shortfall"]) == (0, 0)
    assert all(level.bound <= value for level, value in zip(found.levels, found.values, strict=True))


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_part_by_part_is_legal_and_claims_nothing_false(seed):
    """Forced to work part by part on any feature, the roster is legal and no bound passes the true optimum."""
    problem = tiny_problem(seed)
    if Pins(problem).seats(range(len(problem.pins))) is None:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_module, "_LARGEST_WHOLE", 0)
        found = search(problem, seconds=0.4)
        exact = search(problem, seconds=0)
    assert check(problem, Roster(teams=found.board.to_teams(found.best))).ok
    assert found.values <= exact.values
    expected = optimum(problem)
    assert found.values >= expected
    first = next((i for i, value in enumerate(found.values) if value != expected[i]), len(expected) - 1)
    assert all(found.levels[index].bound <= expected[index] for index in range(first + 1))


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_people_alone_bound_the_shortfall(seed):
    """What the people alone cannot fill is never more than the least shortfall there is."""
    document = tiny_document(seed) | {"pins": [], "objective": [{"shortfall": 1}]}
    problem = read_problem(document)
    engine = Engine(Budget(60, official=True), workers=1, seed=1)
    board = Board(problem)
    bound = count_people(board, engine, board.from_roster(pins_alone(problem)))
    assert 0 <= bound <= optimum(problem)[0]
