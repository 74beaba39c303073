"""What siblings share, and which unnamed parent may be which recorded one.

"Siblings share each father or mother that is recorded for one of them only (half blood: the named side), marked
uncertain" (recusal.md). It is read through any number of siblings of whom none has that parent recorded. An unnamed
father (an uncle's brother) is treated like a recorded one: shared, and possibly the father of a sibling, unless the
records deny it: 爷爷 of the one and 爷爷 of the other are two named persons.
"""

from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple

from huibi.network.graph import (
    DOWN,
    MARRIAGE,
    NO_CONDITION,
    SIBLING,
    UP,
    Conditions,
    Edge,
    best,
    is_named,
    sharing,
    together,
    told_apart,
    without,
)

_MOST_WAYS = 4
_HIGH = 8  # generations
_TIES = (UP, DOWN, SIBLING, MARRIAGE)
Own = Callable[[str, str], tuple[Edge, ...]]


class Reached(NamedTuple):
    """A sibling reached through siblings; `beside` are the parents of that side of each one passed, with the start."""

    node: str
    rows: tuple[int, ...]
    conditions: Conditions
    beside: tuple[tuple[str, ...], ...]


class Shared:
    """Answers from the own steps of nodes (`own(node, kind)`), before anything is shared.

    `doubles` are the nodes that may be one and the same with another: of nobody else need it be asked who is.
    """

    def __init__(self, own: Own, doubles: frozenset[str]) -> None:
        self._own = own
        self._doubles = doubles
        self._alike: dict[str, tuple[Edge, ...]] = {}
        self._asking = 0  # how many questions of who is alike are open
        self._has_one: dict[tuple[str, str], bool] = {}
        self._settled: dict[tuple[str, str], bool] = {}
        self._sides: dict[tuple[str, str], tuple[Edge, ...]] = {}
        self._beside: dict[tuple[str, str], tuple[str, ...]] = {}
        self._stated: dict[str, tuple[Edge, ...]] = {}
        self._kept_rivals: dict[tuple[str, str, str], Conditions] = {}
        self._differing: dict[tuple[str, str], bool] = {}
        self._reached: dict[tuple[str, str], tuple[Reached, ...]] = {}

    def parents(self, node: str, role: str) -> Iterator[Edge]:
        """Yield the parents of a side that a node may have from its siblings; none if it has one recorded."""
        if self._has(node, role):
            return
        for sibling in self._reach(node, role):
            for edge in self._of_side(sibling.node, role):
                unnamed = self._targets(node, role)
                found = self._chosen(_shared(sibling, edge), role, (node, edge.target), (sibling.node, *unnamed))
                if found is not None and self._fits(edge.target, sibling.beside):
                    yield from without([found], self._denied(node, edge.target, role))

    def children(self, node: str, child: Edge) -> Iterator[Edge]:
        """Yield the siblings of a node's child who may be its children too."""
        if self._is_settled(child.target, child.role) or (not is_named(node) and self._has(child.target, child.role)):
            return
        for sibling in self._reach(child.target, child.role):
            if self._has(sibling.node, child.role):
                continue
            others = (*sibling.beside[1:], self._targets(sibling.node, child.role))
            found = _shared(sibling, child._replace(target=sibling.node))
            unnamed = self._targets(sibling.node, child.role)
            found = self._chosen(found, child.role, (sibling.node, node), (child.target, *unnamed))
            if found is not None and self._fits(node, others):
                yield from without([found], self._denied(sibling.node, node, child.role))

    def siblings(self, node: str, role: str) -> Iterator[Edge]:
        """Yield the siblings with whom a node may share that side, whoever it is; not only its own if it is settled."""
        for sibling in () if self._is_settled(node, role) else self._reach(node, role):
            yield Edge(sibling.node, sibling.rows, "", sibling.conditions)

    def alike(self, node: str) -> tuple[Edge, ...]:
        """Return who may be the same as a parent: the unnamed father of one sibling and the father of another."""
        if node not in self._doubles:
            return ()
        if node not in self._alike:
            self._alike[node] = ()  # ends the question where the records make somebody his own ancestor
            self._asking += 1
            self._alike[node] = best(self._same(node))
            self._asking -= 1
        return self._alike[node]

    def _same(self, node: str) -> Iterator[Edge]:
        for child in self._own(node, DOWN):
            if not is_named(node) and self._has(child.target, child.role):
                continue
            for sibling in self._reach(child.target, child.role):
                for edge in self._of_side(sibling.node, child.role):
                    both = is_named(node) and is_named(edge.target)
                    if edge.target == node or both or not self._fits(edge.target, ((node,), *sibling.beside[1:])):
                        continue
                    found = _under(_shared(sibling, edge), child.conditions)
                    found = self._chosen(found, child.role, (child.target, edge.target), (sibling.node, node))
                    if found is not None:
                        yield found._replace(rows=child.rows + found.rows, role="")

    def _chosen(self, edge: Edge | None, role: str, *parents: tuple[str, ...]) -> Edge | None:
        """Return the edge where each of (child, its parents of that side …) has these parents, not their rivals."""
        for child, *chosen in parents:
            for parent in chosen:
                edge = _under(edge, self._rivals(child, role, parent))
        return edge

    def _rivals(self, child: str, role: str, parent: str) -> Conditions:
        """Return the choices of this parent before others of that side whom siblings offer and who are another."""
        key = (child, role, parent)
        if key in self._kept_rivals:
            return self._kept_rivals[key]
        offered = {target for sibling in self._reach(child, role) for target in self._targets(sibling.node, role)}
        others = [other for other in offered if self._differ(parent, other)]
        found = told_apart(
            frozenset(
                (f"{role} of {child}: {min(parent, other)} {max(parent, other)}", int(parent > other), 2)
                for other in others
            )
        )
        if not self._asking:
            self._kept_rivals[key] = found
        return found

    def _denied(self, child: str, parent: str, role: str) -> Iterator[Conditions]:
        """Yield the choices under which a child is somebody with another parent of that side."""
        for edge in self.alike(child):
            above = self._targets(edge.target, role)
            if above and all(self._differ(parent, one) for one in above):
                yield edge.conditions

    def _has(self, node: str, role: str) -> bool:
        """Whether a parent of that side is recorded; an unknown side is had by who has both."""
        key = (node, role)
        if key not in self._has_one:
            roles = {edge.role for edge in self._own(node, UP) if is_named(edge.target) and edge.certain}
            self._has_one[key] = role in roles if role else {"f", "m"} <= roles
        return self._has_one[key]

    def _is_settled(self, node: str, role: str) -> bool:
        """Whether all siblings of a node have such a parent recorded: they share nothing with it, and end every way."""
        key = (node, role)
        if key not in self._settled:
            siblings = self._own(node, SIBLING)
            self._settled[key] = node not in self._doubles and all(self._has(one.target, role) for one in siblings)
        return self._settled[key]

    def _of_side(self, node: str, role: str) -> tuple[Edge, ...]:
        """Return the parents of a side: the recorded, or if there is none the unnamed."""
        key = (node, role)
        if key not in self._sides:
            edges = tuple(edge for edge in self._own(node, UP) if edge.role == role)
            self._sides[key] = tuple(edge for edge in edges if is_named(edge.target)) or edges
        return self._sides[key]

    def _targets(self, node: str, role: str) -> tuple[str, ...]:
        key = (node, role)
        if key not in self._beside:
            self._beside[key] = tuple(edge.target for edge in self._of_side(node, role))
        return self._beside[key]

    def _reach(self, node: str, role: str) -> tuple[Reached, ...]:
        """Return the siblings with whom a parent of that side may be shared, near ones first.

        What is found while it is still open who is alike is not kept: it may want something.
        """
        if node not in self._doubles and not self._own(node, SIBLING):
            return ()
        key = (node, role)
        if self._asking:
            return tuple(self._spread(node, role))
        if key not in self._reached:
            self._reached[key] = tuple(self._spread(node, role))
        return self._reached[key]

    def _spread(self, node: str, role: str) -> Iterator[Reached]:
        """Yield the siblings with whom a parent of that side may be shared, near ones first.

        The way goes only through siblings without a recorded one; whoever has one ends it. Of the ways to one sibling
        the shortest are taken, so that the answer is the same from its end.
        """
        seen = {node}
        level = [Reached(node, (), NO_CONDITION, ())]
        while level:
            ways: dict[str, list[Reached]] = {}
            for here in level:
                for found in self._next(here, role):
                    if found.node not in seen and self._agrees(found, role):
                        ways.setdefault(found.node, []).append(found)
            seen |= ways.keys()
            level = []
            for target, reached in ways.items():
                unlike = {way.conditions: way for way in reversed(reached)}
                kept = [unlike[conditions] for conditions in sorted(unlike, key=sorted)][:_MOST_WAYS]
                yield from kept
                if not self._has(target, role):
                    level += kept

    def _next(self, here: Reached, role: str) -> Iterator[Reached]:
        beside = (*here.beside, self._targets(here.node, role))
        for edge in (*self._sharing(here.node), *self.alike(here.node)):
            if edge.role and edge.role != role:
                continue
            chosen = together(here.conditions, edge.conditions)
            if chosen is not None:
                yield Reached(edge.target, here.rows + edge.rows, chosen, beside)

    def _agrees(self, sibling: Reached, role: str) -> bool:
        """Whether one further sibling may have the parent of that side with everybody passed."""
        parents = self._targets(sibling.node, role)
        return all(self._agree(parents, others) for others in sibling.beside)

    def _sharing(self, node: str) -> tuple[Edge, ...]:
        """Return the stated siblings, under the condition that the two share what is recorded of one of them."""
        if node not in self._stated:
            self._stated[node] = tuple(
                edge._replace(conditions=told_apart(edge.conditions | {sharing(node, edge.target)}))
                for edge in self._own(node, SIBLING)
            )
        return self._stated[node]

    def _fits(self, parent: str, line: tuple[tuple[str, ...], ...]) -> bool:
        """Whether a parent may be the one of everybody on the way."""
        return all(self._agree((parent,), parents) for parents in line)

    def _agree(self, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
        return not one or not other or any(not self._differ(a, b) for a, b in product(one, other))

    def _differ(self, one: str, other: str, above: int = _HIGH) -> bool:
        """Whether two nodes are two persons for certain: both named, tied to each other, or their parents differ.

        It is looked for so many generations up: somebody may be recorded as the own ancestor.
        """
        if one == other or not above:
            return False
        if is_named(one) and is_named(other):
            return True
        if above < _HIGH:
            return self._are_apart(one, other, above)
        key = (one, other)
        if key not in self._differing:
            self._differing[key] = self._are_apart(one, other, above)
        return self._differing[key]

    def _are_apart(self, one: str, other: str, above: int) -> bool:
        if any(edge.target == other and edge.certain for step in _TIES for edge in self._own(one, step)):
            return True
        for role in ("f", "m"):
            these, those = (
                [edge.target for edge in self._own(node, UP) if edge.role == role and edge.certain]
                for node in (one, other)
            )
            if these and those and all(self._differ(a, b, above - 1) for a, b in product(these, those)):
                return True
        return False


def _under(edge: Edge | None, conditions: Conditions) -> Edge | None:
    """Return the edge under further choices, None where they exclude its own."""
    chosen = None if edge is None else together(edge.conditions, conditions)
    return None if edge is None or chosen is None else edge._replace(conditions=chosen)


def _shared(sibling: Reached, edge: Edge) -> Edge | None:
    return _under(Edge(edge.target, sibling.rows + edge.rows, edge.role, edge.conditions), sibling.conditions)
