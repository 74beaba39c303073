"""What comparisons of two records rest on, kept: profiles, and how many bear a name or work at a unit."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import log

from huibi.matching.comparing import Comparer
from huibi.matching.profiles import Profile
from huibi.model.people import Person, Posting
from huibi.screening.live.drift import COMMON, by_names, by_staff
from huibi.screening.live.tables import Tables


class LiveComparer(Comparer):
    """Compares persons as the tables have them now.

    `drift` adds up how far counts may have moved odds; whose odds they may have moved further is told by what changes.
    """

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
        self.shares: set[float] = set()  # of the surnames of whoever was compared
        self.drift = 0.0

    def profile(self, person: str) -> Profile:
        """Return the profile of a person."""
        if person not in self._profiles:
            self._profiles[person] = self.profiles((person,), self._tables.kin.of("person", person)).of(person)
        return self._profiles[person]

    def forget(self, people: Iterable[str]) -> None:
        """Look again at people of whom something changed."""
        for person in people:
            self._profiles.pop(person, None)

    def name_changed(self, old: Person | None, new: Person | None) -> tuple[set[str], set[str]]:
        """Count names anew after a person's row changed; return those counted, and characters of them that are rare."""
        if old is not None and new is not None and (old.name, _month(old)) == (new.name, _month(new)):
            return set(), set()
        for row, more in ((old, -1), (new, 1)):
            if row is not None:
                months = self._months[row.name]
                months[_month(row)] += more
                months += Counter()  # drops what is counted no more
        namesakes = self.scales.namesakes
        names = {row.name for row in (old, new) if row is not None}
        signs = {sign for name in names for sign in name[1:]}
        people, rarity = namesakes.people, {sign: namesakes.rarity(sign) for sign in signs}
        for name in names:
            months = self._months[name]
            namesakes.change(name, len(months.keys() - {None}) or len(months))
        self.drift += by_names(people, namesakes, self.shares)
        return names, {sign for sign in signs if abs(log(namesakes.rarity(sign) / rarity[sign])) > COMMON}

    def staff_changed(self, person: str, units: Iterable[str]) -> set[str]:
        """Count the people of units anew after a person's postings changed; return where they are more or fewer."""
        rows: tuple[Posting, ...] = self._tables.postings.of("person", person)
        before = {row.unit for row in self.posts.get(person, ())}
        after = {row.unit for row in rows}
        if rows:
            self.posts[person] = list(rows)
        else:
            self.posts.pop(person, None)
        changed = set(units) & (before ^ after)
        for unit in changed:
            self.drift += by_staff(self.scales.places)
            self.scales.places.change(unit, len({row.person for row in self._tables.postings.of("unit", unit)}))
        return changed


def _month(row: Person) -> tuple[int, int] | None:
    return None if row.birth is None else (row.birth.year, row.birth.month)
