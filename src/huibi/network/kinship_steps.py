"""The patterns of the four classes (kinship_search) over steps as sparse matrices, for many persons at once."""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from huibi.model.ties import KinClass
from huibi.network.kinship_arrays import Ints, closure, matrix, ones

RANKED = (KinClass.NEAR_AFFINE, KinClass.COLLATERAL3, KinClass.LINEAL, KinClass.SPOUSE)  # from the weakest up


class Steps(NamedTuple):
    """Who is a step from whom: parents, siblings, spouses who bring affinity, of standing marriages, step-parents.

    `down` and `step_down` are the same as `up` and `step_up`, from their other ends.
    """

    up: csr_array
    siblings: csr_array
    spouses: csr_array
    standing: csr_array
    step_up: csr_array
    down: csr_array
    step_down: csr_array

    @classmethod
    def of(
        cls, up: csr_array, siblings: csr_array, spouses: csr_array, standing: csr_array, step_up: csr_array
    ) -> "Steps":
        """Return the steps, those down from those up."""
        return cls(up, siblings, spouses, standing, step_up, up.T.tocsr(), step_up.T.tocsr())

    def classes(self, start: Ints, *, mutual: bool) -> csr_array:
        """Return, a row for each start, in which classes the others are: the sum of 1 << place in RANKED."""
        down, step_down = self.down, self.step_down
        person = matrix((np.arange(len(start), dtype=np.int32), start), (len(start), self.up.shape[0]))
        collateral = self._collateral(person)
        children = _any(person @ down, person @ step_down)
        spouses, theirs = ones(person @ self.spouses), ones(children @ self.spouses)
        in_laws = ones(spouses @ self.siblings)
        affine = [self._parents(spouses), in_laws, in_laws @ self.spouses, theirs, self._parents(theirs)]
        affine += [collateral @ self.spouses, *([self._collateral(spouses)] if mutual else [])]
        lineal = _any(closure(start, (self.up,)), closure(start, (down,)), person @ self.step_up, person @ step_down)
        ranked = (_any(*affine), collateral, lineal, ones(person @ self.standing))
        found: csr_array = sum((of * (1 << place) for place, of in enumerate(ranked[1:], 1)), ranked[0])
        return found

    def _collateral(self, persons: csr_array) -> csr_array:
        level = ones(_any(persons, persons @ self.up) @ self.siblings)
        return _any(level, level @ self.down)

    def _parents(self, persons: csr_array) -> csr_array:
        return _any(persons @ self.up, persons @ self.step_up)


def strongest(told: int) -> KinClass | None:
    """Return the strongest of the classes that `Steps.classes` tells of; None of none."""
    return RANKED[told.bit_length() - 1] if told else None


def _any(*of: csr_array) -> csr_array:
    return ones(sum(of[1:], of[0]))
