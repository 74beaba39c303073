"""The undecided identities that a round has to look at, as the tables have them now, and whom a change concerns."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import ClassVar

from huibi.matching.comparing import Pair
from huibi.model.people import Person, Posting
from huibi.model.ties import Kin
from huibi.screening.likeness import MOST_ROWS, Likeness
from huibi.screening.live.comparer import LiveComparer
from huibi.screening.live.hops import LiveHops
from huibi.screening.live.pairs import LivePairs
from huibi.screening.live.tables import Change, Tables
from huibi.screening.live.whose import Whose


class LiveLikeness(Likeness):
    """Likely pairs between the families of the screened and of those who ever had a posting at `units`."""

    def __init__(
        self, tables: Tables, screened: tuple[str, ...], units: Iterable[str], members: frozenset[str]
    ) -> None:
        super().__init__(tables.register, screened, units)
        self._tables = tables
        self._touching = set(super().touching)
        comparer = LiveComparer(tables)
        self._kept_first = comparer.kept_first
        self._near_by = LiveHops(tables.kin, set(screened), MOST_ROWS)
        self._far = LiveHops(tables.kin, self._touching, MOST_ROWS)
        least = comparer.weights.number("threshold", "possible")
        self._pairs = LivePairs(comparer, self._near_by, self._far, reach=MOST_ROWS, least=least)
        self._screened_now = frozenset(screened)
        self._people: set[str] = set()
        self._around: set[str] = set()  # who was near a pair that the last change concerned, or is
        self._rests_on: Whose[None] = Whose()  # of the screened: the families that identities of theirs rest on
        self._on_members: set[str] = set()  # whose own identity may be another: on everybody's posts that count
        self._members = members
        self._likely: set[Pair] = set()
        self._near_pairs: dict[str, set[Pair]] = defaultdict(set)
        self._take(self._settled())

    @property
    def touching(self) -> AbstractSet[str]:
        """Everybody who ever had a posting at one of the units, or oversaw one."""
        return self._touching

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The undecided pairs that are likely (weights.toml, threshold possible) and near enough to both sides."""
        return tuple(sorted(self._likely))

    def near(self, person: str) -> Sequence[Pair]:
        """Return the pairs that are near enough to a person."""
        return sorted(self._near_pairs.get(person, ()))

    def changed(self, change: Change, screened: frozenset[str]) -> None:
        """Look again at what a changed record touches."""
        self._around = set()
        self._screened_now = screened
        kept = self._work.get(change.table)
        self._people = set()
        if kept is None:
            return
        self._people = {
            person
            for row in change.rows
            for name in ("id", "person", "relative")
            if isinstance(person := getattr(row, name, None), str)
        }
        concerned = self._near_people()
        kept(self, change)
        self._around.update(*(self._from[pair] for pair in concerned))
        settled = self._settled()
        self._take(settled - concerned if change.table == "kin" else settled)
        self._take(settled)
        self._around.update(*(self._from[pair] for pair in self._near_people()))

    def concerned(self, known: Iterable[str], members: frozenset[str]) -> set[str]:
        """Return of whom of the screened `match.possible` may be another than before the last change.

        `known` are those of whom kin or post grounds were worked out again.
        """
        found = self._around | {one for one in known if self._near_pairs.get(one)}
        touched = self._people | (members ^ self._members)
        found = found.union(*map(self._rests_on.by, touched))
        if not touched.isdisjoint(members | self._members):
            found |= self._on_members
        self._members = members
        return found & self._screened_now

    def rest(self, person: str) -> None:
        """Keep on whom the identities rest that concern one of the screened."""
        families = {pair: family for pair in self.near(person) if (family := self.through(person, pair))}
        self._rests_on.keep(person, dict.fromkeys(frozenset().union(*families.values())))
        if any(person in pair for pair in families):
            self._on_members.add(person)
        else:
            self._on_members.discard(person)

    def _near_people(self) -> set[Pair]:
        """Return the likely pairs near those whom the last change touched."""
        return {pair for person in self._people for pair in self._near_pairs.get(person, ())}

    def _settled(self) -> set[Pair]:
        """Return the likely pairs, whose id would be kept first."""
        found = (sorted(pair, key=self._kept_first) for pair in self._pairs.settle())
        return {(first, second) for first, second in found}

    def _take(self, likely: set[Pair]) -> None:
        """Take other pairs for the likely ones; who is near those that come or go is concerned."""
        for pair in self._likely - likely:
            away = self._from.pop(pair)
            self._around.update(away)
            for person in away:
                self._near_pairs[person].discard(pair)
        for pair in likely - self._likely:
            away = self._rows_away(pair)
            self._around.update(away)
            for person in away:
                self._near_pairs[person].add(pair)
        self._likely = likely

    def _of_kin(self, change: Change) -> None:
        del change
        moved = self._near_by.renew(self._people) | self._far.renew(self._people)
        self._pairs.odds.forget(self._people)
        self._pairs.look_again(moved)

    def _of_persons(self, change: Change) -> None:
        rows = [row if isinstance(row, Person) else None for row in (change.old, change.new)]
        for person in self._people:
            self._known_anew(person)
            self._pairs.name_changed(*rows)
            self._pairs.renamed(person)
        alike = {one for row in rows if row is not None for one in self._pairs.tipped(row.name)}
        self._pairs.look_again(alike | self._people | self._screened_anew())

    def _of_postings(self, change: Change) -> None:
        units = {row.unit for row in change.rows if isinstance(row, Posting)}
        for person in self._people:
            self._known_anew(person)
            self._pairs.work_changed(person, units)
            if (person in self._touching) != self._touches(person):
                self._touching ^= {person}
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
        self._pairs.odds.forget({person, *family})

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
