"""What a change makes of the steps around it: they are read again, and compared with what was told before.

What is told of somebody rests on the rows of the people near by and, where a longer term leaves its chain open, on
those who stand between its two ends. A register of those people and the rows between them tells the same as the whole.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from huibi.model.people import Person
from huibi.model.register import Register
from huibi.model.ties import Kin, KinSwitches
from huibi.network.graph import is_named
from huibi.network.kinship import Kinship
from huibi.network.kinship_marriages import State
from huibi.network.kinship_search import NEAR_STEPS, OTHER_STEPS
from huibi.network.kinship_ties import Ties
from huibi.screening.live.nearby import Nearby
from huibi.screening.live.rows import LiveRows
from huibi.screening.live.source import Source
from huibi.screening.live.tables import Change, Tables
from huibi.screening.live.ties import LiveTies, Steps

CHANGED = 2  # steps from a changed row within which the steps of somebody may be others than before
READ = 3  # steps around it within which rows are read


@dataclass(frozen=True, slots=True)
class Felt:
    """Whom a change may concern: how many steps away they are from whose steps changed, and who is in one line."""

    away: Mapping[str, int]
    line: frozenset[str]

    @property
    def people(self) -> AbstractSet[str]:
        """Everybody whom it may concern."""
        return self.away.keys() | self.line

    def is_near(self, person: str) -> bool:
        """Whether it may concern kin of the four classes of somebody."""
        return self.away.get(person, OTHER_STEPS) <= NEAR_STEPS or person in self.line

    def with_(self, person: str) -> set[str]:
        """Return those to whom a person may be related by a way past the change."""
        left = OTHER_STEPS - self.away.get(person, OTHER_STEPS + 1)
        return {other for other, steps in self.away.items() if steps <= left}


class Around:
    """The steps of kinship of a register that changes."""

    def __init__(self, tables: Tables, first: Kinship, as_of: date, switches: KinSwitches) -> None:
        self._tables, self._as_of, self.switches = tables, as_of, switches
        self.rows = LiveRows(tables, as_of)
        self.ties = LiveTies(Source(first))
        self.nearby = Nearby(first.reach, tables.register.persons)
        self._is_tangled = first.is_tangled

    def starts(self, change: Change) -> frozenset[str]:
        """Return whose steps a change may make others first of all: called before the change."""
        kin = [row for row in change.rows if isinstance(row, Kin)]
        persons = [row for row in change.rows if isinstance(row, Person)]
        sexes, deaths = {row.sex for row in persons}, {row.died for row in persons}
        if len(sexes) > 1 or (len(deaths) > 1 and self.ties.marriages(persons[0].id, State.FOLLOWED)):
            kin_of = {persons[0].id}  # of a death only marriages tell
        else:
            kin_of = set()
        return frozenset(kin_of.union(*((row.person, row.relative) for row in kin)))

    def has_tangles(self) -> bool:
        """Whether not all that is told of kin rests on steps: then nothing here is enough."""
        return self._is_tangled

    def numbers(self, change: Change) -> frozenset[int]:
        """Return the number of a row that another is put in the place of: called before the change."""
        if not isinstance(change.old, Kin) or change.new is None:
            return frozenset()
        return frozenset({self._tables.kin.number_of(change.old)})

    def renew(self, starts: frozenset[str], numbers: AbstractSet[int]) -> Felt:
        """Look again at whose steps may be others, since rows of some people changed; return whom it concerns."""
        if not starts:
            return Felt({}, frozenset())
        ends = self._ends(starts)
        while True:
            near = self.nearby.around(ends, CHANGED)
            moved = self._moved(ends, near, self._read(ends), numbers)
            beyond = {node for node in moved if near.get(self.nearby.place(node)) == CHANGED}
            if not beyond:
                break
            ends |= beyond  # what rests on them may not have been read
        beside = {other for node in moved for other, _ in (*self.ties.stated(node), *moved[node].stated)}
        self.ties.keep(moved)
        for node, told in moved.items():
            self.nearby.tell(node, (edge.target for edge in told.edges[Ties.steps]))
            self.nearby.tell(node, (other for other, _, _ in told.open_terms))
        places = self.nearby.around(moved, OTHER_STEPS)
        away = {person: steps for place, steps in places.items() for person in self.nearby.people((place,))}
        away |= dict.fromkeys(beside - away.keys(), OTHER_STEPS)  # a row may relate two whom no step joins (前夫)
        return Felt(away, frozenset(self._line(moved)))

    def _ends(self, starts: frozenset[str]) -> frozenset[str]:
        """Return the people whose rows changed, and the ends of longer terms of which a chain may lead past them."""
        near = self.nearby.around(starts, READ)
        away = {person: steps for place, steps in near.items() for person in self.nearby.people((place,))}
        past = (
            end
            for row, steps in self.rows.terms(away)
            for end in (row.person, row.relative)
            if away.get(row.person, READ) + away.get(row.relative, READ) <= steps
        )
        return starts.union(past)

    def _moved(
        self, ends: AbstractSet[str], near: Mapping[int, int], source: Source, numbers: AbstractSet[int]
    ) -> dict[str, Steps]:
        """Return whose steps are others than before, and which: beside somebody whose rows or steps changed.

        Further away than `near` nobody is asked about: what they rest on may not have been read.
        """
        moved = {node: Steps.of(source, node) for node in ends}
        seen, left = set(ends), list(ends)
        while left:
            node = left.pop()
            for other in self._beside(node, moved[node]) - seen:
                seen.add(other)
                if is_named(other) and self.nearby.place(other) not in near:
                    continue
                before, after = self.ties.told(other), Steps.of(source, other)
                if before != after or _rests_on(before, numbers):
                    moved[other] = after
                    left.append(other)
        return moved

    def _beside(self, node: str, after: Steps) -> set[str]:
        """Return who is or was a step away, unnamed ones too."""
        edges = (*self.ties.steps(node), *after.edges[Ties.steps])
        return {*self.nearby.people(self.nearby.around((node,), 1)), *(edge.target for edge in edges)}

    def _line(self, nodes: Iterable[str]) -> Iterator[str]:
        """Yield everybody in the parent line above or below some nodes."""
        for step in (self.ties.up, self.ties.down):
            seen = set(nodes)
            left = list(seen)
            while left:
                news = {edge.target for edge in step(left.pop())} - seen
                seen |= news
                left += news
            yield from filter(is_named, seen)

    def _read(self, ends: Iterable[str]) -> Source:
        """Return what the rows around tell."""
        people = set(self.nearby.people(self.nearby.around(ends, READ)))
        between = {one for row, steps in self.rows.terms(people) for one in self._between(row, steps)}
        people = set(filter(is_named, people | between))
        people |= {
            end for one in people for row in self._tables.kin.of("person", one) for end in (row.person, row.relative)
        }
        rows = {number: row for one in people for number, row in self._tables.kin.numbered("person", one)}
        numbers = [n for n in sorted(rows) if rows[n].person in people and rows[n].relative in people]
        persons = self._tables.register.persons
        register = Register(
            persons={one: persons[one] for one in sorted(people)}, kin=tuple(rows[number] for number in numbers)
        )
        kinship = Kinship(register, self._as_of, self.switches)
        self._is_tangled |= kinship.is_tangled
        return Source(kinship, numbers)

    def _between(self, row: Kin, steps: int) -> set[str]:
        """Return the two ends of a longer term, and everybody on a chain that may show what it means."""
        ahead = self.nearby.around((row.person,), steps - 1)
        back = self.nearby.around((row.relative,), steps - 1, among=ahead)
        found = self.nearby.people(place for place, away in back.items() if away + ahead.get(place, steps) <= steps)
        return {row.person, row.relative, *found}


def _rests_on(steps: Steps, numbers: AbstractSet[int]) -> bool:
    """Whether some rows say a step."""
    return any(not numbers.isdisjoint(edge.rows) for edges in steps.edges.values() for edge in edges)
