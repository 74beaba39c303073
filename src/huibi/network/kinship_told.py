"""All steps that the rows record or imply, as pairs of numbers: the persons of the register first, then the unnamed.

Families grow together over siblings and shared children, and an unnamed father may be any father of his family, so
that whatever the walks (kinship_search) may infer is there.
"""

import numpy as np
from scipy.sparse import csr_array

from huibi.network.graph import DOWN, MARRIAGE, SIBLING, STEP_DOWN, STEP_UP, UP
from huibi.network.kinship_arrays import Bools, Ends, Ints, components, matrix, none, ones
from huibi.network.kinship_blood import BLOOD, SIDES, Blood
from huibi.network.kinship_filled import KINDS
from huibi.network.kinship_rows import Rows
from huibi.network.kinship_siblings import Siblings
from huibi.network.kinship_steps import Steps
from huibi.network.kinship_sure import step_of
from huibi.network.kinship_unnamed import Derived

OPEN = "open"  # a term that leaves its chain open
MOST_ALIKE = 12  # who may be one; eight brothers whose forms name a grandfather, but no father, have eight
MOST_MEMBERS = 64  # of a family, its children and parents; the largest of a sound city of 700,000 has 49
_TOLD_BY = {
    UP: ((UP, False), (DOWN, True)),
    STEP_UP: ((STEP_UP, False), (STEP_DOWN, True)),
    SIBLING: ((SIBLING, False),),
    MARRIAGE: ((MARRIAGE, False),),
    OPEN: (),
}


