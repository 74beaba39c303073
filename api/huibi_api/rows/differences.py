"""What would change if another register took the place of the one that is held."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from huibi.model.register import TABLES, Register
from huibi.network.regions import county_of
from huibi_api.rows.changes import Changes, Held
from huibi_api.rows.fields import SUBJECTS, column_of, content_of, names_of, nouns_of, values_of
from huibi_api.security.keys import Keys

_EXAMPLES = 100  # a diff shows so many rows of a table; the counts are whole
Row = Mapping[str, Any]  # the columns of a row by name


def compare(held: Held, fresh: Register, keys: Keys) -> Changes:
    """Work out what would change if `fresh` took the place of what is held; pure, so that a child can do it."""
    offices = Offices(fresh, held.office)
    changes = Changes(base=held.version, aliases=dict(fresh.aliases), absent=sorted(fresh.absent))
    for table in TABLES:
        nouns = list(nouns_of(fresh, table))
        rows = [values_of(table, noun, keys, held.register) for noun in nouns]
        left = Counter(content_of(table, row) for row in rows)
        closed = [row for row in held.rows[table] if not _taken(left, content_of(table, row))]
        added = [
            row | {"position": position, "record": noun.record, "office": offices.of(table, noun)}
            for position, (row, noun) in enumerate(zip(rows, nouns, strict=True))
            if _taken(left, content_of(table, row))
        ]
        changes.added[table], changes.closed[table] = added, [row["row"] for row in closed]
        changes.counts[table] = _counts(table, added, closed)
        changes.examples[table] = _examples(table, added, closed)
    return changes


def _taken(left: Counter[tuple[Any, ...]], content: tuple[Any, ...]) -> bool:
    """Take one row of this content out of those that are left, if there is one."""
    if left[content] <= 0:
        return False
    left[content] -= 1
    return True


def _counts(table: str, added: Sequence[Row], closed: Sequence[Row]) -> dict[str, int]:
    both = _changed(table, added, closed)
    return {"added": len(added) - len(both), "removed": len(closed) - len(both), "changed": len(both)}


def _changed(table: str, added: Sequence[Row], closed: Sequence[Row]) -> dict[str, tuple[Row, Row]]:
    """Return the rows of the same subject before and after."""
    subject = SUBJECTS.get(table)
    if subject is None:
        return {}
    before = {row[subject]: row for row in closed}
    return {row[subject]: (before[row[subject]], row) for row in added if row[subject] in before}


def _examples(table: str, added: Sequence[Row], closed: Sequence[Row]) -> list[dict[str, Any]]:
    """Return some of the rows that change, for a person to look at; identity numbers never."""
    names = [column_of(table, name) for name in names_of(table)]
    both = _changed(table, added, closed)
    subject = SUBJECTS.get(table)
    found: list[dict[str, Any]] = [
        {"kind": "changed", "subject": name, "fields": _fields(names, before, after)}
        for name, (before, after) in both.items()
    ]
    for kind, rows in (("removed", closed), ("added", added)):
        plain = [row for row in rows if subject is None or row[subject] not in both]
        found += [
            {
                "kind": kind,
                "subject": row[subject] if subject else "",
                "fields": [[name, None, _shown(row[name])] for name in names if row[name]],
            }
            for row in plain[:_EXAMPLES]
        ]
    return found[:_EXAMPLES]


def _fields(names: Sequence[str], before: Row, after: Row) -> list[list[str | None]]:
    return [[name, _shown(before[name]), _shown(after[name])] for name in names if before[name] != after[name]]


def _shown(value: Any) -> str:  # noqa: ANN401 - any column's value
    if isinstance(value, list | tuple):
        return "、".join(str(part) for part in value)
    return "" if value is None else str(value)


class Offices:
    """Which office the rows of a register belong to: the county of a unit, else the register's own office."""

    def __init__(self, register: Register, own: str) -> None:
        self._register = register
        self._own = own
        self._people = self._counties()

    def of(self, table: str, noun: Any) -> str:  # noqa: ANN401 - any noun
        """Return the office of a row; regions belong to the register's own."""
        if table == "units":
            return self._county(noun.region)
        if table == "regions":
            return self._own
        return self.of_person(noun.a if table == "same_person" else noun.id if table == "persons" else noun.person)

    def of_person(self, person: str) -> str:
        """Return the office that a person belongs to: the pool's county, else that of the latest posting."""
        return self._people.get(person, self._own)

    def _county(self, region: str | None) -> str:
        return county_of(self._register.regions, region) or self._own

    def _counties(self) -> dict[str, str]:
        found: dict[str, str] = {}
        latest: dict[str, Any] = {}
        for posting in self._register.postings:
            best = latest.get(posting.person)
            if best is None or (posting.start is not None and (best.start is None or posting.start > best.start)):
                latest[posting.person] = posting
        for person, posting in latest.items():
            unit = self._register.units.get(posting.unit)
            found[person] = self._county(unit.region if unit else None)
        for cadre in self._register.pool.values():
            if cadre.county is not None:
                found[cadre.person] = self._county(cadre.county)
        for kin in self._register.kin:  # relatives who hold no post belong with whom they are recorded
            if kin.person in found:
                found.setdefault(kin.relative, found[kin.person])
            elif kin.relative in found:
                found.setdefault(kin.person, found[kin.relative])
        return found
