"""Everybody of a register as columns: what a search through hundreds of thousands of names needs of them."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from huibi.matching.names import sound_of
from huibi.model.people import Person
from huibi.model.register import Register

Ints = NDArray[np.int64]
_YEAR = 12  # months


class Roll:
    """Ids, names and months of birth by place in the register: `name` is a place in `names`, `month` 0 if unknown."""

    def __init__(self, register: Register) -> None:
        self.ids = tuple(register.persons)
        self.place = {person: place for place, person in enumerate(self.ids)}
        known: dict[str, int] = {}
        self.name: Ints = np.array(
            [known.setdefault(row.name, len(known)) for row in register.persons.values()], dtype=np.int64
        )
        self.names = tuple(known)
        self.month: Ints = np.array([month_of(row) for row in register.persons.values()], dtype=np.int64)
        self._kin = register.kin

    def ends(self) -> tuple[Ints, Ints]:
        """Return the two ends of every row of the table kin between persons of the register, as places."""
        of = self.place.get
        one = np.array([of(row.person, -1) for row in self._kin], dtype=np.int64)
        other = np.array([of(row.relative, -1) for row in self._kin], dtype=np.int64)
        known = (one >= 0) & (other >= 0)
        return one[known], other[known]

    @cached_property
    def sound(self) -> Ints:
        """The number of how each person's name sounds; names that sound alike have the same."""
        known: dict[str, int] = {}
        numbers = np.array([known.setdefault(sound_of(name), len(known)) for name in self.names], dtype=np.int64)
        found: Ints = numbers[self.name]
        return found


def month_of(person: Person) -> int:
    """Return the month of birth as a count, 0 where it is not known."""
    return 0 if person.birth is None else person.birth.year * _YEAR + person.birth.month
