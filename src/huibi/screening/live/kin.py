"""Kin that are kept: of whoever a changed row may concern they are worked out again among the people around.

An answer of kinship is read from the rows around a person alone. A register of those people and the rows between them
gives the same answer as the whole one, in milliseconds.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from huibi.model.register import Register
from huibi.model.ties import Kin, KinClass, KinSwitches
from huibi.network.kinship import Kinship
from huibi.network.kinship_search import OTHER_STEPS
from huibi.screening.kinfolk import Related
from huibi.screening.live.region import Regions
from huibi.screening.live.tables import Tables

FELT = OTHER_STEPS + 1  # steps from a row within which it may be felt: it may join the families of its two ends
AROUND = OTHER_STEPS + 1  # steps around a person within which everything is read that an answer rests on
_CLOSE = 2  # steps to a child's spouse, the furthest of close family
_NOBODY: Mapping[str, frozenset[str]] = {}


@dataclass(frozen=True, slots=True)
class Felt:
    """How far from a change everybody is, in steps, and who stands in one parent line with it."""

    away: Mapping[str, int]
    line: frozenset[str]

    @property
    def people(self) -> frozenset[str]:
        """Everybody by whom it may be felt."""
        return frozenset(self.away) | self.line

    def with_(self, person: str) -> frozenset[str]:
        """Return those to whom a person may be related by a way that leads past the change."""
        left = FELT - self.away.get(person, FELT + 1)
        found = frozenset(other for other, steps in self.away.items() if steps <= left)
        return found | self.line if person in self.line else found

    def or_(self, other: "Felt") -> "Felt":
        """Return what is felt of the one or the other."""
        away = {one: min(self.away.get(one, FELT), other.away.get(one, FELT)) for one in {**self.away, **other.away}}
        return Felt(away, self.line | other.line)


class LiveKin:
    """Who is related to whom on the day, of the persons asked about so far (`renew`)."""

    def __init__(self, tables: Tables, regions: Regions, as_of: date, switches: KinSwitches, kinship: Kinship) -> None:
        self.regions = regions
        self._tables = tables
        self._as_of, self._switches = as_of, switches
        self._first = kinship
        self._read_in: dict[str, Kinship] = {}
        self._related: dict[str, Mapping[str, Related]] = {}
        self._classes: dict[str, dict[str, KinClass]] = {}

    def related(self, person: str) -> Mapping[str, Related]:
        """Return all kin of the four classes of somebody, and those of class `other` who were asked about."""
        return self._related[person]

    def classes(self, person: str) -> Mapping[str, KinClass]:
        """Return the classes of all kin of the four classes, and of those of class `other` who were asked about."""
        return self._classes[person]

    def has_classes(self, person: str) -> bool:
        """Whether the classes of somebody's kin have been asked about."""
        return person in self._classes

    def relatives(self, person: str) -> Mapping[str, Related]:
        """Return everybody related, the dead too, by id."""
        return self._kinship(person).relatives(person)

    def close_family(self, person: str) -> Mapping[str, Related]:
        """Return spouse, children and children's spouses, by id."""
        return self._kinship(person).close_family(person)

    def begin(self, persons: Iterable[str], further: frozenset[str]) -> None:
        """Ask about persons for the first time."""
        near = frozenset(self._tables.register.persons)
        self._related.update(self._first.kin_among(dict.fromkeys(persons, (near, further))))

    def begin_classes(self, further: Mapping[str, frozenset[str]]) -> None:
        """Ask about the classes alone of the kin of persons, those of class `other` among `further`."""
        near = frozenset(self._tables.register.persons)
        wanted = {person: (near, others) for person, others in further.items()}
        self._classes.update(self._first.classes_among(wanted))

    def felt(self, people: Iterable[str]) -> Felt:
        """Return how far from some people a change of their rows may be felt, as the rows stand now."""
        people = tuple(people)
        return Felt(self.regions.within(people, FELT), frozenset(self.regions.line(people)))

    def around(self, people: Iterable[str]) -> Iterable[str]:
        """Return everybody who may be kin of somebody within the counted steps."""
        return self.regions.within(people, FELT).keys()

    def renew(
        self, related: Iterable[str], further: frozenset[str], classes: Mapping[str, frozenset[str]] = _NOBODY
    ) -> None:
        """Ask again about persons among the people around: about kin and chains, and about `classes` alone."""
        related = tuple(related)
        if not related and not classes:
            return
        kinship, people = self._read(dict.fromkeys((*related, *classes)))
        self._read_in.update(dict.fromkeys(related, kinship))
        if related:
            self._related.update(kinship.kin_among(dict.fromkeys(related, (people, further & people))))
        if classes:
            wanted = {person: (people, others & people) for person, others in classes.items()}
            self._classes.update(kinship.classes_among(wanted))

    def renew_felt(
        self,
        felt: Felt,
        related: AbstractSet[str],
        further: frozenset[str],
        classes: Mapping[str, frozenset[str]] = _NOBODY,
    ) -> None:
        """Ask again how persons are related to whom a change is felt together with: all others stay as they are."""
        if not related and not classes:
            return
        beside = {other for one in felt.line for other in self.regions.beside(one)}
        people = self.regions.with_terms(felt.people | beside)
        kinship = Kinship(self._register(people), self._as_of, self._switches)
        both = {person: felt.with_(person) for person in {*related, *classes}}
        found = kinship.kin_among({person: (both[person], both[person] & further) for person in related})
        for person, kin in found.items():
            kept = {other: one for other, one in self._related[person].items() if other not in both[person]}
            self._related[person] = kept | kin
            if felt.away.get(person, FELT) < FELT - _CLOSE:
                self._read_in[person] = kinship
        told = kinship.classes_among({person: (both[person], both[person] & classes[person]) for person in classes})
        for person, named in told.items():
            rest = {other: one for other, one in self._classes[person].items() if other not in both[person]}
            self._classes[person] = rest | named

    def find_others(self, person: str, among: AbstractSet[str]) -> set[str]:
        """Ask whether somebody is kin of class `other` of some whose classes are kept; return of whom it is so."""
        near = self.regions.within((person,), OTHER_STEPS)
        ends = near.keys() & among & self._classes.keys() - {person}
        if not ends:
            return set()
        back = self.regions.within(ends, OTHER_STEPS, among=near.keys())
        people = {one for one, steps in near.items() if steps + back.get(one, AROUND) <= AROUND}
        kinship = Kinship(self._register(self.regions.with_terms(people)), self._as_of, self._switches)
        found = set(kinship.classes_among({person: (frozenset(), frozenset(ends))})[person])
        for other in found:
            self._classes[other].setdefault(person, KinClass.OTHER)
        return found

    def forget(self, persons: Iterable[str]) -> None:
        """Forget about persons who are asked about no more."""
        for person in persons:
            for kept in (self._read_in, self._related, self._classes):
                kept.pop(person, None)

    def _kinship(self, person: str) -> Kinship:
        return self._read_in.get(person, self._first)

    def _read(self, persons: Iterable[str]) -> tuple[Kinship, frozenset[str]]:
        """Return the kinship of the people around persons, and who they are."""
        line = self.regions.line(persons)
        beside = {other for one in line for other in self.regions.beside(one)}
        people = self.regions.with_terms(line | beside | self.regions.within(persons, AROUND).keys())
        return Kinship(self._register(people), self._as_of, self._switches), people

    def _register(self, people: AbstractSet[str]) -> Register:
        """Return some people and the rows between them, in the order of the table."""
        rows = {number: row for person in people for number, row in self._tables.kin.numbered("person", person)}
        among = (row for _, row in sorted(rows.items(), key=_number) if row.person in people and row.relative in people)
        persons = self._tables.register.persons
        return Register(persons={person: persons[person] for person in sorted(people)}, kin=tuple(among))


def _number(row: tuple[int, Kin]) -> int:
    return row[0]
