"""The linear program behind a bound: which crews are taken, each in part, so that units, people and limits are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from huibi.planning.board import WITHOUT_LIMIT
from huibi.planning.bundles import Caps, Kind, Tables
from huibi.planning.cheapest import Crew

_GAIN = 1e-7
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Duals:
    """A price for each unit, kind, group of people and limit; those of units and kinds alone may be negative.

    `risk` is for the peak of each unit, `all_risk` for the sum, `left_over` for units that no team inspects.
    """

    units: Vector
    kinds: Vector
    groups: Vector
    risk: Vector
    all_risk: float
    should: float
    lacking: float
    left_over: float

    def towards(self, other: "Duals", share: float) -> "Duals":
        """Return prices between these and others."""
        pairs = ((entry.name, getattr(self, entry.name), getattr(other, entry.name)) for entry in fields(self))
        return replace(self, **{name: (1 - share) * mine + share * its for name, mine, its in pairs})

    def rounded(self, grain: float) -> "Duals":
        """Return prices that are multiples of 1/grain."""
        return replace(
            self, **{entry.name: np.round(getattr(self, entry.name) * grain) / grain for entry in fields(self)}
        )


class Master:
    """The program over the crews known so far. Lacking units and kinds may be bought at a price, dearly."""

    def __init__(
        self, tables: Tables, kinds: list[Kind], weights: Mapping[str, int], caps: Caps, *, artificial: float
    ) -> None:
        self.tables, self.kinds, self.weights, self.caps = tables, kinds, weights, caps
        self.crews: list[Crew] = []
        self.prices: list[float] = []
        self._known: set[Crew] = set()
        self.groups, self.room = _groups(tables)
        program = pywraplp.Solver.CreateSolver("CLP")
        self._program, self._aim = program, program.Objective()
        self._aim.SetMinimization()
        units, some = len(tables.board.units), -program.infinity()
        self._units = [program.Constraint(1.0, 1.0) for _ in range(units)]
        self._kinds = [program.Constraint(float(kind.count), float(kind.count)) for kind in kinds]
        self._groups = [program.Constraint(some, room) for room in self.room]
        peak = caps.get("risk_peak")
        self._peaks = [] if peak is None else [program.Constraint(some, float(peak)) for _ in range(units)]
        self._limits = {
            name: program.Constraint(some, float(caps[name]))
            for name in ("risk", "should", "shortfall", "unassigned")
            if name in caps and (caps[name] or name == "risk")
        }
        self._free = "unassigned" not in caps
        self._leave(artificial)

    def _leave(self, artificial: float) -> None:
        """Let units be left over as far as that is allowed, and whatever does not fit be bought."""
        program = self._program
        for unit in self._units:
            if self._free or "unassigned" in self._limits:
                left = program.NumVar(0.0, 1.0, "")
                unit.SetCoefficient(left, 1.0)
                if "unassigned" in self._limits:
                    self._limits["unassigned"].SetCoefficient(left, 1.0)
        for row in (*self._units, *self._kinds):
            for sign in (1.0, -1.0):
                bought = program.NumVar(0.0, program.infinity(), "")
                row.SetCoefficient(bought, sign)
                self._aim.SetCoefficient(bought, artificial)

    def solve(self) -> tuple[float, Duals]:
        """Return the value of the program over the crews so far, and its prices."""
        self._program.Solve()
        limits = {name: max(0.0, -row.dual_value()) for name, row in self._limits.items()}
        return self._aim.Value(), Duals(
            units=np.array([row.dual_value() for row in self._units]),
            kinds=np.array([row.dual_value() for row in self._kinds]),
            groups=_positive(self._groups),
            risk=_positive(self._peaks) if self._peaks else np.zeros(len(self._units)),
            all_risk=limits.get("risk", 0.0),
            should=limits.get("should", 0.0),
            lacking=limits.get("shortfall", 0.0),
            left_over=limits.get("unassigned", 0.0),
        )

    def constant(self, duals: Duals) -> float:
        """Return what the prices prove, but for the least price of each kind's crews."""
        caps = self.caps
        least = float(duals.units.sum() - duals.groups @ self.room - duals.risk.sum() * caps.get("risk_peak", 0))
        least -= duals.all_risk * caps.get("risk", 0) + duals.should * caps.get("should", 0)
        least -= duals.lacking * caps.get("shortfall", 0) + duals.left_over * caps.get("unassigned", 0)
        if self._free or "unassigned" in self._limits:
            least += float(np.minimum(0.0, duals.left_over - duals.units).sum())
        return least

    def add(self, crew: Crew, duals: Duals) -> bool:
        """Add a crew that is new and gains at these prices; return whether it did."""
        if crew in self._known:
            return False
        kind, people = self.kinds[crew.kind], list(crew.people)
        risk = self.tables.risk[people].sum(axis=0) * kind.holds[crew.bundle]
        should = float((self.tables.should[people].sum(axis=0) * kind.holds[crew.bundle]).sum())
        price = self.weights.get("risk", 0) * risk.sum() + self.weights.get("should", 0) * should
        price += self.weights.get("burden", 0) * self.tables.served[people].sum()
        price += self.weights.get("travel", 0) * kind.ways[crew.bundle]
        groups = self.groups[:, people].sum(axis=1)
        paid = price + groups @ duals.groups + risk @ duals.risk + duals.all_risk * risk.sum()
        paid += duals.should * should + duals.lacking * crew.lacks
        if paid - kind.holds[crew.bundle] @ duals.units - duals.kinds[crew.kind] > -_GAIN:
            return False
        self._known.add(crew)
        self.crews.append(crew)
        self.prices.append(float(price))
        taken = self._program.NumVar(0.0, self._program.infinity(), "")
        self._aim.SetCoefficient(taken, float(price))
        self._kinds[crew.kind].SetCoefficient(taken, 1.0)
        for unit in kind.bundles[crew.bundle]:
            self._units[unit].SetCoefficient(taken, 1.0)
            if self._peaks and risk[unit]:
                self._peaks[unit].SetCoefficient(taken, float(risk[unit]))
        for group in np.nonzero(groups)[0]:
            self._groups[group].SetCoefficient(taken, float(groups[group]))
        for name, used in (("risk", risk.sum()), ("should", should), ("shortfall", crew.lacks)):
            if used and name in self._limits:
                self._limits[name].SetCoefficient(taken, float(used))
        return True


def _positive(rows: list[pywraplp.Constraint]) -> Vector:
    return np.array([max(0.0, -row.dual_value()) for row in rows])


def _groups(tables: Tables) -> tuple[Vector, Vector]:
    """Return the groups of people (row; person: column) of whom only so many may serve, and how many that are."""
    board = tables.board
    count = len(board.people)
    rows, room = [np.eye(count)], [np.ones(count)]
    most = board.problem.limits.home_unit_total
    limited = [(group, WITHOUT_LIMIT if most is None else most) for group in board.homes]
    limited += [(board.lenders[county], bounds[1]) for county, bounds in board.problem.counties.lend.items()]
    for group, limit in limited:
        if limit < len(group):
            row = np.zeros((1, count))
            row[0, group] = 1
            rows.append(row)
            room.append(np.array([float(limit)]))
    return np.vstack(rows), np.concatenate(room)
