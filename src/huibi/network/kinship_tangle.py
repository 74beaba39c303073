"""Kin by ways through a tangle: of which class they may be, and the fewest records that lead from one to the other.

Which of the two, walks or ways through a tangle, says the nearer class decides. The latter are uncertain unless steps
that depend on nothing, or a term between the two, say the same.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence

from huibi.model.findings import Link
from huibi.model.ties import KinClass
from huibi.network.kinship_chain import links
from huibi.network.kinship_reach import Reach, Wanted
from huibi.network.kinship_relation import Relation
from huibi.network.kinship_rows import Rows, Says
from huibi.network.kinship_sure import step_of

KinAmong = Callable[[Wanted], Mapping[str, Mapping[str, Relation]]]
_AT_ONCE = 64  # persons whose close family is looked for together
Beyond = Mapping[int, tuple[KinClass, bool]]  # by number: the class, and whether it is certain


class Tangle:
    """Answers of the kin of one person after the other."""

    def __init__(self, rows: Rows, reach: Reach) -> None:
        self._rows, self._reach = rows, reach
        self._trails = Trails(rows)
        self._everybody = frozenset(rows.people)
        self._close: dict[str, dict[str, Relation]] = {}
        self.together: tuple[str, ...] = ()  # persons of whom kin are asked one after the other

    def joined(self, person: str, walked: Mapping[str, Relation]) -> dict[str, Relation]:
        """Return everybody related to a person, given those to whom walks lead; in order of class, then id."""
        bounds = dict(self._reach.bounds({person: (self._everybody, self._everybody)}))
        return self.joined_of(person, walked, bounds[person].beyond if bounds else {})

    def joined_of(self, person: str, walked: Mapping[str, Relation], beyond: Beyond) -> dict[str, Relation]:
        """Return the same, given of which class others may be by ways through a tangle."""
        typed = self._typed(person)
        found = dict(walked)
        for number, (kin_class, is_certain) in beyond.items():
            other = self._rows.people[number]
            certain = is_certain or kin_class in typed.get(other, ())
            have = walked.get(other)
            if other == person or (have is not None and have.kin_class.rank < kin_class.rank):
                continue
            if have is None or have.kin_class is not kin_class or (have.uncertain and certain):
                found[other] = self.relation(person, other, kin_class, certain=certain)
        return dict(sorted(found.items(), key=lambda one: (one[1].kin_class.rank, one[0])))

    def close(self, person: str, kin_among: KinAmong) -> Mapping[str, Relation]:
        """Return the close family of somebody by ways through a tangle; `kin_among` tells the classes.

        They are looked for at once for some of those who stand together.
        """
        if person not in self._close:
            at = self.together.index(person) if person in self.together else -1
            some = self.together[at : at + _AT_ONCE] if at >= 0 else (person,)
            self._close.update(zip(some, self._close_of(some, kin_among), strict=True))
        return self._close[person]

    def _close_of(self, persons: Sequence[str], kin_among: KinAmong) -> Iterator[dict[str, Relation]]:
        people, nobody = self._rows.people, frozenset[str]()
        told = [{people[one]: said for one, said in some.items()} for some in self._reach.close_beyond(persons)]
        asked = {person: (frozenset(some), nobody) for person, some in zip(persons, told, strict=True)}
        for (person, kin), certain in zip(kin_among(asked).items(), told, strict=True):
            yield {
                other: self.relation(person, other, one.kin_class, certain=certain[other]) for other, one in kin.items()
            }

    def relation(self, person: str, other: str, kin_class: KinClass, *, certain: bool) -> Relation:
        """Return a relation by a way through a tangle."""
        return Relation.told((person, other), kin_class, self._trails.chain, certain=certain)

    def _typed(self, person: str) -> dict[str, set[KinClass]]:
        """Return, by other, the classes that terms between the two say, whichever of their chains is meant."""
        found: dict[str, set[KinClass]] = {}
        for index in self._rows.of(person):
            row, said = self._rows.kin[index], self._rows.means(index)
            if said.says in (Says.ONE, Says.MANY) and said.kin_class is not None:
                found.setdefault(row.relative if row.person == person else row.person, set()).add(said.kin_class)
        return found


class Trails:
    """Finds the fewest rows that lead from one person to others, told as links."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._tells = [said.says is Says.MANY or bool(step_of(said)) for said in rows.said]
        self._kept: dict[str, list[tuple[str, Link, bool]]] = {}
        self._start: tuple[str, bool] = "", False
        self._chains: dict[str, tuple[Link, ...]] = {}
        self._queue: deque[str] = deque()

    def chain(self, start: str, end: str) -> tuple[Link, ...]:
        """Return the shortest chain; over what is no more only if no other leads there."""
        return self._chain(start, end, only_kin=True) or self._chain(start, end, only_kin=False)

    def _chain(self, start: str, end: str, *, only_kin: bool) -> tuple[Link, ...]:
        if self._start != (start, only_kin):
            self._start, self._chains, self._queue = (start, only_kin), {start: ()}, deque([start])
        while self._queue and end not in self._chains:
            self._go_on(self._queue.popleft(), only_kin=only_kin)
        return self._chains.get(end, ())

    def _go_on(self, here: str, *, only_kin: bool) -> None:
        """Lead all chains on that end at somebody; earlier rows come first."""
        chain = self._chains[here]
        for there, link, is_kin in self._beside(here):
            if there not in self._chains and (is_kin or not only_kin):
                self._chains[there] = (*chain, link)
                self._queue.append(there)

    def _beside(self, here: str) -> list[tuple[str, Link, bool]]:
        """Return to whom rows of somebody lead, each person once a kind."""
        if here not in self._kept:
            found: dict[tuple[str, bool], Link] = {}
            for index in self._rows.of(here):
                row, is_kin = self._rows.kin[index], self._tells[self._rows.codes.item(index)]
                there = row.relative if row.person == here else row.person
                if (there, is_kin) not in found:
                    (found[there, is_kin],) = links(self._rows, (index,), here)
            self._kept[here] = [(there, link, is_kin) for (there, is_kin), link in found.items()]
        return self._kept[here]
