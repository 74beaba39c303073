"""The problem on one tape of whole numbers, as the annealer reads it (compiled, or its twin in Python)."""

from array import array
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from huibi.model.rosters import TERMS
from huibi.planning.board import ROLES, WITHOUT_LIMIT, Board

# The order of kernel/kernel.h: numbers first, then sections.
NUMBERS = (
    "people", "units", "teams", "kinds", "specialities", "homes", "counties", "team_kinds", "lenders", "levels",
    "same_home", "home_total", "mutual", "unit_speciality_weight", "gone_price", "team_room", "unit_room",
)  # fmt: skip
SECTIONS = (
    "person_kind", "team_kind", "roles_of", "pinned_person", "pinned_unit", "home", "full_time", "served", "lender",
    "held_start", "held", "unit_county", "team_county", "workload", "asked_start", "asked", "place_start", "place",
    "way", "cell", "entry_should", "entry_risk", "entry_bar", "apart_start", "apart", "pair_start", "pair",
    "pair_price", "least", "most", "weight", "idle", "lend_least", "lend_most", "kept_start", "kept_team",
    "kept_role", "kept_price", "kept_unit_start", "kept_unit", "pool_start", "pool_full", "pool",
    "level_start", "level_term", "level_weight",
)  # fmt: skip
TEAM_COUNTERS = ("size", "full_time", *ROLES, "units", "workload")
_SPARE_ROOM = 4
_LARGEST = 10**9
_Name = TypeVar("_Name", bound=Hashable)


