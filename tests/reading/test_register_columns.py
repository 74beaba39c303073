"""The tables as columns of numbers say what the rows say."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from huibi.model.columns import LEVELS, SEXES, days_of, months_of
from huibi.model.spans import FIRST, LAST
from make import kin, person, posting, register, service, study, unit
from strategies import small_offices


def number(day):
    """A day as a number, 0 for none."""
    return 0 if day is None else day.toordinal()


@given(small_offices())
def test_every_cell_of_a_column_is_that_of_its_row(office):
    """Persons, kin and postings of any register, in the order of their tables."""
    found, _ = office
    told, people, rows, posted = found.columns, found.columns.people, found.columns.kin, found.columns.postings
    assert [
        (told.ids[i], SEXES[people.sex[i]], people.names[people.name[i]], people.born[i], people.died[i])
        for i in range(len(told.ids))
    ] == [(row.id, row.sex, row.name, number(row.birth), number(row.died)) for row in found.persons.values()]
    assert [(people.numbers[i], people.natives[j]) for i, j in zip(people.number, people.native, strict=True)] == [
        (row.id_number, row.native_place) for row in found.persons.values()
    ]
    assert [
        (told.ids[a], told.ids[b], rows.terms[word], since, ended, bool(raised))
        for a, b, word, since, ended, raised in zip(*rows[:-1], strict=True)
    ] == [
        (row.person, row.relative, row.term, number(row.since), number(row.ended), row.raised is True)
        for row in found.kin
    ]
    assert [
        (told.ids[who], told.units[at], first, last, LEVELS[level], bool(over))
        for who, at, first, last, level, over in zip(*posted, strict=True)
    ] == [
        (
            row.person,
            row.unit,
            *(day.toordinal() for day in (row.span.first, row.span.last)),
            row.level,
            row.oversees != (),
        )
        for row in found.postings
    ]


def test_classes_are_told_apart_by_their_school_and_a_study_without_a_class_is_in_none():
    """Open ends are the first and the last of all days; troops have numbers of their own."""
    found = register(
        persons=(person("A", note="x"), person("B")),
        studies=(
            study("A", "一中", "一班", "2001-09-01"),
            study("B", "二中", "一班"),
            study("B", "一中", "一班"),
            study("A", "一中", ""),
        ),
        service=(service("B", "甲"), service("A", "乙"), service("A", "甲")),
    ).columns
    places = found.studies.place.tolist()
    assert places[0] == places[2] != places[1]
    assert places[3] == -1
    assert found.studies.last[0] == LAST.toordinal()
    assert found.studies.first[1] == FIRST.toordinal()
    assert found.service.place.tolist() == [0, 1, 0]
    assert found.people.noted.tolist() == [True, False]


def test_the_rank_of_a_person_is_by_id_whatever_the_order_of_the_register():
    """Ids need not stand in order."""
    found = register(persons=(person("P2"), person("P10"), person("P1")))
    assert found.columns.rank.tolist() == [2, 1, 0]


def test_an_empty_register_has_empty_columns():
    """Nobody, nowhere."""
    found = register().columns
    found.prepare()
    assert (len(found.ids), len(found.kin.one), len(found.postings.person)) == (0, 0, 0)


@given(st.dates())
def test_days_by_number_keep_their_month_and_their_day(day):
    """From the first day that there is to the last."""
    told = np.array([day.toordinal()], dtype=np.int32)
    assert (months_of(told).tolist(), days_of(told).tolist()) == ([day.year * 12 + day.month], [day.day])
    assert months_of(np.zeros(1, dtype=np.int32)).tolist() == [0]


def test_another_register_made_of_one_has_its_own_columns():
    """What was worked out of the rows before is not kept for others."""
    before = register(units=(unit("U1"),), persons=(person("A"), person("B")), kin=(kin("A", "B", "哥哥"),))
    assert len(before.columns.kin.one) == 1
    after = register(units=(unit("U1"),), persons=(person("A"),), postings=(posting("A", "U1", start="2020-01-01"),))
    assert len(after.columns.kin.one) == 0
    assert after.columns.postings.first.tolist() == [date(2020, 1, 1).toordinal()]
