"""Résumés (简历): dated lines, what is said to have happened within them, lines that go on, each with its line."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from huibi.reading.cells import text
from huibi.reading.forms.form import Stretch
from huibi.reading.forms.vocabulary import vocabulary

MOST_LINES = 500
_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
# Full-width commas and brackets mean something here and stay.
_HALF_WIDTH = {wide: half for wide, half in _FULL_WIDTH.items() if chr(half) not in ",;()"}
_MONTH = (
    r"((?:18|19|20|21)\d{2})(?:\s*[.\-/年·]\s*(\d{1,2})(?!\d)(?:\s*[.\-/月]\s*(\d{1,2})(?!\d)\s*日?)?\s*月?"
    r"|(\d{2})(?!\d))"
)
_DASH = r"\s*(?:[-–—―‐‑‒−─━~～〜∼]+|至(?!今)|到)\s*"
_NOW = r"(至今|现在|今|目前|迄今)"
_PERIOD = re.compile(rf"{_MONTH}(?:{_DASH}(?:{_MONTH}|{_NOW})?|\s*{_NOW})?")
_MONTH_AHEAD = r"(?:19|20)\d{2}[.年]\d"
_YEARS = re.compile(rf"(?:18|19|20)\d{{2}}年?{_DASH}(?:(?:18|19|20)\d{{2}}年?|{_NOW})")
_AFTER = re.compile(r"[\s,，:：、；;.。]*")
_EMPTY_BRACKETS = re.compile(r"[（(]\s*[)）]")


class Dated(NamedTuple):
    """A period and what was done in it; `within` where it is a remark on the line before, `own` its own period."""

    stretch: Stretch
    within: bool = False
    own: bool = True


def read_career(whole: str) -> tuple[list[Dated], list[tuple[int, str]]]:
    """Return the dated stretches of a résumé in order, and the lines without a date, each with its line number."""
    found: list[Dated] = []
    undated: list[tuple[int, str]] = []
    for row, line in _joined(whole.split("\n")[:MOST_LINES]):
        main, remarks = _parted(line)
        period = _PERIOD.match(main)
        if period is None:
            undated.append((row, text(line)))
            continue
        start, end, open_dash = _dates(period)
        words = text(main[_AFTER.match(main, period.end()).end() :])  # type: ignore[union-attr] # matches anything
        found.append(Dated(Stretch(row, start, end if open_dash or end else "?", words)))
        for remark in remarks:
            found.extend(_remarks(row, remark, start, end))
    return _closed(found), undated


def read_row(row: int, period: str, words: str) -> tuple[list[Dated], list[tuple[int, str]]]:
    """Return the same of one row of a table of careers."""
    found, undated = read_career(f"{period}  {' '.join(words.split(chr(10)))}")
    return [one._replace(stretch=one.stretch._replace(row=row)) for one in found], [(row, said) for _, said in undated]


def _joined(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield each dated line with the lines that go on from it, in half-width digits and marks."""
    row, whole = 0, ""
    for number, raw in enumerate(lines, 1):
        line = raw.translate(_HALF_WIDTH).strip()
        if not line:
            continue
        if not whole or (_begins(line) and not _is_open(whole)):
            if whole:
                yield row, whole
            row, whole = number, line
        else:
            whole += f"；{line}" if re.match(_within(), line) else line
    if whole:
        yield row, whole


def _begins(line: str) -> bool:
    return _PERIOD.match(line) is not None or _YEARS.match(line) is not None


def _is_open(whole: str) -> bool:
    """Whether a bracket of a remark is open still: what follows, dated or not, belongs to it."""
    opened = max(whole.rfind("（"), whole.rfind("("))
    closed = max(whole.rfind("）"), whole.rfind(")"))
    return opened > closed and re.search(rf"{_within()}|{_MONTH_AHEAD}", whole[opened:]) is not None


def _within() -> str:
    return str(vocabulary()["words"]["within"])


def _parted(line: str) -> tuple[str, list[str]]:
    """Return a line without its remarks (其间：…), and the remarks."""
    remarks: list[str] = []
    bracketed = re.compile(
        rf"[（(]\s*(?:(?:{_within()})\s*[:：,，]?|(?={_MONTH_AHEAD}))((?:[^（()）]|[（(][^（()）]*[）)])*)[）)]?"
    )
    remarks += [found[1] for found in bracketed.finditer(line)]
    line = bracketed.sub("", line)
    bare = re.search(rf"[\s;；。,，](?:{_within()})\s*[:：,，]?\s*", line)
    if bare:
        remarks.append(line[bare.end() :])
        line = line[: bare.start()]
    return _EMPTY_BRACKETS.sub("", line).strip(" ;；。,，"), remarks


def _remarks(row: int, remark: str, start: str, end: str) -> Iterator[Dated]:
    """Yield what happened within a stretch, each with its own period, else that of the stretch."""
    periods = list(_PERIOD.finditer(remark))
    if not periods:
        words = text(remark).strip(" ;；。,，")
        if words:
            yield Dated(Stretch(row, start, end, words), within=True, own=False)
        return
    for i, period in enumerate(periods):
        until = periods[i + 1].start() if i + 1 < len(periods) else len(remark)
        first, last, open_dash = _dates(period)
        words = text(remark[_AFTER.match(remark, period.end()).end() : until])  # type: ignore[union-attr] # matches anything
        yield Dated(Stretch(row, first, last or (end if open_dash else ""), words.strip(" ;；。,，(（")), within=True)


def _dates(period: re.Match[str]) -> tuple[str, str, bool]:
    """Return start and end as the register writes them (empty: still), and whether a dash or 至今 stood there."""
    year, month, day, solid, year2, month2, day2, solid2, now, now2 = period.groups()
    start = _written(year, month or solid, day)
    end = _written(year2, month2 or solid2, day2) if year2 else ""
    return start, end, bool(end or now or now2 or re.search(rf"{_DASH}$", period[0]))


def _written(year: str, month: str, day: str | None) -> str:
    return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")


def _closed(found: list[Dated]) -> list[Dated]:
    """Return the stretches; one that gives only its beginning (2015.03 任…) ends where the next begins."""
    mains = [one.stretch.start for one in found if not one.within]
    closed = []
    at = 0
    for one in found:
        at += not one.within
        stretch = one.stretch
        if stretch.end == "?":
            stretch = stretch._replace(end=mains[at] if at < len(mains) else "")
        closed.append(one._replace(stretch=stretch))
    return closed
