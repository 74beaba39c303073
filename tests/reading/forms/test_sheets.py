"""Sheets of merged cells: labels and values wherever people put them, several persons a workbook, hostile workbooks."""

import zipfile
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from forms_office import NUMBER, notes, office, posts, read, sheet
from huibi.reading import UnsoundRegisterError, packages, workbooks

CAREER = "1996.09—2000.07  东方大学中文系学习\n2000.07—2015.09  竹县财政局科员\n2015.09—  石桥镇镇长"
BESIDE = {
    "A1": "干部信息登记表",
    "A2": "姓  名",
    "B2": "张　三",
    "C2": "性\n别",
    "D2": "男",
    "E2": "出生年月\n(岁)",
    "F2": "1975.03\n(51岁)",
    "A3": "籍 贯",
    "B3": "东市竹县",
    "C3": "成长地",
    "E3": "民  族",
    "F3": "汉族",
    "A4": "身份证号码",
    "B4": NUMBER,
    "A5": "现任职务",
    "C5": "石桥镇镇长",
    "A6": "简\n\n历",
    "B6": CAREER,
    "A7": "家庭主要成员及重要社会关系",
    "B7": "称 谓",
    "C7": "姓 名",
    "D7": "出生日期",
    "E7": "政治面貌",
    "F7": "工 作 单 位 及 职 务",
    "B8": "妻子",
    "C8": "王 芳",
    "D8": 197605,
    "E8": "中共党员",
    "F8": "竹县财政局副局长",
    "B10": "岳父",
    "C10": "王老",
    "D10": date(1950, 1, 1),
    "F10": "已故",
    "A12": "填表时间：2026年6月1日",
}
BELOW = {
    "A1": "姓名",
    "B1": "性别",
    "C1": "出生年月",
    "D1": "籍贯",
    "A2": "张三",
    "B2": "男",
    "C2": "1975年3月",
    "D2": "竹县",
    "A3": "身份证号：" + NUMBER,
    "A5": "学习和工作简历",
    "A6": "起止时间",
    "B6": "单位",
    "C6": "职务",
    "A7": "1996.09-2000.07",
    "B7": "东方大学",
    "C7": "中文系学生",
    "A8": "2000.07-2015.09",
    "B8": "竹县财政局",
    "C8": "科员",
    "A9": "2015.09至今",
    "B9": "石桥镇人民政府",
    "C9": "镇长",
    "A10": "家庭成员情况",
    "A11": "与本人关系",
    "B11": "姓名",
    "C11": "出生日期",
    "D11": "单位及职务",
    "A12": "妻子",
    "B12": "王芳",
    "C12": "1976.05",
    "D12": "竹县财政局副局长",
    "A13": "岳父",
    "B13": "王老",
    "C13": "1950.01",
    "D13": "已故",
    "A14": "填表日期",
    "B14": "2026.06",
}
MERGED = ("A1:F1", "B4:F4", "A5:B5", "C5:F5", "B6:F6", "A7:A11", "A12:F12")


@pytest.mark.parametrize(
    ("cells", "merged"),
    [(BESIDE, MERGED), (BESIDE, ()), (BELOW, ("A3:D3", "A5:D5", "A10:D10")), (BELOW, ())],
)
def test_layouts(tmp_path, cells, merged):
    """Values beside or below their labels, merged or not, careers as text or as rows say the same."""
    folder = office(tmp_path / "r")
    sheet(folder / "张三.xlsx", cells, merged)
    register = read(folder).register
    own = register.persons["张三.xlsx#Sheet1:张三"]
    assert (own.sex, own.id_number, own.native_place, own.growth_place) == ("male", NUMBER, "990001", None)
    assert [(post[0], *post[3:]) for post in posts(register, "张三")] == [
        ("W3", "2000-07-01", "2015-09-30"),
        ("W7", "2015-09-01", "None"),
    ]
    assert [(row.school, row.class_name.removesuffix("学生")) for row in register.studies] == [("东方大学", "中文系")]
    assert [(row.term, register.persons[row.relative].name) for row in register.kin] == [
        ("妻子", "王芳"),
        ("岳父", "王老"),
    ]
    assert posts(register, "王芳") == [("W3", "副局长", "board", "None", "None")]
    assert str(register.persons["张三.xlsx#Sheet1:张三:王老"].died)[:7] == "2026-06"


