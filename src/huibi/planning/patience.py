"""Which level to gain at: the first open one, as long as that is not in vain."""

from collections.abc import Sequence

from huibi.planning.board import Board, State
from huibi.planning.improve import Aim, peak_level
from huibi.planning.score import terms

_PATIENCE = 10  # rounds without gain at a level until the next one is worked on
_LOOK_BACK = 5  # every so many rounds the first open level is tried all the same


class Patience:
    """Counts the rounds in vain at each level."""

    def __init__(self, board: Board) -> None:
        self._board, self._turn = board, 0
        self._vain = [0] * len(board.problem.objective)
        self._peak = peak_level(board)
        filling = {"unassigned", "shortfall"}  # the terms that have to do with filling teams
        levels = enumerate(board.problem.objective)
        self._filled = max((index for index, level in levels if filling & set(level)), default=-1)

    def next(self, first: int) -> int:
        """Return the level to gain at, when this is the first one whose value is not proven."""
        self._turn += 1
        if self._turn % _LOOK_BACK == 0:
            return first
        waiting = range(first, len(self._vain))
        return next((index for index in waiting if self._vain[index] < _PATIENCE), first)

    def note(self, index: int, before: Sequence[int], after: Sequence[int]) -> None:
        """Count a round at a level; a gain at a level makes all after it worth trying again."""
        gained = next((level for level, value in enumerate(after) if value != before[level]), len(after))
        self._vain[index] += 1
        for level in range(gained, len(after)):
            self._vain[level] = 0

    def aim(self, index: int, state: State, *, early: bool) -> Aim:
        """Return the aim of a round at a level; early in a search the peak is smoothed."""
        lacks = terms(self._board, state)
        filling = index <= self._filled and bool(lacks["unassigned"] or lacks["shortfall"])
        return Aim(index, smooth=early and self._peak is not None and index <= self._peak, filling=filling)
