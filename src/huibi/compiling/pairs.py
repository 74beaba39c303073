"""What findings mean to the solver: who is barred from what, what is paid, who stays apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from huibi.model.findings import Effect, Finding, Findings
from huibi.model.people import Role
from huibi.model.rosters import Bar, Cost, PersonEntry, UnitEntry

PLACE_COUNTY = "place.county"
Pair = tuple[str, str]  # person, unit


class Pairs:
    """The findings of a round folded to pairs of a person who may serve and a unit to be inspected.

    Findings that were waived, are notes, or belong to a later stage say nothing here.
    """

    def __init__(
        self, people: tuple[PersonEntry, ...], units: tuple[UnitEntry, ...], findings: Findings, stage: int
    ) -> None:
        self._entries = {entry.id: entry for entry in people}
        self._units = {entry.id: entry for entry in units}
        self._findings = findings
        self._must: defaultdict[Pair, list[Finding]] = defaultdict(list)
        self._should: defaultdict[Pair, list[Finding]] = defaultdict(list)
        for finding in findings.findings:
            known = finding.person in self._entries and finding.unit in self._units
            if known and not finding.waived and finding.stage <= stage:
                if finding.effect is Effect.MUST:
                    self._must[finding.person, finding.unit].append(finding)
                elif finding.effect is Effect.SHOULD:
                    self._should[finding.person, finding.unit].append(finding)

    @cached_property
    def people(self) -> tuple[PersonEntry, ...]:
        """The people with the counties that they may not inspect in any role."""
        return tuple(
            entry.model_copy(update={"barred_counties": self._barred_counties[entry.id]})
            for entry in self._entries.values()
        )

    def bars(self) -> tuple[Bar, ...]:
        """Return the roles that each person is barred from at each unit; what a barred county says is not repeated."""
        bars = []
        for person, unit in self._ordered(self._must):
            roles = self._barred_roles(person, unit, but_county=True)
            if roles:
                every = len(roles) == len(self._entries[person].roles)
                bars.append(Bar(person=person, unit=unit, roles=None if every else roles))
        return tuple(bars)

    def costs(self) -> tuple[Cost, ...]:
        """Return what is paid for each pair that is not barred in every role."""
        risks = {(entry.person, entry.unit): entry.risk for entry in self._findings.risks}
        costs = []
        for person, unit in self._ordered(risks.keys() | self._should.keys()):
            barred = self._barred_roles(person, unit)
            free = [role for role in self._entries[person].roles if role not in barred]
            should = max((self._sum(person, unit, role) for role in free), default=0)
            risk = risks.get((person, unit), 0)
            if free and (should or risk):
                costs.append(Cost(person=person, unit=unit, should=should, risk=risk))
        return tuple(costs)

    def apart(self) -> tuple[Pair, ...]:
        """Return the pairs of people who may never be in one team."""
        pairs = {entry.people for entry in self._findings.apart if set(entry.people) <= self._entries.keys()}
        return tuple(sorted(pairs))

    def barring(self, person: str, unit: str, role: Role | None) -> tuple[Finding, ...]:
        """Return the findings that bar somebody from a unit in a role, or (None) in every role; empty if none do."""
        findings = self._must.get((person, unit), [])
        if role is not None:
            return tuple(finding for finding in findings if finding.roles is None or role in finding.roles)
        every = len(self._barred_roles(person, unit)) == len(self._entries[person].roles)
        return tuple(findings) if every else ()

    def serves(self, person: str) -> bool:
        """Whether somebody is among the people who may serve."""
        return person in self._entries

    @cached_property
    def _barred_counties(self) -> Mapping[str, tuple[str, ...]]:
        """A county is barred whole only where `place.county` bars every unit of it: a waiver may free a single one."""
        units_of: defaultdict[str, set[str]] = defaultdict(set)
        for unit in self._units.values():
            if unit.county is not None:
                units_of[unit.county].add(unit.id)
        barred: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for (person, unit_id), findings in self._must.items():
            county = self._units[unit_id].county
            if county is not None and any(_bars_the_county(finding) for finding in findings):
                barred[person][county].add(unit_id)
        return {
            person: tuple(sorted(county for county, units in barred[person].items() if units == units_of[county]))
            for person in self._entries
        }

    def _barred_roles(self, person: str, unit: str, *, but_county: bool = False) -> tuple[Role, ...]:
        county_barred = self._units[unit].county in self._barred_counties[person]
        if county_barred and not but_county:
            return self._entries[person].roles
        barred: set[Role] = set()
        for finding in self._must.get((person, unit), ()):
            if not (but_county and county_barred and _bars_the_county(finding)):
                barred |= set(Role) if finding.roles is None else finding.roles
        return tuple(role for role in self._entries[person].roles if role in barred)

    def _sum(self, person: str, unit: str, role: Role) -> int:
        """Return what counts for one role: of one counterpart the greatest weight; a finding without one by itself."""
        alone = 0
        greatest: defaultdict[str, int] = defaultdict(int)
        for finding in self._should.get((person, unit), ()):
            if finding.roles is not None and role not in finding.roles:
                continue
            if finding.counterpart is None:
                alone += finding.weight
            else:
                greatest[finding.counterpart] = max(greatest[finding.counterpart], finding.weight)
        return alone + sum(greatest.values())

    def _ordered(self, pairs: Iterable[Pair]) -> list[Pair]:
        place = {unit: index for index, unit in enumerate(self._units)}
        known = (pair for pair in pairs if pair[0] in self._entries and pair[1] in place)
        return sorted(known, key=lambda pair: (pair[0], place[pair[1]]))


def _bars_the_county(finding: Finding) -> bool:
    """Whether `place.county` holds for every role; the roles that a person happens to have do not matter."""
    return finding.code == PLACE_COUNTY and finding.roles is None
