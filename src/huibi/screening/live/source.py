"""The steps of a kinship of some of the people, told with the numbers that the rows have in the whole table."""

from collections.abc import Callable, Sequence

from huibi.network.graph import Edge, is_named, renumbered, reworded
from huibi.network.kinship import Kinship
from huibi.network.kinship_marriages import StepTie
from huibi.network.kinship_ties import Edges, Ties

Kind = Callable[[Ties, str], Edges]  # up, down …


class Source:
    """Answers of one kinship; `numbers` are those of its rows in the table, None where they are the same."""

    def __init__(self, kinship: Kinship, numbers: Sequence[int] | None = None) -> None:
        self._ties = kinship.ties
        self._numbers = numbers
        self._rows = {number: row for row, number in enumerate(numbers or ())}
        self._kept: dict[tuple[Kind, str], Edges] = {}

    def edges(self, kind: Kind, node: str) -> Edges:
        """Return the steps of a kind."""
        if self._numbers is None:
            return kind(self._ties, node)
        key = kind, node
        if key not in self._kept:
            inside = self._inside(node)
            self._kept[key] = () if inside is None else tuple(map(self._told, kind(self._ties, inside)))
        return self._kept[key]

    def open_terms(self, node: str) -> list[tuple[str, int, int]]:
        """Return the longer terms that leave their chain open."""
        found = self._ties.open_terms(node)
        return [(other, steps, self._number(row)) for other, steps, row in found]

    def stated(self, person: str) -> list[tuple[str, int]]:
        """Return the rows that relate somebody to a person whatever the steps."""
        return [(other, self._number(row)) for other, row in self._ties.stated(person)]

    def step_kin(self, person: str) -> tuple[StepTie, ...]:
        """Return the recorded step ties of a person."""
        found = self._ties.step_kin(person)
        return tuple(tie._replace(rows=tuple(map(self._number, tie.rows))) for tie in found)

    def _number(self, row: int) -> int:
        return row if self._numbers is None else self._numbers[row]

    def _inside(self, node: str) -> str | None:
        """Return how a node is named inside; None where a row that it is named by is not there."""
        if is_named(node):
            return node
        try:
            return renumbered(node, self._rows.__getitem__)
        except KeyError:
            return None

    def _told(self, edge: Edge) -> Edge:
        target = edge.target if is_named(edge.target) else renumbered(edge.target, self._number)
        conditions = reworded(edge.conditions, self._number) if edge.conditions else edge.conditions
        rows = tuple(map(self._number, edge.rows))
        return edge._replace(target=target, rows=rows, conditions=conditions)
