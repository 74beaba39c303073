"""Ties between living persons that are not kin, and how strong each is on one day (recusal.md)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import inf, log2, sqrt

from huibi.model.people import Unit
from huibi.model.register import Register
from huibi.model.ties import Tie, TieKind
from huibi.network import acquaintance_places as places
from huibi.network.acquaintance_places import Key, Places, Stay, shared

YEAR = 365.25
LEAST = 0.15  # a closeness under this is 0
SLACK = 1e-9  # what binary fractions may lose on a value that the rule gives exactly
HALF_LIFE = 5.0  # years
SCHOOL_HALF_LIFE = 10.0
FULL_YEARS = 3  # so long together makes full colleagues
USUAL_HEADCOUNT = 30
COLLEAGUE, CO_LEADER = "colleague", "co_leader"
STRENGTHS: Mapping[str, float] = {
    COLLEAGUE: 0.5,
    CO_LEADER: 0.7,
    TieKind.SECRETARY: 0.9,
    TieKind.BUSINESS: 0.7,
    TieKind.DISPUTE: 0.7,
    TieKind.MENTOR: 0.6,
    TieKind.FRIEND: 0.6,
    TieKind.CLASSMATE: 0.4,
    TieKind.COMRADE: 0.4,
    TieKind.TOWNSMAN: 0.15,
}
_SLOW = frozenset({TieKind.CLASSMATE, TieKind.COMRADE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """Why two persons are held to know each other, other than by kin.

    `kind` is a kind of the ties table, or `colleague`, or `co_leader` for colleagues who were both chief or board;
    `place` the unit, school and class, or troop; `days` the days shared there and `last` the last of them, or the
    end of a stated tie; `records` the rows of both that say so.
    """

    kind: str
    strength: float
    records: tuple[str, ...]
    place: Key | None = None
    days: int | None = None
    last: date | None = None


class Bonds:
    """The ties of one register that are not kin, judged on `as_of`."""

    def __init__(self, register: Register, as_of: date) -> None:
        self._day = as_of.toordinal()
        self._as_of = as_of
        self._register = register
        self._stated: defaultdict[str, list[tuple[str, Tie]]] = defaultdict(list)
        for tie in register.ties:
            if tie.span.first <= as_of and not self.dead(tie.person) and not self.dead(tie.other):
                self._stated[tie.person].append((tie.other, tie))
                self._stated[tie.other].append((tie.person, tie))

    @cached_property
    def _units(self) -> Places:
        return places.units(self._register, self._as_of)

    @cached_property
    def _taught(self) -> tuple[tuple[TieKind, Places], ...]:
        return (
            (TieKind.CLASSMATE, places.classes(self._register, self._as_of)),
            (TieKind.COMRADE, places.troops(self._register, self._as_of)),
        )

    def dead(self, person: str) -> bool:
        """Whether the person is no link of a chain any more."""
        return self._register.persons[person].dead_on(self._as_of)

    def last_days(self, person: str) -> Mapping[str, int]:
        """Return the last day, as an ordinal, at every unit where the person worked."""
        return {key[0]: self._units.at(key).stays[person].last for key in self._units.of(person)}

    def strengths(self, person: str) -> dict[str, float]:
        """Return everybody whom the person knows well enough to matter, with the strongest tie that is not kin."""
        best: dict[str, float] = {}
        for other, strength in self._near(person):
            if other != person and strength > best.get(other, LEAST - SLACK):
                best[other] = strength
        return best

    def between(self, a: str, b: str) -> Bond | None:
        """Return the strongest tie of two persons that is not kin, with the rows behind it."""
        bonds = [*self._stated_bonds(a, b), *self._colleague_bonds(a, b), *self._school_bonds(a, b)]
        return max(bonds, key=lambda bond: bond.strength, default=None)

    def stated_strengths(self, person: str) -> Iterator[tuple[str, float]]:
        """Yield the other end and the strength of every stated tie of a person."""
        for other, tie in self._stated.get(person, ()):
            yield other, self._stated_strength(tie)

    def _near(self, person: str) -> Iterator[tuple[str, float]]:
        yield from self.stated_strengths(person)
        for key in self._units.of(person):
            yield from self._colleagues(person, key)
        for kind, index in self._taught:
            for key in index.of(person):
                place = index.at(key)
                least = self._oldest(STRENGTHS[kind], SCHOOL_HALF_LIFE)
                for other in place.leavers:
                    if place.stays[other].last < least:
                        break
                    days, last = shared(place.stays[person].spans, place.stays[other].spans)
                    if days:
                        yield other, STRENGTHS[kind] * self._fade(last, SCHOOL_HALF_LIFE)

    def _colleagues(self, person: str, key: Key) -> Iterator[tuple[str, float]]:
        place, full = self._units.at(key), self._full(key)
        mine = place.stays[person]
        least = self._oldest(full, HALF_LIFE)
        if mine.last >= least:
            for other in place.leavers:
                if place.stays[other].last < least:
                    break
                yield other, self._together(mine, place.stays[other], full)[0]
        least = self._oldest(STRENGTHS[CO_LEADER], HALF_LIFE)
        if mine.led and mine.led[-1][1] >= least:
            for other in place.leaders:
                if place.stays[other].led[-1][1] < least:
                    break
                yield other, self._led(mine, place.stays[other])[0]

    def _together(self, a: Stay, b: Stay, full: float) -> tuple[float, int, int]:
        days, last = shared(a.spans, b.spans)
        return self._lasting(full, days, last), days, last

    def _led(self, a: Stay, b: Stay) -> tuple[float, int, int]:
        days, last = shared(a.led, b.led)
        return self._lasting(STRENGTHS[CO_LEADER], days, last), days, last

    def _lasting(self, full: float, days: int, last: int) -> float:
        return full * min(1.0, days / YEAR / FULL_YEARS) * self._fade(last, HALF_LIFE) if days else 0.0

    def _full(self, key: Key) -> float:
        return full_strength(self._register.units[key[0]])

    def _stated_strength(self, tie: Tie) -> float:
        strength = STRENGTHS[tie.kind]
        if tie.until is None:
            return strength
        return strength * self._fade(tie.until.toordinal(), SCHOOL_HALF_LIFE if tie.kind in _SLOW else HALF_LIFE)

    def _fade(self, last: int, half_life: float) -> float:
        return 1.0 if last >= self._day else 0.5 ** ((self._day - last) / YEAR / half_life)

    def _oldest(self, strength: float, half_life: float) -> float:
        """Return the last day that a tie of this strength may have ended on and still be close enough."""
        if strength < LEAST - SLACK:
            return inf
        return self._day - YEAR * half_life * log2(max(strength, LEAST) / LEAST) - 1

    def _stated_bonds(self, a: str, b: str) -> Iterator[Bond]:
        for other, tie in self._stated.get(a, ()):
            if other == b:
                strength = self._stated_strength(tie)
                yield Bond(kind=tie.kind, strength=strength, records=(tie.record,), last=tie.until)

    def _colleague_bonds(self, a: str, b: str) -> Iterator[Bond]:
        for key in self._units.of(a):
            stays = self._units.at(key).stays
            if b not in stays:
                continue
            together = self._together(stays[a], stays[b], self._full(key))
            for kind, found in ((COLLEAGUE, together), (CO_LEADER, self._led(stays[a], stays[b]))):
                yield from _bond(kind, key, found, stays[a].records + stays[b].records)

    def _school_bonds(self, a: str, b: str) -> Iterator[Bond]:
        for kind, index in self._taught:
            for key in index.of(a):
                stays = index.at(key).stays
                if b in stays:
                    days, last = shared(stays[a].spans, stays[b].spans)
                    strength = STRENGTHS[kind] * self._fade(last, SCHOOL_HALF_LIFE)
                    yield from _bond(kind, key, (strength, days, last), stays[a].records + stays[b].records)


def full_strength(unit: Unit) -> float:
    """Return how well colleagues of a unit know each other who are together for years."""
    size = min(1.0, sqrt(USUAL_HEADCOUNT / (unit.headcount or USUAL_HEADCOUNT)))
    return STRENGTHS[COLLEAGUE] * size


def _bond(kind: str, place: Key, found: tuple[float, int, int], records: tuple[str, ...]) -> Iterator[Bond]:
    strength, days, last = found
    if days:
        day = date.fromordinal(last)
        yield Bond(kind=kind, strength=strength, records=records, place=place, days=days, last=day)
