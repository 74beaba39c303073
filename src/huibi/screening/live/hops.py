"""How many rows of the table kin lie between everybody and the nearest of some persons, kept up to date."""

from collections.abc import Collection, Iterable
from heapq import heapify, heappop, heappush

from huibi.model.ties import Kin
from huibi.screening.live.tables import Table


class LiveHops:
    """Distances from the nearest start, as far as `most`; `starts` is looked at again by `renew`."""

    def __init__(self, kin: Table[Kin], starts: Collection[str], most: int) -> None:
        self._kin, self._most = kin, most
        self.starts = starts
        self.away: dict[str, int] = dict.fromkeys(starts, 0)
        edge = list(self.away)
        for distance in range(1, most + 1):
            news = {other for person in edge for other in self._beside(person)} - self.away.keys()
            self.away.update(dict.fromkeys(news, distance))
            edge = list(news)

    def renew(self, people: Iterable[str]) -> set[str]:
        """Look again at people whose rows changed, or who are starts from now on or no more; return who is moved."""
        people = set(people)
        broken = self._broken(people)
        for person in broken:
            del self.away[person]
        moved = self._settled(people | broken)
        return moved | broken

    def _broken(self, people: set[str]) -> set[str]:
        """Return whose distance nothing supports any more, nearest first: what it rests on is known before."""
        broken: set[str] = set()
        queue = [(self.away[person], person) for person in people if person in self.away]
        heapify(queue)
        while queue:
            distance, person = heappop(queue)
            if person in broken or self._is_supported(person, distance, broken):
                continue
            broken.add(person)
            for other in self._beside(person):
                if self.away.get(other) == distance + 1:
                    heappush(queue, (distance + 1, other))
        return broken

    def _is_supported(self, person: str, distance: int, broken: set[str]) -> bool:
        if distance == 0:
            return person in self.starts
        return any(self.away.get(other) == distance - 1 and other not in broken for other in self._beside(person))

    def _settled(self, people: Iterable[str]) -> set[str]:
        moved: set[str] = set()
        queue = [(self._offered(person), person) for person in people]
        heapify(queue)
        while queue:
            distance, person = heappop(queue)
            if distance > self._most or distance >= self.away.get(person, self._most + 1):
                continue
            self.away[person] = distance
            moved.add(person)
            for other in self._beside(person):
                heappush(queue, (distance + 1, other))
        return moved

    def _offered(self, person: str) -> int:
        if person in self.starts:
            return 0
        return 1 + min((self.away.get(other, self._most) for other in self._beside(person)), default=self._most)

    def _beside(self, person: str) -> set[str]:
        rows = self._kin.of("person", person)
        return {end for row in rows for end in (row.person, row.relative)} - {person}
