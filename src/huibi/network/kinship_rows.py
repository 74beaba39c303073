"""The rows of the kin table as they stand on one day: what each says, and which rows touch a person."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from huibi.model.columns import SEXES, KinRows
from huibi.model.people import Person, Sex
from huibi.model.register import Register
from huibi.model.ties import Kin, KinClass
from huibi.network.kinship_arrays import Bools, Ends, Grouped, Ints, among, grouped
from huibi.network.terms import Term, read_term
from huibi.network.terms_chains import MALE_STEPS, Path, codes, kind, kinds, sex_of_step, shared_side
from huibi.network.terms_returns import walks

_KEPT = 16384


class Says(StrEnum):
    """What a row comes to on the day."""

    NOTHING = "nothing"  # no kin, not yet begun, or a dissolved adoption
    ONE = "one"  # one step: parent, child, sibling, spouse, step kin
    MANY = "many"  # a typed term over several steps, or one that leaves the step open
    APART = "apart"  # between the two only: former, betrothed, nominal


class Meaning(NamedTuple):
    """A term between two persons of known or unknown sex: its paths that differ in more than a word.

    `kin_class` is the class of every path, None where they differ.
    """

    says: Says
    paths: tuple[Path, ...]
    kin_class: KinClass | None
    ended: bool
    betrothed: bool
    adoptive: bool
    birth: bool
    late: bool
    unchained: bool
    nominal: bool


_NONE = Meaning(Says.NOTHING, (), KinClass.NONE, *(False,) * 7)


@lru_cache(maxsize=_KEPT)
def meaning(term: str, sex: Sex | None, other: Sex | None) -> Meaning:
    """Return what a term says when its person is of `sex` and the relative of `other`.

    Paths that cannot be, given the two, are left out, unless none would be left: reading reports that as a fault.
    """
    read = read_term(term, sex)
    if not read.is_kin:
        read = read_term(term)
    if not read.is_kin or read.kin_class is KinClass.NONE:
        return _NONE
    told = set(read.flags) & {"ended", "betrothed"}  # 前妻的丈夫 is nobody's spouse's spouse
    ways = list(read.paths) if told else [walk.said for path in read.paths for walk in walks(path, sex) if walk.said]
    fitting = [path for path in ways if other is None or sex_of_step(codes(path[-1])[-1]) is other]
    paths = _distinct(fitting or ways, sex)
    return _meaning(read, paths)


def _meaning(read: Term, paths: tuple[Path, ...]) -> Meaning:
    flags = frozenset(read.flags)
    apart = bool(flags & {"ended", "betrothed", "nominal"}) or not paths
    says = Says.APART if apart else Says.ONE if len(paths) == 1 and len(paths[0]) == 1 else Says.MANY
    return Meaning(
        says,
        paths,
        read.kin_class if len(read.classes) == 1 else None,
        "ended" in flags,
        "betrothed" in flags,
        "adoptive" in flags,
        "birth" in flags,
        read.is_late,
        not paths,
        "nominal" in flags,
    )


def _distinct(paths: Sequence[Path], sex: Sex | None) -> tuple[Path, ...]:
    """Return the paths that differ in who stands between; husband or wife, older or younger is no matter."""
    found: dict[tuple[str, ...], Path] = {}
    for path in paths:
        found.setdefault(tuple(shape(path, sex)), path)
    return tuple(found.values())


def shape(path: Path, sex: Sex | None) -> list[str]:
    """Return the steps of a path without what does not matter to who stands between.

    Up keeps father or mother, down the parent's side where it is known, a sibling the shared side.
    """
    steps: list[str] = []
    male = None if sex is None else sex is Sex.MALE
    for token in path:
        step = kind(token)
        if step == "U":
            steps.append(token)
        elif step == "D":
            steps.append("D" if male is None else "Df" if male else "Dm")
        elif step in "Tt":
            steps.append(token[0] + step if step == "T" else step)
        else:
            steps.append(step + shared_side(token))
        male = codes(token)[-1] in MALE_STEPS
    return steps


class Rows:
    """The kin rows that count on the day, by the persons that they name.

    The whole table is read as columns: a city's holds well over a million rows.
    """

    def __init__(self, register: Register, as_of: date) -> None:
        self.day = as_of
        self.kin: tuple[Kin, ...] = register.kin
        self._persons = register.persons
        self._columns = register.columns
        self.people: tuple[str, ...] = self._columns.ids
        self.number: Mapping[str, int] = self._columns.number
        self.sexes: Ints = self._columns.people.sex
        table = self._columns.kin
        self.ends: Ends = table.one, table.other
        self.raised: Bools = table.raised
        self.standing: Bools = table.since <= as_of.toordinal()  # what starts later is not yet
        self.codes, self.said = self._read(table)
        self._by_person = self.grouped(self.standing)
        self._of: dict[str, list[int]] = {}
        self.many: Ints = np.flatnonzero(self.that(lambda said: said.says is Says.MANY)).astype(np.int32)

    def that(self, holds: Callable[[Meaning], bool]) -> Bools:
        """Return which rows stand on the day and say something of which that holds."""
        found: Bools = np.array([holds(said) for said in self.said], dtype=bool)[self.codes] & self.standing
        return found

    def grouped(self, which: Bools) -> Grouped:
        """Return the indices of some rows by the number of each of the two persons, in the order of the table."""
        rows = np.flatnonzero(which).astype(np.int32)
        order, starts = grouped(np.stack([end[rows] for end in self.ends], axis=1).ravel(), len(self.number))
        return Grouped(rows[order // 2], starts)

    def _read(self, table: KinRows) -> tuple[Ints, tuple[Meaning, ...]]:
        """Return what each row says on the day, as a number, and what each number says.

        A term is read once for each pair of sexes.
        """
        one, other = (self.sexes[ends] for ends in self.ends)
        key = (table.word.astype(np.int64) * len(SEXES) + one) * len(SEXES) + other
        there = np.bincount(key, minlength=1) > 0
        codes = (np.cumsum(there) - 1)[key]
        meanings = [self._meaning(table.terms, key) for key in np.flatnonzero(there).tolist()]
        over = np.array([said.ended for said in meanings], dtype=bool)[codes] | (table.ended > 0)
        others: dict[Meaning, int] = {}
        for index in np.flatnonzero(over).tolist():
            on_the_day = self._on_the_day(self.kin[index], meanings[codes[index]])
            codes[index] = others.setdefault(on_the_day, len(meanings) + len(others))
        return codes.astype(np.int32), (*meanings, *others)

    def _meaning(self, terms: Sequence[str], key: int) -> Meaning:
        words, other = divmod(key, len(SEXES))
        word, one = divmod(words, len(SEXES))
        return meaning(terms[word], SEXES[one], SEXES[other])

    @cached_property
    def dead(self) -> Bools:
        """Who died on or before the day, by number."""
        died = self._columns.people.died
        found: Bools = (died > 0) & (died <= self.day.toordinal())
        return found

    @cached_property
    def late(self) -> Bools:
        """Which rows say of the relative that death has ended it (亡妻)."""
        found: Bools = np.array([said.late for said in self.said], dtype=bool)[self.codes]
        return found

    @cached_property
    def silent(self) -> Bools:
        """Which rows say of something that it is no more, or that holds between the two only."""
        silent = np.array([said.says in (Says.NOTHING, Says.APART) for said in self.said], dtype=bool)
        found: Bools = silent[self.codes]
        return found

    @cached_property
    def torn(self) -> Bools:
        """Which rows stand between two persons of whom another row says that something is no more."""
        low, high = np.minimum(*self.ends).astype(np.int64), np.maximum(*self.ends)
        pair = low * len(self.people) + high
        return among(pair, pair[self.silent])

    def of(self, person: str) -> Sequence[int]:
        """Return the indices of the rows that name a person, in the order of the table."""
        found = self._of.get(person)
        if found is None:
            number = self.number.get(person)
            if number is None:
                return ()
            found = self._of[person] = self._by_person.of(number)
        return found

    def saying(self, one: str, other: str, kin_class: KinClass) -> list[int]:
        """Return the rows between two persons whose term is of that class, whichever of its chains is meant."""
        found = []
        for index in min(self.of(one), self.of(other), key=len):
            row, said = self.kin[index], self.means(index)
            if (
                {one, other} == {row.person, row.relative}
                and said.says in (Says.ONE, Says.MANY)
                and said.kin_class is kin_class
            ):
                found.append(index)
        return found

    def person(self, person_id: str) -> Person | None:
        """Return the row of a person."""
        return self._persons.get(person_id)

    def sex(self, person_id: str) -> Sex | None:
        """Return the recorded sex."""
        person = self._persons.get(person_id)
        return None if person is None else person.sex

    def died(self, person_id: str) -> date | None:
        """Return the day of a death on or before the day."""
        person = self._persons.get(person_id)
        return person.died if person is not None and person.dead_on(self.day) else None

    def has_ended(self, row: Kin) -> bool:
        """Whether the row's own end lies on or before the day."""
        return row.ended is not None and row.ended <= self.day

    def means(self, index: int) -> Meaning:
        """Return what a row says on the day."""
        return self.said[self.codes.item(index)]

    def _on_the_day(self, row: Kin, found: Meaning) -> Meaning:
        """Return what is left of a term that says "former" or whose row has an end.

        A term that says "former" of something that ends only later still stands on the day. An end takes a blood tie
        away altogether (a dissolved adoption leaves no relation); of a marriage or step tie it leaves former kin.
        An engagement or nominal kinship that has ended leaves nothing.
        """
        ended = self.has_ended(row)
        if found.ended and row.ended is not None and not ended:
            return found._replace(says=_standing(found.paths), ended=False)
        if not ended and not found.ended:
            return found
        if found.betrothed or found.unchained or not any(set(kinds(path)) & set("MTt") for path in found.paths):
            return _NONE
        return found._replace(says=Says.APART, ended=True)


def _standing(paths: tuple[Path, ...]) -> Says:
    if not paths:
        return Says.APART
    return Says.ONE if len(paths) == 1 and len(paths[0]) == 1 else Says.MANY
