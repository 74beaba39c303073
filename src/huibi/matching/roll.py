"""Everybody of a register as columns: what a search through hundreds of thousands of names needs of them."""

from collections.abc import Collection, Mapping
from functools import cached_property
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from huibi.matching.grouped import Grouped, Ints
from huibi.matching.spelling import Spelling
from huibi.model.people import Person
from huibi.model.register import Register

Numbered = tuple[Mapping[str, int], tuple[NDArray[np.int32], NDArray[np.int32]]]
_YEAR = 12  # months


class Roll:
    """Persons by place in the register: `name` is a place in `names`, `month` that of birth, 0 if unknown.

    `numbered` are the place of each person and the two ends of each row of the table kin, where somebody has them.
    """

    def __init__(self, register: Register, numbered: Numbered | None = None) -> None:
        self._register = register
        self._ends = None if numbered is None else numbered[1]
        self.ids = tuple(register.persons)
        self.place = numbered[0] if numbered else dict(zip(self.ids, range(len(self.ids)), strict=True))
        known: dict[str, int] = {}
        rows = register.persons.values()
        self.name: Ints = np.array([known.setdefault(row.name, len(known)) for row in rows], dtype=np.int64)
        self.names = tuple(known)
        self.month: Ints = np.array(
            [0 if row.birth is None else row.birth.year * _YEAR + row.birth.month for row in rows], dtype=np.int64
        )

    def places(self, people: Collection[str]) -> Ints:
        """Return the places of people."""
        return np.fromiter((self.place[person] for person in people), dtype=np.int64, count=len(people))

    def persons(self, places: Ints) -> list[Person]:
        """Return the rows of persons."""
        persons = self._register.persons
        return [persons[self.ids[place]] for place in places.tolist()]

    @cached_property
    def ends(self) -> tuple[Ints, Ints]:
        """The two ends of every row of the table kin, as places."""
        if self._ends is not None:
            return self._ends[0].astype(np.int64), self._ends[1].astype(np.int64)
        return self._all("person"), self._all("relative")

    def _all(self, end: str) -> Ints:
        kin = self._register.kin
        return np.fromiter(map(self.place.__getitem__, map(attrgetter(end), kin)), dtype=np.int64, count=len(kin))

    def kin_of(self, people: Ints) -> Ints:
        """Return the rows of the table kin that name one of the people."""
        asked = np.zeros(len(self.ids), dtype=bool)
        asked[people] = True
        one, other = self.ends
        return np.flatnonzero(asked[one] | asked[other])

    @cached_property
    def works(self) -> tuple[Ints, Ints]:
        """Who has or had a posting where: places of persons, and of units in the register; a pair a posting."""
        number = dict(zip(self._register.units, range(len(self._register.units)), strict=True))
        rows, count = self._register.postings, len(self._register.postings)
        return (
            np.fromiter((self.place[row.person] for row in rows), dtype=np.int64, count=count),
            np.fromiter((number[row.unit] for row in rows), dtype=np.int64, count=count),
        )

    @cached_property
    def units(self) -> Grouped:
        """The units of each person's postings, as places in the register."""
        return Grouped(*self.works, len(self.ids))

    @cached_property
    def spelling(self) -> Spelling:
        """How the names are written and sound."""
        return Spelling(self.names)

    @cached_property
    def sound(self) -> Ints:
        """The number of how each person's name sounds; names that sound alike have the same."""
        found: Ints = self.spelling.sound[self.name]
        return found

    @cached_property
    def heard(self) -> Ints:
        """Everybody in order of how the name sounds, then of the month of birth."""
        return np.lexsort((self.month, self.sound))
