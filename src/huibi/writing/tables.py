"""A table as it is to be read, before anybody decides on paper or screen."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

WIDE = frozenset("WFA")  # East Asian widths that take the room of two Latin letters


class Mark(StrEnum):
    """How a cell is set off; the effects of a matrix are told by sign as well as by colour."""

    PLAIN = ""
    MUST = "must"
    PARTLY = "partly"
    SHOULD = "should"
    NOTE = "note"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value that stands out: by its mark, or because it is what the roster chose."""

    value: int
    mark: Mark = Mark.PLAIN
    chosen: bool = False


Value = str | int | Cell | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column with its head; a `narrow` one has its head set downward, `wrap` breaks long text into lines."""

    head: str
    most: int = 30
    narrow: bool = False
    wrap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One sheet: `fixed` columns stay in sight, the last `unprinted` ones (ids) stay on the screen alone.

    `legend` stands above the table, mark and word.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    fixed: int = 1
    filtered: bool = True
    unprinted: int = 0
    legend: Sequence[tuple[Mark, str]] = ()


def width(text: str) -> int:
    """Return the room that a text takes, in Latin letters; of several lines the widest."""
    return max(
        (sum(2 if unicodedata.east_asian_width(sign) in WIDE else 1 for sign in line) for line in text.split("\n")),
        default=0,
    )
