"""Between the nouns of a register and its rows: the one place that knows how each field is kept."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from huibi.model.people import Cadre, Person, Posting, Region, Service, Study, Unit
from huibi.model.register import TABLES, Register
from huibi.model.ties import Declaration, Interest, Kin, Ruling, SamePerson, Served, Tie
from huibi_api.security.keys import Keys

NOUNS: Mapping[str, type[Any]] = {
    "regions": Region,
    "units": Unit,
    "persons": Person,
    "postings": Posting,
    "kin": Kin,
    "ties": Tie,
    "studies": Study,
    "service": Service,
    "interests": Interest,
    "pool": Cadre,
    "history": Served,
    "rulings": Ruling,
    "same_person": SamePerson,
    "declarations": Declaration,
}
# Tables whose rows have a name of their own: a row with the same name was changed, not removed and added.
SUBJECTS: Mapping[str, str] = {
    "regions": "code",
    "units": "id",
    "persons": "id",
    "pool": "person",
    "declarations": "id",
}
# A row's own `since` and `until` are data versions, so days of those names stand under others.
_RENAMED = {"kin": ("since",), "ties": ("since", "until"), "interests": ("since", "until")}
_NUMBER = "id_number"
SEARCH = "id_number"  # what the keyed hash of an identity number is for


def column_of(table: str, name: str) -> str:
    """Return the column in which a field of a noun is kept."""
    return f"{name}_day" if name in _RENAMED.get(table, ()) else name


@cache
def names_of(table: str) -> tuple[str, ...]:
    """Return the plainly kept fields of a table's noun, in order: all but the record and the identity number."""
    return tuple(item.name for item in fields(NOUNS[table]) if item.name not in ("record", _NUMBER))


def values_of(table: str, noun: Any, keys: Keys, register: str) -> dict[str, Any]:  # noqa: ANN401 - any noun of NOUNS
    """Return the columns of a noun; an identity number is sealed for its place and hashed for searching."""
    values = {column_of(table, name): _kept(getattr(noun, name)) for name in names_of(table)}
    if table == "persons":
        number = noun.id_number
        values["id_number_sealed"] = keys.seal(number, number_place(register, noun.id)) if number else None
        values["id_number_search"] = keys.search(number, SEARCH) if number else None
    return values


def number_place(register: str, person: str) -> str:
    """Return what an identity number is bound to when it is sealed."""
    return f"{register}/persons/{person}"


def content_of(table: str, values: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what makes two rows of a table the same, whatever their place in the file."""
    names = [column_of(table, name) for name in names_of(table)]
    if table == "persons":
        names.append("id_number_search")
    return tuple(tuple(value) if isinstance(value := values[name], list) else value for name in names)


def nouns_of(register: Register, table: str) -> Iterable[Any]:
    """Return the nouns of a table in the register's order."""
    held = getattr(register, table)
    return held.values() if isinstance(held, Mapping) else held


def noun_maker(table: str) -> Callable[[Mapping[str, Any], str], Any]:
    """Return a function from the columns of a row and its record to the noun."""
    noun = NOUNS[table]
    readers = [(name, column_of(table, name), _reader(get_type_hints(noun)[name])) for name in names_of(table)]

    def make(row: Mapping[str, Any], record: str) -> Any:  # noqa: ANN401 - a noun of NOUNS
        given = {name: row[column] if read is None else read(row[column]) for name, column, read in readers}
        return noun(**given, record=record)

    return make


def register_of(
    nouns: Mapping[str, list[Any]], *, aliases: Mapping[str, str] | None = None, absent: Iterable[str] = ()
) -> Register:
    """Return the register that holds these nouns."""
    given: dict[str, Any] = {}
    for table in TABLES:
        found = nouns.get(table, [])
        keyed = table in ("regions", "units", "persons", "pool")
        given[table] = {getattr(noun, SUBJECTS[table]): noun for noun in found} if keyed else tuple(found)
    return Register(**given, aliases=dict(aliases or {}), absent=frozenset(absent))


def _kept(value: Any) -> Any:  # noqa: ANN401 - any field's value
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(str(item) for item in value)
    return list(value) if isinstance(value, tuple) else value


def _reader(hint: Any) -> Callable[[Any], Any] | None:  # noqa: ANN401 - a type
    """Return what turns a column back into a field of this type; None where it is that already."""
    if isinstance(hint, UnionType):
        inner = next(part for part in get_args(hint) if part is not NoneType)
        read = _reader(inner)
        return None if read is None else lambda value: None if value is None else read(value)
    if get_origin(hint) is frozenset:
        item = get_args(hint)[0]
        return lambda value: frozenset(item(part) for part in value)
    if get_origin(hint) is tuple:
        return tuple
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    if hint in (str, int, bool, date):
        return None
    raise TypeError(f"no way to keep a {hint}")
