"""Everybody of a register as columns: what a search through hundreds of thousands of names needs of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from huibi.matching.grouped import Bools, Grouped, Ints
from huibi.matching.numbers import born_by
from huibi.matching.spelling import Spelling
from huibi.model.columns import days_of
from huibi.model.people import Person, Posting
from huibi.model.register import Register


class Roll:
    """Persons by place in the register: `name` is a place in `names`, `month` that of birth, 0 if unknown."""

    def __init__(self, register: Register) -> None:
        self._persons, self._columns = register.persons, register.columns
        people = self._columns.people
        self.ids, self.place = self._columns.ids, self._columns.number
        self.name: Ints = people.name.astype(np.int64)
        self.names = people.names
        self.month: Ints = people.month.astype(np.int64)
        self.native, self.natives = people.native, people.natives

    def places(self, people: Collection[str]) -> Ints:
        """Return the places of people."""
        return np.fromiter((self.place[person] for person in people), dtype=np.int64, count=len(people))

    def persons(self, places: Ints) -> list[Person]:
        """Return the rows of persons."""
        return [self._persons[self.ids[place]] for place in places.tolist()]

    def births(self, places: Ints) -> tuple[NDArray[np.int32], Bools]:
        """Return the days of birth of people by number, 0 if unknown, and which are known to the day (`birth_of`)."""
        people = self._columns.people
        born, number = people.born[places], people.number[places]
        numbered = np.flatnonzero(number)
        for place, code in zip(numbered.tolist(), number[numbered].tolist(), strict=True):
            born[place] = born_by(people.numbers[code]).toordinal()
        return born, (number > 0) | ((born > 0) & (days_of(born) > 1))

    @cached_property
    def ends(self) -> tuple[Ints, Ints]:
        """The two ends of every row of the table kin, as places."""
        kin = self._columns.kin
        return kin.one.astype(np.int64), kin.other.astype(np.int64)

    def kin_of(self, people: Ints) -> Ints:
        """Return the rows of the table kin that name one of the people."""
        asked = np.zeros(len(self.ids), dtype=bool)
        asked[people] = True
        one, other = self.ends
        return np.flatnonzero(asked[one] | asked[other])

    @cached_property
    def works(self) -> tuple[Ints, Ints]:
        """Who has or had a posting where: places of persons, and of units in the register; a pair a posting."""
        postings = self._columns.postings
        return postings.person.astype(np.int64), postings.place.astype(np.int64)

    @cached_property
    def units(self) -> Grouped:
        """The units of each person's postings, as places in the register."""
        return Grouped(*self.works, len(self.ids))

    @cached_property
    def posted(self) -> Grouped:
        """The postings of each person, as places in the register."""
        people, _ = self.works
        return Grouped(people, np.arange(len(people)), len(self.ids))

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


class Posted(Mapping[str, Sequence[Posting]]):
    """The postings of each person who has any, in the order of the register."""

    def __init__(self, register: Register, roll: Roll) -> None:
        self._rows, self._roll = register.postings, roll

    def __getitem__(self, person: str) -> Sequence[Posting]:
        rows = self._roll.posted.of_one(self._roll.place[person])
        if not rows:
            raise KeyError(person)
        return [self._rows[row] for row in rows]

    def __iter__(self) -> Iterator[str]:
        counts = self._roll.posted.counts()
        return (self._roll.ids[place] for place in np.flatnonzero(counts).tolist())

    def __len__(self) -> int:
        return int(np.count_nonzero(self._roll.posted.counts()))
