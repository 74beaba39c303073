"""Closeness that is kept is, after any changes of ties and of sides, the strongest chain of all there are."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huibi.network.acquaintance import Near
from huibi.screening.live.closeness import Closeness

PEOPLE = [f"P{number}" for number in range(24)]
STRENGTHS = (0.0, 0.0, 0.15, 0.3, 0.4, 0.5, 0.7, 1.0)


class Town:
    """People tied to each other, some of them on a side or on both."""

    def __init__(self, chance):
        self.chance = chance
        self.known, self.kin = ({person: {} for person in PEOPLE} for _ in range(2))
        self.nears, self.sides = {}, (set(), set())
        self.closeness = Closeness(self.nears, self.sides)
        self.before = {}  # closeness at the last settling, of those who have not left since
        for _ in range(chance.choice((10, 40, 120))):
            self.tie()

    def tie(self):
        """Tie two otherwise."""
        one, other = self.chance.sample(PEOPLE, 2)
        table = self.chance.choice((self.known, self.known, self.kin))
        self._set([(one, other)], table, self.chance.choice(STRENGTHS))

    def leave_all(self):
        """Take away whomever somebody knows, or give as many."""
        one = self.chance.choice(PEOPLE)
        others = [other for other in PEOPLE if other != one]
        self._set([(one, other) for other in others], self.known, self.chance.choice(STRENGTHS))

    def side(self):
        """Let somebody join or leave a side."""
        side, person = self.chance.choice((0, 1)), self.chance.choice(PEOPLE)
        if person in self.sides[side]:
            self.sides[side].discard(person)
            self.closeness.left(side, person)
            self.before = {pair: value for pair, value in self.before.items() if pair[side] != person}
            if person not in self.sides[1 - side]:
                del self.nears[person]
        else:
            self.sides[side].add(person)
            self.nears.setdefault(person, Near(dict(self.known[person]), dict(self.kin[person])))
            self.closeness.joined(side, person)

    def _set(self, pairs, table, strength):
        for pair in pairs:
            for one, other in (pair, pair[::-1]):
                before = self.known[one].get(other, 0.0), self.kin[one].get(other, 0.0)
                table[one].pop(other, None)
                if strength:
                    table[one][other] = strength
                if one in self.nears:
                    self.nears[one] = Near(dict(self.known[one]), dict(self.kin[one]))
                    self.closeness.changed(one, other, before)

    def strongest(self):
        """The closeness of every pair by the rule itself: at most two ties, one of them kin at most."""
        ties = {one: [(other, s, False) for other, s in self.known[one].items()] for one in PEOPLE}
        for one in PEOPLE:
            ties[one] += [(other, s, True) for other, s in self.kin[one].items()]
        chains = [(one, other, s) for one in PEOPLE for other, s, _ in ties[one]]
        chains += [
            (one, end, s * other_s)
            for one in self.sides[0]
            for link, s, is_kin in ties[one]
            for end, other_s, other_kin in ties[link]
            if one != end and not (is_kin and other_kin)
        ]
        found = {}
        for one, other, product in chains:
            if one in self.sides[0] and other in self.sides[1] and product >= 0.15 - 1e-9:
                found[one, other] = max(product, found.get((one, other), 0.0))
        return found

    def kept(self):
        """The closeness of every pair as it is kept."""
        return {(one, member): value for member in self.sides[1] for one, value in self.closeness.to(member).items()}


def wrong(chance, rounds):
    """What is kept and what should be, after the first settling that gets it wrong; None if there is none."""
    town = Town(chance)
    for _ in range(rounds):
        for _ in range(chance.choice((1, 1, 3, 12))):
            chance.choice((*[town.tie] * 4, *[town.side] * 3, town.leave_all))()
        moved = town.closeness.settle()
        before, kept, right = town.before, town.kept(), town.strongest()
        others = {pair for pair in before.keys() | right.keys() if before.get(pair) != right.get(pair)}
        if kept != right or moved != others:
            return kept, right, moved ^ others
        town.before = right
    return None


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_what_is_kept_is_the_strongest_chain(chance):
    """Single ties, everybody somebody knows, and who is on which side: closeness and what moves are right."""
    assert wrong(chance, 12) is None


@pytest.mark.soak
def test_what_is_kept_is_the_strongest_chain_many_times():
    """The same for hundreds of towns."""
    found = {seed: wrong(Random(seed), 30) for seed in range(300)}  # noqa: S311 - dice
    assert {seed: one for seed, one in found.items() if one is not None} == {}
