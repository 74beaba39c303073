"""The classes by definition, in one world where nothing is left open."""

from functools import cache
from typing import TYPE_CHECKING

from huibi.model.ties import KinClass
from plain.worlds import Node, World

if TYPE_CHECKING:
    from plain.kin import Household


class Near:
    """One world, its marriages and the dead, with everybody's relatives as plain sets."""

    def __init__(self, world: World, kin: "Household") -> None:
        self.up = world.parents()
        self.nodes = set(self.up) | {node for some in self.up.values() for node in some} | set(kin.register.persons)
        pairs = [(a, b) for a, b, _ in kin.facts.marriages] + [
            (world.find(a), world.find(b)) for a, b in world.typed_marriages
        ]
        both = {pair for a, b in pairs for pair in ((a, b), (b, a)) if a != b}
        self.married = both
        self.standing = {(a, b) for a, b in both if a not in kin.died and b not in kin.died}
        self.lasting = {(a, b) for a, b in both if kin.affinity_lasts(a, b)}
        self.steps = {pair for pair, raised in kin.facts.steps.items() if raised and kin.step_stands(*pair)}
        self.direct = kin.facts.direct | {frozenset(pair) for pair in kin.facts.steps}
        self.direct |= {frozenset(row[:2]) for row in kin.facts.typed}
        self.nodes |= {a for a, _ in both}
        self.down: dict[Node, set[Node]] = {}
        self.mutual = kin.switches.mutual
        if kin.switches.wide_step:
            for child, parent in self.steps:
                self.up[child] = self.up.get(child, set()) | {parent}
        for child, parents in self.up.items():
            for parent in parents:
                self.down.setdefault(parent, set()).add(child)
        self.sibling_of = {node: self.sharing(node) for node in self.nodes}
        self.ancestors, self.collateral = cache(self.all_ancestors), cache(self.all_collateral)
        self.listed, self.within_five = cache(self.all_listed), cache(self.all_within_five)

    def parents(self, node: Node) -> set[Node]:
        """Fathers and mothers, by birth or adoption."""
        return self.up.get(node, set())

    def children(self, node: Node) -> set[Node]:
        """Sons and daughters, by birth or adoption."""
        return self.down.get(node, set())

    def sharing(self, node: Node) -> set[Node]:
        """Full or half siblings: they share a parent."""
        return {child for parent in self.parents(node) for child in self.children(parent)} - {node}

    def all_ancestors(self, node: Node) -> set[Node]:
        """Everybody up the parent line."""
        found: set[Node] = set()
        todo = set(self.parents(node))
        while todo:
            found |= todo
            todo = {parent for child in todo for parent in self.parents(child)} - found
        return found

    def all_collateral(self, node: Node) -> set[Node]:
        """Common ancestor at most two up from each: siblings, their children, parents' siblings, and first cousins."""
        siblings = self.sibling_of[node]
        nephews = {child for sibling in siblings for child in self.children(sibling)}
        uncles = {uncle for parent in self.parents(node) for uncle in self.sibling_of[parent]}
        cousins = {child for uncle in uncles for child in self.children(uncle)}
        return (siblings | nephews | uncles | cousins) - {node}

    def lineal(self, one: Node, other: Node) -> bool:
        """Up or down the parent line, or a raised step tie between the two."""
        return other in self.ancestors(one) or one in self.ancestors(other) or self.step(one, other)

    def step(self, one: Node, other: Node) -> bool:
        """A raised step tie that stands, either way."""
        return (one, other) in self.steps or (other, one) in self.steps

    def spouses(self, node: Node, marriages: set[tuple[Node, Node]]) -> set[Node]:
        """Whom a node is married to."""
        return {b for a, b in marriages if a == node}

    def wide_parents(self, node: Node) -> set[Node]:
        """Parents, and whoever raised the node as a step-parent."""
        return self.parents(node) | {parent for child, parent in self.steps if child == node}

    def wide_children(self, node: Node) -> set[Node]:
        """Children, and whom the node raised as a step-parent."""
        return self.children(node) | {child for child, parent in self.steps if parent == node}

    def all_listed(self, node: Node) -> set[Node]:
        """The near affines of a node as the law lists them, from this end only."""
        found: set[Node] = set()
        for spouse in self.spouses(node, self.lasting):
            siblings = self.sibling_of[spouse]
            found |= self.wide_parents(spouse) | siblings
            found |= {other for sibling in siblings for other in self.spouses(sibling, self.lasting)}
        for child in self.wide_children(node):
            for spouse in self.spouses(child, self.lasting):
                found |= {spouse} | self.wide_parents(spouse)
        for relative in self.collateral(node):
            found |= self.spouses(relative, self.lasting)
        return found - {node}

    def kin_class(self, one: str, other: str) -> KinClass:
        """Return the strongest class of two named persons in this world."""
        if (one, other) in self.standing:
            return KinClass.SPOUSE
        if self.lineal(one, other):
            return KinClass.LINEAL
        if other in self.collateral(one):
            return KinClass.COLLATERAL3
        if other in self.listed(one) or (self.mutual and one in self.listed(other)):
            return KinClass.NEAR_AFFINE
        if frozenset((one, other)) in self.direct or other in self.within_five(one):
            return KinClass.OTHER
        return KinClass.NONE

    def all_within_five(self, node: Node) -> set[Node]:
        """Everybody within five steps over parent and child, raised step ties, marriages not divorced, siblings."""
        found, edge = {node}, {node}
        for _ in range(5):
            edge = {
                there
                for here in edge
                for there in self.wide_parents(here)
                | self.wide_children(here)
                | self.sibling_of[here]
                | self.spouses(here, self.married)
            } - found
            found |= edge
        return found

    def own_family(self, person: str) -> set[str]:
        """Spouse, children (adopted and raised step too) and children's spouses, marriages standing."""
        children = self.wide_children(person)
        found = self.spouses(person, self.standing) | children
        return (found | {spouse for child in children for spouse in self.spouses(child, self.standing)}) - {person}
