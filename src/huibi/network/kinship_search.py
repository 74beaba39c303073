"""Walks from a person by the table of the kin classes in recusal.md.

Each class is a set of patterns over single steps; a common ancestor at most 2 up from each is a sibling of the
person or of a parent, or such a sibling's child, since whoever shares a parent is a sibling. Affinity is read from
both ends unless the policy says one. `other` is counted in steps.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from huibi.model.ties import KinClass
from huibi.network.graph import (
    MOST_VARIANTS,
    NO_CONDITION,
    TANGLED,
    Conditions,
    Edge,
    as_one,
    is_named,
    says_less,
    together,
    weight,
)
from huibi.network.kinship_marriages import State
from huibi.network.kinship_ties import Edges, Ties

OTHER_STEPS = 5
NEAR_STEPS = 4  # of the longest pattern of the four classes apart from the parent line
_MANY = 24  # walks to one node that are let be: only of more it is asked which of them say something


class Walk(NamedTuple):
    """A way from the person to `node`: the rows that say so, the choices under which it is there."""

    node: str
    rows: tuple[int, ...] = ()
    conditions: Conditions = NO_CONDITION

    def then(self, edge: Edge) -> "Walk | None":
        """Return the walk one edge longer, None if the choices exclude each other."""
        chosen = self.conditions if not edge.conditions else together(self.conditions, edge.conditions)
        if chosen is None:
            return None
        return Walk(edge.target, self.rows + edge.rows, chosen)


Walks = list[Walk]
NearOn = Callable[[str], bool]  # whether a node may lie on a way of `NEAR_STEPS` to who is asked about
LeadsOn = Callable[[str, int], bool]  # whether a node so many steps away may lie on a way to who is asked about


@dataclass(frozen=True, slots=True)
class Patterns:
    """The four classes as patterns of steps."""

    ties: Ties
    mutual: bool
    after_death: bool
    leads_on: NearOn | None = None

    def of(self, kin_class: KinClass, start: str) -> Walks:
        """Return the walks of one of the four classes."""
        walks = {
            KinClass.SPOUSE: self.spouses,
            KinClass.LINEAL: self.lineal,
            KinClass.COLLATERAL3: self.collateral,
            KinClass.NEAR_AFFINE: self.affine,
        }
        return walks[kin_class](start)

    def spouses(self, start: str) -> Walks:
        """Return husband and wife; the marriage standing."""
        return self._spouses_of(Walk(start))

    def _spouses_of(self, walk: Walk) -> Walks:
        return self._step([walk], lambda node: self.ties.marriages(node, State.STANDING))

    def lineal(self, start: str) -> Walks:
        """Return everybody up or down the parent line, and step kin whose tie counts."""
        found = [*self._line(start, self.ties.up), *self._line(start, self.ties.down)]
        return [*found, *self._step([Walk(start)], self.ties.step_up), *self._step([Walk(start)], self.ties.step_down)]

    def collateral(self, start: str) -> Walks:
        """Return siblings, uncles and aunts by blood, nephews and nieces, first cousins."""
        return self._collateral_of(Walk(start))

    def _collateral_of(self, walk: Walk) -> Walks:
        up = self._step([walk], self.ties.up)
        level = self._step([walk, *up], self.ties.siblings)
        found = [*level, *self._step(level, self.ties.down)]
        return [longer for longer in found if longer.node != walk.node]  # the child of an aunt may be the person

    def close(self, start: str) -> Walks:
        """Return spouse, children (adopted and raised step too) and children's spouses, marriages standing."""
        children = self._step([Walk(start)], lambda node: (*self.ties.down(node), *self.ties.step_down(node)))
        return [*self.spouses(start), *children, *(walk for child in children for walk in self._spouses_of(child))]

    def affine(self, start: str) -> Walks:
        """Return near affines, from one end or from either."""
        spouses = self._step([Walk(start)], self._mates)
        in_laws = self._step(spouses, self.ties.siblings)
        found = [*self._parents(spouses), *in_laws, *self._step(in_laws, self._mates)]
        if self.mutual:
            found += [walk for spouse in spouses for walk in self._collateral_of(spouse)]
        children = self._step([Walk(start)], lambda node: (*self.ties.down(node), *self.ties.step_down(node)))
        theirs = self._step(children, self._mates)
        found += [*theirs, *self._parents(theirs)]
        return [*found, *self._step(self.collateral(start), self._mates)]

    def _mates(self, node: str) -> Edges:
        return self.ties.marriages(node, State.WIDOWED if self.after_death else State.STANDING)

    def _parents(self, walks: Walks) -> Walks:
        return self._step(walks, lambda node: (*self.ties.up(node), *self.ties.step_up(node)))

    def _line(self, start: str, step: Callable[[str], Edges]) -> Walks:
        found: Walks = []
        level = [Walk(start)]
        seen: dict[str, Walks] = {start: level}
        while level:  # ends in every circle, since what is seen again asks for no less
            level = [walk for node, walks in by_node(_longer(level, step)).items() for walk in _news(walks, seen, node)]
            found += level
        return found

    def _step(self, walks: Iterable[Walk], step: Callable[[str], Edges]) -> Walks:
        longer = _longer(walks, step)
        if self.leads_on is not None:
            longer = [walk for walk in longer if self.leads_on(walk.node)]
        if len(longer) <= _MANY and all(walk.conditions != TANGLED for walk in longer):
            return longer
        return [walk for some in by_node(longer).values() for walk in _few(some)]


