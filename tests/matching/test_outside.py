"""Outside lists: heads of many makings, rows held against the register, faults all at once."""

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from huibi.errors import InputError
from huibi.matching.match import match_list
from huibi.matching.numbers import like
from huibi.reading import read_list
from make import person, posting, region, register, unit

NUMBER = "519821197503070015"
COUNTY = Path(__file__).parents[2] / "data/huibi_data/samples/county"


def office():
    """Two namesakes at two bureaus, and somebody with a rare name."""
    return register(
        units=[unit("U1", name="安陵县财政局", region="519821"), unit("U2", name="安陵县教育局", region="519821")],
        persons=[
            person("A", name="王建国", birth="1975-03-01", id_number=NUMBER),
            person("B", name="王建国", birth="1980-08-01"),
            person("C", name="诸葛犇", birth="1990-01-01"),
        ],
        postings=[posting("A", "U1", title="副局长"), posting("B", "U2")],
        regions={"519821": region("519821", "county", name="安陵县")},
    )


def write(path, rows):
    """Write rows as a CSV or a workbook."""
    if path.suffix == ".csv":
        path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
        return path
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.active.merge_cells("A1:C1")
    book.save(path)
    return path


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_a_list_under_a_title_is_read(tmp_path, name):
    """The head is found below a title; unknown columns are noted; blank rows are none; years alone will do."""
    rows = [
        ["供应商名单", "", "", ""],
        ["企业名称", "法定代表人*", "出生日期", "电话"],
        ["宏达公司", "诸葛犇", "1990", "1"],
        ["", "", "", ""],
    ]
    found = read_list(write(tmp_path / name, rows))
    (only,) = found.people
    assert (only.name, only.unit, only.row, only.id, only.year_only) == ("诸葛犇", "宏达公司", 3, "3", True)
    assert [note.column for note in found.notes] == ["电话"]


def test_several_names_in_a_row_are_several_people(tmp_path):
    """Each name column and each name in a cell is a person; firms among them are none."""
    rows = [["序号", "公司名称", "法定代表人", "股东"], ["7", "宏达公司", "王建国", "诸葛犇、远大集团有限公司"]]
    found = read_list(write(tmp_path / "list.csv", rows)).people
    assert [(row.name, row.column) for row in found] == [("王建国", "法定代表人"), ("诸葛犇", "股东")]


def test_a_line_that_bears_its_number_alone_is_blank(tmp_path):
    """Lists are numbered further than they are filled; a firm without a person is a fault all the same."""
    rows = [["序号", "编号", "单位", "姓名"], ["1", "A1", "甲公司", "张三"], ["2", "A2", "", ""], ["3", "", "", ""]]
    assert [row.name for row in read_list(write(tmp_path / "list.csv", rows)).people] == ["张三"]
    with pytest.raises(InputError):
        read_list(write(tmp_path / "firm.csv", [*rows, ["4", "A4", "乙公司", ""]]))


def test_every_fault_is_told_at_once(tmp_path):
    """Bad cells are told with row and column, numbers masked; with skip_faulty the sound rows are read."""
    rows = [
        ["姓名", "出生年月", "身份证号"],
        ["王建国", "1975-13", "51982119750307"],
        ["", "1990-01", ""],
        ["诸葛犇", "1990-01", ""],
    ]
    path = write(tmp_path / "list.csv", rows)
    with pytest.raises(InputError) as caught:
        read_list(path)
    places = [(fault.row, fault.column, fault.code) for fault in caught.value.faults]
    assert places == [
        (2, "身份证号", "read.identity_form"),
        (2, "出生年月", "read.date_impossible"),
        (3, "姓名", "read.required"),
    ]
    assert "19750307" not in str([fault.to_json() for fault in caught.value.faults])
    assert [row.name for row in read_list(path, skip_faulty=True).people] == ["诸葛犇"]


def test_a_list_without_names_or_of_another_form_is_refused(tmp_path):
    """A file in which no head names people, or that is no table, is told in words."""
    (tmp_path / "list.txt").write_text("王建国", encoding="utf-8")
    for path, code in (
        (write(tmp_path / "a.csv", [["x", "y"], ["1", "2"]]), "read.list_no_head"),
        (tmp_path / "list.txt", "read.list_form"),
    ):
        with pytest.raises(InputError) as caught:
            read_list(path)
        assert [fault.code for fault in caught.value.faults] == [code]


