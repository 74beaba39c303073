"""From the rows of a sheet to the columns of its table, and to nouns, a batch at a time."""

from collections.abc import Callable, Iterator, Sequence
from itertools import compress, islice
from typing import TYPE_CHECKING, Any

from huibi.reading import cells
from huibi.reading.cells import Bad, Cell, Parser
from huibi.reading.columns import Column, Kind
from huibi.reading.desk import Desk, Row, Sheet

if TYPE_CHECKING:
    from huibi.reading.references import References

BATCH = 5_000
MOST_ROWS = 10_000_000
Reader = Callable[[Sequence[Cell]], list[Any]]


class Memo(dict[Cell, Any]):
    """Each cell as found is parsed once."""

    def __init__(self, parse: Parser) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, cell: Cell) -> Any:  # noqa: ANN401 - of whatever kind
        found = self[cell] = self._parse(cell)
        return found


class Readers:
    """How each kind of column is read; memories are shared by all files of a register."""

    def __init__(self) -> None:
        self._memos: dict[object, dict[Cell, Any]] = {}
        self.references: dict[str, References] = {}

    def of(self, column: Column, *, typed: bool) -> Reader:
        """Return the reader of a column; `typed` where text is as somebody typed it."""
        if column.kind in _DIRECT:
            return _DIRECT[column.kind]
        table = _TARGETS.get(column.kind)
        if table is not None:
            return _through(self.references[table])
        key: object = (column.kind, typed) if column.kind in _DATES else (column.kind, id(column.words))
        if key not in self._memos:
            self._memos[key] = Memo(self._parser(column, typed=typed))
        return _through(self._memos[key])

    def _parser(self, column: Column, *, typed: bool) -> Parser:
        if column.kind in _DATES:
            last, now = _DATES[column.kind]
            if column.kind is Kind.START:
                return lambda cell: None if cell == cells.UNKNOWN_START else cells.read_date(cell, typed=typed)
            return lambda cell: cells.read_date(cell, last=last, now=now, typed=typed)
        if column.kind in _PARSERS:
            return _PARSERS[column.kind]
        if column.kind is Kind.UNITS:
            return self._units
        words = column.words or {}
        return cells.enumerations(words) if column.kind is Kind.ROLES else cells.enumeration(words)

    def _units(self, cell: Cell) -> Any:  # noqa: ANN401 - ids or Bad
        units = self.references["units"]
        whole = units.resolve(cell)
        if not isinstance(whole, Bad):
            return () if whole is None else (whole,)
        found = [units.resolve(part) for part in cells.split(cell)]
        bad = next((value for value in found if isinstance(value, Bad)), None)
        return bad or tuple(dict.fromkeys(found))


def _is_word(cell: Cell) -> bool:
    return isinstance(cell, str) and cell != "" and not cell.isspace()


def _is_blank(row: Row) -> bool:
    return not any(map(cells.text, row))


def _through(memo: dict[Cell, Any]) -> Reader:
    look = memo.__getitem__
    return lambda column: list(map(look, column))


def _each(parse: Callable[[Cell], Any]) -> Reader:
    return lambda column: [parse(cell) for cell in column]


# Columns of which hardly two cells are the same: nothing to remember.
_DIRECT: dict[Kind, Reader] = {
    Kind.ID: _each(cells.plain),
    Kind.IDENTITY: _each(cells.identity),
    Kind.PARENT: _each(lambda cell: cells.plain(cell) or None),
}
_PARSERS: dict[Kind, Parser] = {
    Kind.NAME: cells.name,
    Kind.TEXT: lambda cell: cells.limited(cell) or None,
    Kind.WORDS: cells.limited,
    Kind.COUNT: cells.read_count,
    Kind.LIST: cells.read_list,
}
_TARGETS = {Kind.PERSON: "persons", Kind.UNIT: "units", Kind.REGION: "regions", Kind.PLACE: "places"}
# kind: without a day the last of the month; takes 至今
_DATES = {Kind.DATE: (False, False), Kind.START: (False, False), Kind.LAST: (True, False), Kind.END: (True, True)}


