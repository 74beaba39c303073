"""Clean tables, written and read again, are the same register; and nothing is written by halves."""

from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huibi.errors import UsageError
from huibi.reading import read_register
from huibi.reading.cleaning import write_tables
from huibi.reading.columns import SCHEMA
from huibi.reading.identity import check_character
from tables import write_csv

NAMES = st.text("张王李赵𠮷䶮龘 ABc·,\"'\n；（）", min_size=1, max_size=6).filter(str.strip)
WORDS = st.text("财务审计，、;:\"'\t abc", max_size=8)
MONTHS = st.dates(date(1990, 1, 1), date(2020, 12, 31))
FORMS = ("%Y-%m-%d", "%Y-%m", "%Y.%m", "%Y/%m", "%Y%m", "%Y年%m月")


@st.composite
def folders(draw):
    """Return sound tables as rows of text by table: English keys, ids P0.. and U0.., every column some time."""
    chance = draw(st.randoms(use_true_random=False))
    people, units = range(draw(st.integers(2, 5))), range(draw(st.integers(1, 4)))

    def when(day):
        return day.strftime(chance.choice(FORMS))

    def span(start, end):
        first, last = sorted((draw(MONTHS), draw(MONTHS)))
        return {start: when(first), end: chance.choice(["", "至今", when(last + timedelta(days=400))])}

    born = draw(st.dates(date(1950, 1, 1), date(1980, 12, 31)))
    body = f"510101{born:%Y%m%d}001"
    tables = {
        "regions": [
            {"code": "5198", "name": "沱州市", "level": "市"},
            {"code": "519821", "name": "安陵县", "parent": "5198"},
        ],
        "units": [
            {
                "id": f"U{i}",
                "name": f"单位{i}",
                "parent": f"U{i - 1}" if i else "",
                "headcount": chance.choice(["", "12"]),
                "region": chance.choice(["", "安陵县", "519821"]),
            }
            for i in units
        ],
        "persons": [
            {
                "id": f"P{i}",
                "name": draw(NAMES),
                "note": draw(WORDS),
                "native_place": chance.choice(["", "519821", "110000"]),
            }
            for i in people
        ],
        "postings": [
            {
                "person": f"P{chance.choice(people)}",
                "unit": f"U{chance.choice(units)}",
                "title": f"{draw(WORDS)}局长{i}",
                "oversees": "U0;单位0",
                **span("start", "end"),
            }
            for i in range(3)
        ],
        "studies": [{"person": "P0", "school": "一中", "class_name": draw(WORDS), **span("start", "end")}],
        "ties": [{"person": "P0", "other": "P1", "kind": chance.choice(["同学", "friend"]), **span("since", "until")}],
        "kin": [{"person": "P0", "relative": "P1", "term": "表亲", "raised": chance.choice(["", "是", "no"])}],
        "pool": [
            {
                "person": "P1",
                "category": "专职",
                "roles": "成员、组长",
                "specialities": "财务, 审计;财务",
                **span("available_from", "available_to"),
            }
        ],
        "declarations": [{"person": "P0", "concerned": "P1", "reason": draw(WORDS)}],
        "same_person": [{"a": "P0", "b": f"P{people[-1]}", "decision": "不同人"}],
    }
    tables["persons"][0] |= {"birth": when(born), "id_number": body + check_character(body), "sex": "男"}
    return tables


def _write(folder: Path, tables):
    for key, rows in tables.items():
        columns = [column.key for column in SCHEMA[key].columns]
        lines = [",".join('"' + row.get(column, "").replace('"', '""') + '"' for column in columns) for row in rows]
        write_csv(folder, key, ",".join(columns), *lines)


def _without_records(register):
    found = {}
    for field in fields(register):
        value = getattr(register, field.name)
        if isinstance(value, tuple):
            value = [replace(row, record="") for row in value]
        elif field.name not in ("aliases", "absent"):
            value = {key: replace(row, record="") for key, row in value.items()}
        found[field.name] = value
    return found


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(folders())
def test_clean_tables_read_again_are_the_same(tmp_path_factory, tables):
    """Whatever forms the cells had, the clean tables give the same register, and the same clean tables again."""
    folder = tmp_path_factory.mktemp("register")
    _write(folder, tables)
    first = read_register(folder)
    write_tables(first.tables, first.register.absent, folder / "clean")
    second = read_register(folder / "clean")
    assert _without_records(second.register) == _without_records(first.register)
    write_tables(second.tables, second.register.absent, folder / "again")
    for file in (folder / "clean").iterdir():
        assert file.read_bytes() == (folder / "again" / file.name).read_bytes()


def test_merged_persons_and_deaths_survive(tmp_path):
    """Judgements are written as judgements: aliases and closed postings come out the same."""
    write_csv(tmp_path, "units", "id,name", "U1,甲")
    write_csv(tmp_path, "persons", "id,name,died", "P1,张三,2019-05", "P2,张三,")
    write_csv(tmp_path, "postings", "person,unit,start", "P2,U1,2001-01")
    write_csv(tmp_path, "same_person", "a,b,decision", "P1,P2,same")
    first = read_register(tmp_path)
    write_tables(first.tables, first.register.absent, tmp_path / "clean")
    second = read_register(tmp_path / "clean")
    assert second.register == first.register
    assert second.register.postings[0].end == date(2019, 5, 31)


def test_other_things_in_the_folder_are_never_touched(tmp_path):
    """A folder with anything else in it is refused; earlier clean tables are replaced."""
    out = tmp_path / "out"
    write_tables({"units": []}, frozenset(), out)
    write_tables({"persons": []}, frozenset(), out)
    assert [file.name for file in out.iterdir()] == ["persons.csv"]
    (out / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError):
        write_tables({"units": []}, frozenset(), out)
    assert sorted(file.name for file in out.iterdir()) == ["mine.txt", "persons.csv"]


def test_a_failure_leaves_nothing(tmp_path):
    """Where a row cannot be written nothing is left behind, and what was there stays."""
    out = tmp_path / "out"
    write_tables({"units": []}, frozenset(), out)
    with pytest.raises(AttributeError):
        write_tables({"persons": [], "units": [object()]}, frozenset(), out)
    assert [item.name for item in tmp_path.iterdir()] == ["out"]
    assert [file.name for file in out.iterdir()] == ["units.csv"]
