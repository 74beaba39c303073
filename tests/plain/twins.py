"""Persons who stand twice in a register, and how `same` judgements make them one (register.md, recusal.md)."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from itertools import pairwise
from random import Random
from typing import TypeVar

from huibi.model.register import Register
from huibi.model.ties import Identity, SamePerson

Row = TypeVar("Row")
NAMING = ("person", "relative", "other", "concerned")
ROWS = ("postings", "kin", "ties", "studies", "service", "interests", "history", "rulings", "declarations")


def split(chance: Random, register: Register) -> Register:
    """Return the register with some persons under two or three ids, each row under any of them, judged `same`."""
    names: dict[str, list[str]] = {}
    persons = dict(register.persons)
    judged: list[SamePerson] = []
    for key, person in register.persons.items():
        names[key] = [key]
        if chance.random() < 0.3:
            names[key] += [chance.choice((f"A{key}", f"Z{key}")) for _ in range(chance.choice((1, 1, 2)))]
            names[key] = list(dict.fromkeys(names[key]))
        for name in names[key]:
            persons[name] = replace(person, id=name)
        chance.shuffle(names[key])
        judged += [SamePerson(a=a, b=b, decision=Identity.SAME) for a, b in pairwise(names[key])]
    found = {}
    for table in ROWS:
        found[table] = tuple(renamed(row, lambda name: chance.choice(names[name])) for row in getattr(register, table))
    pool = {
        name: replace(row, person=name) for key, row in register.pool.items() for name in [chance.choice(names[key])]
    }
    return replace(register, persons=persons, pool=pool, same_person=tuple(judged), **found)


def renamed_throughout(register: Register, names: Mapping[str, str]) -> Register:
    """Return the register with every person under another id."""
    rows = {table: tuple(renamed(row, names.__getitem__) for row in getattr(register, table)) for table in ROWS}
    persons = {names[key]: replace(row, id=names[key]) for key, row in register.persons.items()}
    pool = {names[key]: replace(row, person=names[key]) for key, row in register.pool.items()}
    return replace(register, persons=persons, pool=pool, **rows)


def renamed(row: Row, rename: Callable[[str], str]) -> Row:
    """Return a row with other names in it."""
    columns = [column.name for column in fields(row) if column.name in NAMING]
    changes = {name: rename(getattr(row, name)) for name in columns if getattr(row, name) is not None}
    return replace(row, **changes)


def merge(register: Register) -> Register:
    """Make persons judged `same` one, transitively: in the pool, else with postings, else the smaller id is kept."""
    groups = [{name} for name in sorted(register.persons)]
    for row in register.same_person:
        if row.decision is Identity.SAME:
            joined = [group for group in groups if row.a in group or row.b in group]
            groups = [group for group in groups if group not in joined] + [set().union(*joined)]
    posted = {row.person for row in register.postings}
    kept = {}
    for group in groups:
        first = min(group, key=lambda name: (name not in register.pool, name not in posted, name))
        kept.update(dict.fromkeys(group, first))
    return renamed_throughout(register, kept)
