"""Kin classes straight from "The four kin classes", by brute force over every reading of the records.

Each open question (full or half blood, the side of a 表哥) is answered in every way; in each of these worlds the class
of each pair is looked up by definition. The strongest class over the worlds counts, uncertain where they differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product
from math import prod

from huibi.model.register import Register
from huibi.model.ties import Kin, KinClass
from plain.near import Near
from plain.terms import (
    ADOPTIVE_DOWN,
    ADOPTIVE_UP,
    BETWEEN_THE_TWO,
    CHAINS,
    CHILD,
    FORMER,
    MARRIAGE,
    PARENT,
    STEP_DOWN,
    STEP_UP,
)
from plain.worlds import SIDES, Node, World

Pair = tuple[str, str]
MOST_WORLDS = 600


class TooManyWorldsError(Exception):
    """The records leave more open than brute force can answer."""


@dataclass
class Families:
    """What the kin rows say on the day, before anything open is answered."""

    parents: list[tuple[str, str, str | None]] = field(default_factory=list)
    adoptive: list[tuple[str, str, str | None]] = field(default_factory=list)
    steps: dict[Pair, bool | None] = field(default_factory=dict)
    marriages: list[tuple[str, str, date | None]] = field(default_factory=list)
    divorced: set[frozenset[str]] = field(default_factory=set)
    direct: set[frozenset[str]] = field(default_factory=set)
    typed: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)


def families(register: Register, day: date) -> Families:
    """Sort the kin rows that count on the day."""
    found = Families()
    begun = [row for row in register.kin if row.since is None or row.since <= day]
    over = [row for row in begun if row.ended is not None and row.ended <= day]
    for row in over:
        ended(found, row)
    gone = {(frozenset((row.person, row.relative)), kind_of(row.term)) for row in over if kind_of(row.term)}
    for row in begun:
        if row not in over and (frozenset((row.person, row.relative)), kind_of(row.term)) not in gone:
            standing(found, row, register)
    return found


def kind_of(term: str) -> str | None:
    """Return adoption or step: the end of one row of that kind is the end of all of the pair."""
    if term in ADOPTIVE_UP or term in ADOPTIVE_DOWN:
        return "adoption"
    return "step" if term in STEP_UP or term in STEP_DOWN else None


def ended(found: Families, row: Kin) -> None:
    """A divorce leaves `other` between the two; a dissolved adoption nothing."""
    if row.term in ADOPTIVE_UP or row.term in ADOPTIVE_DOWN:
        return
    found.direct.add(frozenset((row.person, row.relative)))
    if row.term in MARRIAGE:
        found.divorced.add(frozenset((row.person, row.relative)))


def standing(found: Families, row: Kin, register: Register) -> None:
    """Add a row that stands on the day to its kind."""
    person, relative, term = row.person, row.relative, row.term
    sex = register.persons[person].sex
    own_side = SIDES.get(sex.value) if sex is not None else None
    if term in PARENT:
        found.parents.append((person, relative, PARENT[term]))
    elif term in CHILD:
        found.parents.append((relative, person, own_side))
    elif term in ADOPTIVE_UP:
        found.adoptive.append((person, relative, ADOPTIVE_UP[term]))
    elif term in ADOPTIVE_DOWN:
        found.adoptive.append((relative, person, own_side))
    elif term in STEP_UP or term in STEP_DOWN:
        pair = (person, relative) if term in STEP_UP else (relative, person)
        known = [raised for raised in (found.steps.get(pair), row.raised) if raised is not None]
        found.steps[pair] = any(known) if known else None
    elif term in MARRIAGE:
        found.marriages.append((person, relative, row.since))
    elif term in BETWEEN_THE_TWO:
        found.direct.add(frozenset((person, relative)))
        if term in FORMER:
            found.divorced.add(frozenset((person, relative)))
    else:
        found.typed.append((person, relative, CHAINS[term]))
        found.direct.add(frozenset((person, relative)))


class PlainKin:
    """Classes of all pairs of persons, and who of them is close family (`own`); nobody is kin across households."""

    def __init__(self, register: Register, day: date) -> None:
        self.households: dict[str, Household] = {}
        for members in connected(register):
            part = replace(
                register,
                persons={person: register.persons[person] for person in members},
                kin=tuple(row for row in register.kin if row.person in members),
            )
            household = Household(part, day)
            self.households.update(dict.fromkeys(members, household))

    @property
    def contradictory(self) -> bool:
        """Whether rows cannot all be true at once (two grandfathers on one side): then nothing is right."""
        return any(household.contradictory for household in self.households.values())

    def relation(self, one: str, other: str) -> tuple[KinClass, bool]:
        """Return class and whether it is uncertain."""
        if one == other or self.households[one] is not self.households[other]:
            return KinClass.NONE, False
        return self.households[one].relation(one, other)

    def close(self, one: str, other: str) -> tuple[bool, bool]:
        """Return whether `other` is spouse, child or child's spouse of `one`, and whether that is uncertain."""
        if self.households[one] is not self.households[other]:
            return False, False
        return self.households[one].close(one, other)


def connected(register: Register) -> list[set[str]]:
    """Split the persons into sets that no kin row joins."""
    sets = [{person} for person in sorted(register.persons)]
    for row in register.kin:
        joined = [some for some in sets if row.person in some or row.relative in some]
        sets = [some for some in sets if some not in joined] + [set().union(*joined)]
    return sets


