"""The undecided identities that a round has to look at, as the tables have them now, and whom a change concerns."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import ClassVar

from huibi.matching.comparing import Pair
from huibi.matching.judging import Match
from huibi.model.people import Person, Posting
from huibi.model.ties import Kin
from huibi.screening.likeness import MOST_ROWS, Likeness
from huibi.screening.live.comparer import LiveComparer
from huibi.screening.live.hops import LiveHops
from huibi.screening.live.pairs import LivePairs
from huibi.screening.live.tables import Change, Tables


class LiveLikeness(Likeness):
    """Likely matches between the families of the screened and of those who ever had a posting at `units`."""

    def __init__(
        self, tables: Tables, screened: tuple[str, ...], units: Iterable[str], members: frozenset[str]
    ) -> None:
        super().__init__(tables.register, screened, units)
        self._tables = tables
        self._touching = set(super().touching)
        comparer = LiveComparer(tables)
        self._chances = comparer
        self._near_by = LiveHops(tables.kin, set(screened), MOST_ROWS)
        self._far = LiveHops(tables.kin, self._touching, MOST_ROWS)
        least = comparer.weights.number("threshold", "possible")
        self._pairs = LivePairs(comparer, self._near_by, self._far, reach=MOST_ROWS, least=least)
        self._matches = self._pairs.settle()
        self._screened_now = frozenset(screened)
        self._people: set[str] = set()
        self._before: dict[Pair, tuple[Match, Mapping[str, int]]] = {}
        self._rests_on: dict[str, set[str]] = {}
        self._members = members
        for match in self._matches:
            self._rows_away(match)

    @property
    def touching(self) -> AbstractSet[str]:
        """Everybody who ever had a posting at one of the units, or oversaw one."""
        return self._touching

    @property
    def matches(self) -> tuple[Match, ...]:
        """The undecided matches that are likely (weights.toml, threshold possible) and near enough to both sides."""
        return self._matches

    def near(self, person: str) -> Sequence[Match]:
        """Return the matches that are near enough to a person."""
        return [match for match in self._matches if person in self._rows_away(match)]

    def changed(self, change: Change, screened: frozenset[str]) -> None:
        """Look again at what a changed record touches."""
        self._people = {
            person
            for row in change.rows
            for name in ("id", "person", "relative")
            if isinstance(person := getattr(row, name, None), str)
        }
        self._before = self._around()
        self._screened_now = screened
        kept = self._work.get(change.table)
        if kept is None:
            self._people = set()
            return
        kept(self, change)
        self._matches = self._pairs.settle()
        if change.table == "kin":
            for pair, away in list(self._from.items()):
                if not self._people.isdisjoint(away):
                    del self._from[pair]

    def concerned(self, known: Iterable[str], members: frozenset[str]) -> set[str]:
        """Return of whom of the screened `match.possible` may be another than before the last change.

        `known` are those of whom kin or post grounds were worked out again.
        """
        after = self._around()
        before, people = self._before, self._people
        found = set(known) & {one for _, away in after.values() for one in away}
        for pair in before.keys() | after.keys():
            around = {one for side in (before, after) if pair in side for one in side[pair][1]}
            if before.get(pair) != after.get(pair) or not people.isdisjoint(around):
                found |= around & self._screened_now
        touched = people | (members ^ self._members)
        found |= {one for one, rests_on in self._rests_on.items() if not touched.isdisjoint(rests_on)}
        self._members = members
        return found & set(self._screened_now)

    def _around(self) -> dict[Pair, tuple[Match, Mapping[str, int]]]:
        """Return the matches, each with how many rows away everybody near is."""
        return {(match.a, match.b): (match, self._rows_away(match)) for match in self._matches}

    def rest(self, person: str) -> None:
        """Keep on whom the identities rest that concern one of the screened."""
        rests_on: set[str] = set()
        for match in self._matches:
            family = self.through(person, match)
            rests_on |= family
            if family and person in (match.a, match.b):
                rests_on |= self._members
        self._rests_on[person] = rests_on

    def _of_kin(self, change: Change) -> None:
        del change
        moved = self._near_by.renew(self._people) | self._far.renew(self._people)
        self._chances.forget(self._people)
        self._pairs.weigh_again(self._people)
        self._pairs.look_again(moved)

    def _of_persons(self, change: Change) -> None:
        rows = [row if isinstance(row, Person) else None for row in (change.old, change.new)]
        for person in self._people:
            self._known_anew(person)
            if self._chances.name_changed(*rows):
                self._pairs.weigh_again(None)
            self._pairs.renamed(person)
        alike = {one for row in rows if row is not None for one in self._pairs.alike(row.name)}
        self._pairs.look_again(alike | self._people | self._screened_anew())

    def _of_postings(self, change: Change) -> None:
        units = {row.unit for row in change.rows if isinstance(row, Posting)}
        for person in self._people:
            self._known_anew(person)
            self._chances.staff_changed(person, units)
            if (person in self._touching) != self._touches(person):
                self._touching ^= {person}
        self._pairs.weigh_work_again()
        self._pairs.look_again(self._far.renew(self._people) | self._people)

    def _of_pool(self, change: Change) -> None:
        del change
        self._pairs.look_again(self._screened_anew() | self._people)

    def _screened_anew(self) -> set[str]:
        """Take who is screened now, since a death or its correction counts as well as the pool; return who moved."""
        self._near_by.starts = self._screened_now
        return self._near_by.renew(self._people)

    def _known_anew(self, person: str) -> None:
        """Read a person's profile anew, and those of the family, in which the person's name and posts stand."""
        family = {end for row in self._tables.kin.of("person", person) for end in (row.person, row.relative)}
        self._chances.forget({person, *family})
        self._pairs.weigh_again({person, *family})

    def _touches(self, person: str) -> bool:
        return any(
            row.unit in self._units or not self._units.isdisjoint(row.oversees)
            for row in self._tables.postings.of("person", person)
        )

    def _rows_of(self, person: str) -> Iterator[tuple[int, Kin]]:
        return self._tables.kin.numbered("person", person)

    _work: ClassVar[Mapping[str, Callable[["LiveLikeness", Change], None]]] = {
        "kin": _of_kin,
        "persons": _of_persons,
        "postings": _of_postings,
        "pool": _of_pool,
    }
