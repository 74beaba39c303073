"""The steps of kinship that stand whatever is meant, for all persons of a register at once, as a sparse matrix.

What the walks (kinship_search) find over these steps is there; they may find more.
"""

import numpy as np
from scipy.sparse import csr_array

from huibi.network.graph import DOWN, MARRIAGE, SIBLING, STEP_DOWN, STEP_UP, UP
from huibi.network.kinship_arrays import Ends, columns, components, matrix, ones
from huibi.network.kinship_rows import Bools, Ints, Meaning, Rows, Says
from huibi.network.kinship_unnamed import Derived
from huibi.network.terms_chains import kinds, shared_side


def step_of(said: Meaning) -> str:
    """Return the one step that a row tells of or may tell of; longer terms are told by the implied steps."""
    word = kinds(said.paths[0]) if len(said.paths) == 1 else ""
    if said.says is Says.ONE or (said.says is Says.APART and word in (STEP_UP, STEP_DOWN)):
        return word
    return ""


def sure_steps(rows: Rows, derived: Derived) -> csr_array:
    """Return the steps that are there: recorded parents, siblings, spouses, common children, what siblings share.

    Of two persons between whom a row has ended nothing is taken to be sure.
    """
    shape = (len(rows.people),) * 2
    parents = matrix(_recorded(rows, (UP, False), (DOWN, True)), shape)
    level = matrix(_recorded(rows, (SIBLING, False), (MARRIAGE, False)), shape)
    group = _plain_groups(rows, derived, parents)
    shared = (parents + group @ (group.T @ parents)).tocsr()
    return ones(shared + shared.T + level + level.T + shared @ shared.T + group @ group.T)


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
    named = rows.standing & (half[rows.codes] | _torn(rows))
    found = [rows.ends[0][named], rows.ends[1][named]]
    implied = [
        (rows.number[source], rows.number.get(edge.target, -1), step)
        for source, step, edge in derived.edges()
        if step in (UP, DOWN, SIBLING) and source in rows.number
    ]
    open_to = [one for one, other, step in implied if step != SIBLING or other < 0 or not (both[one] and both[other])]
    touched = np.concatenate([*found, np.array(open_to, dtype=np.int32)])
    child, parent = _recorded(rows, (UP, False), (DOWN, True))
    return np.concatenate([touched, child[np.isin(parent, touched)], parent[np.isin(child, touched)]])


def whole(rows: Rows) -> Bools:
    """Return who has a father and a mother recorded for certain."""
    child, parent = _recorded(rows, (UP, False), (DOWN, True))
    sides = np.zeros((3, len(rows.people)), dtype=bool)
    sides[rows.sexes[parent], child] = True
    found: Bools = sides[1] & sides[2]
    return found


def _recorded(rows: Rows, *steps: tuple[str, bool]) -> Ends:
    """Return the ends of the rows of such steps (turned or not) that no other row between the two takes away."""
    told = [columns([])]
    kept = rows.standing & ~_torn(rows)
    for step, turned in steps:
        code = np.array([said.says is Says.ONE and step_of(said) == step for said in rows.said], dtype=bool)
        here = code[rows.codes] & kept
        ends = rows.ends[0][here], rows.ends[1][here]
        told.append(ends[::-1] if turned else ends)
    return np.concatenate([one for one, _ in told]), np.concatenate([other for _, other in told])


def _torn(rows: Rows) -> Bools:
    """Return the rows between two persons of whom another row says that something is no more."""
    low, high = np.minimum(*rows.ends).astype(np.int64), np.maximum(*rows.ends)
    pair = low * len(rows.people) + high
    silent = np.array([said.says in (Says.NOTHING, Says.APART) for said in rows.said], dtype=bool)[rows.codes]
    return np.isin(pair, pair[silent])
