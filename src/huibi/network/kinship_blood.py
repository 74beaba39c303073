"""The one-step blood and adoptive ties of everybody, as columns: worked out at once, read a person at a time."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from huibi.network.graph import DOWN, NO_CONDITION, SIBLING, UP, Edge
from huibi.network.kinship_arrays import Bools, Ends, Ints, Longs, among, follow, grouped
from huibi.network.kinship_rows import Meaning, Rows, Says, meaning
from huibi.network.terms_chains import kinds, shared_side

BLOOD = (UP, DOWN, SIBLING)  # in the order of the columns
SIDES = ("", "f", "m")  # as Rows numbers the sexes
_TURNED = np.array([1, 0, 2])


_TIE = np.dtype(
    [
        ("person", "i4"),
        ("other", "i4"),
        ("row", "i4"),
        ("step", "i1"),
        ("side", "i1"),
        ("adoptive", "?"),
        ("birth", "?"),
    ]
)


class Blood(NamedTuple):
    """Each tie once from either end, by person, kind of step, then how it is told best.

    Of a tie, `step` is a place in BLOOD, `side` one in SIDES, `row` the row that says it best: with the side before
    without, then the first of the table. `starts` tells where the ties of a person of a kind begin, at three times the
    person's number plus the kind's.
    """

    ties: NDArray[np.void]
    starts: Ints

    @property
    def person(self) -> Ints:
        """Whose tie each is."""
        return self.ties["person"]

    @property
    def step(self) -> Ints:
        """The kind of each tie."""
        return self.ties["step"]

    @property
    def other(self) -> Ints:
        """To whom each tie leads."""
        return self.ties["other"]

    @property
    def side(self) -> Ints:
        """The side of each tie."""
        return self.ties["side"]

    @property
    def row(self) -> Ints:
        """The row that tells of each tie."""
        return self.ties["row"]

    @property
    def adoptive(self) -> Bools:
        """Whether each tie is one by adoption."""
        return self.ties["adoptive"]

    def edges(self, person: int, people: tuple[str, ...]) -> tuple[tuple[Edge, ...], ...]:
        """Return a person's ties of each kind."""
        starts = self.starts[len(BLOOD) * person : len(BLOOD) * person + len(BLOOD) + 1].tolist()
        first = starts[0]
        edges = [
            Edge(people[other], (row,), SIDES[side], NO_CONDITION, adoptive, birth)
            for _, other, row, _, side, adoptive, birth in self.ties[first : starts[-1]].tolist()
        ]
        return tuple(tuple(edges[start - first : stop - first]) for start, stop in pairwise(starts))

    def places(self, persons: Ints, step: str) -> Ends:
        """Return where the ties of a kind stand, of one person after the other, with the place of each person."""
        at = len(BLOOD) * persons + BLOOD.index(step)
        return follow(self.starts[at], self.starts[at + 1])

    def has(self, count: int) -> Bools:
        """Return who has a parent of each side (a row each), for the unknown side: both a father and a mother."""
        found = np.zeros((len(SIDES), count), dtype=bool)
        up = self.step == BLOOD.index(UP)
        found[self.side[up], self.person[up]] = True
        found[0] = found[1] & found[2]
        return found

    def without(self, gone: Bools) -> "Blood":
        """Return the ties but for some."""
        left = self.ties[~gone]
        return Blood(left, _starts(left["person"], left["step"], (len(self.starts) - 1) // len(BLOOD)))


def blood_of(rows: Rows) -> Blood:
    """Return the ties as the rows tell of them on the day, without those of a dissolved adoption.

    A pair is adoptive if one of its rows says so; a dissolved adoption takes away the rows of the pair that tell
    of an adoption.
    """
    count, codes = len(rows.people), rows.codes
    steps, sides, adoptive, birth = _by_code(rows.said)
    here = np.flatnonzero((steps[codes] >= 0) & rows.standing).astype(np.int32)
    said, (one, other) = codes[here], (ends[here] for ends in rows.ends)
    step = steps[said]
    side = np.where(step == BLOOD.index(DOWN), rows.sexes[one], sides[said])
    back = np.where(one == other, step, _TURNED[step])
    person, step, other = _woven(one, other), _woven(step, back), _woven(other, one)
    row, side, adoptive, birth = (np.repeat(of, 2) for of in (here, side, adoptive[said], birth[said]))
    pair = (person.astype(np.int64) * len(BLOOD) + step) * count + other
    gone = adoptive & among(pair, _dissolved(rows))
    adoptive = among(pair, pair[adoptive])
    order = _best_first(person * len(BLOOD) + step, pair, side == 0, gone)
    ties = np.empty(len(order), dtype=_TIE)
    for name, of in zip(_TIE.names or (), (person, other, row, step, side, adoptive, birth), strict=True):
        ties[name] = of[order]
    return Blood(ties, _starts(ties["person"], ties["step"], count))


def _woven(one: Ints, other: Ints) -> Ints:
    found: Ints = np.stack([one, other], axis=1).ravel()
    return found


def _best_first(kinds: Ints, pair: Longs, sideless: Bools, gone: Bools) -> Longs:
    """Return the places of ties by person and kind, each pair once as it is told best; the places are those of rows.

    The order in which they are found is nearly the one that is wanted, which makes sorting cheap.
    """
    order: Longs = grouped(kinds, int(kinds.max(initial=0)) + 1).entries.astype(np.int64)
    order = order[~gone[order]]
    by_pair = np.argsort(2 * pair[order] + sideless[order], kind="stable")
    best = np.zeros(len(order), dtype=bool)
    best[by_pair[np.diff(pair[order][by_pair], prepend=-1) != 0]] = True
    order = order[best]
    found: Longs = order[np.argsort(2 * kinds[order].astype(np.int64) + sideless[order], kind="stable")]
    return found


def _by_code(said: tuple[Meaning, ...]) -> tuple[Ints, Ints, Bools, Bools]:
    """Return for each thing that a row may say its step (-1 for none of these), side, and what marks it."""
    words = [kinds(one.paths[0]) if one.says is Says.ONE else "" for one in said]
    steps = [BLOOD.index(word) if word in BLOOD else -1 for word in words]
    sides = [
        SIDES.index(one.paths[0][0] if word == UP else shared_side(one.paths[0][0]) if word == SIBLING else "")
        for one, word in zip(said, words, strict=True)
    ]
    return (
        np.array(steps, dtype=np.int32),
        np.array(sides, dtype=np.int32),
        np.array([one.adoptive for one in said], dtype=bool),
        np.array([one.birth for one in said], dtype=bool),
    )


def _dissolved(rows: Rows) -> Longs:
    """Return the pairs, as numbers from either end, of whom a row that is over told one of these steps."""
    found: list[int] = []
    for index in np.flatnonzero(rows.that(lambda said: said.says is Says.NOTHING)).tolist():
        term = rows.kin[index].term
        one, other = (int(ends[index]) for ends in rows.ends)
        said = meaning(term, *(rows.sex(rows.people[end]) for end in (one, other)))
        word = kinds(said.paths[0]) if len(said.paths) == 1 else ""
        if word in BLOOD:
            step = BLOOD.index(word)
            back = step if one == other else int(_TURNED[step])
            ends = (one, step, other), (other, back, one)
            found += [(who * len(BLOOD) + kind) * len(rows.people) + whom for who, kind, whom in ends]
    return np.array(found, dtype=np.int64)


def _starts(person: Ints, step: Ints, count: int) -> Ints:
    found: Ints = np.zeros(len(BLOOD) * count + 1, dtype=np.int32)
    np.cumsum(np.bincount(person * len(BLOOD) + step, minlength=len(found) - 1), out=found[1:])
    return found
