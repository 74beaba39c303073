"""Walks from a person by the table of the kin classes in recusal.md.

Each class is a set of patterns over single steps; a common ancestor at most 2 up from each is a sibling of the
person or of a parent, or such a sibling's child, since whoever shares a parent is a sibling. Affinity is read from
both ends unless the policy says one. `other` is counted in steps.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from huibi.model.ties import KinClass
from huibi.network.graph import NO_CONDITION, Conditions, Edge, is_named, together
from huibi.network.kinship_marriages import State
from huibi.network.kinship_ties import Edges, Ties

OTHER_STEPS = 5
NEAR_STEPS = 4  # of the longest pattern of the four classes apart from the parent line
_VARIANTS = 4  # different sets of choices kept for one node in one pattern


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


@dataclass(frozen=True, slots=True)
class Patterns:
    """The four classes as patterns of steps."""

    ties: Ties
    mutual: bool
    after_death: bool
    leads_on: Callable[[str], bool] | None = (
        None  # whether a node may lie on a way of `NEAR_STEPS` to who is asked about
    )

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
        while level:
            level = [walk for walk in _longer(level, step) if _is_news(walk, seen)]
            found += level
        return found

    def _step(self, walks: Iterable[Walk], step: Callable[[str], Edges]) -> Walks:
        longer = _longer(walks, step)
        return longer if self.leads_on is None else [walk for walk in longer if self.leads_on(walk.node)]


def _longer(walks: Iterable[Walk], step: Callable[[str], Edges]) -> Walks:
    longer = (walk.then(edge) for walk in walks for edge in step(walk.node))
    return [walk for walk in longer if walk is not None]


def _is_news(walk: Walk, seen: dict[str, Walks]) -> bool:
    """Whether no walk to the same node asks for less; keeps the walk if so. Ends every circle."""
    others = seen.setdefault(walk.node, [])
    if any(other.conditions <= walk.conditions for other in others):
        return False
    if walk.conditions and len(others) >= _VARIANTS:  # what is certain is never left out
        return False
    others.append(walk)
    return True


def classes_of(patterns: Patterns, start: str) -> Iterator[tuple[KinClass, Walks]]:
    """Yield the walks of each statutory class, from the strongest class down."""
    for kin_class in KinClass:
        if kin_class.statutory:
            yield kin_class, patterns.of(kin_class, start)


LeadsOn = Callable[[str, int], bool]


def within_steps(ties: Ties, start: str, leads_on: LeadsOn | None = None) -> dict[str, Walks]:
    """Return everybody within 5 steps, by a certain walk where there is one, else by those that depend on choices.

    A longer term that leaves its chain open counts as that many certain steps as its longest chain has. `leads_on`
    tells of a node and how many steps away it is whether it may lie on a way to somebody who is asked about; of others
    the answer need not tell then.
    """
    certain, doubtful = _spread(ties, start, leads_on, most=0)
    if doubtful:
        for node, walks in _spread(ties, start, leads_on, most=_VARIANTS)[0].items():
            certain.setdefault(node, walks)
    del certain[start]
    return certain


def _spread(ties: Ties, start: str, leads_on: LeadsOn | None, *, most: int) -> tuple[dict[str, Walks], bool]:
    """Return the nodes within reach with the shortest walks to each, and whether a step was left out as uncertain.

    `most` walks over uncertain steps are kept for a node that ask for different choices; with 0 they are left out.
    """
    found: dict[str, Walks] = {}
    levels: list[dict[str, Walks]] = [{start: [Walk(start)]}, *({} for _ in range(OTHER_STEPS))]
    left_out = False
    for number, level in enumerate(levels):
        for node, walks in level.items():
            known = found.setdefault(node, [])
            news = [walk for walk in walks if _asks_less(walk, known)][: max(most, 1)]
            known += news
            if not news or number == OTHER_STEPS or (leads_on is not None and not leads_on(node, number)):
                continue
            for edge in ties.steps(node):
                if edge.certain or most:
                    _offer(levels[number + 1], news, edge)
                else:
                    left_out = True
            for other, steps, row in ties.open_terms(node):
                if number + steps <= OTHER_STEPS:
                    _offer(levels[number + steps], news, Edge(other, (row,)))
    return found, left_out


def _asks_less(walk: Walk, known: Walks) -> bool:
    return not any(other.conditions <= walk.conditions for other in known)


def _offer(level: dict[str, Walks], walks: Walks, edge: Edge) -> None:
    """Add the walks one edge longer to a level; of two that ask for the same, the one over fewer rows is kept."""
    for walk in walks:
        longer = walk.then(edge)
        if longer is None:
            continue
        known = level.setdefault(longer.node, [])
        same = next((place for place, other in enumerate(known) if other.conditions == longer.conditions), None)
        if same is None:
            known.append(longer)
        elif len(longer.rows) < len(known[same].rows):
            known[same] = longer


def named(walks: Iterable[Walk], start: str) -> Iterator[Walk]:
    """Yield the walks that end at another person of the register."""
    return (walk for walk in walks if walk.node != start and is_named(walk.node))
