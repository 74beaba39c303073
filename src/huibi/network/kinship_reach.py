"""Kin by the thousand: for many persons at once, who may be kin, and of whom the class is certain.

The exact walks (kinship_search) cost milliseconds a person, and nearly all whom they find touch nothing that a round
asks about. Sparse matrices over the whole table answer most of it beforehand, between two bounds: who *may* be one step
apart (kinship_told), which misses nobody, and who *is* (kinship_sure), which tells never too many. Where both give the
same class there is nothing left to walk.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from huibi.model.ties import KinClass
from huibi.network.kinship_arrays import Bools, Ints, Longs, further, matrix, row_of, spread
from huibi.network.kinship_beyond import Beyond
from huibi.network.kinship_rows import Rows
from huibi.network.kinship_search import NEAR_STEPS, OTHER_STEPS
from huibi.network.kinship_steps import strongest
from huibi.network.kinship_sure import no_steps, sure_steps
from huibi.network.kinship_told import Told
from huibi.network.kinship_unnamed import Derived

# Who is asked about, by person: as kin of the four classes, and as kin of class `other`.
Wanted = Mapping[str, tuple[frozenset[str], frozenset[str]]]
_MOST_BESIDE = 256  # people one step from somebody, more than any family has
_AT_ONCE = 512  # persons whose kin stand in memory together
_TANGLED_AT_ONCE = 96  # the same where everybody may be kin of everybody


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is known of a person's kin without a walk, by number, of those wanted.

    `near` are those of whom the nearest class is known, of the `certain` it depends on nothing; `open` those of whom it
    is not, or perhaps none of the four;
    `surely` and `perhaps` are within the counted steps for certain, or may be, whatever nearer class they have.
    `beyond` are those who may be kin by a way through a tangle: of which class then, and whether certainly so.
    """

    near: dict[int, KinClass] = field(default_factory=dict)
    certain: frozenset[int] = frozenset()
    open: list[int] = field(default_factory=list)
    surely: frozenset[int] = frozenset()
    perhaps: frozenset[int] = frozenset()
    beyond: Mapping[int, tuple[KinClass, bool]] = field(default_factory=dict)


class _Looked(NamedTuple):
    """What is told of some persons, a row each, and of those asked about, a column each."""

    may: csr_array
    sure: csr_array
    certain: csr_array
    within: csr_array
    surely: csr_array


class _Tangled(NamedTuple):
    """The same by ways through tangles, and who is within the counted steps by what depends on nothing."""

    classes: csr_array
    within: csr_array
    certainly: csr_array


