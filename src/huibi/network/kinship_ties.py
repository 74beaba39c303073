"""The steps from each node on the day: recorded, implied by longer terms, and shared between siblings."""

from functools import cache, partial

from huibi.network.graph import (
    DOWN,
    MARRIAGE,
    SIBLING,
    STEP_DOWN,
    STEP_UP,
    UP,
    Conditions,
    Edge,
    best,
    is_named,
    together,
    without,
)
from huibi.network.kinship_marriages import Marriages, State, StepTie
from huibi.network.kinship_recorded import Recorded
from huibi.network.kinship_shared import Shared
from huibi.network.kinship_told import Told
from huibi.network.kinship_unnamed import Derived

Edges = tuple[Edge, ...]
_ROLES = ("f", "m", "")
_FACTS = {UP: "up", DOWN: "down", SIBLING: "siblings"}


class Ties:
    """Steps by kind, worked out for a node when first asked for and kept; none of those of a tangled family."""

    def __init__(
        self,
        recorded: Recorded,
        derived: Derived,
        marriages: Marriages,
        told: Told,
        *,
        wide_step: bool,
    ) -> None:
        self._recorded = recorded
        self._derived = derived
        self._marriages = marriages
        self._wide_step = wide_step
        self._up, self._down, self._siblings = map(cache, (self._parents, self._children, self._all_siblings))
        self._step_up = cache(partial(self._step_ties, is_parent=True))
        self._step_down = cache(partial(self._step_ties, is_parent=False))
        self._unions = cache(partial(self._with_alike, what=MARRIAGE))
        self._married, self._every_step = cache(self._spouses), cache(self._steps)
        self._own = cache(self._recorded_and_implied)
        self._tangles = told if told.is_tangled else None
        self._doubles = told.doubles()
        self._shared = Shared(self._own, self._doubles)

    def up(self, node: str) -> Edges:
        """Return the parents."""
        return self._up(node)

    def down(self, node: str) -> Edges:
        """Return the children."""
        return self._down(node)

    def siblings(self, node: str) -> Edges:
        """Return the siblings, also half, stated or by a common parent."""
        return self._siblings(node)

    def step_up(self, node: str) -> Edges:
        """Return the step-parents whose tie counts."""
        return self._step_up(node)

    def step_down(self, node: str) -> Edges:
        """Return the step-children whose tie counts."""
        return self._step_down(node)

    def marriages(self, node: str, worst: State) -> Edges:
        """Return the spouses by marriages in a state up to `worst`."""
        return self._married(node, worst)

    def steps(self, node: str) -> Edges:
        """Return every single step over which `other` is counted, each node once or with what it depends on."""
        return self._every_step(node)

    def stated(self, person: str) -> list[tuple[str, int]]:
        """Return (other, row) for every row that relates somebody to a person, whatever the steps."""
        return self._recorded.stated(person) if is_named(person) else []

    def step_kin(self, person: str) -> tuple[StepTie, ...]:
        """Return the recorded step ties of a person, those too that do not count."""
        return self._marriages.steps(person) if is_named(person) else ()

    def open_terms(self, node: str) -> list[tuple[str, int, int]]:
        """Return (other, steps, row) for each longer term that leaves its chain open: at most so many steps."""
        return self._derived.open_terms(node) if is_named(node) else []

    # what is recorded or implied of the node itself

    def _recorded_and_implied(self, node: str, what: str) -> Edges:
        if self._is_tangled(node, what):
            return ()
        recorded: Edges = getattr(self._recorded.facts(node), _FACTS[what]) if is_named(node) and what in _FACTS else ()
        implied = self._implied(node, what)
        return best([*recorded, *implied]) if implied else recorded  # which are the best already

    def _is_tangled(self, node: str, what: str) -> bool:
        """Whether the steps of a kind are told by matrices alone (kinship_beyond)."""
        if self._tangles is None:
            return False
        if what in (UP, SIBLING):
            return self._tangles.is_tangled_child(node)
        return what == DOWN and self._tangles.is_tangled_parent(node)

    def _implied(self, node: str, what: str) -> list[Edge]:
        return [edge for step, edge in self._derived.of(node) if step == what]

    def _alone(self, node: str, what: str) -> list[Edge]:
        """Return the own steps, and those that siblings share."""
        found = list(self._own(node, what))
        if what == UP:
            for role in _ROLES:
                found += self._shared.parents(node, role)
        elif what == DOWN:
            for child in self._own(node, DOWN):
                found += self._shared.children(node, child)
        elif what == SIBLING:
            found += [*self._shared.siblings(node, "f"), *self._shared.siblings(node, "m")]
        return found

    def _with_alike(self, node: str, what: str) -> list[Edge]:
        """Return the steps, those of whoever may be the same person, and those to whoever may be the same."""
        own = self._own(node, what)
        alone = self._alone(node, what)
        if not self._doubles or (node not in self._doubles and all(edge.target not in self._doubles for edge in alone)):
            return alone  # nobody may be anybody else: the usual case
        steps = [*own]
        for other in self._shared.alike(node):
            steps += (step for edge in self._own(other.target, what) if (step := _follow(other, edge)) is not None)
        found = steps.copy()
        for edge in steps:
            for other in self._shared.alike(edge.target):
                if (step := _follow(edge, other)) is not None:
                    found.append(step._replace(role=edge.role))
        return [*found, *alone[len(own) :]]

    def _parents(self, node: str) -> Edges:
        found = self._with_alike(node, UP)
        if self._wide_step:
            found += self.step_up(node)
        return best(edge for edge in found if edge.target != node)

    def _children(self, node: str) -> Edges:
        found = self._with_alike(node, DOWN)
        if self._wide_step:
            found += self.step_down(node)
        return best(edge for edge in found if edge.target != node)

    def _all_siblings(self, node: str) -> Edges:
        """Return the siblings; who may be the node itself is one only where it is not."""
        found = self._with_alike(node, SIBLING)
        for parent in self.up(node):
            found += (step for child in self.down(parent.target) if (step := _follow(parent, child)) is not None)
        oneself: dict[str, list[Conditions]] = {}
        for edge in self._shared.alike(node):
            oneself.setdefault(edge.target, []).append(edge.conditions)
        others = [edge._replace(role="") if edge.role else edge for edge in found if edge.target != node]
        if not oneself:
            return best(others)
        return best(narrowed for edge in others for narrowed in without([edge], oneself.get(edge.target, ())))

    def _step_ties(self, node: str, *, is_parent: bool) -> Edges:
        found = self._implied(node, STEP_UP if is_parent else STEP_DOWN)
        if is_named(node):
            ties = self._marriages.steps(node)
            found += [Edge(tie.other, tie.rows) for tie in ties if tie.stands and tie.is_parent == is_parent]
        return best(found)

    def _spouses(self, node: str, worst: State) -> Edges:
        found = []
        if is_named(node):
            found = [Edge(one.spouse, one.rows[:1]) for one in self._marriages.of(node) if one.state <= worst]
        for edge in self._unions(node):
            if self._marriages.unrecorded(node, edge.target, edge.rows) <= worst:
                found.append(edge)
        return best(edge for edge in found if edge.target != node)

    def _steps(self, node: str) -> Edges:
        found = [*self.up(node), *self.down(node), *self.siblings(node), *self.marriages(node, State.FOLLOWED)]
        return best([*found, *self.step_up(node), *self.step_down(node)])


def _follow(first: Edge, second: Edge) -> Edge | None:
    """Return two steps as one edge to the end of the second, None if their choices exclude each other."""
    chosen = together(first.conditions, second.conditions)
    if chosen is None:
        return None
    return Edge(second.target, first.rows + second.rows, second.role, chosen)
