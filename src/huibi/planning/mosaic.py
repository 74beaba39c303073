"""Rosters put together from the crews of a bound: units as crews that suit one another share them, people anew."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from huibi.planning.board import NO_TEAM, Board, State
from huibi.planning.bundles import Kind
from huibi.planning.cheapest import Crew
from huibi.planning.engine import Engine
from huibi.planning.improve import Aim, reopen
from huibi.planning.paper import Paper, Sum
from huibi.planning.variables import Scope, whole

_CHOICE, _PEOPLE = 2.5, 1.0  # deterministic time for choosing crews, and for seating people
_TWICE = 2  # what it costs, beside one of a price, that somebody is in one crew too many
_GRAIN = 2  # prices are counted in halves


@dataclass(frozen=True, slots=True)
class Offer:
    """The crews that a bound was proven with, and what each pays at the level that was bounded."""

    kinds: Sequence[Kind]
    crews: Sequence[Crew]
    prices: Sequence[float]


class Mosaic:
    """Chooses crews that share all units out, cheapest first; each time units are shared out in another way."""

    def __init__(self, board: Board, engine: Engine, offer: Offer) -> None:
        self._board, self._engine, self._offer = board, engine, offer
        self._paper = Paper()
        self._taken = [self._paper.boolean() for _ in offer.crews]
        self.over = not self._write()

    def _write(self) -> bool:
        """Write the choice; return whether there are crews for all units and teams."""
        paper, aim = self._paper, Sum()
        units, people = defaultdict(list), defaultdict(list)
        kinds: dict[int, list[int]] = {number: [] for number in range(len(self._offer.kinds))}
        for crew, price, taken in zip(self._offer.crews, self._offer.prices, self._taken, strict=True):
            aim.add(taken, round(_GRAIN * price))
            kinds[crew.kind].append(taken)
            for unit in self._offer.kinds[crew.kind].bundles[crew.bundle]:
                units[unit].append(taken)
            for person in set(crew.people):
                people[person].append(taken)
        if len(units) < len(self._board.units):
            return False
        for one in units.values():
            paper.exactly_one(one)
        for number, some in kinds.items():
            count = self._offer.kinds[number].count
            paper.bound(some, [1] * len(some), (count, count))
        for some in people.values():
            if len(some) > 1:
                twice = paper.integer(0, len(self._board.teams))
                paper.bound([*some, twice], [1] * len(some) + [-1], (0, 1))
                aim.add(twice, _TWICE * _GRAIN)
        paper.minimise(aim)
        return True

    def next(self, best: State, aim: Aim) -> tuple[State | None, float]:
        """Return the best roster with the next sharing out of units, None where there is none, and the time spent."""
        chosen = self._engine.solve(self._paper, _CHOICE)
        if chosen.values is None:
            self.over = True
            return None, chosen.spent
        crews = [crew for crew, taken in zip(self._offer.crews, self._taken, strict=True) if chosen.values[taken]]
        self._not_again(crews)
        unit_team = [NO_TEAM] * len(self._board.units)
        teams = [list(kind.teams) for kind in self._offer.kinds]
        for crew in crews:
            team = teams[crew.kind].pop()
            for unit in self._offer.kinds[crew.kind].bundles[crew.bundle]:
                unit_team[unit] = team
        open_all = whole(self._board, best)
        settled = {unit: (team,) for unit, team in enumerate(unit_team)}
        scope = Scope(open_all.teams, open_all.people, settled, best, settled=frozenset(settled))
        found = reopen(self._board, self._engine, scope, aim, _PEOPLE)
        return found.state, chosen.spent + found.spent

    def _not_again(self, crews: Sequence[Crew]) -> None:
        """Rule out that the units are shared out in this way once more."""
        again = {(crew.kind, crew.bundle) for crew in crews}
        same = [
            taken
            for crew, taken in zip(self._offer.crews, self._taken, strict=True)
            if (crew.kind, crew.bundle) in again
        ]
        self._paper.bound(same, [1] * len(same), (0, len(crews) - 1))
