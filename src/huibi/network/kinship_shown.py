"""Which of the chains that a term can mean the records show: then no other of them is meant.

表哥 leaves the side open. Where the two have their parents on record, and a father and a mother among them are brother
and sister, that is the chain; that the other two might be siblings as well is nothing that the word says.
"""

from collections.abc import Iterator

from huibi.network.graph import DOWN, MARRIAGE, SIBLING, UP
from huibi.network.kinship_marriages import Marriages, State
from huibi.network.kinship_recorded import Recorded
from huibi.network.kinship_rows import Rows
from huibi.network.terms_chains import Path, codes, kind, sex_of_step, shared_side


class Shown:
    """Looks for the chains of a row among parents, children, siblings and marriages that rows record step by step."""

    def __init__(self, rows: Rows, recorded: Recorded, marriages: Marriages) -> None:
        self._rows = rows
        self._recorded = recorded
        self._marriages = marriages

    def paths(self, index: int) -> tuple[Path, ...]:
        """Return the paths of a row that the records show, else all of them."""
        row, paths = self._rows.kin[index], self._rows.means(index).paths
        if len(paths) < 2:  # noqa: PLR2004 - nothing to choose
            return paths
        return tuple(path for path in paths if self._leads(row.person, row.relative, path)) or paths

    def _leads(self, start: str, end: str, path: Path) -> bool:
        here, ends = {start}, {end}
        if kind(path[-1]) == DOWN:  # a child has fewer parents than the others have children
            path, ends = path[:-1], {edge.target for edge in self._recorded.facts(end).up}
        for token in path:
            sex = sex_of_step(codes(token)[-1])
            there = {other for node in here for other in self._step(node, token)}
            here = {other for other in there if self._rows.sex(other) in (None, sex)}
        return not here.isdisjoint(ends)

    def _step(self, node: str, token: str) -> Iterator[str]:
        facts, step = self._recorded.facts(node), kind(token)
        if step == UP:
            yield from (edge.target for edge in facts.up if edge.role in ("", token))
        elif step == DOWN:
            yield from (edge.target for edge in facts.down)
        elif step == SIBLING:
            yield from self._siblings(node, shared_side(token))
        elif step == MARRIAGE:
            yield from (one.spouse for one in self._marriages.of(node) if one.state is not State.DIVORCED)

    def _siblings(self, node: str, side: str) -> Iterator[str]:
        facts = self._recorded.facts(node)
        yield from (edge.target for edge in facts.siblings if not side or edge.role in ("", side))
        for parent in facts.up:
            if not side or parent.role in ("", side):
                yield from (edge.target for edge in self._recorded.facts(parent.target).down if edge.target != node)