def _longer(walks: Iterable[Walk], step: Callable[[str], Edges]) -> Walks:
    longer = (walk.then(edge) for walk in walks for edge in step(walk.node))
    return [walk for walk in longer if walk is not None]


def by_node(walks: Iterable[Walk]) -> dict[str, Walks]:
    """Return the walks by where they end."""
    found: dict[str, Walks] = {}
    for walk in walks:
        found.setdefault(walk.node, []).append(walk)
    return found


def _news(walks: Walks, seen: dict[str, Walks], node: str) -> Walks:
    """Return the walks to a node that ask for something less than those seen there, and keep them as seen."""
    known = seen.setdefault(node, [])
    news = _least([walk for walk in walks if _asks_less(walk, known)])
    if len(known) + len(news) > MOST_VARIANTS and all(walk.conditions for walk in news):  # what is certain stays
        news = [walk._replace(conditions=TANGLED) for walk in news[:1] if _asks_less(Walk(node, (), TANGLED), known)]
    known += news
    return news


def _few(walks: Walks) -> Walks:
    is_plain = len(walks) <= _MANY and all(walk.conditions != TANGLED for walk in walks)
    return walks if is_plain else _least(walks)


def _least(walks: Walks) -> Walks:
    """Return those of the walks to one node that ask for least; where these are too many, one that is tangled."""
    if len(walks) < 2:  # noqa: PLR2004 - the usual case
        return walks
    found: Walks = []
    for walk in sorted(walks, key=_by_weight):
        if _asks_less(walk, found):
            found.append(walk)
            if len(found) > MOST_VARIANTS:
                return [found[0]._replace(conditions=as_one(one.conditions for one in walks))]
    return found


def _by_weight(walk: Walk) -> tuple[tuple[bool, bool, int], int, tuple[int, ...]]:
    return weight(walk.conditions), len(walk.rows), walk.rows


def classes_of(patterns: Patterns, start: str) -> Iterator[tuple[KinClass, Walks]]:
    """Yield the walks of each statutory class, from the strongest class down."""
    for kin_class in KinClass:
        if kin_class.statutory:
            yield kin_class, patterns.of(kin_class, start)


def within_steps(ties: Ties, start: str, leads_on: LeadsOn | None = None) -> dict[str, Walks]:
    """Return everybody within 5 steps, by a certain walk where there is one, else by those that depend on choices.

    A longer term that leaves its chain open counts as that many certain steps as its longest chain has. `leads_on`
    tells of a node and how many steps away it is whether it may lie on a way to somebody who is asked about; of others
    the answer need not tell then.
    """
    certain, doubtful = _spread(ties, start, leads_on, doubtful=False)
    if doubtful:
        for node, walks in _spread(ties, start, leads_on, doubtful=True)[0].items():
            certain.setdefault(node, walks)
    del certain[start]
    return certain


def _spread(ties: Ties, start: str, leads_on: LeadsOn | None, *, doubtful: bool) -> tuple[dict[str, Walks], bool]:
    """Return the nodes within reach with the shortest walks to each, and whether a step was left out as uncertain."""
    found: dict[str, Walks] = {}
    levels: list[dict[str, dict[Conditions, Walk]]] = [{start: {NO_CONDITION: Walk(start)}}]
    levels += ({} for _ in range(OTHER_STEPS))
    left_out = False
    for number, level in enumerate(levels):
        for node, walks in level.items():
            news = _news(list(walks.values()), found, node)
            if not news or number == OTHER_STEPS or (leads_on is not None and not leads_on(node, number)):
                continue
            for edge in ties.steps(node):
                if edge.certain or doubtful:
                    _offer(levels[number + 1], news, edge)
                else:
                    left_out = True
            for other, steps, row in ties.open_terms(node):
                if number + steps <= OTHER_STEPS:
                    _offer(levels[number + steps], news, Edge(other, (row,)))
    return found, left_out


def _asks_less(walk: Walk, known: Walks) -> bool:
    return not any(says_less(walk.conditions, other.conditions) for other in known)


def _offer(level: dict[str, dict[Conditions, Walk]], walks: Walks, edge: Edge) -> None:
    """Add the walks one edge longer to a level; of two that ask for the same, the one over fewer rows is kept."""
    for walk in walks:
        longer = walk.then(edge)
        if longer is None:
            continue
        known = level.setdefault(longer.node, {})
        same = known.get(longer.conditions)
        if same is None or len(longer.rows) < len(same.rows):
            known[longer.conditions] = longer


def named(walks: Iterable[Walk], start: str) -> Iterator[Walk]:
    """Yield the walks that end at another person of the register."""
    return (walk for walk in walks if walk.node != start and is_named(walk.node))