class Household:
    """The same for persons whom kin rows join."""

    def __init__(self, register: Register, day: date) -> None:
        self.register = register
        self.day = day
        self.facts = families(register, day)
        self.died = {person.id: person.died for person in register.persons.values() if person.dead_on(day)}
        self.seen: dict[Pair, set[KinClass]] = {}
        self.own_seen: dict[Pair, int] = {}
        self.worlds = 0
        self.contradictory = True
        for world in self.all_worlds():
            self.worlds += 1
            self.contradictory &= world.contradicts
            self.look_at(world)

    def relation(self, one: str, other: str) -> tuple[KinClass, bool]:
        """Return class and whether it is uncertain of two different persons."""
        seen = self.seen.get((one, other), set()) | self.seen.get((other, one), set())
        if not seen:
            return KinClass.NONE, False
        best = min(seen, key=lambda kin_class: kin_class.rank)
        unknown = any(self.facts.steps.get(pair, True) is None for pair in ((one, other), (other, one)))
        return best, len(seen) > 1 or (best is KinClass.OTHER and unknown)

    def close(self, one: str, other: str) -> tuple[bool, bool]:
        """Return whether `other` is spouse, child or child's spouse of `one`, and whether that is uncertain."""
        times = self.own_seen.get((one, other), 0)
        return times > 0, 0 < times < self.worlds

    def all_worlds(self) -> Iterator[World]:
        """Yield the worlds that the records leave open."""
        choices = [chains for _, _, chains in self.facts.typed]
        starts = list(self.all_recorded())
        for start, *picked in product(starts, *choices):
            world = start.copy()
            siblings: dict[frozenset[Node], list[tuple[Node, Node, str]]] = {}
            for (person, relative, _), chain in zip(self.facts.typed, picked, strict=True):
                for step in world.walk(person, relative, chain):
                    siblings.setdefault(frozenset(step[:2]), []).append(step)
            if 2 ** len(siblings) * len(starts) * prod(map(len, choices)) > MOST_WORLDS:
                raise TooManyWorldsError
            for shared in product((True, False), repeat=len(siblings)):
                yield self.answered(world.copy(), list(siblings.values()), shared)

    def answered(self, world: World, siblings: list[list[tuple[Node, Node, str]]], shared: tuple[bool, ...]) -> World:
        """Answer for each pair of siblings whether what one of them lacks is shared; siblings they stay anyhow."""
        pairs = [steps[0][:2] for steps in siblings]
        distinct = [(one, other) for one, other in pairs if world.find(one) != world.find(other)]
        for steps, shares in zip(siblings, shared, strict=True):
            one, other, _ = steps[0]
            if shares:
                halves = {{"F": "f", "M": "m"}[step[1:]] for _, _, step in steps if step[1:]}
                world.share(one, other, "".join(sorted(halves)) or "fm", distinct)
            if world.find(one) != world.find(other):
                common = world.new(None)
                world.further_parents += [(one, common, ""), (other, common, "")]
        return world

    def all_recorded(self) -> Iterator[World]:
        """Yield what is recorded of named persons: where somebody has two fathers, each in the father's place."""
        rows = self.facts.parents + self.facts.adoptive
        places: dict[tuple[str, str | None], list[tuple[str, str, str | None]]] = {}
        for row in rows:
            if row[1] not in [other[1] for other in places.setdefault((row[0], row[2]), [])]:
                places[row[0], row[2]].append(row)
        for firsts in product(*places.values()):
            yield self.recorded([*firsts, *rows])

    def recorded(self, parents: list[tuple[str, str, str | None]]) -> World:
        """Return the world of parents, the first named of each place in it, and of marriages."""
        sexes = {key: None if person.sex is None else person.sex.value for key, person in self.register.persons.items()}
        world = World(frozenset(sexes), dict(sexes))
        for child, parent, side in parents:
            world.set_parent(child, parent, side)
        spouses: dict[str, set[str]] = {}
        for one, other, _ in self.facts.marriages:
            if one not in self.died and other not in self.died:
                spouses.setdefault(one, set()).add(other)
                spouses.setdefault(other, set()).add(one)
        for one, others in spouses.items():
            if len(others) == 1:
                world.unite(world.slot(one, "sp"), min(others))
        world.contradicts = False
        return world

    def look_at(self, world: World) -> None:
        """Note class and close family of every pair in one world."""
        near = Near(world, self)
        persons = sorted(self.register.persons)
        for one in persons:
            for other in near.own_family(one):
                self.own_seen[(one, other)] = self.own_seen.get((one, other), 0) + 1
            for other in persons:
                if one < other:
                    self.seen.setdefault((one, other), set()).add(near.kin_class(one, other))

    def step_stands(self, child: str, parent: str) -> bool:
        """Whether a raised step tie has not ended with the divorce of the step-parent from a parent of the child."""
        real = {row[1] for row in self.facts.parents + self.facts.adoptive if row[0] == child}
        left = {spouse for spouse in real if frozenset((spouse, parent)) in self.facts.divorced}
        married = {frozenset((one, other)) for one, other, _ in self.facts.marriages}
        return not left or any(frozenset((spouse, parent)) in married for spouse in real)

    def affinity_lasts(self, one: Node, other: Node) -> bool:
        """Whether a marriage that was not divorced still makes affinity: nobody died, or the survivor is alone."""
        deaths = sorted((self.died[person], person) for person in (one, other) if person in self.died)
        if not deaths:
            return True
        death, dead = deaths[0]
        survivor = other if dead == one else one
        return not any(
            survivor in (a, b) and dead not in (a, b) and since is not None and since > death
            for a, b, since in self.again
        )

    @property
    def again(self) -> list[tuple[str, str, date | None]]:
        """Every marriage that began by the day, also those that ended since."""
        return [
            (row.person, row.relative, row.since)
            for row in self.register.kin
            if row.term in MARRIAGE and (row.since is None or row.since <= self.day)
        ]
