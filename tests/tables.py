"""Writers of register files for tests: CSV in any encoding, plain workbooks."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter


def write_csv(folder: Path, table: str, head: str, *rows: str, encoding: str = "utf-8") -> Path:
    """Write `table`.csv with a head and rows given as comma-separated text; return the file."""
    path = folder / f"{table}.csv"
    path.write_bytes("\r\n".join((head, *rows, "")).encode(encoding))
    return path


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    """Write a workbook of plain sheets by name, each a list of rows; days become date cells."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                sheet.write_row(i, 0, row)
    return path
