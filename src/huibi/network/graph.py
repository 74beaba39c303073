"""Nodes and edges of kinship: named persons, unnamed persons that stand between them, and what ties them."""

import re
from collections.abc import Callable, Iterable, Iterator
from math import prod
from typing import NamedTuple

# What is open (which chain a row means, which father a slot is, whether two siblings share), the choice taken, how many
# choices there are.
Condition = tuple[str, int, int]
Conditions = frozenset[Condition]
NO_CONDITION: Conditions = frozenset()
# In place of choices that are too many to be told apart: what rests on it may be so, and is never certain.
TANGLED: Conditions = frozenset({("tangled", 1, 2)})
MOST_CHOICES = 16
MOST_VARIANTS = 12  # sets of choices that are told apart; families that can be have three
_MOST_LEFT = 64  # edges that are looked at together
_ALL = 1 - 1e-9  # of the cases, each of which has its share: fewer cannot be all
_MOST_CASES = 512  # that are looked at before it is left open whether all of them are covered
_DIGITS = 9  # so that texts with a row in them stand in the order of the table
_MARK = "\0"  # no id of a register holds it: reading refuses control characters
_UNNAMED_ROW = re.compile(rf"(?<=\0)\d{{{_DIGITS}}}(?=\.)")
_ROW_CHOICE = re.compile(rf"row (\d{{{_DIGITS}}})")

UP, DOWN, SIBLING, MARRIAGE, STEP_UP, STEP_DOWN = "U", "D", "S", "M", "T", "t"
REVERSED = {UP: DOWN, DOWN: UP, SIBLING: SIBLING, MARRIAGE: MARRIAGE, STEP_UP: STEP_DOWN, STEP_DOWN: STEP_UP}


class Edge(NamedTuple):
    """`target` is the parent, child, sibling, spouse … of whoever holds the edge.

    `rows` are indices into the register's kin rows that say so together. `role` is the parent's side of a parent tie
    and the shared side of a half sibling (`f`, `m`), empty where it is not known or both. `conditions` hold the
    choices under which the edge is there. `adoptive` and `birth` are as stated.
    """

    target: str
    rows: tuple[int, ...]
    role: str = ""
    conditions: Conditions = NO_CONDITION
    adoptive: bool = False
    birth: bool = False

    @property
    def certain(self) -> bool:
        """Whether the edge stands whatever is meant."""
        return not self.conditions


def is_named(node: str) -> bool:
    """Whether a node is a person of the register."""
    return not node.startswith(_MARK)


def slot(node: str, role: str) -> str:
    """Return the unnamed father `f`, mother `m` or standing spouse `s` of a node."""
    return f"{_MARK}{role}|{node}"


def between(row: int, choice: int, place: int) -> str:
    """Return an unnamed person that stands at one place of one reading of one row."""
    return f"{_MARK}{row:0{_DIGITS}}.{choice}.{place}"


def row_choice(row: int) -> str:
    """Return what is open where a row has several chains; the order of these texts is the order of the table."""
    return f"row {row:0{_DIGITS}}"


def renumbered(node: str, number: Callable[[int], int]) -> str:
    """Return a node with other numbers for the rows that it is named by."""
    return _UNNAMED_ROW.sub(lambda found: f"{number(int(found[0])):0{_DIGITS}}", node)


def reworded(conditions: Conditions, number: Callable[[int], int]) -> Conditions:
    """Return choices with other numbers for the rows that are named in what is open."""
    found = []
    for what, choice, total in conditions:
        row = _ROW_CHOICE.fullmatch(what)
        told = renumbered(what, number) if row is None else row_choice(number(int(row[1])))
        found.append((told, choice, total))
    return frozenset(found)


def together(left: Conditions, right: Conditions) -> Conditions | None:
    """Return both sets of choices as one, None where they exclude each other, `TANGLED` where they are too many."""
    if not right or left == TANGLED:
        return left
    if not left or right == TANGLED:
        return right
    chosen = {what: choice for what, choice, _ in left}
    if any(chosen.get(what, choice) != choice for what, choice, _ in right):
        return None
    return told_apart(left | right)


def told_apart(conditions: Conditions) -> Conditions:
    """Return the choices, `TANGLED` where they are too many."""
    return TANGLED if len(conditions) > MOST_CHOICES or conditions >= TANGLED else conditions


