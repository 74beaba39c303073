"""Sound registers in every form that register.md allows."""

from datetime import date
from pathlib import Path

import pytest

from huibi.model.people import Category, Level, Role, Sex, UnitKind
from huibi.reading import read_register
from tables import write_csv, write_workbook

UNITS = ("id,name,kind,parent,headcount", "U1,安陵县财政局,department,,30", "U2,永安镇财政所,institution,U1,")
PERSONS = ("id,name,sex,birth,died", "P1,张三,male,1980-05-17,", "P2,李四,女,1982年3月,", "P3,𠮷田䶮,,,2020.05")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the two tables that may not be absent."""
    write_csv(tmp_path, "units", *UNITS)
    write_csv(tmp_path, "persons", *PERSONS)
    return tmp_path


def test_the_two_needed_tables_make_a_register(folder):
    """Units and persons alone are a register; the other tables are known to be absent."""
    result = read_register(folder)
    assert list(result.register.units) == ["U1", "U2"]
    assert result.register.units["U2"].kind is UnitKind.INSTITUTION
    assert result.register.persons["P2"].sex is Sex.FEMALE
    assert result.register.persons["P3"].name == "𠮷田䶮"
    assert "postings" in result.register.absent
    assert "persons" not in result.register.absent


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_are_told_apart(tmp_path, encoding):
    """UTF-8 with and without a mark and GB18030 give the same persons, rare characters too."""
    write_csv(tmp_path, "units", *UNITS, encoding=encoding)
    write_csv(tmp_path, "persons", *PERSONS, encoding=encoding)
    register = read_register(tmp_path).register
    assert [person.name for person in register.persons.values()] == ["张三", "李四", "𠮷田䶮"]


def test_a_few_words_in_gb18030_that_happen_to_be_sound_utf8(folder):
    """爷爷 in GB18030 is also sound UTF-8 (үү); a file without a single Chinese sign in UTF-8 is read as GB18030."""
    write_csv(folder, "kin", "person,relative,term", "P1,P3,爷爷", encoding="gb18030")
    assert [row.term for row in read_register(folder).register.kin] == ["爷爷"]


def test_chinese_heads_in_any_order_and_full_width_forms(tmp_path):
    """Chinese file names and heads, padded names, full-width ids and digits mean what the plain ones mean."""
    write_csv(tmp_path, "单位", "人数, 单位名称 ,单位类型,单位编号", "３０,安陵县财政局,部门,Ｕ１")
    write_csv(tmp_path, "人员", "姓名,性别,人员编号", "张　三,男, P1 ")
    write_csv(
        tmp_path,
        "任职经历",
        "岗位,起,止,单位,人员,职务",
        "班子成员,２０１９年３月,至今,u1,P1,副局长".replace("u1", "Ｕ１"),
    )
    register = read_register(tmp_path).register
    assert register.units["U1"].headcount == 30
    assert register.persons["P1"].name == "张三"
    (posting,) = register.postings
    assert (posting.unit, posting.level, posting.start, posting.end) == ("U1", Level.BOARD, date(2019, 3, 1), None)


@pytest.mark.parametrize(
    "written", ["2019-03-01", "2019-03", "2019.03", "2019/3", "201903", "2019年3月", "2019.3", "20190301"]
)
def test_each_form_of_a_start(folder, written):
    """A start without a day is the first of the month."""
    write_csv(folder, "postings", "person,unit,start", f"P1,U1,{written}")
    assert read_register(folder).register.postings[0].start == date(2019, 3, 1)


@pytest.mark.parametrize(
    ("written", "end"), [("2024-02", date(2024, 2, 29)), ("2023.12", date(2023, 12, 31)), ("现在", None), ("", None)]
)
def test_each_form_of_an_end(folder, written, end):
    """An end without a day is the last of the month; empty, 至今 and 现在 are now."""
    write_csv(folder, "postings", "person,unit,start,end", f"P1,U1,2019-03,{written}")
    assert read_register(folder).register.postings[0].end == end


def test_a_workbook_with_real_dates_and_numbers(tmp_path):
    """Date cells, 201903 and 2019.03 as numbers, and whole numbers as ids are read from a workbook."""
    path = write_workbook(
        tmp_path / "登记.xlsx",
        {
            "单位": [["单位编号", "单位名称"], [1001, "财政局"], [1002, "审计局"]],
            "persons": [["id", "name", "birth"], ["P1", "张三", date(1980, 5, 17)]],
            "任职经历": [
                ["人员", "单位", "起", "止"],
                ["张三", 1001, 201903, 2020.03],
                ["P1", "审计局", 2021.12, date(2022, 1, 5)],
            ],
        },
    )
    register = read_register(path).register
    assert register.persons["P1"].birth == date(1980, 5, 17)
    one, two = register.postings
    assert (one.person, one.unit, one.start, one.end) == ("P1", "1001", date(2019, 3, 1), date(2020, 3, 31))
    assert (two.unit, two.start, two.end) == ("1002", date(2021, 12, 1), date(2022, 1, 5))


def test_a_table_in_several_files_and_a_mixed_folder(folder):
    """Parts of a table add up; rows of the first file in name order go by table:row, the others name their file."""
    write_csv(folder, "postings-2", "person,unit,start", "P2,U1,2020-01")
    write_csv(folder, "postings", "person,unit,start", "P1,U1,2019-03", "", "P1,U2,2021-03")
    write_workbook(folder / "更多.xlsx", {"任职经历": [["人员", "单位", "起"], ["李四", "U2", "2022.1"]]})
    register = read_register(folder).register
    assert [row.record for row in register.postings] == [
        "postings:2",
        "postings:postings.csv:2",
        "postings:postings.csv:4",
        "postings:更多.xlsx:2",
    ]
    assert register.postings[-1].start == date(2022, 1, 1)


def test_lists_and_pool(folder):
    """Lists are separated by any of the marks; a cadre's roles and specialities come as such."""
    write_csv(
        folder, "pool", "person,category,roles,specialities", "P1,专职,组长；副组长,财务、审计", "李四,seconded,member,"
    )
    write_csv(folder, "postings", "person,unit,start,oversees", 'P1,U1,2019-03,"U2,安陵县财政局"')
    register = read_register(folder).register
    assert register.pool["P1"].roles == {Role.LEADER, Role.DEPUTY}
    assert register.pool["P1"].specialities == ("财务", "审计")
    assert register.pool["P2"].category is Category.SECONDED
    assert register.postings[0].oversees == ("U2", "U1")


