"""Builders of families: registers that hold persons and kin rows alone."""

from dataclasses import replace

from huibi.model.people import Sex
from huibi.model.register import Register
from huibi.model.ties import Kin
from make import person, register


def families(*rows: Kin, men: str = "", women: str = "", died: dict[str, str] | None = None) -> Register:
    """Return a register of kin rows; `men` and `women` name persons of that sex, all others leave it open."""
    sexes = dict.fromkeys(men.split(), Sex.MALE) | dict.fromkeys(women.split(), Sex.FEMALE)
    ids = dict.fromkeys([one for row in rows for one in (row.person, row.relative)] + list(sexes))
    deaths = {who: {"died": death} for who, death in (died or {}).items()}
    persons = [person(one, sex=sexes.get(one), **deaths.get(one, {})) for one in ids]
    numbered = tuple(replace(row, record=row.record or f"kin:{place}") for place, row in enumerate(rows, start=2))
    return register(persons=persons, kin=numbered)
