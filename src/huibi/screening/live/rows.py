"""The rows of the kin table as they stand now, each under the number that it keeps."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import cast

from huibi.model.people import Sex
from huibi.model.ties import Kin
from huibi.network.kinship_rows import Meaning, Rows, Says, meaning
from huibi.network.terms_chains import plain
from huibi.screening.live.tables import Table, Tables

_Said = tuple[str, Sex | None, Sex | None]  # a term, and the sexes of the two


class LiveRows(Rows):
    """What chains are told from: read row by row where it is asked for."""

    def __init__(self, tables: Tables, as_of: date) -> None:
        self.day = as_of
        self.kin = cast("tuple[Kin, ...]", _Numbered(tables.kin))  # read by number only
        self._table = tables.kin
        self._persons = tables.register.persons
        self._longest: dict[_Said, int] = {}

    def of(self, person: str) -> Sequence[int]:
        """Return the numbers of the rows that name a person, in the order of the table."""
        rows = self._table.numbered("person", person)
        return [number for number, row in rows if row.since is None or row.since <= self.day]

    def means(self, index: int) -> Meaning:
        """Return what a row says on the day."""
        row = self.kin[index]
        return self._on_the_day(row, meaning(row.term, self.sex(row.person), self.sex(row.relative)))

    def terms(self, people: Iterable[str]) -> Collection[tuple[Kin, int]]:
        """Return the longer terms that name some people, each once, with how many steps the longest chain has."""
        rows = {number: row for person in people for number, row in self._table.numbered("person", person)}
        begun = (row for row in rows.values() if row.since is None or row.since <= self.day)
        return [(row, steps) for row in begun if (steps := self._steps(row))]

    def _steps(self, row: Kin) -> int:
        said = row.term, self.sex(row.person), self.sex(row.relative)
        if row.ended is not None:
            return _longest(self._on_the_day(row, meaning(*said)))
        if said not in self._longest:
            self._longest[said] = _longest(self._on_the_day(row, meaning(*said)))
        return self._longest[said]


def _longest(said: Meaning) -> int:
    return max(len(plain(path)) for path in said.paths) if said.says is Says.MANY else 0


class _Numbered:
    def __init__(self, table: Table[Kin]) -> None:
        self._table = table

    def __getitem__(self, number: int) -> Kin:
        return self._table.row(number)
