"""A folder of CSV tables as one workbook."""

import csv
from pathlib import Path

import xlsxwriter


def as_workbook(folder: Path, path: Path) -> Path:
    """Write each CSV file of a folder as a sheet of that name, its columns reversed; return the file."""
    with xlsxwriter.Workbook(path) as book:
        for table in sorted(folder.glob("*.csv")):
            sheet = book.add_worksheet(table.stem)
            with table.open(encoding="utf-8", newline="") as lines:
                for i, row in enumerate(csv.reader(lines)):
                    sheet.write_row(i, 0, row[::-1])
    return path
