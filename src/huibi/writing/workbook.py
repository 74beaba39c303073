"""编组方案.xlsx: the plan as a workbook; the same plan gives the same bytes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from huibi import VERSION
from huibi.model.plans import Plan
from huibi.writing import findings_tables, matrices, reserve_tables, roster_tables
from huibi.writing.names import Names
from huibi.writing.notes import notes
from huibi.writing.sentences import Sentences
from huibi.writing.tables import Cell, Column, Mark, Table, Value, width

A4 = 9
FONT = "宋体"
_LINE = 16  # points of one line of text
_ROW = 20
_TALLEST = 400
_NARROW = 4.5
_LEAST = 6
_ROOM = 2  # letters of air beside the text; the filter's button needs them in the head
_SET_OFF: dict[Mark, dict[str, Any]] = {
    Mark.MUST: {"bg_color": "#F4B6B0", "num_format": '"●"0;;"●"'},
    Mark.PARTLY: {"bg_color": "#FBDDCB", "num_format": '"◐"0;;"◐"'},
    Mark.SHOULD: {"bg_color": "#FDEFB8", "num_format": '"△"0;;"△"'},
    Mark.NOTE: {"bg_color": "#DCE9F7", "num_format": '"·"0;;"·"'},
    Mark.NONE: {"num_format": "0;;"},
    Mark.PLAIN: {"num_format": "0"},
}


def workbook(plan: Plan) -> bytes:
    """Return the workbook of a plan, in the current language.

    Every text is written as text: what looks like a formula or a link is neither.
    """
    names, sentences = Names(plan.register, plan.round), Sentences(plan.register)
    tables = (
        roster_tables.seats(plan, names),
        roster_tables.units(plan, names),
        matrices.leaders(plan, names),
        matrices.pool(plan, names),
        findings_tables.ledger(plan, names, sentences),
        findings_tables.apart(plan, names, sentences),
        findings_tables.not_judged(plan, names),
        roster_tables.shortfalls(plan, names),
        reserve_tables.keep_ready(plan, names),
        reserve_tables.stand_ins(plan, names),
        roster_tables.balances(plan, names),
        notes(plan),
    )
    return render(tables, title=plan.round.name or plan.round.id, made=plan.round.as_of)


def render(tables: Sequence[Table], *, title: str, made: date) -> bytes:
    """Return a workbook of one sheet a table, set up to be printed on A4, that says it was made on `made`."""
    buffer = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": FONT, "font_size": 11},
    }
    with Workbook(buffer, options) as book:
        created = datetime(made.year, made.month, made.day, tzinfo=UTC).replace(tzinfo=None)
        book.set_properties({"title": title, "comments": f"huibi {VERSION}", "created": created})
        formats = _Formats(book)
        for table in tables:
            _Sheet(book.add_worksheet(table.name), table, formats).write(title)
    return buffer.getvalue()


class _Formats:
    """The formats of one book, made once each."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[object, ...], Format] = {}

    def head(self, *, narrow: bool) -> Format:
        rules = {"bold": True, "bg_color": "#E7E6E6", "border": 1, "align": "center", "valign": "vcenter"}
        return self._get(("head", narrow), rules | ({"rotation": 270} if narrow else {"text_wrap": True}))

    def text(self, *, wrap: bool) -> Format:
        return self._get(("text", wrap), {"border": 1, "valign": "vcenter", "text_wrap": wrap})

    def mark(self, cell: Cell) -> Format:
        frame = {"border": 2, "bold": True} if cell.chosen else {"border": 1, "border_color": "#BFBFBF"}
        rules = {"align": "center", "valign": "vcenter", **frame, **_SET_OFF[cell.mark]}
        return self._get(("mark", cell.mark, cell.chosen), rules)

    def legend(self, mark: Mark) -> Format:
        rules = {name: rule for name, rule in _SET_OFF[mark].items() if name == "bg_color"}
        return self._get(("legend", mark), {"font_size": 9, "text_wrap": True, "valign": "vcenter", **rules})

    def _get(self, key: tuple[object, ...], rules: dict[str, Any]) -> Format:
        if key not in self._made:
            self._made[key] = self._book.add_format(rules)
        return self._made[key]


class _Sheet:
    """One sheet as it is written: legend, head, rows, then how it is seen and printed."""

    def __init__(self, sheet: Worksheet, table: Table, formats: _Formats) -> None:
        self._sheet = sheet
        self._table = table
        self._formats = formats
        self._head = 1 if table.legend else 0
        self._widths = [_column_width(column, index, table.rows) for index, column in enumerate(table.columns)]

    def write(self, title: str) -> None:
        for index, (mark, words) in enumerate(self._table.legend):
            self._sheet.write_string(0, index, words, self._formats.legend(mark))
        for index, column in enumerate(self._table.columns):
            self._sheet.write_string(self._head, index, column.head, self._formats.head(narrow=column.narrow))
            self._sheet.set_column(index, index, self._widths[index])
        for number, row in enumerate(self._table.rows, self._head + 1):
            for index, value in enumerate(row):
                self._value(number, index, value)
            self._fit_height(number, row)
        self._set_up(title)

    def _value(self, row: int, index: int, value: Value) -> None:
        plain = self._formats.text(wrap=self._table.columns[index].wrap)
        if isinstance(value, Cell):
            if value.value or value.mark is not Mark.NONE or value.chosen:
                self._sheet.write_number(row, index, value.value, self._formats.mark(value))
        elif isinstance(value, int):
            self._sheet.write_number(row, index, value, plain)
        elif value:
            self._sheet.write_string(row, index, value, plain)
        else:
            self._sheet.write_blank(row, index, None, plain)

    def _fit_height(self, number: int, row: Sequence[Value]) -> None:
        """Lines that a viewer breaks by itself must be seen: not every viewer grows the row."""
        lines = 1
        for index, value in enumerate(row):
            if self._table.columns[index].wrap and isinstance(value, str):
                room = self._widths[index] - _ROOM
                lines = max(lines, sum(ceil(width(line) / room) for line in value.split("\n")))
        if lines > 1:
            self._sheet.set_row(number, min(lines * _LINE + _ROOM, _TALLEST))

    def _set_up(self, title: str) -> None:
        sheet, table = self._sheet, self._table
        last = self._head + len(table.rows)
        narrow = max((width(column.head) // 2 for column in table.columns if column.narrow), default=0)
        if narrow:
            sheet.set_row(self._head, min(_TALLEST, _LINE * narrow + _ROW))
        if table.legend:
            sheet.set_row(0, 3 * _LINE)
        sheet.freeze_panes(self._head + 1, table.fixed)
        if table.filtered and table.rows:
            sheet.autofilter(self._head, 0, last, len(table.columns) - 1)
        sheet.set_default_row(_ROW)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.repeat_rows(0, self._head)
        sheet.print_area(0, 0, last, len(table.columns) - table.unprinted - 1)
        sheet.set_header('&C&"' + FONT + '"' + f"{title} {table.name}".replace("&", "&&"))
        sheet.set_footer("&C&P / &N")


def _column_width(column: Column, index: int, rows: Sequence[Sequence[Value]]) -> float:
    if column.narrow:
        return _NARROW
    widest = max((width(str(row[index])) for row in rows if row[index] is not None), default=0)
    return max(_LEAST, min(column.most, max(widest, width(column.head)) + _ROOM))
