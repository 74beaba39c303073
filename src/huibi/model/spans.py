"""Spans of days, both ends included, and the calendar arithmetic of recusal.md."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

FIRST = date.min
LAST = date.max


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """A closed interval of days; an open start is `FIRST`, an open end `LAST`."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    def meet(self, other: "Days") -> "Days | None":
        """Return the days in both, or None."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Days(first, last) if first <= last else None

    @property
    def length(self) -> int:
        """Number of days, both ends counted."""
        return (self.last - self.first).days + 1


def days(start: date | None, end: date | None) -> Days | None:
    """Return the span from `start` to `end`, empty meaning open; None if it ends before it starts."""
    first, last = start or FIRST, end or LAST
    return Days(first, last) if first <= last else None


def union(spans: Iterable[Days]) -> tuple[Days, ...]:
    """Return the union of spans as disjoint, non-adjacent spans in order."""
    merged: list[Days] = []
    for span in sorted(spans):
        if merged and (merged[-1].last == LAST or span.first <= merged[-1].last + timedelta(days=1)):
            merged[-1] = Days(merged[-1].first, max(merged[-1].last, span.last))
        else:
            merged.append(span)
    return tuple(merged)


def years_before(day: date, years: int) -> date:
    """Return the same calendar day `years` earlier; 29 February becomes 28 (recusal.md, Words)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def ended_within(end: date | None, day: date, years: int) -> bool:
    """Whether something that ended on `end` ended before `day` and after the same day `years` earlier."""
    return end is not None and years_before(day, years) < end < day
