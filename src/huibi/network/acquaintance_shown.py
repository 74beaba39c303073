"""The chains behind the index of many pairs at once: the same as `Acquaintance.reasons` of each (recusal.md)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from huibi.network.acquaintance import Acquaintance, Near, Reason, Step, in_order, kin_step, strongest, ties_between
from huibi.network.acquaintance_bulk import Sides, Via, kin_of
from huibi.network.acquaintance_known import Known
from huibi.network.kinship import Kinship

Pair = tuple[str, str]  # person, unit
_Tie = tuple[str, str, bool]  # from, to, whether of kin
_Chain = tuple[str, float, float, Sequence[_Tie]]  # to whom, weight, closeness, the ties that lead there
_AT_ONCE = 256  # persons whose closeness stands in memory together


def reasons_of(
    index: Acquaintance, kinship: Kinship, sides: Sides, pairs: Iterable[Pair]
) -> dict[Pair, tuple[Reason, ...]]:
    """Return for each pair of the sides the strongest chains behind its index, at most three, the strongest first.

    Kin and who knows whom are asked once for everybody, and of kin the records of those alone who stand in a chain.
    """
    found = _chains(sides, kin_of(index, kinship, sides), pairs)
    steps = _steps(index, kinship, {tie for chains in found.values() for *_, ties in chains for tie in ties})
    last_days = {unit: sides.careers.last_days(index.scope(unit)) for unit in sides.units}
    told: dict[Pair, tuple[Reason, ...]] = {}
    for (person, unit), chains in found.items():
        shown = (
            Reason(
                share=weight * close,
                counterpart=q,
                weight=weight,
                closeness=close,
                steps=tuple(steps[tie] for tie in ties),
            )
            for q, weight, close, ties in chains
        )
        last = int(last_days[unit][sides.place[person]])
        own = float(index.own_shares(np.array([last]))[0])
        told[person, unit] = in_order(shown, own, None if last < 0 else date.fromordinal(last))
    return told


def _chains(sides: Sides, kin: Known, pairs: Iterable[Pair]) -> dict[Pair, list[_Chain]]:
    """Return who makes most of each index, and over which ties."""
    via, nears = Via(sides, kin), _Nears(sides, kin)
    circles = dict(zip(sides.units, sides.circles, strict=True))
    asked: defaultdict[str, list[str]] = defaultdict(list)
    for person, unit in pairs:
        asked[person].append(unit)
    found: dict[Pair, list[_Chain]] = {}
    for start in range(0, len(sides.persons), _AT_ONCE):
        group = sides.persons[start : start + _AT_ONCE]
        for person, row in zip(group, via.closeness(start, start + len(group)).tolist(), strict=True):
            for unit in asked[person]:
                circle = ((q, weight, row[sides.member[q]]) for q, weight in circles[unit])
                found[person, unit] = [
                    (q, weight, close, ties_between(person, nears.of(person), q, nears.of(q)))
                    for q, weight, close in strongest(told for told in circle if told[2])
                ]
    return found


class _Nears:
    """Whom those of the sides know, and the kin of theirs that a chain can use, each looked up once."""

    def __init__(self, sides: Sides, kin: Known) -> None:
        self._sides = sides
        self._known = _ByPlace(sides.known)
        self._kin = _ByPlace(_both_ways(sides, kin))
        self._found: dict[str, Near] = {}

    def of(self, person: str) -> Near:
        """Return whom a person is tied to."""
        if person not in self._found:
            place, people = self._sides.place[person], self._sides.people
            known, kin = (
                {people[other]: strength for other, strength in told.of(place)} for told in (self._known, self._kin)
            )
            self._found[person] = Near(known, kin)
        return self._found[person]


class _ByPlace:
    """What is told of each of the sides, by place."""

    def __init__(self, told: Known) -> None:
        order = np.argsort(told.who, kind="stable")
        self._told = Known(told.who[order], told.other[order], told.strength[order])
        self._starts = np.searchsorted(self._told.who, np.arange(int(told.who.max(initial=-1)) + 2))

    def of(self, place: int) -> Iterator[tuple[int, float]]:
        """Yield the numbers of those whom somebody is tied to, and how strongly."""
        if place + 1 >= len(self._starts):
            return iter(())
        here = slice(self._starts[place], self._starts[place + 1])
        return zip(self._told.other[here].tolist(), self._told.strength[here].tolist(), strict=True)


def _both_ways(sides: Sides, kin: Known) -> Known:
    """Return the kin, those of the sides from either end: a tie of the two sides is asked for at one end only."""
    place = np.full(len(sides.people), -1, dtype=np.int64)
    place[sides.numbers] = np.arange(len(sides.numbers))
    back = kin.among(place[kin.other] >= 0)
    turned = Known(place[back.other], sides.numbers[back.who], back.strength)
    return Known(*(np.concatenate(column) for column in zip(kin, turned, strict=True)))


def _steps(index: Acquaintance, kinship: Kinship, ties: Iterable[_Tie]) -> Mapping[_Tie, Step]:
    """Return each tie with the records that say so."""
    told = sorted(ties)
    kin: defaultdict[str, set[str]] = defaultdict(set)
    for a, b, is_kin in told:
        if is_kin:
            kin[a].add(b)
    relations = kinship.kin_among({a: (frozenset(others), frozenset(others)) for a, others in kin.items()})
    return {
        (a, b, is_kin): kin_step(relations[a][b], a, b) if is_kin else index.known_step(a, b) for a, b, is_kin in told
    }
