"""How annealing runs are set: what each term weighs in the order of the levels, how hot, how long."""

from collections.abc import Iterable
from functools import cached_property

from huibi.model.rosters import TERMS
from huibi.planning.annealer import HEAT_STEPS, Course
from huibi.planning.board import Board, State
from huibi.planning.score import terms

# Energy is counted in thousandths of what one point of risk weighs in the default objective.
_POINT = 1000
# The level before the risks is worth this many times them, each before that so many times the next (it varies from
# run to run); of the levels after the risks none may cost a point of risk.
_FIRST, _STEEP, _STEEPEST, _BELOW = 4, (1.4, 1.7, 2.3), 2.3, 40
# Every other run moves units often and mends the seats, every other one leaves them more to themselves: where hardly
# anybody is spare the first alone gets stuck.
_MIXES = ((120, 150, 280, 60, 50, 50, 110, 204), (170, 130, 330, 70, 60, 40, 160, 64))
_HOT, _COLD, _FROZEN = 0.5, 0.01, 0.0004
_WARM = (0.4, 0.12, 0.65, 0.25)  # reheats, from a good roster on
_MELTED = 0.4  # of what a broken rule weighs: so hot a run from nothing begins
_MELTED_STEPS, _FROZEN_STEPS = 16, 12
_SOON, _WARMED, _SLOW, _LONG = 1_500, 3_000, 9_000, 15_000  # moves a seat
_LEAST, _MOST = 30_000, 40_000_000
_GROWING = 12  # reheats until they are twice as long, as many more until they are three times as long
_TOP = 1 << 40
_RISKS = ("risk", "risk_peak", "risk_max", "should")


class Courses:
    """Sets runs for one problem; the same numbers give the same runs."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self._seats = sum(team.size[0] for team in board.teams) + len(board.units) + 1

    def soon(self, turn: int) -> Course:
        """Return a very short run from anything: a whole roster soon."""
        return self._course(_SOON, turn, _HOT, 0, melt=True, steep=_STEEPEST)

    def slow(self, turn: int) -> Course:
        """Return a run of a large problem from nothing, in which each thing finds its place in time."""
        return self._course(_SLOW, turn + 1, _HOT, 0, melt=True, steep=_STEEP[0])

    def fresh(self, turn: int, best: State) -> Course:
        """Return a whole run, as hot at first as makes a roster out of nothing."""
        return self._course(_LONG, turn, _HOT, self._above(best, turn), melt=turn % 2 == 0)

    def warm(self, turn: int, best: State) -> Course:
        """Return a run that stays near a good roster, to be begun with it; later ones are longer."""
        heat = _WARM[turn % len(_WARM)]
        moves = _WARMED + _WARMED * turn // _GROWING
        return self._course(min(moves, _LONG), turn, heat, self._above(best, turn // len(_WARM)), melt=False)

    def _above(self, best: State, turn: int) -> int:
        """Return the peak of risk to press below: that of one step better, or the present one."""
        return max(0, terms(self.board, best)["risk_peak"] - (turn + 1) % 2)

    def _course(
        self, seat_moves: int, turn: int, heat: float, above: int, *, melt: bool, steep: float | None = None
    ) -> Course:
        weights, middle = self._weights(steep or _STEEP[turn % len(_STEEP)])
        melted = _MELTED_STEPS if melt else 0
        heats = _fall(max(heat, _MELTED * weights[-1] / middle), heat, melted)
        heats += _fall(heat, _COLD, HEAT_STEPS - melted - _FROZEN_STEPS)
        heats += _fall(_COLD, _FROZEN, _FROZEN_STEPS)
        return Course(
            moves=min(max(seat_moves * self._seats, _LEAST), _MOST),
            weights=weights,
            heats=tuple(max(1, round(middle * heat)) for heat in heats),
            mix=_MIXES[turn % len(_MIXES)],
            peak_above=above,
            entry_above=above,
        )

    def _weights(self, steep: float) -> tuple[tuple[int, ...], int]:
        """Return what each term weighs, broken rules last, and the energy of a typical step at the middle level."""
        levels = self.board.problem.objective
        middle = next((i for i, level in enumerate(levels) if "risk" in level), None)
        if middle is None:
            middle = max((i for i, level in enumerate(levels) if set(_RISKS) & set(level)), default=len(levels) - 1)
        energy = float(_POINT * self._steps["risk"])
        weights = dict.fromkeys(TERMS, 0)
        top = 0.0
        for index, level in enumerate(levels):
            worth = energy * _worth(middle - index, steep)
            step = max(weight * self._steps[term] for term, weight in level.items())
            for term, weight in level.items():
                weights[term] = min(_TOP, max(1, round(worth * weight / step)))
                top = max(top, weights[term] * self._steps[term])
        broken = min(_TOP, round(1.6 * max(top, 4 * energy)))
        return (*weights.values(), broken), round(energy)

    @cached_property
    def _steps(self) -> dict[str, float]:
        """How much one move commonly changes each term; looked at when first used: a province's costs are a million."""
        board = self.board
        risk = _mean(price for unit in board.risk for price in unit.values())
        ways = [way for row in board.ways for way in row if way]
        return dict.fromkeys(TERMS, 1.0) | {
            "shortfall": 2.0,
            "should": _mean(price for unit in board.should for price in unit.values()),
            **dict.fromkeys(("risk", "risk_peak", "risk_max"), risk),
            "travel": _mean(ways) / 2 + 1,
            "burden": 2.0,
        }


def _worth(before: int, steep: float) -> float:
    """Return what a level is worth that stands so many before the middle one."""
    if before <= 0:
        return float(_BELOW) ** before
    return _FIRST * steep ** (before - 1)


def _fall(first: float, last: float, steps: int) -> list[float]:
    return [first * (last / first) ** (step / steps) for step in range(steps)]


def _mean(values: Iterable[int]) -> float:
    found = list(values)
    return max(1.0, sum(found) / len(found)) if found else 1.0
