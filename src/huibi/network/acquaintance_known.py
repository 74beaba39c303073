"""Whom many persons know other than by kin, on arrays: the same strengths as `Bonds.strengths` of each (recusal.md)."""

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from huibi.model.columns import LEVELS, Postings, Stays
from huibi.model.register import Register
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
from huibi.network.standing import LEADING

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_AT_ONCE = 1024  # persons whose shared days stand in memory together
_MOST = 4_000_000  # more than any day's number
_LED = np.array([level in LEADING for level in LEVELS])


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
    """Where and when those asked were with whom, of the living, up to the day."""

    def __init__(self, register: Register, bonds: Bonds, as_of: date, asked: Sequence[str]) -> None:
        self._bonds, self._asked, self._columns = bonds, asked, register.columns
        self._day = as_of.toordinal()
        self._number = self._columns.number
        died = self._columns.people.died
        self._dead = (died > 0) & (died <= self._day)
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
        inside = np.array([unit in scope for unit in self._columns.units], dtype=bool)
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
        told = self._columns.postings
        here = np.flatnonzero((at[told.person] >= 0) & self._begun(told))
        return at[told.person[here]], told.place[here].astype(np.int64), np.minimum(told.last[here], self._day)

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

    @cached_property
    def _units(self) -> _Stays:
        return self._stays(self._columns.postings)

    @cached_property
    def _led(self) -> _Stays:
        return self._stays(self._columns.postings, _LED[self._columns.postings.level])

    @cached_property
    def _classes(self) -> _Stays:
        return self._stays(self._columns.studies, self._columns.studies.place >= 0)

    @cached_property
    def _troops(self) -> _Stays:
        return self._stays(self._columns.service)

    def _begun(self, told: Stays | Postings) -> NDArray[np.bool_]:
        """Return which rows are of the living and had begun by the day."""
        found: NDArray[np.bool_] = (told.first <= self._day) & ~self._dead[told.person]
        return found

    def _stays(self, told: Stays | Postings, which: NDArray[np.bool_] | None = None) -> _Stays:
        """Return the stays of the living begun by the day, of those rows or of all."""
        kept = np.flatnonzero(self._begun(told) if which is None else self._begun(told) & which)
        kept = kept[np.lexsort((told.first[kept], told.person[kept], told.place[kept]))]
        place, person, first, last = (
            column[kept].astype(np.int64) for column in (told.place, told.person, told.first, told.last)
        )
        last = np.minimum(last, self._day)
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
