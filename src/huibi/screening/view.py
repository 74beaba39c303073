"""Everything the grounds look at, indexed once for one round, so that no ground walks the register."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeVar

from huibi.model.people import Level, Posting, Service, Study
from huibi.model.register import Register
from huibi.model.rounds import Round
from huibi.model.ties import Declaration, Interest, KinClass, Ruling, Served, Tie
from huibi.network.regions import county_of
from huibi.network.standing import LEADING, Members, Standing
from huibi.policy import Policy, Rule
from huibi.screening.groups import Group as Group  # noqa: PLC0414 - told on from here
from huibi.screening.groups import Place as Place  # noqa: PLC0414
from huibi.screening.inspections import latest_team
from huibi.screening.kinfolk import Bulk, Kinfolk, Near, Related
from huibi.screening.likeness import Likeness

Value = TypeVar("Value")
Career = TypeVar("Career", Study, Service)


class View:
    """One round's units, the persons screened, and indexes from a person to what touches those units."""

    def __init__(
        self, register: Register, round_: Round, policy: Policy, kinship: Kinfolk, screened: Iterable[str]
    ) -> None:
        self.register = register
        self.round = round_
        self.policy = policy
        self.as_of = round_.as_of
        self.standing = Standing(register, round_.as_of, round_.end)
        self.screened = tuple(sorted(set(screened)))
        self.units = tuple(dict.fromkeys(entry.unit for entry in round_.units))
        self._kinship = kinship
        self._relatives: dict[str, Mapping[str, Related]] = {}
        self._touched: dict[str, Mapping[str, Related]] = {}

    def rule(self, code: str) -> Rule:
        """Return the policy's row of a code."""
        return self.policy.rules[code]

    def relatives(self, person: str) -> Mapping[str, Related]:
        """Return the living relatives of a person: the dead relate others but are no counterpart."""
        if person not in self._relatives:
            self._relatives[person] = self._living(person, self._kinship.relatives(person))
        return self._relatives[person]

    def look_ahead(self, kinship: Bulk, persons: Iterable[str]) -> None:
        """Ask for the kin of some of the screened at once: those who touch a unit of the round, or are screened too."""
        everybody = self._touching()
        further = self._further(everybody)
        asked = [person for person in persons if person not in self._touched]
        for person, kin in kinship.kin_among(dict.fromkeys(asked, (everybody, further))).items():
            self._touched[person] = self._living(person, kin)

    def look_near(self, kinship: Near, person: str) -> None:
        """Ask for somebody's kin of the four classes; for the others only where one of them may count."""
        near = kinship.near(person)
        further = self._further(self._touching()) - near.keys() - {person}
        self._touched[person] = self._living(person, kinship.relatives(person) if further else near)

    def _further(self, everybody: frozenset[str]) -> frozenset[str]:
        """Return who counts as kin of class `other`."""
        others = {rule.code for rule in self.policy.rules.values() if KinClass.OTHER in (rule.classes or ())}
        return self.members if others <= {"kin.other"} else everybody

    def _living(self, person: str, kin: Mapping[str, Related]) -> Mapping[str, Related]:
        return {other: one for other, one in kin.items() if other != person and self.standing.is_living(other)}

    def touching_kin(self, person: str) -> Mapping[str, Related]:
        """Return the living relatives of a screened person that a ground may look at; others may be there too."""
        found = self._touched.get(person)
        return self.relatives(person) if found is None else found

    def _touching(self) -> frozenset[str]:
        """Return who has or had a post in the line of a unit of the round, an interest there, or is screened."""
        line = self._inside.keys() | self._over.keys()
        posted = {posting.person for posting in self.register.postings if posting.unit in line}
        return frozenset(posted | self._places.keys() | self._interests.keys() | set(self.screened))

    def close_family(self, person: str) -> Mapping[str, Related]:
        """Return the living spouse, children and children's spouses, for interests."""
        family = self._kinship.close_family(person)
        return {other: relation for other, relation in family.items() if self.standing.is_living(other)}

    def inside(self, at: str) -> tuple[str, ...]:
        """Return the round's units that `at` is, or is under."""
        return self._inside.get(at, ())

    def over(self, at: str) -> tuple[str, ...]:
        """Return the round's units that `at` is above of."""
        return self._over.get(at, ())

    def places(self, person: str) -> tuple[Place, ...]:
        """Return where the person stands in the round's units."""
        return self._places.get(person, ())

    def leads_above(self, person: str) -> tuple[tuple[str, Posting], ...]:
        """Return the postings that count at units above the round's units, each with the round's unit."""
        return tuple(
            (unit, posting)
            for posting in self.standing.postings_of(person)
            if self.standing.counts(posting)
            for unit in self.over(posting.unit)
        )

    def ties(self, person: str) -> tuple[Tie, ...]:
        """Return the ties that a screened person has, stated either way, begun by D."""
        return self._ties.get(person, ())

    def interests(self, person: str) -> tuple[Interest, ...]:
        """Return the interests standing on D in the scope of a unit of the round."""
        return self._interests.get(person, ())

    @cached_property
    def _inside(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for unit in self.units:
            for at in self.standing.scope(unit):
                found[at].append(unit)
        return _tuples(found)

    @cached_property
    def _over(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for unit in self.units:
            for at in self.standing.above(unit):
                found[at].append(unit)
        return _tuples(found)

    @cached_property
    def _places(self) -> Mapping[str, tuple[Place, ...]]:
        found: dict[str, list[Place]] = defaultdict(list)
        for unit in self.units:
            for group, members in self._groups(unit):
                for person, postings in members.items():
                    found[person].append(Place(unit, group, postings))
        return _tuples(found)

    def _groups(self, unit: str) -> tuple[tuple[Group, Members], ...]:
        at = self.standing
        return (Group.BODY, at.body(unit)), (Group.KEYS, at.keys(unit)), (Group.STAFF, at.staff(unit))

    @cached_property
    def _ties(self) -> Mapping[str, tuple[Tie, ...]]:
        screened = set(self.screened)
        found: dict[str, list[Tie]] = defaultdict(list)
        for tie in self.register.ties:
            if tie.person == tie.other or tie.span.first > self.as_of:
                continue
            for person in (tie.person, tie.other):
                if person in screened:
                    found[person].append(tie)
        return _tuples(found)

    @cached_property
    def _interests(self) -> Mapping[str, tuple[Interest, ...]]:
        return self._held(standing=True)

    @cached_property
    def lapsed_interests(self) -> Mapping[str, tuple[Interest, ...]]:
        """The interests in the scope of a unit of the round that are over or not yet."""
        return self._held(standing=False)

    def _held(self, *, standing: bool) -> Mapping[str, tuple[Interest, ...]]:
        found: dict[str, list[Interest]] = defaultdict(list)
        for row in self.register.interests:
            if (self.as_of in row.span) is standing and self.inside(row.unit):
                found[row.person].append(row)
        return _tuples(found)

    @cached_property
    def members(self) -> frozenset[str]:
        """Everybody in the body of a unit of the round."""
        return frozenset(person for unit in self.units for person in self.standing.body(unit))

    def studies(self, person: str) -> tuple[Study, ...]:
        """Return the studies of a screened person."""
        return self._studies.get(person, ())

    @cached_property
    def _studies(self) -> Mapping[str, tuple[Study, ...]]:
        return _by_person(self.register.studies, self.screened)

    def classmates(self, school: str, class_name: str) -> tuple[Study, ...]:
        """Return the studies of body members in a class; one without a name is none."""
        return self._classes.get((school, class_name), ())

    @cached_property
    def _classes(self) -> Mapping[tuple[str, str], tuple[Study, ...]]:
        found: dict[tuple[str, str], list[Study]] = defaultdict(list)
        for row in self.register.studies:
            if row.class_name and row.person in self.members:
                found[row.school, row.class_name].append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    def service(self, person: str) -> tuple[Service, ...]:
        """Return the service of a screened person."""
        return self._services.get(person, ())

    @cached_property
    def _services(self) -> Mapping[str, tuple[Service, ...]]:
        return _by_person(self.register.service, self.screened)

    def comrades(self, troop: str) -> tuple[Service, ...]:
        """Return the service of body members in a troop."""
        return self._troops.get(troop, ())

    @cached_property
    def _troops(self) -> Mapping[str, tuple[Service, ...]]:
        found: dict[str, list[Service]] = defaultdict(list)
        for row in self.register.service:
            if row.troop and row.person in self.members:
                found[row.troop].append(row)
        return _tuples(found)

    @cached_property
    def latest_inspections(self) -> Mapping[str, tuple[Served, ...]]:
        """For each unit of the round that was inspected before, the rows of the latest team there."""
        rows: dict[str, list[Served]] = defaultdict(list)
        for row in self.register.history:
            rows[row.unit].append(row)
        return {unit: team for unit in self.units if (team := latest_team(rows[unit], self.round))}

    def postings_of_members(self, unit: str) -> tuple[Posting, ...]:
        """Return every posting at a unit that is of a member of one of the bodies, by member."""
        return self._postings_of_members.get(unit, ())

    @cached_property
    def _postings_of_members(self) -> Mapping[str, tuple[Posting, ...]]:
        found: dict[str, list[Posting]] = defaultdict(list)
        for person in sorted(self.members):
            for posting in self.standing.postings_of(person):
                found[posting.unit].append(posting)
        return _tuples(found)

    @cached_property
    def likeness(self) -> Likeness:
        """The undecided identities that could join somebody screened with somebody at a unit of the round."""
        return Likeness(self.register, self.screened, (*self._inside, *self._over))

    def declarations(self, person: str) -> tuple[Declaration, ...]:
        """Return the applications that a person made."""
        return self._declarations.get(person, ())

    @cached_property
    def _declarations(self) -> Mapping[str, tuple[Declaration, ...]]:
        found: dict[str, list[Declaration]] = defaultdict(list)
        for row in self.register.declarations:
            found[row.person].append(row)
        return _tuples(found)

    def rulings(self, person: str, unit: str) -> tuple[Ruling, ...]:
        """Return what was decided about a person and a unit, in the register's order."""
        return self._rulings.get((person, unit), ())

    @cached_property
    def _rulings(self) -> Mapping[tuple[str, str], tuple[Ruling, ...]]:
        found: dict[tuple[str, str], list[Ruling]] = defaultdict(list)
        for row in self.register.rulings:
            found[row.person, row.unit].append(row)
        return {pair: tuple(rows) for pair, rows in found.items()}

    @cached_property
    def units_by_county(self) -> Mapping[str, tuple[str, ...]]:
        """The round's units by the nearest county upward of their regions."""
        found: dict[str, list[str]] = defaultdict(list)
        for unit in self.units:
            county = county_of(self.register.regions, self.register.units[unit].region)
            if county is not None:
                found[county].append(unit)
        return _tuples(found)


def fits(rule: Rule, posting: Posting) -> bool:
    """Whether the level of a posting is one that the rule looks at; an undecided title counts as staff."""
    return rule.levels is None or (posting.level or Level.STAFF) in rule.levels


def is_leading(posting: Posting) -> bool:
    """Whether the posting is chief or board."""
    return posting.level in LEADING


def _by_person(rows: Iterable[Career], persons: Iterable[str]) -> Mapping[str, tuple[Career, ...]]:
    asked = set(persons)
    found: dict[str, list[Career]] = defaultdict(list)
    for row in rows:
        if row.person in asked:
            found[row.person].append(row)
    return _tuples(found)


def _tuples(found: Mapping[str, list[Value]]) -> Mapping[str, tuple[Value, ...]]:
    return {key: tuple(rows) for key, rows in found.items()}
