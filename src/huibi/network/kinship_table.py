"""The table kin as columns: a city's holds well over a million rows, of which each is looked at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np

from huibi.model.ties import Kin
from huibi.network.kinship_arrays import Bools, Ends, Ints, Longs

_COLUMNS = ("person", "relative", "term", "since", "ended", "raised")
_AT_ONCE = 1 << 15  # rows whose cells stand side by side


class Table(NamedTuple):
    """The rows in their order: the two persons by number, the term as a place in `terms`, and what else is filled."""

    ends: Ends
    word: Longs
    terms: tuple[str, ...]
    later: Bools
    ended: Bools
    raised: Bools

    @classmethod
    def read(cls, kin: Sequence[Kin], number: Mapping[str, int], day: date) -> "Table":
        """Return the columns of rows; `later` are those that begin after the day."""
        terms: dict[str, int] = {}
        cells = attrgetter(*_COLUMNS)
        parts = [
            _part(list(chain.from_iterable(map(cells, kin[start : start + _AT_ONCE]))), number, terms, day)
            for start in range(0, len(kin), _AT_ONCE)
        ]
        nobody, nowhere = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=bool)
        one, other, word, *filled = map(np.concatenate, zip((*(nobody,) * 3, *(nowhere,) * 3), *parts, strict=True))
        return cls((one, other), word.astype(np.int64), tuple(terms), *filled)


def _part(cells: list[Any], number: Mapping[str, int], terms: dict[str, int], day: date) -> tuple[Ints | Bools, ...]:
    """Return the columns of some rows whose cells are given row by row."""
    width = len(_COLUMNS)
    person, relative, term, since, ended, raised = (cells[place::width] for place in range(width))
    for word in dict.fromkeys(term):
        terms.setdefault(word, len(terms))
    numbered = ((number, person), (number, relative), (terms, term))
    return (
        *(np.fromiter(map(of.__getitem__, column), dtype=np.int32, count=len(column)) for of, column in numbered),
        np.array([one is not None and one > day for one in since], dtype=bool),
        np.array([one is not None for one in ended], dtype=bool),
        np.array([one is True for one in raised], dtype=bool),
    )
