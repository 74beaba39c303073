"""Longer terms told as single steps between recorded and unnamed persons, for every row that needs it.

A row such as 舅舅 (m,xb) says: the person's mother, whoever she is, is a sister of the relative. A term with several
chains (表哥) gives the steps of each under the condition that this chain is meant.
"""

from collections.abc import Iterator
from math import inf
from typing import NamedTuple

import numpy as np

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
    told_apart,
)
from huibi.network.kinship_arrays import Ints, grouped
from huibi.network.kinship_blood import SIDES
from huibi.network.kinship_filled import KINDS, Filler, Implied, joined, role
from huibi.network.kinship_marriages import Marriages
from huibi.network.kinship_nodes import Nodes
from huibi.network.kinship_places import Place, Places
from huibi.network.kinship_recorded import Recorded
from huibi.network.kinship_rows import Rows
from huibi.network.kinship_shown import Shown
from huibi.network.terms_chains import Path, kind, plain, shared_side

FEW = 24  # rows of one path that are sooner filled one by one
_ROUNDS = 4  # more than generations between two known persons who depend on each other
_Told = tuple[str, str, Edge]  # source, kind of step, step


class _Step(NamedTuple):
    """One step of one reading of a row."""

    token: str
    before: Place
    after: Place
    role: str  # the side that `before` is of a child: f, m, or empty if the sex is not known
    rows: tuple[int, ...]


