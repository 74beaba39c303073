"""The steps of kinship that stand whatever is meant, for all persons of a register at once, as a sparse matrix.

What the walks (kinship_search) find over these steps is there; they may find more.
"""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from huibi.network.graph import DOWN, MARRIAGE, SIBLING, STEP_DOWN, STEP_UP, UP
from huibi.network.kinship_arrays import Bools, Ends, Ints, columns, components, matrix, none, ones
from huibi.network.kinship_filled import KINDS
from huibi.network.kinship_rows import Meaning, Rows, Says
from huibi.network.kinship_siblings import Siblings
from huibi.network.kinship_steps import OneStep, Steps
from huibi.network.kinship_unnamed import Derived
from huibi.network.terms_chains import kinds, shared_side


def step_of(said: Meaning) -> str:
    """Return the one step that a row tells of or may tell of; longer terms are told by the implied steps."""
    word = kinds(said.paths[0]) if len(said.paths) == 1 else ""
    if said.says is Says.ONE or (said.says is Says.APART and word in (STEP_UP, STEP_DOWN)):
        return word
    return ""


class Sure(NamedTuple):
    """What is there: `steps` by kind, of marriages those of two who live; `all` them and every marriage not ended.

    `certain` are those of them that depend on nothing: no parent that siblings only share, nobody who may be another.
    """

    steps: Steps
    all: OneStep
    certain: Steps


def sure_steps(rows: Rows, derived: Derived, single: Bools, large: Bools) -> Sure:
    """Return the steps between nodes (Derived.nodes) that stand whatever is meant.

    They are recorded parents, siblings and spouses, what siblings share, and what longer terms imply in one way only.
    Of two persons between whom a row has ended nothing is taken to be sure; `single` tells who is nobody else, `large`
    who is a child in a large family.
    """
    count = len(derived.nodes)
    parents = matrix(_recorded(rows, (UP, False), (DOWN, True)), (len(rows.people),) * 2)
    group = _plain_groups(rows, derived, parents)
    implied = _implied(rows, derived)
    told = ones(_wider(parents, count) + matrix(implied[UP], (count, count)))
    up = ones(told + _wider(group @ (group.T @ parents), count))
    stated = _between(count, _recorded(rows, (SIBLING, False)), implied[SIBLING])
    groups = _wider(group, count, group.shape[1])
    siblings = Siblings.of_rows(stated, groups, up, large)
    wed = _recorded(rows, (MARRIAGE, False))
    lasting = _living(rows)[wed[0]] & _living(rows)[wed[1]]
    spouses = _between(count, (wed[0][lasting], wed[1][lasting]), implied[MARRIAGE])
    raised = _wider(_raised(rows, parents), count)
    steps = Steps.of(up, siblings, spouses, spouses, raised)
    own, wed_too, by_step = (_of_single(step, single) for step in (told, spouses, raised))
    theirs = Siblings.of_rows(stated, groups[:, :0], told, large).between(single)
    certain = Steps.of(own, theirs, wed_too, wed_too, by_step)
    return Sure(steps, steps.any(_between(count, wed, implied[MARRIAGE])), certain)


def no_steps(count: int) -> Sure:
    """Return that nothing is sure between so many nodes."""
    nothing = matrix((none(), none()), (count, count))
    steps = Steps.of(nothing, Siblings(nothing), nothing, nothing, nothing)
    return Sure(steps, steps.any(), steps)


def _of_single(step: csr_array, single: Bools) -> csr_array:
    """Return the steps between nodes that are nobody else."""
    told = step.tocoo()
    kept = single[told.row] & single[told.col]
    return matrix((told.row[kept], told.col[kept]), step.shape)


def _living(rows: Rows) -> Bools:
    """Return who lives on the day: no death on record, and no row that says so (亡妻)."""
    living = ~rows.dead
    living[rows.ends[1][rows.late]] = False
    return living


def _raised(rows: Rows, parents: csr_array) -> csr_array:
    """Return the step ties, the child first, that count for certain: raised, and nothing ended with a parent."""
    count = len(rows.people)
    over = rows.silent
    ended = _between(count, (rows.ends[0][over], rows.ends[1][over]))
    told = matrix(_recorded(rows, (STEP_UP, False), (STEP_DOWN, True), only=rows.raised), (count, count))
    left = told * ones(parents @ ended)
    return ones(told - left) if left.nnz else told


