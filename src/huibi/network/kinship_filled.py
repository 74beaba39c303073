"""What longer terms imply, on columns: for the many rows where each place can be one person only.

The same as kinship_places says of a row, for all rows of one path at once. Left to it (`odd`) are the rows where
there is a choice, and those whose answer may change with what other longer terms tell of unrecorded parents.
"""

from typing import NamedTuple

import numpy as np

from huibi.network.graph import DOWN, MARRIAGE, SIBLING, STEP_DOWN, STEP_UP, UP, between, slot
from huibi.network.kinship_arrays import Bools, Ints, Longs, held
from huibi.network.kinship_blood import BLOOD, SIDES, Blood
from huibi.network.kinship_marriages import Wed
from huibi.network.kinship_nodes import Nodes
from huibi.network.kinship_rows import Rows
from huibi.network.terms_chains import MALE_STEPS, Path, codes, kind

KINDS = (UP, SIBLING, MARRIAGE, STEP_UP)  # of implied steps; the others are these from the other end
MOST_STEPS = 8  # of the paths that are filled on columns
_NOBODY, _SEVERAL = -1, -2
_PARENT, _SPOUSE, _UNNAMED = 3, 2, 1  # as in kinship_places


class Implied(NamedTuple):
    """Implied steps, each once, of a parent tie the child first: its row, its place in KINDS, the two nodes.

    `side` is a place in SIDES, of a parent tie; `sure` whether the step is there whatever is meant, and of a marriage
    whether no row says that it ended with a death.
    """

    row: Ints
    kind: Ints
    one: Longs
    other: Longs
    side: Ints
    sure: Bools

    def where(self, which: Bools) -> "Implied":
        """Return some of the steps."""
        return Implied._make(column[which] for column in self)

    def of(self, step: str) -> "Implied":
        """Return the steps of a kind."""
        return self.where(self.kind == KINDS.index(step))


def joined(some: list[Implied]) -> Implied:
    """Return all steps of several."""
    short, long = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int64)
    nothing = Implied(short, short, long, long, short, np.zeros(0, dtype=bool))
    return Implied._make(np.concatenate(columns) for columns in zip(nothing, *some, strict=True))


class _Place(NamedTuple):
    """Who stands at a place of each row (`_NOBODY`: not known), how well founded, whether rows there speak of a death.

    A node is a person's number, then one for each place of each row, then as many again for their spouses.
    """

    node: Longs
    strength: Ints
    late: Bools


class Filled(NamedTuple):
    """What is implied, which rows are left over, and the parents that the others name beyond those on record."""

    implied: Implied
    odd: Ints
    naming: Implied


