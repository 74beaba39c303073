"""The units that one team could inspect together, and who could serve there: for every kind of team, all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from huibi.planning.board import ROLES, WITHOUT_LIMIT, Board

Bundle = tuple[int, ...]
Matrix = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.intp]
REST = len(ROLES)  # the group of those beyond the minimums of roles
_MOST_CELLS = 3_000_000  # (kind, bundle, person) up to which bundles are listed
_SOURCES = ("should", "risk", "risk_peak", "risk_max", "shortfall")
Caps = Mapping[str, int]


class Tables:
    """What people pay at units, and who is barred there, as arrays (person, unit)."""

    def __init__(self, board: Board) -> None:
        self.board = board
        shape = (len(board.people), len(board.units))
        self.risk, self.should = np.zeros(shape), np.zeros(shape)
        self.barred = np.zeros((len(ROLES), *shape))
        for unit in range(len(board.units)):
            for table, prices in ((self.risk, board.risk), (self.should, board.should)):
                for person, price in prices[unit].items():
                    table[person, unit] = price
            for person, roles in board.barred[unit].items():
                self.barred[list(roles), person, unit] = 1
        self.full_time = np.array([person.full_time for person in board.people], dtype=bool)
        self.apart = frozenset(board.apart)
        self.served = np.array([float(person.served) for person in board.people])

    @cached_property
    def kinds(self) -> list[list[int]]:
        """The teams, those together that nothing here tells apart."""
        board = self.board
        found: dict[object, list[int]] = {}
        for team, entry in enumerate(board.teams):
            here = tuple(tuple(options.get(team, ())) for options in board.options)
            units = tuple(unit for unit, teams in enumerate(board.unit_options) if team in teams)
            fixed = tuple(sorted(self.pinned_units(team))), tuple(sorted(self.pinned_people(team)))
            bounds = tuple(sorted(entry.roles.items())), entry.size, entry.full_time, entry.units, entry.workload
            key = (here, units, fixed, bounds, entry.may_idle, tuple(board.ways[team]))
            found.setdefault(key, []).append(team)
        return list(found.values())

    def pinned_units(self, team: int) -> set[int]:
        """Return the units that are pinned to a team."""
        return {unit for unit in self.board.pinned_units if team in self.board.unit_options[unit]}

    def pinned_people(self, team: int) -> set[int]:
        """Return the people who are pinned to a team."""
        return {person for person in self.board.pinned_people if team in self.board.options[person]}


@dataclass(frozen=True, slots=True)
class Group:
    """Who may fill so many places: people, and `may[row, bundle]` whether there.

    Where no full-time people are asked for, all are others.
    """

    role: int
    places: int
    full_time: tuple[Rows, Flags]
    others: tuple[Rows, Flags]


class Kind:
    """Teams that are alike, and every bundle that one of them may inspect under the caps of the levels before.

    `holds[bundle, unit]` is 1 or 0; `lacks[bundle]` what is missing to the minimums of units and workload.
    """

    def __init__(self, tables: Tables, teams: list[int], caps: Caps) -> None:
        self.tables, self.teams, self.team, self.count, self.caps = tables, teams, teams[0], len(teams), caps
        board = tables.board
        self.entry, self.bounds = board.teams[self.team], board.team_bounds(self.team)
        self.bundles, lacks = self._bundles()
        self.holds: Matrix = np.zeros((len(self.bundles), len(board.units)))
        for number, bundle in enumerate(self.bundles):
            self.holds[number, list(bundle)] = 1
        most = max(map(len, self.bundles), default=0)
        nothing = len(board.units)
        self._padded = np.array(
            [[*bundle, *[nothing] * (most - len(bundle))] for bundle in self.bundles], dtype=np.intp
        ).reshape(len(self.bundles), most)
        self.lacks = np.array(lacks, dtype=float)
        self.ways: Matrix = self.holds @ np.array(board.ways[self.team], dtype=float)
        self.idle: Flags = np.array([not bundle and self.entry.may_idle for bundle in self.bundles], dtype=bool)
        self.full_time = self.bounds["full_time"][0]
        self.groups = self._groups()

    def weight(self, kind: str) -> int:
        """Return what one missing of a kind counts in the shortfall."""
        return self.tables.board.problem.shortfall_weights.get(kind, 1)

    def _bundles(self) -> tuple[list[Bundle], list[int]]:
        board, team = self.tables.board, self.team
        pinned = self.tables.pinned_units(team)
        loads = [unit.workload for unit in board.units]
        (least, most), (light, heavy) = self.bounds["units"], self.bounds["workload"]
        free = [unit for unit, teams in enumerate(board.unit_options) if team in teams and unit not in pinned]
        found, lacks = [], []
        for count in range(max(0, min(most, len(free) + len(pinned)) - len(pinned)) + 1):
            for chosen in combinations(free, count):
                bundle = (*sorted(pinned), *chosen)
                load = sum(loads[unit] for unit in bundle)
                missing = self.weight("units") * max(0, least - len(bundle))
                missing += self.weight("workload") * max(0, light - load)
                if not bundle and self.entry.may_idle:
                    missing = 0
                if load <= heavy and missing <= self.caps.get("shortfall", missing):
                    found.append(bundle)
                    lacks.append(missing)
        return found, lacks

    def _groups(self) -> list[Group]:
        """Return who may fill the minimum of each role, and who may stand beyond these minimums."""
        may = [self._may(role) for role in range(len(ROLES))]
        board, groups = self.tables.board, []
        beyond: Flags = np.zeros_like(may[0])
        for role, here in enumerate(may):
            least, most = board.role_bounds(self.team, role)
            if least:
                groups.append(self._group(role, least, here))
            if most > least:
                beyond |= here
        filled = sum(group.places for group in groups)
        rest = max(0, self.bounds["size"][0] - filled)
        if rest or self.full_time:
            groups.append(self._group(REST, rest, beyond))
        return groups

    def _group(self, role: int, places: int, may: Flags) -> Group:
        some, full = may.any(axis=1), self.tables.full_time & bool(self.full_time)
        rows, others = np.nonzero(some & full)[0], np.nonzero(some & ~full)[0]
        return Group(role, places, (rows, may[rows]), (others, may[others]))

    def summed(self, at_unit: Matrix) -> Matrix:
        """Return what each person has beside each bundle, of what the person has at each unit."""
        wide = np.hstack([at_unit, np.zeros((len(at_unit), 1))])
        total: Matrix = np.zeros((len(at_unit), len(self.bundles)))
        for column in self._padded.T:
            total += wide[:, column]
        return total

    def _may(self, role: int) -> Flags:
        """Return who (row) may serve beside which bundle (column) in a role, and pays no more than the caps allow."""
        tables, board = self.tables, self.tables.board
        here = np.array([role in options.get(self.team, ()) for options in board.options], dtype=bool)
        chosen = [person for person in tables.pinned_people(self.team) if board.options[person][self.team] == (role,)]
        if chosen and len(chosen) >= board.role_bounds(self.team, role)[1]:
            here &= np.isin(np.arange(len(here)), chosen)
        refused = tables.barred[role].copy()
        entry = min(self.caps.get(name, WITHOUT_LIMIT) for name in ("risk_peak", "risk_max", "risk"))
        refused += tables.risk > entry
        found: Flags = here[:, None] & (self.summed(refused) == 0)
        if "should" in self.caps:
            found &= self.summed(tables.should) <= self.caps["should"]
        return found


def kinds_of(tables: Tables, caps: Caps) -> list[Kind] | None:
    """Return every kind of team with its bundles; None where they are too many to list."""
    board = tables.board
    cells = 0
    for teams in tables.kinds:
        most = min(board.team_bounds(teams[0])["units"][1], len(board.units))
        count, listed = 1, 1
        for size in range(1, most + 1):
            count = count * (len(board.units) - size + 1) // size
            listed += count
        cells += listed * len(board.people)
        if cells > _MOST_CELLS:
            return None
    return [Kind(tables, teams, caps) for teams in tables.kinds]
