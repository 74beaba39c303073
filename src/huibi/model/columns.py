"""The large tables of a register as columns of numbers, for whatever looks at everybody: one pass, for all who ask."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import chain, islice
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from huibi.model.people import Level, Person, Posting, Service, Sex, Study
from huibi.model.spans import FIRST, LAST
from huibi.model.ties import Kin

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
Key = TypeVar("Key", bound=Hashable)

SEXES: tuple[Sex | None, ...] = (None, Sex.MALE, Sex.FEMALE)
LEVELS: tuple[Level | None, ...] = (None, *Level)
YEAR = 12  # months
_AT_ONCE = 1 << 15  # rows whose cells stand side by side


class People(NamedTuple):
    """The persons: sex as a place in `SEXES`, name, identity number and native place as places in the lists here.

    Births and deaths are days by number, as `date.toordinal` counts them, the month of birth is counted from year 0;
    place and number 0 are unknown, or for a death none. `noted` are those with a note.
    """

    sex: Ints
    name: Ints
    born: Ints
    month: Ints
    died: Ints
    number: Ints
    native: Ints
    noted: Bools
    names: tuple[str, ...]
    numbers: tuple[str | None, ...]
    natives: tuple[str | None, ...]


class KinRows(NamedTuple):
    """The table kin: both persons by number, the term as a place in `terms`, days as numbers, 0 for none."""

    one: Ints
    other: Ints
    word: Ints
    since: Ints
    ended: Ints
    raised: Bools
    terms: tuple[str, ...]


class Stays(NamedTuple):
    """Rows of a career: who, where and from which day to which, open ends as the first and the last of all days.

    A place is the number of a unit, of a class of a school (-1 for none), or of a troop.
    """

    person: Ints
    place: Ints
    first: Ints
    last: Ints


class Postings(NamedTuple):
    """The postings as `Stays`; `level` is a place in `LEVELS`, `overseeing` tells who oversees other units."""

    person: Ints
    place: Ints
    first: Ints
    last: Ints
    level: Ints
    overseeing: Bools


class Columns:
    """The columns of a register's tables, each worked out when first asked for; rows keep the order of their table.

    Persons and units are numbered in the order of the register.
    """

    def __init__(
        self,
        *,
        persons: Mapping[str, Person],
        units: Iterable[str],
        kin: Sequence[Kin],
        postings: Sequence[Posting],
        studies: Sequence[Study],
        service: Sequence[Service],
    ) -> None:
        self._persons, self._kin = persons, kin
        self._postings, self._studies, self._service = postings, studies, service
        self.ids = tuple(persons)
        self.units = tuple(units)

    @cached_property
    def number(self) -> Mapping[str, int]:
        """The number of each person."""
        return dict(zip(self.ids, range(len(self.ids)), strict=True))

    @cached_property
    def people(self) -> People:
        """The persons."""
        days, names = _Told(date.toordinal), _Codes[str]()
        numbers, natives = _Codes[str | None]([None]), _Codes[str | None]([None])
        sex, name, born, died, number, native, noted = _read(
            self._persons.values(),
            sex=_Codes(SEXES),
            name=names,
            birth=days,
            died=days,
            id_number=numbers,
            native_place=natives,
            note=_Filled(),
        )
        told = tuple(names), tuple(numbers), tuple(natives)
        return People(sex, name, born, months_of(born), died, number, native, noted > 0, *told)

    @cached_property
    def rank(self) -> Ints:
        """The place of each person in the order of ids."""
        order = sorted(range(len(self.ids)), key=self.ids.__getitem__)
        found = np.empty(len(order), dtype=np.int32)
        found[order] = np.arange(len(order), dtype=np.int32)
        return found

    @cached_property
    def kin(self) -> KinRows:
        """The rows of the table kin."""
        terms, days, flags = _Codes[str](), _Told(date.toordinal), {None: 0, False: 0, True: 1}
        one, other, word, since, ended, raised = _read(
            self._kin, person=self.number, relative=self.number, term=terms, since=days, ended=days, raised=flags
        )
        return KinRows(one, other, word, since, ended, raised.astype(bool), tuple(terms))

    @cached_property
    def postings(self) -> Postings:
        """The postings, their units by number."""
        units = {unit: number for number, unit in enumerate(self.units)}
        further: dict[str, Mapping[Any, int]] = {"unit": units, "level": _Codes(LEVELS), "oversees": _Filled()}
        person, first, last, unit, level, overseeing = self._careers(self._postings, **further)
        return Postings(person, unit, first, last, level, overseeing > 0)

    @cached_property
    def studies(self) -> Stays:
        """The studies; a class is one of a school."""
        person, first, last = self._careers(self._studies)
        codes = _Codes[tuple[str, str]]()
        places = [codes[row.school, row.class_name] if row.class_name else -1 for row in self._studies]
        return Stays(person, np.array(places, dtype=np.int32), first, last)

    @cached_property
    def service(self) -> Stays:
        """The service in troops."""
        person, first, last, troop = self._careers(self._service, troop=_Codes[str]())
        return Stays(person, troop, first, last)

    def prepare(self) -> None:
        """Work out all of them."""
        _ = self.people, self.rank, self.kin, self.postings, self.studies, self.service

    def _careers(self, rows: Sequence[Posting | Study | Service], **further: Mapping[Any, int]) -> list[Ints]:
        firsts, lasts = _Told(date.toordinal, FIRST.toordinal()), _Told(date.toordinal, LAST.toordinal())
        return _read(rows, person=self.number, start=firsts, end=lasts, **further)


def months_of(days: Ints) -> Ints:
    """Return the months of days by number, counted from year 0; 0 for 0."""
    found: Ints = np.where(days > 0, _months(days).astype(np.int32) + 1970 * YEAR + 1, 0).astype(np.int32)
    return found


def days_of(days: Ints) -> Ints:
    """Return which day of their month days by number are."""
    found: Ints = (_dates(days) - _months(days).astype("datetime64[D]")).astype(np.int32) + 1
    return found


def _dates(days: Ints) -> NDArray[np.datetime64]:
    return (days - date(1970, 1, 1).toordinal()).astype("datetime64[D]")


def _months(days: Ints) -> NDArray[np.datetime64]:
    return _dates(days).astype("datetime64[M]")


class _Codes(dict[Key, int]):
    """Numbers for what is met, from 0 on, in the order in which it is given or met."""

    def __init__(self, known: Iterable[Key] = ()) -> None:
        super().__init__((key, number) for number, key in enumerate(known))

    def __missing__(self, key: Key) -> int:
        number = self[key] = len(self)
        return number


class _Told(dict[date | None, int]):
    """A number for each day that is met, worked out once; `empty` for none."""

    def __init__(self, tell: Callable[[date], int], empty: int = 0) -> None:
        super().__init__({None: empty})
        self._tell = tell

    def __missing__(self, day: date | None) -> int:
        number = self[day] = self._tell(day) if day is not None else self[None]
        return number


class _Filled(dict[Any, int]):
    """0 for what is empty, else 1."""

    def __init__(self) -> None:
        super().__init__({None: 0, (): 0, "": 0})

    def __missing__(self, value: object) -> int:
        return 1


def _read(rows: Collection[Any], **columns: Mapping[Any, int]) -> list[Ints]:
    """Return the cells of two columns or more as numbers, each by its own mapping."""
    left, cells = iter(rows), attrgetter(*columns)
    width = len(columns)
    found = [np.empty(len(rows), dtype=np.int32) for _ in columns]
    for start in range(0, len(rows), _AT_ONCE):
        part = list(chain.from_iterable(map(cells, islice(left, _AT_ONCE))))
        for place, (column, of) in enumerate(zip(found, columns.values(), strict=True)):
            told = part[place::width]
            column[start : start + len(told)] = list(map(of.__getitem__, told))
    return found
