"""Kin rows against persons and each other: sexes, births, one mother and one father by birth, no circles."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from huibi.model.columns import SEXES, Columns, Ints
from huibi.model.people import Person, Sex
from huibi.model.register import Register
from huibi.model.ties import Kin
from huibi.reading.cells import Bad
from huibi.reading.desk import Desk
from huibi.reading.doubts import Doubts
from huibi.reading.forms.form import is_family_id
from huibi.reading.identity import Identity, read_identity
from huibi.reading.said import Said, read_said


class _Families:
    def __init__(self, columns: Columns, persons: Mapping[str, Person], sexes: Ints, desk: Desk) -> None:
        self.persons, self.desk = persons, desk
        self._number, self._sexes = columns.number, sexes
        self.unknown: dict[str, int] = {}
        self.doubles: dict[tuple[str, str, str], None] = {}  # a child and two parents who may be one person
        self.parents: dict[tuple[str, Sex], tuple[str, str]] = {}  # child, sex: parent, record
        self.sexes: dict[str, tuple[Sex, str]] = {}  # said by a term of a person whose sex is not given
        self.pairs: dict[tuple[str, str], tuple[str, str]] = {}  # in id order: what the second is to the first, record

    def take(self, row: Kin) -> bool:
        """Lay down what is wrong with a row; return whether it is sound."""
        term = read_said(row.term)
        if not term.is_kin:
            self.unknown[row.term] = self.unknown.get(row.term, 0) + 1
            return True
        if row.ended is not None:
            term = term._replace(line=0, direct="")  # a dissolved adoption, whatever the word
        return (
            self._has_sex(row, row.person, term.person_sex, "expect.person_sex")
            and self._has_sex(row, row.relative, term.relative_sex, "expect.relative_sex")
            and self._has_age(row, term)
            and self._agrees(row, term)
            and (not term.line or self._has_one_parent(row, term))
        )

    def _sex(self, person: str) -> Sex | None:
        return SEXES[self._sexes[self._number[person]]] if person in self._number else None

    def _bad(self, row: Kin, code: str, expected: str, **params: Any) -> bool:  # noqa: ANN401 - sentence parameters
        self.desk.bad_record(row.record, "term", row.term, Bad(code, expected, params))
        return False

    def _has_sex(self, row: Kin, person: str, wanted: Sex | None, expected: str) -> bool:
        sex = self._sex(person)
        if wanted is None or sex is wanted:
            return True
        if sex is None:
            said, record = self.sexes.setdefault(person, (wanted, row.record))
            if said is not wanted:
                first = self.desk.row_of(record)
                return self._bad(row, "read.kin_sexes", expected, who=person, sex=said.value, first=first)
            return True
        return self._bad(row, "read.kin_sex", expected, who=person, sex=sex.value)

    def _has_age(self, row: Kin, term: Said) -> bool:
        one, other = self.persons.get(row.person), self.persons.get(row.relative)
        if term.older is None or one is None or other is None or one.birth is None or other.birth is None:
            return True
        old, young = (other.birth, one.birth) if term.older else (one.birth, other.birth)
        # Many births are only known to the month: within one month only two real days tell.
        later = (old.year, old.month) > (young.year, young.month)
        same = (old.year, old.month) == (young.year, young.month)
        wrong = later or (same and (bool(term.line) or (old.day != 1 and young.day != 1 and old > young)))
        if not wrong:
            return True
        births = f"{one.birth:%Y-%m} / {other.birth:%Y-%m}"
        return self._bad(row, "read.kin_age", "expect.older" if term.older else "expect.younger", births=births)

    def _agrees(self, row: Kin, term: Said) -> bool:
        """Whether no other row says that the two are something else that nobody can be at once."""
        if not term.direct:
            return True
        in_order = row.person < row.relative
        pair = (row.person, row.relative) if in_order else (row.relative, row.person)
        direct = term.direct if in_order else _OTHER_WAY.get(term.direct, term.direct)
        said, record = self.pairs.setdefault(pair, (direct, row.record))
        return said == direct or self._bad(
            row, "read.kin_otherwise", "expect.one_kinship", first=self.desk.row_of(record)
        )

    def _has_one_parent(self, row: Kin, term: Said) -> bool:
        child, parent = (row.person, row.relative) if term.line > 0 else (row.relative, row.person)
        sex = self._sex(parent) or (term.relative_sex if term.line > 0 else term.person_sex)
        if sex is None:
            return True
        known, record = self.parents.setdefault((child, sex), (parent, row.record))
        if known == parent:
            return True
        if is_family_id(known) or is_family_id(parent):
            self.doubles[child, known, parent] = None
            return True
        code = "read.two_mothers" if sex is Sex.FEMALE else "read.two_fathers"
        return self._bad(row, code, "expect.one_by_birth", who=child, known=known, first=self.desk.row_of(record))

    def on_circles(self) -> set[str]:
        """Return the records of parent rows by which somebody would descend from oneself."""
        # Where all births are known every parent is older already, and nothing can go round.
        if all(self._born(child) and self._born(parent) for (child, _), (parent, _) in self.parents.items()):
            return set()
        edges = {(child, parent): record for (child, _), (parent, record) in self.parents.items()}
        upward = _peeled(edges)
        downward = _peeled([(parent, child) for child, parent in upward])
        return {edges[child, parent] for parent, child in downward}

    def _born(self, person: str) -> bool:
        row = self.persons.get(person)
        return row is not None and row.birth is not None


def _peeled(edges: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the edges that remain after all that end where nothing goes on are taken away, again and again."""
    left: dict[str, int] = {}
    into: dict[str, list[str]] = {}
    for source, target in edges:
        left[source] = left.get(source, 0) + 1
        left.setdefault(target, 0)
        into.setdefault(target, []).append(source)
    done = [person for person, count in left.items() if not count]
    while done:
        for source in into.pop(done.pop(), ()):
            left[source] -= 1
            if not left[source]:
                done.append(source)
    return [(source, target) for target, sources in into.items() for source in sources]


