"""Longer terms told as single steps between recorded and unnamed persons, for every row that needs it.

A row such as 舅舅 (m,xb) says: the person's mother, whoever she is, is a sister of the relative. A term with several
chains (表哥) gives the steps of each under the condition that this chain is meant.
"""

from collections.abc import Iterator
from typing import NamedTuple

from huibi.model.people import Sex
from huibi.network.graph import (
    DOWN,
    MARRIAGE,
    NO_CONDITION,
    REVERSED,
    SIBLING,
    STEP_UP,
    UP,
    Conditions,
    Edge,
    row_choice,
    slot,
)
from huibi.network.kinship_marriages import Marriages
from huibi.network.kinship_places import Place, Places
from huibi.network.kinship_recorded import Recorded
from huibi.network.kinship_rows import Rows
from huibi.network.kinship_shown import Shown
from huibi.network.terms_chains import MALE_STEPS, Path, codes, kind, plain, shared_side

_ROUNDS = 4  # more than generations between two known persons who depend on each other
_ROLES = {Sex.MALE: "f", Sex.FEMALE: "m", None: ""}


class _Step(NamedTuple):
    """One step of one reading of a row."""

    token: str
    before: Place
    after: Place
    role: str  # the side that `before` is of a child: f, m, or empty if the sex is not known
    rows: tuple[int, ...]


class Derived:
    """The steps that longer terms imply, by node; built once.

    First it is learnt whom longer terms name as parents (祖父 names the father of a father), until nothing new turns
    up; then every row is told with the persons that are known by then.
    """

    def __init__(self, rows: Rows, recorded: Recorded, marriages: Marriages) -> None:
        self._rows = rows
        self._marriages = marriages
        self._recorded = recorded
        self._places = Places(recorded, marriages)
        shown = Shown(rows, recorded, marriages)
        self._paths = {index: shown.paths(index) for index in rows.many}
        self._edges: dict[str, list[tuple[str, Edge]]] = {}
        self._open: dict[str, list[tuple[str, int, int]]] = {}
        self._settled: dict[int, list[_Step]] = {}
        plainly = [index for index, paths in self._paths.items() if len(paths) == 1]
        for _ in range(_ROUNDS):
            if not any([self._learn(index) for index in plainly]):  # noqa: C419 - every row is to be learnt from
                break
            plainly = [index for index in plainly if index not in self._settled]
        for index in rows.many:
            self._add(index)

    def of(self, node: str) -> list[tuple[str, Edge]]:
        """Return the implied steps of a node, each with its kind."""
        return self._edges.get(node, [])

    def edges(self) -> Iterator[tuple[str, str, Edge]]:
        """Yield every implied step with its source and kind; each of them from both its ends."""
        for source, told in self._edges.items():
            for step, edge in told:
                yield source, step, edge

    def all_open_terms(self) -> Iterator[tuple[str, str]]:
        """Yield the two persons of every row that leaves its chain open, from both ends."""
        for person, told in self._open.items():
            for other, _, _ in told:
                yield person, other

    def open_terms(self, person: str) -> list[tuple[str, int, int]]:
        """Return (other, steps, row) for the rows of a person that leave the chain open; the steps of the longest."""
        return self._open.get(person, [])

    def _add(self, index: int) -> None:
        row, paths = self._rows.kin[index], self._paths[index]
        if len(paths) > 1:
            steps = max(len(plain(path)) for path in paths)
            for one, other in ((row.person, row.relative), (row.relative, row.person)):
                self._open.setdefault(one, []).append((other, steps, index))
        for choice, path in enumerate(paths):
            taken = frozenset({(row_choice(index), choice, len(paths))}) if len(paths) > 1 else NO_CONDITION
            settled = self._settled.get(index)
            for step in self._steps(index, path, choice) if settled is None else settled:
                self._tell(step, taken, row.raised)

    def _learn(self, index: int) -> bool:
        """Learn the parents that a row of one chain names; return whether anything was new.

        What nothing further can change is kept: most rows name recorded persons throughout.
        """
        news, path = False, self._paths[index][0]
        self._places.has_asked = False
        steps = list(self._steps(index, path, 0))
        if not self._places.has_asked:
            self._settled[index] = steps
        for step in steps:
            if kind(step.token) in (UP, DOWN) and not (step.before.conditions or step.after.conditions):
                news |= self._places.learn(*_parent_of(step), step.rows)
        return news

    def _steps(self, index: int, path: Path, choice: int) -> Iterator[_Step]:
        row = self._rows.kin[index]
        for places in self._places.fill((row.person, row.relative), path, (index, choice)):
            role = _ROLES[self._rows.sex(row.person)]
            for token, before, after in zip(path, places, places[1:], strict=False):
                rows = tuple(dict.fromkeys((index, *before.rows, *after.rows)))
                yield _Step(token, before, after, role, rows)
                role = "f" if codes(token)[-1] in MALE_STEPS else "m"

    def _tell(self, step: _Step, taken: Conditions, raised: bool | None) -> None:  # noqa: FBT001 - a cell of the row
        what = kind(step.token)
        before, after = step.before.node, step.after.node
        chosen = taken | step.before.conditions | step.after.conditions
        if what in (UP, DOWN):
            self._parent(step, chosen)
        elif what == SIBLING:
            self._keep(SIBLING, before, Edge(after, step.rows, shared_side(step.token), chosen))
        elif what == MARRIAGE:
            self._marriage(before, after, step.rows, chosen)
        elif raised:
            self._step_tie(step, chosen)

    def _parent(self, step: _Step, chosen: Conditions) -> None:
        """Tell a parent, unless recorded; an unnamed father or mother is there whichever chain is meant."""
        child, role, parent = _parent_of(step)
        if self._places.is_recorded(child, parent):
            return
        if parent == slot(child, role):
            chosen = frozenset(one for one in chosen if not one[0].startswith("row "))
        self._keep(UP, child, Edge(parent, step.rows, role, chosen))

    def _marriage(self, one: str, other: str, rows: tuple[int, ...], chosen: Conditions) -> None:
        if self._marriages.with_(one, other) is None:
            self._keep(MARRIAGE, one, Edge(other, rows, "", chosen))

    def _step_tie(self, step: _Step, chosen: Conditions) -> None:
        """Tell a step tie within a longer term (继子的妻子), of a child who was raised.

        It tells nothing of a marriage: not raised or unknown, it would hold between the two only.
        """
        is_up = kind(step.token) == STEP_UP
        child, other = (step.before, step.after) if is_up else (step.after, step.before)
        self._keep(STEP_UP, child.node, Edge(other.node, step.rows, "", chosen))

    def _keep(self, what: str, source: str, edge: Edge) -> None:
        self._edges.setdefault(source, []).append((what, edge))
        back = edge._replace(target=source)
        self._edges.setdefault(edge.target, []).append((REVERSED[what], back))


def _parent_of(step: _Step) -> tuple[str, str, str]:
    """Return child, side and parent of a step up or down."""
    if kind(step.token) == UP:
        return step.before.node, step.token, step.after.node
    return step.after.node, step.role, step.before.node
