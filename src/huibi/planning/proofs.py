"""Bounds from without: what is proven of the levels while the roster itself is improved beside."""

from dataclasses import dataclass
from math import ceil, inf
from typing import TYPE_CHECKING

from huibi.planning.board import Board, State
from huibi.planning.counting import count_people
from huibi.planning.engine import Engine
from huibi.planning.improve import Aim
from huibi.planning.reached import PRICED, caps_of
from huibi.planning.score import vector

if TYPE_CHECKING:
    from huibi.planning.floors import Floors, Found
    from huibi.planning.mosaic import Mosaic

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
        self._offer: Found | None = None
        self._mosaic: Mosaic | None = None
        self._asked: set[tuple[int, tuple[int, ...]]] = set()

    def count(self, index: int, state: State) -> int:
        """Return the least that the level of the shortfall is by what the people alone can fill."""
        return self._levels[index]["shortfall"] * count_people(self.board, self.engine, state)

    def waiting(self, values: tuple[int, ...], first: int) -> bool:
        """Whether some level from the first one on could have a better bound that has not been asked for."""
        return bool(self._open(values, first))

    def floors(self, values: tuple[int, ...], bounds: list[int], limit: float) -> tuple[list[Proof], float]:
        """Return what can be proven of one open level under these values, and the deterministic time it took."""
        first = next((i for i, bound in enumerate(bounds) if bound < values[i]), len(values))
        index = self._open(values, first)[0]
        self._asked.add((index, values[: min(index, first + 1)]))
        bound, spent = self._level(index, values, bounds[index], limit)
        found = [Proof(index, bound, values[:index])] if bound > bounds[index] else []
        return [*found, *self._spread(found)], spent

    def _spread(self, found: list[Proof]) -> list[Proof]:
        """Return what a bound of the sum of risk says of the peak right before it: some unit pays its share."""
        return [
            Proof(proof.index - 1, peak["risk_peak"] * ceil(proof.bound / level["risk"] / len(self.board.units)), held)
            for proof in found
            for level, peak, held in [
                (self._levels[proof.index], self._levels[proof.index - 1], proof.held[: proof.index - 1])
            ]
            if proof.index and set(level) == {"risk"} and set(peak) == {"risk_peak"}
        ]

    def _open(self, values: tuple[int, ...], first: int) -> list[int]:
        """Return the open levels that have not been asked about, that of risk first: its crews make rosters."""
        found = [
            index
            for index in range(first, len(values))
            if values[index] and {*PRICED, *_PEAKS} & set(self._levels[index])
            if (index, values[: min(index, first + 1)]) not in self._asked
        ]
        return sorted(found, key=lambda index: ("risk" not in self._levels[index], index))

    def _level(self, index: int, values: tuple[int, ...], known: int, limit: float) -> tuple[int, float]:
        """Bound each term of a level by itself: the least of a sum is never below the sum of the least."""
        from huibi.planning.floors import Floors  # noqa: PLC0415 - most small problems need none, and numpy loads long

        if self._floors is None:
            self._floors = Floors(self.board, self.engine.interrupted)
        level, caps = self._levels[index], caps_of(self._levels, values[:index])
        total, spent = 0.0, 0.0
        weights = {term: weight for term, weight in level.items() if term in PRICED}
        if weights:
            found = self._floors.least(weights, caps, values[index], limit)
            total, spent = found.bound, found.spent
            if "risk" in weights and found.crews:
                self._mosaic = None
                self._offer = found
        for term in sorted(set(_PEAKS) & set(level)):
            start = known // level[term] if len(level) == 1 else 0
            found = self._floors.peak(term, caps, start, values[index] // level[term], limit - spent)
            total, spent = total + level[term] * found.bound, spent + found.spent
        return (values[index] if total == inf else ceil(total - _SLACK)), spent

    def more(self) -> bool:
        """Whether there are crews of which rosters could be put together."""
        return self._offer is not None and not (self._mosaic is not None and self._mosaic.over)

    def rosters(self, best: State, aim: Aim, limit: float) -> tuple[list[State], float]:
        """Return legal rosters put together from the crews of the last bound of risk, and the time it took.

        One that is better than `best` is not kept waiting for more.
        """
        from huibi.planning.mosaic import Mosaic, Offer  # noqa: PLC0415 - as above

        found: list[State] = []
        spent, values = 0.0, vector(self.board, best)
        while self._offer is not None and spent < limit and not self.engine.interrupted():
            if self._mosaic is None:
                offer = Offer(self._offer.kinds, self._offer.crews, self._offer.prices)
                self._mosaic = Mosaic(self.board, self.engine, offer)
            if self._mosaic.over:
                break
            state, took = self._mosaic.next(best, aim)
            spent += took
            if state is not None:
                found.append(state)
                if vector(self.board, state) < values:
                    break
        return found, spent
