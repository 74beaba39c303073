"""The cheapest people for every bundle of units at once, when each person has a price: what no team can go below."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations

import numpy as np
from numpy.typing import NDArray

from huibi.planning.board import ROLES
from huibi.planning.bundles import REST, Group, Kind, Matrix, Rows

NEVER = 2.0**31  # dearer than anything: nobody can
_TURN = 1000  # a choice is (state before) * _TURN + (full-time people picked)
Pick = tuple[int, int]  # (group of the kind, person)
Barred = tuple[Pick, ...]


@dataclass(frozen=True, slots=True)
class Prices:
    """What is paid: at each unit by its risk and should, by each person, for what lacks, and for ways."""

    risk: NDArray[np.float64]
    should: float
    people: NDArray[np.float64]
    lacking: float
    ways: float


@dataclass(frozen=True, slots=True)
class Crew:
    """People for one bundle of a kind (somebody may stand for two places), and the shortfall that they leave."""

    kind: int
    bundle: int
    people: tuple[int, ...]
    lacks: int


@dataclass(frozen=True, slots=True)
class Node:
    """A bundle, and who is kept out of which group: the people for it are looked for among the others."""

    bundle: int
    barred: Barred = ()


@dataclass(frozen=True, slots=True)
class _Ranked:
    """The cheapest of one group, cheapest first: `sums[n]` the price of n of them, `who[n]` the one after n."""

    sums: Matrix
    who: NDArray[np.intp]


class Counter:
    """The prices of one kind's people beside each of its bundles (`paid[person, bundle]`)."""

    def __init__(self, kind: Kind, prices: Prices) -> None:
        self.kind, self.prices = kind, prices
        tables = kind.tables
        at_unit = tables.risk * prices.risk
        if prices.should:
            at_unit += prices.should * tables.should
        self.paid: Matrix = kind.summed(at_unit) + prices.people[:, None]
        self.fixed: Matrix = prices.lacking * kind.lacks + prices.ways * kind.ways

    def price_of_lack(self, group: int) -> float:
        """Return the price of nobody in a place of a group; NEVER where nothing may lack."""
        return self.lack(_name(self.kind.groups[group]))

    def lack(self, what: str) -> float:
        """Return the price of one missing to a kind of minimum."""
        weight = self.kind.weight(what)
        if weight == 0:
            return 0.0
        return NEVER if self.kind.caps.get("shortfall", 1) == 0 else min(NEVER, self.prices.lacking * weight)


class Cheapest:
    """The least price of people for each node: minimums of roles, of full-time people and of size.

    Specialities and maximums are left out, and what else is not kept shows in `flaws`: the price is a lower bound of
    what a team that inspects the bundle pays.
    """

    def __init__(self, counter: Counter, nodes: Sequence[Node]) -> None:
        self.nodes, self._counter, self.kind = nodes, counter, counter.kind
        self._bundles = np.array([node.bundle for node in nodes], dtype=np.intp)
        self._every = np.array_equal(self._bundles, np.arange(len(self.kind.bundles)))
        self._steps: list[tuple[_Ranked, _Ranked, NDArray[np.intp]]] = []
        idle = self.kind.idle[self._bundles]
        total = self._fill()
        self._left: NDArray[np.intp] = total.argmin(axis=0)
        self.least: Matrix = np.where(idle, 0.0, total.min(axis=0)) + counter.fixed[self._bundles]

    def _fill(self) -> Matrix:
        """Return the least price, by how many full-time people there are (the last row: as many as asked for)."""
        most = self.kind.full_time
        best: Matrix = np.full((most + 1, len(self.nodes)), NEVER)
        best[0] = 0
        for number, group in enumerate(self.kind.groups):
            full, other = self._ranked(number, full_time=True), self._ranked(number, full_time=False)
            after, choice = np.full_like(best, NEVER), np.zeros(best.shape, dtype=np.intp)
            for picked in range((most if group.role == REST else min(most, group.places)) + 1):
                price = full.sums[picked] + other.sums[max(0, group.places - picked)]
                for before in range(most + 1):
                    to = min(most, before + picked)
                    total = best[before] + price
                    less = total < after[to]
                    after[to][less] = total[less]
                    choice[to][less] = before * _TURN + picked
            best = after
            self._steps.append((full, other, choice))
        missing = np.arange(most, -1, -1) * self._counter.lack("full_time")
        return best + missing[:, None]

    def _ranked(self, number: int, *, full_time: bool) -> _Ranked:
        """Return the cheapest full-time people of a group, or the others with nobody at all among them."""
        kind, group = self.kind, self.kind.groups[number]
        rows, may = group.full_time if full_time else group.others
        paid = self._counter.paid[rows]
        if not self._every:
            may, paid = may[:, self._bundles], paid[:, self._bundles]
        price = np.where(may, paid, NEVER)
        place = {int(person): row for row, person in enumerate(rows)}
        for column, node in enumerate(self.nodes):
            for where, person in node.barred:
                if where == number and person in place:
                    price[place[person], column] = NEVER
        needed = group.places
        if full_time:
            needed = kind.full_time if group.role == REST else min(kind.full_time, group.places)
        return _rank(price, rows, needed, NEVER if full_time else self._counter.price_of_lack(number))

    def picks(self, column: int) -> list[Pick]:
        """Return who stands where in the least price of a node; nobody is -1."""
        if self.kind.idle[self._bundles[column]]:
            return []
        found: list[Pick] = []
        state = int(self._left[column])
        for number in range(len(self._steps) - 1, -1, -1):
            full, other, choice = self._steps[number]
            state, picked = divmod(int(choice[state, column]), _TURN)
            rest = max(0, self.kind.groups[number].places - picked)
            found += [(number, int(person)) for person in full.who[:picked, column]]
            found += [(number, int(person)) for person in other.who[:rest, column]]
        return found

    def crew(self, number: int, column: int, picks: Sequence[Pick]) -> Crew:
        """Return the people of a node's least price as a crew of the kind with this number."""
        kind, bundle = self.kind, self.nodes[column].bundle
        lacks = int(kind.lacks[bundle])
        if picks:
            lacks += kind.weight("full_time") * (kind.full_time - int(self._left[column]))
        lacks += sum(kind.weight(_name(kind.groups[group])) for group, person in picks if person < 0)
        return Crew(number, bundle, tuple(sorted(person for _, person in picks if person >= 0)), lacks)


