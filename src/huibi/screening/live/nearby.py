"""Who may be near whom, in steps: as the first run found it, and with every step that a change has brought since.

A step that a change takes away stays here: then more is looked at again than needs to be.
"""

from collections import deque
from collections.abc import Container, Iterable, Iterator, Mapping

import numpy as np

from huibi.network.kinship_reach import Reach

Places = Mapping[int, int]  # who somebody may be, by number -> how many steps away


class Nearby:
    """Distances in steps between persons, named or not; whoever may be one person is at one place."""

    def __init__(self, reach: Reach, people: Iterable[str]) -> None:
        self._reach = reach
        self._known = reach.count
        self._news: dict[str, int] = {}
        self._named: dict[int, str] = {}
        self._more: dict[int, set[int]] = {}
        self._people = tuple(people)
        self._one = np.full(self._known, -1, dtype=np.int32)
        self._one[reach.classes] = np.arange(len(self._people))
        several = np.flatnonzero(np.bincount(reach.classes, minlength=self._known) > 1)
        shared = np.flatnonzero(np.isin(reach.classes, several)).tolist()
        self._several: dict[int, list[str]] = {}
        for number in shared:
            self._several.setdefault(int(reach.classes[number]), []).append(self._people[number])

    def place(self, node: str) -> int:
        """Return the place of a person, named or not."""
        place = self._reach.class_of(node)
        if place < 0:
            place = self._news.setdefault(node, self._known + len(self._news))
            self._named.setdefault(place, node)
        return place

    def tell(self, node: str, others: Iterable[str]) -> None:
        """Take in the steps from one to others."""
        one = self.place(node)
        for other in map(self.place, others):
            self._more.setdefault(one, set()).add(other)
            self._more.setdefault(other, set()).add(one)

    def around(self, starts: Iterable[str], steps: int, *, among: Container[int] | None = None) -> dict[int, int]:
        """Return how many steps away the places around some persons are; on ways among some places, if given."""
        found = dict.fromkeys(map(self.place, starts), 0)
        queue = deque(found)
        while queue:
            place = queue.popleft()
            away = found[place] + 1
            if away > steps:
                break
            for other in self._beside(place):
                if other not in found and (among is None or other in among):
                    found[other] = away
                    queue.append(other)
        return found

    def people(self, places: Iterable[int]) -> Iterator[str]:
        """Yield the persons at places; unnamed ones that the first run did not know come too."""
        for place in places:
            if place in self._several:
                yield from self._several[place]
            elif place >= self._known:
                yield self._named[place]
            elif (number := self._one[place]) >= 0:
                yield self._people[number]

    def _beside(self, place: int) -> Iterable[int]:
        more = self._more.get(place, ())
        return more if place >= self._known else (*self._reach.beside(place), *more)
