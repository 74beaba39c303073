"""Mangled registers: whatever happens to the files, the answer is a register or a list of faults."""

import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huibi.errors import InputError
from huibi.messages import describe
from huibi.reading import read_register, read_round
from make import register
from tables import write_csv, write_workbook

TABLES: dict[str, list[list[str]]] = {
    "regions": [
        ["区划代码", "名称", "层级", "上级代码"],
        ["5198", "沱州市", "市", ""],
        ["519821", "安陵县", "县", "5198"],
    ],
    "units": [
        ["id", "name", "region", "parent", "headcount"],
        ["U1", "财政局", "519821", "", "30"],
        ["U2", "财政所", "519821", "U1", ""],
    ],
    "persons": [
        ["人员编号", "姓名", "性别", "出生年月", "去世时间", "身份证号", "籍贯"],
        ["P1", "张三", "男", "1950-03", "2020-01", "", "安陵县"],
        ["P2", "李四", "女", "1975.07", "", "", "519821"],
        ["P3", "王五", "", "", "", "", ""],
    ],
    "postings": [
        ["person", "unit", "title", "level", "oversees", "start", "end"],
        ["P2", "U1", "局长", "", "U2", "2019年3月", "至今"],
    ],
    "kin": [["person", "relative", "term", "since", "ended", "raised"], ["P2", "P1", "父亲", "", "", ""]],
    "pool": [["person", "category", "roles", "specialities"], ["P3", "专职", "组长、成员", "财务"]],
    "same_person": [["a", "b", "decision"], ["P1", "P2", "different"]],
    "declarations": [["id", "person", "unit"], ["D1", "P2", "U2"]],
}
ROUND = """[round]
id = "1"
as_of = 2026-08-15
[[teams]]
id = "T1"
size = [1, 2]
roles = { leader = [1, 1] }
[[pins]]
team = "T1"
person = "P1"
"""
ODD = [
    "",
    " ",
    "P1",
    "U1",
    "519821",
    "2019-02-30",
    "9999-99",
    "男",
    "=1+1",
    "\ufeff",
    "０",
    "-1",
    "1e9",
    "a" * 40_000,
    '"',
    "、",
    "同上",
]


@st.composite
def mangled(draw):
    """Return the tables after a few cells, rows, columns or heads were changed, dropped, doubled or swapped."""
    tables = {key: [list(row) for row in rows] for key, rows in TABLES.items()}
    for _ in range(draw(st.integers(1, 4))):
        key = draw(st.sampled_from(sorted(tables)))
        rows = tables[key]
        i = draw(st.integers(0, len(rows) - 1))
        j = draw(st.integers(0, len(rows[0]) - 1))
        what = draw(st.sampled_from(["cell", "swap", "row", "double", "column", "table"]))
        if what == "cell":
            rows[i][j : j + 1] = [draw(st.sampled_from(ODD) | st.text(max_size=5))]
        elif what == "swap":
            rows[i].insert(0, rows[i].pop(min(j, len(rows[i]) - 1)))
        elif what == "row" and len(rows) > 1:
            rows.pop(i)
        elif what == "double":
            rows.append(list(rows[i]))
        elif what == "column" and min(map(len, rows)) > 1:
            for row in rows:
                row.pop(min(j, len(row) - 1))
        elif what == "table" and len(tables) > 1:
            tables.pop(key)
    return tables


def _attempt(job):
    """Return what a job gives, or the faults that it raises."""
    try:
        return job(), ()
    except InputError as error:
        return None, error.faults


def _check(path: Path) -> None:
    for skip_faulty in (False, True):
        result, faults = _attempt(lambda skip=skip_faulty: read_register(path, skip_faulty=skip))
        assert (result is None) == bool(faults)
        assert all(map(describe, faults))
        if result is not None:
            _check_sound(result, left_out=skip_faulty)


def _check_sound(result, *, left_out):
    known = set(result.register.persons)
    assert {row.person for row in result.register.postings} <= known
    assert {row.relative for row in result.register.kin} <= known
    if "regions" not in result.register.absent:
        assert {row.region for row in result.register.units.values()} <= {None, *result.register.regions}
    assert left_out or not result.faults


