"""Which kin rows may contradict something, told from columns: of a large table nearly none need a look.

Nothing here says that a row is faulty. Too many may be doubtful, never too few: each row that could contradict a person
or another row, and each that this other one may be.
"""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from huibi.model.columns import SEXES, Bools, Columns, Ints
from huibi.reading.said import Said

_OLDER = {None: 0, True: 1, False: -1}
_DIRECT = {"": 0, "parent": 1, "child": -1, "sibling": 2, "spouse": 3}
_TURNING = 1  # parent and child are told by the sign: from the other end they change places


class Doubts:
    """The rows of the table kin against the persons and each other; `said` is of each term, `sexes` of each person."""

    def __init__(self, columns: Columns, sexes: Ints, said: Sequence[Said]) -> None:
        self._columns, self._rows, self._sexes, self._terms = columns, columns.kin, sexes, said
        standing = self._rows.ended == 0
        self._line = np.where(standing, self._of(lambda term: term.line), 0)
        self._direct = np.where(standing, self._of(lambda term: _DIRECT[term.direct]), 0)
        self._wanted = (
            self._of(lambda term: SEXES.index(term.person_sex)),
            self._of(lambda term: SEXES.index(term.relative_sex)),
        )

    def _of(self, tell: Callable[[Said], int]) -> Ints:
        """Return of each row what its term says."""
        found: Ints = np.array([tell(term) for term in self._terms], dtype=np.int32)[self._rows.word]
        return found

    def doubtful(self) -> Bools:
        """Return which rows must be looked at."""
        found = self._of(lambda term: not term.is_kin) > 0
        for end, wanted in zip((self._rows.one, self._rows.other), self._wanted, strict=True):
            found |= (wanted > 0) & (self._sexes[end] != wanted)
        return found | self._by_age() | self._by_pair() | self._by_parent()

    def _by_age(self) -> Bools:
        older = self._of(lambda term: _OLDER[term.older])
        one, other = (self._columns.people.month[end] for end in (self._rows.one, self._rows.other))
        found: Bools = (older != 0) & (one > 0) & (other > 0) & ((one - other) * older <= 0)
        return found

    def _by_pair(self) -> Bools:
        """Return which rows are of two of whom rows say different things."""
        rank, count = self._columns.rank.astype(np.int64), len(self._columns.ids)
        one, other = rank[self._rows.one], rank[self._rows.other]
        turned = (one > other) & (np.abs(self._direct) == _TURNING)
        pair = np.minimum(one, other) * count + np.maximum(one, other)
        return _differing(pair, np.where(turned, -self._direct, self._direct), self._direct != 0)

    @cached_property
    def _parents(self) -> tuple[Ints, Ints, Ints]:
        """Child, parent and sex of the parent as far as known, of the rows of parents by birth."""
        upward, person_sex, relative_sex = self._line > 0, *self._wanted
        child, parent = (
            np.where(upward, *ends) for ends in ((self._rows.one, self._rows.other), (self._rows.other, self._rows.one))
        )
        sex = np.where(self._sexes[parent] > 0, self._sexes[parent], np.where(upward, relative_sex, person_sex))
        return child, parent, np.where(self._line != 0, sex, 0)

    def _by_parent(self) -> Bools:
        """Return which rows are of a child of whom rows name several fathers, or several mothers."""
        child, parent, sex = self._parents
        return _differing(child.astype(np.int64) * len(SEXES) + sex, parent, sex > 0)

    def may_go_round(self) -> bool:
        """Whether somebody may descend from oneself: never where all births are known, as parents are older then."""
        child, parent, sex = self._parents
        child, parent = child[sex > 0], parent[sex > 0]
        month = self._columns.people.month
        if ((month[child] > 0) & (month[parent] > 0)).all():
            return False
        count = len(self._columns.ids)
        ties = coo_array((np.ones(len(child), dtype=np.int8), (child, parent)), shape=(count, count))
        groups, _ = connected_components(ties, connection="strong")
        return bool(groups < count)


def _differing(owner: NDArray[np.int64], said: Ints, which: Bools) -> Bools:
    """Return which of some rows are of an owner of whom they say different things."""
    rows = np.flatnonzero(which)
    found = np.zeros(len(which), dtype=bool)
    if not len(rows):
        return found
    rows = rows[np.lexsort((said[rows], owner[rows]))]
    first = np.flatnonzero(np.diff(owner[rows], prepend=-1))
    last = np.append(first[1:], len(rows)) - 1
    torn = said[rows[first]] != said[rows[last]]
    found[rows[np.repeat(torn, last - first + 1)]] = True
    return found
