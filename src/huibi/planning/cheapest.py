"""The cheapest people for every bundle of units at once, when each person has a price: what no team can go below."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huibi.planning.board import ROLES
from huibi.planning.bundles import REST, Group, Kind, Matrix, Rows

NEVER = 2.0**31  # dearer than anything: nobody can
_TURN = 1000  # a choice is (state before) * _TURN + (full-time people picked)


@dataclass(frozen=True, slots=True)
class Prices:
    """What is paid: at each unit by its risk and should, by each person and for each round served, by what lacks."""

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
class _Ranked:
    """The cheapest of one group, cheapest first: `sums[n]` the price of n of them, `who[n]` the one after n."""

    sums: Matrix
    who: NDArray[np.intp]


class Cheapest:
    """The least price of people for every bundle of a kind: minimums of roles, of full-time people and of size.

    Specialities, pairs apart, home units and maximums are left out, and nobody is kept from standing for two places
    of one team: the price is a lower bound of what a team that inspects the bundle pays.
    """

    def __init__(self, kind: Kind, prices: Prices) -> None:
        self.kind, self._prices = kind, prices
        tables = kind.tables
        paid = tables.risk @ (kind.holds * prices.risk).T + prices.people[:, None]
        if prices.should:
            paid += prices.should * (tables.should @ kind.holds.T)
        self._paid = paid
        self._steps: list[tuple[Group, _Ranked, _Ranked, NDArray[np.intp]]] = []
        self._full_time_left: NDArray[np.intp] | None = None
        self.least = self._fill() + prices.lacking * kind.lacks + prices.ways * kind.ways

    def _fill(self) -> Matrix:
        """Return the least price, by how many full-time people the groups so far have."""
        most, count = self.kind.full_time, len(self.kind.bundles)
        best = np.full((most + 1, count), NEVER)
        best[0] = 0
        for group in self.kind.groups:
            full, other = self._ranked(group, full_time=True), self._ranked(group, full_time=False)
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
            self._steps.append((group, full, other, choice))
        missing = np.arange(most, -1, -1) * self._price_of_lack("full_time")
        total = best + missing[:, None]
        self._full_time_left = total.argmin(axis=0)
        least: Matrix = np.where(self.kind.idle, 0.0, total.min(axis=0))
        return least

    def _ranked(self, group: Group, *, full_time: bool) -> _Ranked:
        """Return the cheapest people of a group who are full-time, or the others with nobody at all among them."""
        kind = self.kind
        # Where no full-time people are asked for, all are others.
        apart = kind.tables.full_time[group.rows] & bool(kind.full_time)
        chosen = apart if full_time else ~apart
        rows, may = group.rows[chosen], group.may[chosen]
        price = np.where(may, self._paid[rows], NEVER)
        needed = (
            (kind.full_time if group.role == REST else min(kind.full_time, group.places)) if full_time else group.places
        )
        lack = NEVER if full_time else self._price_of_lack("size" if group.role == REST else ROLES[group.role])
        return _rank(price, rows, needed, lack)

    def _price_of_lack(self, what: str) -> float:
        weight = self.kind.weight(what)
        if weight == 0:
            return 0.0
        return NEVER if self.kind.caps.get("shortfall", 1) == 0 else min(NEVER, self._prices.lacking * weight)

    def crew(self, number: int, bundle: int) -> Crew:
        """Return the people whom the least price of a bundle is about."""
        kind = self.kind
        lacks = int(kind.lacks[bundle])
        people: list[int] = []
        if not kind.idle[bundle] and self._full_time_left is not None:
            state = int(self._full_time_left[bundle])
            lacks += kind.weight("full_time") * (kind.full_time - state)
            for group, full, other, choice in reversed(self._steps):
                state, picked = divmod(int(choice[state, bundle]), _TURN)
                here = [*full.who[:picked, bundle], *other.who[: max(0, group.places - picked), bundle]]
                nobody = sum(int(person < 0) for person in here)
                lacks += nobody * kind.weight("size" if group.role == REST else ROLES[group.role])
                people.extend(int(person) for person in here if person >= 0)
        return Crew(number, bundle, tuple(sorted(people)), lacks)


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
    picked = np.minimum(picked, lack)
    extra = needed - few
    picked = np.vstack([picked, np.full((extra, count), lack)])
    who = np.vstack([who.reshape(few, count), np.full((extra, count), -1)])
    sums = np.vstack([np.zeros((1, count)), np.cumsum(picked, axis=0)])
    return _Ranked(sums, who)
