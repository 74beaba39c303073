"""What comparisons of two records rest on, kept: profiles, and how many bear a name or work at a unit."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from huibi.matching.by_work import by_work
from huibi.matching.comparing import Comparer
from huibi.matching.evidence import Evidence
from huibi.matching.profiles import Profile
from huibi.model.people import Person, Posting
from huibi.screening.live.tables import Tables

_OTHER_UNITS = ("unit", "differs")  # weighs the same however many people there are
_WORK, _KIN = ("unit", "place"), "kin"  # what pieces of evidence are about, of work and then of kin


class LiveComparer(Comparer):
    """Compares persons as the tables have them now; `name_changed` says whether its chances changed."""

    def __init__(self, tables: Tables) -> None:
        super().__init__(tables.register)
        self._tables = tables
        self._profiles: dict[str, Profile] = {}
        self._months: dict[str, Counter[tuple[int, int] | None]] = defaultdict(Counter)
        for row in tables.register.persons.values():
            self._months[row.name][_month(row)] += 1
        self.posts = {person: list(rows) for person, rows in super().postings.items()}
        self.__dict__["postings"] = self.posts
        self.__dict__["scales"] = super().scales

    def profile(self, person: str) -> Profile:
        """Return the profile of a person."""
        if person not in self._profiles:
            self._profiles[person] = self.profiles((person,), self._tables.kin.of("person", person)).of(person)
        return self._profiles[person]

    def with_work(self, pieces: Iterable[Evidence], a: Profile, b: Profile) -> tuple[Evidence, ...]:
        """Return pieces of evidence with what work says weighed anew: units have more or fewer people."""
        told = tuple(pieces)
        before = (piece for piece in told if piece.what not in (*_WORK, _KIN))
        return (*before, *by_work(self.scales, a, b), *(piece for piece in told if piece.what == _KIN))

    def forget(self, people: Iterable[str]) -> None:
        """Look again at people of whom something changed."""
        for person in people:
            self._profiles.pop(person, None)

    def name_changed(self, old: Person | None, new: Person | None) -> bool:
        """Count names anew after a person's row changed; return whether the counts are others."""
        if old is not None and new is not None and (old.name, _month(old)) == (new.name, _month(new)):
            return False
        for row, more in ((old, -1), (new, 1)):
            if row is not None:
                months = self._months[row.name]
                months[_month(row)] += more
                months += Counter()  # drops what is counted no more
        for name in {row.name for row in (old, new) if row is not None}:
            months = self._months[name]
            self.scales.namesakes.change(name, len(months.keys() - {None}) or len(months))
        return True

    def staff_changed(self, person: str, units: Iterable[str]) -> None:
        """Count the people of units anew after a person's postings changed."""
        rows: tuple[Posting, ...] = self._tables.postings.of("person", person)
        before = {row.unit for row in self.posts.get(person, ())}
        after = {row.unit for row in rows}
        if rows:
            self.posts[person] = list(rows)
        else:
            self.posts.pop(person, None)
        for unit in set(units) & (before ^ after):
            self.scales.places.change(unit, len({row.person for row in self._tables.postings.of("unit", unit)}))


def rests_on_staff(pieces: Iterable[Evidence]) -> bool:
    """Whether evidence rests on how many people units have."""
    return any(piece.what in _WORK and (piece.what, piece.level) != _OTHER_UNITS for piece in pieces)


def _month(row: Person) -> tuple[int, int] | None:
    return None if row.birth is None else (row.birth.year, row.birth.month)
