"""How close the screened are to the members of bodies and keys, kept: a tie that changes moves few pairs.

Of each pair only the strongest chain counts. A changed tie either makes a stronger one, or it was of the strongest
itself, and then alone everything that the two have in common is looked through again.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from huibi.network.acquaintance import Near
from huibi.network.acquaintance_ties import LEAST, SLACK

_LEAST = LEAST - SLACK
_MANY = 12  # changed ties of one person, from which on it is quicker to look through all of them
_SCREENED, _MEMBERS = 0, 1

Tie = tuple[float, float]  # the strongest tie of two that is not kin, and the one that is
Pair = tuple[str, str]  # somebody screened, and a member


class Closeness:
    """Closeness of the people of two sides, the screened and the members, whose ties `nears` tells.

    Whoever changes ties or sides tells it (`changed`, `joined`, `left`); `settle` then works out what that moves.
    """

    def __init__(self, nears: Mapping[str, Near], sides: tuple[set[str], set[str]]) -> None:
        self._nears, self._sides = nears, sides
        self._tied: tuple[dict[str, set[str]], dict[str, set[str]]] = {}, {}  # by side: link -> who is tied to it
        self._to: dict[str, dict[str, float]] = {}  # member -> who is close, and how close
        self._joined: tuple[set[str], set[str]] = set(), set()
        self._before: dict[str, dict[str, Tie]] = {}  # person -> link -> the tie as it was at the last `settle`

    def to(self, member: str) -> Mapping[str, float]:
        """Return who of the screened is close to a member, and how close, as at the last `settle`."""
        return self._to.get(member, {})

    def changed(self, person: str, link: str, before: Tie) -> None:
        """Take that somebody's tie to a link is no more what it was."""
        self._before.setdefault(person, {}).setdefault(link, before)

    def joined(self, side: int, person: str) -> None:
        """Take somebody for one of a side; the ties may be told later."""
        self._joined[side].add(person)

    def left(self, side: int, person: str) -> None:
        """Take somebody for one of a side no more, to be told while the ties still are; of pairs nothing is left."""
        if person in self._joined[side]:
            self._joined[side].discard(person)
            return
        near = self._nears[person]
        for link in (*near.known, *near.kin, *self._before.get(person, ())):
            self._tie(side, person, link, is_tied=False)
        if side == _MEMBERS:
            del self._to[person]
        else:
            for close in self._to.values():
                close.pop(person, None)

    def settle(self) -> set[Pair]:
        """Return the pairs that are closer, or less close, than they were."""
        self._put_right()
        many = {person for person, links in self._before.items() if len(links) > _MANY}
        rows, columns = (joined | many & side for joined, side in zip(self._joined, self._sides, strict=True))
        moved: set[Pair] = set()
        for member in columns:
            now, before = self._of_member(member), self._to.get(member, {})
            moved |= {
                (person, member) for person in now.keys() | before.keys() if now.get(person) != before.get(person)
            }
            self._to[member] = now
        for person in rows if self._to.keys() - columns else ():
            now = self._of_screened(person)
            others = [member for member, close in self._to.items() if close.get(person) != now.get(member)]
            moved |= {(person, member) for member in others if self._put((person, member), now.get(member, 0.0))}
        weaker = set(self._over_changed(rows, columns, moved))
        moved |= {pair for pair in weaker if self._put(pair, self._between(*pair))}
        for joined in self._joined:
            joined.clear()
        self._before.clear()
        return moved

    def _put_right(self) -> None:
        """Put right who is tied to whom."""
        self._before = {person: links for person, links in self._before.items() if person in self._nears}
        for side, joined in enumerate(self._joined):
            for person in joined:
                near = self._nears[person]
                for link in (*near.known, *near.kin):
                    self._tie(side, person, link, is_tied=True)
            for person in self._before.keys() & self._sides[side] - joined:
                near = self._nears[person]
                for link in self._before[person]:
                    self._tie(side, person, link, is_tied=link in near.known or link in near.kin)

    def _tie(self, side: int, person: str, link: str, *, is_tied: bool) -> None:
        tied = self._tied[side]
        if is_tied:
            tied.setdefault(link, set()).add(person)
        elif link in tied:
            tied[link].discard(person)
            if not tied[link]:
                del tied[link]

    def _over_changed(self, rows: AbstractSet[str], columns: AbstractSet[str], moved: set[Pair]) -> Iterator[Pair]:
        """Yield the pairs whose strongest chain led over a tie that is weaker now; let stronger chains count at once.

        Pairs of `rows` and `columns` are left out.
        """
        ties = self._tie_before, self._tie_of
        for link, changed in self._few_changed().items():
            for pair in self._tied_over(link, changed):
                if pair[0] in rows or pair[1] in columns or pair[0] == pair[1]:
                    continue
                was, now = (_over(link, tie(pair[0], link), tie(pair[1], link), pair[0]) for tie in ties)
                kept = self._to[pair[1]].get(pair[0], 0.0)
                if now > max(kept, _LEAST):
                    self._put(pair, now)
                    moved.add(pair)
                elif was >= kept > 0.0 and was > now:
                    yield pair

    def _few_changed(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for person, links in self._before.items():
            for link in links if len(links) <= _MANY else ():
                found[link].add(person)
        return found

    def _tied_over(self, link: str, changed: set[str]) -> Iterator[Pair]:
        """Yield the pairs that a link joins or joined, where one of the two is among those whose tie to it changed."""
        ends = [changed & side for side in self._sides]
        persons, members = (tied.get(link, set()) | end for tied, end in zip(self._tied, ends, strict=True))
        yield from ((person, member) for person in ends[_SCREENED] for member in members)
        yield from ((person, member) for member in ends[_MEMBERS] for person in persons - ends[_SCREENED])
        if link in self._sides[_SCREENED]:
            yield from ((link, member) for member in ends[_MEMBERS])

    def _tie_of(self, person: str, link: str) -> Tie:
        near = self._nears[person]
        return near.known.get(link, 0.0), near.kin.get(link, 0.0)

    def _tie_before(self, person: str, link: str) -> Tie:
        return self._before.get(person, {}).get(link) or self._tie_of(person, link)

    def _put(self, pair: Pair, now: float) -> bool:
        """Keep how close two are; return whether that is another closeness."""
        person, member = pair
        close = self._to[member]
        if close.get(person, 0.0) == now:
            return False
        if now:
            close[person] = now
        else:
            del close[person]
        return True

    def _between(self, person: str, member: str) -> float:
        """Return how close two are, of everything they have in common."""
        mine, yours = self._nears[person], self._nears[member]
        best = max(self._tie_of(member, person))
        for one, other in ((mine.known, yours.known), (mine.known, yours.kin), (mine.kin, yours.known)):
            for link in one.keys() & other.keys():
                best = max(best, one[link] * other[link])
        return best if best >= _LEAST else 0.0

    def _of_member(self, member: str) -> dict[str, float]:
        """Return who of the screened is close to a member."""
        near = self._nears[member]
        direct = (near.known.keys() | near.kin.keys()) & self._sides[_SCREENED]
        return self._close(member, _SCREENED, {person: max(self._tie_of(member, person)) for person in direct})

    def _of_screened(self, person: str) -> dict[str, float]:
        """Return to which members one of the screened is close."""
        direct = self._tied[_MEMBERS].get(person, ())
        return self._close(person, _MEMBERS, {member: max(self._tie_of(member, person)) for member in direct})

    def _close(self, one: str, side: int, best: dict[str, float]) -> dict[str, float]:
        """Return who of a side is close to somebody, directly as in `best` or over somebody else."""
        nears, tied, mine = self._nears, self._tied[side], self._nears[one]
        for link, strength in mine.known.items():
            for other in tied.get(link, ()):
                known, kin = nears[other]
                product = strength * max(known.get(link, 0.0), kin.get(link, 0.0))
                if product > best.get(other, _LEAST):
                    best[other] = product
        for link, strength in mine.kin.items():
            for other in tied.get(link, ()):
                product = strength * nears[other].known.get(link, 0.0)
                if product > best.get(other, _LEAST):
                    best[other] = product
        best.pop(one, None)
        return {other: closeness for other, closeness in best.items() if closeness >= _LEAST}


def _over(link: str, mine: Tie, yours: Tie, person: str) -> float:
    """Return how close a chain over a link makes two; where the link is the person, the member's tie alone."""
    return max(yours) if link == person else max(mine[0] * max(yours), mine[1] * yours[0])
