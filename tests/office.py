"""A tiny place to screen in: C above U above V above W, X beside U; `boss` leads U; `me` is in the pool."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import make
from huibi.model.findings import Effect, Finding, Findings, Link
from huibi.model.people import Posting
from huibi.model.register import Register
from huibi.model.ties import KinClass
from huibi.policy import load_policy
from huibi.screening.screen import screen

UNITS = (
    make.unit("C"),
    make.unit("U", "C"),
    make.unit("V", "U"),
    make.unit("W", "V"),
    make.unit("X", "C"),
    make.unit("O", kind="inspection"),
)
BOSS = make.posting("boss", "U", "chief", record="postings:2")
_PERSON_COLUMNS = ("person", "relative", "other", "concerned")
_PERSON_TABLES = ("kin", "ties", "studies", "service", "interests", "history", "rulings", "declarations")


@dataclass(frozen=True)
class Related:
    """A relation as a test says it."""

    kin_class: KinClass
    uncertain: bool
    chain: tuple[Link, ...]


class Family:
    """Relations that a test states instead of deriving them; `close` are family in the sense of interests."""

    def __init__(self, *rows: tuple[str, str, str], close: Iterable[str] = (), uncertain: Iterable[str] = ()) -> None:
        self._close = frozenset(close)
        self._related: dict[str, dict[str, Related]] = {}
        for a, b, kin_class in rows:
            for source, target in ((a, b), (b, a)):
                link = Link(source=source, tie=kin_class, target=target, record="kin:2")
                related = Related(KinClass(kin_class), bool({a, b} & set(uncertain)), (link,))
                self._related.setdefault(source, {})[target] = related

    def relatives(self, person_id: str, /) -> Mapping[str, Related]:
        """Return whoever was stated to be related."""
        return self._related.get(person_id, {})

    def close_family(self, person_id: str, /) -> Mapping[str, Related]:
        """Return those of them who are close."""
        return {other: related for other, related in self.relatives(person_id).items() if other in self._close}


def office(*postings: Posting, **more: Any) -> Register:
    """Return the place with further postings and tables; everybody whom a table names has a row."""
    persons = {row.id: row for row in more.pop("persons", ())}
    pool = more.pop("pool", (make.cadre("me"),))
    named = {"me", "boss", *(row.person for row in postings), *(row.person for row in pool)}
    for table in _PERSON_TABLES:
        for row in more.get(table, ()):
            named.update(getattr(row, name, None) or "me" for name in _PERSON_COLUMNS)
    rows = [persons.get(name, make.person(name)) for name in sorted(named | set(persons))]
    units = {row.id: row for row in (*UNITS, *more.pop("units", ()))}
    regions = {row.code: row for row in more.pop("regions", ())}
    tables = {name: tuple(table) for name, table in more.items()}
    pool_table = {row.person: row for row in pool}
    return make.register(units.values(), rows, (BOSS, *postings), pool=pool_table, regions=regions, **tables)


def seen(register: Register, units: Iterable[str] = ("U",), **more: Any) -> Findings:
    """Return everything that screening the place for a round over `units` finds, under a policy with `changes`."""
    policy = load_policy(more.pop("changes", None))
    asked = {name: more.pop(name) for name in ("stage", "person") if name in more}
    kinship = more.pop("family", Family())
    return screen(register, make.round_(units, **more), policy, kinship=kinship, **asked)


def speaks(finding: Finding) -> str:
    """Return the effect of a finding in a word: must, note, or the weight."""
    return str(finding.weight) if finding.effect is Effect.SHOULD else finding.effect.value


def rows_of(found: Findings, code: str, person: str = "me", unit: str = "U") -> list[Finding]:
    """Return the findings of one person, unit and code."""
    return [row for row in found.findings if (row.person, row.unit, row.code) == (person, unit, code)]


def verdict(found: Findings, code: str, person: str = "me", unit: str = "U") -> str:
    """Return how strongly a code speaks: `must`, `must|4` where lead and other roles differ, empty for not at all."""
    rows = rows_of(found, code, person, unit)
    if len(rows) == 2:
        assert [sorted(row.roles or ()) for row in rows] == [["deputy", "leader"], ["liaison", "member"]]
    else:
        assert all(row.roles is None for row in rows)
    return "|".join(map(speaks, rows))


def codes(found: Findings, person: str = "me", unit: str = "U") -> set[str]:
    """Return the codes that speak at all."""
    return {row.code for row in found.findings if (row.person, row.unit) == (person, unit)}


def recorded(rows, table):
    """The rows with their places in a table, as reading gives them."""
    return [replace(row, record=f"{table}:{number}") for number, row in enumerate(rows, 2)]
