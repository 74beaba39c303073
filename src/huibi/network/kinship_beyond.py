"""Ways that pass a tangled family, told apart from those that do not: each node twice, before and after such a step.

A family is tangled (kinship_told) where it holds more than can be told apart. Its steps are not walked; that somebody
may be kin by a way over one of them is what these matrices say.
"""

from scipy.sparse import block_array, csr_array

from huibi.network.kinship_arrays import Bools, Ints, columns_of, rows_of, spread
from huibi.network.kinship_search import OTHER_STEPS
from huibi.network.kinship_siblings import Crowd, Siblings
from huibi.network.kinship_steps import Steps
from huibi.network.kinship_told import Told


class Beyond:
    """Who may be kin by a way through a tangle, for many persons at once."""

    def __init__(self, told: Told, may: Steps, *, mutual: bool) -> None:
        self._steps = layered(may, told.children, told.crowded)
        self._one_step = self._steps.any(_beside(told.open_steps()))
        self._count = may.up.shape[0]
        self._mutual = mutual

    def classes(self, start: Ints) -> csr_array:
        """Return, a row for each start, in which classes others may be (`Steps.classes`)."""
        return self._beyond(self._steps.classes(start, mutual=self._mutual))

    def close(self, start: Ints) -> csr_array:
        """Return, a row for each start, who may be spouse, child or child's spouse."""
        return self._beyond(self._steps.close(start))

    def within(self, start: Ints) -> csr_array:
        """Return, a row for each start, who may be within the counted steps."""
        return self._beyond(spread(start, self._one_step.of, 2 * self._count, OTHER_STEPS))

    def _beyond(self, found: csr_array) -> csr_array:
        """Return who stands after a tangled step."""
        return found[:, self._count :]


def layered(steps: Steps, child: Bools, crowded: Bools) -> Steps:
    """Return the steps between nodes before (by their numbers) and after (beyond all numbers) a tangled step.

    `child` tells of whom the family as a child is tangled, `crowded` who may be too many nodes.
    """
    up, down = _over(steps.up, rows_of(steps.up, child)), _over(steps.down, columns_of(steps.down, child))
    spouses, standing = (_over(of, of - _among(of, ~crowded)) for of in (steps.spouses, steps.standing))
    step_up, step_down = (_beside(of) for of in (steps.step_up, steps.step_down))
    return Steps(up, _siblings(steps.siblings), spouses, standing, step_up, down, step_down)


def _among(of: csr_array, which: Bools) -> csr_array:
    return columns_of(rows_of(of, which), which)


def _over(of: csr_array, tangled: csr_array) -> csr_array:
    """Return steps that stay where they are but for the tangled ones, which lead beyond."""
    tangled.eliminate_zeros()
    apart = (of - tangled).tocsr()
    apart.eliminate_zeros()
    return block_array([[apart, tangled], [None, of]], format="csr")


def _beside(of: csr_array) -> csr_array:
    return block_array([[of, None], [None, of]], format="csr")


def _siblings(of: Siblings) -> Siblings:
    """Return siblings; those of tangled families lead beyond."""
    if of.crowd is None:
        return Siblings(_beside(of.told))
    crowd = of.crowd
    stated, own = (block_array([[_none(one), one], [None, one]], format="csr") for one in (crowd.stated, crowd.own))
    groups, up = (block_array([[one], [one]], format="csr") for one in (crowd.groups, crowd.up))
    back, down = (block_array([[_none(one), one]], format="csr") for one in (crowd.back, crowd.down))
    return Siblings(_beside(of.told), Crowd(stated, groups, back, up, down, own))


def _none(like: csr_array) -> csr_array:
    return csr_array(like.shape, dtype=like.dtype)
