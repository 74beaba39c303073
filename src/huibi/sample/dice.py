"""Chance from a seed: the same seed and words give the same numbers on every platform and version of Python."""

import random
from bisect import bisect
from collections.abc import MutableSequence, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


class Dice:
    """A stream of chance named by its seed and words; only `random()` is used, which Python promises not to change."""

    def __init__(self, *words: object) -> None:
        self.roll = random.Random("/".join(str(word) for word in words)).random  # noqa: S311 - invented data, no secret

    def chance(self, share: float) -> bool:
        """Return True in `share` of all calls."""
        return self.roll() < share

    def between(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + int(self.roll() * (high - low + 1))

    def pick(self, items: Sequence[T]) -> T:
        """Return one of the items."""
        return items[int(self.roll() * len(items))]

    def near(self, middle: float, width: float) -> float:
        """Return a number around the middle, seldom more than two widths away."""
        return middle + width * (self.roll() + self.roll() + self.roll() + self.roll() - 2) * 1.73

    def shuffle(self, items: MutableSequence[T]) -> None:
        """Put the items into a random order, in place."""
        for last in range(len(items) - 1, 0, -1):
            other = int(self.roll() * (last + 1))
            items[last], items[other] = items[other], items[last]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """Return `count` different items (all of them where there are fewer), in random order."""
        chosen = list(items)
        self.shuffle(chosen)
        return chosen[:count]

    def few(self, items: Sequence[T], count: int) -> list[T]:
        """Return at most `count` different places of a long list, cheaply."""
        places: dict[int, None] = {}
        for _ in range(count):
            places[int(self.roll() * len(items))] = None
        return [items[place] for place in places] if items else []


class Weighted(Generic[T]):
    """Items drawn by weight."""

    def __init__(self, items: Sequence[T], weights: Sequence[float]) -> None:
        self._items = items
        self._sums = list(accumulate(weights))

    def draw(self, dice: Dice) -> T:
        """Return one item, each as often as its weight says."""
        return self._items[bisect(self._sums, dice.roll() * self._sums[-1])]
