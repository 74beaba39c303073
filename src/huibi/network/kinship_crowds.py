"""Crowds: so many nodes that may be one and the same person that it is not asked who is whom.

Unnamed parents are found by comparing everybody with everybody, each time under choices of its own: a family in a
tangle has no end of them. From so many on they are treated as one, with all that is said of any of them. What follows
is `TANGLED`.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping

from huibi.network.graph import DOWN, SIBLING, TANGLED, UP, Edge, best, is_named

MOST_ALIKE = 12  # nodes that are told apart; eight brothers whose forms name a grandfather, but no father, have eight
Rows = tuple[int, ...]
Alone = Callable[[str, str], Iterable[Edge]]


class Crowds:
    """Answers what nodes (each with everybody in its crowd) have as one; `own` are the steps of a node itself."""

    def __init__(self, own: Callable[[str, str], tuple[Edge, ...]], crowds: Mapping[str, tuple[str, ...]]) -> None:
        self._own = own
        self._crowds = crowds
        self._rows: dict[str, dict[str, Rows]] = {}
        self._as_one: dict[tuple[str, str], tuple[Edge, ...]] = {}

    def __contains__(self, node: str) -> bool:
        return node in self._crowds

    def is_stood_for(self, node: str) -> bool:
        """Whether a node is of a crowd for which another stands."""
        return node in self._crowds and node != self._crowds[node][0]

    def steps(self, node: str, what: str, alone: Alone) -> Iterator[Edge]:
        """Yield what a node of a crowd has from all of it; `alone` are the steps of a node with what siblings share."""
        if node not in self._crowds:
            return
        first = self._crowds[node][0]
        if (first, what) not in self._as_one:
            self._as_one[first, what] = best(
                Edge(edge.target, self._path(one) + edge.rows, edge.role, TANGLED)
                for one in self._crowds[first]
                for found in alone(one, what)
                for edge in (found, *self.beyond(found))
            )
        for edge in self._as_one[first, what]:
            yield edge._replace(rows=self._path(node) + edge.rows)

    def beyond(self, edge: Edge) -> Iterator[Edge]:
        """Yield the edges to who may be the target of one: to who stands for its crowd, and to the named of it."""
        for other in self._crowds.get(edge.target, ()):
            if other != edge.target and (is_named(other) or not self.is_stood_for(other)):
                yield Edge(other, edge.rows + self._path(edge.target) + self._path(other), edge.role, TANGLED)

    def _path(self, node: str) -> Rows:
        """Return the rows that lead from a node to who stands for its crowd."""
        first = self._crowds[node][0]
        if first not in self._rows:
            self._rows[first] = self._paths(first, set(self._crowds[first]))
        return self._rows[first][node]

    def _paths(self, first: str, wanted: set[str]) -> dict[str, Rows]:
        paths: dict[str, Rows] = {first: ()}
        queue = deque([first])
        while queue and not wanted <= paths.keys():
            here = queue.popleft()
            for edge in (edge for what in (UP, DOWN, SIBLING) for edge in self._own(here, what)):
                if edge.target not in paths:
                    paths[edge.target] = paths[here] + edge.rows
                    queue.append(edge.target)
        return {node: paths[node] for node in wanted}
