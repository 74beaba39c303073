"""The head of a sheet: which column is where; unknown columns are noted, duplicate and missing ones are faults."""

from functools import cache

from huibi.messages import say
from huibi.reading.cells import Bad, folded, plain
from huibi.reading.columns import SCHEMA
from huibi.reading.desk import Desk, Sheet

HEAD_ROW = 1


def read_head(sheet: Sheet, desk: Desk) -> dict[str, int] | None:
    """Return where each column stands by key, and fill `sheet.heads`; None where a required one is missing."""
    by_word = _by_word(sheet.table.key)
    found: dict[str, int] = {}
    for index, cell in enumerate(sheet.head):
        head = plain(cell)
        if not head:
            continue
        key = by_word.get(folded(head).rstrip("*:"))
        if key is None:
            desk.note("read.column_unknown", file=sheet.file, sheet=sheet.sheet, table=sheet.table.key, column=head)
        elif key in found:
            bad = Bad("read.duplicate_head", "expect.once", {"first": sheet.heads[key]})
            desk.bad_cell(sheet, HEAD_ROW, head, head, bad, of_row=False)
        else:
            found[key] = index
            sheet.heads[key] = sheet.shown.get(key, head)
    return None if _report_missing(sheet, found, desk) else found


def _report_missing(sheet: Sheet, found: dict[str, int], desk: Desk) -> bool:
    missing = [column for column in sheet.table.columns if column.required and column.key not in found]
    for column in missing:
        wanted = say("expect.column", key=column.key, head=column.head)
        desk.bad_file(
            "read.missing_column",
            sheet.file,
            sheet=sheet.sheet,
            row=HEAD_ROW,
            table=sheet.table.key,
            column=column.head,
            expected=wanted,
        )
    return bool(missing)


@cache
def _by_word(table: str) -> dict[str, str]:
    columns = SCHEMA[table].columns
    return {folded(word): column.key for column in columns for word in (column.key, column.head)}
