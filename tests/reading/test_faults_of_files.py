"""Faults of whole files and sheets: damaged, locked, too large, no table."""

import zipfile

import pytest
import xlsxwriter

from huibi.reading import UnsoundRegisterError, files, packages, read_register
from reading_faults import BASE, found_in, plant
from tables import write_csv, write_workbook


def test_formulas_errors_and_merged_cells(tmp_path):
    """In a sheet that is a table they are faults of their cells; other sheets may hold what they like."""
    book = xlsxwriter.Workbook(tmp_path / "登记.xlsx")
    units, persons, other = (book.add_worksheet(name) for name in ("单位", "persons", "说明"))
    for sheet, head in ((units, ("单位编号", "单位名称")), (persons, ("id", "name"))):
        sheet.write_row(0, 0, head)
        for row in range(1, 5):
            sheet.write_row(row, 0, (f"X{row}", "某某"))
    units.write_formula(2, 1, '=A1&"局"', None, "局")
    units.write_formula(3, 1, "=1/0", None, "#DIV/0!")
    persons.merge_range(2, 0, 3, 1, "X2")
    other.merge_range(0, 0, 0, 3, "说明")
    book.close()
    assert found_in(tmp_path / "登记.xlsx") == [
        ("read.formula", "登记.xlsx", 3, "单位名称"),
        ("read.formula", "登记.xlsx", 4, "单位名称"),
        ("read.merged", "登记.xlsx", 3, "id"),
    ]


def test_files_that_cannot_be_read(tmp_path):
    """Encrypted, damaged, empty, mistaken and wrongly encoded files are each one fault of the file."""
    for key, (head, *rows) in BASE.items():
        write_csv(tmp_path, key, head, *rows)
    (tmp_path / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    (tmp_path / "b.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Workbook")
    (tmp_path / "c.xlsx").write_text("id,name", encoding="utf-8")
    (tmp_path / "d.xlsx").write_bytes(b"")
    (tmp_path / "ties.csv").write_bytes(b"")
    (tmp_path / "kin.csv").write_bytes(b"person,relative,term\n" + "P3,P1,父亲\n".encode() * 20 + b"P1,P2,\xe7\n")
    (tmp_path / "pool.csv").write_bytes("person\tcategory".encode("utf-16"))
    (tmp_path / "studies.csv").write_text('person,school\nP1,一中\nP2,"二中\n', encoding="utf-8")
    assert found_in(tmp_path) == [
        ("read.encrypted", "a.xlsx", None, None),
        ("read.no_workbook", "b.xlsx", None, None),
        ("read.no_workbook", "c.xlsx", None, None),
        ("read.no_workbook", "d.xlsx", None, None),
        ("read.encoding", "kin.csv", 22, None),
        ("read.empty", "ties.csv", None, None),
        ("read.csv_broken", "studies.csv", 3, None),
        ("read.encoding", "pool.csv", 1, None),
    ]


def test_what_a_workbook_that_cannot_be_read_holds_is_not_missing(tmp_path):
    """It may hold the tables that stand nowhere else; references to tables that are there are looked at."""
    (tmp_path / "a.xlsx").write_text("id,name", encoding="utf-8")
    assert found_in(tmp_path / "a.xlsx") == [("read.no_workbook", "a.xlsx", None, None)]
    write_csv(tmp_path, "units", "id,name", "U1,财政局")
    assert found_in(tmp_path) == [("read.no_workbook", "a.xlsx", None, None)]
    write_csv(tmp_path, "persons", "id,name", "P1,张三")
    write_csv(tmp_path, "postings", "person,unit,start", "P2,U1,2020-01")
    assert found_in(tmp_path) == [
        ("read.no_workbook", "a.xlsx", None, None),
        ("read.unknown_reference", "postings.csv", 2, "person"),
    ]


def test_a_file_too_large_is_one_fault(tmp_path, monkeypatch):
    """The table in it is not called missing besides, whether a CSV file or a sheet."""
    write_csv(tmp_path, "units", "id,name", "U1,财政局")
    write_csv(tmp_path, "persons", "id,name", *(f"P{i},张三" for i in range(9)))
    monkeypatch.setattr(files, "LARGEST_FILE", 40)
    assert found_in(tmp_path) == [("read.too_large", "persons.csv", None, None)]


def test_a_head_with_more_columns_than_a_sheet_can_have(tmp_path):
    """It is no table, and not each of its columns is told."""
    write_csv(tmp_path, "units", "id,name", "U1,财政局")
    write_csv(tmp_path, "persons", "id,name" + ",x" * 16_383, "P1,张三")
    assert found_in(tmp_path) == [("read.too_many_columns", "persons.csv", None, None)]


def test_a_packed_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    """The unpacked size counts; so does the size of a plain file."""
    monkeypatch.setattr(packages, "LARGEST_UNPACKED", 2**20)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b" " * 2**21)
    assert found_in(tmp_path / "a.xlsx")[0] == ("read.too_large", "a.xlsx", None, None)
    monkeypatch.setattr(files, "LARGEST_FILE", 10)
    assert plant(tmp_path, "kin")[0][0] == "read.too_large"


def test_a_sheet_that_is_one_endless_blank_is_damaged(tmp_path, monkeypatch):
    """No cell is that long: it is refused where it begins, and not held to its end."""
    monkeypatch.setattr(packages, "_LONGEST_STRETCH", 2**20)
    write_workbook(tmp_path / "a.xlsx", {"persons": (("id", "name"), ("P1", "甲"))})
    padded = tmp_path / "b.xlsx"
    with zipfile.ZipFile(tmp_path / "a.xlsx") as sound, zipfile.ZipFile(padded, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sound.namelist():
            blank = b" " * 2**22 if name.startswith("xl/worksheets/") else b""
            package.writestr(name, sound.read(name).replace(b"</worksheet>", blank + b"</worksheet>"))
    assert [found[0] for found in found_in(padded)][:1] == ["read.damaged"]


def test_a_password_on_the_package(tmp_path):
    """A workbook in a package with encrypted parts is said to be encrypted."""
    path = write_workbook(tmp_path / "a.xlsx", {"persons": [["id", "name"]]})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := data.find(mark, place + 1)) >= 0:
            data[place + offset] |= 1
    path.write_bytes(data)
    assert found_in(path)[0] == ("read.encrypted", "a.xlsx", None, None)


def test_nothing_there(tmp_path):
    """A path that does not exist is one fault."""
    assert found_in(tmp_path / "nirgends") == [("read.no_such_path", "nirgends", None, None)]


def test_a_cell_in_the_farthest_corner(tmp_path):
    """A sheet that spans more cells than a reader can hold is refused before it is read."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("persons")
        sheet.write_row(0, 0, ("id", "name"))
        sheet.write(1_048_575, 16_383, "x")
    with pytest.raises(UnsoundRegisterError) as caught:
        read_register(path)
    assert ("read.too_wide", "persons") in [(fault.code, fault.sheet) for fault in caught.value.faults]


def test_column_letters_and_numbers():
    """Letters and numbers of columns are each other's inverse, over the edges too."""
    assert [packages.column_letters(column) for column in (0, 25, 26, 701, 702, 16_383)] == [
        *("A", "Z", "AA", "ZZ", "AAA", "XFD")
    ]
    assert all(packages.column_number(packages.column_letters(column)) == column for column in range(16_384))
