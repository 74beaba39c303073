"""The persons of a register as arrays of numbers, for finding who shares what."""

from dataclasses import dataclass

import numpy as np

from huibi.matching.comparing import Comparer
from huibi.matching.grouped import Ints, distinct
from huibi.matching.roles import CHILD, OTHER, PARENT, SIBLING, SPOUSE, seat_of
from huibi.matching.roll import Roll
from huibi.model.columns import SEXES
from huibi.model.people import Sex
from huibi.model.register import Register

_PLACES = (PARENT, CHILD, SPOUSE, SIBLING)


@dataclass(frozen=True, slots=True)
class Columns:
    """One place a person, in order of id: writings, sounds and numbers as codes that are equal where these are.

    `roll` are their places in the roll. Month 0 is unknown, likewise number 0 and sex 0. `works` are (person, unit),
    `seats` (person, place in a family, relative), `named` the writing of the relative's name.
    """

    roll: Ints
    plain: Ints
    sound: Ints
    surname: Ints
    month: Ints
    sex: Ints
    number: Ints
    works: tuple[Ints, Ints]
    seats: tuple[Ints, Ints, Ints]
    named: Ints


def columns(comparer: Comparer) -> Columns:
    """Return all persons of a register."""
    roll, register = comparer.roll, comparer.register
    place = register.columns.rank.astype(np.int64)
    order = np.argsort(place)
    name, spelling = roll.name[order], roll.spelling
    people = register.columns.people
    sexes = people.sex.astype(np.int64)
    person, unit = roll.works
    units = max(1, len(register.units))
    works: Ints = distinct(place[person] * units + unit)
    owner, seat, relative = _seats(register, roll, sexes)
    return Columns(
        roll=order,
        plain=spelling.writing[name],
        sound=spelling.sound[name],
        surname=spelling.surname[name],
        month=roll.month[order],
        sex=sexes[order],
        number=people.number[order].astype(np.int64),
        works=(works // units, works % units),
        seats=(place[owner], seat, relative),
        named=spelling.writing[roll.name[relative]],
    )


def _seats(register: Register, roll: Roll, sexes: Ints) -> tuple[Ints, Ints, Ints]:
    """Return who has whom in which place of the family, by the rows of the table kin read from both ends."""
    kin = register.columns.kin
    one, other = roll.ends
    key = kin.word.astype(np.int64) * len(SEXES) + sexes[one]
    told = np.zeros((len(kin.terms) * len(SEXES), 2), dtype=np.int64)
    for code in distinct(key).tolist():
        told[code] = _places(kin.terms[code // len(SEXES)], SEXES[code % len(SEXES)])
    forth, back = told[key].T
    return (
        np.concatenate([one[forth > 0], other[back > 0]]),
        np.concatenate([forth[forth > 0], back[back > 0]]),
        np.concatenate([other[forth > 0], one[back > 0]]),
    )


def _places(term: str, sex: Sex | None) -> tuple[int, int]:
    """Return the place of the relative in the person's family, and of the person in the relative's; 0 if wider."""
    seat = seat_of(term, sex)
    if seat is None or seat.place == OTHER:
        return 0, 0
    return _PLACES.index(seat.place) + 1, _PLACES.index(seat.turned().place) + 1
