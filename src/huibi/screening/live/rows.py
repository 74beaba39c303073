"""The rows of the kin table as they stand now, each under the number that it keeps."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from huibi.model.ties import Kin
from huibi.network.kinship_rows import Meaning, Rows, meaning
from huibi.screening.live.tables import Table, Tables


class LiveRows(Rows):
    """What chains are told from: read row by row where it is asked for."""

    def __init__(self, tables: Tables, as_of: date) -> None:
        self.day = as_of
        self.kin = cast("tuple[Kin, ...]", _Numbered(tables.kin))  # read by number only
        self._table = tables.kin
        self._persons = tables.register.persons

    def of(self, person: str) -> Sequence[int]:
        """Return the numbers of the rows that name a person, in the order of the table."""
        rows = self._table.numbered("person", person)
        return [number for number, row in rows if row.since is None or row.since <= self.day]

    def means(self, index: int) -> Meaning:
        """Return what a row says on the day."""
        row = self.kin[index]
        return self._on_the_day(row, meaning(row.term, self.sex(row.person), self.sex(row.relative)))


class _Numbered:
    def __init__(self, table: Table[Kin]) -> None:
        self._table = table

    def __getitem__(self, number: int) -> Kin:
        return self._table.row(number)
