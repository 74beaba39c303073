"""How two persons are related: the class, whether it is certain, the records that say so, and what would settle it."""

from collections.abc import Callable, Iterable
from functools import cached_property

from huibi.model.findings import Link
from huibi.model.ties import KinClass
from huibi.network.graph import TANGLED, covers
from huibi.network.kinship_chain import links, shortest, told_briefly
from huibi.network.kinship_open import Question, questions, raised
from huibi.network.kinship_rows import Rows
from huibi.network.kinship_search import Walk


class Relation:
    """How two persons are related: the class that counts, whether it is uncertain, the chain of records."""

    def __init__(self, a: str, b: str, kin_class: KinClass, *, uncertain: bool = False) -> None:
        self.a = a
        self.b = b
        self.kin_class = kin_class
        self.uncertain = uncertain
        self._rows: Rows | None = None
        self._walks: tuple[Walk, ...] = ()
        self._open_rows: tuple[int, ...] = ()
        self._worked_out: Callable[[], Relation] | None = None
        self._chain_told: Callable[[str, str], tuple[Link, ...]] | None = None

    @classmethod
    def known(cls, ends: tuple[str, str], kin_class: KinClass, walked: "Callable[[], Relation]") -> "Relation":
        """Return a relation that depends on nothing; `walked` gives the same with its walks, for the chain."""
        relation = cls(*ends, kin_class)
        relation._worked_out = walked
        return relation

    @classmethod
    def shown_by(cls, ends: tuple[str, str], kin_class: KinClass, walks: Iterable[Walk], rows: Rows) -> "Relation":
        """Return a relation with the walks that show it; uncertain unless they hold whatever is meant."""
        kept = tuple(walks)
        uncertain = not covers(walk.conditions for walk in kept)
        relation = cls(*ends, kin_class, uncertain=uncertain)
        relation._rows, relation._walks = rows, kept
        return relation

    @classmethod
    def told(
        cls, ends: tuple[str, str], kin_class: KinClass, chain: Callable[[str, str], tuple[Link, ...]], *, certain: bool
    ) -> "Relation":
        """Return a relation that no walk shows; `chain` returns records that lead from the one to the other."""
        relation = cls(*ends, kin_class, uncertain=not certain)
        relation._chain_told = chain
        return relation

    def leave_open(self, rows: tuple[int, ...]) -> None:
        """Mark it uncertain for rows of step kin that do not say whether the child was raised."""
        self.uncertain, self._open_rows = True, rows

    @cached_property
    def chain(self) -> tuple[Link, ...]:
        """The shortest chain of records, a certain one before an inferred one; empty for class none."""
        if self._worked_out is not None:
            return self._worked_out().chain
        if self._chain_told is not None:
            return self._chain_told(self.a, self.b)
        if self._rows is None:
            return ()
        ways = [(bool(walk.conditions), self._way(walk)) for walk in self._walks]
        ways += [(False, (index,)) for index in self._rows.saying(self.a, self.b, self.kin_class)]
        _, way = min(ways, key=lambda one: (one[0], len(one[1]), one[1]))
        return links(self._rows, way, self.a)

    def _way(self, walk: Walk) -> tuple[int, ...]:
        """Return the rows of a walk, in the four classes with longer terms in place of the steps beside them.

        Of two ways of the same steps to further kin one may be kept from one end and the other from the other.
        """
        rows = self._rows
        if rows is None:
            return ()
        way = shortest(rows, walk.rows, self.a, self.b)
        return way if self.kin_class is KinClass.OTHER else told_briefly(rows, way, self.a)

    @property
    def settle(self) -> tuple[Question, ...]:
        """What would settle an uncertain class: the fewest questions that make it certain if all are affirmed.

        None would where records are in too great a tangle.
        """
        if self._rows is None or not self.uncertain:
            return ()
        if self._open_rows:
            return tuple(raised(self._rows, self._open_rows))
        asked = [questions(self._rows, walk.conditions) for walk in self._walks if walk.conditions != TANGLED]
        return min(asked, key=lambda some: (len(some), [repr(question) for question in some]), default=())

    def __repr__(self) -> str:
        return f"Relation({self.a!r}, {self.b!r}, {self.kin_class.value}{', uncertain' if self.uncertain else ''})"