def test_a_person_a_sheet(tmp_path):
    """A workbook may hold several persons, and tables beside them; what is neither is noted."""
    folder = office(tmp_path / "r")
    book = Workbook()
    for title, name in (("张三", "张三"), ("李四", "李四")):
        page = book.create_sheet(title)
        for row in (("姓名", name), ("性别", "男"), ("籍贯", "竹县"), ("现任职务", "石桥镇镇长")):
            page.append(row)
    pool = book.create_sheet("巡察人才库")
    pool.append(("人员", "类别", "可任角色"))
    pool.append(("李四", "抽调", "组长"))
    book.save(folder / "干部.xlsx")
    result = read(folder)
    assert list(result.register.pool) == ["干部.xlsx#李四:李四"]
    assert [post[:4] for post in posts(result.register, "张三")] == [("W7", "镇长", "chief", "None")]
    assert [note.sheet for note in result.notes if note.code == "read.sheet_unknown"] == ["Sheet"]


def test_faults_name_sheet_row_and_label(tmp_path):
    """A fault on a sheet names file, sheet, row of the cell and label; an identity number is masked."""
    folder = office(tmp_path / "r")
    bad = BESIDE | {"B4": NUMBER[:-1] + "1", "D8": "1976.13", "B6": "2015.13--  石桥镇镇长"}
    sheet(folder / "张三.xlsx", bad, MERGED)
    with pytest.raises(UnsoundRegisterError) as error:
        read(folder)
    assert [(fault.file, fault.sheet, fault.row, fault.column) for fault in error.value.faults] == [
        ("张三.xlsx", "Sheet1", 4, "身份证号码"),
        ("张三.xlsx", "Sheet1", 8, "出生日期"),
        ("张三.xlsx", "Sheet1", 1, "简历"),
    ]
    assert NUMBER[4:-1] not in repr(error.value.faults)


def test_a_number_that_lost_its_zero(tmp_path):
    """1975.1 as a number may be October, and an identity number as a number has lost digits: both are faults."""
    folder = office(tmp_path / "r")
    sheet(folder / "张三.xlsx", BESIDE | {"F2": 1975.1, "B4": int(NUMBER)}, MERGED)
    with pytest.raises(UnsoundRegisterError) as error:
        read(folder)
    assert {fault.code for fault in error.value.faults} == {"read.date_tenth", "read.identity_cut"}


def test_hostile_workbooks(tmp_path, monkeypatch):
    """Too many sheets, a sheet with far-off cells and a bomb are refused; the limits are made small to be quick."""
    monkeypatch.setattr(workbooks, "MOST_SHEETS", 20)
    monkeypatch.setattr(packages, "LARGEST_UNPACKED", 2**22)
    folder = office(tmp_path / "r", persons=["P1,王五,男,1970-01,"])
    book = Workbook(write_only=True)
    for i in range(21):
        book.create_sheet(f"s{i}")
    book.save(folder / "多.xlsx")
    far = Workbook()
    far.active["A1"], far.active["XFD1048576"] = "姓名", "x"
    far.save(folder / "远.xlsx")
    with zipfile.ZipFile(folder / "弹.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", "<workbook/>")
        with bomb.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(b" " * (2**22 + 1))
    with pytest.raises(UnsoundRegisterError) as error:
        read(folder)
    found = {(fault.file, fault.code) for fault in error.value.faults}
    assert found == {("多.xlsx", "read.too_many_sheets"), ("远.xlsx", "read.too_wide"), ("弹.xlsx", "read.too_large")}


def test_what_merged_cells_hide_is_noted(tmp_path):
    """A merged range that stayed behind when a row was put in hides values: they are not taken, and named by place."""
    office(tmp_path)
    sheet(tmp_path / "张三.xlsx", BESIDE)
    book = load_workbook(tmp_path / "张三.xlsx")
    book.active.merged_cells.add("B2:D2")  # the name's range, as it would lie one row too high
    book.active.merged_cells.add("C8:C9")
    book.save(tmp_path / "张三.xlsx")
    result = read(tmp_path)
    said = [note for note in result.notes if note.code == "read.form_covered"]
    assert [(note.file, note.row, note.params["cells"]) for note in said] == [("张三.xlsx", 2, "C2、D2")]
    assert [person.sex for person in result.register.persons.values() if person.name == "张三"] == [None]


def test_merged_cells_that_hide_nothing_are_not_noted(tmp_path):
    """Ranges over empty cells are how forms look."""
    office(tmp_path)
    sheet(tmp_path / "张三.xlsx", BESIDE, merged=["A1:F1", "B3:B3", "F3:H3"])
    assert notes(read(tmp_path), "read.form_covered") == []
