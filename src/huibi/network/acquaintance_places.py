"""Who was where and when: units, classes and troops, indexed by place and in order of the last day.

Nothing here looks at all pairs of persons: at each place the latest leavers stand first, so that a search can end where
a tie would be too old to matter.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from huibi.model.people import Level, Posting, Service, Study
from huibi.model.register import Register
from huibi.model.spans import Days

Key = tuple[str, ...]  # a unit id; a school and its class; a troop
Spans = tuple[tuple[int, int], ...]  # disjoint closed intervals of day ordinals, in order
_LED = frozenset({Level.CHIEF, Level.BOARD})


class Row(NamedTuple):
    """One row of a career, its days as ordinals and none after the day of judgement."""

    person: str
    first: int
    last: int
    led: bool
    record: str


@dataclass(frozen=True, slots=True)
class Stay:
    """The days of one person at one place; `led` those as chief or board."""

    spans: Spans
    led: Spans
    records: tuple[str, ...]

    @property
    def last(self) -> int:
        """The last day there."""
        return self.spans[-1][1]


class Place:
    """Everybody who was at one place, the latest leavers first."""

    def __init__(self, rows: Iterable[Row]) -> None:
        grouped: defaultdict[str, list[Row]] = defaultdict(list)
        for row in rows:
            grouped[row.person].append(row)
        self.stays = {person: _stay(own) for person, own in grouped.items()}

    def change(self, person: str, rows: list[Row]) -> None:
        """Take other rows of one person."""
        self.stays.pop(person, None)
        if rows:
            self.stays[person] = _stay(rows)
        self.__dict__.pop("leavers", None)
        self.__dict__.pop("leaders", None)

    @cached_property
    def leavers(self) -> tuple[str, ...]:
        """Everybody who was there, the latest to leave first."""
        return tuple(sorted(self.stays, key=lambda person: (-self.stays[person].last, person)))

    @cached_property
    def leaders(self) -> tuple[str, ...]:
        """Those who were chief or board there, the latest to lay it down first."""
        led = (person for person in self.stays if self.stays[person].led)
        return tuple(sorted(led, key=lambda person: (-self.stays[person].led[-1][1], person)))


class Places:
    """All places of one kind; the dead are at none of them."""

    def __init__(self, rows: Iterable[tuple[Key, Row]]) -> None:
        self._rows: defaultdict[Key, list[Row]] = defaultdict(list)
        self._of: defaultdict[str, list[Key]] = defaultdict(list)
        self._places: dict[Key, Place] = {}
        for key, row in rows:
            self._rows[key].append(row)
            if key not in self._of[row.person]:
                self._of[row.person].append(key)

    def of(self, person: str) -> tuple[Key, ...]:
        """Return where the person was."""
        return tuple(self._of.get(person, ()))

    def at(self, key: Key) -> Place:
        """Return the place, indexed when it is first asked for."""
        if key not in self._places:
            self._places[key] = Place(self._rows[key])
        return self._places[key]

    def change(self, key: Key, rows: Iterable[Row], person: str) -> None:
        """Take other rows of one person at a place."""
        own = list(rows)
        self._rows[key] = [row for row in self._rows[key] if row.person != person] + own
        if key in self._places:
            self._places[key].change(person, own)
        known = self._of[person]
        if bool(own) != (key in known):
            (known.append if own else known.remove)(key)


def units(register: Register, as_of: date) -> Places:
    """Return who worked at which unit up to `as_of`."""
    return Places(kept for row in register.postings if (kept := posted(register, as_of, row)))


def classes(register: Register, as_of: date) -> Places:
    """Return who sat in which class of which school up to `as_of`; a study without a class is in none."""
    return Places(kept for row in register.studies if (kept := studied(register, as_of, row)))


def troops(register: Register, as_of: date) -> Places:
    """Return who served in which troop up to `as_of`."""
    return Places(kept for row in register.service if (kept := served(register, as_of, row)))


def posted(register: Register, as_of: date, row: Posting) -> tuple[Key, Row] | None:
    """Return the unit and the days of a posting; None where it counts for nobody's acquaintance."""
    kept = _row(register, as_of, (row.person, row.span, row.record), led=row.level in _LED)
    return None if kept is None else ((row.unit,), kept)


def studied(register: Register, as_of: date, row: Study) -> tuple[Key, Row] | None:
    """Return the class and the days of a study; None where it counts for nobody's acquaintance."""
    kept = _row(register, as_of, (row.person, row.span, row.record)) if row.class_name else None
    return None if kept is None else ((row.school, row.class_name), kept)


def served(register: Register, as_of: date, row: Service) -> tuple[Key, Row] | None:
    """Return the troop and the days of a service; None where it counts for nobody's acquaintance."""
    kept = _row(register, as_of, (row.person, row.span, row.record))
    return None if kept is None else ((row.troop,), kept)


def shared(a: Spans, b: Spans) -> tuple[int, int]:
    """Return how many days two lists of spans have in common, and the last of them (0 and 0 for none)."""
    total = last = i = j = 0
    while i < len(a) and j < len(b):
        low, high = max(a[i][0], b[j][0]), min(a[i][1], b[j][1])
        if low <= high:
            total += high - low + 1
            last = high
        if a[i][1] < b[j][1]:
            i += 1
        else:
            j += 1
    return total, last


def _row(register: Register, as_of: date, career: tuple[str, Days, str], *, led: bool = False) -> Row | None:
    person, span, record = career
    if span.first > as_of or register.persons[person].dead_on(as_of):
        return None
    return Row(person, span.first.toordinal(), min(span.last, as_of).toordinal(), led, record)


def _stay(rows: list[Row]) -> Stay:
    return Stay(
        _union([(row.first, row.last) for row in rows]),
        _union([(row.first, row.last) for row in rows if row.led]),
        tuple(row.record for row in sorted(rows, key=lambda row: (row.first, row.last, row.record))),
    )


def _union(spans: list[tuple[int, int]]) -> Spans:
    if len(spans) < 2:  # noqa: PLR2004 - nothing to unite: nearly every stay is one row
        return tuple(spans)
    result: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if result and first <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(result[-1][1], last))
        else:
            result.append((first, last))
    return tuple(result)
