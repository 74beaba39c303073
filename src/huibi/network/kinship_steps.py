"""The patterns of the four classes (kinship_search) over steps as sparse matrices, for many persons at once."""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from huibi.model.ties import KinClass
from huibi.network.kinship_arrays import Ints, closure, ones, row_of, starting
from huibi.network.kinship_siblings import Crowd, Siblings

RANKED = (KinClass.NEAR_AFFINE, KinClass.COLLATERAL3, KinClass.LINEAL, KinClass.SPOUSE)  # from the weakest up


class OneStep(NamedTuple):
    """A step of any kind: as `told`, and those to siblings in large families."""

    told: csr_array
    crowd: Crowd | None

    def of(self, persons: csr_array) -> csr_array:
        """Return who is one step from persons, a row for each of some."""
        found = persons @ self.told
        return ones(found if self.crowd is None else found + self.crowd.of(persons))

    def beside(self, number: int) -> list[int]:
        """Return who is one step from somebody."""
        if self.crowd is None:
            found = row_of(self.told, number)
        else:
            found = self.of(starting(np.array([number], dtype=np.int32), self.told.shape[0])).indices
        told: list[int] = found.tolist()
        return told


class Steps(NamedTuple):
    """Who is a step from whom: parents, siblings, spouses who bring affinity, of standing marriages, step-parents.

    `down` and `step_down` are the same as `up` and `step_up`, from their other ends.
    """

    up: csr_array
    siblings: Siblings
    spouses: csr_array
    standing: csr_array
    step_up: csr_array
    down: csr_array
    step_down: csr_array

    @classmethod
    def of(
        cls, up: csr_array, siblings: Siblings, spouses: csr_array, standing: csr_array, step_up: csr_array
    ) -> "Steps":
        """Return the steps, those down from those up."""
        return cls(up, siblings, spouses, standing, step_up, up.T.tocsr(), step_up.T.tocsr())

    def any(self, *more: csr_array) -> OneStep:
        """Return the steps of every kind, and some more."""
        told = self.up + self.down + self.step_up + self.step_down + self.siblings.told + self.spouses
        return OneStep(ones(sum(more, told)), self.siblings.crowd)

    def classes(self, start: Ints, *, mutual: bool) -> csr_array:
        """Return, a row for each start, in which classes the others are: the sum of 1 << place in RANKED."""
        down, step_down = self.down, self.step_down
        person = starting(start, self.up.shape[0])
        collateral = self._collateral(person)
        children = _any(person @ down, person @ step_down)
        spouses, theirs = ones(person @ self.spouses), ones(children @ self.spouses)
        in_laws = self.siblings.of(spouses)
        affine = [self._parents(spouses), in_laws, in_laws @ self.spouses, theirs, self._parents(theirs)]
        affine += [collateral @ self.spouses, *([self._collateral(spouses)] if mutual else [])]
        lineal = _any(closure(start, self.up), closure(start, down), person @ self.step_up, person @ step_down)
        ranked = (_any(*affine), collateral, lineal, ones(person @ self.standing))
        found: csr_array = sum((of * (1 << place) for place, of in enumerate(ranked[1:], 1)), ranked[0])
        return found

    def close(self, start: Ints) -> csr_array:
        """Return, a row for each start, spouse, children and children's spouses, marriages standing."""
        person = starting(start, self.up.shape[0])
        children = _any(person @ self.down, person @ self.step_down)
        return _any(person @ self.standing, children, children @ self.standing)

    def _collateral(self, persons: csr_array) -> csr_array:
        level = self.siblings.of(_any(persons, persons @ self.up))
        return _any(level, level @ self.down)

    def _parents(self, persons: csr_array) -> csr_array:
        return _any(persons @ self.up, persons @ self.step_up)


def strongest(told: int) -> KinClass | None:
    """Return the strongest of the classes that `Steps.classes` tells of; None of none."""
    return RANKED[told.bit_length() - 1] if told else None


def _any(*of: csr_array) -> csr_array:
    return ones(sum(of[1:], of[0]))