def _implied(rows: Rows, derived: Derived) -> dict[str, Ends]:
    """Return the steps of each kind that longer terms imply whatever is meant; of marriages those of two who live."""
    told = derived.implied.where(derived.implied.sure)
    dead = np.zeros(len(derived.nodes), dtype=bool)
    dead[: len(rows.dead)] = rows.dead
    lasting = (told.kind != KINDS.index(MARRIAGE)) | ~(dead[told.one] | dead[told.other])
    of = {step: told.where(lasting).of(step) for step in (UP, SIBLING, MARRIAGE)}
    return {step: (some.one.astype(np.int32), some.other.astype(np.int32)) for step, some in of.items()}


def _between(count: int, *told: Ends) -> csr_array:
    """Return the steps, either way, between so many nodes."""
    ends = [np.concatenate(some) for some in zip(*told, strict=True)]
    return matrix((np.concatenate(ends), np.concatenate(ends[::-1])), (count, count))


def _wider(of: csr_array, count: int, width: int | None = None) -> csr_array:
    """Return a matrix over the persons as one over all the nodes, of whom they are the first."""
    told = of.tocoo()
    return matrix((told.row, told.col), (count, count if width is None else width))


def _plain_groups(rows: Rows, derived: Derived, parents: csr_array) -> csr_array:
    """Return which person is of which group of stated siblings that share one father and one mother beyond doubt.

    They share whatever is recorded of one of them: no half blood among them, no second father or mother, nobody of
    unknown sex, and no unnamed person who might be one of the parents.
    """
    count = len(rows.people)
    one, other = _recorded(rows, (SIBLING, False))
    number, group_of = components(np.stack([one, other]), count)
    members = matrix((np.arange(count, dtype=np.int32), group_of), (count, number))
    above = ones(members.T @ parents)
    sides = [np.asarray(above @ (rows.sexes == side).astype(np.int32)) for side in range(3)]
    plain = (sides[0] == 0) & (sides[1] <= 1) & (sides[2] <= 1) & (np.bincount(group_of, minlength=number) > 1)
    plain[group_of[_doubtful(rows, derived)]] = False
    kept = plain[group_of]
    return matrix((np.flatnonzero(kept).astype(np.int32), group_of[kept]), (count, number))


def _doubtful(rows: Rows, derived: Derived) -> Ints:
    """Return who is of half blood, is torn from somebody, or has implied parents, children or (shared) siblings."""
    both = whole(rows)
    half = np.array([said.says is Says.ONE and bool(shared_side(said.paths[0][0])) for said in rows.said], dtype=bool)
    touching = rows.standing & (half[rows.codes] | rows.torn)
    found = [rows.ends[0][touching], rows.ends[1][touching]]
    implied, named = derived.implied, len(rows.people)
    plain = implied.where(np.isin(implied.kind, [KINDS.index(step) for step in (UP, SIBLING)]))
    ends = plain.one.astype(np.int32), plain.other.astype(np.int32)
    between = np.maximum(*ends) < named
    between[between] = both[ends[0][between]] & both[ends[1][between]]
    open_to = np.concatenate(ends)[np.tile((plain.kind != KINDS.index(SIBLING)) | ~between, 2)]
    found.append(open_to[open_to < named])
    touched = np.concatenate(found)
    child, parent = _recorded(rows, (UP, False), (DOWN, True))
    return np.concatenate([touched, child[np.isin(parent, touched)], parent[np.isin(child, touched)]])


def whole(rows: Rows) -> Bools:
    """Return who has a father and a mother recorded for certain."""
    child, parent = _recorded(rows, (UP, False), (DOWN, True))
    sides = np.zeros((3, len(rows.people)), dtype=bool)
    sides[rows.sexes[parent], child] = True
    found: Bools = sides[1] & sides[2]
    return found


def _recorded(rows: Rows, *steps: tuple[str, bool], only: Bools | None = None) -> Ends:
    """Return the ends of the rows of such steps (turned or not) that no other row between the two takes away."""
    told = [columns([])]
    kept = rows.standing & ~rows.torn
    for step, turned in steps:
        code = np.array([said.says is Says.ONE and step_of(said) == step for said in rows.said], dtype=bool)
        here = code[rows.codes] & kept
        if only is not None:
            here &= only
        ends = rows.ends[0][here], rows.ends[1][here]
        told.append(ends[::-1] if turned else ends)
    return np.concatenate([one for one, _ in told]), np.concatenate([other for _, other in told])