class Filler:
    """Fills the places of the rows of one path after the other."""

    def __init__(self, rows: Rows, blood: Blood, wed: Wed) -> None:
        self.rows = rows
        self._wed = wed
        self._named = len(rows.people)
        self._slots = self._named + MOST_STEPS * len(rows.kin)
        self._up = blood.step == BLOOD.index(UP)
        self._parents = {side: self._only_parents(blood, side) for side in (1, 2)}
        child, parent = (of[self._up].astype(np.int64) for of in (blood.person, blood.other))
        self._recorded = np.sort(child * self._named + parent)

    def _only_parents(self, blood: Blood, side: int) -> tuple[Ints, Bools]:
        """Return everybody's recorded parent of a side, or of unknown sex where there is no other; whether late."""
        found = np.full(self._named, _NOBODY, dtype=np.int32)
        late = np.zeros(self._named, dtype=bool)
        for one in (0, side):
            here = self._up & (blood.side == one)
            child = blood.person[here]
            found[child], late[child] = blood.other[here], self.rows.late[blood.row[here]]
            found[np.bincount(child, minlength=self._named) > 1] = _SEVERAL
        return found, late

    def fill(self, path: Path, index: Ints) -> Filled:
        """Return what rows of one path imply."""
        if len(path) > MOST_STEPS:
            return Filled(joined([]), index, joined([]))
        filling = _Filling(self, index)
        places = filling.places(path)
        nodes = np.sort(np.stack([place.node for place in places]), axis=0)
        fine = ~filling.odd
        told = joined([self._step(path, number, places, index) for number in range(len(path))])
        apart = ~(nodes[1:] == nodes[:-1]).any(axis=0)
        told = told.where(np.tile(fine & apart, len(path)))
        unrecorded = (told.kind == KINDS.index(UP)) & (told.side > 0) & (self._parent_of(told) == _NOBODY)
        return Filled(told.where(~self._is_known(told)), index[~fine], told.where(unrecorded))

    def _parent_of(self, told: Implied) -> Ints:
        """Return the recorded parent of each first of two, of that side."""
        found = np.full(len(told.one), _NOBODY, dtype=np.int32)
        for side, (parents, _) in self._parents.items():
            here = (told.side == side) & (told.one < self._named)
            found[here] = parents[told.one[here]]
        return found

    def _step(self, path: Path, number: int, places: list[_Place], index: Ints) -> Implied:
        token, before, after = path[number], places[number], places[number + 1]
        what = kind(token)
        if what in (DOWN, STEP_DOWN):
            before, after = after, before
        side: Ints = np.zeros(len(index), dtype=np.int32)
        if what == UP:
            side[:] = SIDES.index(token)
        elif what == DOWN:
            side[:] = self.rows.sexes[self.rows.ends[0][index]] if not number else SIDES.index(role(path[number - 1]))
        place = KINDS.index({DOWN: UP, STEP_DOWN: STEP_UP}.get(what, what))
        late = self.rows.late[index] | before.late | after.late
        sure = ~late if what == MARRIAGE else np.ones(len(index), dtype=bool)
        return Implied(index, np.full(len(index), place, dtype=np.int32), before.node, after.node, side, sure)

    def _is_known(self, told: Implied) -> Bools:
        """Return which steps are recorded, or are step ties that do not count."""
        named = (told.one < self._named) & (told.other < self._named)
        pair = np.where(named, told.one * self._named + told.other, -1)
        known = (told.kind == KINDS.index(UP)) & held(self._recorded, pair)
        known |= (told.kind == KINDS.index(MARRIAGE)) & held(self._wed.pairs, pair)
        found: Bools = known | ((told.kind == KINDS.index(STEP_UP)) & ~self.rows.raised[told.row])
        return found

    def parents(self, child: _Place, side: str) -> _Place:
        """Return the parent of a side: `_SEVERAL` where that is not one recorded person."""
        named = (child.node >= 0) & (child.node < self._named)
        at = np.where(named, child.node, 0)
        parents, late = self._parents[SIDES.index(side)]
        found = np.where(named & (parents[at] >= 0), parents[at], _SEVERAL)
        return _Place(found, np.full(len(at), _PARENT, dtype=np.int32), child.late | late[at])

    def spouses(self, place: _Place) -> _Place:
        """Return the one standing spouse on record, or nobody; `_SEVERAL` where there are more."""
        named = (place.node >= 0) & (place.node < self._named)
        at = np.where(named, place.node, 0)
        found = np.where(named, self._wed.spouse[at], _NOBODY)
        return _Place(found, np.full(len(at), _SPOUSE, dtype=np.int32), place.late | self._wed.late[at])

    def slots(self, place: _Place) -> _Place:
        """Return the unnamed spouse; `_SEVERAL` of who is one already."""
        found = np.where(place.node < self._slots, place.node + self._slots, _SEVERAL)
        return _Place(found, np.full(len(found), _UNNAMED, dtype=np.int32), place.late)

    def between(self, index: Ints, number: int) -> _Place:
        """Return the persons who belong to rows alone."""
        found = self._named + MOST_STEPS * index.astype(np.int64) + number
        return _Place(found, np.full(len(index), _UNNAMED, dtype=np.int32), np.zeros(len(index), dtype=bool))

    def numbered(self, told: Implied, nodes: Nodes) -> Implied:
        """Return the steps with the nodes as they are numbered there."""
        one, other = (self._numbers(of, nodes) for of in (told.one, told.other))
        return told._replace(one=one, other=other)

    def _numbers(self, of: Longs, nodes: Nodes) -> Longs:
        unnamed, at = np.unique(of[of >= self._named], return_inverse=True)
        found = of.copy()
        numbers = nodes.take_in(self._name(code, nodes) for code in unnamed.tolist())
        found[of >= self._named] = np.array(numbers, dtype=np.int64)[at]
        return found

    def _name(self, code: int, nodes: Nodes) -> str:
        if code >= self._slots:
            return slot(self._name(code - self._slots, nodes), "s")
        if code < self._named:
            return nodes.name(code)
        row, place = divmod(code - self._named, MOST_STEPS)
        return between(row, 0, place)


