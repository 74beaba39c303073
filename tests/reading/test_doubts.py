"""Kin rows found doubtful on columns: the same is laid down as when every row is looked at."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from huibi.model.people import Sex
from huibi.reading import families
from huibi.reading.doubts import Doubts
from make import kin, person, register

PEOPLE = "ABCDE"
TERMS = (
    "父亲",
    "母亲",
    "儿子",
    "女儿",
    "哥哥",
    "妹妹",
    "丈夫",
    "妻子",
    "爷爷",
    "养父",
    "继母",
    "舅舅",
    "表哥",
    "邻居",
    "孩子",
)
BORN = st.sampled_from(
    (None, date(1950, 3, 1), date(1950, 3, 17), date(1975, 6, 1), date(1975, 6, 9), date(2001, 1, 1))
)
NUMBERS = st.sampled_from((None, None, None, "110105194912310029"))


class Book:
    """Keeps what is laid down, in order."""

    def __init__(self):
        self.told = []

    def row_of(self, record):
        """A record stands for its row."""
        return record

    def bad_record(self, record, key, value, bad):
        """A fault of a row."""
        self.told.append((record, key, value, bad.code, bad.expected, tuple(sorted(bad.params.items()))))

    def note(self, code, **more):
        """What is no fault."""
        self.told.append((code, tuple(sorted(more.items()))))


@st.composite
def families_of_five(draw):
    """A register of five people of whom the rows say anything."""
    people = [
        person(who, sex=draw(st.sampled_from((None, *Sex))), birth=draw(BORN), id_number=draw(NUMBERS))
        for who in PEOPLE
    ]
    pairs = st.lists(st.sampled_from(PEOPLE), min_size=2, max_size=2, unique=True)
    rows = [
        kin(
            *draw(pairs),
            draw(st.sampled_from(TERMS)),
            ended=draw(st.sampled_from((None, None, "2020-01-01"))),
            record=f"kin:{i}",
        )
        for i in range(draw(st.integers(0, 12)))
    ]
    return register(persons=people, kin=tuple(rows))


def laid_down(found, *, look_at_all):
    """What of a register's kin is sound, and what was said of the rest."""
    book, before = Book(), Doubts.may_go_round
    Doubts.may_go_round = (lambda _: True) if look_at_all else before
    try:
        sound = families.sound_kin(found, book)
    finally:
        Doubts.may_go_round = before
    return sound, book.told


@given(families_of_five())
def test_what_is_not_doubtful_contradicts_nothing(found):
    """The rows that are left, the faults and their order, and the notes."""
    assert laid_down(found, look_at_all=False) == laid_down(found, look_at_all=True)


def test_rows_that_contradict_each_other_are_all_looked_at():
    """The first of them too: the fault names its row."""
    found = register(
        persons=[person(who) for who in PEOPLE],
        kin=(
            kin("A", "B", "父亲", record="kin:2"),
            kin("C", "D", "哥哥", record="kin:3"),
            kin("B", "A", "哥哥", record="kin:4"),
        ),
    )
    sound, told = laid_down(found, look_at_all=False)
    assert [row.record for row in sound] == ["kin:2", "kin:3"]
    assert [(fault[0], fault[3]) for fault in told] == [("kin:4", "read.kin_otherwise")]
    assert ("first", "kin:2") in told[0][5]


def test_who_would_descend_from_oneself_is_found_without_births():
    """Three rows of parents that go round, one that does not."""
    rows = (("A", "B"), ("B", "C"), ("C", "A"), ("A", "D"))
    found = register(
        persons=[person(who, sex=None) for who in PEOPLE],
        kin=tuple(kin(*pair, "父亲" if pair[1] in "ABC" else "母亲", record=f"kin:{i}") for i, pair in enumerate(rows)),
    )
    sound, told = laid_down(found, look_at_all=False)
    assert [row.record for row in sound] == ["kin:3"]
    assert {fault[3] for fault in told} == {"read.kin_circle"}
