"""Likely pairs between two sides, kept: those that `matches_between` finds, without comparing everybody again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from heapq import heapify, heappop, heappush
from math import exp, inf, log1p
from typing import NamedTuple

from huibi.matching.between import MOST_NAMESAKES, SLIPS, SharedUnits, may_be_one
from huibi.matching.comparing import Pair
from huibi.matching.judging import LEAST_ODDS, MOST_ODDS, log_odds, probability
from huibi.matching.names import read_name
from huibi.model.people import Person
from huibi.screening.live.comparer import LiveComparer
from huibi.screening.live.hops import LiveHops
from huibi.screening.live.odds import LiveOdds

_SLACK = 1e-6  # more than rounding moves odds


class _Verdict(NamedTuple):
    """Whether a pair is likely with its rivals weighed in, and up to which drift that stands."""

    is_likely: bool
    until: float


class LivePairs:
    """The pairs that come into question; `settle` returns those that are likely."""

    def __init__(self, comparer: LiveComparer, near: LiveHops, far: LiveHops, *, reach: int, least: float) -> None:
        self._comparer, self._near, self._far = comparer, near, far
        self._reach, self._least, self._least_odds = reach, least, log_odds(least)
        self._persons = comparer.register.persons
        self._units = SharedUnits(comparer)
        self._alike: dict[str, dict[str, int | None]] = defaultdict(dict)  # how names sound -> person -> month of birth
        self._sounds: dict[str, str] = {}
        self._heard: set[str] = set()  # how names sound of whose bearers something changed
        for person in self._persons:
            self._hear(person)
        self.odds = LiveOdds(comparer, self._weigh_again)
        self._pairs: set[Pair] = set()
        self._of: dict[str, set[Pair]] = defaultdict(set)
        self._again: set[Pair] = set()  # to be weighed
        self._due: list[tuple[float, Pair]] = []  # unlikely pairs by the drift that might make them likely
        self._hopeful: set[Pair] = set()  # likely before rivals are weighed in
        self._verdicts: dict[Pair, _Verdict] = {}
        self._rivals: dict[str, tuple[str, ...]] = {}
        self.look_again(self._near.away)

    def renamed(self, person: str) -> None:
        """Take the name that a person's row has now, if there still is one."""
        if person in self._sounds:
            sound = self._sounds.pop(person)
            self._heard.add(sound)
            del self._alike[sound][person]
        if person in self._persons:
            self._hear(person)

    def name_changed(self, old: Person | None, new: Person | None) -> None:
        """Take a change of a person's row that may make more or fewer people of a name."""
        if self.odds.name_changed(old, new):
            self._heard |= {read_name(row.name).sound for row in (old, new) if row is not None}

    def tipped(self, name: str) -> Iterator[str]:
        """Yield everybody of a name that just became, or is no more, so frequent that alone it says too little."""
        name_read = read_name(name)
        if MOST_NAMESAKES <= self._comparer.scales.namesakes.bearers(name_read) <= MOST_NAMESAKES + 1:
            yield from self._alike.get(name_read.sound, ())

    def look_again(self, people: Iterable[str]) -> None:
        """Find the pairs of people anew: who moved, or whose row, postings or place in the pool changed."""
        for person in people:
            for pair in self._of.pop(person, set()):
                self._pairs.discard(pair)
                self._again.add(pair)
                for one in pair:
                    if one != person:
                        self._of[one].discard(pair)
            for other in self._beside(person):
                pair = _pair(person, other)
                self._pairs.add(pair)
                self._again.add(pair)
                for one in pair:
                    self._of[one].add(pair)

    def work_changed(self, person: str, units: Iterable[str]) -> None:
        """Take a change of a person's postings at some units."""
        self.odds.staff_changed(person, units)
        self._heard |= {self._sounds[person]} if person in self._sounds else set()

    def settle(self) -> set[Pair]:
        """Return the likely pairs as everything is now."""
        drift = self._comparer.drift
        while self._due and self._due[0][0] <= drift:
            self._again.add(heappop(self._due)[1])
        for pair in self._again:
            self._sort(pair)
        self._again.clear()
        if len(self._due) > 2 * len(self._pairs):
            self._due = self._tidied()
        for person in (person for sound in self._heard for person in self._alike[sound]):
            self._rivals.pop(person, None)
            for pair in self._of.get(person, ()):
                self._verdicts.pop(pair, None)
        self._heard.clear()
        for pair in self._hopeful:
            if pair not in self._verdicts or self._verdicts[pair].until <= drift:
                self._verdicts[pair] = self._judged(pair)
        return {pair for pair in self._hopeful if self._verdicts[pair].is_likely}

    def _sort(self, pair: Pair) -> None:
        """Put a pair where it belongs: likely at first sight, or not until counts have moved so far."""
        self._hopeful.discard(pair)
        self._verdicts.pop(pair, None)
        odds = self.odds.of(pair) if pair in self._pairs else None
        if odds is not None and odds + self.odds.moved(pair) + _SLACK >= self._least_odds:
            odds = self.odds.weigh(pair)
        if odds is None:
            return
        if odds + _SLACK >= self._least_odds:
            self._hopeful.add(pair)
        else:
            heappush(self._due, (self._until(pair, odds), pair))

    def _until(self, pair: Pair, odds: float) -> float:
        """Return the drift up to which an unlikely pair stays so."""
        return self._comparer.drift - self.odds.moved(pair) + self._least_odds - odds - _SLACK

    def _tidied(self) -> list[tuple[float, Pair]]:
        """Return each unlikely pair once: one that is sorted again stays where it was before, too."""
        kept = ((pair, self.odds.of(pair)) for pair in self._pairs - self._hopeful)
        found = [(self._until(pair, odds), pair) for pair, odds in kept if odds is not None]
        heapify(found)
        return found

    def _judged(self, pair: Pair) -> _Verdict:
        """Return whether a pair is likely, everybody else weighed in who fits one of the two as well."""
        verdict = self._by_kept_odds(pair)
        if verdict.until <= self._comparer.drift:
            self.odds.weigh(pair)
            for one in pair:
                for rival in self._rivals_of(one):
                    self.odds.weigh(_pair(one, rival))
            verdict = self._by_kept_odds(pair)
        return verdict

    def _by_kept_odds(self, pair: Pair) -> _Verdict:
        odds, drift = self.odds.of(pair), self._comparer.drift
        if odds is None:
            return _Verdict(is_likely=False, until=inf)
        since, until, most = drift - self.odds.moved(pair), inf, 0.0
        for one, other in (pair, pair[::-1]):
            against = 0.0
            for rival in self._rivals_of(one):
                also = self.odds.of(_pair(one, rival))
                if rival == other or also is None:
                    continue
                weighed = drift - self.odds.moved(_pair(one, rival))
                until = min(until, weighed + abs(also - LEAST_ODDS))
                if also >= LEAST_ODDS and self._are_two(rival, other):
                    since = min(since, weighed)
                    against += exp(min(also, MOST_ODDS))
            most = max(most, against)
        left = odds - log1p(most)
        until = min(until, since + abs(left - self._least_odds) / 2)
        return _Verdict(probability(odds) >= self._least and probability(left) >= self._least, until - _SLACK)

    def _rivals_of(self, person: str) -> tuple[str, ...]:
        """Return who else may be one person with somebody, near or not, by id."""
        if person not in self._rivals:
            mine, persons = self._persons[person], self._persons
            alike = sorted(self._alike[self._sounds[person]])
            self._rivals[person] = tuple(
                one for one in alike if one != person and may_be_one(mine, persons[one], self._units)
            )
        return self._rivals[person]

    def _are_two(self, one: str, other: str) -> bool:
        return self._comparer.are_two(self._comparer.profile(one), self._comparer.profile(other))

    def _weigh_again(self, pair: Pair) -> None:
        self._again.add(pair)
        self._heard |= {self._sounds[one] for one in pair if one in self._sounds}

    def _hear(self, person: str) -> None:
        row = self._persons[person]
        sound = self._sounds[person] = read_name(row.name).sound
        self._alike[sound][person] = _month(row)
        self._heard.add(sound)

    def _beside(self, person: str) -> Iterator[str]:
        """Yield who may be one person with somebody, near enough together."""
        near, far, reach = self._near.away, self._far.away, self._reach
        beyond = reach + 1
        mine, yours = near.get(person, beyond), far.get(person, beyond)
        if person not in self._sounds or min(mine, yours) > reach:
            return
        for other in self._alike_in_time(person):
            are_near = mine + far.get(other, beyond) <= reach or near.get(other, beyond) + yours <= reach
            if are_near and other != person and may_be_one(self._persons[person], self._persons[other], self._units):
                yield other

    def _alike_in_time(self, person: str) -> Iterable[str]:
        """Return whose name sounds alike and who is born a slip apart, if that is known."""
        alike = self._alike[self._sounds[person]]
        month = alike[person]
        if month is None:
            return alike
        near = {None, *(month + way * slip for slip in SLIPS for way in (1, -1))}
        return [other for other, at in alike.items() if at in near]


def _month(row: Person) -> int | None:
    return None if row.birth is None else row.birth.year * 12 + row.birth.month


def _pair(one: str, other: str) -> Pair:
    return min(one, other), max(one, other)
