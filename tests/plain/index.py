"""The acquaintance index by enumeration: every chain of at most two ties, every living person in the middle."""

from math import floor, sqrt

from huibi.model.spans import FIRST, LAST
from huibi.model.ties import KinClass, TieKind
from plain.grounds import Desk, shared
from plain.places import LEADING, count_days, day_set, meet
from plain.screening import screened

KIN = {
    KinClass.SPOUSE: 1.0,
    KinClass.LINEAL: 1.0,
    KinClass.COLLATERAL3: 0.8,
    KinClass.NEAR_AFFINE: 0.7,
    KinClass.OTHER: 0.4,
    KinClass.NONE: 0.0,
}
STATED = {
    TieKind.SECRETARY: 0.9,
    TieKind.BUSINESS: 0.7,
    TieKind.DISPUTE: 0.7,
    TieKind.MENTOR: 0.6,
    TieKind.FRIEND: 0.6,
    TieKind.CLASSMATE: 0.4,
    TieKind.COMRADE: 0.4,
    TieKind.TOWNSMAN: 0.15,
}
SLOW = (TieKind.CLASSMATE, TieKind.COMRADE)
HAIR = 1e-9  # binary fractions fall short of a half by less than this


class Index:
    """Strengths, closeness and risk, each looked up once."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.day = desk, desk.round.as_of
        self.living = [person for person in sorted(desk.register.persons) if person not in desk.places.dead]
        self.known: dict[tuple[str, str], float] = {}

    def years_ago(self, last: object) -> float:
        """Years since a last day, 0 where it is not past."""
        return max(0, (self.day - last).days) / 365.25

    def kin(self, one: str, other: str) -> float:
        """Strength of the kin tie, from whichever end it is stronger."""
        return max(KIN[self.desk.kin.relation(*pair)[0]] for pair in ((one, other), (other, one)))

    def met(self, one: str, other: str) -> float:
        """Strength of the strongest tie that is not kin."""
        pair = (min(one, other), max(one, other))
        if pair not in self.known:
            self.known[pair] = max([0.0, *self.stated(*pair), *self.colleagues(*pair)])
        return self.known[pair]

    def stated(self, one: str, other: str) -> list[float]:
        """Stated ties, and days shared in a class or troop."""
        found = []
        for row in self.desk.register.ties:
            begun = row.since is None or row.since <= self.day
            if {row.person, row.other} == {one, other} and begun:
                half = 10 if row.kind in SLOW else 5
                found.append(STATED[row.kind] * 0.5 ** (self.years_ago(row.until or LAST) / half))
        found += [
            0.4 * 0.5 ** (self.years_ago(min(span[1], self.day)) / 10)
            for _, span in shared(self.desk.register, one, other)
            if span[0] <= self.day
        ]
        return found

    def colleagues(self, one: str, other: str) -> list[float]:
        """A tie for each unit where both had a posting on one day."""
        days: dict[str, list[tuple[object, object]]] = {}
        leading: dict[str, list[tuple[object, object]]] = {}
        for mine in self.desk.places.rows(one):
            for theirs in self.desk.places.rows(other):
                span = meet((mine.start, mine.end), (theirs.start, theirs.end))
                if mine.unit == theirs.unit and span is not None and span[0] <= self.day:
                    days.setdefault(mine.unit, []).append(span)
                    if mine.level in LEADING and theirs.level in LEADING:
                        leading.setdefault(mine.unit, []).append(span)
        found = []
        for unit, some in days.items():
            size = self.desk.register.units[unit].headcount or 30
            found.append(self.faded(some) * 0.5 * min(1, sqrt(30 / size)))
        found += [self.faded(some) * 0.7 for some in leading.values()]
        return found

    def faded(self, some: list[tuple[object, object]]) -> float:
        """min(1, years / 3), faded from the last of the days."""
        years = count_days(some, self.day) / 365.25
        last = day_set(some, self.day)[-1][1]
        return min(1, years / 3) * 0.5 ** ((self.day.toordinal() - last) / 365.25 / 5)

    def closeness(self, one: str, other: str) -> float:
        """The largest product over chains of at most two ties, of which at most one is kin."""
        best = max(self.kin(one, other), self.met(one, other))
        for middle in self.living:
            if middle not in (one, other):
                kin, met = self.kin(one, middle), self.met(one, middle)
                best = max(
                    best,
                    kin * self.met(middle, other),
                    met * self.kin(middle, other),
                    met * self.met(middle, other),
                )
        return 0.0 if best < 0.15 - HAIR else best

    def exact(self, person: str, unit: str) -> float:
        """The index before rounding."""
        far = 1.0
        for other, what in self.desk.places.standing(unit).items():
            weight = {"chief": 1.0, "board": 0.7, "key": 0.4, "staff": 0.0}[what]
            if weight and other != person:
                far *= 1 - weight * self.closeness(person, other)
        scope = self.desk.places.scope(unit)
        lasts = [
            min(row.end or LAST, self.day)
            for row in self.desk.places.rows(person)
            if row.unit in scope and (row.start or FIRST) <= self.day
        ]
        if lasts:
            far *= 1 - 0.5 * 0.5 ** (self.years_ago(max(lasts)) / 5)
        return 100 * (1 - far)

    def risk(self, person: str, unit: str) -> int:
        """Round half up."""
        return floor(self.exact(person, unit) + 0.5 + HAIR)

    def risks(self) -> dict[tuple[str, str], int]:
        """Every index above 0 of screened persons at the round's units."""
        found = {}
        for person in screened(self.desk.register, self.day):
            for entry in self.desk.round.units:
                risk = self.risk(person, entry.unit)
                if risk > 0:
                    found[(person, entry.unit)] = risk
        return found
