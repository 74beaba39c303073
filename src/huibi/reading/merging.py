"""Persons judged to be one: which id is kept, what it takes over, and every row moved to it (recusal.md)."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any

from huibi.model.people import Person
from huibi.model.ties import Identity, SamePerson
from huibi.reading.cells import Bad
from huibi.reading.desk import Desk
from huibi.reading.intake import Rows

_MOVED: Mapping[str, tuple[str, ...]] = {
    "postings": ("person",),
    "kin": ("person", "relative"),
    "ties": ("person", "other"),
    "studies": ("person",),
    "service": ("person",),
    "interests": ("person",),
    "pool": ("person",),
    "history": ("person",),
    "rulings": ("person",),
    "declarations": ("person", "concerned"),
}
_PAIRS = {"kin": "relative", "ties": "other"}
_MUST_AGREE = ("sex", "id_number")


def merge(rows: Rows, desk: Desk) -> tuple[dict[str, list[Any]], dict[str, str]]:
    """Return the tables with persons judged `same` made one, and the ids that went with the ids that were kept.

    A `different` among them, or two persons who cannot be one, is a fault; the judgements behind it are left out.
    """
    groups = _sound_groups(rows, desk)
    rank = _ranking(rows)
    aliases: dict[str, str] = {}
    for group in groups:
        kept = min(group, key=rank)
        aliases.update((member, kept) for member in group if member != kept)
    if not aliases:
        return dict(rows.tables), {}
    tables = {key: _moved(key, table, aliases, desk) for key, table in rows.tables.items()}
    tables["persons"] = _joined(rows.tables["persons"], aliases, rank)
    return tables, dict(sorted(aliases.items()))


def _ranking(rows: Rows) -> Any:  # noqa: ANN401 - a sort key
    pool = {row.person for row in rows.tables["pool"]}
    posted = {row.person for row in rows.tables["postings"]}
    return lambda person: (person not in pool, person not in posted, person)


def _sound_groups(rows: Rows, desk: Desk) -> list[list[str]]:
    judged: list[SamePerson] = rows.tables["same_person"]
    same = [row for row in judged if row.decision is Identity.SAME]
    groups = _groups(same)
    if not groups:
        return []
    home = {member: i for i, group in enumerate(groups) for member in group}
    broken: set[int] = set()
    for row in judged:
        if row.decision is Identity.DIFFERENT and row.a in home and home[row.a] == home.get(row.b):
            broken.add(home[row.a])
            records = [desk.row_of(other.record) for other in same if home[other.a] == home[row.a]]
            bad = Bad("read.both_same_and_different", "expect.one_judgement", {"rows": "; ".join(records)})
            desk.bad_record(row.record, "decision", row.decision.value, bad)
    members = {row.id: row for row in rows.tables["persons"] if row.id in home}
    for row in same:
        if _cannot_be_one(row, members, desk):
            broken.add(home[row.a])
    if broken:
        _leave_out(rows, same, home, broken, desk)
    return [group for i, group in enumerate(groups) if i not in broken]


def _leave_out(rows: Rows, same: list[SamePerson], home: dict[str, int], broken: set[int], desk: Desk) -> None:
    gone = {row.record for row in same if home[row.a] in broken}
    if desk.skip_faulty:
        for row in same:
            if row.record in gone:
                desk.bad_record(row.record, "decision", row.decision.value, Bad("read.judgement_left_out", ""))
    rows.tables["same_person"] = [row for row in rows.tables["same_person"] if row.record not in gone]


def _cannot_be_one(row: SamePerson, members: Mapping[str, Person], desk: Desk) -> bool:
    one, other = members.get(row.a), members.get(row.b)
    if one is None or other is None:
        return False
    for key in _MUST_AGREE:
        said = {getattr(one, key), getattr(other, key)} - {None}
        if len(said) > 1:
            desk.bad_record(
                row.record, "decision", row.decision.value, Bad(f"read.same_but_{key}", "expect.one_judgement")
            )
            return True
    return False


def _groups(same: Iterable[SamePerson]) -> list[list[str]]:
    """Return the groups of persons that are one, transitively."""
    lead: dict[str, str] = {}

    def find(person: str) -> str:
        lead.setdefault(person, person)
        while lead[person] != person:
            lead[person] = lead[lead[person]]
            person = lead[person]
        return person

    for row in same:
        lead[find(row.b)] = find(row.a)
    groups: dict[str, list[str]] = {}
    for person in lead:
        groups.setdefault(find(person), []).append(person)
    return list(groups.values())


def _joined(persons: list[Person], aliases: Mapping[str, str], rank: Any) -> list[Person]:  # noqa: ANN401 - a sort key
    """Return the persons who are kept, each filled up from those who went, in the order of the ranking."""
    going: dict[str, list[Person]] = {}
    for person in persons:
        if person.id in aliases:
            going.setdefault(aliases[person.id], []).append(person)
    names = [column.name for column in fields(Person) if column.name not in ("id", "record")]
    found = []
    for person in persons:
        if person.id in aliases:
            continue
        for other in sorted(going.get(person.id, ()), key=lambda row: rank(row.id)):
            lacking = {key: getattr(other, key) for key in names if not getattr(person, key) and getattr(other, key)}
            person = replace(person, **lacking)  # noqa: PLW2901 - filled up step by step
        found.append(person)
    return found


def _moved(key: str, table: list[Any], aliases: Mapping[str, str], desk: Desk) -> list[Any]:
    columns = _MOVED.get(key)
    if columns is None:
        return table
    found = list(table)
    for column in columns:
        of = attrgetter(column)
        for i, row in enumerate(found):
            if of(row) in aliases:
                found[i] = replace(row, **{column: aliases[of(row)]})
    if key in _PAIRS:
        return _without_selves(found, _PAIRS[key], table, desk)
    return _once_in_pool(found, table, desk) if key == "pool" else found


def _without_selves(moved: list[Any], pair: str, before: list[Any], desk: Desk) -> list[Any]:
    found = []
    for row, old in zip(moved, before, strict=True):
        if row.person != getattr(row, pair):
            found.append(row)
            continue
        bad = Bad("read.with_oneself_merged", "expect.another", {"kept": row.person})
        desk.bad_record(row.record, pair, getattr(old, pair), bad)
    return found


def _once_in_pool(moved: list[Any], before: list[Any], desk: Desk) -> list[Any]:
    found: dict[str, Any] = {}
    for row, old in zip(moved, before, strict=True):
        first = found.setdefault(row.person, row)
        if first is not row:
            bad = Bad("read.pool_twice", "expect.once_id", {"first": desk.row_of(first.record)})
            desk.bad_record(row.record, "person", old.person, bad)
    return list(found.values())