def covers(options: Iterable[Conditions]) -> bool:
    """Whether one of the sets of choices holds, whichever way each open thing turns out.

    It is taken not to be so where too many cases had to be looked at.
    """
    sets = {conditions for conditions in options if conditions != TANGLED}
    return _cover(sorted(sets, key=_in_order) if len(sets) > 1 else list(sets), [_MOST_CASES])


def _cover(sets: list[Conditions], left: list[int]) -> bool:
    """Whether the sets, which stand in order, cover every case; `left` is how many may still be looked at."""
    left[0] -= 1
    if not all(sets):
        return True
    if left[0] < 0 or sum(1 / prod(total for *_, total in conditions) for conditions in sets) < _ALL:
        return False
    fewest = min(sets, key=len)
    what, _, total = min(fewest)
    return all(_cover(_given(sets, what, choice), left) for choice in range(total))


def as_one(options: Iterable[Conditions]) -> Conditions:
    """Return what stands for sets of choices that are too many: nothing is asked if they cover every case."""
    return NO_CONDITION if covers(options) else TANGLED


def _in_order(conditions: Conditions) -> tuple[int, list[Condition]]:
    return len(conditions), sorted(conditions)


def sharing(one: str, other: str) -> Condition:
    """Return the condition that two siblings share what is recorded of one of them only."""
    return (f"siblings {min(one, other)} {max(one, other)}", 1, 2)


def without(edges: Iterable[Edge], given: Iterable[Conditions]) -> list[Edge]:
    """Return the edges as far as they hold where none of the given sets of choices holds whole."""
    left = list(edges)
    for conditions in given:
        left = [narrowed for edge in left for narrowed in _where_not(edge, conditions)]
        if len(left) > _MOST_LEFT:
            left = list(best(left))
    return left


def _where_not(edge: Edge, conditions: Conditions) -> Iterator[Edge]:
    if edge.conditions == TANGLED or together(edge.conditions, conditions) is None:
        yield edge
        return
    if conditions == TANGLED:
        yield edge._replace(conditions=TANGLED)
        return
    for what, choice, total in sorted(conditions - edge.conditions):
        for other in range(total):
            if other != choice:
                yield edge._replace(conditions=told_apart(edge.conditions | {(what, other, total)}))


def _given(sets: list[Conditions], what: str, choice: int) -> list[Conditions]:
    left = []
    for conditions in sets:
        taken = next((one for one in conditions if one[0] == what), None)
        if taken is None:
            left.append(conditions)
        elif taken[1] == choice:
            left.append(conditions - {taken})
    return left


def best(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """Return the edges with those left out that say less than another edge to the same node.

    An edge says less if it needs all the choices of the other and more.
    Of two that say the same, the one that names the side is kept (同父异母 before a mere 哥哥).
    Where too many are left to one node, one `TANGLED` stands for them.
    """
    told = list(edges)
    if len(told) < 2:  # noqa: PLR2004 - nothing to compare: the usual case
        return tuple(told)
    kept: dict[str, list[Edge]] = {}
    for edge in sorted(told, key=_by_weight):
        others = kept.setdefault(edge.target, [])
        if len(others) <= MOST_VARIANTS and not any(says_less(edge.conditions, other.conditions) for other in others):
            others.append(edge)
    for target, others in kept.items():
        if len(others) > MOST_VARIANTS:
            kept[target] = [
                others[0]._replace(conditions=as_one(edge.conditions for edge in told if edge.target == target))
            ]
    return tuple(edge for edges in kept.values() for edge in edges)


def _by_weight(edge: Edge) -> tuple[tuple[bool, bool, int], bool, int, tuple[int, ...]]:
    return weight(edge.conditions), not edge.role, len(edge.rows), edge.rows


def says_less(some: Conditions, others: Conditions) -> bool:
    """Whether what is there under some choices need not be told beside what is there under others."""
    return others <= some or (others == TANGLED and bool(some))


def weight(conditions: Conditions) -> tuple[bool, bool, int]:
    """Return how much is asked for: what is certain comes first, then what is tangled and stands for all else."""
    return bool(conditions), conditions != TANGLED, len(conditions)
