"""What the rows say of one person directly: parents, children, siblings, and ties between the two only."""

from typing import NamedTuple

from huibi.model.people import Sex
from huibi.network.graph import DOWN, NO_CONDITION, SIBLING, UP, Edge, best
from huibi.network.kinship_marriages import Marriages, State
from huibi.network.kinship_rows import Rows, Says, meaning
from huibi.network.terms_chains import kinds, shared_side


class Facts(NamedTuple):
    """The direct ties of a named person, each other person once a kind."""

    up: tuple[Edge, ...]
    down: tuple[Edge, ...]
    siblings: tuple[Edge, ...]


_SIDE = {Sex.MALE: "f", Sex.FEMALE: "m", None: ""}


class Recorded:
    """Reads the facts of a person when they are asked for and keeps them."""

    def __init__(self, rows: Rows, marriages: Marriages, *, birth_family: bool) -> None:
        self._rows = rows
        self._marriages = marriages
        self._birth_family = birth_family
        self._kept: dict[str, Facts] = {}

    def facts(self, person: str) -> Facts:
        """Return what is recorded of a person."""
        if person not in self._kept:
            self._kept[person] = self._read(person)
        return self._kept[person]

    def stated(self, person: str) -> list[tuple[str, int]]:
        """Return (other, row) for every row that relates somebody to the person on the day, of whatever kind.

        They are `other` at least, between the two: former spouses, fiancés, nominal kin, step kin not raised, and
        kin whose term is longer than the steps that are counted. A row of a birth family that
        does not count says nothing.
        """
        found = []
        kin = {edge.target for edges in self.facts(person) for edge in edges}
        for index in self._rows.of(person):
            row, said = self._rows.kin[index], self._rows.means(index)
            is_blood = said.says is Says.ONE and kinds(said.paths[0]) in _TURNED
            other = row.relative if row.person == person else row.person
            if said.says is not Says.NOTHING and (other in kin or not is_blood):
                found.append((other, index))
        return found

    def _read(self, person: str) -> Facts:
        told: dict[str, list[Edge]] = {UP: [], DOWN: [], SIBLING: []}
        for step, edge in self._ties(person):
            told[step].append(edge)
        up, down, siblings = map(best, told.values())
        if not self._birth_family:
            left = self._left_family(up)
            up = tuple(edge for edge in up if edge.target not in left)
            down = tuple(edge for edge in down if not self._has_left(edge.target, person))
            siblings = tuple(edge for edge in siblings if self._is_family(person, edge))
        return Facts(up, down, siblings)

    def _ties(self, person: str) -> list[tuple[str, Edge]]:
        """Return the one-step blood and adoptive ties, without those of a dissolved adoption.

        A pair is adoptive if one of its rows says so; a dissolved adoption takes away the rows of the pair that tell
        of an adoption.
        """
        ties: list[tuple[str, Edge]] = []
        dissolved: set[tuple[str, str]] = set()
        adopted: set[tuple[str, str]] = set()
        for index in self._rows.of(person):
            if (tie := self._tie(person, index)) is None:
                continue
            step, edge, says = tie
            if says is Says.NOTHING:
                dissolved.add((step, edge.target))
            elif says is Says.ONE:
                ties.append((step, edge))
                if edge.adoptive:
                    adopted.add((step, edge.target))
        if not (adopted or dissolved):
            return ties
        return [
            (step, edge._replace(adoptive=(step, edge.target) in adopted))
            for step, edge in ties
            if (step, edge.target) not in dissolved or not edge.adoptive
        ]

    def _tie(self, person: str, index: int) -> tuple[str, Edge, Says] | None:
        """Return the step from a person that a row says or (ended) said, if it is one of blood."""
        row, said = self._rows.kin[index], self._rows.means(index)
        says = said.says
        if says is not Says.ONE:  # what it said before it ended
            said = meaning(row.term, self._rows.sex(row.person), self._rows.sex(row.relative))
        if len(said.paths) != 1 or (step := kinds(said.paths[0])) not in _TURNED:
            return None
        if step == SIBLING:
            role = shared_side(said.paths[0][0])
        else:
            role = said.paths[0][0] if step == UP else _SIDE[self._rows.sex(row.person)]
        own = row.person == person
        edge = Edge(row.relative if own else row.person, (index,), role, NO_CONDITION, said.adoptive, said.birth)
        return (step if own else _TURNED[step]), edge, says

    def _left_family(self, up: tuple[Edge, ...]) -> frozenset[str]:
        """Return the birth parents whom an adopted child has left: all but who is married to an adopter."""
        adopters = {edge.target for edge in up if edge.adoptive}
        if not adopters:
            return frozenset()
        kept = {
            marriage.spouse
            for adopter in adopters
            for marriage in self._marriages.of(adopter)
            if marriage.state is not State.DIVORCED
        }
        return frozenset(edge.target for edge in up if not edge.adoptive and edge.target not in kept)

    def _all_parents(self, child: str) -> tuple[Edge, ...]:
        return best(edge for step, edge in self._ties(child) if step == UP)

    def _has_left(self, child: str, parent: str) -> bool:
        return parent in self._left_family(self._all_parents(child))

    def _is_family(self, person: str, edge: Edge) -> bool:
        """Whether a stated sibling is still one when the birth family does not count."""
        for one, other in ((person, edge.target), (edge.target, person)):
            left = self._left_family(self._all_parents(one))
            if left and (edge.birth or left & {parent.target for parent in self._all_parents(other)}):
                return False
        return True


_TURNED = {UP: DOWN, DOWN: UP, SIBLING: SIBLING}
