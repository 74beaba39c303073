"""Likely pairs between two sides, kept: those that `matches_between` finds, without comparing everybody again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from huibi.matching.between import SLIPS, SharedUnits, may_be_one
from huibi.matching.comparing import Pair
from huibi.matching.evidence import Evidence
from huibi.matching.judging import LEAST_ODDS, Match, Scored, ordered
from huibi.matching.names import read_name
from huibi.screening.live.comparer import LiveComparer, rests_on_staff
from huibi.screening.live.hops import LiveHops

Weighed = tuple[Evidence, ...] | None  # what speaks for and against a pair; None where it cannot be one person


class LivePairs:
    """The pairs that come into question, each with its odds; `settle` returns the matches among them."""

    def __init__(self, comparer: LiveComparer, near: LiveHops, far: LiveHops, *, reach: int, least: float) -> None:
        self._comparer, self._near, self._far = comparer, near, far
        self._reach, self._least = reach, least
        self._persons = comparer.register.persons
        self._units = SharedUnits(comparer)
        self._alike: dict[str, dict[str, None]] = defaultdict(dict)
        self._sounds: dict[str, str] = {}
        for person in self._persons:
            self._hear(person)
        self._pairs: set[Pair] = set()
        self._of: dict[str, set[Pair]] = defaultdict(set)
        self._pieces: dict[Pair, Weighed] = {}
        self._pieces_of: dict[str, set[Pair]] = defaultdict(set)
        self._odds: dict[Pair, float | None] = {}
        self._of_work: set[Pair] = set()
        self._of_old_work: set[Pair] = set()
        self._matches: tuple[Match, ...] | None = None
        self.look_again(self._near.away)

    def renamed(self, person: str) -> None:
        """Take the name that a person's row has now, if there still is one."""
        self._matches = None
        if person in self._sounds:
            del self._alike[self._sounds.pop(person)][person]
        if person in self._persons:
            self._hear(person)

    def alike(self, name: str) -> Iterator[str]:
        """Yield everybody of a name, however it is written."""
        yield from self._alike.get(read_name(name).sound, ())

    def look_again(self, people: Iterable[str]) -> None:
        """Find the pairs of people anew: who moved, or whose row, postings or place in the pool changed."""
        for person in people:
            if self._of.get(person):
                self._matches = None
            for pair in self._of.pop(person, set()):
                self._pairs.discard(pair)
                for one in pair:
                    if one != person:
                        self._of[one].discard(pair)
            if person in self._sounds:
                for other in self._alike[self._sounds[person]]:
                    if self._is_pair(person, other):
                        pair = min(person, other), max(person, other)
                        self._matches = None
                        self._pairs.add(pair)
                        for one in pair:
                            self._of[one].add(pair)

    def weigh_again(self, people: Iterable[str] | None) -> None:
        """Forget the odds of pairs of people; None: of all, since more or fewer bear a name."""
        if people is None:
            self._matches = None
            for kept in (self._pieces, self._odds, self._pieces_of, self._of_work):
                kept.clear()
            return
        for person in people:
            for pair in self._pieces_of.pop(person, set()):
                self._matches = None
                self._pieces.pop(pair, None)
                self._of_work.discard(pair)

    def weigh_work_again(self) -> None:
        """Weigh anew in all pairs what work says, since units have more or fewer people."""
        self._matches = None
        self._of_old_work = set(self._of_work)

    def settle(self) -> tuple[Match, ...]:
        """Return the matches as everything is now."""
        if self._matches is None:
            self._matches = self._settled()
        return self._matches

    def _settled(self) -> tuple[Match, ...]:
        likely = {pair for pair, _, _ in self._scored(self._pairs).judged(self._least)}
        if not likely:
            return ()
        asked = {person for pair in likely for person in pair}
        pairs = {
            (min(person, rival), max(person, rival))
            for person in asked
            for rival in self._alike[self._sounds[person]]
            if rival != person and may_be_one(self._persons[person], self._persons[rival], self._units)
        }
        found = []
        for pair, probability, evidence in self._scored(pairs).judged(self._least):
            if pair in likely:
                first, second = sorted(pair, key=self._comparer.kept_first)
                found.append(Match(first, second, probability, evidence))
        return ordered(found)

    def _hear(self, person: str) -> None:
        sound = self._sounds[person] = read_name(self._persons[person].name).sound
        self._alike[sound][person] = None

    def _is_pair(self, one: str, other: str) -> bool:
        if one == other or not (self._are_near(one, other) or self._are_near(other, one)):
            return False
        a, b = self._persons[one], self._persons[other]
        if a.birth and b.birth and abs((a.birth.year - b.birth.year) * 12 + a.birth.month - b.birth.month) not in SLIPS:
            return False
        return may_be_one(a, b, self._units)

    def _are_near(self, one: str, other: str) -> bool:
        near, far = self._near.away.get(one), self._far.away.get(other)
        return near is not None and far is not None and near + far <= self._reach

    def _scored(self, pairs: Iterable[Pair]) -> Scored:
        scored = Scored(self._comparer, self._comparer.profile)
        for pair in sorted(pairs):
            odds = self._odds_of_pair(pair)
            if odds is not None and odds >= LEAST_ODDS:
                scored.odds[pair] = odds
        return scored

    def _odds_of_pair(self, pair: Pair) -> float | None:
        if pair not in self._pieces:
            self._weigh(pair, self._comparer.pieces(*map(self._comparer.profile, pair)))
        elif pair in self._of_old_work and (pieces := self._pieces[pair]) is not None:
            self._weigh(pair, self._comparer.with_work(pieces, *map(self._comparer.profile, pair)))
        self._of_old_work.discard(pair)
        return self._odds[pair]

    def _weigh(self, pair: Pair, pieces: Weighed) -> None:
        self._pieces[pair] = pieces
        self._odds[pair] = None if pieces is None else sum(piece.weight for piece in pieces)
        if pieces is not None and rests_on_staff(pieces):
            self._of_work.add(pair)
        for person in pair:
            self._pieces_of[person].add(pair)
