"""One world: every open question of the records answered in one way, as nothing but parents and marriages.

Unnamed persons are nodes like everybody; a person has one place for a father, one for a mother and one for a standing
spouse, so an unnamed father is the recorded one where there is one.
"""

from dataclasses import dataclass, field

Node = str
SIDES = {"male": "f", "female": "m"}
SEX_OF_STEP = {
    "f": "male",
    "s": "male",
    "h": "male",
    "B": "male",
    "BF": "male",
    "BM": "male",
    "m": "female",
    "d": "female",
    "w": "female",
    "S": "female",
    "SF": "female",
    "SM": "female",
}


@dataclass
class World:
    """Persons and unnamed persons, who of them are one, and who is whose parent or spouse."""

    persons: frozenset[str]
    sexes: dict[str, str | None]
    same: dict[Node, Node] = field(default_factory=dict)
    slots: list[tuple[Node, str, Node]] = field(default_factory=list)
    further_parents: list[tuple[Node, Node, str]] = field(default_factory=list)
    typed_marriages: list[tuple[Node, Node]] = field(default_factory=list)
    unnamed: int = 0
    contradicts: bool = False

    def copy(self) -> "World":
        """Return a world that can go another way."""
        return World(
            self.persons,
            self.sexes,
            dict(self.same),
            list(self.slots),
            list(self.further_parents),
            list(self.typed_marriages),
            self.unnamed,
            self.contradicts,
        )

    def find(self, node: Node) -> Node:
        """Return who the node really is: the named person, where it is one."""
        while node in self.same:
            node = self.same[node]
        return node

    def new(self, sex: str | None) -> Node:
        """Return a new unnamed person."""
        self.unnamed += 1
        node = f"?{self.unnamed}"
        self.sexes = {**self.sexes, node: sex}
        return node

    def filled(self, node: Node, side: str) -> Node | None:
        """Return who stands in the place of the father (f), mother (m) or standing spouse (sp) of a node."""
        for owner, place, held in self.slots:
            if place == side and self.find(owner) == self.find(node):
                return self.find(held)
        return None

    def slot(self, node: Node, side: str) -> Node:
        """Return the same, an unnamed person where nobody stands there yet."""
        held = self.filled(node, side)
        if held is None:
            held = self.new({"f": "male", "m": "female"}.get(side))
            self.slots.append((node, side, held))
        return held

    def unite(self, first: Node, second: Node, *, strict: bool = False) -> bool:
        """Make two nodes one, and the places that follow from it; False and no change if two named persons would be.

        Where the two have different named fathers (or mothers) both are kept; if `strict`, that denies that they are
        one, and so do different named spouses.
        """
        trial = self.copy()
        if not trial.try_unite(first, second, strict=strict):
            return False
        self.__dict__.update(trial.__dict__)
        return True

    def try_unite(self, first: Node, second: Node, *, strict: bool) -> bool:
        """Do the same without a way back."""
        first, second = self.find(first), self.find(second)
        if first == second:
            return True
        if first in self.persons and second in self.persons:
            return False
        if first in self.persons:
            first, second = second, first
        named = {side: (self.named_parents(first, side), self.named_parents(second, side)) for side in ("f", "m")}
        if strict and any(one and other and not one & other for one, other in named.values()):
            return False
        places = {side: (self.filled(first, side), self.filled(second, side)) for side in ("f", "m", "sp")}
        self.same[first] = second
        for side, (one, other) in places.items():
            if one is not None and other is not None and not self.try_unite(one, other, strict=strict):
                if strict and side == "sp":
                    return False
                self.further_parents += [(second, one, side), (second, other, side)] if side != "sp" else []
                self.contradicts = True
        return True

    def set_parent(self, child: Node, parent: Node, side: str | None) -> None:
        """Record a parent: in its place where that is free, else as a further one."""
        if side is None or not self.unite(self.slot(child, side), parent):
            self.further_parents.append((child, parent, side or ""))
            self.contradicts |= side is not None

    def named_parents(self, child: Node, side: str) -> set[Node]:
        """Return who is known by name as father (f) or mother (m)."""
        held = [parent for owner, place, parent in self.slots if place == side and self.find(owner) == self.find(child)]
        held += [
            parent
            for owner, parent, place in self.further_parents
            if (self.find(owner), place) == (self.find(child), side)
        ]
        return {self.find(parent) for parent in held} & self.persons

    def share(self, first: Node, second: Node, sides: str, distinct: list[tuple[Node, Node]]) -> bool:
        """Let two siblings have the same parents on these sides, where what else is known does not deny it.

        It is denied where both have a named one, and where somebody would become the own sibling or ancestor; return
        whether it was.
        """
        denied = False
        for side in sides:
            one, other = self.named_parents(first, side), self.named_parents(second, side)
            trial = self.copy()
            if one & other:
                continue
            if (one and other) or not trial.unite(trial.slot(first, side), trial.slot(second, side), strict=True):
                denied = True
                continue
            trial.further_parents += [(first, parent, side) for parent in other]
            trial.further_parents += [(second, parent, side) for parent in one]
            if trial.is_possible(distinct):
                self.__dict__.update(trial.__dict__)
            else:
                denied = True
        return denied

    def is_possible(self, distinct: list[tuple[Node, Node]]) -> bool:
        """Whether siblings are two persons and nobody is the own ancestor."""
        if any(self.find(one) == self.find(other) for one, other in distinct):
            return False
        up = self.parents()
        for node in up:
            found: set[Node] = set()
            todo = set(up[node])
            while todo:
                found |= todo
                todo = {parent for child in todo for parent in up.get(child, set())} - found
            if node in found:
                return False
        return True

    def walk(self, person: str, relative: str, chain: str) -> list[tuple[Node, Node, str]]:
        """Put a typed chain between two persons; its sibling steps are returned, to be answered later.

        A chain in which somebody would stand twice (姑父 of whoever is the father) cannot be meant: nothing is put.
        """
        trial = self.copy()
        nodes, siblings = trial.put(person, relative, chain)
        if len({trial.find(node) for node in nodes}) < len(nodes):
            self.contradicts = True
            return []
        self.__dict__.update(trial.__dict__)
        return siblings

    def put(self, person: str, relative: str, chain: str) -> tuple[list[Node], list[tuple[Node, Node, str]]]:
        """Do the same whatever comes of it; return who stands in the chain too."""
        nodes, siblings = [person], []
        here, sex = person, self.sexes.get(person)
        steps = chain.split()
        for number, step in enumerate(steps, start=1):
            target = relative if number == len(steps) else None
            if step in {"f", "m"}:
                there = target or self.slot(here, step)
                self.set_parent(here, there, step)
            elif step in {"s", "d"}:
                there = target or self.new(SEX_OF_STEP[step])
                self.set_parent(there, here, SIDES.get(sex or ""))
            elif step in {"h", "w"}:
                there = target or self.slot(here, "sp")
                self.unite(self.slot(here, "sp"), there)
                self.unite(self.slot(there, "sp"), here)
                self.typed_marriages.append((here, there))
            else:
                there = target or self.new(SEX_OF_STEP[step])
                siblings.append((here, there, step))
            here, sex = there, SEX_OF_STEP[step]
            nodes.append(there)
        return nodes, siblings

    def facts(self) -> object:
        """Return what makes one world another: parents and marriages."""
        parents = frozenset((child, frozenset(some)) for child, some in self.parents().items())
        return parents, frozenset((self.find(one), self.find(other)) for one, other in self.typed_marriages)

    def parents(self) -> dict[Node, set[Node]]:
        """Return the parents of every node that has some."""
        found: dict[Node, set[Node]] = {}
        held = [(owner, parent) for owner, side, parent in self.slots if side != "sp"]
        further = [(child, parent) for child, parent, _ in self.further_parents]
        for child, parent in held + further:
            if self.find(child) != self.find(parent):
                found.setdefault(self.find(child), set()).add(self.find(parent))
        return found
