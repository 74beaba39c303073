"""The steps of kinship, kept: where a change makes others of them, a kinship of the people around tells those."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from huibi.network.kinship_marriages import State, StepTie
from huibi.network.kinship_ties import Edges, Ties
from huibi.screening.live.source import Kind, Source


def _by(worst: State) -> Kind:
    return lambda ties, node: ties.marriages(node, worst)


_MARRIAGES: Mapping[State, Kind] = MappingProxyType({state: _by(state) for state in State})
KINDS: tuple[Kind, ...] = (
    *(_MARRIAGES[state] for state in (State.STANDING, State.WIDOWED, State.FOLLOWED)),
    Ties.up,
    Ties.down,
    Ties.siblings,
    Ties.step_up,
    Ties.step_down,
    Ties.steps,
)


class LiveTies(Ties):
    """Steps by node, each from where it was told last."""

    def __init__(self, first: Source) -> None:
        self._first = first
        self._sources: dict[str, Source] = {}

    def source(self, node: str) -> Source:
        """Return what tells of a node."""
        return self._sources.get(node, self._first)

    def tell_by(self, source: Source, nodes: Iterable[str]) -> None:
        """Have nodes told by another source from now on."""
        self._sources.update(dict.fromkeys(nodes, source))

    def up(self, node: str) -> Edges:
        """Return the parents."""
        return self.source(node).edges(Ties.up, node)

    def down(self, node: str) -> Edges:
        """Return the children."""
        return self.source(node).edges(Ties.down, node)

    def siblings(self, node: str) -> Edges:
        """Return the siblings."""
        return self.source(node).edges(Ties.siblings, node)

    def step_up(self, node: str) -> Edges:
        """Return the step-parents whose tie counts."""
        return self.source(node).edges(Ties.step_up, node)

    def step_down(self, node: str) -> Edges:
        """Return the step-children whose tie counts."""
        return self.source(node).edges(Ties.step_down, node)

    def marriages(self, node: str, worst: State) -> Edges:
        """Return the spouses by marriages in a state up to `worst`."""
        return self.source(node).edges(_MARRIAGES[worst], node)

    def steps(self, node: str) -> Edges:
        """Return every single step over which `other` is counted."""
        return self.source(node).edges(Ties.steps, node)

    def open_terms(self, node: str) -> list[tuple[str, int, int]]:
        """Return (other, steps, row) for each longer term that leaves its chain open."""
        return self.source(node).open_terms(node)

    def stated(self, person: str) -> list[tuple[str, int]]:
        """Return (other, row) for every row that relates somebody to a person, whatever the steps."""
        return self.source(person).stated(person)

    def step_kin(self, person: str) -> tuple[StepTie, ...]:
        """Return the recorded step ties of a person."""
        return self.source(person).step_kin(person)
