"""Which undecided identities a round has to look at: few pairs, and the few people on the ways through them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property

import numpy as np

from huibi.matching.between import distances, matches_between
from huibi.matching.comparing import Comparer, Pair
from huibi.matching.grouped import Ints, distinct
from huibi.model.register import Register
from huibi.model.ties import Kin

MOST_ROWS = 5  # of the table kin between somebody screened and somebody at a unit, over a possible identity


class Likeness:
    """Likely pairs between the families of the screened and of those who ever had a posting at `units`."""

    def __init__(self, register: Register, screened: Sequence[str], units: Iterable[str]) -> None:
        self._register = register
        self._screened = screened
        self._units = frozenset(units)
        self.tell: Callable[[], tuple[Pair, ...]] | None = None
        self._from: dict[Pair, Mapping[str, int]] = {}

    @cached_property
    def touching(self) -> AbstractSet[str]:
        """Everybody who ever had a posting at one of the units, or oversaw one."""
        ids = self._register.columns.ids
        return frozenset(ids[place] for place in self._touching_places.tolist())

    @cached_property
    def _touching_places(self) -> Ints:
        columns, rows = self._register.columns, self._register.postings
        postings = columns.postings
        there = np.array([unit in self._units for unit in columns.units], dtype=bool)[postings.place]
        for row in np.flatnonzero(postings.overseeing & ~there).tolist():
            there[row] = not self._units.isdisjoint(rows[row].oversees)
        found: Ints = distinct(postings.person[there]).astype(np.int64)
        return found

    @cached_property
    def _comparer(self) -> Comparer:
        return Comparer(self._register)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The undecided pairs that are likely (weights.toml, threshold possible) and near enough to both sides.

        Whose id would be kept stands first; in order of ids, which no change of one person's odds moves.
        """
        return (self.tell or self.find)()

    def find(self) -> tuple[Pair, ...]:
        """Work out `pairs`; whoever has had it done elsewhere puts what returns it in the place of `tell`."""
        return self._found

    @cached_property
    def _found(self) -> tuple[Pair, ...]:
        least = self._comparer.weights.number("threshold", "possible")
        roll = self._comparer.roll
        sides = roll.places([person for person in self._screened if person in roll.place]), self._touching_places
        near, far = (distances(roll, start, MOST_ROWS) for start in sides)
        found = matches_between(self._comparer, near, far, reach=MOST_ROWS, least=least)
        return tuple(sorted((match.a, match.b) for match in found))

    def near(self, person: str) -> Sequence[Pair]:
        """Return the pairs that are near enough to a person."""
        return self._near.get(person, ())

    @cached_property
    def _near(self) -> Mapping[str, Sequence[Pair]]:
        found: dict[str, list[Pair]] = defaultdict(list)
        for pair in self.pairs:
            for person in self._rows_away(pair):
                found[person].append(pair)
        return found

    def through(self, person: str, pair: Pair) -> frozenset[str]:
        """Return who stands on the ways from a person over a pair to somebody touching, and who is next to those.

        Nobody where there is no such way of so few rows.
        """
        here = self._rows_away(pair)
        left = MOST_ROWS - here.get(person, MOST_ROWS + 1)
        ends = {one for one, away in here.items() if away <= left and one in self.touching}
        if not ends:
            return frozenset()
        back = self._within((person,), here, MOST_ROWS - min(here[one] for one in ends))
        ways = back | self._within(ends, here, left) | set(pair)
        beside = {end for one in ways for _, row in self._rows_of(one) for end in (row.person, row.relative)}
        return frozenset(ways | beside)

    def rows_among(self, family: Collection[str]) -> Iterator[Kin]:
        """Yield the rows of the table kin between persons around a pair, in the table's order."""
        rows = {index: row for person in family for index, row in self._rows_of(person)}
        return (
            rows[index] for index in sorted(rows) if rows[index].person in family and rows[index].relative in family
        )

    def _rows_of(self, person: str) -> Iterable[tuple[int, Kin]]:
        return self._rows.get(person, ())

    def _within(self, starts: Iterable[str], here: Mapping[str, int], most: int) -> set[str]:
        """Return who stands on a way of so many rows from the starts to the two records."""
        walked = self._walk(starts, most)
        return {one for one, away in walked.items() if away + here.get(one, MOST_ROWS + 1) <= most}

    def _rows_away(self, pair: Pair) -> Mapping[str, int]:
        if pair not in self._from:
            self._from[pair] = self._walk(pair, MOST_ROWS)
        return self._from[pair]

    def _walk(self, starts: Iterable[str], most: int) -> dict[str, int]:
        """Return how many rows away everybody is, as far as `most`."""
        found = dict.fromkeys(starts, 0)
        edge = set(found)
        for away in range(1, most + 1):
            rows = (row for person in edge for _, row in self._rows_of(person))
            edge = {end for row in rows for end in (row.person, row.relative)} - found.keys()
            found.update(dict.fromkeys(edge, away))
        return found

    @cached_property
    def _rows(self) -> Mapping[str, list[tuple[int, Kin]]]:
        """The rows around the pairs, by each of the two persons."""
        matched = {person for pair in self.pairs for person in pair}
        roll = self._comparer.roll
        near = distances(roll, roll.places(matched), MOST_ROWS + 1) <= MOST_ROWS + 1
        one, other = roll.ends
        found: dict[str, list[tuple[int, Kin]]] = defaultdict(list)
        for index in np.flatnonzero(near[one] & near[other]).tolist():
            row = self._register.kin[index]
            found[row.person].append((index, row))
            found[row.relative].append((index, row))
        return found