@pytest.mark.parametrize(
    ("row", "person_id", "low"),
    [
        (["王建国", "", "", NUMBER], "A", 0.999),
        (["王建国", "", "", "519821750307001"], "A", 0.999),
        (["王建国", "", "", "519821********0015"], "A", 0.9),
        (["王建国", "1980-08", "", ""], "B", 0.8),
        (["王建国", "", "县财政局副局长", ""], "A", 0.5),
        (["诸葛犇", "1990", "", ""], "C", 0.8),
    ],
)
def test_rows_are_held_against_the_register(tmp_path, row, person_id, low):
    """Number (also old and masked), birth, unit and a rare name each find the one who is meant."""
    rows = [["姓名", "出生年月", "工作单位及职务", "身份证号"], row]
    found = match_list(office(), read_list(write(tmp_path / "list.csv", rows)).people, least=0).found
    assert found[0].a == person_id
    assert found[0].probability >= low
    assert all(other.probability < 0.3 for other in found[1:])
    line = found[0].to_json()
    assert (line["b"], line["row"], line["name"]) == ("2", 2, row[0])


def test_another_number_is_another_person(tmp_path):
    """A namesake with another sound number is not suggested."""
    rows = [["姓名", "身份证号"], ["诸葛犇", "519821199001010011"], ["王建国", "519821198008070012"]]
    found = match_list(office(), read_list(write(tmp_path / "list.csv", rows)).people, least=0).found
    assert "A" not in {row.a for row in found}


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (NUMBER, NUMBER, "same"),
        (NUMBER, "519821750307001", "same"),
        (NUMBER, "5198211975******15", "masked"),
        (NUMBER, "519821197503070031", None),
        (NUMBER, "519821197503070025", "slip"),
        (NUMBER, "519821197503700015", "slip"),
        (NUMBER, "51982119750307001", "same"),
        (NUMBER, "519822197603070012", None),
    ],
)
def test_numbers_beside_each_other(one, other, level):
    """Equal, old, masked, one slip apart, or of two persons; the same from either side."""
    assert like(one, other) == level
    assert like(other, one) == level


def test_the_command_writes_lines(tmp_path):
    """`huibi match` writes JSON lines and says how many; a list likewise; a stated language is kept to."""
    path = write(tmp_path / "list.csv", [["姓名", "单位"], ["付雪静", "安陵县财政局"]])
    for more, keys in (
        ([], {"a", "b", "probability", "evidence"}),
        (["--against", path], {"a", "b", "row", "name", "probability", "evidence"}),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "huibi.cli.main", "--lang", "en", "match", COUNTY, *more],
            capture_output=True,
            text=True,
            check=True,
        )
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        assert lines
        assert all(set(line) == keys and 0.5 <= line["probability"] <= 1 for line in lines)
        assert all(piece["words"] and "{" not in piece["words"] for line in lines for piece in line["evidence"])
        assert "may be one person" in done.stderr


def test_heads_are_known_by_their_ends(tmp_path):
    """员工姓名 and 股东（持股比例） are names; 主管单位 is no unit where a listed head stands."""
    rows = [["员工姓名", "股东（持股比例）", "主管单位", "企业名称"], ["诸葛犇", "王建国（60%）", "某局", "宏达公司"]]
    found = read_list(write(tmp_path / "list.csv", rows))
    assert [(row.name, row.unit) for row in found.people] == [("诸葛犇", "宏达公司"), ("王建国", "宏达公司")]
    assert [note.column for note in found.notes] == ["主管单位"]


def test_a_rare_name_alone_is_shown_of_a_list(tmp_path):
    """Where a list has names only, one that a single person of the register bears is shown, as less than likely."""
    people = read_list(write(tmp_path / "list.csv", [["法定代表人"], ["诸葛犇"], ["诸葛亮"]])).people
    (only,) = match_list(office(), people).found
    assert only.a == "C"
    assert 0.3 <= only.probability < 0.5


def test_a_list_in_traditional_characters(tmp_path):
    """Where a list is written so, its names count as the same, and are shown as they stand there."""
    people = read_list(write(tmp_path / "list.csv", [["負責人"], ["諸葛犇"], ["陳麗華"], ["王建國"]])).people
    found = match_list(office(), people, least=0.1).found
    levels = {(match.a, match.listed.name): match.evidence[1].level for match in found}
    assert levels[("C", "諸葛犇")] == "exact"
    assert levels[("A", "王建國")] == "exact"
