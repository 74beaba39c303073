"""Siblings as sparse matrices; those of families so large that the pairs would not fit are kept as what they share."""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array, diags_array

from huibi.network.kinship_arrays import Bools, columns_of, ones, rows_of


class Crowd(NamedTuple):
    """Siblings of families so large that the pairs of them are never written down.

    `stated` are siblings, `groups` who is of which group of siblings, `up` who has which parents; `back` and `down`
    lead from those to the siblings, `own` tells how many ways lead everybody back to oneself.
    """

    stated: csr_array
    groups: csr_array
    back: csr_array
    up: csr_array
    down: csr_array
    own: csr_array

    def of(self, persons: csr_array) -> csr_array:
        """Return the siblings."""
        siblings = persons @ self.stated + (persons @ self.groups) @ self.back + (persons @ self.up) @ self.down
        found: csr_array = siblings - persons @ self.own
        return found


class Siblings(NamedTuple):
    """Who is a sibling of whom: as `told`, and those of large families."""

    told: csr_array
    crowd: Crowd | None = None

    @classmethod
    def of_rows(
        cls, stated: csr_array, groups: csr_array, up: csr_array, large: Bools, doubled: Bools | None = None
    ) -> "Siblings":
        """Return who is stated, of one group, or of a common parent; `large` tells of whom the family is large.

        Nobody is one's own sibling, but for those of whom there may be two (`doubled`).
        """
        small = ~large
        few = [rows_of(of, small) for of in (stated, groups, up)] if large.any() else [stated, groups, up]
        told = (few[0] + few[1] @ few[1].T.tocsr() + few[2] @ few[2].T.tocsr()).tocsr()
        told.setdiag(0 if doubled is None else np.where(doubled, told.diagonal(), 0))
        if not large.any():
            return cls(ones(told))
        many = [rows_of(of, large) for of in (stated, groups, up)]
        ways = many[0].diagonal() + sum(np.asarray(of.sum(axis=1)).ravel() for of in many[1:])
        if doubled is not None:
            ways[doubled] = 0
        back, down = (of.T.tocsr() for of in many[1:])
        own = diags_array(ways, format="csr", dtype=ways.dtype)
        return cls(ones(told), Crowd(many[0], many[1], back, many[2], down, own))

    def of(self, persons: csr_array) -> csr_array:
        """Return the siblings of persons, a row for each of some."""
        found = persons @ self.told
        return ones(found if self.crowd is None else found + self.crowd.of(persons))

    def between(self, which: Bools) -> "Siblings":
        """Return the siblings of whom both are among some."""
        told = rows_of(rows_of(self.told, which).T.tocsr(), which)
        if self.crowd is None:
            return Siblings(told)
        stated, groups, back, up, down, own = self.crowd
        return Siblings(
            told,
            Crowd(
                columns_of(rows_of(stated, which), which),
                rows_of(groups, which),
                columns_of(back, which),
                rows_of(up, which),
                columns_of(down, which),
                rows_of(own, which),
            ),
        )
