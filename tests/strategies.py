"""Small, dense, adversarial registers with a round: dates on the limits, everything related to everything.

`small_office` takes any source of chance with the methods of `random.Random`, so that hypothesis can shrink what it
draws and a long search can run on plain seeds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from huibi.model.people import (
    Cadre,
    Category,
    Level,
    Person,
    PoolStatus,
    Posting,
    Region,
    RegionLevel,
    Role,
    Service,
    Sex,
    Study,
    Unit,
    UnitKind,
)
from huibi.model.register import Register
from huibi.model.rosters import TeamEntry
from huibi.model.rounds import Mode, Round, RoundUnit
from huibi.model.ties import Answer, Decision, Declaration, Interest, InterestKind, Ruling, Served, Tie, TieKind
from plain.dice import Dice
from plain.inlaws import Relatives

DAYS = (date(2026, 8, 15), date(2028, 2, 29), date(2027, 3, 1), date(2024, 2, 28))
EVERY_ROLE = tuple(Role)


def small_offices(**more: Any) -> st.SearchStrategy[tuple[Register, Round]]:
    """Return a strategy of registers with a round."""
    return st.randoms(use_true_random=False).map(lambda chance: small_office(chance, **more))


def small_office(chance: Random, *, persons: int = 12, kin: int = 9, policy: bool = True) -> tuple[Register, Round]:
    """Return a register of 5 to about `persons` persons and a round over it, sound but crowded."""
    return Office(chance, chance.choice(DAYS), persons, kin).build(with_policy=policy)


@dataclass
class Office(Dice):
    """What is being invented."""

    most_persons: int
    most_kin: int
    persons: dict[str, Person] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.relatives = Relatives(self, self.persons)

    def who(self) -> str:
        """Return somebody."""
        return self.pick(sorted(self.persons))

    def where(self) -> str:
        """Return a unit."""
        return self.pick(sorted(self.units))

    def build(self, *, with_policy: bool) -> tuple[Register, Round]:
        """Return all of it."""
        regions = self.regions()
        self.make_units(sorted(regions))
        self.make_persons(sorted(regions))
        register = Register(
            regions=regions,
            units=self.units,
            persons=self.persons,
            postings=self.some(2 * self.most_persons, self.posting),
            kin=self.some(self.most_kin, self.relatives.kin),
            ties=self.some(7, self.tie),
            studies=self.some(6, self.study),
            service=self.some(5, self.service),
            interests=self.some(4, self.interest),
            pool=self.pool(sorted(regions)),
            history=self.some(6, self.history),
            rulings=self.some(4, self.ruling),
            declarations=self.some(4, self.declaration),
        )
        return register, self.round(with_policy=with_policy)

    def regions(self) -> dict[str, Region]:
        """Return a city with two counties, their towns, and a place that no level is known of."""
        rows = [
            ("10", RegionLevel.PROVINCE, None),
            ("11", RegionLevel.CITY, "10"),
            ("C1", RegionLevel.COUNTY, "11"),
            ("C2", RegionLevel.COUNTY, "11"),
            ("T1", RegionLevel.TOWNSHIP, "C1"),
            ("T2", RegionLevel.TOWNSHIP, "C2"),
            ("T3", RegionLevel.TOWNSHIP, "T1"),
            ("V1", None, "T1"),
        ]
        return {code: Region(code=code, name=code, level=level, parent=up) for code, level, up in rows}

    def make_units(self, regions: Sequence[str]) -> None:
        """Invent three to seven units, each perhaps under an earlier one."""
        for number in range(self.chance.randint(3, 7)):
            self.units[f"U{number}"] = Unit(
                id=f"U{number}",
                name=f"U{number}",
                region=self.pick((None, *regions)),
                kind=self.pick((*UnitKind, UnitKind.TOWNSHIP, UnitKind.VILLAGE, None)),
                parent=self.where() if self.units and self.maybe(0.6) else None,
                system=self.pick((None, "s1", "s1", "s2")),
                headcount=self.pick((None, 0, 10, 30, 99, 100, 101, 400)),
            )

    def make_persons(self, regions: Sequence[str]) -> None:
        """Invent persons of four generations."""
        for number in range(self.chance.randint(5, max(5, self.most_persons))):
            key = f"P{number:02}"
            person = Person(
                id=key,
                name=key,
                sex=self.pick((Sex.MALE, Sex.FEMALE)),
                died=self.near() if self.maybe(0.12) else None,
                native_place=self.pick((None, *regions)),
                growth_place=self.pick((None, *regions)),
            )
            self.relatives.add(person)

    def posting(self) -> Posting:
        """A posting at any level, at times not decided, at times to come."""
        start, end = self.span()
        oversees = tuple(dict.fromkeys(self.where() for _ in range(self.pick((0, 0, 0, 1, 2)))))
        level = self.pick((*Level, Level.CHIEF, Level.BOARD, None))
        person = self.who()
        died = self.persons[person].died
        if died is not None and end is None and died <= self.day and (start is None or start <= died):
            end = died
        return Posting(person=person, unit=self.where(), level=level, oversees=oversees, start=start, end=end)

    def tie(self) -> Tie | None:
        """A tie between two persons."""
        since, until = self.span()
        one, other = self.who(), self.who()
        if one == other:
            return None
        return Tie(person=one, other=other, kind=self.pick(tuple(TieKind)), since=since, until=until)

    def study(self) -> Study:
        """One of two schools, a class that may be empty."""
        start, end = self.span()
        school, class_name = self.pick(("A", "A", "B")), self.pick(("1", "1", "2", ""))
        return Study(person=self.who(), school=school, class_name=class_name, start=start, end=end)

    def service(self) -> Service:
        """One of two troops."""
        start, end = self.span()
        return Service(person=self.who(), troop=self.pick(("X", "X", "Y")), start=start, end=end)

    def interest(self) -> Interest:
        """An interest of anybody anywhere."""
        since, until = self.span()
        return Interest(
            person=self.who(), unit=self.where(), kind=self.pick(tuple(InterestKind)), since=since, until=until
        )

    def pool(self, regions: Sequence[str]) -> dict[str, Cadre]:
        """Put most persons into the pool."""
        found = {}
        for key in self.persons:
            if self.maybe(0.6):
                found[key] = Cadre(
                    person=key,
                    county=self.pick((None, "C1", "C2", *regions)),
                    category=self.pick(tuple(Category)),
                    roles=frozenset(role for role in EVERY_ROLE if self.maybe(0.5)) or frozenset({Role.MEMBER}),
                    specialities=self.pick(((), ("audit",), ("audit", "law"))),
                    status=self.pick((None, PoolStatus.ACTIVE, PoolStatus.ACTIVE, PoolStatus.PAUSED)),
                    available_from=self.pick((None, None, self.day + timedelta(days=self.pick((9, 10, 11))))),
                    available_to=self.pick((None, None, self.day + timedelta(days=self.pick((59, 60, 61))))),
                )
        return found

    def history(self) -> Served:
        """A row of one of a few earlier rounds, at times of this one."""
        start, end = self.span()
        return Served(
            round=self.pick(("R1", "R2", "R3", "NOW")),
            team=self.pick(("T1", "T1", "T2")),
            person=self.who(),
            unit=self.where(),
            start=start,
            end=end,
        )

    def ruling(self) -> Ruling:
        """A ruling on any ground or on one of the commoner ones."""
        codes = ("", "kin.body", "kin.staff", "post.former", "tie.friend", "post.current", "declared", "place.county")
        return Ruling(
            person=self.who(),
            unit=self.where(),
            code=self.pick(codes),
            decision=self.pick(tuple(Decision)),
            decided_on=self.pick((None, self.near())),
        )

    def declaration(self) -> Declaration:
        """An application naming a unit, a person or both."""
        unit, concerned = self.pick((None, self.where())), self.pick((None, self.who()))
        return Declaration(
            id=f"D{self.chance.random()}",
            person=self.who(),
            round=self.pick((None, "NOW", "NOW", "R1")),
            unit=unit if unit is not None or concerned is not None else self.where(),
            concerned=concerned,
            decision=self.pick(tuple(Answer)),
        )

    def round(self, *, with_policy: bool) -> Round:
        """A round of any mode and stage over some of the units."""
        units = [unit for unit in sorted(self.units) if self.maybe(0.6)] or [self.where()]
        county = self.pick(("C1", "C2"))
        roles_from = {role: (self.pick(("C1", "C2")),) for role in EVERY_ROLE if self.maybe(0.15)}
        team = TeamEntry(id="T1", county=county, size=(1, 9), roles={Role.MEMBER: (1, 9)}, roles_from=roles_from)
        return Round(
            id="NOW",
            as_of=self.day,
            stage=self.pick((1, 2, 3, 3, 3)),
            mode=self.pick(tuple(Mode)),
            start=self.day + timedelta(days=10),
            end=self.day + timedelta(days=60),
            units=tuple(RoundUnit(unit=unit, workload=self.pick((1, 2))) for unit in units),
            teams=(team,),
            policy=self.policy() if with_policy and self.maybe(0.2) else {},
        )

    def policy(self) -> dict[str, dict[str, Any]]:
        """What a round may change of the office's policy."""
        changes: dict[str, dict[str, Any]] = {
            "kin.body": {"classes": ["spouse", "lineal"]},
            "kin.staff": {"other": 3},
            "kin.other": {"lead": "must", "other": 1},
            "post.former": {"years": 1},
            "post.superior": {"lead": 7, "other": "note"},
            "duty.system": {"on": False},
            "place.county": {"other": 9},
            "tie.friend": {"lead": "must"},
            "team.kin": {"on": False},
            "kin.mutual": {"on": False},
            "kin.birth_family": {"on": False},
            "kin.affinity_after_death": {"on": False},
            "kin.step_after_divorce": {"on": True},
            "kin.wide_step": {"on": True},
        }
        return {code: changes[code] for code in changes if self.maybe(0.3)}
