"""The package of a workbook: what is in it, and whether it is safe to unpack, before any reader sees it."""

import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from huibi.reading.files import UNSOUND_PACKAGE, Item, RefusedError

LARGEST_UNPACKED = 2**30  # bytes
MOST_CELLS = 60_000_000  # from the first row and column used to the last: readers hold them all, empty ones too
MOST_PARTS = 10_000
_CHUNK = 2**20
_LONGEST_STRETCH = 4 * 2**20  # bytes without the end of a tag: a cell holds 32,767 characters at most
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PROTECTED_ENTRY = 0x1
_FORMULA = re.compile(rb"<f[\s/>]|<\w+:f[\s/>]")
_ERRORS = (b't="e"', b"t='e'")
_UNUSUAL = re.compile(rb'<c(?! r="[A-Z]\d{1,6}")[\s/>]|<\w+:c[\s/>]')  # not in columns A to Z and rows to 999999
_PLACE = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_PLACELESS = re.compile(rb"<(?:\w+:)?c(?=[\s/>])(?![^>]*\sr\s*=\s*[\"'][A-Z]{1,3}\d{1,7}[\"'])")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_LETTERS = 26


def find_sheets(item: Item) -> dict[str, str]:
    """Return the part of each sheet, after a look at every part: nothing encrypted, damaged or larger than it says."""
    with item.open() as file:
        if file.read(len(_OLE)) == _OLE:
            raise RefusedError("read.encrypted" if _ENCRYPTED in file.read() else "read.no_workbook", expected=".xlsx")
    try:
        with item.open() as file, zipfile.ZipFile(file) as package:
            entries = package.infolist()
            if any(entry.flag_bits & _PROTECTED_ENTRY for entry in entries):
                raise RefusedError("read.encrypted")
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
                raise RefusedError("read.too_large", limit=LARGEST_UNPACKED // 2**20)
            if package.testzip() is not None:
                raise RefusedError("read.damaged")
            return _sheet_parts(package)
    except UNSOUND_PACKAGE:
        raise RefusedError("read.no_workbook", expected=".xlsx") from None


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
            raise RefusedError("read.no_workbook", expected=".xlsx")
        return ET.fromstring(data)  # noqa: S314 - no document type, hence no entities
    except (KeyError, ET.ParseError):
        raise RefusedError("read.no_workbook", expected=".xlsx") from None


def scan(item: Item, part: str | None, sheet: str) -> bool:
    """Return whether a sheet holds formulas or error values; refuse one that spans more cells than can be held."""
    is_odd = is_unusual = False
    for piece in _pieces(item, part, sheet):
        is_odd = is_odd or _FORMULA.search(piece) is not None or any(error in piece for error in _ERRORS)
        is_unusual = is_unusual or _UNUSUAL.search(piece) is not None
    if is_unusual and _area(item, part, sheet) > MOST_CELLS:
        raise RefusedError("read.too_wide", sheet=sheet, limit=MOST_CELLS)
    return is_odd


def _area(item: Item, part: str | None, sheet: str) -> int:
    """Return how many cells lie between the first and the last row and column that are used."""
    letters: set[bytes] = set()
    rows: set[bytes] = set()
    for piece in _pieces(item, part, sheet):
        if _PLACELESS.search(piece):
            raise RefusedError("read.no_places", sheet=sheet)
        for column, row in _PLACE.findall(piece):
            letters.add(column)
            rows.add(row)
    if not letters:
        return 0
    columns, numbers = [column_number(found.decode()) for found in letters], [int(found) for found in rows]
    return (max(columns) - min(columns) + 1) * (max(numbers) - min(numbers) + 1)


def _pieces(item: Item, part: str | None, sheet: str) -> Iterator[bytes]:
    """Yield a sheet piece by piece, each ending with a whole tag."""
    try:
        with item.open() as whole, zipfile.ZipFile(whole) as package, package.open(part or "") as file:
            rest = b""
            while chunk := file.read(_CHUNK):
                piece = rest + chunk
                end = piece.rfind(b">") + 1
                yield piece[:end]
                rest = piece[end:]
                if len(rest) > _LONGEST_STRETCH:
                    raise RefusedError("read.damaged", sheet=sheet)
    except KeyError:
        raise RefusedError("read.no_workbook", expected=".xlsx", sheet=sheet) from None


def odd_cells(item: Item, part: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield row (1-based), column (0-based), code and text of each formula and error value."""
    with item.open() as whole, zipfile.ZipFile(whole) as package, package.open(part) as file:
        for _, node in ET.iterparse(file):  # noqa: S314 - expat bounds entities
            if node.tag.rpartition("}")[2] != "c":
                continue
            place = _REFERENCE.fullmatch(node.get("r", ""))
            formula = next((kid for kid in node if kid.tag.rpartition("}")[2] == "f"), None)
            if place and formula is not None:
                yield int(place[2]), column_number(place[1]), "read.formula", f"={formula.text or ''}"
            elif place and node.get("t") == "e":
                yield int(place[2]), column_number(place[1]), "read.error_value", "".join(node.itertext())
            node.clear()


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0: A, B … Z, AA."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        found = chr(ord("A") + rest) + found
    return found


def column_number(letters: str) -> int:
    """Return the column of letters, counted from 0."""
    found = 0
    for letter in letters:
        found = found * _LETTERS + ord(letter) - ord("A") + 1
    return found - 1
