"""The persons of a register as arrays of numbers, for finding who shares what."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from huibi.matching.grouped import Ints
from huibi.matching.names import read_name
from huibi.matching.roles import OTHER, seat_of
from huibi.model.people import Person, Posting, Sex
from huibi.model.ties import Kin

_SEXES = {None: 0, Sex.MALE: 1, Sex.FEMALE: 2}


@dataclass(frozen=True, slots=True)
class Columns:
    """One place a person in `ids`: writings, sounds and numbers as codes that are equal where these are.

    Month 0 is unknown. `works` are (person, unit), `seats` (person, place in a family, relative), `named` the
    writing of the relative's name.
    """

    ids: list[str]
    plain: Ints
    sound: Ints
    surname: Ints
    month: Ints
    sex: Ints
    number: Ints
    works: tuple[Ints, Ints]
    seats: tuple[Ints, Ints, Ints]
    named: Ints


class _Codes(dict[str, int]):
    def __missing__(self, key: str) -> int:
        found = self[key] = len(self) + 1
        return found


def columns(
    persons: Mapping[str, Person], asked: Collection[str], postings: Iterable[Posting], kin: Iterable[Kin]
) -> Columns:
    """Return the persons asked for, in order of id; every relative of theirs may be named."""
    ids = sorted(asked)
    place = {person: i for i, person in enumerate(ids)}
    plains, sounds, surnames, numbers = _Codes(), _Codes(), _Codes(), _Codes()
    names = [read_name(persons[person].name) for person in ids]
    rows = [persons[person] for person in ids]
    works = sorted({(place[post.person], post.unit) for post in postings if post.person in place})
    units = _Codes()
    seats = list(_seats(persons, place, kin))
    relatives, places = _Codes(), _Codes()
    return Columns(
        ids=ids,
        plain=_ints(plains[name.plain] for name in names),
        sound=_ints(sounds[name.sound] for name in names),
        surname=_ints(surnames[name.surname] for name in names),
        month=_ints(_month(row.birth) for row in rows),
        sex=_ints(_SEXES[row.sex] for row in rows),
        number=_ints(numbers[row.id_number] if row.id_number else 0 for row in rows),
        works=(_ints(i for i, _ in works), _ints(units[unit] for _, unit in works)),
        seats=(
            _ints(i for i, _, _ in seats),
            _ints(places[seat] for _, seat, _ in seats),
            _ints(relatives[other] for _, _, other in seats),
        ),
        named=_ints(plains[read_name(persons[other].name).plain] for _, _, other in seats),
    )


def _seats(
    persons: Mapping[str, Person], place: Mapping[str, int], kin: Iterable[Kin]
) -> Iterable[tuple[int, str, str]]:
    for row in kin:
        one, other = place.get(row.person), place.get(row.relative)
        if one is None and other is None:
            continue
        person = persons.get(row.person)
        seat = None if person is None else seat_of(row.term, person.sex, ended=row.ended is not None)
        if seat is None or seat.place == OTHER or row.relative not in persons:
            continue
        if one is not None:
            yield one, seat.place, row.relative
        if other is not None:
            yield other, seat.turned().place, row.person


def _month(birth: date | None) -> int:
    return 0 if birth is None else birth.year * 12 + birth.month


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)
