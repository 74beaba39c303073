"""Findings and register to a roster problem, straight from "Compiling" and the last paragraph of the register."""

from itertools import combinations

from huibi.model.people import Category, Level
from huibi.model.spans import FIRST
from plain.candidates import ALL_ROLES, Said
from plain.grounds import Desk
from plain.places import within
from plain.screening import screened

LEVELS = [Level.CHIEF, Level.BOARD, Level.KEY, Level.STAFF, None]


class Compiled:
    """What the problem must say, as plain sets and dicts."""

    def __init__(self, desk: Desk, said: list[Said], risks: dict[tuple[str, str], int], stage: int) -> None:
        self.desk, self.register, self.round = desk, desk.register, desk.round
        self.said = [each for each in said if not each.waived]
        self.all_said, self.risks, self.stage = said, risks, stage
        self.roles = {person: {role.value for role in self.register.pool[person].roles} for person in self.people()}
        self.units = [entry.unit for entry in self.round.units]
        self.county_of = {unit: desk.places.county(self.register.units[unit].region) for unit in self.units}

    def people(self) -> list[str]:
        """Active and available on every day of the round; at stage 1 only who may lead."""
        start, end = self.round.start, self.round.end
        found = []
        for person in screened(self.register, self.round.as_of):
            cadre = self.register.pool[person]
            early = cadre.available_from is not None and (start is None or cadre.available_from > start)
            late = cadre.available_to is not None and (end is None or cadre.available_to < end)
            if not early and not late and (self.stage > 1 or cadre.may_lead):
                found.append(person)
        return found

    def barred_counties(self, person: str) -> set[str]:
        """Counties of `place.county` findings that hold for every role, unless one of its units is waived."""
        mine = [each for each in self.all_said if each.person == person and each.code == "place.county"]
        whole = {
            self.county_of[each.unit]
            for each in mine
            if each.effect == "must" and each.roles is None and not each.waived
        }
        return {
            county
            for county in whole - {None}
            if not any(each.waived and self.county_of[each.unit] == county for each in mine)
        }

    def barred_roles(self, person: str, unit: str, *, counties: bool) -> set[str]:
        """The union of the roles of `must` findings, cut to what the person may serve as."""
        gone = self.barred_counties(person)
        found: set[str] = set()
        for each in self.said:
            by_county = each.code == "place.county" and each.roles is None and self.county_of[unit] in gone
            if (each.person, each.unit, each.effect) == (person, unit, "must") and (counties or not by_county):
                found |= set(each.roles or ALL_ROLES)
        return found & self.roles[person]

    def bars(self) -> dict[tuple[str, str], frozenset[str] | None]:
        """Roles barred a pair, None for all of them."""
        found = {}
        for person in self.roles:
            for unit in self.units:
                roles = self.barred_roles(person, unit, counties=False)
                if roles:
                    found[(person, unit)] = None if roles == self.roles[person] else frozenset(roles)
        return found

    def costs(self) -> dict[tuple[str, str], tuple[int, int]]:
        """The greatest sum over the free roles, and the index."""
        found = {}
        for person, roles in self.roles.items():
            for unit in self.units:
                barred = self.barred_roles(person, unit, counties=True)
                if self.county_of[unit] in self.barred_counties(person) or (roles and barred == roles):
                    continue
                most = max((self.weight(person, unit, role) for role in roles - barred), default=0)
                risk = self.risks.get((person, unit), 0)
                if most or risk:
                    found[(person, unit)] = (most, risk)
        return found

    def weight(self, person: str, unit: str, role: str) -> int:
        """Of one counterpart only the greatest weight, summed over counterparts; without one each counts."""
        alone, greatest = 0, dict[str, int]()
        for each in self.said:
            holds = each.roles is None or role in each.roles
            if (each.person, each.unit, each.effect) == (person, unit, "should") and holds:
                counterpart = min(str(choice[0] or "") for choice in each.choices)
                if counterpart:
                    greatest[counterpart] = max(greatest.get(counterpart, 0), each.weight)
                else:
                    alone += each.weight
        return alone + sum(greatest.values())

    def home_unit(self, person: str) -> str | None:
        """The current posting of the highest level, then latest start, then id."""
        rows = [row for row in self.desk.places.rows(person) if self.desk.places.now(row)]
        rows.sort(key=lambda row: (LEVELS.index(row.level), -(row.start or FIRST).toordinal(), row.unit))
        return rows[0].unit if rows else None

    def served(self, person: str) -> int:
        """Different rounds ended within 3 years before the day."""
        day = self.round.as_of
        return len({row.round for row in self.register.history if row.person == person and within(row.end, day, 3)})

    def together(self) -> dict[tuple[str, str], int]:
        """1 for each earlier round within 5 years in which both were in one team, at most 5."""
        rows = [row for row in self.register.history if within(row.end, self.round.as_of, 5)]
        found = {}
        for one, other in combinations(sorted(self.roles), 2):
            mine = {(row.round, row.team) for row in rows if row.person == one}
            both = {key[0] for key in mine & {(row.round, row.team) for row in rows if row.person == other}}
            if both:
                found[(one, other)] = min(5, len(both))
        return found

    def person(self, person: str) -> dict[str, object]:
        """The entry of a person."""
        cadre = self.register.pool[person]
        return {
            "home_unit": self.home_unit(person),
            "county": cadre.county,
            "full_time": cadre.category is Category.FULL_TIME,
            "roles": self.roles[person],
            "specialities": set(cadre.specialities),
            "barred_counties": self.barred_counties(person),
            "served": self.served(person),
        }