class _Filling:
    """The places of some rows of one path; `odd` tells of which rows they are not known."""

    def __init__(self, filler: Filler, index: Ints) -> None:
        self._filler = filler
        self._index = index
        self._ends = tuple(ends[index].astype(np.int64) for ends in filler.rows.ends)
        self.odd: Bools = np.zeros(len(index), dtype=bool)

    def places(self, path: Path) -> list[_Place]:
        """Return who stands at each place, both ends included."""
        first, last = (self._end(node) for node in self._ends)
        ahead, back = [first], [last]
        for token in path[:-1]:
            ahead.append(self._after(ahead[-1], token))
        for number in range(len(path) - 1, 0, -1):
            back.insert(0, self._before(back[0], path[number], role(path[number - 1])))
        found = [first]
        for number, token in enumerate(path[:-1], 1):
            place = _stronger(ahead[number], back[number - 1])
            found.append(self._unnamed(place, token, found[-1], number))
        return [*found, last]

    def _end(self, node: Longs) -> _Place:
        return _Place(node, np.full(len(node), _PARENT, dtype=np.int32), np.zeros(len(node), dtype=bool))

    def _after(self, before: _Place, token: str) -> _Place:
        if kind(token) == UP:
            return self._where(before.node >= 0, self._filler.parents(before, token))
        if kind(token) == MARRIAGE:
            return self._where(before.node >= 0, self._filler.spouses(before))
        return self._where(np.zeros_like(self.odd), before)

    def _before(self, after: _Place, token: str, side: str) -> _Place:
        if kind(token) == DOWN:
            return self._where(after.node >= 0, self._filler.parents(after, side))
        if kind(token) == MARRIAGE:
            named = self._filler.spouses(after)
            found = _either(named.node != _NOBODY, named, self._filler.slots(after))
            return self._where(after.node >= 0, found)
        return self._where(np.zeros_like(self.odd), after)

    def _unnamed(self, place: _Place, token: str, before: _Place, number: int) -> _Place:
        if kind(token) == MARRIAGE:
            found = self._filler.slots(before)
        elif kind(token) == UP:
            found = self._filler.parents(before, token)
        else:
            found = self._filler.between(self._index, number)
        return _either(place.node >= 0, place, self._where(place.node < 0, found))

    def _where(self, asked: Bools, found: _Place) -> _Place:
        """Return the places that are asked about, nobody at others; rows with a choice there are odd."""
        self.odd |= asked & (found.node == _SEVERAL)
        return found._replace(node=np.where(asked, np.maximum(found.node, _NOBODY), _NOBODY))


def _stronger(ahead: _Place, back: _Place) -> _Place:
    return _either((ahead.node < 0) | ((back.node >= 0) & (back.strength > ahead.strength)), back, ahead)


def _either(first: Bools, one: _Place, other: _Place) -> _Place:
    node, strength = np.where(first, one.node, other.node), np.where(first, one.strength, other.strength)
    return _Place(node, strength, np.where(first, one.late, other.late))


def role(token: str) -> str:
    """Return the side that whom a step leads to is of a child."""
    return "f" if codes(token)[-1] in MALE_STEPS else "m"
