"""Builders of valid values for tests: a day as text, rows with the defaults that a case does not care about."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from huibi.model.people import Level, Person, Posting, Region, RegionLevel, Unit, UnitKind
from huibi.model.register import Register


def day(text: str | None) -> date | None:
    """Return the day of `2024-03-01`, None for None."""
    return None if text is None else date.fromisoformat(text)


def unit(unit_id: str, parent: str | None = None, **more: Any) -> Unit:
    """Return a department named like its id."""
    kind = UnitKind(more.pop("kind", "department"))
    return Unit(id=unit_id, name=more.pop("name", f"单位{unit_id}"), parent=parent, kind=kind, **more)


def person(person_id: str, **more: Any) -> Person:
    """Return a person named like the id; `birth` and `died` may be texts."""
    days = {name: day(more.pop(name)) for name in ("birth", "died") if isinstance(more.get(name), str)}
    return Person(id=person_id, name=more.pop("name", f"人{person_id}"), **days, **more)


def posting(
    who: str,
    where: str,
    level: str | None = "staff",
    start: str | None = "2015-01-01",
    end: str | None = None,
    **more: Any,
) -> Posting:
    """Return a posting; its level is a word of the register, its days are texts."""
    return Posting(
        person=who,
        unit=where,
        title=more.pop("title", "职务"),
        level=None if level is None else Level(level),
        start=day(start),
        end=day(end),
        **more,
    )


def register(
    units: Iterable[Unit] = (), persons: Iterable[Person] = (), postings: Iterable[Posting] = (), **more: Any
) -> Register:
    """Return a register; persons who are only named by postings get a row of their own."""
    rows = {row.id: row for row in persons}
    postings = tuple(postings)
    for row in postings:
        rows.setdefault(row.person, person(row.person))
    return Register(units={row.id: row for row in units}, persons=rows, postings=postings, **more)


def region(code: str, level: str, parent: str | None = None, **more: Any) -> Region:
    """Return a region named like its code."""
    return Region(code=code, name=more.pop("name", f"区划{code}"), level=RegionLevel(level), parent=parent, **more)
