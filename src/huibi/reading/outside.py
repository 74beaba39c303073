"""Outside lists: people in a table with heads of its own making, as CSV or workbook (docs/matching.md)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import huibi_data
from huibi.errors import Fault, InputError
from huibi.messages import reason_of, say
from huibi.model.outside import Listed
from huibi.reading import cells, words
from huibi.reading.cells import Bad, Cell, folded
from huibi.reading.columns import Table
from huibi.reading.csvfiles import read_csv
from huibi.reading.desk import Desk, Row, Sheet
from huibi.reading.files import LARGEST_FILE, TEXTS, WORKBOOKS, Item
from huibi.reading.identity import Identity, read_identity
from huibi.reading.workbooks import read_sheets

_HEAD_ROWS = 10  # a title and notes may stand above the head
_LONGEST_NAME = 6  # characters, where no dot says that it is a name of several parts
_YEAR = re.compile(r"(1[89]|20)\d\d年?")
_SHOWN = re.compile(r"\d{15}|[\d*]{17}[\dX*]|[\d*]{15}")
_SHARE = re.compile(r"[（(].*?(?:[）)]|$)|[\d.]+[%％]")  # 王建国（60%）
_REMARK = re.compile(r"\(.*?\)")
_OTHER_PAPER = re.compile(r"[A-Z]{1,3}\d{5,12}")
_LIST = Table("list", "名单", ())
_SEX = cells.enumeration({**words.SEXES, "男性": words.SEXES["男"], "女性": words.SEXES["女"]})


@dataclass(frozen=True, slots=True)
class OutsideList:
    """The people of a list; `faults` are of the rows left out where that was asked for, `notes` what is no fault."""

    people: tuple[Listed, ...]
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()


def read_list(path: str | Path, *, skip_faulty: bool = False) -> OutsideList:
    """Return the people of a list; raises InputError with every fault of the file, its cells or its head.

    With `skip_faulty` faulty rows are left out and listed.
    """
    path, desk = Path(path), Desk(skip_faulty=skip_faulty)
    people: list[Listed] = []
    sheets = _sheets(path, desk)
    found = [taken for sheet in sheets if (taken := _headed(sheet, desk)) is not None]
    if sheets and not found:
        heads = "、".join(_list_heads()["columns"]["name"][:5])
        desk.bad_file("read.list_no_head", path.name, rows=_HEAD_ROWS, expected=say("expect.list_head", heads=heads))
    for sheet, first, columns in found:
        people.extend(_people(sheet, first, columns, desk))
    if desk.faults and not (skip_faulty and desk.rows_only):
        raise InputError(desk.all_faults())
    return OutsideList(tuple(people), tuple(desk.all_faults()), tuple(desk.notes))


def _sheets(path: Path, desk: Desk) -> list[Sheet]:
    try:
        item = Item.of(path)
        if item.size > LARGEST_FILE:
            desk.bad_file("read.too_large", item.shown, limit=LARGEST_FILE // 2**20)
        elif item.suffix in WORKBOOKS:
            return list(read_sheets(item, _LIST, desk))
        elif item.suffix in TEXTS:
            sheet = read_csv(item, _LIST, desk)
            return [] if sheet is None else [sheet]
        else:
            desk.bad_file("read.list_form", path.name, expected=".csv, .xlsx")
    except OSError as error:
        desk.bad_file("read.unreadable", path.name, reason=reason_of(error))
    return []


def _headed(sheet: Sheet, desk: Desk) -> tuple[Sheet, int, list[tuple[str, int, str]]] | None:
    """Return the sheet, the number of its first row below the head, and its columns (key, index, head)."""
    above: list[Row] = [sheet.head, *islice(sheet.rows, _HEAD_ROWS - 1)]
    for number, row in enumerate(above, start=1):
        columns, unknown = _columns(list(map(cells.plain, row)))
        if any(key == "name" for key, _, _ in columns):
            for head in unknown:
                desk.note("read.column_unknown", file=sheet.file, sheet=sheet.sheet, table="list", column=head)
            rest = above[number:]
            sheet.rows = _chained(rest, sheet.rows)
            sheet.heads = {key: head for key, _, head in reversed(columns)}
            return sheet, number + 1, columns
    return None


def _chained(first: list[Row], rest: Iterator[Row]) -> Iterator[Row]:
    yield from first
    yield from rest


def _people(sheet: Sheet, first: int, columns: list[tuple[str, int, str]], desk: Desk) -> Iterator[Listed]:
    names = [(index, head) for key, index, head in columns if key == "name"]
    saying = [index for key, index, _ in columns if key != "id"]
    for number, row in enumerate(sheet.rows, start=first):
        if not any(cells.text(row[index]) for index in saying if index < len(row)):
            continue  # blank, or a line that only bears its number
        if number in sheet.spoilt:
            continue
        said = {key: row[i] for key, i, _ in reversed(columns) if key != "name" and i < len(row)}
        read = {key: _READERS[key](cell) for key, cell in said.items()}
        bad = {key: value for key, value in read.items() if isinstance(value, Bad)}
        for key, value in bad.items():
            desk.bad_cell(sheet, number, key, said[key], value)
        if not bad:
            yield from _named(sheet, number, row, names, read, desk)


def _named(
    sheet: Sheet, number: int, row: Sequence[Cell], names: list[tuple[int, str]], read: Mapping[str, Any], desk: Desk
) -> Iterator[Listed]:
    """Yield each person whom a row names; sex, birth and number are of a person where the row names only one."""
    people = [(person, head) for index, head in names if index < len(row) for person in _persons(row[index])]
    filled = any(index < len(row) and cells.text(row[index]) for index, _ in names)
    if not filled:
        desk.bad_cell(sheet, number, "name", "", Bad("read.required", "expect.filled"))
    own = read if len(people) == 1 else {key: value for key, value in read.items() if key in ("id", "unit", "title")}
    birth, year_only = own.get("birth") or (None, False)
    number_said = own.get("id_number")
    if number_said and birth is None and isinstance(known := read_identity(number_said), Identity):
        birth = known.birth
    for person, head in people:
        yield Listed(
            id=own.get("id") or str(number),
            row=number,
            column=head,
            name=person,
            sex=own.get("sex"),
            birth=birth,
            year_only=year_only,
            id_number=number_said,
            unit=own.get("unit") or "",
            title=own.get("title") or "",
        )


def _persons(cell: Cell) -> Iterator[str]:
    """Yield the names in a cell that can be those of persons."""
    for part in cells.split(cell):
        name = cells.name(_SHARE.sub("", part))
        if isinstance(name, str) and not any(word in name for word in _no_persons()):
            short = len(name) <= _LONGEST_NAME or "·" in name or name.isascii()
            if short:
                yield name


def _birth(cell: Cell) -> tuple[date, bool] | Bad | None:
    found = cells.plain(cell)
    if _YEAR.fullmatch(found):
        return date(int(found[:4]), 1, 1), True
    read = cells.read_date(cell)
    return read if read is None or isinstance(read, Bad) else (read, False)


def _number(cell: Cell) -> str | Bad | None:
    found = cells.identity(cell)
    if found is None or isinstance(found, Bad) or _SHOWN.fullmatch(found):
        return found
    return None if _OTHER_PAPER.fullmatch(found) else Bad("read.identity_form", "expect.identity")


_READERS = {
    "id": cells.plain,
    "sex": _SEX,
    "birth": _birth,
    "id_number": _number,
    "unit": cells.limited,
    "title": cells.limited,
    "native_place": cells.limited,
}


def _columns(heads: Sequence[str]) -> tuple[list[tuple[str, int, str]], list[str]]:
    """Return the columns that are understood (key, index, head), and the other heads.

    A head is one of the table, else ends like one (员工姓名, 任职单位); the listed head goes first.
    """
    known = {i: key for i, head in enumerate(heads) if (key := _by_head().get(_bare(head)))}
    alike = {i: key for i, head in enumerate(heads) if i not in known and (key := _by_ending(_bare(head)))}
    known |= {i: key for i, key in alike.items() if key == "name" or key not in known.values()}
    return [(known[i], i, heads[i]) for i in sorted(known)], [h for i, h in enumerate(heads) if h and i not in known]


def _bare(head: str) -> str:
    """Return a head without marks and remarks in brackets: 股东（持股比例）."""
    return _REMARK.sub("", folded(head)).rstrip("*:").lstrip("*")


def _by_ending(head: str) -> str | None:
    return next((key for key, endings in _list_heads()["endings"].items() if head.endswith(tuple(endings))), None)


@cache
def _list_heads() -> Mapping[str, Mapping[str, list[str]]]:
    return huibi_data.load_toml("matching", "list_heads.toml")


@cache
def _by_head() -> dict[str, str]:
    return {folded(head): key for key, heads in _list_heads()["columns"].items() for head in heads}


@cache
def _no_persons() -> tuple[str, ...]:
    return tuple(_list_heads()["persons"]["no_person"])
