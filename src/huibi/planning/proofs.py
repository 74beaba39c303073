"""Bounds from without: what is proven of the levels while the roster itself is improved beside."""

from dataclasses import dataclass
from math import ceil, inf
from typing import TYPE_CHECKING

from huibi.planning.board import Board, State
from huibi.planning.counting import count_people
from huibi.planning.engine import Engine
from huibi.planning.reached import PRICED, caps_of

if TYPE_CHECKING:
    from huibi.planning.floors import Floors

_PEAKS = ("risk_peak", "risk_max")
_SLACK = 1e-6  # a bound that is so little above a whole number counts as that number


@dataclass(frozen=True, slots=True)
class Proof:
    """A bound of a level, proven with the levels before at most at the values `held`."""

    index: int
    bound: int
    held: tuple[int, ...]


class Proofs:
    """Finds bounds of levels that have to do with what people, units and ways cost; each question is asked once."""

    def __init__(self, board: Board, engine: Engine) -> None:
        self.board, self.engine = board, engine
        self._levels = board.problem.objective
        self._floors: Floors | None = None
        self._asked: set[tuple[int, tuple[int, ...]]] = set()

    def count(self, index: int, state: State) -> int:
        """Return the least that the level of the shortfall is by what the people alone can fill."""
        return self._levels[index]["shortfall"] * count_people(self.board, self.engine, state)

    def waiting(self, values: tuple[int, ...], first: int) -> bool:
        """Whether some level from the first one on could have a better bound that has not been asked for."""
        return bool(self._open(values, first))

    def floors(self, values: tuple[int, ...], bounds: list[int], limit: float) -> tuple[list[Proof], float]:
        """Return what can be proven of every open level under these values, and the deterministic time it took."""
        found, spent = [], 0.0
        first = next((i for i, bound in enumerate(bounds) if bound < values[i]), len(values))
        for index in self._open(values, first):
            if self.engine.over() or spent >= limit:
                break
            self._asked.add((index, values[:index]))
            bound, took = self._level(index, values, bounds[index], limit - spent)
            spent += took
            if bound > bounds[index]:
                found.append(Proof(index, bound, values[:index]))
        return found, spent

    def _open(self, values: tuple[int, ...], first: int) -> list[int]:
        return [
            index
            for index in range(first, len(values))
            if values[index] and {*PRICED, *_PEAKS} & set(self._levels[index])
            if (index, values[:index]) not in self._asked
        ]

    def _level(self, index: int, values: tuple[int, ...], known: int, limit: float) -> tuple[int, float]:
        """Bound each term of a level by itself: the least of a sum is never below the sum of the least."""
        from huibi.planning.floors import Floors  # noqa: PLC0415 - most small problems need none, and numpy loads long

        if self._floors is None:
            self._floors = Floors(self.board, self.engine.over)
        level, caps = self._levels[index], caps_of(self._levels, values[:index])
        total, spent = 0.0, 0.0
        weights = {term: weight for term, weight in level.items() if term in PRICED}
        if weights:
            found = self._floors.least(weights, caps, values[index], limit)
            total, spent = found.bound, found.spent
        for term in sorted(set(_PEAKS) & set(level)):
            start = known // level[term] if len(level) == 1 else 0
            found = self._floors.peak(term, caps, start, values[index] // level[term], limit - spent)
            total, spent = total + level[term] * found.bound, spent + found.spent
        return (values[index] if total == inf else ceil(total - _SLACK)), spent
