"""Kin classes straight from "The four kin classes", by brute force over every reading of the records.

Each open question (full or half blood, the side of a 表哥) is answered in every way; in each of these worlds the class
of each pair is looked up by definition. The strongest class over the worlds counts, uncertain where they differ.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import permutations, product
from math import prod

from huibi.model.register import Register
from huibi.model.ties import KinClass, KinSwitches
from plain.near import Near
from plain.rows import Pair, families
from plain.terms import MARRIAGE
from plain.worlds import Node, World

Steps = list[tuple[Node, Node, str]]
DEFAULT = KinSwitches()
MOST_WORLDS = 600
MOST_ORDERED = 3


class TooManyWorldsError(Exception):
    """The records leave more open than brute force can answer."""


class PlainKin:
    """Classes of all pairs of persons, and who of them is close family (`own`); nobody is kin across households."""

    def __init__(self, register: Register, day: date, switches: KinSwitches = DEFAULT) -> None:
        self.households: dict[str, Household] = {}
        for members in connected(register):
            part = replace(
                register,
                persons={person: register.persons[person] for person in members},
                kin=tuple(row for row in register.kin if row.person in members),
            )
            household = Household(part, day, switches)
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


def split_open(
    world: World, siblings: dict[frozenset[Node], Steps]
) -> tuple[dict[frozenset[Node], Steps], list[Steps]]:
    """Split off the siblings who have both parents by name: nothing is left for them to share."""
    settled = [
        key
        for key, ((one, other, _), *_) in siblings.items()
        if all(world.named_parents(each, side) for each in (one, other) for side in "fm")
    ]
    return {key: steps for key, steps in siblings.items() if key not in settled}, [siblings[key] for key in settled]


class Household:
    """The same for persons whom kin rows join."""

    def __init__(self, register: Register, day: date, switches: KinSwitches) -> None:
        self.register = register
        self.day = day
        self.switches = switches
        self.facts = families(register, day, switches)
        self.died = {person.id: person.died for person in register.persons.values() if person.dead_on(day)}
        self.seen: dict[Pair, set[KinClass]] = {}
        self.own_seen: dict[Pair, int] = {}
        self.worlds = 0
        self.contradictory = True
        looked_at: set[object] = set()
        for world in self.all_worlds():
            self.contradictory &= world.contradicts
            if world.facts() not in looked_at:
                looked_at.add(world.facts())
                self.worlds += 1
                self.look_at(world)

    def relation(self, one: str, other: str) -> tuple[KinClass, bool]:
        """Return class and whether it is uncertain of two different persons."""
        seen = self.seen.get((one, other))
        if not seen:
            return KinClass.NONE, False
        best = min(seen, key=lambda kin_class: kin_class.rank)
        pairs = ((one, other), (other, one))
        unknown = any(self.facts.steps.get(pair, True) is None and self.step_stands(*pair) for pair in pairs)
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
            told: list[tuple[Node, Node, str]] = []
            for (person, relative, _), chain in zip(self.facts.typed, picked, strict=True):
                told += world.walk(person, relative, chain)
            siblings: dict[frozenset[Node], Steps] = {}
            for step in told:
                siblings.setdefault(frozenset(map(world.find, step[:2])), []).append(step)
            siblings, settled = split_open(world, siblings)
            if 2 ** len(siblings) * len(starts) * prod(map(len, choices)) > MOST_WORLDS:
                raise TooManyWorldsError
            for shared in product((True, False), repeat=len(siblings)):
                yield from self.answered(world, list(siblings.values()) + settled, (*shared, *(False for _ in settled)))

    def answered(self, world: World, siblings: list[Steps], shared: tuple[bool, ...]) -> Iterator[World]:
        """Answer for each pair of siblings whether what one of them lacks is shared; siblings they stay anyhow.

        Where one pair's sharing denies another's, whichever comes first stands: they come in every order, or where
        there are many, each of them first.
        """
        given = [steps for steps, shares in zip(siblings, shared, strict=True) if shares]
        denied = False
        turns = (given[first:] + given[:first] for first in range(len(given)))
        for order in permutations(given) if len(given) <= MOST_ORDERED else turns:
            made, denied = self.shared(world.copy(), siblings, list(order))
            yield made
            if not denied:
                return  # nothing was denied: any order gives this world

    def shared(self, world: World, siblings: list[Steps], given: list[Steps]) -> tuple[World, bool]:
        """Let the given pairs share in turn; return the world and whether something was denied."""
        pairs = [steps[0][:2] for steps in siblings]
        distinct = [(one, other) for one, other in pairs if world.find(one) != world.find(other)]
        denied = False
        for steps in given:
            one, other, _ = steps[0]
            halves = {{"F": "f", "M": "m"}[step[1:]] for _, _, step in steps if step[1:]}
            denied |= world.share(one, other, "".join(sorted(halves)) or "fm", distinct)
        for steps in siblings:
            one, other, _ = steps[0]
            if world.find(one) != world.find(other):
                common = world.new(None)
                world.further_parents += [(one, common, ""), (other, common, "")]
        return world, denied

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
                if one != other:
                    self.seen.setdefault((one, other), set()).add(near.kin_class(one, other))

    def step_stands(self, child: str, parent: str) -> bool:
        """Whether a raised step tie has not ended with the divorce of the step-parent from a parent of the child."""
        if self.switches.step_after_divorce:
            return True
        real = {row[1] for row in self.facts.parents + self.facts.adoptive if row[0] == child}
        left = {spouse for spouse in real if frozenset((spouse, parent)) in self.facts.divorced}
        married = {frozenset((one, other)) for one, other, _ in self.facts.marriages}
        return not left or any(frozenset((spouse, parent)) in married for spouse in real)

    def affinity_lasts(self, one: Node, other: Node) -> bool:
        """Whether a marriage that was not divorced still makes affinity: none died, or the survivor is alone."""
        deaths = sorted((self.died[person], person) for person in (one, other) if person in self.died)
        if not deaths or not self.switches.affinity_after_death:
            return not deaths
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
