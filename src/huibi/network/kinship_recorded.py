"""What the rows say of one person directly: parents, children, siblings, and ties between the two only."""

from typing import NamedTuple

import numpy as np

from huibi.network.graph import DOWN, SIBLING, UP, Edge
from huibi.network.kinship_arrays import Bools
from huibi.network.kinship_blood import BLOOD, Blood, blood_of
from huibi.network.kinship_marriages import Marriages, State
from huibi.network.kinship_rows import Rows, Says
from huibi.network.terms_chains import kinds

_UP, _DOWN, _SIBLING = (BLOOD.index(step) for step in (UP, DOWN, SIBLING))


class Facts(NamedTuple):
    """The direct ties of a named person, each other person once a kind."""

    up: tuple[Edge, ...]
    down: tuple[Edge, ...]
    siblings: tuple[Edge, ...]


_NOBODY = Facts((), (), ())


class Recorded:
    """Keeps the facts of everybody as columns (`blood`), and as edges of whom they are asked for."""

    def __init__(self, rows: Rows, marriages: Marriages, *, birth_family: bool) -> None:
        self._rows = rows
        self._marriages = marriages
        self._kept: dict[str, Facts] = {}
        self.blood = blood_of(rows)
        if not birth_family:
            self.blood = self.blood.without(self._left(self.blood))

    def facts(self, person: str) -> Facts:
        """Return what is recorded of a person."""
        if person not in self._kept:
            number = self._rows.number.get(person)
            self._kept[person] = _NOBODY if number is None else self._read(number)
        return self._kept[person]

    def _read(self, number: int) -> Facts:
        return Facts(*self.blood.edges(number, self._rows.people))

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
            is_blood = said.says is Says.ONE and kinds(said.paths[0]) in BLOOD
            other = row.relative if row.person == person else row.person
            if said.says is not Says.NOTHING and (other in kin or not is_blood):
                found.append((other, index))
        return found

    def _left(self, blood: Blood) -> Bools:
        """Return which ties of a birth family do not count any more: with the parents that an adopted child has left.

        Its siblings are those no more whom it has as the child of such a parent, or by birth.
        """
        count = len(self._rows.people)
        gone: list[tuple[int, int, int]] = []
        for child in np.unique(blood.person[blood.adoptive & (blood.step == _UP)]).tolist():
            if not (left := self._left_by(blood, child)):
                continue
            gone += ((child, _UP, parent) for parent in left)
            gone += ((parent, _DOWN, child) for parent in left)
            for edge in blood.edges(child, self._rows.people)[_SIBLING]:
                other = self._rows.number[edge.target]
                if edge.birth or left & self._parents(blood, other).keys():
                    gone += ((child, _SIBLING, other), (other, _SIBLING, child))
        told = (blood.person.astype(np.int64) * len(BLOOD) + blood.step) * count + blood.other
        ended = [(one * len(BLOOD) + step) * count + other for one, step, other in gone]
        found: Bools = np.isin(told, np.array(ended, dtype=np.int64))
        return found

    def _left_by(self, blood: Blood, child: int) -> set[int]:
        """Return the birth parents whom an adopted child has left: all but who is married to an adopter."""
        parents = self._parents(blood, child)
        kept = {
            marriage.spouse
            for adoptive, name in parents.values()
            if adoptive
            for marriage in self._marriages.of(name)
            if marriage.state is not State.DIVORCED
        }
        return {number for number, (adoptive, name) in parents.items() if not adoptive and name not in kept}

    def _parents(self, blood: Blood, child: int) -> dict[int, tuple[bool, str]]:
        """Return all parents of a child by number, with whether they adopted it, and their ids."""
        edges = blood.edges(child, self._rows.people)[_UP]
        return {self._rows.number[edge.target]: (edge.adoptive, edge.target) for edge in edges}
