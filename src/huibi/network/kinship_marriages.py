"""Marriages and step ties on the day: standing, ended by a death, followed by another, divorced."""

from datetime import date
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np

from huibi.network.graph import MARRIAGE, STEP_DOWN, STEP_UP
from huibi.network.kinship_arrays import Bools, Grouped, Ints, Longs
from huibi.network.kinship_rows import Meaning, Rows, Says
from huibi.network.terms_chains import kinds


class State(IntEnum):
    """How a marriage stands on the day."""

    STANDING = 0
    WIDOWED = 1  # ended by a death, the survivor not married again: affinity goes on
    FOLLOWED = 2  # ended by a death, the survivor married again: affinity is over, the steps remain
    DIVORCED = 3


class Marriage(NamedTuple):
    """A person's marriage: the other, its state, the rows that record it."""

    spouse: str
    state: State
    rows: tuple[int, ...]


class StepTie(NamedTuple):
    """A person's step tie: the other, whether the other is the parent, whether it counts, whether that is open."""

    other: str
    is_parent: bool
    stands: bool  # raised, and not ended by a divorce of the step-parent
    is_open: bool  # nobody says whether the child was raised
    rows: tuple[int, ...]


class Wed(NamedTuple):
    """All recorded marriages at once: the one standing `spouse` of each person, `late` if its row speaks of a death.

    -1 is nobody, -2 several. `pairs` are the numbers of two times how many persons there are plus the other, from
    either end and in order; `lasting` has the spouses by person, those divorced left out.
    """

    spouse: Ints
    late: Bools
    pairs: Longs
    lasting: Grouped


