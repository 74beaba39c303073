"""Small helpers over sparse matrices of persons: who is one step apart, and how far a step spreads."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bools = NDArray[np.bool_]
Ends = tuple[Ints, Ints]
Step = Callable[[csr_array], csr_array]  # of rows of nodes, those one step away
_FEW = 1 << 14  # numbers that are sooner sorted than counted


class Grouped(NamedTuple):
    """Entries by the number that they belong to: those of each number stand together from its start on."""

    entries: Ints
    starts: Ints

    def of(self, number: int) -> list[int]:
        """Return the entries of a number."""
        found: list[int] = self.entries[self.starts[number] : self.starts[number + 1]].tolist()
        return found


def grouped(keys: Ints, count: int) -> Grouped:
    """Return the places in `keys` (each below `count`) by key, those of a key in their order: as a stable sort."""
    if len(keys) < _FEW:
        starts = np.zeros(count + 1, dtype=np.int32)
        np.cumsum(np.bincount(keys, minlength=count), out=starts[1:])
        return Grouped(np.argsort(keys, kind="stable").astype(np.int32), starts)
    places = np.arange(len(keys), dtype=np.int32)
    found = csr_array((np.ones(len(keys), dtype=np.int8), (keys, places)), shape=(count, len(keys)))
    return Grouped(found.indices, found.indptr)


def follow(starts: Ints, stops: Ints) -> Ends:
    """Return all places from each start to its stop, one span after the other, with the number of the span of each."""
    counts = stops - starts
    span = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    within = np.arange(len(span), dtype=np.int32) - np.repeat(np.cumsum(counts, dtype=np.int32) - counts, counts)
    return span, np.repeat(starts, counts) + within


def held(some: Longs, asked: Longs) -> Bools:
    """Return which of those asked about are among some, which stand in order."""
    if not len(some):
        return np.zeros(len(asked), dtype=bool)
    found: Bools = some[np.minimum(np.searchsorted(some, asked), len(some) - 1)] == asked
    return found


def among(asked: Longs, some: Longs) -> Bools:
    """Return which of those asked about are among some, which are few."""
    return held(np.unique(some), asked) if len(some) else np.zeros(len(asked), dtype=bool)


def spread(start: Ints, step: Step, width: int, steps: int) -> csr_array:
    """Return, a row for each start, who of so many nodes is within so many steps, the start included."""
    found = starting(start, width)
    for _ in range(steps):
        found = further(found, step)
    return found


def closure(start: Ints, over: csr_array) -> csr_array:
    """Return, a row for each start, the nodes after any number of steps, the start included."""
    found = front = starting(start, over.shape[0])
    taken, due = 0, 1
    news = [found]
    while front.nnz:
        front = ones(front @ over)
        news.append(front)
        taken += 1
        if taken == due:  # whether all was seen before, as in a circle, is asked ever more seldom
            before, found, due = found.nnz, ones(sum(news[1:], found)), 2 * due
            if found.nnz == before:
                return found
            news = [found]
    return ones(sum(news[1:], found))


def starting(start: Ints, width: int) -> csr_array:
    """Return, a row for each start, that node of so many."""
    return matrix((np.arange(len(start), dtype=np.int32), start), (len(start), width))


def further(found: csr_array, step: Step) -> csr_array:
    """Return the nodes found and those one step further."""
    return ones(found + step(found))


def rows_of(of: csr_array, which: Bools) -> csr_array:
    """Return a matrix with only some of its rows left."""
    found = of.copy()
    found.data = found.data * np.repeat(which, np.diff(of.indptr))
    found.eliminate_zeros()
    return found


def columns_of(of: csr_array, which: Bools) -> csr_array:
    """Return a matrix with only some of its columns left."""
    found = of.copy()
    found.data = found.data * which[found.indices]
    found.eliminate_zeros()
    return found


def row_of(of: csr_array, place: int) -> Ints:
    """Return the columns of a row that are not zero."""
    found: Ints = of.indices[of.indptr[place] : of.indptr[place + 1]]
    return found


def components(pairs: Ints, count: int) -> tuple[int, Ints]:
    """Return into how many groups the pairs join so many nodes, and the group of each."""
    number, label = connected_components(matrix((pairs[0], pairs[1]), (count, count)), directed=False)
    return number, label


def matrix(ends: Ends, shape: tuple[int, int]) -> csr_array:
    """Return the matrix with a one for each pair of ends."""
    return ones(coo_array((np.ones(len(ends[0]), dtype=np.int32), ends), shape=shape))


def columns(pairs: list[tuple[int, int]]) -> Ends:
    """Return pairs as two arrays."""
    told = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    return told[:, 0], told[:, 1]


def none() -> Ints:
    """Return an array of nobody."""
    return np.zeros(0, dtype=np.int32)


def ones(of: csr_array | coo_array) -> csr_array:
    """Return a matrix with one where it is not zero."""
    found: csr_array = of.tocsr()
    found.eliminate_zeros()
    found.data[:] = 1
    return found
