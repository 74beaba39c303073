"""The reader's desk: where faults and notes are laid down, and which rows they take out."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from huibi.errors import Fault, InputError
from huibi.messages import say
from huibi.model.register import TABLES
from huibi.reading.cells import Bad, Cell, text
from huibi.reading.columns import Table

MOST_FAULTS = 100_000  # listed; the rest is counted
_LONGEST_VALUE = 80
_PLACES = ("sheet", "table", "row", "column", "value")
_IDENTITY = re.compile(r"[0-9０-９]{14,}[0-9XxＸｘ０-９]")

Progress = Callable[[str, int], None]
Row = list[Cell]


def masked(value: object, *, secret: bool = False) -> str:
    """Return a value as it may be shown: nothing in it that could be an identity number, and not too long."""
    shown = value if isinstance(value, str) else text(value)  # type: ignore[arg-type]
    if secret:
        return shown[:4] + "*" * min(len(shown) - 4, 14)
    shown = without_numbers(shown)
    return shown if len(shown) <= _LONGEST_VALUE else shown[:_LONGEST_VALUE] + "…"


def without_numbers(words: str) -> str:
    """Return a text with everything starred out that could be an identity number."""
    return _IDENTITY.sub(lambda found: found[0][:4] + "*" * (len(found[0]) - 4), words)


def _place(fault: Fault) -> tuple[int, str, str, int]:
    table = TABLES.index(fault.table) if fault.table in TABLES else -1
    return (table, fault.file or "", fault.sheet or "", fault.row or 0)


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One table in one file: the head as found, then the rows; `typed` where text is as somebody typed it.

    `spoilt` holds the rows (1-based) in which something besides the values is wrong: formulas, merged cells.
    A part of a personal form (`of_form`) shows its own labels (`shown`, by key) and counts its rows from `first`;
    `at` says where each cell of its only row stands, None where no row is worth telling; `fills` is the person of
    the tables whom its only row tells more of.
    """

    file: str
    table: Table
    head: Row
    rows: Iterator[Row]
    sheet: str | None = None
    typed: bool = False
    spoilt: frozenset[int] = frozenset()
    heads: dict[str, str] = field(default_factory=dict)
    label: str = ""
    shown: Mapping[str, str] = field(default_factory=dict)
    at: Mapping[str, int | None] = field(default_factory=dict)
    first: int = 2
    of_form: bool = False
    fills: str | None = None

    def record(self, row: int) -> str:
        """Return the id of a row in chains: `table:row`, or `table:file:row` after the first file."""
        return f"{self.table.key}:{self.label}{row}"


@dataclass(slots=True)
class Desk:
    """Collects all that is wrong; `unsure` names the tables with rows missing, so that references may dangle."""

    skip_faulty: bool = False
    on_progress: Progress | None = None
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    unsure: set[str] = field(default_factory=set)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    unlisted: int = 0
    rows_only: bool = True

    def fault(self, fault: Fault, *, of_row: bool = True) -> None:
        """Lay down a fault; one that is not of a row stops the register even when faulty rows may be left out."""
        self.rows_only = self.rows_only and of_row
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)
        else:
            self.unlisted += 1

    def bad_file(self, code: str, file: str, *, of_row: bool = False, **said: Any) -> None:  # noqa: ANN401 - places and parameters
        """Lay down what is wrong with a whole file or sheet; `of_row`: one of many forms, which may be left out."""
        places = {key: said.pop(key) for key in (*_PLACES, "expected") if key in said}
        self.fault(Fault(code=code, file=file, params=said, **places), of_row=of_row)

    def note(self, code: str, *, file: str | None = None, **said: Any) -> None:  # noqa: ANN401 - places and parameters
        """Lay down something worth knowing that is no fault."""
        places = {key: said.pop(key) for key in _PLACES if key in said}
        self.notes.append(Fault(code=code, file=file, params=said, **places))

    def bad_cell(
        self, sheet: Sheet, row: int, column: str | None, value: object, bad: Bad, *, of_row: bool = True
    ) -> None:
        """Lay down what is wrong with a cell; `column` is the key, or the head where it is no column of ours."""
        fault = Fault(
            code=bad.code,
            params=bad.params,
            file=sheet.file,
            sheet=sheet.sheet,
            table=sheet.table.key,
            row=sheet.at.get(column or "", row),
            column=None if column is None else sheet.heads.get(column, column),
            value=masked(value, secret=column == "id_number"),
            expected=say(bad.expected, **bad.params) if bad.expected else None,
        )
        self.fault(fault, of_row=of_row)

    def bad_record(self, record: str, column: str | None, value: object, bad: Bad) -> None:
        """Lay down what is wrong with a row that was read before, found by its record id."""
        head, _, row = record.rpartition(":")
        self.bad_cell(self.sheets[head], int(row), column, value, bad)

    def row_of(self, record: str) -> str:
        """Return where a record stands, for a sentence about another row."""
        head, _, row = record.rpartition(":")
        sheet = self.sheets[head]
        return say("read.row_of", file=sheet.file, sheet=f"[{sheet.sheet}]" if sheet.sheet else "", row=row)

    def progress(self, table: str, rows: int) -> None:
        """Tell whoever waits how many rows of a table are read."""
        if self.on_progress is not None:
            self.on_progress(table, rows)

    def all_faults(self) -> list[Fault]:
        """Return every fault in the order of places, with one more that counts those beyond the limit."""
        found = sorted(self.faults, key=_place)
        if not self.unlisted:
            return found
        return [*found, Fault(code="read.more_faults", params={"count": self.unlisted})]


class UnsoundRegisterError(InputError):
    """The register has faults; `notes` holds what else was noticed."""

    def __init__(self, faults: list[Fault], notes: list[Fault]) -> None:
        super().__init__(faults)
        self.notes = tuple(notes)
