"""The annealer: legal rosters only, the same from the compiled part and its twin, the counts those of the solver."""

from array import array
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huibi.model.rosters import TERMS, Roster
from huibi.planning import annealer as annealer_module
from huibi.planning import kernel
from huibi.planning.annealer import Annealer
from huibi.planning.board import Board
from huibi.planning.check import check
from huibi.planning.courses import Courses
from huibi.planning.pins import Pins
from huibi.planning.problem import read_problem
from huibi.planning.score import terms, vector
from huibi.planning.start import first_states
from huibi.planning.tape import Tape
from huibi.planning.twin import largest
from huibi.planning.twin_desk import BREAKS, Desk, Told
from huibi.planning.twin_desk import TERMS as ALL_TERMS
from roster_cases import planted_document, tiny_problem


def short(course, moves):
    return replace(course, moves=moves)


def test_it_is_compiled_here():
    """Where the tests run there is a compiler, so the annealer is the compiled one."""
    assert kernel.library() is not None


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_twin_gives_the_same_roster(seed):
    """Compiled or not, the same run ends with the same roster; it is legal and no worse than where it began."""
    problem = tiny_problem(seed)
    if Pins(problem).seats(range(len(problem.pins))) is None:
        return
    board = Board(problem)
    begun = first_states(board)[-1]
    course = short(Courses(board).soon(seed % 3), 400)
    compiled = Annealer(board).run(begun, course, seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(annealer_module.kernel, "library", lambda: None)
        twin = Annealer(board).run(begun, course, seed)
    assert compiled == twin
    assert check(problem, Roster(teams=board.to_teams(compiled))).ok
    assert vector(board, compiled) <= vector(board, begun)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_desk_counts_as_the_solver_does(seed):
    """After many moves every term on the desk is that of the roster, and nothing is broken where it says so."""
    problem = tiny_problem(seed)
    if Pins(problem).seats(range(len(problem.pins))) is None:
        return
    board = Board(problem)
    state = Annealer(board).run(first_states(board)[0], short(Courses(board).soon(0), 300), seed)
    numbers = array("i", [*state.team_of, *state.role_of, *state.unit_team])
    desk = Desk(Tape(board).laid_out(), numbers, Told(0, 0, [0] * ALL_TERMS))
    assert desk.term[BREAKS] == 0
    assert [largest(desk, term) for term in range(len(TERMS))] == [terms(board, state)[name] for name in TERMS]
    counted = array("q", [0]) * (len(TERMS) + 1)
    tape = Tape(board).laid_out()
    kernel.library().huibi_count(*map(kernel.address, (tape, numbers, counted)))
    assert list(counted) == [*(terms(board, state)[name] for name in TERMS), 0]


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_annealing_alone_finds_a_planted_roster(seed):
    """Across counties, from nothing, a roster without anything missing is found where one was planted."""
    problem = read_problem(planted_document(seed))
    board = Board(problem)
    courses, annealer = Courses(board), Annealer(board)
    runs = [annealer.run(first_states(board)[0], courses.slow(number), number) for number in range(4)]
    found = min(runs, key=lambda state: vector(board, state))
    assert terms(board, found)["unassigned"] == 0
    assert terms(board, found)["shortfall"] == 0


def test_a_stopped_run_keeps_what_it_has():
    """Stopped before it begins, a run gives the state it was begun with."""
    board = Board(tiny_problem(36))
    annealer = Annealer(board)
    annealer.stop()
    begun = first_states(board)[0]
    assert annealer.run(begun, Courses(board).soon(0), 1) == begun
