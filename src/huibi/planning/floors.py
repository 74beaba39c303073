"""Proven lower bounds of what a roster pays: every team one bundle of units and the cheapest people, nobody used twice.

Each level is bounded by a linear program over (kind of team, bundle, people), whose columns are made where they are
needed. Every step has prices for units, people and limits, and any prices at all prove a bound (Lagrange): the program
only makes good ones. Prices are rounded to binary fractions, so that sums are exact and the bound is no estimate.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from heapq import heapify, heappop
from math import inf

import numpy as np

from huibi.planning.board import Board
from huibi.planning.bundles import Caps, Kind, Tables, kinds_of
from huibi.planning.cheapest import NEVER, Cheapest, Counter, Crew, Node, Prices, flaws
from huibi.planning.master import Duals, Master, Vector

_GRAIN = 2.0**20
_CELL = 3e-7  # deterministic time that pricing one (bundle, person) counts
_NEW = 40  # crews of a kind that a step adds at most
_STAY = 0.7  # how much of the best prices so far stands in the next ones
_NEAR = 1e-4
_MOST_STEPS = 300
_PARTS, _MOST_PARTS = 150, 4  # nodes parted together, and how often


@dataclass(slots=True)
class Found:
    """What was proven, `inf` where nothing fits under the caps, and the deterministic time it took."""

    bound: float
    spent: float
    kinds: list[Kind] = field(default_factory=list)
    crews: list[Crew] = field(default_factory=list)
    prices: list[float] = field(default_factory=list)


class Floors:
    """Bounds for one problem. `over` is asked between steps whether the search is to end."""

    def __init__(self, board: Board, over: Callable[[], bool]) -> None:
        self.tables, self._over = Tables(board), over

    def least(self, weights: Mapping[str, int], caps: Caps, enough: float, limit: float) -> Found:
        """Return a lower bound of a weighted sum of terms while other terms are at most their caps.

        The weights are of terms of `reached.PRICED`; none at all ask whether anything fits (a bound above 0: nothing
        does). The search ends when the bound reaches `enough`, or after `limit` of deterministic time.
        """
        kinds = kinds_of(self.tables, caps)
        if kinds is None:
            return Found(0.0, 0.0)
        if any(not kind.bundles for kind in kinds):
            return Found(inf, 0.0)
        return _Descent(self.tables, kinds, weights, caps, enough).go(limit, self._over)

    def peak(self, term: str, caps: Caps, known: int, value: int, limit: float) -> Found:
        """Return a lower bound of risk_peak or risk_max between the one that is known and the value reached."""
        spent = 0.0
        low, high = known, value
        while low < high and spent < limit and not self._over():
            tried = (low + high - 1) // 2
            found = self.least({}, {**caps, term: min(tried, caps.get(term, tried))}, _NEAR, limit - spent)
            spent += found.spent
            if found.bound > 0:
                low = tried + 1
            else:
                high = tried
        return Found(low, spent)


class _Descent:
    """One linear program on its way: columns are added until prices show that none is missing."""

    def __init__(
        self, tables: Tables, kinds: list[Kind], weights: Mapping[str, int], caps: Caps, enough: float
    ) -> None:
        self.tables, self.kinds, self.weights, self.caps, self.enough = tables, kinds, weights, caps, enough
        self.master = Master(tables, kinds, weights, caps, artificial=enough + 1 if weights else 1.0)
        self.found = Found(-inf, 0.0)
        self.best: Duals | None = None
        self._cost = _CELL * sum(len(kind.bundles) for kind in kinds) * len(tables.board.people)

    def go(self, limit: float, over: Callable[[], bool]) -> Found:
        """Return the best bound that the steps prove."""
        for _ in range(_MOST_STEPS):
            value, here = self.master.solve()
            missing = self._step(here if self.best is None else here.towards(self.best, _STAY), here)
            if not missing and self.best is not None:
                missing = self._step(here, here)
            done = not missing or value - self.found.bound < _NEAR or self.found.bound >= self.enough
            if done or self.found.spent + self._cost > limit or over():
                break
        self.found.kinds = self.kinds
        self.found.crews, self.found.prices = self.master.crews, self.master.prices
        self.found.bound = max(0.0, self.found.bound)
        return self.found

    def _step(self, duals: Duals, here: Duals) -> bool:
        """Prove what the prices prove and add columns that the program lacks; return whether there were any."""
        duals = duals.rounded(_GRAIN)
        bound, added = self.master.constant(duals), False
        for number, kind in enumerate(self.kinds):
            parting = _Parting(number, kind, self._prices(duals), duals.units)
            bound += kind.count * parting.go(float(duals.kinds[number]))
            self.found.spent += _CELL * parting.looked_at * len(self.tables.board.people)
            for crew in parting.crews:
                added |= self.master.add(crew, here)
        if bound >= NEVER / 2:
            bound = inf
        if bound > self.found.bound or self.best is None:
            self.found.bound, self.best = max(bound, self.found.bound), duals
        return added

    def _prices(self, duals: Duals) -> Prices:
        weight = self.weights.get
        return Prices(
            risk=weight("risk", 0) + duals.risk + duals.all_risk,
            should=weight("should", 0) + duals.should,
            people=self.master.groups.T @ duals.groups + weight("burden", 0) * self.tables.served,
            lacking=duals.lacking,
            ways=weight("travel", 0),
        )


class _Parting:
    """The cheapest sound crews of one kind, best first.

    A crew that breaks a rule is parted: in each part one of those whom the rule is about is barred. What is left
    unparted still counts with its lower bound.
    """

    def __init__(self, number: int, kind: Kind, prices: Prices, units: Vector) -> None:
        self.number, self.kind, self.crews = number, kind, list[Crew]()
        self.looked_at = 0
        self._counter, self._units = Counter(kind, prices), kind.holds @ units
        self._open: list[tuple[float, int, Cheapest, int]] = []
        self._least = inf

    def go(self, worth: float) -> float:
        """Return a lower bound of the reduced price of every crew; find the crews below `worth`, and the cheapest."""
        self._price([Node(bundle) for bundle in range(len(self.kind.bundles))])
        for _ in range(_MOST_PARTS):
            parts = self._take(worth)
            if not parts:
                break
            self._price(parts)
        bound = min(self._least, self._open[0][0] if self._open else inf)
        # What could not be parted in time still counts, broken rule and all: else the program would lack it for ever.
        while self._open and self._open[0][0] < min(self._least, worth) and len(self.crews) < _NEW:
            _, _, cheapest, column = heappop(self._open)
            self.crews.append(cheapest.crew(self.number, column, cheapest.picks(column)))
        return bound

    def _price(self, nodes: list[Node]) -> None:
        cheapest = Cheapest(self._counter, nodes)
        reduced = cheapest.least - self._units[[node.bundle for node in nodes]]
        for column in np.nonzero(cheapest.least < NEVER)[0]:
            self._open.append((float(reduced[column]), self.looked_at + int(column), cheapest, int(column)))
        heapify(self._open)
        self.looked_at += len(nodes)

    def _take(self, worth: float) -> list[Node]:
        """Take open nodes in order: sound ones are crews, the others are parted; return the parts."""
        parts: list[Node] = []
        while self._open and len(parts) < _PARTS:
            price = self._open[0][0]
            enough = price >= worth or len(self.crews) >= _NEW
            if enough and (parts or self._least <= price):
                break
            _, _, cheapest, column = heappop(self._open)
            picks, node = cheapest.picks(column), cheapest.nodes[column]
            found = [Node(node.bundle, (*node.barred, *barred)) for barred in flaws(self.kind, node.bundle, picks)]
            parts += found
            if not found:
                self.crews.append(cheapest.crew(self.number, column, picks))
                self._least = min(self._least, price)
        return parts