@settings(max_examples=40, deadline=None)
@given(mangled(), st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]))
def test_mangled_folders(tmp_path_factory, tables, encoding):
    """A folder of mangled CSV files is read or refused with faults that can be told."""
    folder = tmp_path_factory.mktemp("folder")
    for key, rows in tables.items():
        lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
        (folder / f"{key}.csv").write_text("\n".join(lines), encoding=encoding, errors="replace", newline="")
    _check(folder)


@settings(max_examples=20, deadline=None)
@given(mangled())
def test_mangled_workbooks(tmp_path_factory, tables):
    """So is a workbook with mangled sheets."""
    path = tmp_path_factory.mktemp("book") / "登记.xlsx"
    cut = {key: [[cell[:32_000] for cell in row] for row in rows] for key, rows in tables.items()}
    _check(write_workbook(path, cut))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 40), st.sampled_from(["book", "text"]))
def test_damaged_bytes(tmp_path_factory, seed, count, kind):
    """Bytes changed, cut or added anywhere in a file lead to a register or to faults."""
    folder = tmp_path_factory.mktemp("bytes")
    chance = random.Random(seed)  # noqa: S311 - nothing secret, only repeatable
    if kind == "book":
        path = write_workbook(folder / "登记.xlsx", TABLES)
    else:
        for key, (head, *rows) in TABLES.items():
            write_csv(folder, key, ",".join(head), *map(",".join, rows))
        path = folder / f"{chance.choice(sorted(TABLES))}.csv"
    data = bytearray(path.read_bytes())
    for _ in range(count):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if chance.random() < 0.3:
        del data[chance.randrange(len(data)) :]
    path.write_bytes(data)
    _check(folder)


@pytest.mark.parametrize("name", ["登记.zip", "登记.xlsx"])
def test_a_damaged_list_of_a_package(tmp_path, name):
    """Bytes changed in the list at the end, by which a package is read: names, offsets, sizes."""
    path = tmp_path / name
    if name.endswith(".zip"):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for key, rows in TABLES.items():
                package.writestr(f"{key}.csv", "\n".join(map(",".join, rows)))
    else:
        write_workbook(path, TABLES)
    sound = path.read_bytes()
    start = sound.index(b"PK\1\2")
    chance = random.Random(1)  # noqa: S311 - nothing secret, only repeatable
    for _ in range(150):
        data = bytearray(sound)
        for _ in range(chance.choice((1, 1, 2, 4))):
            data[chance.randrange(start, len(data))] = chance.choice((0, 128, 255))
        path.write_bytes(data)
        _check(path)
    data = bytearray(sound)
    data[start + 28 : start + 30] = bytes(2)  # the length of the first name
    path.write_bytes(data)
    _check(path)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, len(ROUND) - 1),
    st.text(max_size=6) | st.sampled_from(["[", "= 1", '"T1"', "1.5", "{}", "[[]]", "2026-01-01"]),
    st.integers(0, 9),
)
def test_mangled_rounds(tmp_path_factory, place, text, cut):
    """A mangled round is a round or a list of faults."""
    path = tmp_path_factory.mktemp("round") / "round.toml"
    path.write_text(ROUND[:place] + text + ROUND[place + cut :], encoding="utf-8", errors="replace", newline="")
    found, faults = _attempt(lambda: read_round(path, register()))
    assert found is not None or (faults and all(map(describe, faults)))


_ROUND_KEYS = (
    *("round", "units", "teams", "limits", "counties", "pins", "policy", "search", "round.id", "round.organiser"),
    *("round.start", "round.stage", "round.mode", "counties.bars", "counties.travel", "counties.lend", "counties.own"),
    *("limits.same_home_unit", "search.seed"),
)


@pytest.mark.parametrize("value", ["1", "[]", "[1]", "[[1]]", '"x"', "{ a = 1 }", "true", "1.5", "2026-01-01"])
@pytest.mark.parametrize(
    "key",
    _ROUND_KEYS,
)
def test_wrong_types_in_a_round(tmp_path, key, value):
    """A value of the wrong type anywhere is told, not tripped over."""
    path = tmp_path / "round.toml"
    base = "" if key.startswith("round") else 'round = { id = "1", as_of = 2026-01-01 }\n'
    path.write_text(f"{base}{key} = {value}\n", encoding="utf-8")
    found, faults = _attempt(lambda: read_round(path, register()))
    assert found is not None or (faults and all(map(describe, faults)))
