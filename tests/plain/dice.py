"""Chance with the days that matter: on a limit, beside it, or anywhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeVar

Value = TypeVar("Value")
YEARS = (0, 0, 1, 3, 3, 5, 10)


@dataclass
class Dice:
    """A source of chance and the day that limits are counted from."""

    chance: Random
    day: date

    def maybe(self, likely: float) -> bool:
        """Return True as often as that."""
        return self.chance.random() < likely

    def pick(self, some: Sequence[Value]) -> Value:
        """Return one of them."""
        return self.chance.choice(some)

    def some(self, most: int, make: Callable[[], Value | None]) -> tuple[Value, ...]:
        """Make up to `most` rows; None is no row."""
        made = [make() for _ in range(self.chance.randint(0, most))]
        return tuple(row for row in made if row is not None)

    def near(self) -> date:
        """Return a day on a limit, beside it, or anywhere."""
        if self.maybe(0.25):
            return self.day - timedelta(days=self.chance.randint(-40, 4000))
        back = date(self.day.year - self.pick(YEARS), self.day.month, min(self.day.day, 28))
        return back + timedelta(days=self.pick((-1, 0, 1, 1 if self.day.day == 29 else 0)))

    def span(self) -> tuple[date | None, date | None]:
        """Return a start and an end in order, each open at times."""
        first, last = sorted((self.near(), self.near()))
        if self.maybe(0.15):
            first = last - timedelta(days=self.pick((363, 364, 365, 1094, 1095)))
        return (None if self.maybe(0.1) else first), (None if self.maybe(0.4) else last)