class Reach:
    """Answers for many persons at once, which cost little more than one."""

    def __init__(self, rows: Rows, derived: Derived, told: Told, *, birth_family: bool, mutual: bool) -> None:
        self._number = rows.number
        self._class_of, self._nodes = told.class_of, derived.nodes
        self.count = int(told.class_of.max(initial=0)) + 1  # how many numbers there are of whoever somebody may be
        self._people = len(rows.people)
        self._may = told.steps()
        self._one_step = self._may.any(told.open_steps())
        # A birth family that is left takes steps away: nothing is sure then before the walks have looked.
        large = told.children[told.class_of]
        self._sure = sure_steps(rows, derived, told.single, large) if birth_family else no_steps(len(derived.nodes))
        self._mutual = mutual
        self._beyond = Beyond(told, self._may, mutual=mutual) if told.is_tangled else None
        self._at_once = _TANGLED_AT_ONCE if told.is_tangled else _AT_ONCE

    def bounds(self, wanted: Wanted) -> Iterator[tuple[str, Bounds]]:
        """Yield the bounds of each person who may have any kin among those wanted, in their order."""
        groups = dict.fromkeys(group for pair in wanted.values() for group in pair)
        numbers_of = {group: self._numbers(group) for group in groups}
        anybody = np.zeros(self._people, dtype=bool)
        for numbers in numbers_of.values():
            anybody[numbers] = True
        asked = np.flatnonzero(anybody).astype(np.int32)
        masks = {group: _mask(np.searchsorted(asked, numbers), len(asked)) for group, numbers in numbers_of.items()}
        persons = [person for person in wanted if person in self._number]
        places = np.arange(len(asked), dtype=np.int32)
        columns = matrix((asked, places), (len(self._class_of), len(asked)))
        of_classes = matrix((self._class_of[asked], places), (self.count, len(asked)))
        for start in range(0, len(persons), self._at_once):
            some = persons[start : start + self._at_once]
            numbers = np.array([self._number[person] for person in some], dtype=np.int32)
            told, tangled = self._looked(numbers, columns, of_classes), self._tangled(numbers, columns, of_classes)
            for place, person in enumerate(some):
                near, far = (masks[group] for group in wanted[person])
                found = _bounds(told, place, asked, near, far)
                yield person, found if tangled is None else replace(found, beyond=_beyond(tangled, told, place, asked))

    def _looked(self, numbers: Ints, columns: csr_array, of_classes: csr_array) -> _Looked:
        """Return what is told of persons, a row each, and of those asked about, told by nodes and by their classes."""
        classes = self._class_of[numbers]
        return _Looked(
            (self._may.classes(classes, mutual=self._mutual) @ of_classes).tocsr(),
            (self._sure.steps.classes(numbers, mutual=self._mutual) @ columns).tocsr(),
            (self._sure.certain.classes(numbers, mutual=self._mutual) @ columns).tocsr(),
            (spread(classes, self._one_step.of, self.count, OTHER_STEPS) @ of_classes).tocsr(),
            (spread(numbers, self._sure.all.of, len(self._class_of), OTHER_STEPS) @ columns).tocsr(),
        )

    def _tangled(self, numbers: Ints, columns: csr_array, of_classes: csr_array) -> _Tangled | None:
        """Return the same of ways through tangles; None where there are none."""
        if self._beyond is None:
            return None
        classes, certain = self._class_of[numbers], self._sure.certain.any()
        return _Tangled(
            (self._beyond.classes(classes) @ of_classes).tocsr(),
            (self._beyond.within(classes) @ of_classes).tocsr(),
            (spread(numbers, certain.of, len(self._class_of), OTHER_STEPS) @ columns).tocsr(),
        )

    def close_beyond(self, persons: Sequence[str]) -> Iterator[dict[int, bool]]:
        """Yield for each who may be close family by a way through a tangle, by number, and whether certainly so."""
        if self._beyond is None:
            return
        numbers = np.array([self._number[person] for person in persons], dtype=np.int32)
        of_classes = matrix((self.classes, np.arange(self._people, dtype=np.int32)), (self.count, self._people))
        told = (self._beyond.close(self._class_of[numbers]) @ of_classes).tocsr()
        certain = self._sure.certain.close(numbers)
        for place in range(len(persons)):
            surely = set(row_of(certain, place).tolist())
            yield {one: one in surely for one in row_of(told, place).tolist()}

    def _numbers(self, group: frozenset[str]) -> Ints:
        """Return the numbers of a group."""
        return np.array([self._number[one] for one in group if one in self._number], dtype=np.int32)

    def ways(self, questions: Mapping[str, Sequence[int]], steps: int = OTHER_STEPS) -> Iterator[tuple[str, "Ways"]]:
        """Yield, for persons and those asked about (by number), what lies between the two ends on ways of so many."""
        asked = list(questions.items())
        for start in range(0, len(asked), self._at_once):
            yield from self._ways(dict(asked[start : start + self._at_once]), steps)

    def _ways(self, questions: Mapping[str, Sequence[int]], steps: int) -> Iterator[tuple[str, "Ways"]]:
        counts = [len(asked) for asked in questions.values()]
        rows = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        ends = self._class_of[np.array([one for asked in questions.values() for one in asked], dtype=np.int32)]
        levels = [matrix((rows, ends), (len(counts), self.count))]
        for _ in range(steps - 1):
            levels.append(further(levels[-1], self._one_step.of))
        turned = list(reversed(list(enumerate(levels))))  # the nearest last: it counts
        for at, person in enumerate(questions):
            yield person, Ways(self, {node: left for left, level in turned for node in row_of(level, at).tolist()})

    def way_to(self, number: int, steps: int = NEAR_STEPS) -> "Ways | None":
        """Return what lies on ways of so many steps to one person, by number; None where that may be half the world."""
        level = {int(self._class_of[number])}
        left = dict.fromkeys(level, 0)
        for away in range(1, steps):
            beside = [row_of(self._one_step.told, one) for one in level]
            if any(len(others) > _MOST_BESIDE for others in beside):
                return None
            level = {other for others in beside for other in others.tolist()} - left.keys()
            left.update(dict.fromkeys(level, away))
        return Ways(self, left)

    @property
    def classes(self) -> Ints:
        """The number of whoever each person of the register may be, in the register's order."""
        found: Ints = self._class_of[: self._people]
        return found

    def beside(self, number: int) -> list[int]:
        """Return by number who may be one step from somebody."""
        return self._one_step.beside(number)

    def class_of(self, node: str) -> int:
        """Return the number of whoever a node may be; -1 for a node that no step leads to."""
        number = self._nodes.number(node)
        return number if number < 0 else int(self._class_of[number])


