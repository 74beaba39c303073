"""Whom many persons know other than by kin, on arrays: the same strengths as `Bonds.strengths` of each (recusal.md)."""

from collections.abc import Container, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from huibi.model.people import Level, Posting, Service, Study
from huibi.model.register import Register
from huibi.model.spans import FIRST, LAST
from huibi.model.ties import TieKind
from huibi.network.acquaintance_ties import (
    CO_LEADER,
    FULL_YEARS,
    HALF_LIFE,
    LEAST,
    SCHOOL_HALF_LIFE,
    SLACK,
    STRENGTHS,
    YEAR,
    Bonds,
    full_strength,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_AT_ONCE = 1024  # persons whose shared days stand in memory together
_MOST = 4_000_000  # more than any day's number
_LED = frozenset({Level.CHIEF, Level.BOARD})
_Row = Posting | Study | Service


class Known(NamedTuple):
    """Who knows whom, and how well by the strongest tie: `who` a place among those asked, `other` a person's number."""

    who: Ints
    other: Ints
    strength: Floats

    @classmethod
    def told(cls, rows: Iterable[tuple[int, int, float]]) -> "Known":
        """Return what rows of who, other and strength tell."""
        who, other, strength = zip(*rows, strict=True) if (rows := list(rows)) else ((), (), ())
        places, numbers = (np.array(column, dtype=np.int64) for column in (who, other))
        return cls(places, numbers, np.array(strength, dtype=np.float64))

    def among(self, kept: NDArray[np.bool_]) -> "Known":
        """Return the rows that are kept."""
        return Known(self.who[kept], self.other[kept], self.strength[kept])

    def by(self, places: Ints, least: float) -> Ints:
        """Return the numbers of those whom somebody at these places knows at least so well, in order."""
        found: Ints = np.unique(self.other[np.isin(self.who, places) & (self.strength >= least)])
        return found


class _Stays(NamedTuple):
    """Spans of days that do not touch, ordered by place and person; `starts` says where each place begins."""

    starts: Ints
    place: Ints
    person: Ints
    first: Ints
    last: Ints


class _Shared(NamedTuple):
    """Days that one of those asked and another spent at a place, and the last of them."""

    who: Ints
    other: Ints
    place: Ints
    days: Ints
    last: Ints


class Careers:
    """Where and when those asked were with whom, of the living, up to the day; `number` is that of everybody."""

    def __init__(
        self, register: Register, bonds: Bonds, as_of: date, asked: Sequence[str], number: Mapping[str, int]
    ) -> None:
        self._bonds, self._asked, self._number = bonds, asked, number
        self._day = as_of.toordinal()
        died = map(attrgetter("died"), register.persons.values())
        self._dead = np.array([day is not None and day <= as_of for day in died], dtype=bool)
        self._unit_ids = tuple(register.units)
        units = {unit: place for place, unit in enumerate(self._unit_ids)}
        self._units = self._stays(register.postings, [units[row.unit] for row in register.postings])
        led = [row for row in register.postings if row.level in _LED]
        self._led = self._stays(led, [units[row.unit] for row in led])
        classed = [row for row in register.studies if row.class_name]
        self._classes = self._stays(classed, _numbered((row.school, row.class_name) for row in classed))
        self._troops = self._stays(register.service, _numbered(row.troop for row in register.service))
        self._full = np.array([full_strength(unit) for unit in register.units.values()], dtype=np.float64)

    def known(self) -> Known:
        """Return whom each of those asked knows well enough to matter; the dead know nobody and nobody knows them."""
        numbers = np.array([self._number[person] for person in self._asked], dtype=np.int64)
        parts = [self._stated()]
        for start in range(0, len(numbers), _AT_ONCE):
            at = np.full(len(self._number), -1, dtype=np.int64)
            at[numbers[start : start + _AT_ONCE]] = np.arange(start, min(start + _AT_ONCE, len(numbers)))
            parts += self._met(at)
        return _strongest(parts, len(self._number))

    def last_days(self, scope: Container[str]) -> Ints:
        """Return the last day on which each of those asked worked at one of the units, -1 for never."""
        inside = np.array([unit in scope for unit in self._unit_ids], dtype=bool)
        who, place, last = self._worked
        here = inside[place]
        found = np.full(len(self._asked), -1, dtype=np.int64)
        np.maximum.at(found, who[here], last[here])
        return found

    @cached_property
    def _worked(self) -> tuple[Ints, Ints, Ints]:
        """Those asked, by their places, the units where each worked, and the last days there."""
        at = np.full(len(self._number), -1, dtype=np.int64)
        at[[self._number[person] for person in self._asked]] = np.arange(len(self._asked))
        here = np.flatnonzero(at[self._units.person] >= 0)
        return at[self._units.person[here]], self._units.place[here], self._units.last[here]

    def _stated(self) -> Known:
        return Known.told(
            (place, self._number[other], strength)
            for place, person in enumerate(self._asked)
            for other, strength in self._bonds.stated_strengths(person)
            if other != person
        )

    def _met(self, at: Ints) -> Iterator[Known]:
        """Yield whom those know who have a place in `at`, by each kind of place."""
        for stays, full in ((self._units, self._full), (self._led, STRENGTHS[CO_LEADER])):
            told = _shared(stays, at)
            most = full if isinstance(full, float) else full[told.place]
            lasting = np.minimum(1.0, told.days / YEAR / FULL_YEARS)
            yield Known(told.who, told.other, most * lasting * self._fade(told.last, HALF_LIFE))
        for stays, kind in ((self._classes, TieKind.CLASSMATE), (self._troops, TieKind.COMRADE)):
            told = _shared(stays, at)
            yield Known(told.who, told.other, STRENGTHS[kind] * self._fade(told.last, SCHOOL_HALF_LIFE))

    def _fade(self, last: Ints, half_life: float) -> Floats:
        faded: Floats = np.where(last >= self._day, 1.0, 0.5 ** ((self._day - last) / YEAR / half_life))
        return faded

    def _stays(self, rows: Sequence[_Row], places: Sequence[int]) -> _Stays:
        count = len(rows)
        place = np.array(places, dtype=np.int64)
        people = map(self._number.__getitem__, map(attrgetter("person"), rows))
        person = np.fromiter(people, dtype=np.int64, count=count)
        begun, ended = (map(attrgetter(name), rows) for name in ("start", "end"))
        first = np.fromiter(((day or FIRST).toordinal() for day in begun), dtype=np.int64, count=count)
        last = np.fromiter(((day or LAST).toordinal() for day in ended), dtype=np.int64, count=count)
        kept = np.flatnonzero((first <= self._day) & ~self._dead[person])
        kept = kept[np.lexsort((first[kept], person[kept], place[kept]))]
        place, person, first, last = place[kept], person[kept], first[kept], np.minimum(last[kept], self._day)
        begins = _begins(place * len(self._number) + person, first, last)
        last = np.maximum.reduceat(last, begins) if len(begins) else last
        starts = np.searchsorted(place[begins], np.arange(int(place.max(initial=-1)) + 2))
        return _Stays(starts, place[begins], person[begins], first[begins], last)


def _begins(owner: Ints, first: Ints, last: Ints) -> Ints:
    """Return where a span begins that no earlier one of the same owner reaches, of spans in order."""
    if not len(owner):
        return np.zeros(0, dtype=np.int64)
    group = np.cumsum(np.diff(owner, prepend=owner[0]) != 0)
    reached = np.maximum.accumulate(group * _MOST + last) - group * _MOST
    fresh = np.ones(len(owner), dtype=bool)
    fresh[1:] = (group[1:] != group[:-1]) | (first[1:] > reached[:-1] + 1)
    found: Ints = np.flatnonzero(fresh)
    return found


def _shared(stays: _Stays, at: Ints) -> _Shared:
    """Return the days that those who have a place in `at` share with anybody else."""
    mine = np.flatnonzero(at[stays.person] >= 0)
    counts = np.diff(stays.starts)[stays.place[mine]]
    left = np.repeat(mine, counts)
    within = np.arange(len(left)) - np.repeat(np.cumsum(counts) - counts, counts)
    right = stays.starts[stays.place[left]] + within
    first, last = np.maximum(stays.first[left], stays.first[right]), np.minimum(stays.last[left], stays.last[right])
    both = np.flatnonzero((first <= last) & (stays.person[left] != stays.person[right]))
    left, right, first, last = left[both], right[both], first[both], last[both]
    order = np.lexsort((stays.person[right], stays.place[left], at[stays.person[left]]))
    left, right, first, last = left[order], right[order], first[order], last[order]
    who, place, other = at[stays.person[left]], stays.place[left], stays.person[right]
    begins = _changes(who, place, other)
    if not len(begins):
        return _Shared(who, other, place, who, who)
    days, until = np.add.reduceat(last - first + 1, begins), np.maximum.reduceat(last, begins)
    return _Shared(who[begins], other[begins], place[begins], days, until)


def _strongest(parts: Iterable[Known], count: int) -> Known:
    """Return each pair once, by its strongest tie, if that is close enough."""
    who, other, strength = (np.concatenate(column) for column in zip(*parts, strict=True))
    close = np.flatnonzero(strength > LEAST - SLACK)
    close = close[np.argsort(who[close] * count + other[close], kind="stable")]
    who, other, strength = who[close], other[close], strength[close]
    begins = _changes(who, other)
    strength = np.maximum.reduceat(strength, begins) if len(begins) else strength
    return Known(who[begins], other[begins], strength)


def _changes(*columns: Ints) -> Ints:
    """Return where any of the columns changes, the first place included."""
    if not len(columns[0]):
        return np.zeros(0, dtype=np.int64)
    changed = np.ones(len(columns[0]), dtype=bool)
    changed[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    found: Ints = np.flatnonzero(changed)
    return found


def _numbered(keys: Iterable[Hashable]) -> list[int]:
    known: dict[Hashable, int] = {}
    return [known.setdefault(key, len(known)) for key in keys]
