"""Sheets of merged cells (干部信息登记表): labels found wherever they stand, values right of them or below them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from huibi.reading.cells import Cell, plain
from huibi.reading.desk import Row
from huibi.reading.forms.form import Entry, Form, Named, Relative
from huibi.reading.forms.vocabulary import label_of, meanings

LARGEST_GRID = 200_000  # cells from the first to the last in use: a form has a few hundred
LEAST_LABELS = 3
MOST_RELATIVES = 200
_LONGEST_LABEL = 40
_WITH_VALUE = re.compile(r"\s*([^:：]{1,24})[:：]\s*(\S.*)", re.DOTALL)
_FAMILY = re.compile(r".{0,4}家庭.{0,6}(?:成员|社会关系)")
_TENTH = re.compile(r"\d{4}\.1")

Corner = tuple[int, int]
Merged = tuple[Corner, Corner]


class Area(NamedTuple):
    """A cell or a range of merged cells, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class Grid:
    """The cells of a sheet by the upper left corner of their area; `covered` are filled cells that an area hides."""

    def __init__(self, rows: Iterable[Row], merged: Sequence[Merged]) -> None:
        self.cells: dict[Corner, Cell] = {}
        self.covered: list[Corner] = []
        self._areas: dict[Corner, Area] = {}
        for (top, left), (bottom, right) in merged:
            if (bottom - top + 1) * (right - left + 1) <= LARGEST_GRID:
                area = Area(top, left, bottom, right)
                self._areas |= {(i, j): area for i in range(top, bottom + 1) for j in range(left, right + 1)}
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                area = self.area(i, j)
                if cell == "" or not plain(cell):
                    continue
                if (area.top, area.left) == (i, j):
                    self.cells[i, j] = cell
                else:
                    self.covered.append((i, j))
        self.height = max((top for top, _ in self.cells), default=-1) + 1
        self.by_row: dict[int, dict[int, Cell]] = {}
        for (i, j), cell in self.cells.items():
            self.by_row.setdefault(i, {})[j] = cell

    def area(self, row: int, column: int) -> Area:
        """Return the area that a place belongs to."""
        return self._areas.get((row, column)) or Area(row, column, row, column)

    def at(self, row: int, column: int) -> tuple[Corner, Cell]:
        """Return the corner of the area at a place, and its cell (empty text if nothing stands there)."""
        area = self.area(row, column)
        return (area.top, area.left), self.cells.get((area.top, area.left), "")


class _Table(NamedTuple):
    head: int
    columns: Mapping[str, int]
    labels: Mapping[str, str]
    rows: tuple[int, ...]


def form_of(grid: Grid, named: Named, sheet: str | None) -> Form | None:
    """Return the form on a sheet, or None where the sheet is no form."""
    labels = {corner: key for corner, cell in grid.cells.items() if (key := _label(cell))}
    families = list(_tables(grid, labels, "heads_of_family", ("term", "name")))
    careers = list(_tables(grid, labels, "heads_of_career", ("period", "unit")))
    careers += list(_tables(grid, labels, "heads_of_career", ("start", "unit")))
    taken = {(i, j) for table in (*families, *careers) for i in (table.head, *table.rows) for j in grid.by_row[i]}
    taken = {corner for corner in taken if not _beside(corner, (*families, *careers), labels)}
    form = Form(file=named.file, key=named.key, sheet=sheet)
    _take_values(grid, labels, taken, form)
    for table in families:
        form.family.extend(_relatives(grid, table))
    form.family = form.family[:MOST_RELATIVES]
    for table in careers:
        form.career_rows.extend(_career_rows(grid, table))
    found = len(form.own) + bool(form.career or form.career_rows) + bool(families)
    return form if "name" in form.own and found >= LEAST_LABELS else None


def _label(cell: Cell) -> str | None:
    if not isinstance(cell, str) or len(cell) > _LONGEST_LABEL:
        return None
    word = label_of(cell).casefold()
    return meanings("labels").get(word) or ("family" if _FAMILY.match(word) else None)


def _beside(corner: Corner, tables: Iterable[_Table], labels: Mapping[Corner, str]) -> bool:
    """Whether a corner is a label that stands left of a table's columns and is none of its cells."""
    inside = (table for table in tables if corner[0] in (table.head, *table.rows))
    return corner in labels and all(corner[1] < min(table.columns.values()) for table in inside)


