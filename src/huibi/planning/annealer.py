"""Annealing a roster seat by seat: the compiled kernel where there is one, else its twin with the same answer."""

import math
from array import array
from dataclasses import dataclass

from huibi.planning import kernel, twin
from huibi.planning.board import Board, State
from huibi.planning.tape import Tape

HEAT_STEPS, LOG_STEPS = 64, 1024
# What is compared with the heat: minus the logarithm of a random number, in 1024ths.
_LOGS = [round(-math.log((step + 0.5) / LOG_STEPS) * LOG_STEPS) for step in range(LOG_STEPS)]


@dataclass(frozen=True, slots=True)
class Course:
    """One run: how many moves, what each term weighs (broken rules last), the heat step by step, shares of the moves.

    Of the peak of risk and the largest entry what passes `peak_above` and `entry_above` is weighed. `mix` are the
    shares of the kinds of move in 1024ths.
    """

    moves: int
    weights: tuple[int, ...]
    heats: tuple[int, ...]
    mix: tuple[int, ...]
    peak_above: int
    entry_above: int


class Annealer:
    """Anneals states of one problem; several runs may go on side by side in threads."""

    def __init__(self, board: Board) -> None:
        self._tape = Tape(board).laid_out()
        self._levels, self._people = len(board.problem.objective), len(board.people)
        self._stop = array("i", [0])

    def stop(self) -> None:
        """End every run soon; each keeps the best it has."""
        self._stop[0] = 1

    def run(self, state: State, course: Course, seed: int) -> State | None:
        """Return the best legal state come by (None: none), level by level; `state` itself counts if it is legal."""
        numbers = array("i", [*state.team_of, *state.role_of, *state.unit_team])
        told = array("q", [seed, course.moves, course.peak_above, course.entry_above, *course.mix, *course.weights])
        told.extend([*course.heats, *_LOGS])
        values, found = array("q", [0]) * self._levels, array("q", [0, 0])
        library = kernel.library()
        if library is None:
            twin.anneal(self._tape, numbers, told, found, self._stop)
        elif library.huibi_anneal(*map(kernel.address, (self._tape, numbers, told, values, found, self._stop))):
            raise MemoryError
        if not found[0]:
            return None
        count = self._people
        return State(tuple(numbers[:count]), tuple(numbers[count : 2 * count]), tuple(numbers[2 * count :]))
