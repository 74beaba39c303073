"""Random edits of a crowded little register: a row of any table added, replaced or taken away."""

from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

from huibi.model.people import Sex
from huibi.model.register import Register
from huibi.model.rounds import Round
from strategies import DAYS, Office

TABLES = (
    "persons",
    "postings",
    "kin",
    "ties",
    "studies",
    "service",
    "interests",
    "pool",
    "history",
    "rulings",
    "declarations",
)
KEYED = {"persons": "id", "pool": "person"}
NAMES = ("王铁柱", "李四", "欧阳玉梅", "赵启明", "钱多")
BIRTHS = (None, date(1970, 3, 1), date(1970, 4, 1), date(1980, 3, 1))


@dataclass
class Edits:
    """An office with names that several bear, and what may be changed in it."""

    chance: Random
    most_persons: int = 14
    most_kin: int = 12

    def __post_init__(self) -> None:
        self.office = Office(self.chance, self.chance.choice(DAYS), self.most_persons, self.most_kin)

    def begin(self) -> tuple[Register, Round]:
        """Return the register before any edit."""
        register, round_ = self.office.build(with_policy=True)
        people = self.office.persons
        for key, row in list(people.items()):
            name = self.chance.choice(NAMES) if self.chance.random() < 0.8 else row.name
            people[key] = replace(row, name=name, birth=self.chance.choice(BIRTHS))
        return replace(register, persons=dict(people)), round_

    def edit(self, register: Register) -> tuple[str, Any, Any] | None:
        """Return a table, the row before and the row after; None where the dice gave nothing."""
        table = self.chance.choice(TABLES)
        new = self._new(table, register) if self.chance.random() < 0.75 else None
        old = self._old(table, register, new)
        if table == "persons" and new is not None:
            self.office.persons[new.id] = new
        return None if old is None and new is None else (table, old, new)

    def _old(self, table: str, register: Register, new: Any) -> Any:
        rows = getattr(register, table)
        if table not in KEYED:
            replaces = rows and (new is None or self.chance.random() < 0.5)
            return self.chance.choice(rows) if replaces else None
        if new is not None:
            return rows.get(getattr(new, KEYED[table]))
        return self.chance.choice(list(rows.values())) if rows and table == "pool" else None

    def _new(self, table: str, register: Register) -> Any:
        office = self.office
        if table == "persons":
            return self._person()
        if table == "pool":
            rows = list(office.pool(sorted(register.regions)).values())
            return self.chance.choice(rows) if rows else None
        makers = {
            "postings": office.posting,
            "kin": office.relatives.kin,
            "ties": office.tie,
            "studies": office.study,
            "service": office.service,
            "interests": office.interest,
            "history": office.history,
            "rulings": office.ruling,
            "declarations": office.declaration,
        }
        return makers[table]()

    def _person(self) -> Any:
        row = self.office.persons[self.chance.choice(sorted(self.office.persons))]
        return replace(
            row,
            sex=self.chance.choice((row.sex, row.sex, *Sex, None)),
            died=self.chance.choice((None, self.office.near(), row.died)),
            native_place=self.chance.choice((None, "T1", "V1", "C1")),
            name=self.chance.choice((row.name, *NAMES)),
            birth=self.chance.choice((row.birth, *BIRTHS)),
        )
