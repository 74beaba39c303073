"""What is known of one person, gathered for comparing: from a register's rows, or from a row of an outside list."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from huibi.matching.counts import district
from huibi.matching.names import Name, read_name
from huibi.matching.numbers import born_by
from huibi.matching.roles import Seat, seat_of
from huibi.model.people import Person, Posting, Sex
from huibi.model.register import Register
from huibi.model.ties import Kin

_KEPT = 20_000  # profiles held at a time; pairs come in order, so that few are made twice


class Precision(IntEnum):
    """How much of a date of birth is known."""

    NONE = 0
    YEAR = 1
    MONTH = 2
    DAY = 3


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody in the family of a person, in the seat that a row of the table kin gives."""

    id: str
    seat: Seat
    name: Name
    birth: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One record of a person.

    `texts` are words on unit and post that no table resolved, `thin` and `full` as in
    weights.toml.
    """

    id: str
    name: Name
    sex: Sex | None = None
    birth: date | None = None
    precision: Precision = Precision.NONE
    died: date | None = None
    number: str | None = None
    posts: tuple[Posting, ...] = ()
    texts: tuple[str, ...] = ()
    counties: frozenset[str] = frozenset()
    kin: tuple[Relative, ...] = ()
    thin: bool = False
    full: bool = False
    listed: bool = False
    by_id: Mapping[str, tuple[Relative, ...]] = field(default_factory=dict)


class Profiles:
    """Profiles of the persons of a register, made when asked for.

    `postings` are by person; `kin` are at least the rows that touch the persons who will be asked for.
    """

    def __init__(self, register: Register, postings: Mapping[str, Sequence[Posting]], kin: Iterable[Kin]) -> None:
        self._register = register
        self._postings = postings
        self._kin: dict[str, list[Kin]] = {}
        for row in kin:
            self._kin.setdefault(row.person, []).append(row)
            self._kin.setdefault(row.relative, []).append(row)
        self._made: dict[str, Profile] = {}

    def of(self, person_id: str) -> Profile:
        """Return the profile of a person of the register."""
        if person_id not in self._made:
            if len(self._made) >= _KEPT:
                self._made.clear()
            self._made[person_id] = self._make(self._register.persons[person_id])
        return self._made[person_id]

    def _make(self, person: Person) -> Profile:
        posts = tuple(self._postings.get(person.id, ()))
        seats = list(self._seats(person))
        relatives = tuple(relative for relative, _ in seats)
        birth, precision = birth_of(person)
        by_id: dict[str, tuple[Relative, ...]] = {}
        for relative in relatives:
            by_id[relative.id] = (*by_id.get(relative.id, ()), relative)
        return Profile(
            id=person.id,
            name=read_name(person.name),
            sex=person.sex or next((sex for _, sex in seats if sex is not None), None),
            birth=birth,
            precision=precision,
            died=person.died,
            number=person.id_number,
            posts=posts,
            texts=(person.note,) if person.note else (),
            counties=self._counties(person, posts, relatives),
            kin=relatives,
            thin=person.id_number is None and len(posts) <= 1 and len(by_id) <= 1,
            full=person.id_number is not None or len(posts) > 1,
            by_id=by_id,
        )

    def _seats(self, person: Person) -> Iterator[tuple[Relative, Sex | None]]:
        """Yield each relative, and the sex that the row gives the person."""
        persons = self._register.persons
        for row in self._kin.get(person.id, ()):
            one, other = persons.get(row.person), persons.get(row.relative)
            seat = None if one is None else seat_of(row.term, one.sex, ended=row.ended is not None)
            if one is None or other is None or seat is None:
                continue
            seat = seat._replace(sex=other.sex or seat.sex, other_sex=one.sex or seat.other_sex)
            if one is person:
                yield Relative(other.id, seat, read_name(other.name), other.birth), seat.other_sex
            else:
                yield Relative(one.id, seat.turned(), read_name(one.name), one.birth), seat.sex

    def _counties(self, person: Person, posts: Sequence[Posting], kin: Sequence[Relative]) -> frozenset[str]:
        """Return where the person is known to belong: by the posts, else the native place, else where kin work."""
        found = self._worked_in(posts)
        if not found and person.native_place:
            found = {district(self._register, person.native_place)}
        for relative in () if found else kin:
            found |= self._worked_in(self._postings.get(relative.id, ()))
        return frozenset(found - {""})

    def _worked_in(self, posts: Sequence[Posting]) -> set[str]:
        return {district(self._register, self._register.units[post.unit].region) for post in posts}


def birth_of(person: Person) -> tuple[date | None, Precision]:
    """Return the date of birth with what is known of it: the number says the day, the first of a month no day."""
    if person.id_number:
        return born_by(person.id_number), Precision.DAY
    if person.birth is None:
        return None, Precision.NONE
    return person.birth, Precision.MONTH if person.birth.day == 1 else Precision.DAY
