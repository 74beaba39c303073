"""The steps of kinship, kept: where a change makes others of them, a kinship of the people around tells those."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from huibi.network.graph import is_named
from huibi.network.kinship_marriages import State, StepTie
from huibi.network.kinship_ties import Edges, Ties
from huibi.screening.live.source import Kind, Source


def _by(worst: State) -> Kind:
    return lambda ties, node: ties.marriages(node, worst)


_MARRIAGES: Mapping[State, Kind] = MappingProxyType({state: _by(state) for state in State})
KINDS: tuple[Kind, ...] = (
    *(kind for state, kind in _MARRIAGES.items() if state is not State.DIVORCED),
    Ties.up,
    Ties.down,
    Ties.siblings,
    Ties.step_up,
    Ties.step_down,
    Ties.steps,
)


class Steps(NamedTuple):
    """All that is told of a node: its steps by kind, and of a named one what its rows say whatever the steps."""

    edges: Mapping[Kind, Edges]
    open_terms: list[tuple[str, int, int]]
    stated: list[tuple[str, int]]
    step_kin: tuple[StepTie, ...]

    @classmethod
    def of(cls, source: Source, node: str) -> "Steps":
        """Return what a source tells of a node."""
        edges = {kind: source.edges(kind, node) for kind in KINDS}
        if not is_named(node):
            return cls(edges, [], [], ())
        return cls(edges, source.open_terms(node), source.stated(node), source.step_kin(node))


class LiveTies(Ties):
    """Steps by node: as the first run tells them, where none were kept since."""

    def __init__(self, first: Source) -> None:
        self._first = first
        self._later: dict[str, Steps] = {}

    def told(self, node: str) -> Steps:
        """Return all that is told of a node."""
        return self._later.get(node) or Steps.of(self._first, node)

    def keep(self, steps: Mapping[str, Steps]) -> None:
        """Have other steps told of some nodes from now on."""
        self._later.update(steps)

    def up(self, node: str) -> Edges:
        """Return the parents."""
        return self._of(node, Ties.up)

    def down(self, node: str) -> Edges:
        """Return the children."""
        return self._of(node, Ties.down)

    def siblings(self, node: str) -> Edges:
        """Return the siblings."""
        return self._of(node, Ties.siblings)

    def step_up(self, node: str) -> Edges:
        """Return the step-parents whose tie counts."""
        return self._of(node, Ties.step_up)

    def step_down(self, node: str) -> Edges:
        """Return the step-children whose tie counts."""
        return self._of(node, Ties.step_down)

    def marriages(self, node: str, worst: State) -> Edges:
        """Return the spouses by marriages in a state up to `worst`."""
        return self._of(node, _MARRIAGES[worst])

    def steps(self, node: str) -> Edges:
        """Return every single step over which `other` is counted."""
        return self._of(node, Ties.steps)

    def open_terms(self, node: str) -> list[tuple[str, int, int]]:
        """Return (other, steps, row) for each longer term that leaves its chain open."""
        kept = self._later.get(node)
        return self._first.open_terms(node) if kept is None else kept.open_terms

    def stated(self, person: str) -> list[tuple[str, int]]:
        """Return (other, row) for every row that relates somebody to a person, whatever the steps."""
        kept = self._later.get(person)
        return self._first.stated(person) if kept is None else kept.stated

    def step_kin(self, person: str) -> tuple[StepTie, ...]:
        """Return the recorded step ties of a person."""
        kept = self._later.get(person)
        return self._first.step_kin(person) if kept is None else kept.step_kin

    def _of(self, node: str, kind: Kind) -> Edges:
        kept = self._later.get(node)
        return self._first.edges(kind, node) if kept is None else kept.edges[kind]
