"""Workbooks (.xlsx): looked at before anything is unpacked, values by calamine, formulas and merged cells by a scan."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import python_calamine as calamine

from huibi.reading.cells import Bad
from huibi.reading.desk import Desk, Row, Sheet
from huibi.reading.files import table_named

LARGEST_UNPACKED = 2 * 2**30  # bytes; a table of two million rows needs one
MOST_PARTS = 10_000
_CHUNK = 2**20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PROTECTED_ENTRY = 0x1
_SUSPICIOUS = re.compile(rb'<(?:\w+:)?f[\s/>]|<(?:\w+:)?c [^>]*\bt="e"')
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_LETTERS = 26


class _RefusedError(Exception):
    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def read_workbook(path: Path, desk: Desk) -> list[Sheet]:
    """Return the tables in a workbook; sheets that are no table are noted, what cannot be read is laid down."""
    try:
        parts = _inspect(path)
        with _open(path) as book:
            return list(_tables(path, book, parts, desk))
    except _RefusedError as error:
        desk.bad_file(error.code, path.name, **error.params)
        return []


def _tables(path: Path, book: calamine.CalamineWorkbook, parts: dict[str, str], desk: Desk) -> Iterator[Sheet]:
    named = {name: table_named(name) for name in book.sheet_names}
    if not any(named.values()):
        # 人员.xlsx with a sheet that nobody gave a name: the file says what its first sheet is.
        named = {name: None if i else table_named(path.stem) for i, name in enumerate(named)}
    if not any(named.values()):
        desk.note("read.workbook_left", file=path.name)
        return
    for name, table in named.items():
        if table is None:
            desk.note("read.sheet_unknown", file=path.name, sheet=name)
            continue
        grid = _sheet(book, name)
        if not grid.height:
            desk.bad_file("read.empty", path.name, sheet=name, table=table.key)
            continue
        rows = _rows(grid)
        sheet = Sheet(file=path.name, sheet=name, table=table, head=next(rows), rows=rows, typed=True)
        sheet.spoilt = _spoilt(path, parts.get(name), grid, sheet, desk)
        yield sheet


def _open(path: Path) -> calamine.CalamineWorkbook:
    try:
        return calamine.load_workbook(path)
    except calamine.PasswordError:
        raise _RefusedError("read.encrypted") from None
    except (calamine.CalamineError, OSError, ValueError):
        raise _RefusedError("read.no_workbook", expected=".xlsx") from None


def _sheet(book: calamine.CalamineWorkbook, name: str) -> calamine.CalamineSheet:
    try:
        return book.get_sheet_by_name(name)
    except (calamine.CalamineError, OSError, ValueError):
        raise _RefusedError("read.no_workbook", expected=".xlsx", sheet=name) from None


def _rows(grid: calamine.CalamineSheet) -> Iterator[Row]:
    """Yield the rows from the first of the sheet on, each from column A on."""
    before = (grid.start or (0, 0))[1]
    padding: Row = [""] * before
    for row in grid.iter_rows():
        yield padding + row if before else row


def _inspect(path: Path) -> dict[str, str]:
    """Return the part of each sheet, after a look at every part: nothing encrypted, damaged or larger than it says."""
    with path.open("rb") as file:
        if file.read(len(_OLE)) == _OLE:
            raise _RefusedError("read.encrypted" if _ENCRYPTED in file.read() else "read.no_workbook", expected=".xlsx")
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            if any(entry.flag_bits & _PROTECTED_ENTRY for entry in entries):
                raise _RefusedError("read.encrypted")
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
                raise _RefusedError("read.too_large", limit=LARGEST_UNPACKED // 2**20)
            if package.testzip() is not None:
                raise _RefusedError("read.damaged")
            return _sheet_parts(package)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError, RuntimeError, zlib.error):
        raise _RefusedError("read.no_workbook", expected=".xlsx") from None


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    targets: dict[str, str] = {}
    for node in _xml(package, "xl/_rels/workbook.xml.rels").iter():
        target = node.get("Target", "")
        targets[node.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    sheets: dict[str, str] = {}
    for node in _xml(package, "xl/workbook.xml").iter():
        if node.tag.rpartition("}")[2] == "sheet":
            key = next((value for name, value in node.items() if name.endswith("}id")), "")
            sheets[node.get("name", "")] = targets.get(key, "")
    return sheets


def _xml(package: zipfile.ZipFile, part: str) -> ET.Element:
    try:
        data = package.read(part)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise _RefusedError("read.no_workbook", expected=".xlsx")
        return ET.fromstring(data)  # noqa: S314 - no document type, hence no entities
    except (KeyError, ET.ParseError):
        raise _RefusedError("read.no_workbook", expected=".xlsx") from None


def _spoilt(path: Path, part: str | None, grid: calamine.CalamineSheet, sheet: Sheet, desk: Desk) -> frozenset[int]:
    """Lay down formulas, error values and merged cells; return the rows that they spoil."""
    rows: set[int] = set()
    sheet.heads = {}
    for (first, left), (last, right) in grid.merged_cell_ranges or []:
        area = f"{_letters(left)}{first + 1}:{_letters(right)}{last + 1}"
        desk.bad_cell(sheet, first + 1, _head(sheet, left), area, Bad("read.merged", "expect.unmerged"))
        rows.update(range(first + 1, last + 2))
    for row, column, code, value in _formulas(path, part):
        desk.bad_cell(sheet, row, _head(sheet, column), value, Bad(code, "expect.value"))
        rows.add(row)
    return frozenset(rows)


def _head(sheet: Sheet, column: int) -> str:
    found = str(sheet.head[column]).strip() if column < len(sheet.head) else ""
    return found or _letters(column)


def _letters(column: int) -> str:
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        found = chr(ord("A") + rest) + found
    return found


def _formulas(path: Path, part: str | None) -> Iterator[tuple[int, int, str, str]]:
    """Yield row, column, code and text of each formula or error value; the slow way only where there is one."""
    if not part:
        return
    with zipfile.ZipFile(path) as package:
        if not _has_suspicious(package, part):
            return
        with package.open(part) as file:
            for _, node in ET.iterparse(file):  # noqa: S314 - expat bounds entities
                if node.tag.rpartition("}")[2] != "c":
                    continue
                place = _REFERENCE.fullmatch(node.get("r", ""))
                formula = next((kid for kid in node if kid.tag.rpartition("}")[2] == "f"), None)
                if place and formula is not None:
                    yield int(place[2]), _number(place[1]), "read.formula", f"={formula.text or ''}"
                elif place and node.get("t") == "e":
                    yield int(place[2]), _number(place[1]), "read.error_value", "".join(node.itertext())
                node.clear()


def _has_suspicious(package: zipfile.ZipFile, part: str) -> bool:
    tail = b""
    with package.open(part) as file:
        while chunk := file.read(_CHUNK):
            if _SUSPICIOUS.search(tail + chunk):
                return True
            tail = chunk[-200:]
    return False


def _number(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * _LETTERS + ord(letter) - ord("A") + 1
    return found - 1