def _name(group: Group) -> str:
    return "size" if group.role == REST else ROLES[group.role]


def _rank(price: Matrix, rows: Rows, needed: int, lack: float) -> _Ranked:
    """Return the cheapest so many of the rows in each column; nobody (-1) for the price of what lacks stands last."""
    count = price.shape[1]
    few = min(needed, len(rows))
    if few and few < len(rows):
        order = np.argpartition(price, few - 1, axis=0)[:few]
    else:
        order = np.tile(np.arange(few)[:, None], (1, count))
    picked = np.take_along_axis(price, order, axis=0)
    sort = np.argsort(picked, axis=0, kind="stable")
    picked, who = np.take_along_axis(picked, sort, axis=0), rows[np.take_along_axis(order, sort, axis=0)]
    who = np.where(picked < lack, who, -1)
    extra = needed - few
    picked = np.vstack([np.minimum(picked, lack), np.full((extra, count), lack)])
    who = np.vstack([who, np.full((extra, count), -1)])
    sums = np.vstack([np.zeros((1, count)), np.cumsum(picked, axis=0)])
    return _Ranked(sums, who)


def flaws(kind: Kind, bundle: int, picks: Sequence[Pick]) -> list[Barred]:
    """Return who may be barred, one of them in each team, so that the picks break no rule; nobody: they are sound.

    Looked at are people who stand in two places, pairs that are to be apart, too many of one home unit, and units that
    pay more than the peak of risk may be.
    """
    where: dict[int, list[int]] = {}
    for group, person in picks:
        if person >= 0:
            where.setdefault(person, []).append(group)
    for person, groups in where.items():
        if len(groups) > 1:
            return [((group, person),) for group in groups]
    for people in (*_apart(kind, where), *_crowded(kind, where), *_dear(kind, bundle, where)):
        return [tuple((group, person) for group in range(len(kind.groups))) for person in people]
    return []


def _apart(kind: Kind, people: Iterable[int]) -> Iterator[Sequence[int]]:
    return (pair for pair in combinations(sorted(people), 2) if pair in kind.tables.apart)


def _crowded(kind: Kind, people: Iterable[int]) -> Iterator[Sequence[int]]:
    """Yield so many people of one home unit that one of them has to go."""
    board = kind.tables.board
    most = board.problem.limits.same_home_unit
    homes: dict[str, list[int]] = {}
    for person in people if most is not None else ():
        if (home := board.people[person].home_unit) is not None:
            homes.setdefault(home, []).append(person)
    return (group[: most + 1] for group in homes.values() if most is not None and len(group) > most)


def _dear(kind: Kind, bundle: int, people: Iterable[int]) -> Iterator[Sequence[int]]:
    """Yield the people with whom a unit pays more than the peak may be, the dearest that do."""
    most, risk = kind.caps.get("risk_peak"), kind.tables.risk
    for unit in kind.bundles[bundle] if most is not None else ():
        paying = sorted((person for person in people if risk[person, unit]), key=lambda p: (-risk[p, unit], p))
        sums = accumulate(risk[person, unit] for person in paying)
        over = next((count for count, total in enumerate(sums, start=1) if most is not None and total > most), 0)
        if over:
            yield paying[:over]