class Tape:
    """Numbers and sections by name, laid out once."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.numbers: dict[str, int] = {}
        self.sections: dict[str, Sequence[int]] = {}
        self.specialities = _numbered(
            [*(name for p in board.people for name in p.specialities)]
            + [name for unit in board.units for name in unit.specialities]
            + [name for team in board.teams for name in team.specialities]
        )
        self._people()
        self._units()
        self._teams()
        self._pairs()
        self._previous()
        self._kinds()
        self._levels()

    def laid_out(self) -> "array[int]":
        """Return the tape: numbers, where each section begins, the sections."""
        head = len(NUMBERS) + len(SECTIONS)
        tape = array("i", [self.numbers[name] for name in NUMBERS])
        place = head
        for name in SECTIONS:
            tape.append(place)
            place += len(self.sections[name])
        for name in SECTIONS:
            part = self.sections[name]
            tape.extend(part if isinstance(part, array) else array("i", part))
        return tape

    def _people(self) -> None:
        board, found = self.board, self.sections
        homes = _numbered(person.home_unit for person in board.people if person.home_unit is not None)
        lenders = {county: index for index, county in enumerate(board.problem.counties.lend)}
        found["home"] = [-1 if p.home_unit is None else homes[p.home_unit] for p in board.people]
        found["lender"] = [-1 if p.county is None else lenders.get(p.county, -1) for p in board.people]
        found["full_time"] = [int(person.full_time) for person in board.people]
        found["served"] = [person.served for person in board.people]
        found["pinned_person"] = [0 if p in board.pinned_people else -1 for p in range(len(board.people))]
        held = [sorted({self.specialities[name] for name in person.specialities}) for person in board.people]
        found["held_start"], found["held"] = _rows(held)
        limits = board.problem.limits
        found["lend_least"] = [least for least, _ in board.problem.counties.lend.values()]
        found["lend_most"] = [most for _, most in board.problem.counties.lend.values()]
        self.numbers |= {"people": len(board.people), "homes": len(homes), "lenders": len(lenders)}
        self.numbers["same_home"] = _LARGEST if limits.same_home_unit is None else limits.same_home_unit
        self.numbers["home_total"] = _LARGEST if limits.home_unit_total is None else limits.home_unit_total

    def _units(self) -> None:
        board, found = self.board, self.sections
        counties = _numbered(
            entry.county for part in (board.teams, board.units) for entry in part if entry.county is not None
        )
        found["unit_county"] = [-1 if unit.county is None else counties[unit.county] for unit in board.units]
        found["team_county"] = [-1 if team.county is None else counties[team.county] for team in board.teams]
        found["workload"] = [unit.workload for unit in board.units]
        asked = [sorted({self.specialities[name] for name in unit.specialities}) for unit in board.units]
        found["asked_start"], found["asked"] = _rows(asked)
        found["place_start"], found["place"] = _rows(board.unit_options)
        found["pinned_unit"] = [0 if unit in board.pinned_units else -1 for unit in range(len(board.units))]
        ways = array("i", [-1]) * (len(board.units) * len(board.teams))
        for unit, teams in enumerate(board.unit_options):
            for team in teams:
                ways[unit * len(board.teams) + team] = min(board.ways[team][unit], _LARGEST)
        found["way"] = ways
        self._cells()
        rules = board.problem.counties
        self.numbers |= {"units": len(board.units), "counties": len(counties), "mutual": int(rules.mutual == "forbid")}

    def _cells(self) -> None:
        """Lay out what person and unit have to do with each other: 0 for nothing, else the number of an entry."""
        board, count = self.board, len(self.board.units)
        cells = array("i", [0]) * (len(board.people) * count)
        entries: dict[tuple[int, int, int], int] = {(0, 0, 0): 0}
        for unit in range(count):
            should, risk, barred = board.should[unit], board.risk[unit], board.barred[unit]
            for person in {*should, *risk, *barred}:
                mask = sum(1 << role for role in barred.get(person, ()))
                entry = (should.get(person, 0), risk.get(person, 0), mask)
                cells[person * count + unit] = entries.setdefault(entry, len(entries))
        self.sections["cell"] = cells
        for index, name in enumerate(("entry_should", "entry_risk", "entry_bar")):
            self.sections[name] = [min(entry[index], _LARGEST) for entry in entries]

    def _teams(self) -> None:
        board, found = self.board, self.sections
        weights = board.problem.shortfall_weights
        least, most = [], []
        for number, team in enumerate(board.teams):
            bounds = board.team_bounds(number)
            limits = [bounds["size"], bounds["full_time"]]
            limits += [board.role_bounds(number, role) for role in range(len(ROLES))]
            limits += [bounds["units"], bounds["workload"]]
            limits += [(team.specialities.get(name, 0), WITHOUT_LIMIT) for name in self.specialities]
            least += [low for low, _ in limits]
            most += [high for _, high in limits]
        found["least"], found["most"] = least, most
        found["weight"] = [weights.get(kind, 1) for kind in TEAM_COUNTERS]
        found["weight"] = [*found["weight"], *(weights.get("speciality", 1) for _ in self.specialities)]
        found["idle"] = [int(team.may_idle) for team in board.teams]
        room = max((team.size[1] for team in board.teams), default=0) + _SPARE_ROOM
        units = max((board.team_bounds(team)["units"][1] for team in range(len(board.teams))), default=0) + _SPARE_ROOM
        self.numbers |= {
            "teams": len(board.teams),
            "kinds": len(TEAM_COUNTERS) + len(self.specialities),
            "specialities": len(self.specialities),
            "unit_speciality_weight": weights.get("unit_speciality", 1),
            "team_room": min(room, len(board.people)),
            "unit_room": min(units, len(board.units)),
        }

    def _pairs(self) -> None:
        board, found = self.board, self.sections
        apart: list[list[int]] = [[] for _ in board.people]
        for one, other in board.apart:
            apart[one].append(other)
            apart[other].append(one)
        found["apart_start"], found["apart"] = _rows(apart)
        pairs: list[list[tuple[int, int]]] = [[] for _ in board.people]
        for (one, other), price in board.together.items():
            pairs[one].append((other, price))
            pairs[other].append((one, price))
        found["pair_start"], found["pair"] = _rows([[other for other, _ in row] for row in pairs])
        found["pair_price"] = [min(price, _LARGEST) for row in pairs for _, price in row]

    def _previous(self) -> None:
        board, found = self.board, self.sections
        kept: list[list[tuple[int, int, int]]] = [[] for _ in board.people]
        for entry in board.kept:
            kept[entry.person].append((entry.team, entry.role, entry.price))
        found["kept_start"], found["kept_team"] = _rows([[team for team, _, _ in row] for row in kept])
        found["kept_role"] = [role for row in kept for _, role, _ in row]
        found["kept_price"] = [price for row in kept for _, _, price in row]
        units: list[list[int]] = [[] for _ in board.units]
        for unit, team in board.kept_units:
            units[unit].append(team)
        found["kept_unit_start"], found["kept_unit"] = _rows(units)
        self.numbers["gone_price"] = board.gone_price

    def _kinds(self) -> None:
        """People with the same options share a row, teams that draw on the same people a column and a pool."""
        board = self.board
        known: dict[int, tuple[tuple[int, tuple[int, ...]], ...]] = {}
        for options in board.options:  # rows are shared by people who are alike
            if id(options) not in known:
                known[id(options)] = tuple(sorted(options.items()))
        rows = _numbered(known.values())
        person_kind = [rows[known[id(options)]] for options in board.options]
        per_team: list[list[int]] = [[] for _ in board.teams]
        for row in rows:
            masks = {team: sum(1 << role for role in roles) for team, roles in row}
            for team, column in enumerate(per_team):
                column.append(masks.get(team, 0))
        columns = _numbered(tuple(column) for column in per_team)
        people: list[list[int]] = [[] for _ in rows]
        for person, kind in enumerate(person_kind):
            people[kind].append(person)
        full = self.sections["full_time"]
        pools = [
            sorted(
                (person for kind, mask in enumerate(column) if mask >> role & 1 for person in people[kind]),
                key=lambda person: (not full[person], person),
            )
            for column in columns
            for role in range(len(ROLES))
        ]
        self.sections["person_kind"] = person_kind
        self.sections["team_kind"] = [columns[tuple(column)] for column in per_team]
        self.sections["roles_of"] = [column[kind] for kind in range(len(rows)) for column in columns]
        self.sections["pool_full"] = [sum(full[person] for person in pool) for pool in pools]
        self.sections["pool_start"], self.sections["pool"] = _rows(pools)
        self.numbers["team_kinds"] = len(columns)

    def _levels(self) -> None:
        levels = self.board.problem.objective
        at = {term: index for index, term in enumerate(TERMS)}
        self.sections["level_start"], self.sections["level_term"] = _rows([[at[term] for term in lv] for lv in levels])
        self.sections["level_weight"] = [weight for level in levels for weight in level.values()]
        self.numbers["levels"] = len(levels)


def _rows(rows: Iterable[Sequence[int]]) -> tuple[list[int], list[int]]:
    """Return where each row begins (and the last one ends), and the rows end to end."""
    starts, flat = [0], list[int]()
    for row in rows:
        flat.extend(row)
        starts.append(len(flat))
    return starts, flat


def _numbered(names: Iterable[_Name]) -> dict[_Name, int]:
    return {name: index for index, name in enumerate(dict.fromkeys(names))}