class Marriages:
    """Marriages and step ties that the rows record between named persons."""

    def __init__(self, rows: Rows, *, step_after_divorce: bool) -> None:
        self._rows = rows
        self._step_after_divorce = step_after_divorce
        self._kept: dict[str, tuple[Marriage, ...]] = {}
        self._wed = rows.grouped(rows.that(_is_wed))
        self._step_ties = rows.grouped(rows.that(_is_step_tie))

    def of(self, person: str) -> tuple[Marriage, ...]:
        """Return a person's recorded marriages, each couple once, in the order of the table."""
        if person not in self._kept:
            self._kept[person] = tuple(
                Marriage(spouse, self._state(person, spouse, rows), rows)
                for spouse, rows in self._couples(person).items()
            )
        return self._kept[person]

    def standing(self, person: str) -> tuple[Marriage, ...]:
        """Return the marriages that stand on the day."""
        return tuple(marriage for marriage in self.of(person) if marriage.state is State.STANDING)

    def with_(self, person: str, other: str) -> Marriage | None:
        """Return the recorded marriage of two persons."""
        return next((marriage for marriage in self.of(person) if marriage.spouse == other), None)

    def unrecorded(self, one: str, other: str, rows: tuple[int, ...]) -> State:
        """Return the state of a marriage that a longer term implies (儿媳 names the son's), which has no dates."""
        return self._death_state(one, other, rows)

    def steps(self, person: str) -> tuple[StepTie, ...]:
        """Return a person's recorded step ties, each pair once."""
        pairs: dict[tuple[str, bool], list[int]] = {}
        for index in self._of(person, self._step_ties):
            row = self._rows.kin[index]
            is_up = kinds(self._rows.means(index).paths[0]) == STEP_UP
            other = row.relative if row.person == person else row.person
            pairs.setdefault((other, is_up == (row.person == person)), []).append(index)
        return tuple(self._step(person, other, is_parent, rows) for (other, is_parent), rows in pairs.items())

    def _step(self, person: str, other: str, is_parent: bool, rows: list[int]) -> StepTie:  # noqa: FBT001 - internal
        kin = [self._rows.kin[index] for index in rows]
        ended = not self._step_after_divorce and (
            any(self._rows.means(index).ended for index in rows)
            or self._left(*((person, other) if is_parent else (other, person)))
        )
        raised = any(row.raised for row in kin)
        unknown = not raised and all(row.raised is None for row in kin)
        shown = [index for index in rows if self._rows.kin[index].raised] if raised else rows
        return StepTie(other, is_parent, raised and not ended, unknown and not ended, tuple((shown or rows)[:1]))

    def _left(self, child: str, step: str) -> bool:
        """Whether the step-parent is divorced from a recorded parent of the child, and married to none of them."""
        states = []
        for index in self._rows.of(child):
            row, found = self._rows.kin[index], self._rows.means(index)
            if found.says is not Says.ONE:
                continue
            up = kinds(found.paths[0]) == ("U" if row.person == child else "D")
            parent = row.relative if row.person == child else row.person
            marriage = self.with_(parent, step) if up else None
            if marriage is not None:
                states.append(marriage.state)
        return State.DIVORCED in states and State.STANDING not in states

    def _couples(self, person: str) -> dict[str, tuple[int, ...]]:
        couples: dict[str, list[int]] = {}
        for index in self._of(person, self._wed):
            row = self._rows.kin[index]
            couples.setdefault(row.relative if row.person == person else row.person, []).append(index)
        return {other: tuple(rows) for other, rows in couples.items()}

    @cached_property
    def wed(self) -> Wed:
        """Everybody's recorded marriages."""
        rows, count = self._rows, max(len(self._rows.people), 1)
        said = np.flatnonzero(rows.that(_is_wed))
        over = np.array([one.ended for one in rows.said], dtype=bool)[rows.codes[said]]
        one, other = (ends[said].astype(np.int64) for ends in rows.ends)
        told = np.stack([one * count + other, other * count + one], axis=1).ravel()
        order = np.argsort(told, kind="stable")  # the first of a pair stands first in the table
        begins = np.diff(told[order], prepend=-1) != 0
        pairs, row = told[order[begins]], said[order[begins] // 2]
        of, over, dead = np.cumsum(begins) - 1, over[order // 2], rows.late[said[order // 2]]
        lasting, late = (np.bincount(of[which], minlength=len(pairs)) > 0 for which in (~over, ~over & dead))
        person, spouse = (ends.astype(np.int32) for ends in np.divmod(pairs, count))
        standing = lasting & ~late & ~rows.dead[person] & ~rows.dead[spouse]
        found, speaks = np.full(len(rows.people), -1, dtype=np.int32), np.zeros(len(rows.people), dtype=bool)
        found[person[standing]] = spouse[standing]
        speaks[person[standing]] = rows.late[row[standing]]
        found[np.bincount(person[standing], minlength=len(found)) > 1] = -2
        starts = np.searchsorted(person[lasting], np.arange(len(found) + 1)).astype(np.int32)
        return Wed(found, speaks, pairs, Grouped(spouse[lasting], starts))

    def _of(self, person: str, some: Grouped) -> list[int]:
        number = self._rows.number.get(person)
        return [] if number is None else some.of(number)

    def _state(self, person: str, spouse: str, rows: tuple[int, ...]) -> State:
        standing = tuple(index for index in rows if not self._rows.means(index).ended)
        return self._death_state(person, spouse, standing) if standing else State.DIVORCED

    def _since(self, rows: tuple[int, ...]) -> date | None:
        return max((since for index in rows if (since := self._rows.kin[index].since) is not None), default=None)

    def _death_state(self, one: str, other: str, rows: tuple[int, ...]) -> State:
        deaths = {who: died for who in (one, other) if (died := self._rows.died(who)) is not None}
        late = {self._rows.kin[index].relative for index in rows if self._rows.means(index).late} - set(deaths)
        if not deaths and not late:
            return State.STANDING
        if len(deaths) == len({one, other}):
            if deaths[one] == deaths[other]:
                return State.WIDOWED
            first = min(deaths, key=lambda who: deaths[who])
        else:
            first = next(iter(deaths), None) or next(iter(late))
        survivor = other if first == one else one
        after = deaths.get(first) or self._since(rows)
        return State.FOLLOWED if self._married_again(survivor, first, after) else State.WIDOWED

    def _married_again(self, survivor: str, gone: str, after: date | None) -> bool:
        """Whether another marriage of the survivor is dated after the death (one without a date does not count)."""
        if after is None:
            return False
        begun = [self._since(rows) for spouse, rows in self._couples(survivor).items() if spouse != gone]
        return any(since is not None and since > after for since in begun)


def _is_wed(said: Meaning) -> bool:
    """Whether a row tells of a marriage, also of one that has ended."""
    is_told = said.says is Says.ONE or (said.says is Says.APART and said.ended)
    return is_told and len(said.paths) == 1 and kinds(said.paths[0]) == MARRIAGE


def _is_step_tie(said: Meaning) -> bool:
    is_told = said.says in (Says.ONE, Says.APART) and bool(said.paths)
    return is_told and kinds(said.paths[0]) in (STEP_UP, STEP_DOWN)
