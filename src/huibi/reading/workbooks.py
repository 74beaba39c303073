"""Workbooks (.xlsx): packages looked through first, values by calamine, what values do not show by a scan."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import python_calamine as calamine

from huibi.reading.cells import Bad
from huibi.reading.columns import Table
from huibi.reading.desk import Desk, Row, Sheet, masked
from huibi.reading.files import Item, RefusedError, table_named
from huibi.reading.forms.grids import LARGEST_GRID, Grid, form_of
from huibi.reading.forms.pile import Pile
from huibi.reading.packages import column_letters, find_sheets, odd_cells, scan

if TYPE_CHECKING:
    from huibi.reading.forms.form import Form, Named

MOST_SHEETS = 2_000
_SHOWN_COVERED = 8
_T = TypeVar("_T")


def read_workbook(item: Item, desk: Desk, pile: Pile) -> list[Sheet] | None:
    """Return the tables in a workbook, personal forms laid on the pile; None after laying down why it cannot be read.

    Sheets that are neither are noted.
    """
    try:
        parts = find_sheets(item)
        with _guarded(partial(calamine.load_workbook, item.path or item.open())) as book:
            return list(_tables(item, book, parts, desk, pile))
    except RefusedError as error:
        desk.bad_file(error.code, item.shown, of_row=bool(item.folder), **error.params)
        return None


def _tables(
    item: Item, book: calamine.CalamineWorkbook, parts: dict[str, str], desk: Desk, pile: Pile
) -> Iterator[Sheet]:
    if len(book.sheet_names) > MOST_SHEETS:
        raise RefusedError("read.too_many_sheets", limit=MOST_SHEETS)
    named = _named(item, book.sheet_names)
    forms = _take_forms(item, book, parts, [name for name, table in named.items() if table is None], pile)
    named = {name: table for name, table in named.items() if name not in forms}
    if item.folder:
        for name in named:
            desk.note("read.sheet_inside", file=item.shown, sheet=name)
        return
    if not any(named.values()) and not forms:
        desk.note("read.workbook_left", file=item.shown)
        return
    for name, table in named.items():
        if table is None:
            desk.note("read.sheet_unknown", file=item.shown, sheet=name)
            continue
        is_odd = scan(item, parts.get(name), name)
        grid = _guarded(partial(book.get_sheet_by_name, name))
        if not grid.height:
            desk.bad_file("read.empty", item.shown, sheet=name, table=table.key)
            continue
        rows = _rows(grid)
        sheet = Sheet(file=item.shown, sheet=name, table=table, head=next(rows), rows=rows, typed=True)
        sheet.spoilt = _spoilt(grid, sheet, desk)
        if is_odd:
            sheet.spoilt |= _odd(item, parts[name], sheet, desk)
        yield sheet


def _named(item: Item, names: list[str]) -> dict[str, Table | None]:
    """Return which sheet is which table; in the folders inside a register no sheet is one."""
    if item.folder:
        return dict.fromkeys(names)
    named = {name: table_named(name) for name in names}
    if not any(named.values()):
        # 人员.xlsx with a sheet that nobody gave a name: the file says what its first sheet is.
        named = {name: None if i else table_named(item.stem) for i, name in enumerate(names)}
    return named


def _take_forms(
    item: Item, book: calamine.CalamineWorkbook, parts: dict[str, str], names: list[str], pile: Pile
) -> set[str]:
    """Lay the forms among sheets on the pile and return the names of these sheets."""
    found: set[str] = set()
    file: Named | None = None
    for name in names:
        scan(item, parts.get(name), name)
        page = _guarded(partial(book.get_sheet_by_name, name))
        if page.height * page.width > LARGEST_GRID:
            continue
        file = file or pile.named(item)
        grid = Grid(_rows(page), page.merged_cell_ranges or [])
        form = form_of(grid, file, masked(name))
        if form is not None:
            pile.forms.append(form)
            found.add(name)
            _note_covered(grid, form, pile.desk)
    return found


def _note_covered(grid: Grid, form: "Form", desk: Desk) -> None:
    """Note what merged cells hide: ranges that stayed behind when rows were put in cover what moved under them."""
    if grid.covered:
        cells = "、".join(f"{column_letters(column)}{row + 1}" for row, column in grid.covered[:_SHOWN_COVERED])
        more = "…" if len(grid.covered) > _SHOWN_COVERED else ""
        row = grid.covered[0][0] + 1
        desk.note("read.form_covered", file=form.file, sheet=form.sheet, row=row, cells=cells + more)


def _guarded(call: Callable[[], _T]) -> _T:
    """Return what the reader of workbooks gives; whatever it trips over is a workbook that cannot be read."""
    try:
        return call()
    except calamine.PasswordError:
        raise RefusedError("read.encrypted") from None
    except (calamine.CalamineError, OSError, ValueError):
        raise RefusedError("read.no_workbook", expected=".xlsx") from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # of the library's own language; no Exception, and not importable
            raise RefusedError("read.no_workbook", expected=".xlsx") from None
        raise


def _rows(grid: calamine.CalamineSheet) -> Iterator[Row]:
    """Yield the rows from the first of the sheet on, each from column A on."""
    before = (grid.start or (0, 0))[1]
    padding: Row = [""] * before
    for row in grid.iter_rows():
        yield padding + row if before else row


def _spoilt(grid: calamine.CalamineSheet, sheet: Sheet, desk: Desk) -> frozenset[int]:
    """Lay down merged cells; return the rows that they spoil."""
    rows: set[int] = set()
    for (first, left), (last, right) in grid.merged_cell_ranges or []:
        area = f"{column_letters(left)}{first + 1}:{column_letters(right)}{last + 1}"
        desk.bad_cell(sheet, first + 1, _head(sheet, left), area, Bad("read.merged", "expect.unmerged"))
        rows.update(range(first + 1, last + 2))
    return frozenset(rows)


def _odd(item: Item, part: str, sheet: Sheet, desk: Desk) -> frozenset[int]:
    """Lay down formulas and error values; return the rows that they spoil."""
    rows: set[int] = set()
    for row, column, code, value in odd_cells(item, part):
        desk.bad_cell(sheet, row, _head(sheet, column), value, Bad(code, "expect.value"))
        rows.add(row)
    return frozenset(rows)


def _head(sheet: Sheet, column: int) -> str:
    found = str(sheet.head[column]).strip() if column < len(sheet.head) else ""
    return found or column_letters(column)


def read_sheets(item: Item, table: Table, desk: Desk) -> Iterator[Sheet]:
    """Yield every filled sheet of a workbook as one table, heads wherever they stand; titles above may be merged."""
    try:
        parts = find_sheets(item)
        with _guarded(partial(calamine.load_workbook, item.path or item.open())) as book:
            for name in book.sheet_names:
                scan(item, parts.get(name), name)
                grid = _guarded(partial(book.get_sheet_by_name, name))
                if grid.height:
                    rows = _rows(grid)
                    yield Sheet(file=item.shown, sheet=name, table=table, head=next(rows), rows=rows, typed=True)
    except RefusedError as error:
        desk.bad_file(error.code, item.shown, **error.params)
