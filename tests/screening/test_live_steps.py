"""The steps of kinship that are kept are, after each changed row, those of a kinship of the whole register."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huibi.network.kinship import Kinship
from huibi.policy import load_policy
from huibi.screening.live.around import Around
from huibi.screening.live.source import Source
from huibi.screening.live.tables import Change, Tables
from huibi.screening.live.ties import Steps
from screening.edits import Edits

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
SOAK = 400
PEOPLE = 30


class Kept:
    """A register that changes, its steps as they are kept, and as a kinship of all rows tells them."""

    def __init__(self, edits):
        register, plan = edits.begin()
        self.switches, self.as_of = load_policy(plan.policy).switches, plan.as_of
        self.tables = Tables(register)
        self.around = Around(self.tables, self.whole(), self.as_of, self.switches)

    def whole(self):
        """The kinship of the whole register as it is now."""
        return Kinship(self.tables.snapshot(), self.as_of, self.switches)

    def change(self, table, old, new):
        """Change a row of kin or persons, and return whom it concerns."""
        change = Change(table, old, new)
        self.tables.check(change)
        starts, numbers = self.around.starts(change), self.around.numbers(change)
        self.tables.apply(change)
        return self.around.renew(starts, numbers)

    def wrong(self):
        """The first node of which something else is kept than the whole tells, with both; None if there is none."""
        rows = {number for person in self.tables.register.persons for number, _ in self._rows(person)}
        source = Source(self.whole(), sorted(rows))
        seen = set(self.tables.register.persons)
        left = sorted(seen)
        while left:
            node = left.pop()
            kept, told = self.around.ties.told(node), Steps.of(source, node)
            if kept != told:
                return node, kept, told
            news = {edge.target for edges in told.edges.values() for edge in edges} - seen
            seen |= news
            left += news
        return None

    def _rows(self, person):
        return self.tables.kin.numbered("person", person)


def first_wrong(edits, count):
    """The first edit of kin or persons after which a step is another than in the whole; None if there is none."""
    kept = Kept(edits)
    while count:
        edit = edits.edit(kept.tables.snapshot())
        if edit is None or edit[0] not in ("kin", "persons"):
            continue
        count -= 1
        kept.change(*edit)
        if (wrong := kept.wrong()) is not None:
            return edit, wrong
    return None


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=SLOW)
@given(st.randoms(use_true_random=False), st.sampled_from([20, 35, 50]))
def test_the_steps_are_those_of_the_whole(chance, rows):
    """Random edits of kin rows and persons, under random policies."""
    assert first_wrong(Edits(chance, PEOPLE, rows), 6) is None


@pytest.mark.soak
@pytest.mark.parametrize("rows", [20, 35, 50])
def test_the_steps_are_those_of_the_whole_many_times(rows):
    """The same on thousands of registers."""
    found = {seed: first_wrong(Edits(Random(seed), PEOPLE, rows), 10) for seed in range(SOAK)}  # noqa: S311 - dice
    assert {seed: one for seed, one in found.items() if one is not None} == {}


def test_whoever_is_related_otherwise_is_among_those_concerned():
    """Everybody between whom a change makes another relation is told of as concerned, from both ends."""
    changed = 0
    for seed in range(12):
        edits = Edits(Random(seed), PEOPLE, 30)  # noqa: S311 - dice
        kept = Kept(edits)
        for _ in range(12):
            edit = edits.edit(kept.tables.snapshot())
            if edit is None or edit[0] != "kin":
                continue
            before, felt, after = kept.whole(), kept.change(*edit), kept.whole()
            for one in kept.tables.register.persons:
                was, now = (
                    {other: (r.kin_class, r.uncertain) for other, r in of.relatives(one).items()}
                    for of in (before, after)
                )
                for other in {key for key in was.keys() | now.keys() if was.get(key) != now.get(key)}:
                    changed += 1
                    assert other in felt.with_(one) or felt.is_near(one)
    assert changed > 100