def _take_values(grid: Grid, labels: Mapping[Corner, str], taken: set[Corner], form: Form) -> None:
    for corner, cell in grid.cells.items():
        if corner in taken:
            continue
        key, shown, row = labels.get(corner), label_of(cell), corner[0]
        value: Cell = ""
        if key is None:
            key, shown, value = _with_value(cell)
        elif key != "other":
            value, row = _value_of(grid, labels, taken, corner)
        if key is None or key in ("other", "family") or value == "":
            continue
        entry = Entry(value, shown, row + 1)
        if key == "school":
            form.schools.append(entry)
        elif key == "career":
            form.career = form.career or entry
        else:
            form.own.setdefault(key, entry)


def _with_value(cell: Cell) -> tuple[str | None, str, Cell]:
    """Return the field, label and value of a cell that holds both (填表时间：2026.03)."""
    match = _WITH_VALUE.fullmatch(cell) if isinstance(cell, str) else None
    label = label_of(match[1]) if match else ""
    return (meanings("labels").get(label.casefold()), label, match[2]) if match else (None, "", "")


def _value_of(grid: Grid, labels: Mapping[Corner, str], taken: set[Corner], corner: Corner) -> tuple[Cell, int]:
    area = grid.area(*corner)
    for row, column in ((area.top, area.right + 1), (area.bottom + 1, area.left)):
        place, cell = grid.at(row, column)
        is_value = cell != "" and place not in labels and place not in taken and _with_value(cell)[0] is None
        if is_value and (row == area.top or not _is_right_of_label(grid, labels, place)):
            return cell, place[0]
    return "", corner[0]


def _is_right_of_label(grid: Grid, labels: Mapping[Corner, str], place: Corner) -> bool:
    """Whether what stands at a place is the value of the label left of it, not of one above."""
    beside, _ = grid.at(place[0], place[1] - 1)
    return beside in labels and beside[0] == place[0]


def _tables(grid: Grid, labels: Mapping[Corner, str], section: str, needed: tuple[str, str]) -> Iterator[_Table]:
    """Yield the tables whose head holds the needed columns, each with the rows below it that are its own."""
    known = meanings(section)
    heads = {}
    for i, row in grid.by_row.items():
        columns: dict[str, int] = {}
        shown: dict[str, str] = {}
        for j, cell in sorted(row.items()):
            key = known.get(label_of(cell).casefold()) if isinstance(cell, str) else None
            if key is not None and key not in columns:
                columns[key], shown[key] = j, label_of(cell)
        if all(key in columns for key in needed):
            heads[i] = (columns, shown)
    for i, (columns, shown) in heads.items():
        first = max(grid.area(i, j).bottom for j in columns.values()) + 1
        rows = []
        for below in range(first, grid.height):
            row = grid.by_row.get(below, {})
            if below in heads or _ends(row, below, labels, columns):
                break
            if any(j in row for j in columns.values()):
                rows.append(below)
        yield _Table(i, columns, shown, tuple(rows))


def _ends(row: Mapping[int, Cell], i: int, labels: Mapping[Corner, str], columns: Mapping[str, int]) -> bool:
    """Whether a row belongs to something else: a label stands in it, or what says its own label (填表人：…)."""
    first = min(columns.values())
    for j, cell in row.items():
        key = labels.get((i, j))
        if key is not None and not (key in ("family", "career") and j < first):
            return True
        if _with_value(cell)[0] is not None:
            return True
    return False


def _relatives(grid: Grid, table: _Table) -> Iterator[Relative]:
    for i in table.rows:
        row = grid.by_row[i]
        cells = {key: Entry(row[j], table.labels[key], i + 1) for key, j in table.columns.items() if j in row}
        yield Relative(row=i + 1, cells=cells)


def _career_rows(grid: Grid, table: _Table) -> Iterator[tuple[int, str, str]]:
    """Yield row, period and text of each row: the words of unit and title with a blank between."""
    for i in table.rows:
        said = {key: _words(grid.by_row[i].get(j, "")) for key, j in table.columns.items()}
        period = said.get("period") or f"{said.get('start', '')}--{said.get('end', '')}"
        text = "  ".join(part for part in (said.get("unit", ""), said.get("title", "")) if part)
        yield i + 1, period, text


def _words(cell: Cell) -> str:
    """Return a cell of a career as text; 2019.1 as a number may be a cut 2019.10 and is left unreadable."""
    found = plain(cell)
    return f"{found}?" if isinstance(cell, float) and _TENTH.fullmatch(found) else found
