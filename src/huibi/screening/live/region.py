"""Who may be near whom over the rows of the table kin: the regions within which a changed row can be felt.

A step leads to everybody in a family of somebody (the one where the person is a child, the one where the person is a
parent; families grow together over siblings and shared children) or over any other row. A longer term has unnamed
persons between, whom the parents or spouses of its two ends may turn out to be: they too are beside the other end.
Where the steps are too generous, more is worked out again than needs to be.
"""

from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from huibi.model.people import Sex
from huibi.model.ties import Kin
from huibi.network.kinship_rows import meaning
from huibi.network.terms_chains import kinds
from huibi.screening.live.tables import Tables

_UP, _DOWN = frozenset("U"), frozenset("D")
_SINGLE = {"U": "up", "D": "down", "S": "siblings", "M": "spouses", "T": "up", "t": "down"}
_TURNED = {"up": "down", "down": "up", "above": "below", "below": "above"}
_KEPT = 16384
SHOWN = 2  # steps from one of the two ends of a longer term to everybody on a chain that may show what it means


class _Told(NamedTuple):
    """The other ends of a person's rows; of the longer terms `above` and `below` are in the parent line."""

    up: list[str]
    down: list[str]
    siblings: list[str]
    spouses: list[str]
    above: list[str]
    below: list[str]
    longer: list[str]


class Regions:
    """Distances in steps, from the rows as they stand now; `forget` tells of a row that changed."""

    def __init__(self, tables: Tables) -> None:
        self._kin = tables.kin
        self._persons = tables.register.persons
        self._told: dict[str, _Told] = {}
        self._near: dict[str, frozenset[str]] = {}

    def within(self, starts: Iterable[str], steps: int, *, among: Container[str] | None = None) -> dict[str, int]:
        """Return how many steps away everybody is, as far as `steps`; on ways among some people, if given."""
        found = dict.fromkeys(starts, 0)
        queue = deque(found)
        while queue:
            person = queue.popleft()
            if found[person] == steps:
                continue
            for other in self.beside(person):
                if other not in found and (among is None or other in among):
                    found[other] = found[person] + 1
                    queue.append(other)
        return found

    def with_terms(self, people: Iterable[str]) -> frozenset[str]:
        """Return people and those around a longer term of theirs: they may show which of its chains is meant."""
        people = frozenset(people)
        ends = [person for person in people if self._rows(person).longer]
        return people.union(self.within(ends, SHOWN))

    def line(self, starts: Iterable[str]) -> set[str]:
        """Return who may stand above or below somebody in the parent line, any number of steps away."""
        starts = tuple(starts)
        return self._closed(starts, self._upward) | self._closed(starts, self._downward)

    def beside(self, person: str) -> frozenset[str]:
        """Return everybody one step away."""
        if person not in self._near:
            self._near[person] = frozenset(self._beside(person))
        return self._near[person]

    def forget(self, people: Iterable[str]) -> None:
        """Look again at the rows of some people: called before and after a change."""
        people = tuple(people)
        for person in people:
            for other in (person, *self.beside(person)):
                self._near.pop(other, None)
        for person in people:
            self._told.pop(person, None)

    def _beside(self, person: str) -> Iterator[str]:
        told = self._rows(person)
        yield from self._family(person, child=True)
        yield from self._family(person, child=False)
        yield from told.spouses
        for other in told.longer:
            yield other
            yield from self._closest(other)
        for other in (*told.down, *told.spouses):
            yield from self._rows(other).longer

    def _closest(self, person: str) -> Iterator[str]:
        """Yield who may turn out to stand beside a person in a longer term."""
        rows = self._rows(person)
        yield from rows.up
        yield from rows.spouses

    def _family(self, person: str, *, child: bool) -> set[str]:
        """Return the family where a person is a child, or where a parent."""
        seen = {(person, child)}
        stack = [(person, child)]
        while stack:
            one, is_child = stack.pop()
            rows = self._rows(one)
            others = [(other, True) for other in (rows.siblings if is_child else rows.down)]
            for place in (*others, *((other, False) for other in (rows.up if is_child else ()))):
                if place not in seen:
                    seen.add(place)
                    stack.append(place)
        return {one for one, _ in seen}

    def _upward(self, person: str) -> set[str]:
        return self._family(person, child=True) | set(self._rows(person).above)

    def _downward(self, person: str) -> set[str]:
        return self._family(person, child=False) | set(self._rows(person).below)

    def _closed(self, starts: Iterable[str], step: Callable[[str], set[str]]) -> set[str]:
        found = set(starts)
        stack = list(found)
        while stack:
            news = step(stack.pop()) - found
            found |= news
            stack += news
        return found

    def _rows(self, person: str) -> _Told:
        if person not in self._told:
            told = _Told([], [], [], [], [], [], [])
            for row in self._kin.of("person", person):
                for what, other in self._tells(row, person):
                    getattr(told, what).append(other)
            self._told[person] = told
        return self._told[person]

    def _tells(self, row: Kin, person: str) -> Iterator[tuple[str, str]]:
        ends = (self._persons[row.person], self._persons[row.relative])
        for what in _places(row.term, ends[0].sex, ends[1].sex):
            if row.person == person:
                yield what, row.relative
            else:
                yield _TURNED.get(what, what), row.person


@lru_cache(maxsize=_KEPT)
def _places(term: str, sex: Sex | None, other: Sex | None) -> tuple[str, ...]:
    """Return where a term may put the relative, whatever it comes to on the day."""
    words = {kinds(path) for path in meaning(term, sex, other).paths}
    found = {_SINGLE.get(word, "longer") for word in words} or {"spouses"}
    for name, steps in (("above", _UP), ("below", _DOWN)):
        if any(len(word) > 1 and frozenset(word) == steps for word in words):
            found.add(name)
    return tuple(sorted(found))
