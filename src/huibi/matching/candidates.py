"""Which pairs come into question at all: found by what they share, so that nobody compares everybody with everybody.

A pair must share a writing or a sound of the name with a month of birth, a unit or a relative; where a name is rare
enough, the name alone will do. Each way is a sort over one column of keys.
"""

from collections.abc import Iterator

import numpy as np

from huibi.matching.columns import Columns
from huibi.matching.grouped import Ints, distinct

MOST_ALIKE = 60  # records that share a key; larger groups say too little and grow with the square
MOST_NAMESAKES = 40  # records of one name among whom the name alone makes a pair
_MONTHS = (1, 2, 12, 120)  # slips of the month that come into question
_SPREAD = 1 << 16  # months counted from year 0 are fewer


def candidates(columns: Columns) -> Iterator[tuple[Ints, Ints]]:
    """Yield pairs of places in the columns, the smaller first, way by way; a pair may come by several ways."""
    for left, right in _ways(columns):
        if len(left):
            yield _sound_pairs(columns, left, right)


def pairs_once(columns: Columns, found: Iterator[tuple[Ints, Ints]]) -> Ints:
    """Return the pairs once each in order, as left * n + right."""
    size = len(columns.roll)
    keys = [left * size + right for left, right in found]
    return distinct(np.concatenate(keys)) if keys else np.empty(0, dtype=np.int64)


def _ways(columns: Columns) -> Iterator[tuple[Ints, Ints]]:
    everybody = np.arange(len(columns.roll), dtype=np.int64)
    known = everybody[columns.month > 0]
    yield _sharing(columns.number[columns.number > 0], everybody[columns.number > 0])
    yield _by_rare_name(columns, everybody)
    for writing in (columns.plain, columns.sound):
        keys = writing[known] * _SPREAD + columns.month[known]
        yield _sharing(keys, known)
        for months in _MONTHS:
            yield _beside(keys, known, months)
        yield _by_work(columns, writing)
        yield _by_relative(columns, writing)
    yield _by_relatives_name(columns)
    yield _by_work_and_birth(columns)


def _by_rare_name(columns: Columns, everybody: Ints) -> tuple[Ints, Ints]:
    """Return pairs of one name where one of the two has no date of birth."""
    left, right = _sharing(columns.plain, everybody, MOST_NAMESAKES)
    open_ = (columns.month[left] == 0) | (columns.month[right] == 0)
    return left[open_], right[open_]


def _by_work(columns: Columns, writing: Ints) -> tuple[Ints, Ints]:
    person, unit = columns.works
    return _sharing(writing[person] * _SPREAD * _SPREAD + unit, person)


def _by_relative(columns: Columns, writing: Ints) -> tuple[Ints, Ints]:
    """Return pairs of one name in one seat of one person's family."""
    person, seat, relative = columns.seats
    return _sharing((relative * 8 + seat) * (int(writing.max(initial=0)) + 1) + writing[person], person)


def _by_relatives_name(columns: Columns) -> tuple[Ints, Ints]:
    """Return pairs of one name with a relative named alike in one seat."""
    person, seat, _ = columns.seats
    most = int(columns.plain.max(initial=0)) + int(columns.named.max(initial=0)) + 1
    return _sharing((columns.plain[person] * most + columns.named) * 8 + seat, person)


def _by_work_and_birth(columns: Columns) -> tuple[Ints, Ints]:
    """Return pairs of one unit, month of birth and surname: a character of the name may be wrong."""
    person, unit = columns.works
    known = columns.month[person] > 0
    person, unit = person[known], unit[known]
    most = int(columns.surname.max(initial=0)) + 1
    return _sharing((unit * _SPREAD + columns.month[person]) * most + columns.surname[person], person)


def _sharing(keys: Ints, owners: Ints, most: int = MOST_ALIKE) -> tuple[Ints, Ints]:
    """Return all pairs of owners whose keys are equal; groups of more than `most` are left out."""
    order = np.lexsort((owners, keys))
    keys, owners = keys[order], owners[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.empty(0, np.int64)
    sizes = np.diff(np.append(starts, len(keys)))
    left: list[Ints] = []
    right: list[Ints] = []
    for size in np.unique(sizes[(sizes > 1) & (sizes <= most)]):
        members = owners[starts[sizes == size][:, None] + np.arange(size)]
        one, other = np.triu_indices(size, 1)
        left.append(members[:, one].ravel())
        right.append(members[:, other].ravel())
    return _joined(left), _joined(right)


def _beside(keys: Ints, owners: Ints, distance: int) -> tuple[Ints, Ints]:
    """Return all pairs of owners of whom one's key is so much larger than the other's."""
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    first = np.searchsorted(keys, keys + distance, side="left")
    last = np.searchsorted(keys, keys + distance, side="right")
    counts = np.minimum(last - first, MOST_ALIKE)
    left = np.repeat(owners, counts)
    offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return left, owners[np.repeat(first, counts) + offsets]


def _sound_pairs(columns: Columns, left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """Leave out who cannot be one: two numbers, two sexes, the same record; the smaller place stands first."""
    one, other = np.minimum(left, right), np.maximum(left, right)
    numbers = (columns.number[one] > 0) & (columns.number[other] > 0) & (columns.number[one] != columns.number[other])
    sexes = (columns.sex[one] > 0) & (columns.sex[other] > 0) & (columns.sex[one] != columns.sex[other])
    kept = ~numbers & ~sexes & (one != other)
    return one[kept], other[kept]


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)
