"""A register that changes row by row: its tables with what finds the rows of a person, a unit, a class or a troop."""

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, TypeVar, cast

from huibi.model.people import Cadre, Person, Posting, Service, Study
from huibi.model.register import Register
from huibi.model.ties import Declaration, Interest, Kin, Ruling, Served, Tie

Row = TypeVar("Row")
Keys = Callable[[Row], Iterable[Hashable]]
Record = (
    Person | Cadre | Posting | Kin | Tie | Study | Service | Interest | Served | Ruling | Declaration
)  # what may be changed
_NAMING = ("person", "relative", "other", "concerned")


class Table(Generic[Row]):
    """The rows of one table in order, each under a number that it keeps; found by keys, in order."""

    def __init__(self, rows: Iterable[Row], **keys: Keys[Row]) -> None:
        self._rows: list[Row | None] = list(rows)
        self._keys = keys
        self._kept = cast("Callable[[int], Row]", self._rows.__getitem__)  # keys lead to no row that was taken away
        self._at: dict[str, defaultdict[Hashable, list[int]]] = {by: defaultdict(list) for by in keys}
        for number, row in enumerate(self._rows):
            if row is not None:
                for by, key in self._places(row):
                    self._at[by][key].append(number)

    def has(self, by: str) -> bool:
        """Whether rows are found by such keys."""
        return by in self._keys

    def __iter__(self) -> Iterator[Row]:
        return (row for row in self._rows if row is not None)

    def of(self, by: str, key: Hashable) -> tuple[Row, ...]:
        """Return the rows of a key, in the order of the table."""
        return tuple(map(self._kept, self._at[by].get(key, ())))

    def numbered(self, by: str, key: Hashable) -> Iterator[tuple[int, Row]]:
        """Return the rows of a key with their numbers, in the order of the table."""
        numbers = self._at[by].get(key, ())
        return zip(numbers, map(self._kept, numbers), strict=True)

    def row(self, number: int) -> Row:
        """Return the row of a number; raises LookupError where it was taken away."""
        row = self._rows[number]
        if row is None:
            raise LookupError(number)
        return row

    def number_of(self, row: Row) -> int:
        """Return the number of the first row that is equal; raises ValueError where there is none."""
        by, key = next(self._places(row))
        for number, other in self.numbered(by, key):
            if other == row:
                return number
        raise ValueError("no such row is in the table")

    def change(self, number: int | None, new: Row | None) -> None:
        """Put a row in the place of another (or take it away, if None), or at the end."""
        if number is None:
            number = len(self._rows)
            self._rows.append(None)
        old, self._rows[number] = self._rows[number], new
        for by, key in () if old is None else self._places(old):
            self._at[by][key].remove(number)
        for by, key in () if new is None else self._places(new):
            insort(self._at[by][key], number)

    def _places(self, row: Row) -> Iterator[tuple[str, Hashable]]:
        return ((by, key) for by, keys in self._keys.items() for key in dict.fromkeys(keys(row)))


@dataclass(frozen=True, slots=True)
class Change:
    """A row that was put in the place of another; `old` None: added at the end; `new` None: taken away."""

    table: str
    old: Record | None
    new: Record | None

    @property
    def rows(self) -> tuple[Record, ...]:
        """The row before and the row after, as far as there is one."""
        return tuple(row for row in (self.old, self.new) if row is not None)


class Tables:
    """The tables of a register that screening reads, kept up to date.

    `register` holds persons and pool as they are now; its other tables and the columns stay as at the beginning.
    """

    def __init__(self, register: Register) -> None:
        self._persons, self._pool = dict(register.persons), dict(register.pool)
        self.register = replace(register, persons=self._persons, pool=self._pool)
        vars(self.register)["columns"] = register.columns  # as at the beginning: counted once, and kept up elsewhere
        self.postings = Table(
            register.postings,
            person=lambda row: (row.person,),
            unit=lambda row: (row.unit,),
            oversees=lambda row: row.oversees,
        )
        self.kin = Table(register.kin, person=lambda row: (row.person, row.relative))
        self.ties = Table(register.ties, person=lambda row: (row.person, row.other))
        self.studies = Table(
            register.studies, person=lambda row: (row.person,), place=lambda row: ((row.school, row.class_name),)
        )
        self.service = Table(register.service, person=lambda row: (row.person,), place=lambda row: ((row.troop,),))
        self.interests = Table(register.interests, person=lambda row: (row.person,))
        self.history = Table(register.history, unit=lambda row: (row.unit,), person=lambda row: (row.person,))
        self.rulings = Table(
            register.rulings, pair=lambda row: ((row.person, row.unit),), person=lambda row: (row.person,)
        )
        self.declarations = Table(
            register.declarations,
            person=lambda row: (row.person,),
            concerned=lambda row: () if row.concerned is None else (row.concerned,),
        )
        self._tables: Mapping[str, Table[Any]] = {
            field.name: table
            for field in fields(Register)
            if isinstance(table := getattr(self, field.name, None), Table)
        }

    def snapshot(self) -> Register:
        """Return the register as it is now, which no later change touches."""
        rows: dict[str, Any] = {name: tuple(table) for name, table in self._tables.items()}
        return replace(self.register, persons=dict(self._persons), pool=dict(self._pool), **rows)

    def apply(self, change: Change) -> None:
        """Change one row, after `check`."""
        if change.table == "persons":
            _put(self._persons, change.old, change.new, "id")
        elif change.table == "pool":
            _put(self._pool, change.old, change.new, "person")
        else:
            table = self._tables[change.table]
            table.change(None if change.old is None else table.number_of(change.old), change.new)

    def check(self, change: Change) -> None:
        """Raise ValueError for a row that is not there or that names somebody or something unknown."""
        if change.old is None and change.new is None:
            raise ValueError("a change without a row")
        if change.table not in self._tables and change.table not in ("persons", "pool"):
            raise ValueError(f"not a table that changes row by row: {change.table}")
        if change.table in ("persons", "pool"):
            self._check_keyed(change)
        elif change.old is not None:
            self._tables[change.table].number_of(change.old)
        if change.new is not None and change.table != "persons":
            self._check_named(change.new)

    def _check_keyed(self, change: Change) -> None:
        known: Mapping[str, object] = self._persons if change.table == "persons" else self._pool
        keys = {getattr(row, "id" if change.table == "persons" else "person") for row in change.rows}
        if len(keys) != 1 or known.get(next(iter(keys))) != change.old:
            raise ValueError("no such row is in the table, or another one is in its place")
        if change.table == "persons" and change.new is None and self._is_named(next(iter(keys))):
            raise ValueError("a person whom other rows name")

    def _is_named(self, person: str) -> bool:
        named = (
            table.of(by, person) for table in self._tables.values() for by in ("person", "concerned") if table.has(by)
        )
        return person in self._pool or any(named)

    def _check_named(self, row: Record) -> None:
        people = [getattr(row, name, None) for name in _NAMING]
        if any(person is not None and person not in self._persons for person in people):
            raise ValueError("a row that names a person whom the register does not know")
        units: Sequence[str | None] = (getattr(row, "unit", None), *getattr(row, "oversees", ()))
        if any(unit is not None and unit not in self.register.units for unit in units):
            raise ValueError("a row that names a unit that the register does not know")


def _put(rows: dict[str, Any], old: Record | None, new: Record | None, key: str) -> None:
    if new is None:
        del rows[getattr(old, key)]
    else:
        rows[getattr(new, key)] = new
