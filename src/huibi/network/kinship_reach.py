"""Kin by the thousand: for many persons at once, who may be kin within the counted steps and who is for certain.

The exact walks (kinship_search) cost milliseconds a person, and nearly all whom they find touch nothing that a round
asks about. Two sparse matrices over the whole table answer most of it beforehand:

- `may` never misses anybody. Each person is a child in one family and a parent in another; whoever stands in one
  family is one step apart. Families grow together over siblings and shared children, and an unnamed father may be any
  father of his family, so that whatever the walks may infer is there.
- `surely` never tells too many. It knows only steps that the rows record between two named persons whatever else is
  meant.

Only who may be kin and is not surely so is left to the walks.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_array

from huibi.network.graph import DOWN, MARRIAGE, SIBLING, STEP_DOWN, STEP_UP, UP
from huibi.network.kinship_arrays import Ends, closure, columns, components, further, matrix, none, row_of, spread
from huibi.network.kinship_rows import Ints, Rows
from huibi.network.kinship_search import OTHER_STEPS
from huibi.network.kinship_sure import step_of, sure_steps, whole
from huibi.network.kinship_unnamed import Derived

_SIDES = {"": 0, "f": 1, "m": 2}  # as Rows numbers the sexes
_PAIR = "pair"  # a step of no family: a marriage, a step tie, a term that leaves its chain open


class Reach:
    """Answers for the persons looked at so far; `look` takes many at once, which costs little more than one."""

    def __init__(self, rows: Rows, derived: Derived, *, wide_step: bool, birth_family: bool) -> None:
        self._number = rows.number
        told = _Told(rows, derived, wide_step=wide_step, birth_family=birth_family)
        self._hubs, self._class_of = told.hubs()
        self._node = told.numbers
        self._members = self._hubs.T.tocsr()
        children, parents = told.children, told.parents
        self._lines = (children, parents.T.tocsr()), (parents, children.T.tocsr())  # up to parents, down to children
        # A birth family that is left takes steps away: nothing is sure then before the walks have looked.
        self._sure = sure_steps(rows, derived) if birth_family else matrix((none(), none()), (len(rows.people),) * 2)
        self._kept: dict[str, tuple[Ints, frozenset[int]]] = {}
        self._in_line: dict[str, Ints] = {}

    def look(self, persons: Iterable[str]) -> None:
        """Work out the answers for persons at once."""
        news = [person for person in dict.fromkeys(persons) if person not in self._kept and person in self._number]
        numbers = np.array([self._number[person] for person in news], dtype=np.int32)
        if not news:
            return
        sure = spread(numbers, (self._sure,), OTHER_STEPS)
        may = spread(self._class_of[numbers], (self._hubs, self._members), OTHER_STEPS)
        above, below = (closure(self._class_of[numbers], step) for step in self._lines)
        for place, person in enumerate(news):
            self._kept[person] = row_of(may, place), frozenset(row_of(sure, place).tolist())
            self._in_line[person] = np.concatenate([row_of(above, place), row_of(below, place)])

    def may(self, person: str, wanted: Ints) -> list[int]:
        """Return which of the wanted persons (by number) may be kin within the steps."""
        near = self._of(person)[0]
        found: list[int] = wanted[np.isin(self._class_of[wanted], near)].tolist()
        return found

    def may_be_kin(self, person: str, wanted: Ints) -> bool:
        """Whether any of the wanted (by number), but the person, may be kin: within the steps, or in one line."""
        near = self._of(person)[0]
        others = self._class_of[wanted[wanted != self._number.get(person, -1)]]
        return bool(np.isin(others, near).any() or np.isin(others, self._in_line.get(person, none())).any())

    def ways(self, questions: Mapping[str, Sequence[int]]) -> dict[str, "Ways"]:
        """Return, for persons and those asked about (by number), what lies between the two ends."""
        counts = [len(asked) for asked in questions.values()]
        rows = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        ends = self._class_of[np.array([one for asked in questions.values() for one in asked], dtype=np.int32)]
        found = matrix((rows, ends), (len(counts), self._hubs.shape[0]))
        levels = [found]
        for _ in range(OTHER_STEPS - 1):
            levels.append(further(levels[-1], (self._hubs, self._members)))
        turned = list(reversed(list(enumerate(levels))))  # the nearest last: it counts
        return {
            person: Ways(self, {node: steps for steps, level in turned for node in row_of(level, at).tolist()})
            for at, person in enumerate(questions)
        }

    def class_of(self, node: str) -> int:
        """Return the number of whoever a node may be; -1 for a node that no step leads to."""
        number = self._node.get(node)
        return -1 if number is None else int(self._class_of[number])

    def surely(self, person: str) -> frozenset[int]:
        """Return who is kin within the steps whatever is meant, by number."""
        return self._of(person)[1]

    def _of(self, person: str) -> tuple[Ints, frozenset[int]]:
        if person not in self._kept:
            self.look([person])
        return self._kept[person]


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


class _Told:
    """All steps as pairs of numbers: the persons of the register first, then the unnamed."""

    def __init__(self, rows: Rows, derived: Derived, *, wide_step: bool, birth_family: bool) -> None:
        self._rows = rows
        self.numbers = dict(rows.number)
        self._named = len(rows.people)
        self._wide_step = wide_step
        self._steps: dict[str, list[tuple[int, int]]] = {UP: [], SIBLING: [], _PAIR: []}
        self._sides: dict[int, int] = {}  # of an unnamed parent
        for source, step, edge in derived.edges():
            self._tell(source, step, edge.target, edge.role)
        for one, other in derived.all_open_terms():
            self._tell(one, _PAIR, other, "")
        self._whole = np.zeros(len(self.numbers), dtype=bool)
        if birth_family:
            self._whole[: self._named] = whole(rows)

    def hubs(self) -> tuple[csr_array, Ints]:
        """Return which class of nodes stands in which family or pair, and the class of each node."""
        count = len(self.numbers)
        child, parent = self._ends(UP)
        one, other = self._ends(SIBLING)
        apart = self._whole[one] & self._whole[other]  # who has both parents recorded shares nobody's
        pairs = np.concatenate([np.stack(self._ends(_PAIR)), np.stack([one[apart], other[apart]])], axis=1)
        one, other = one[~apart], other[~apart]
        roles = [np.stack([2 * child, 2 * parent + 1]), np.stack([2 * one, 2 * other])]
        merged = none(), none()
        while True:
            same = np.stack(merged)
            _, family = components(np.hstack([*roles, 2 * same, 2 * same + 1]), 2 * count)
            _, class_of = components(same, count)
            news = self._alike(parent, family, class_of)
            if not len(news[0]):
                break
            merged = np.concatenate([merged[0], news[0]]), np.concatenate([merged[1], news[1]])
        families = int(family.max(initial=0)) + 1
        nodes = np.concatenate([child, parent, one, other, pairs[0], pairs[1]])
        places = np.arange(pairs.shape[1], dtype=np.int32) + families
        at = np.concatenate(
            [family[2 * child], family[2 * parent + 1], family[2 * one], family[2 * other], places, places]
        )
        shape = (int(class_of.max(initial=0)) + 1, families + pairs.shape[1])
        beside = np.concatenate([child, one, other])
        self.children = matrix((class_of[beside], family[2 * beside]), shape)
        self.parents = matrix((class_of[parent], family[2 * parent + 1]), shape)
        return matrix((class_of[nodes], at), shape), class_of

    def _alike(self, parent: Ints, family: Ints, class_of: Ints) -> Ends:
        """Return who may be one person and is not yet: an unnamed parent and a parent of that side in the family."""
        unnamed = np.unique(parent[parent >= self._named])
        families = np.unique(family[2 * unnamed + 1])
        parents = np.unique(parent)
        parents = parents[np.isin(family[2 * parents + 1], families)]
        by_family: dict[int, list[int]] = {}
        for node, at in zip(parents.tolist(), family[2 * parents + 1].tolist(), strict=True):
            by_family.setdefault(at, []).append(node)
        found = [
            (node, other)
            for node, at in zip(unnamed.tolist(), family[2 * unnamed + 1].tolist(), strict=True)
            for other in by_family[at]
            if class_of[node] != class_of[other] and self._side(node) * self._side(other) != 2  # noqa: PLR2004 - f and m
        ]
        return columns(found)

    def _side(self, node: int) -> int:
        return int(self._rows.sexes[node]) if node < self._named else self._sides.get(node, 0)

    def _tell(self, source: str, step: str, target: str, side: str) -> None:
        one, other = (self.numbers.setdefault(node, len(self.numbers)) for node in (source, target))
        if step == DOWN or (step == STEP_DOWN and self._wide_step):
            return  # told from the other end
        if step == UP and other >= self._named:
            known = self._sides.setdefault(other, _SIDES[side])
            self._sides[other] = known if known == _SIDES[side] else 0
        what = UP if step == STEP_UP and self._wide_step else step if step in (UP, SIBLING) else _PAIR
        self._steps[what].append((one, other))

    def _ends(self, step: str) -> Ends:
        """Return the two ends of all steps of a kind; of a parent tie the child first."""
        codes = [step_of(said) for said in self._rows.said]
        told = [columns(self._steps[step])]
        for code, turned in self._codes(step):
            here = np.array([one == code for one in codes], dtype=bool)[self._rows.codes] & self._rows.standing
            if code in (STEP_UP, STEP_DOWN):
                here &= self._rows.raised
            ends = self._rows.ends[0][here], self._rows.ends[1][here]
            told.append(ends[::-1] if turned else ends)
        return np.concatenate([one for one, _ in told]), np.concatenate([other for _, other in told])

    def _codes(self, step: str) -> tuple[tuple[str, bool], ...]:
        up = ((UP, False), (DOWN, True))
        steps = ((STEP_UP, False), (STEP_DOWN, True))
        if step == UP:
            return up + steps if self._wide_step else up
        if step == SIBLING:
            return ((SIBLING, False),)
        return ((MARRIAGE, False),) if self._wide_step else ((MARRIAGE, False), *steps)
