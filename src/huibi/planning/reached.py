"""What a search has reached: the best state, its values, and what is proven of each level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huibi.planning.board import Board, State
from huibi.planning.forced import least_change
from huibi.planning.score import vector

# What a roster pays person by person and unit by unit.
PRICED = ("risk", "should", "burden", "travel")


@dataclass(slots=True)
class Level:
    """What is known of one level: a bound, proven with the levels before at most at `held`, and the time spent."""

    terms: dict[str, int]
    bound: int = 0
    held: tuple[int, ...] = ()
    seconds: float = 0.0


class Reached:
    """The best state and the bounds that hold for its values."""

    def __init__(self, board: Board, best: State) -> None:
        self.board, self.best = board, best
        self.values = vector(board, best)
        self.levels = [Level(dict(level)) for level in board.problem.objective]
        self._forced = least_change(board.problem)
        self._trivial_bounds()

    @property
    def first_open(self) -> int:
        """The first level whose value is not proven."""
        proven = (level.bound == value for level, value in zip(self.levels, self.values, strict=True))
        return next((index for index, done in enumerate(proven) if not done), len(self.levels))

    def offer(self, state: State) -> bool:
        """Take a legal state if it is better; bounds fall that were proven with a level before held below its value."""
        values = vector(self.board, state)
        if values >= self.values:
            return False
        self.best, self.values = state, values
        for level in self.levels:
            if not self._within(level.held):
                level.bound, level.held = 0, ()
        self._trivial_bounds()
        return True

    def raise_bound(self, index: int, bound: float, held: tuple[int, ...]) -> bool:
        """Note a bound proven with the levels before at most at the values `held`; return whether it is news."""
        level = self.levels[index]
        if not self._within(held):
            return False
        proven = int(max(0, min(bound, self.values[index])))
        if proven <= level.bound:
            return False
        level.bound, level.held = proven, held
        return True

    def report(self) -> dict[str, Any]:
        """Return the state and all that is known of the levels as JSON-ready data."""
        return {
            "state": plain(self.best),
            "values": self.values,
            "bounds": [level.bound for level in self.levels],
            "seconds": [round(level.seconds, 3) for level in self.levels],
        }

    def _within(self, held: tuple[int, ...]) -> bool:
        return all(value <= limit for value, limit in zip(self.values, held, strict=False))

    def _trivial_bounds(self) -> None:
        """No term is ever negative, and what cannot stay of a previous roster is counted."""
        for level in self.levels:
            forced = level.terms.get("change", 0) * self._forced
            if forced > level.bound:
                level.bound, level.held = forced, ()


def plain(state: State) -> list[tuple[int, ...]]:
    """Return a state as JSON-ready data."""
    return [state.team_of, state.role_of, state.unit_team]


def caps_of(levels: Sequence[Mapping[str, int]], values: Sequence[int]) -> dict[str, int]:
    """Return the most that each term can be where the first levels have at most these values: no term is negative."""
    found: dict[str, int] = {}
    for level, value in zip(levels, values, strict=False):
        for term, weight in level.items():
            found[term] = value // weight
    return found
