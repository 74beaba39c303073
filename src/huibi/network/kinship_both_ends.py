"""Who is kin of a person and by which walks; where a way is tangled, the two are asked from both ends.

A register in a tangle (typing errors, hostile forms: everybody the cousin and the aunt of everybody) has more
readings than can be told apart. From where there are too many a walk goes on as `TANGLED`: it finds whoever may be
found, and makes nothing certain. Whom no such walk reaches is answered exactly. So of the two ends of a pair one that
answers exactly decides, and where neither does the two are kin, uncertain: the same from either end.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from huibi.model.ties import KinClass
from huibi.network.graph import TANGLED, covers, is_named
from huibi.network.kinship_search import (
    LeadsOn,
    NearOn,
    Patterns,
    Walk,
    Walks,
    by_node,
    classes_of,
    named,
    within_steps,
)

Shown = dict[str, Walks]  # walks to each of those whom they show to be kin

_FEW = 8  # choices on which a walk may rest and be plain from either end


class BothEnds:
    """Answers over the steps that the patterns walk."""

    def __init__(self, patterns: Patterns, leading_to: Callable[[str], LeadsOn]) -> None:
        """Take the patterns, and what tells which nodes may lie on a way of the counted steps to somebody."""
        self._patterns, self._leading_to = patterns, leading_to
        self._ways: dict[str, LeadsOn] = {}
        self._last: tuple[tuple[KinClass, str], Shown] = (KinClass.NONE, ""), {}
        self._turned: dict[tuple[KinClass, str], Shown] = {}

    def near(self, person: str, leads_on: NearOn | None = None) -> Iterator[tuple[KinClass, Shown]]:
        """Yield those of each of the four classes, from the strongest down, everybody once.

        `leads_on` tells of a node whether it may lie on a way to somebody who is asked about.
        """
        met = {person}
        for kin_class, walks in classes_of(replace(self._patterns, leads_on=leads_on), person):
            news = by_node(walk for walk in named(walks, person) if walk.node not in met)
            found = self._agreed(kin_class, person, news)
            met |= found.keys()
            yield kin_class, found

    def further(self, person: str, leads_on: LeadsOn | None = None) -> Shown:
        """Return everybody within the steps that are counted as `other`, those of a nearer class too."""
        walks = within_steps(self._patterns.ties, person, leads_on)
        return self._agreed(KinClass.OTHER, person, {node: walks[node] for node in walks if is_named(node)})

    def walks_to(self, kin_class: KinClass, person: str, other: str, leads_on: NearOn | None) -> Walks:
        """Return the walks of one of the four classes to somebody, from this end alone.

        Where nothing tells what leads on, those to everybody are kept until another person or class is asked for.
        """
        if leads_on is not None:
            patterns = replace(self._patterns, leads_on=leads_on)
            return [walk for walk in patterns.of(kin_class, person) if walk.node == other]
        if self._last[0] != (kin_class, person):
            self._last = (kin_class, person), by_node(self._patterns.of(kin_class, person))
        return self._last[1].get(other, [])

    def _agreed(self, kin_class: KinClass, person: str, shown: Shown) -> Shown:
        told = {other: self._from_both(kin_class, person, other, walks) for other, walks in shown.items()}
        return {other: walks for other, walks in told.items() if walks}

    def _from_both(self, kin_class: KinClass, person: str, other: str, walks: Walks) -> Walks:
        """Return the walks to somebody, with those from there where these do not say; none if from there it is none."""
        conditions = [walk.conditions for walk in walks]
        is_mutual = kin_class is not KinClass.NEAR_AFFINE or self._patterns.mutual
        is_plain = TANGLED not in conditions and min(map(len, conditions)) <= _FEW
        if is_plain or not is_mutual or covers(conditions):
            return walks
        turned = self._within(other, person) if kin_class is KinClass.OTHER else self._of(kin_class, other)
        back = [Walk(other, walk.rows, walk.conditions) for walk in turned.get(person, ())]
        return [*walks, *back] if back else []

    def _within(self, start: str, end: str) -> Shown:
        """Return who is within the steps of a start, the end at least."""
        if end not in self._ways:
            self._ways[end] = self._leading_to(end)
        return within_steps(self._patterns.ties, start, self._ways[end])

    def _of(self, kin_class: KinClass, person: str) -> Shown:
        key = kin_class, person
        if key not in self._turned:
            self._turned[key] = by_node(self._patterns.of(kin_class, person))
        return self._turned[key]
