"""Longer terms told as single steps between recorded and unnamed persons, for every row that needs it.

A row such as 舅舅 (m,xb) says: the person's mother, whoever she is, is a sister of the relative. A term with several
chains (表哥) gives the steps of each under the condition that this chain is meant. A step tie (继父) says besides
that the step-parent is married to the child's parent.
"""

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
    is_named,
    slot,
)
from huibi.network.kinship_marriages import Marriages
from huibi.network.kinship_places import Place, Places
from huibi.network.kinship_recorded import Recorded
from huibi.network.kinship_rows import Rows
from huibi.network.terms_chains import MALE_STEPS, codes, kind, plain, shared_side

_ROLES = {Sex.MALE: "f", Sex.FEMALE: "m", None: ""}


class _Step(NamedTuple):
    """One step of one reading of a row."""

    token: str
    before: Place
    after: Place
    role: str  # the side that `before` is of a child: f, m, or empty if the sex is not known
    taken: Conditions
    rows: tuple[int, ...]
    raised: bool | None


class Derived:
    """The steps that longer terms imply, by node; built once, shorter terms first so that 祖父 comes before 姑奶奶."""

    def __init__(self, rows: Rows, recorded: Recorded, marriages: Marriages) -> None:
        self._rows = rows
        self._marriages = marriages
        self._recorded = recorded
        self._places = Places(recorded, marriages)
        self._edges: dict[str, list[tuple[str, Edge]]] = {}
        self._open: dict[str, list[tuple[str, int, int]]] = {}
        for index in sorted(rows.many, key=lambda one: (min(map(len, rows.means(one).paths)), one)):
            self._add(index)

    def of(self, node: str) -> list[tuple[str, Edge]]:
        """Return the implied steps of a node, each with its kind."""
        return self._edges.get(node, [])

    def open_terms(self, person: str) -> list[tuple[str, int, int]]:
        """Return (other, steps, row) for the rows of a person that leave the chain open; the steps of the longest."""
        return self._open.get(person, [])

    def _add(self, index: int) -> None:
        row, paths = self._rows.kin[index], self._rows.means(index).paths
        if len(paths) > 1:
            steps = max(len(plain(path)) for path in paths)
            for one, other in ((row.person, row.relative), (row.relative, row.person)):
                self._open.setdefault(one, []).append((other, steps, index))
        for choice, path in enumerate(paths):
            taken = frozenset({(f"row {index}", choice, len(paths))}) if len(paths) > 1 else NO_CONDITION
            for places in self._places.fill((row.person, row.relative), path, (index, choice)):
                role = _ROLES[self._rows.sex(row.person)]
                for token, before, after in zip(path, places, places[1:], strict=False):
                    rows = tuple(dict.fromkeys((index, *before.rows, *after.rows)))
                    self._tell(_Step(token, before, after, role, taken, rows, row.raised))
                    role = "f" if codes(token)[-1] in MALE_STEPS else "m"

    def _tell(self, step: _Step) -> None:
        what = kind(step.token)
        before, after = step.before.node, step.after.node
        chosen = step.taken | step.before.conditions | step.after.conditions
        if what == UP:
            self._parent(before, step.token, after, step.rows, chosen)
        elif what == DOWN:
            self._parent(after, step.role, before, step.rows, chosen)
        elif what == SIBLING:
            self._keep(SIBLING, before, Edge(after, step.rows, shared_side(step.token), chosen))
        elif what == MARRIAGE:
            self._marriage(before, after, step.rows, chosen)
        else:
            self._step_tie(step, chosen)

    def _parent(self, child: str, role: str, parent: str, rows: tuple[int, ...], chosen: Conditions) -> None:
        """Tell a parent, unless recorded; an unnamed father or mother is there whichever chain is meant."""
        if any(parent == known for known, _ in self._places.parents(child, role)):
            return
        if parent == slot(child, role):
            chosen = frozenset(one for one in chosen if not one[0].startswith("row "))
        if not chosen and role:
            self._places.learn(child, role, parent, rows)
        self._keep(UP, child, Edge(parent, rows, role, chosen))

    def _marriage(self, one: str, other: str, rows: tuple[int, ...], chosen: Conditions) -> None:
        if self._marriages.with_(one, other) is None:
            self._keep(MARRIAGE, one, Edge(other, rows, "", chosen))

    def _step_tie(self, step: _Step, chosen: Conditions) -> None:
        """Tell the step tie if raised, and who the parent is through whom it came about."""
        is_up = kind(step.token) == STEP_UP
        child, other = (step.before, step.after) if is_up else (step.after, step.before)
        if step.raised and not self._is_recorded(child.node, other.node):
            self._keep(STEP_UP, child.node, Edge(other.node, step.rows, "", chosen))
        role = step.token[0] if is_up else {"f": "m", "m": "f"}.get(step.role, "")
        if not role:
            return
        learnt = self._places.parents(child.node, role)
        parents = [known for known in learnt if is_named(known[0])]
        spouses = self._places.spouses(other.node)
        if not parents and not spouses:
            unnamed = learnt[0][0] if learnt else slot(child.node, role)
            self._parent(child.node, role, unnamed, step.rows, chosen)
            self._marriage(unnamed, other.node, step.rows, chosen)
        elif not spouses:
            for parent, rows in parents[:1]:
                self._marriage(parent, other.node, step.rows + rows, chosen)
        elif not parents:
            for spouse, rows in spouses[:1]:
                self._parent(child.node, role, spouse, step.rows + rows, chosen)

    def _is_recorded(self, child: str, step: str) -> bool:
        return any(tie.other == step and tie.is_parent for tie in self._marriages.steps(child))

    def _keep(self, what: str, source: str, edge: Edge) -> None:
        self._edges.setdefault(source, []).append((what, edge))
        back = edge._replace(target=source)
        self._edges.setdefault(edge.target, []).append((REVERSED[what], back))
