"""Numbers of the nodes of kinship: the persons of a register first, then the unnamed who stand between them."""

from collections.abc import Iterable

from huibi.network.kinship_rows import Rows


class Nodes:
    """Gives each node a number, in the order in which they are met."""

    def __init__(self, rows: Rows) -> None:
        self._persons = rows.number
        self._people = rows.people
        self._unnamed: dict[str, int] = {}
        self._names: list[str] = []

    def __len__(self) -> int:
        return len(self._people) + len(self._names)

    def number(self, node: str) -> int:
        """Return the number of a node; -1 of one that no step leads to."""
        found = self._persons.get(node)
        return self._unnamed.get(node, -1) if found is None else found

    def name(self, number: int) -> str:
        """Return the node of a number."""
        named = len(self._people)
        return self._people[number] if number < named else self._names[number - named]

    def take_in(self, nodes: Iterable[str]) -> list[int]:
        """Return the numbers of nodes, new ones for those not met before."""
        return [self._take_in(node) for node in nodes]

    def _take_in(self, node: str) -> int:
        found = self.number(node)
        if found < 0:
            found = self._unnamed[node] = len(self)
            self._names.append(node)
        return found
