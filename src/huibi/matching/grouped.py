"""Values by owner as two arrays, and what many pairs of owners have in common."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Numbers = TypeVar("Numbers", NDArray[np.int32], NDArray[np.int64])


class Grouped:
    """What each owner has: `values` stand owner by owner, in the order in which they were given."""

    def __init__(self, owners: Ints, values: Ints, count: int) -> None:
        order = np.argsort(owners, kind="stable")
        self.values = values[order]
        self._starts = np.searchsorted(owners[order], np.arange(count + 1))

    def counts(self) -> Ints:
        """Return how many values each owner has."""
        return np.diff(self._starts)

    def of(self, owners: Ints) -> tuple[Ints, Ints]:
        """Return the values of many owners in a row, each with the place of its owner in what was asked."""
        starts = self._starts[owners]
        which, within = spread(self._starts[owners + 1] - starts)
        return which, self.values[starts[which] + within]

    def of_one(self, owner: int) -> list[int]:
        """Return the values of one owner."""
        found: list[int] = self.values[self._starts[owner] : self._starts[owner + 1]].tolist()
        return found

    def crossed(self, one: Ints, other: Ints) -> tuple[Ints, Ints, Ints]:
        """Return for each pair of owners every value of the one beside every value of the other."""
        which, left = self.of(one)
        again, right = self.of(other[which])
        return which[again], left[again], right

    def shared(self, one: Ints, other: Ints) -> tuple[Ints, Ints]:
        """Return the values that pairs of owners share, each with the place of its pair."""
        size = int(self.values.max(initial=0)) + 1
        left, right = (which * size + values for which, values in (self.of(one), self.of(other)))
        right = distinct(right)
        at = np.searchsorted(right, left)
        both = left[np.append(right, -1)[at] == left]
        return both // size, both % size


def spread(counts: Ints) -> tuple[Ints, Ints]:
    """Return for so many of each the place of what they are of, and the place of each among its own."""
    which = np.repeat(np.arange(len(counts)), counts)
    return which, np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)


def distinct(values: Numbers) -> Numbers:
    """Return the values that there are, in order; np.unique takes sixty times as long for most that stand once."""
    values = np.sort(values)
    first = np.ones(len(values), dtype=bool)
    first[1:] = values[1:] != values[:-1]
    return values[first]
