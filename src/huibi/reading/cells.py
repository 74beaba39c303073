"""From the cell of a file to a value: text, dates, enumerations, counts, lists. What cannot be read becomes a `Bad`."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any, NamedTuple

Cell = str | int | float | bool | date | datetime | time | timedelta
LONGEST_CELL = 32_767  # characters; a spreadsheet holds no more
EARLIEST_YEAR, LATEST_YEAR = 1850, 2200
UNKNOWN_START = "不详"  # of a posting that is held now, since when nobody says: it counts as always (recusal.md)
LARGEST_COUNT = 10**7
SEPARATORS = re.compile(r"[;；、,，\n]")
_NOW = frozenset({"至今", "现在"})
_HALF_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
_DATE_MARKS = str.maketrans({"年": "-", "月": "-", "日": None, ".": "-", "/": "-"})
_DASHED = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?-?(?:[ T]0{1,2}:00(?::00(?:-0+)?)?)?")
_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_TENTH = re.compile(r"\d{4}\.1")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_BLANKS = re.compile(r"\s+")
_LATIN = re.compile(r"[A-Za-z]")


class Bad(NamedTuple):
    """A cell that cannot be read: the code of the fault, and the code of the sentence that says what was expected."""

    code: str
    expected: str = ""
    params: Mapping[str, Any] = {}


Parser = Callable[[Cell], Any]


def text(cell: Cell) -> str:
    """Return a cell as clean text: trimmed, one blank for each run of blanks, whole numbers without a point."""
    if type(cell) is str:
        found = cell.strip()
        return found if found.isprintable() else _BLANKS.sub(" ", _INVISIBLE.sub("", found)).strip()
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time(0):
        return cell.date().isoformat()
    return str(cell)


def plain(cell: Cell) -> str:
    """Return a cell as clean text with full-width letters, digits and marks made half-width."""
    found = text(cell)
    return found if found.isascii() else found.translate(_HALF_WIDTH).strip()


def limited(cell: Cell) -> str | Bad:
    """Return a cell as clean text, unless it is longer than a cell can be."""
    found = text(cell)
    return found if len(found) <= LONGEST_CELL else Bad("read.cell_too_long", "", {"limit": LONGEST_CELL})


def identity(cell: Cell) -> str | Bad | None:
    """Return an identity number without blanks, its check letter large; a number that lost digits is bad."""
    found = plain(cell).replace(" ", "").removeprefix("'").upper()
    if not found:
        return None
    if not isinstance(cell, str) or "E+" in found:
        return Bad("read.identity_cut", "expect.identity")
    return found


def name(cell: Cell) -> str | Bad:
    """Return a name; blanks that only pad Chinese characters (张　三) are taken out."""
    found = limited(cell)
    if isinstance(found, Bad):
        return found
    if " " in found and not _LATIN.search(found):
        return found.replace(" ", "")
    return found


def folded(word: str) -> str:
    """Return what two ways to write one name have in common."""
    return _BLANKS.sub("", word.translate(_HALF_WIDTH)).casefold()


def split(cell: Cell) -> list[str]:
    """Return the parts of a list in a cell, empty ones left out."""
    whole = cell if isinstance(cell, str) else text(cell)
    return [part for piece in SEPARATORS.split(whole) if (part := text(piece))]


def read_date(cell: Cell, *, last: bool = False, now: bool = False, typed: bool = False) -> date | Bad | None:
    """Return the day a cell means (register.md); without a day the first of the month, with `last` the last.

    `now` takes 至今 and 现在 for an open end. 2019.1 is October where a program has cut 2019.10 down to a number, and
    January where somebody typed it: only with `typed` (text of a workbook, which nothing cuts) is it read as January.
    """
    if isinstance(cell, date):
        return _within(cell.year, cell.month, cell.day, last=last)
    if isinstance(cell, bool | time | timedelta):
        return _bad_date(now=now)
    found = plain(cell)
    if not found or (now and found in _NOW):
        return None
    typed = typed and isinstance(cell, str)
    if not typed and _TENTH.fullmatch(found):
        year = found[:4]
        return Bad("read.date_tenth", "expect.date_tenth", {"october": f"{year}-10", "january": f"{year}-01"})
    if match := _SOLID.fullmatch(found) or _DASHED.fullmatch(found.translate(_DATE_MARKS)):
        year, month, day = match.groups()
        return _within(int(year), int(month), int(day) if day else None, last=last)
    return _bad_date(now=now)


def has_day(cell: Cell) -> bool:
    """Whether a sound date says its day; a spreadsheet turns a month into a date cell of its first."""
    if isinstance(cell, date):
        return cell.day != 1
    found = plain(cell)
    match = _SOLID.fullmatch(found) or _DASHED.fullmatch(found.translate(_DATE_MARKS))
    return bool(match and match[3])


def _within(year: int, month: int, day: int | None, *, last: bool) -> date | Bad:
    try:
        found = date(year, month, day or 1)
        if day is None and last:
            found = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    except ValueError:
        return Bad("read.date_impossible", "expect.date")
    return found if EARLIEST_YEAR <= year <= LATEST_YEAR else Bad("read.date_impossible", "expect.date")


def _bad_date(*, now: bool) -> Bad:
    return Bad("read.date_form", "expect.end" if now else "expect.date")


def read_count(cell: Cell) -> int | Bad | None:
    """Return a whole number of at least 0, or None for an empty cell."""
    found = plain(cell)
    if not found:
        return None
    if isinstance(cell, bool) or not (found.isascii() and found.isdigit()) or int(found[:9]) > LARGEST_COUNT:
        return Bad("read.not_a_count", "expect.count")
    return int(found) if len(found) < 9 else Bad("read.not_a_count", "expect.count")  # noqa: PLR2004 - digits


def enumeration(words: Mapping[str, Any]) -> Parser:
    """Return the parser of an enumeration by its Chinese words and its English keys."""
    meanings = {**words, **{str(value.value): value for value in words.values() if isinstance(value, Enum)}}
    listed = ", ".join(dict.fromkeys(meanings))

    def parse(cell: Cell) -> Any:  # noqa: ANN401 - of whatever enumeration
        found = plain(cell)
        if not found:
            return None
        meaning = meanings.get(found, meanings.get(found.casefold()))
        return Bad("read.unknown_word", "expect.word", {"words": listed}) if meaning is None else meaning

    return parse


def enumerations(words: Mapping[str, Any]) -> Parser:
    """Return the parser of a list of words of an enumeration; the value is a frozenset."""
    parse_one = enumeration(words)

    def parse(cell: Cell) -> Any:  # noqa: ANN401 - of whatever enumeration
        found = [parse_one(part) for part in split(cell)]
        bad = next((value for value in found if type(value) is Bad), None)
        return bad or frozenset(found)

    return parse


def read_list(cell: Cell) -> tuple[str, ...]:
    """Return the parts of a list, each once, in the order given."""
    return tuple(dict.fromkeys(split(cell)))