_OTHER_WAY = {"parent": "child", "child": "parent"}


def sound_kin(register: Register, desk: Desk) -> list[Kin]:
    """Return the rows that contradict neither the persons nor each other; the rest and unknown terms are laid down."""
    columns, rows = register.columns, register.kin
    sexes = _sexes(columns)
    families = _Families(columns, register.persons, sexes, desk)
    doubts = Doubts(columns, sexes, [read_said(term) for term in columns.kin.terms])
    goes_round = doubts.may_go_round()
    asked = range(len(rows)) if goes_round else np.flatnonzero(doubts.doubtful()).tolist()
    gone = {place for place in asked if not families.take(rows[place])}
    for term, count in sorted(families.unknown.items(), key=lambda pair: (-pair[1], pair[0])):
        desk.note("read.term_unknown", table="kin", column="称谓", value=term, count=count)
    for child, one, other in families.doubles:
        desk.note("read.parents_undecided", table="kin", value=child, one=one, other=other)
    found = [row for place, row in enumerate(rows) if place not in gone] if gone else list(rows)
    circles = families.on_circles() if goes_round else set()
    for row in found if circles else ():
        if row.record in circles:
            desk.bad_record(row.record, "term", row.term, Bad("read.kin_circle", "expect.no_circle"))
    return [row for row in found if row.record not in circles] if circles else found


def _sexes(columns: Columns) -> Ints:
    """Return the sex of each person, else what the identity number says, as places in `SEXES`."""
    people = columns.people
    found = people.sex.copy()
    for place in np.flatnonzero((found == 0) & (people.number > 0)).tolist():
        said = read_identity(people.numbers[people.number[place]] or "")
        if isinstance(said, Identity):
            found[place] = SEXES.index(said.sex)
    return found
