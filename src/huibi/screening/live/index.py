"""The acquaintance index of a round, kept: what a changed row makes of few pairs is worked out again."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from math import floor

from huibi.model.findings import Risk
from huibi.model.ties import KinClass
from huibi.network.acquaintance import KIN, Acquaintance, Circle, Near
from huibi.network.acquaintance_ties import LEAST, SLACK
from huibi.network.standing import Standing
from huibi.screening.live.bonds import LiveBonds
from huibi.screening.live.closeness import Closeness
from huibi.screening.live.kin import LiveKin
from huibi.screening.live.tables import Tables

STRONG = (LEAST - SLACK) / KIN[KinClass.OTHER]  # a weaker tie makes no chain with kin of class `other`
Strengths = Mapping[str, float]
Counts = tuple[tuple[str, float], ...]  # who counts at a unit, and how much


class LiveIndex(Acquaintance):
    """Risks of the screened at the units, with whom each of both sides knows and is kin to.

    Whoever changes something tells it (`know`, `kin_changed`, `circles_changed` …); `settle` then works out again the
    pairs that rest on it.
    """

    def __init__(self, tables: Tables, kin: LiveKin, standing: Standing, as_of: date, units: Iterable[str]) -> None:
        super().__init__(tables.register, kin, standing, as_of)
        self._kin = kin
        self._bonds = self.bonds = LiveBonds(tables, as_of)
        self._units = tuple(units)
        self._known: dict[str, dict[str, float]] = {}
        self.sides: tuple[set[str], set[str]] = set(), set()  # the screened; the members of bodies and keys
        self._closeness = Closeness(self._nears, self.sides)
        self._counts: dict[str, Counts] = dict.fromkeys(self._units, ())
        self._strong: tuple[Counter[str], Counter[str]] = Counter(), Counter()  # how many of each side know somebody so
        self._at: dict[str, set[str]] = defaultdict(set)  # member -> units
        self._risks: dict[str, dict[str, int]] = {}
        self._grown: tuple[set[str], set[str]] = set(), set()
        self._joined: set[str] = set()  # who is new, or was on one side and is on the other too: more kin may matter
        self._again: set[tuple[str, str]] = set()

    @property
    def people(self) -> AbstractSet[str]:
        """Everybody whose ties are kept."""
        return self._known.keys()

    def begin(self, screened: Iterable[str], risks: Iterable[Risk]) -> None:
        """Take the screened and the risks of a full run."""
        self._side(0, set(screened))
        self._count_members(self._units)
        self._risks = {person: {} for person in self.sides[0]}
        for risk in risks:
            self._risks[risk.person][risk.unit] = risk.risk
        both: dict[tuple[int, ...], frozenset[str]] = {
            sides: frozenset().union(*self._counting(sides)) for sides in ((0,), (1,), (0, 1))
        }  # the same few sets for everybody: they are large
        further = {person: both[self._sides_of(person)] for person in self.people}
        self._kin.begin_classes(further, frozenset(self._register.persons))
        self.grown()
        self._joined.clear()
        for person in self.people:
            self._near(person)
        self._closeness.settle()

    def risks(self, person: str) -> tuple[Risk, ...]:
        """Return the risks of one of the screened, in the round's order, zeros left out."""
        found = self._risks[person]
        return tuple(Risk(person=person, unit=unit, risk=found[unit]) for unit in self._units if found.get(unit))

    def risk(self, person: str, unit: str) -> int:
        """Return the index of a person at a unit, 0..100, rounded half up, as at the last `settle`."""
        strangers = 1.0 - self._own_share(person, unit)[0]
        for member, weight in self._counts[unit]:
            strangers *= 1.0 - weight * self._closeness.to(member).get(person, 0.0)
        return floor(100 * (1.0 - strangers) + 0.5 + SLACK)

    def further(self, person: str, among: AbstractSet[str]) -> set[str]:
        """Return of whom of some people it matters whether they are kin of class `other` of somebody."""
        counting = tuple(self._counting(self._sides_of(person)))
        return {one for one in among if any(one in people for people in counting)}

    def _sides_of(self, person: str) -> tuple[int, ...]:
        return tuple(side for side in (0, 1) if person in self.sides[side])

    def _counting(self, sides: Iterable[int]) -> Iterator[AbstractSet[str]]:
        """Yield the people who matter as kin of class `other` to those of some sides."""
        for side in sides:
            yield self._strong[1 - side].keys()
            if side == 1:
                yield self.sides[0]

    def screen(self, screened: Iterable[str]) -> frozenset[str]:
        """Take others for the screened; return who was not before."""
        news = set(screened) - self.sides[0]
        for person in self.sides[0] - set(screened):
            self._risks.pop(person, None)
        self._side(0, set(screened))
        self._joined -= news  # whoever is told of them asks for their kin
        for person in news:
            self._risks[person] = {}
            self._again |= {(person, unit) for unit in self._units}
        return frozenset(news)

    def kin_of(self, person: str) -> AbstractSet[str]:
        """Return whose kept kin somebody is."""
        return self._kin.classed_of(person) & self.people

    def new_members(self) -> set[str]:
        """Return the members of bodies and keys of whose kin not all is known yet that matters; once."""
        joined, self._joined = self._joined, set()
        return joined & self.people

    def circles_changed(self, units: Iterable[str]) -> None:
        """Look again at who counts at some units of the round."""
        if changed := [unit for unit in units if self.circle(unit) != self._counts[unit]]:
            self._count_members(changed)

    def _count_members(self, units: Iterable[str]) -> None:
        for unit in units:
            before, now = self._counts[unit], self.circle(unit)
            self._counts[unit] = now
            for member, _ in before:
                self._at[member].discard(unit)
            for member, _ in now:
                self._at[member].add(unit)
            for member, _ in {*before} ^ {*now}:
                self._again |= {(person, unit) for person in self._closeness.to(member)}
        self._side(1, {member for member, at in self._at.items() if at})

    def own_work_changed(self, person: str, units: Iterable[str]) -> None:
        """Ask again for the index of one person at some units."""
        if person in self.sides[0]:
            self._again |= {(person, unit) for unit in units}

    def know(self, person: str, others: Iterable[str]) -> None:
        """Look again at the ties between a person and others, on whichever side they are."""
        if person in self._known:
            known = self._bonds.strengths(person)
            self._knows(person, known, _differing(self._known[person], known))
        for other in set(others) & self._known.keys():
            if other != person:
                strength = self.bonds.strength(other, person)
                if strength != self._known[other].get(person, 0.0):
                    known = dict(self._known[other])
                    if strength:
                        known[person] = strength
                    else:
                        del known[person]
                    self._knows(other, known, (person,))

    def kin_changed(self, persons: Iterable[str]) -> None:
        """Look again at the kin of persons."""
        for person in set(persons) & self._known.keys():
            before = self._nears.pop(person, None)
            now = self._near(person)
            kin = {} if before is None else before.kin
            for other in _differing(kin, now.kin):
                self._closeness.changed(person, other, (now.known.get(other, 0.0), kin.get(other, 0.0)))

    def grown(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return, for the screened and for the members, of whom it matters anew whether they are kin; once."""
        found, self._grown = self._grown, (set(), set())
        return frozenset(found[0]), frozenset(found[1])

    def settle(self) -> set[str]:
        """Work out what has changed; return whose risks are others than before."""
        for person, member in self._closeness.settle():
            self._again |= {(person, unit) for unit in self._at[member]}
        found = set()
        for person, unit in sorted(self._again):
            if person in self._risks:
                risk = self.risk(person, unit)
                if risk != self._risks[person].get(unit, 0):
                    self._risks[person][unit] = risk
                    found.add(person)
        self._again.clear()
        return found

    def _near(self, person: str) -> Near:
        if person not in self._nears:
            kin = {
                other: KIN[kin_class]
                for other, kin_class in self._kin.classes(person).items()
                if kin_class is not KinClass.NONE and other != person and not self._bonds.dead(other)
            }
            self._nears[person] = Near(self._known[person], kin)
        return self._nears[person]

    def _circle(self, unit: str) -> Circle:
        return self._circle_of(self.circle(unit))  # none is kept: whom its members know changes

    def _side(self, side: int, people: set[str]) -> None:
        """Take others for one side; whom they know is worked out, whom nobody asks about is forgotten."""
        gone, news = self.sides[side] - people, people - self.sides[side]
        self.sides[side].clear()
        self.sides[side].update(people)
        for person in gone:
            self._count(side, self._known[person], {}, self._known[person])
            self._closeness.left(side, person)
            if person not in self.sides[1 - side]:
                del self._known[person]
                self._nears.pop(person, None)
                self._kin.forget_classes(person)
        for person in news:
            if person not in self._known:
                self._known[person] = self._bonds.strengths(person)
            self._joined.add(person)
            self._closeness.joined(side, person)
            self._count(side, {}, self._known[person], self._known[person])

    def _count(self, side: int, before: Strengths, after: Strengths, others: Iterable[str]) -> None:
        """Count whom a side knows well; of whom it does so first, it matters whether the other side is kin to them."""
        counts = self._strong[side]
        for other in others:
            was, now = before.get(other, 0.0) >= STRONG, after.get(other, 0.0) >= STRONG
            if was and not now:
                counts[other] -= 1
                if not counts[other]:
                    del counts[other]
            elif now and not was:
                counts[other] += 1
                if counts[other] == 1:
                    self._grown[1 - side].add(other)

    def _knows(self, person: str, known: dict[str, float], others: Collection[str]) -> None:
        """Take others for those whom somebody knows: only of `others` they are not the same."""
        before = self._known[person]
        for side in self._sides_of(person):
            self._count(side, before, known, others)
        self._known[person] = known
        if person in self._nears:
            kin = self._nears[person].kin
            self._nears[person] = Near(known, kin)
            for other in others:
                self._closeness.changed(person, other, (before.get(other, 0.0), kin.get(other, 0.0)))


def _differing(one: Strengths, other: Strengths) -> list[str]:
    """Return of whom two tables of strengths do not say the same."""
    return [key for key, strength in one.items() if other.get(key) != strength] + list(other.keys() - one.keys())