def test_unknown_things_are_noted_and_not_fatal(folder):
    """Files, columns and forms that are no part of the register are noted, never skipped in silence."""
    (folder / "说明.txt").write_text("x", encoding="utf-8")
    (folder / "旧").mkdir()
    write_csv(folder, "kin", "person,relative,term,血型", "P1,P2,妻子,A")
    codes = {(note.code, note.file, note.column) for note in read_register(folder).notes}
    assert ("read.file_unknown", "说明.txt", None) in codes
    assert ("read.folder_left", "旧", None) in codes
    assert ("read.column_unknown", "kin.csv", "血型") in codes


def test_persons_judged_same_are_one_everywhere(folder):
    """The id in the pool is kept, transitively; rows move to it, gaps are filled, open postings end at death."""
    write_csv(folder, "persons", *PERSONS, "P4,李四,female,1982-03-05,", "P5,李四,,,2024-06-30")
    write_csv(folder, "pool", "person,category,roles", "P4,抽调,成员")
    write_csv(folder, "postings", "person,unit,start,end", "P2,U1,2010-01,", "P5,U2,2012-01,2013-01")
    write_csv(folder, "kin", "person,relative,term", "P2,P1,丈夫")
    write_csv(folder, "same_person", "a,b,decision", "P2,P5,same", "P5,P4,同一人")
    register = read_register(folder).register
    assert dict(register.aliases) == {"P2": "P4", "P5": "P4"}
    assert set(register.persons) == {"P1", "P3", "P4"}
    assert register.persons["P4"].died == date(2024, 6, 30)
    assert register.persons["P4"].birth == date(1982, 3, 5)
    assert {row.person for row in register.postings} == {"P4"}
    assert register.postings[0].end == date(2024, 6, 30)
    assert register.kin[0].person == "P4"


def test_a_workbook_that_is_named_like_its_table(folder):
    """Where no sheet is named the file says what its first sheet is; a workbook without any table is noted."""
    write_workbook(
        folder / "任职经历.xlsx", {"Sheet1": [["人员", "单位", "起"], ["P1", "U1", "2019-03"]], "Sheet2": [["x"]]}
    )
    write_workbook(folder / "登记表.xlsx", {"Sheet1": [["姓名", "张三"]]})
    (folder / "旧表.xls").write_bytes(b"x")
    result = read_register(folder)
    assert [row.record for row in result.register.postings] == ["postings:2"]
    codes = {(note.code, note.file, note.sheet) for note in result.notes}
    assert ("read.sheet_unknown", "任职经历.xlsx", "Sheet2") in codes
    assert ("read.workbook_left", "登记表.xlsx", None) in codes
    assert ("read.spreadsheet_left", "旧表.xls", None) in codes
