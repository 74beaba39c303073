"""Which of the chains that a term can mean the records show: then no other of them is meant.

表哥 leaves the side open. Where the two have their parents on record, and a father and a mother among them are brother
and sister, that is the chain; that the other two might be siblings as well is nothing that the word says.
"""

from collections.abc import Iterator

import numpy as np

from huibi.network.graph import DOWN, MARRIAGE, SIBLING, UP
from huibi.network.kinship_arrays import Bools, Ends, Ints, Longs, follow, grouped, held
from huibi.network.kinship_blood import SIDES, Blood
from huibi.network.kinship_marriages import Wed
from huibi.network.kinship_rows import Rows
from huibi.network.terms_chains import MALE_STEPS, Path, codes, kind, shared_side


class Shown:
    """Looks for the chains of rows among parents, children, siblings and marriages that rows record step by step."""

    def __init__(self, rows: Rows, blood: Blood, wed: Wed) -> None:
        self._rows = rows
        self._blood = blood
        self._wed = wed

    def paths(self) -> Iterator[tuple[tuple[Path, ...], Ints]]:
        """Yield the longer terms by their paths: of each row those that the records show, else all of them."""
        paths = dict.fromkeys(said.paths for said in self._rows.said)
        number = dict(zip(paths, range(len(paths)), strict=True))
        of = np.array([number[said.paths] for said in self._rows.said], dtype=np.int32)
        terms = grouped(of[self._rows.codes[self._rows.many]], len(paths))
        for place, some in enumerate(paths):
            if rows := terms.of(place):
                yield from self._chosen(some, self._rows.many[rows])

    def _chosen(self, paths: tuple[Path, ...], rows: Ints) -> Iterator[tuple[tuple[Path, ...], Ints]]:
        if len(paths) < 2:  # noqa: PLR2004 - nothing to choose
            yield paths, rows
            return
        shown = np.stack([self._leads(rows, path) for path in paths], axis=1)
        for which in np.unique(shown, axis=0):
            left = tuple(path for path, there in zip(paths, which.tolist(), strict=True) if there)
            yield left or paths, rows[(shown == which).all(axis=1)]

    def _leads(self, rows: Ints, path: Path) -> Bools:
        """Return of which rows a path leads from the person to the relative."""
        places = np.arange(len(rows), dtype=np.int32)
        here, ends = ((places, end[rows]) for end in self._rows.ends)
        if kind(path[-1]) == DOWN:  # a child has fewer parents than the others have children
            path, ends = path[:-1], self._blood_of(ends, UP, "")
        for token in path:
            at, there = self._step(here, token)
            fitting = np.isin(self._rows.sexes[there], (0, SIDES.index("f" if codes(token)[-1] in MALE_STEPS else "m")))
            here = at[fitting], there[fitting]
        found = np.zeros(len(rows), dtype=bool)
        found[here[0][held(np.sort(self._pairs(ends)), self._pairs(here))]] = True
        return found

    def _pairs(self, of: Ends) -> Longs:
        return of[0].astype(np.int64) * len(self._rows.people) + of[1]

    def _step(self, here: Ends, token: str) -> Ends:
        """Return who is a step away, each once, of those of each row."""
        step = kind(token)
        if step == UP:
            found = self._blood_of(here, UP, token)
        elif step == DOWN:
            found = self._blood_of(here, DOWN, "")
        elif step == SIBLING:
            found = self._siblings(here, shared_side(token))
        elif step == MARRIAGE:
            whose, place = follow(self._wed.lasting.starts[here[1]], self._wed.lasting.starts[here[1] + 1])
            found = here[0][whose], self._wed.lasting.entries[place]
        else:
            return here[0][:0], here[1][:0]
        at, there = np.divmod(np.unique(self._pairs(found)), max(len(self._rows.people), 1))
        return at.astype(np.int32), there.astype(np.int32)

    def _siblings(self, here: Ends, side: str) -> Ends:
        stated = self._blood_of(here, SIBLING, side)
        person = np.arange(len(here[0]), dtype=np.int32)
        whose, child = self._blood_of(self._blood_of((person, here[1]), UP, side), DOWN, "")
        others = child != here[1][whose]
        return np.concatenate([stated[0], here[0][whose[others]]]), np.concatenate([stated[1], child[others]])

    def _blood_of(self, here: Ends, step: str, side: str) -> Ends:
        """Return who is a step of that side, or of none that is known, away; `side` empty: of any."""
        whose, place = self._blood.places(here[1], step)
        if side:
            fitting = np.isin(self._blood.side[place], (0, SIDES.index(side)))
            whose, place = whose[fitting], place[fitting]
        return here[0][whose], self._blood.other[place]