class Ways:
    """Which nodes may lie on a way of the counted steps to those who are asked about."""

    def __init__(self, reach: Reach, left: Mapping[int, int]) -> None:
        self._reach = reach
        self._left = left

    def lead_on(self, node: str, steps: int) -> bool:
        """Whether a node that is so many steps away may lie on such a way: left out is nothing that does."""
        if not steps:
            return True
        left = self._left.get(self._reach.class_of(node))
        return left is not None and left + steps <= OTHER_STEPS

    def is_near(self, node: str) -> bool:
        """Whether a node may lie on such a way by the patterns of the four classes, beyond its start."""
        left = self._left.get(self._reach.class_of(node))
        return left is not None and left < NEAR_STEPS


def _mask(places: Longs, count: int) -> Bools:
    """Return which of so many are at some places."""
    found = np.zeros(count, dtype=bool)
    found[places] = True
    return found


def _bounds(told: _Looked, place: int, asked: Ints, near: Bools, far: Bools) -> Bounds:
    """Return what is told of one person and of whom that person asks about."""
    sure, certain = (dict(_entries(of, place)) for of in (told.sure, told.certain))
    near_kin: dict[int, KinClass] = {}
    plain: list[int] = []
    open_: list[int] = []
    for column, may in _entries(told.may, place):
        if not (near[column] or far[column]):
            continue
        kin_class = strongest(may)
        if kin_class is not None and kin_class is strongest(sure.get(column, 0)):
            near_kin[int(asked[column])] = kin_class
            if kin_class is strongest(certain.get(column, 0)):
                plain.append(int(asked[column]))
        else:
            open_.append(int(asked[column]))
    within, surely = (columns[far[columns]] for columns in (row_of(told.within, place), row_of(told.surely, place)))
    one, other = (frozenset(asked[columns].tolist()) for columns in (surely, within))
    return Bounds(near_kin, frozenset(plain), open_, one, other)


def _entries(of: csr_array, place: int) -> Iterator[tuple[int, int]]:
    """Return the columns of a row and what stands there."""
    row = slice(of.indptr[place], of.indptr[place + 1])
    return zip(of.indices[row].tolist(), of.data[row].tolist(), strict=True)


def _beyond(tangled: _Tangled, told: _Looked, place: int, asked: Ints) -> dict[int, tuple[KinClass, bool]]:
    """Return, by number, which class a way through a tangle may make of whom at best, and whether it does certainly."""
    certainly = set(row_of(tangled.certainly, place).tolist())
    found = {column: (KinClass.OTHER, column in certainly) for column in row_of(tangled.within, place).tolist()}
    certain = dict(_entries(told.certain, place))
    for column, may in _entries(tangled.classes, place):
        if (kin_class := strongest(may)) is not None:
            found[column] = kin_class, kin_class is strongest(certain.get(column, 0))
    return {int(asked[column]): said for column, said in found.items()}