class Told:
    """All steps as pairs of numbers (Derived.nodes has them), and between whom there may be more.

    `class_of` has a number for whoever may be the same one; `single` tells whether a node is nobody else for certain.
    A family of siblings and their parents is tangled where it has more members, or one who may be more nodes, than can
    be told apart: typing errors make such, and hostile forms. `children` and `parents` tell of which classes the family
    is tangled in which they are child or parent, `crowded` who may be too many nodes.
    """

    def __init__(self, rows: Rows, blood: Blood, derived: Derived, *, wide_step: bool) -> None:
        self._rows = rows
        self._blood = blood
        self._derived = derived
        self._count = len(derived.nodes)
        self._named = len(rows.people)
        self._wide_step = wide_step
        self._sides = self._one_side()
        self._has = np.zeros((len(SIDES), self._count), dtype=bool)  # who has a parent of which side recorded
        self._has[:, : self._named] = blood.has(len(rows.people))
        self._siblings = self._stated_siblings()
        self.class_of, self._children, self._parents = self._grown()
        self._sizes = np.bincount(self.class_of)
        self.single: Bools = self._sizes[self.class_of] == 1
        self.crowded: Bools = self._sizes > MOST_ALIKE
        self.children, self.parents = self._tangled()

    @property
    def is_tangled(self) -> bool:
        """Whether any family is."""
        return bool(self.children.any() or self.parents.any())

    def doubles(self) -> frozenset[str]:
        """Return the nodes that may be one and the same with another, and are in no tangle."""
        plain = ~(self.single | (self.children | self.parents)[self.class_of])
        return frozenset(map(self._derived.nodes.name, np.flatnonzero(plain).tolist()))

    def is_tangled_child(self, node: str) -> bool:
        """Whether the family is tangled in which a node is a child."""
        return self._has_class(self.children, node)

    def is_tangled_parent(self, node: str) -> bool:
        """Whether the family is tangled in which a node is a parent."""
        return self._has_class(self.parents, node)

    def _has_class(self, which: Bools, node: str) -> bool:
        number = self._derived.nodes.number(node)
        return number >= 0 and bool(which[self.class_of[number]])

    def _tangled(self) -> tuple[Bools, Bools]:
        """Return which classes are children, and which are parents, in tangled families.

        Whoever may be two nodes takes the tangle along from the one family into the other.
        """
        members = [np.asarray(of.sum(axis=0)).ravel() for of in (self._children, self._parents)]
        tangled = members[0] + members[1] > MOST_MEMBERS
        several = self._sizes > 1
        inside = self.crowded
        while True:
            for of in (self._children, self._parents):
                tangled = tangled | ((of.T @ inside) > 0)
            children, parents = ((of @ tangled) > 0 for of in (self._children, self._parents))
            more = inside | (several & (children | parents))
            if (more == inside).all():
                return children, parents
            inside = more

    def steps(self) -> Steps:
        """Return the steps that there may be, each kind by itself, between classes of nodes."""
        up = self._up()
        siblings = Siblings.of_rows(self._between(SIBLING), self._groups(), up, self.children, self._sizes > 1)
        spouses = self._between(MARRIAGE)
        step = self._between(STEP_UP, turned=False)
        return Steps.of(up, siblings, spouses, spouses, step)

    def _up(self) -> csr_array:
        """Return who may be a parent: the recorded and implied ones, and those of the family of a side that is lacking.

        Whoever has a father recorded shares nobody who is told of as a father only.
        """
        family = ones(self._children @ self._parents.T.tocsr()).tocoo()
        lacks = np.zeros((len(SIDES), self._children.shape[0]), dtype=bool)
        told = np.zeros_like(lacks)
        implied = self._derived.implied.of(UP)
        up = self._blood.step == BLOOD.index(UP)
        for side in range(len(SIDES)):
            lacks[side, self.class_of[~self._has[side]]] = True
            for parents in (self._blood.other[up & (self._blood.side == side)], implied.other[implied.side == side]):
                told[side, self.class_of[parents]] = True
        shared = (lacks[:, family.row] & told[:, family.col]).any(axis=0)
        child, parent = (self.class_of[end] for end in self._ends(UP))
        ends = np.concatenate([family.row[shared], child]), np.concatenate([family.col[shared], parent])
        return matrix(ends, family.shape)

    def _groups(self) -> csr_array:
        """Return who is of which group of siblings over siblings, of whom some lack a parent."""
        one, other = (self.class_of[end] for end in self._siblings)
        count = self._children.shape[0]
        number, group = components(np.stack([one, other]), count)
        members = np.unique(np.concatenate([one, other]))
        return matrix((members, group[members]), (count, number))

    def open_steps(self) -> csr_array:
        """Return between whom a term stands that leaves its chain open."""
        return self._between(OPEN)

    def _stated_siblings(self) -> Ends:
        """Return the siblings but for those who both have both parents recorded: they share nobody's."""
        one, other = self._ends(SIBLING)
        apart = self._has[0][one] & self._has[0][other]
        return one[~apart], other[~apart]

    def _grown(self) -> tuple[Ints, csr_array, csr_array]:
        """Return the class of each node, and which class is a child or a parent in which family."""
        count = self._count
        child, parent = self._ends(UP)
        one, other = self._siblings
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
        shape = int(class_of.max(initial=0)) + 1, int(family.max(initial=0)) + 1
        beside = np.concatenate([child, one, other])
        children = matrix((class_of[beside], family[2 * beside]), shape)
        return class_of, children, matrix((class_of[parent], family[2 * parent + 1]), shape)

    def _alike(self, parent: Ints, family: Ints, class_of: Ints) -> Ends:
        """Return who may be one person and is not yet: unnamed parents and parents of that side in the family.

        Each is told with one unnamed parent of the side; who may be one with that one may be one with each other.
        """
        there, families = np.zeros(self._count, dtype=bool), np.zeros(2 * self._count, dtype=bool)
        there[parent] = True
        parents = np.flatnonzero(there)
        at, unnamed = family[2 * parents + 1], parents >= self._named
        families[at[unnamed]] = True
        there = families[at]
        parents, at, unnamed = parents[there], at[there], unnamed[there]
        suited = [self._sides[parents] != side for side in (2, 1)]  # fathers and mothers, each with those of no side
        told = [_paired(parents[of], at[of], unnamed[of]) for of in suited]
        one, other = (np.concatenate(ends) for ends in zip(*told, strict=True))
        news = class_of[one] != class_of[other]
        return one[news], other[news]

    def _one_side(self) -> Ints:
        """Return the sex of each person, and the side of each unnamed parent: 0 where it is not always the same."""
        told = self._derived.implied.of(UP)
        sides = np.zeros((2, self._count), dtype=np.int32)
        sides[0] = len(SIDES)
        np.minimum.at(sides[0], told.other, told.side)
        np.maximum.at(sides[1], told.other, told.side)
        found: Ints = np.where(sides[0] == sides[1], sides[1], 0)
        found[: self._named] = self._rows.sexes
        up = self._blood.step == BLOOD.index(UP)
        parent, side = self._blood.other[up], self._blood.side[up]
        found[parent[(side > 0) & (side != found[parent])]] = 0  # a man recorded as a mother: of whichever side
        return found

    def _ends(self, step: str) -> Ends:
        """Return the two ends of all steps of a kind; of a parent tie the child first."""
        codes = [step_of(said) for said in self._rows.said]
        told = [self._implied(step)]
        for code, turned in self._codes(step):
            here = np.array([one == code for one in codes], dtype=bool)[self._rows.codes] & self._rows.standing
            if code in (STEP_UP, STEP_DOWN):
                here &= self._rows.raised
            ends = self._rows.ends[0][here], self._rows.ends[1][here]
            told.append(ends[::-1] if turned else ends)
        return np.concatenate([one for one, _ in told]), np.concatenate([other for _, other in told])

    def _implied(self, step: str) -> Ends:
        """Return the steps of a kind that longer terms imply."""
        if step == OPEN:
            rows = self._derived.open_rows()
            return self._rows.ends[0][rows], self._rows.ends[1][rows]
        told = self._derived.implied
        if self._wide_step and step in (UP, STEP_UP):
            wide = np.isin(told.kind, [KINDS.index(one) for one in ((UP, STEP_UP) if step == UP else ())])
            told = told.where(wide)
        else:
            told = told.of(step)
        return told.one.astype(np.int32), told.other.astype(np.int32)

    def _codes(self, step: str) -> tuple[tuple[str, bool], ...]:
        """Return the kinds of rows that tell of a step, and whether from its other end."""
        if self._wide_step and step in (UP, STEP_UP):
            return _TOLD_BY[UP] + _TOLD_BY[STEP_UP] if step == UP else ()
        return _TOLD_BY[step]

    def _between(self, step: str, *, turned: bool = True) -> csr_array:
        one, other = (self.class_of[end] for end in self._ends(step))
        there = matrix((one, other), (self._children.shape[0],) * 2)
        return ones(there + there.T) if turned else there


def _paired(parents: Ints, family: Ints, unnamed: Bools) -> Ends:
    """Return parents, each with the first unnamed one of the family."""
    families, first = np.unique(family[unnamed], return_index=True)
    there = np.isin(family, families)
    return parents[there], parents[unnamed][first[np.searchsorted(families, family[there])]]