class Derived:
    """The steps that longer terms imply: of all rows as columns (`implied`), of a node as edges when asked for.

    First it is learnt whom longer terms name as parents (祖父 names the father of a father), until nothing new turns
    up; then every row is told with the persons that are known by then. Rows of which each place can be one person only
    are filled on columns (kinship_filled), which tell the same.
    """

    def __init__(self, rows: Rows, recorded: Recorded, marriages: Marriages) -> None:
        self._rows = rows
        self._marriages = marriages
        self._places = Places(recorded, marriages, self._hear)
        self._naming: dict[tuple[str, str], list[int]] = {}
        self._at = 0.0  # the row that is learnt from; rows behind it have told nothing yet
        self._paths: dict[int, tuple[Path, ...]] = {}
        self._settled: dict[int, list[_Step]] = {}
        self._told: dict[int, list[_Told]] = {}
        self._edges: dict[str, list[tuple[str, Edge]]] = {}
        self._open: dict[str, list[tuple[str, int, int]]] = {}
        self.nodes = Nodes(rows)
        self.implied = self._implied(recorded, marriages)
        ends = np.concatenate([self.implied.one, self.implied.other])
        self._touching = grouped(ends.astype(np.int32), len(self.nodes))

    def of(self, node: str) -> list[tuple[str, Edge]]:
        """Return the implied steps of a node, each with its kind."""
        found = self._edges.get(node)
        if found is None:
            number = self.nodes.number(node)
            touching = [] if number < 0 else self._touching.of(number)
            rows = {int(self.implied.row[place % len(self.implied.row)]) for place in touching}
            told = (one for row in sorted(rows) for one in self._tell_row(row))
            found = self._edges[node] = [(step, edge) for source, step, edge in told if source == node]
        return found

    def open_rows(self) -> Ints:
        """Return the rows that leave their chain open."""
        return np.array(sorted({row for told in self._open.values() for _, _, row in told}), dtype=np.int32)

    def open_terms(self, person: str) -> list[tuple[str, int, int]]:
        """Return (other, steps, row) for the rows of a person that leave the chain open; the steps of the longest."""
        return self._open.get(person, [])

    def _implied(self, recorded: Recorded, marriages: Marriages) -> Implied:
        """Learn from the rows, and return what all of them imply."""
        filler = Filler(self._rows, recorded.blood, marriages.wed)
        found: list[Implied] = []
        odd: list[Ints] = []
        naming: list[Implied] = []
        for paths, rows in Shown(self._rows, recorded.blood, marriages.wed).paths():
            self._paths.update(dict.fromkeys(rows.tolist(), paths))
            if len(paths) > 1 or len(rows) < FEW:
                odd.append(rows)
                continue
            filled = filler.fill(paths[0], rows)
            found.append(filled.implied)
            odd.append(filled.odd)
            naming.append(filled.naming)
        left = sorted(index for rows in odd for index in rows.tolist())
        self._learn_all(left, filler.numbered(joined(naming), self.nodes))
        for index in left:
            self._keep_open(index)
        return joined([filler.numbered(joined(found), self.nodes), self._told_one_by_one(left)])

    def _learn_all(self, left: list[int], naming: Implied) -> None:
        """Learn from the rows that are left, and of what the others name (`naming`) what is asked for, in their order.

        Most of it is never asked for.
        """
        for index, child, side in sorted(
            zip(*(of.tolist() for of in (naming.row, naming.one, naming.side)), strict=True)
        ):
            self._naming.setdefault((self.nodes.name(child), SIDES[side]), []).append(index)
        rows = [index for index in left if len(self._paths[index]) == 1]
        has_news = bool(self._naming)
        for number in range(_ROUNDS):
            for index in rows:
                self._at = inf if number else index
                has_news |= self._learn(index)
            self._at = inf
            if not has_news:
                break
            rows, has_news = [index for index in rows if index not in self._settled], False

    def _hear(self, child: str, side: str) -> None:
        """Learn of a parent what the rows up to the one that is being learnt from name; what follows is kept."""
        rows = self._naming.get((child, side), [])
        while rows and rows[0] < self._at:
            row = rows.pop(0)
            for step in self._steps(row, self._paths[row][0], 0):
                if kind(step.token) in (UP, DOWN) and _parent_of(step)[:2] == (child, side):
                    self._places.learn(*_parent_of(step), step.rows)

    def _told_one_by_one(self, rows: list[int]) -> Implied:
        """Return what rows imply that are not filled on columns."""
        told = [(index, *one) for index in rows for one in self._tell_row(index)[::2]]  # each from one end
        late = self._rows.late
        sure = [edge.certain and not (step == MARRIAGE and late[list(edge.rows)].any()) for _, _, step, edge in told]
        return Implied(
            np.array([index for index, *_ in told], dtype=np.int32),
            np.array([KINDS.index(step) for _, _, step, _ in told], dtype=np.int32),
            np.array(self.nodes.take_in(source for _, source, _, _ in told), dtype=np.int64),
            np.array(self.nodes.take_in(edge.target for *_, edge in told), dtype=np.int64),
            np.array([SIDES.index(edge.role) for *_, edge in told], dtype=np.int32),
            np.array(sure, dtype=bool),
        )

    def _keep_open(self, index: int) -> None:
        row, paths = self._rows.kin[index], self._paths[index]
        if len(paths) > 1:
            steps = max(len(plain(path)) for path in paths)
            for one, other in ((row.person, row.relative), (row.relative, row.person)):
                self._open.setdefault(one, []).append((other, steps, index))

    def _tell_row(self, index: int) -> list[_Told]:
        """Return the steps that a row implies, each from both its ends."""
        if index not in self._told:
            found: list[_Told] = []
            paths = self._paths[index]
            for choice, path in enumerate(paths):
                taken = frozenset({(row_choice(index), choice, len(paths))}) if len(paths) > 1 else NO_CONDITION
                settled = self._settled.get(index)
                for step in self._steps(index, path, choice) if settled is None else settled:
                    for source, what, edge in self._tell(step, taken, self._rows.kin[index].raised):
                        back = edge._replace(target=source)
                        found += [(source, what, edge), (edge.target, REVERSED[what], back)]
            self._told[index] = found
        return self._told[index]

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
                self._hear(*_parent_of(step)[:2])
                news |= self._places.learn(*_parent_of(step), step.rows)
        return news

    def _steps(self, index: int, path: Path, choice: int) -> Iterator[_Step]:
        row = self._rows.kin[index]
        for places in self._places.fill((row.person, row.relative), path, (index, choice)):
            side = SIDES[self._rows.sexes[self._rows.ends[0][index]]]
            for token, before, after in zip(path, places, places[1:], strict=False):
                rows = tuple(dict.fromkeys((index, *before.rows, *after.rows)))
                yield _Step(token, before, after, side, rows)
                side = role(token)

    def _tell(self, step: _Step, taken: Conditions, raised: bool | None) -> Iterator[_Told]:  # noqa: FBT001 - a cell
        what = kind(step.token)
        before, after = step.before.node, step.after.node
        chosen = told_apart(taken | step.before.conditions | step.after.conditions)
        if what in (UP, DOWN):
            yield from self._parent(step, chosen)
        elif what == SIBLING:
            yield before, SIBLING, Edge(after, step.rows, shared_side(step.token), chosen)
        elif what == MARRIAGE:
            if self._marriages.with_(before, after) is None:
                yield before, MARRIAGE, Edge(after, step.rows, "", chosen)
        elif raised:
            yield _step_tie(step, chosen)

    def _parent(self, step: _Step, chosen: Conditions) -> Iterator[_Told]:
        """Tell a parent, unless recorded; an unnamed father or mother is there whichever chain is meant."""
        child, side, parent = _parent_of(step)
        if self._places.is_recorded(child, parent):
            return
        if parent == slot(child, side):
            chosen = frozenset(one for one in chosen if not one[0].startswith("row "))
        yield child, UP, Edge(parent, step.rows, side, chosen)


def _step_tie(step: _Step, chosen: Conditions) -> _Told:
    """Return a step tie within a longer term (继子的妻子), of a child who was raised.

    It tells nothing of a marriage: not raised or unknown, it would hold between the two only.
    """
    is_up = kind(step.token) == STEP_UP
    child, other = (step.before, step.after) if is_up else (step.after, step.before)
    return child.node, STEP_UP, Edge(other.node, step.rows, "", chosen)


def _parent_of(step: _Step) -> tuple[str, str, str]:
    """Return child, side and parent of a step up or down."""
    if kind(step.token) == UP:
        return step.before.node, step.token, step.after.node
    return step.after.node, step.role, step.before.node
