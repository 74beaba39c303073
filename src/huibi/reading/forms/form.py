"""What one personal form says, whatever it was written as: cells with their places, nothing understood yet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from huibi.reading.cells import Cell

# The id of a family member as `relatives` of `rows` makes it: file, own name, name.
_FAMILY_ID = re.compile(r".*\.(?:lrmx|xlsx|xlsm)(?:[#~][^:]*)?:[^:]*:[^:]+", re.IGNORECASE)


def is_family_id(person: str) -> bool:
    """Whether an id is that of a family member on a form, whom nobody has judged to be a known person yet."""
    return _FAMILY_ID.fullmatch(person) is not None


class Entry(NamedTuple):
    """One cell of a form: as found, the element or label that it stands under, and its row where it has one."""

    cell: Cell
    label: str
    row: int | None = None


class Named(NamedTuple):
    """A form's file: where it lies, as it may be shown, and its name among all forms of the register."""

    file: str
    key: str


class Stretch(NamedTuple):
    """One dated line of a career: `row` is the line of the text, or the row of the sheet."""

    row: int
    start: str
    end: str
    text: str


@dataclass(slots=True, kw_only=True)
class Relative:
    """One row of the family table, by field (term, name, birth, politics, work)."""

    row: int
    cells: Mapping[str, Entry]


@dataclass(slots=True, kw_only=True)
class Form:
    """One form: `file` as it may be shown, `key` its name among all files, `sheet` where the file has several.

    `own` is by field; `career` is the résumé's text or, where it is a table, its rows as (row, period, unit, title).
    """

    file: str
    key: str
    sheet: str | None = None
    own: dict[str, Entry] = field(default_factory=dict)
    career: Entry | None = None
    career_rows: list[tuple[int, str, str]] = field(default_factory=list)
    family: list[Relative] = field(default_factory=list)
    schools: list[Entry] = field(default_factory=list)

    @property
    def base(self) -> str:
        """What the ids and records that come from the form begin with."""
        return f"{self.key}#{self.sheet}" if self.sheet else self.key