class Batch:
    """Some rows of a sheet as columns by key; `bad` holds the positions of rows that cannot be taken."""

    def __init__(self, sheet: Sheet, first: int, rows: list[Row]) -> None:
        self.sheet = sheet
        filled = [bool(row) and (_is_word(row[0]) or not _is_blank(row)) for row in rows]
        self.numbers = [first + i for i, kept in enumerate(filled) if kept]
        self.rows = list(compress(rows, filled))
        self.found: dict[str, Sequence[Cell]] = {}
        self.values: dict[str, list[Any]] = {}
        self.bad: set[int] = {i for i, number in enumerate(self.numbers) if number in sheet.spoilt}

    def good(self) -> list[int]:
        """Return the positions of the rows that can be taken."""
        return [i for i in range(len(self.rows)) if i not in self.bad]


def batches(sheet: Sheet, desk: Desk) -> Iterator[tuple[int, list[Row]]]:
    """Yield the rows of a sheet below the head, some at a time, with the number of the first."""
    first = sheet.first
    while rows := list(islice(sheet.rows, BATCH)):
        yield first, rows
        first += len(rows)
        if first > MOST_ROWS:
            desk.bad_file("read.too_many_rows", sheet.file, sheet=sheet.sheet, table=sheet.table.key, limit=MOST_ROWS)
            return


def read_batch(batch: Batch, indexes: dict[str, int], readers: Readers, desk: Desk) -> None:
    """Fill the values of a batch column by column and lay down each cell that cannot be read."""
    sheet, width = batch.sheet, len(batch.sheet.head)
    if set(map(len, batch.rows)) - {width}:
        _even_out(batch, width, desk)
    columns = list(zip(*batch.rows, strict=True)) if batch.rows else [()] * width
    for column in sheet.table.columns:
        index = indexes.get(column.key)
        if index is None:
            batch.values[column.key] = [_EMPTY.get(column.kind)] * len(batch.rows)
            continue
        found = batch.found[column.key] = columns[index]
        values = readers.of(column, typed=sheet.typed)(found)
        batch.values[column.key] = values
        _check_cells(batch, column, found, values, desk)


def _even_out(batch: Batch, width: int, desk: Desk) -> None:
    """Give each row as many cells as the head; cells beyond it are laid down."""
    for i, row in enumerate(batch.rows):
        if any(row[width:]):
            batch.bad.add(i)
            extra = Bad("read.row_too_long", "expect.row_width", {"width": width})
            desk.bad_cell(batch.sheet, batch.numbers[i], None, next(filter(None, row[width:])), extra)
        batch.rows[i] = row[:width] + [""] * (width - len(row))


def _check_cells(batch: Batch, column: Column, found: Sequence[Cell], values: list[Any], desk: Desk) -> None:
    if Bad in set(map(type, values)):
        for i, value in enumerate(values):
            if type(value) is Bad:
                batch.bad.add(i)
                if value.code != "read.left_out" or desk.skip_faulty:
                    desk.bad_cell(batch.sheet, batch.numbers[i], column.key, found[i], value)
    if column.required and not all(values):
        for i, value in enumerate(values):
            if value is None and found[i] == cells.UNKNOWN_START and column.kind is Kind.START:
                continue
            if not value and type(value) is not Bad and batch.numbers[i] not in batch.sheet.spoilt:
                batch.bad.add(i)
                desk.bad_cell(
                    batch.sheet, batch.numbers[i], column.key, found[i], Bad("read.required", "expect.filled")
                )


_EMPTY: dict[Kind, Any] = {
    Kind.ID: "",
    Kind.NAME: "",
    Kind.WORDS: "",
    Kind.LIST: (),
    Kind.UNITS: (),
    Kind.ROLES: frozenset(),
}
