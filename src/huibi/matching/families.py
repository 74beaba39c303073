"""The families of many people as columns: whom pairs of them share, and whose relatives may be one as well."""

from functools import cached_property

import numpy as np

from huibi.matching.by_kin import MONTHS_BESIDE
from huibi.matching.comparing import Comparer
from huibi.matching.grouped import Bools, Grouped, Ints, distinct
from huibi.matching.roles import CHILD, OTHER, SPOUSE, seat_of
from huibi.model.people import Sex


class Families:
    """Relatives of `people`, who are places in the roll, in order; owners are counted among them."""

    def __init__(self, comparer: Comparer, people: Ints) -> None:
        self._kin, self._persons, self._roll = comparer.register.kin, comparer.register.persons, comparer.roll
        self._word, self._terms = comparer.register.columns.kin.word, comparer.register.columns.kin.terms
        self._count = len(people)
        local = np.full(len(self._roll.ids), -1, dtype=np.int64)
        local[people] = np.arange(len(people))
        rows = self._roll.kin_of(people)
        one, other = (ends[rows] for ends in self._roll.ends)
        own, turned = local[one] >= 0, local[other] >= 0
        self._owner = np.concatenate([local[one[own]], local[other[turned]]])
        self._relative = np.concatenate([other[own], one[turned]])
        self._row = np.concatenate([rows[own], ~rows[turned]])  # of a row that is read from its other end: ~ its number

    @cached_property
    def relatives(self) -> Grouped:
        """The relatives of each, as places in the roll."""
        return Grouped(self._owner, self._relative, self._count)

    @cached_property
    def fewest(self) -> Ints:
        """How many relatives each has at least: those by a row whose term is kin whoever says it."""
        kin = np.array([all(seat_of(term, sex) for sex in (None, *Sex)) for term in self._terms], dtype=bool)
        return self._distinct(kin[self._word[np.maximum(self._row, ~self._row)]])

    @cached_property
    def all_kin(self) -> Bools:
        """Whose rows all surely say kin."""
        found: Bools = self.fewest == self._distinct(np.ones(len(self._row), dtype=bool))
        return found

    def _distinct(self, rows: Bools) -> Ints:
        size = max(1, len(self._roll.ids))
        pairs = distinct(self._owner[rows] * size + self._relative[rows])
        return np.bincount(pairs // size, minlength=self._count)

    def sharing(self, one: Ints, other: Ints) -> Bools:
        """Return which pairs have a relative in common."""
        found = np.zeros(len(one), dtype=bool)
        found[self.relatives.shared(one, other)[0]] = True
        return found

    def named_alike(self, one: Ints, other: Ints, sure: Bools) -> Bools:
        """Return which pairs may have relatives in one seat who may be one; `sure` as `by_kin` has it."""
        entries = Grouped(self._owner, np.arange(len(self._owner)), self._count)
        pair, left, right = entries.crossed(one, other)
        left_place, right_place = self._relative[left], self._relative[right]
        months = [self._roll.month[places] for places in (left_place, right_place)]
        fit = (np.abs(months[0] - months[1]) <= MONTHS_BESIDE) | (months[0] == 0) | (months[1] == 0)
        pair, left, right = (some[fit] for some in (pair, left, right))
        names = (self._roll.name[self._relative[entries_]] for entries_ in (left, right))
        alike = self._roll.spelling.may_agree(*names)
        found = np.zeros(len(one), dtype=bool)
        for at, a, b in zip(*(some[alike].tolist() for some in (pair, left, right)), strict=True):
            if not found[at]:
                seat = self._place(int(self._row[a]))
                tells = seat in (SPOUSE, CHILD) or (sure[at] and seat not in (OTHER, None))
                found[at] = tells and seat == self._place(int(self._row[b]))
        return found

    def _place(self, row: int) -> str | None:
        """Return the place of the relative in the family, None where the row says no kin."""
        said = self._kin[max(row, ~row)]
        seat = seat_of(said.term, self._persons[said.person].sex)
        return None if seat is None else seat.place if row >= 0 else seat.turned().place
