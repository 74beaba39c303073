"""Each kind of fault is found, with its file, row and column, and all of them at once."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from huibi.messages import describe
from huibi.reading import UnsoundRegisterError, files, packages, read_register
from huibi.reading.identity import check_character
from tables import write_csv, write_workbook

# A sound register; each case below appends rows or replaces a table, and names what must be found.
BASE: dict[str, tuple[str, ...]] = {
    "regions": (
        "code,name,level,parent",
        "5198,沱州市,city,",
        "519821,安陵县,county,5198",
        "519821100,永安镇,township,519821",
    ),
    "units": (
        "单位编号,单位名称,所在区划,主管单位,人数",
        "U1,安陵县,519821,,",
        "U2,永安镇人民政府,519821100,U1,40",
        "U3,同名所,,,",
        "U4,同名所,,,",
    ),
    "persons": (
        "人员编号,姓名,性别,出生年月,去世时间,身份证号",
        "P1,张大,男,1950-03,,",
        "P2,李英,女,1952-07,,",
        "P3,张小,男,1978-01-09,2020-06,",
        "P4,王芳,女,1980-02,,",
        "P5,王芳,,,,",
        "P6,无名,,,,",
    ),
    "postings": ("人员,单位,职务,岗位,起,止", "P1,U1,局长,,1990-01,2010-01"),
    "kin": ("person,relative,term", "P3,P1,父亲", "P3,P2,母亲"),
}


def _plant(
    folder: Path, table: str, *rows: str, head: str | None = None
) -> list[tuple[str, str | None, int | None, str | None]]:
    tables = BASE | {table: (head, *rows)} if head else BASE | {table: (*BASE[table], *rows)}
    for key, (first, *rest) in tables.items():
        write_csv(folder, key, first, *rest)
    return _found(folder)


def _found(path: Path) -> list[tuple[str, str | None, int | None, str | None]]:
    with pytest.raises(UnsoundRegisterError) as caught:
        read_register(path)
    for fault in caught.value.faults:
        assert describe(fault)
    return [(fault.code, fault.file, fault.row, fault.column) for fault in caught.value.faults]


def test_the_base_is_sound(tmp_path):
    """What the cases spoil is sound before."""
    for key, (head, *rows) in BASE.items():
        write_csv(tmp_path, key, head, *rows)
    assert len(read_register(tmp_path).register.persons) == 6


ID_BODY = "51982119800217123"
ROW_CASES = [
    # references
    ("postings", "P1,U9,职员,,2011-01,", "read.unknown_reference", "单位"),
    ("postings", "P9,U1,职员,,2011-01,", "read.unknown_reference", "人员"),
    ("postings", "P1,同名所,职员,,2011-01,", "read.ambiguous_reference", "单位"),
    ("kin", "P1,王芳,女儿", "read.ambiguous_reference", "relative"),
    ("units", "U5,新,519829,,", "read.unknown_reference", "所在区划"),
    ("units", "U5,新,,U9,", "read.unknown_reference", "主管单位"),
    # ids
    ("persons", "P1,又一,,,,", "read.duplicate_id", "人员编号"),
    ("units", "U1,又一,,,", "read.duplicate_id", "单位编号"),
    ("regions", "519821,又一,county,5198", "read.duplicate_id", "code"),
    # required values
    ("persons", "P7,,,,,", "read.required", "姓名"),
    ("persons", ",有名无号,,,,", "read.required", "人员编号"),
    ("postings", "P1,U1,职员,,,", "read.required", "起"),
    ("kin", "P1,P2,", "read.required", "term"),
    # dates
    ("postings", "P1,U1,职员,,2012-01,2011-01", "read.end_before_start", "止"),
    ("postings", "P1,U1,职员,,2011-02-30,", "read.date_impossible", "起"),
    ("postings", "P1,U1,职员,,2011-13,", "read.date_impossible", "起"),
    ("postings", "P1,U1,职员,,0219-03,", "read.date_impossible", "起"),
    ("postings", "P1,U1,职员,,2011.1,", "read.date_tenth", "起"),
    ("postings", "P1,U1,职员,,至今,", "read.date_form", "起"),
    ("postings", "P1,U1,职员,,2011,", "read.date_form", "起"),
    ("postings", "P1,U1,职员,,去年,", "read.date_form", "起"),
    ("persons", "P7,新,,1950-01,1949-12,", "read.end_before_start", "去世时间"),
    ("persons", "P7,新,,1950-01,至今,", "read.date_form", "去世时间"),
    ("postings", "P3,U1,职员,,2020-07,", "read.posting_after_death", "起"),
    ("postings", "P1,U1,局长,,2005-01,", "read.posting_twice", "起"),
    # words and numbers
    ("persons", "P7,新,男女,,,", "read.unknown_word", "性别"),
    ("postings", "P1,U1,职员,处长,2011-01,", "read.unknown_word", "岗位"),
    ("units", "U5,新,,,四十", "read.not_a_count", "人数"),
    ("units", "U5,新,,,12.5", "read.not_a_count", "人数"),
    ("units", "U5,新,,,-3", "read.not_a_count", "人数"),
    # kin
    ("kin", "P1,P1,弟弟", "read.with_oneself", "relative"),
    ("kin", "P3,P4,母亲", "read.kin_age", "term"),
    ("kin", "P4,P2,父亲", "read.kin_sex", "term"),
    ("kin", "P1,P2,丈夫", "read.kin_sex", "term"),
    ("kin", "P1,P4,父亲", "read.kin_sex", "term"),
    ("kin", "P1,P3,哥哥", "read.kin_age", "term"),
    ("kin", "P3,P5,母亲", "read.two_mothers", "term"),
    ("kin", "P3,P6,父亲", "read.two_fathers", "term"),
    ("kin", "P1,P3,弟弟", "read.kin_otherwise", "term"),
    # identity numbers
    (
        "persons",
        f"P7,新,女,1980-02-17,,{ID_BODY}{'0' if check_character(ID_BODY) != '0' else '1'}",
        "read.identity_check",
        "身份证号",
    ),
    ("persons", f"P7,新,女,1980-02-17,,{ID_BODY}", "read.identity_form", "身份证号"),
    ("persons", f"P7,新,男,1980-03,,{ID_BODY}{check_character(ID_BODY)}", "read.identity_birth", "身份证号"),
    ("persons", f"P7,新,男,1980-02-18,,{ID_BODY}{check_character(ID_BODY)}", "read.identity_birth", "身份证号"),
    ("persons", f"P7,新,女,1980-02-17,,{ID_BODY}{check_character(ID_BODY)}", "read.identity_sex", "身份证号"),
    ("persons", "P7,新,女,,,5.19821E+17", "read.identity_cut", "身份证号"),
    # shape
    ("kin", "P1,P2,妻子,多出的", "read.row_too_long", None),
]


@pytest.mark.parametrize(("table", "row", "code", "column"), ROW_CASES)
def test_a_fault_of_a_row(tmp_path, table, row, code, column):
    """The fault is found in the row that was added, in its column as the file heads it, and nothing else is."""
    assert _plant(tmp_path, table, row) == [(code, f"{table}.csv", len(BASE[table]) + 1, column)]


TABLE_CASES = [
    ("rulings", "person,unit,decision", ("P1,U1,也许",), [("read.unknown_word", 2, "decision")]),
    ("pool", "人员,类别,可任角色", ("王芳,抽调,成员",), [("read.ambiguous_reference", 2, "人员")]),
    (
        "pool",
        "人员,类别,可任角色",
        ("P1,抽调,组长;队长", "P2,抽调,"),
        [("read.unknown_word", 2, "可任角色"), ("read.required", 3, "可任角色")],
    ),
    ("pool", "person,category,roles", ("P1,抽调,组长", "P1,专职,成员"), [("read.pool_twice", 3, "person")]),
    (
        "declarations",
        "id,person",
        ("D1,P1", "D1,P2", "D2,P9"),
        [("read.duplicate_id", 3, "id"), ("read.unknown_reference", 4, "person")],
    ),
    (
        "same_person",
        "a,b,decision",
        ("P5,P6,same", "P6,P5,different"),
        [("read.both_same_and_different", 3, "decision")],
    ),
    (
        "same_person",
        "a,b,decision",
        ("P1,P2,same",),
        [
            ("read.same_but_sex", 2, "decision"),
        ],
    ),
    ("same_person", "a,b,decision", ("P5,P5,same",), [("read.with_oneself", 2, "b")]),
    (
        "units",
        "id,name,parent",
        ("U1,甲,U2", "U2,乙,U3", "U3,丙,U1", "U4,丁,U1"),
        [("read.cycle", row, "parent") for row in (2, 3, 4)],
    ),
    (
        "regions",
        "code,name,parent",
        ("5198,市,5198", "519821,县,", "519821100,镇,519821"),
        [("read.cycle", 2, "parent")],
    ),
    ("kin", "person,relative,term", ("P5,P6,父亲", "P6,P5,父亲"), [("read.kin_otherwise", 3, "term")]),
    (
        "kin",
        "person,relative,term",
        ("P5,P6,父亲", "P6,P7,父亲", "P7,P5,父亲"),
        [("read.unknown_reference", row, "relative" if row == 3 else "person") for row in (3, 4)],
    ),
    ("kin", "person,relative,term", ("P5,P6,父亲", "P5,P6,母亲"), [("read.kin_sexes", 3, "term")]),
]


@pytest.mark.parametrize(("table", "head", "rows", "expected"), TABLE_CASES)
def test_a_fault_of_a_table(tmp_path, table, head, rows, expected):
    """Faults that take more than one row are found at the rows to look at; what depends on them makes no noise."""
    found = _plant(tmp_path, table, *rows, head=head)
    assert found == [(code, f"{table}.csv", row, column) for code, row, column in expected]


def test_somebody_who_would_be_an_own_ancestor(tmp_path):
    """A circle of parents is found where births are unknown."""
    rows = ("P5,P6,父亲", "P6,P7,父亲", "P7,P5,父亲")
    write_csv(tmp_path, "units", "id,name")
    write_csv(tmp_path, "persons", "id,name", "P5,甲", "P6,乙", "P7,丙", "P8,丁")
    write_csv(tmp_path, "kin", "person,relative,term", "P8,P5,父亲", *rows)
    assert _found(tmp_path) == [("read.kin_circle", "kin.csv", row, "term") for row in (3, 4, 5)]


@pytest.mark.parametrize(
    ("table", "head", "column"),
    [("units", "id,region", "单位名称"), ("persons", "姓名,性别", "人员编号"), ("kin", "person,term", "亲属")],
)
def test_a_missing_column(tmp_path, table, head, column):
    """A required column that is not there is one fault, at the head."""
    assert _plant(tmp_path, table, head=head) == [("read.missing_column", f"{table}.csv", 1, column)]


def test_a_duplicate_head(tmp_path):
    """Two heads that mean one column are a fault, also in two languages."""
    assert _plant(tmp_path, "units", "U1,甲,乙", head="id,name,单位名称")[0] == (
        "read.duplicate_head",
        "units.csv",
        1,
        "单位名称",
    )


def test_missing_tables(tmp_path):
    """Persons and units may not be absent."""
    write_csv(tmp_path, "kin", "person,relative,term", "P1,P2,妻子")
    with pytest.raises(UnsoundRegisterError) as caught:
        read_register(tmp_path)
    assert [(fault.code, fault.table) for fault in caught.value.faults] == [
        ("read.missing_table", "units"),
        ("read.missing_table", "persons"),
    ]


def test_all_faults_at_once(tmp_path):
    """Faults of several tables come together, in the order of tables and rows."""
    for key, (head, *rows) in BASE.items():
        write_csv(tmp_path, key, head, *rows)
    write_csv(tmp_path, "postings", "人员,单位,起", "P1,U9,2011", "P8,U1,2012-01")
    write_csv(tmp_path, "ties", "person,other,kind", "P1,P2,朋友", "P1,P1,同学")
    assert _found(tmp_path) == [
        ("read.unknown_reference", "postings.csv", 2, "单位"),
        ("read.date_form", "postings.csv", 2, "起"),
        ("read.unknown_reference", "postings.csv", 3, "人员"),
        ("read.unknown_word", "ties.csv", 2, "kind"),
        ("read.with_oneself", "ties.csv", 3, "other"),
    ]


def test_a_faulty_row_makes_no_noise_below(tmp_path):
    """Rows that refer to a row with a fault of its own are not reported as well."""
    found = _plant(tmp_path, "units", "U1,安陵县,519821,,很多", "U2,镇,,U1,", head=BASE["units"][0])
    assert found == [("read.not_a_count", "units.csv", 2, "人数")]


def test_a_duplicate_in_another_file(tmp_path):
    """An id that stands in two files of a table is found in the second, which names the first."""
    write_csv(tmp_path, "persons-2", "id,name", "P1,重号")
    for key, (head, *rows) in BASE.items():
        write_csv(tmp_path, key, head, *rows)
    with pytest.raises(UnsoundRegisterError) as caught:
        read_register(tmp_path)
    (fault,) = caught.value.faults
    assert (fault.code, fault.file, fault.row) == ("read.duplicate_id", "persons.csv", 2)
    assert "persons-2.csv" in describe(fault)


def test_identity_numbers_never_show(tmp_path):
    """No fault shows an identity number, in whatever column it stands and whatever is wrong with it."""
    number = f"{ID_BODY}{check_character(ID_BODY)}"
    rows = (f"P7,新,男,1981-02,,{number}", f"P8,新,男,{number},,", f"P9,新,{number},,,{number[:-1]}Y")
    for key, (head, *base) in BASE.items():
        write_csv(tmp_path, key, head, *base, *(rows if key == "persons" else ()))
    write_csv(tmp_path, "kin", "person,relative,term", f"P1,{number},妻子")
    with pytest.raises(UnsoundRegisterError) as caught:
        read_register(tmp_path)
    assert len(caught.value.faults) >= 5
    for fault in caught.value.faults:
        shown = f"{fault.to_json()} {describe(fault)}"
        assert number not in shown
        assert number[6:14] not in shown


def test_an_unknown_province_is_only_a_warning(tmp_path):
    """An identity number of no known province is noted, without the number."""
    body = "99" + ID_BODY[2:]
    write_csv(tmp_path, "units", "id,name")
    write_csv(tmp_path, "persons", "id,name,身份证号", f"P1,张三,{body}{check_character(body)}")
    notes = [note for note in read_register(tmp_path).notes if note.code == "read.identity_region"]
    assert [(note.file, note.row, note.column) for note in notes] == [("persons.csv", 2, "身份证号")]
    assert body not in str(notes)


def test_what_an_office_should_look_at(tmp_path):
    """Contrary rulings of one day and one identity number of two persons are noted, not refused."""
    number = f"{ID_BODY}{check_character(ID_BODY)}"
    write_csv(tmp_path, "units", "id,name", "U1,甲")
    write_csv(tmp_path, "persons", "id,name,id_number", f"P1,张三,{number}", f"P2,张三,{number}", f"P3,张三,{number}")
    write_csv(tmp_path, "same_person", "a,b,decision", "P1,P2,different")
    write_csv(tmp_path, "rulings", "person,unit,decision,decided_on", "P1,U1,bar,2026-01-01", "P1,U1,变通,2026-01-01")
    notes = [note for note in read_register(tmp_path).notes if note.code in ("read.two_rulings", "read.one_identity")]
    assert [(note.code, note.value) for note in notes] == [("read.one_identity", "P3"), ("read.two_rulings", "P1")]
    assert number not in "".join(map(describe, notes))


def test_a_ruling_on_no_ground_is_noted_with_its_row(tmp_path):
    """A misspelt code of a waiver or a bar is shown where it stands, with the ground that may be meant."""
    write_csv(tmp_path, "units", "id,name", "U1,甲")
    write_csv(tmp_path, "persons", "id,name", "P1,张三")
    rows = ("P1,U1,变通,post.fromer", "P1,U1,bar,亲属", "P1,U1,变通,post.former", "P1,U1,bar,")
    write_csv(tmp_path, "rulings", "person,unit,decision,code", *rows)
    notes = [note for note in read_register(tmp_path).notes if note.column == "code"]
    assert [(note.file, note.row, note.value) for note in notes] == [
        ("rulings.csv", 2, "post.fromer"),
        ("rulings.csv", 3, "亲属"),
    ]
    assert "post.former" in describe(notes[0])
    assert describe(notes[0]).split("）")[1] != describe(notes[1]).split("）")[1]


def test_what_is_no_fault(tmp_path):
    """A dissolved adoption beside the birth parents, and careers written month to month, are sound."""
    for key, (head, *rows) in BASE.items():
        write_csv(tmp_path, key, head, *rows)
    write_csv(
        tmp_path, "kin", "person,relative,term,ended", "P3,P1,父亲,", "P3,P6,父亲,1999-01", "P3,P2,母亲,", "P1,P2,妻子,"
    )
    write_csv(
        tmp_path, "postings", "person,unit,title,start,end", "P1,U1,局长,2001-02,2005-03", "P1,U1,局长,2005-03,2010-01"
    )
    assert len(read_register(tmp_path).register.postings) == 2


def test_rules_that_lack_data_are_named(tmp_path):
    """Absent and empty tables and columns are noted with the codes that lack them."""
    write_csv(tmp_path, "units", "id,name,system", "U1,甲,")
    write_csv(tmp_path, "persons", "id,name", "P1,乙")
    write_csv(tmp_path, "ties", "person,other,kind")
    notes = read_register(tmp_path).notes
    lacks = {(note.code, note.table, note.column): note.params.get("rules", "") for note in notes}
    assert "post.current" in lacks["read.table_absent", "postings", None]
    assert lacks["read.column_lacking", "units", "系统"] == "duty.system"
    assert "tie.*" in lacks["read.table_empty", "ties", None]


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
    assert _found(tmp_path / "登记.xlsx") == [
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
    assert _found(tmp_path) == [
        ("read.encrypted", "a.xlsx", None, None),
        ("read.no_workbook", "b.xlsx", None, None),
        ("read.no_workbook", "c.xlsx", None, None),
        ("read.no_workbook", "d.xlsx", None, None),
        ("read.encoding", "kin.csv", 22, None),
        ("read.empty", "ties.csv", None, None),
        ("read.csv_broken", "studies.csv", 3, None),
        ("read.encoding", "pool.csv", 1, None),
    ]


def test_a_packed_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    """The unpacked size counts; so does the size of a plain file."""
    monkeypatch.setattr(packages, "LARGEST_UNPACKED", 2**20)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b" " * 2**21)
    assert _found(tmp_path / "a.xlsx")[0] == ("read.too_large", "a.xlsx", None, None)
    monkeypatch.setattr(files, "LARGEST_FILE", 10)
    assert _plant(tmp_path, "kin")[0][0] == "read.too_large"


def test_a_sheet_that_is_one_endless_blank_is_damaged(tmp_path, monkeypatch):
    """No cell is that long: it is refused where it begins, and not held to its end."""
    monkeypatch.setattr(packages, "_LONGEST_STRETCH", 2**20)
    write_workbook(tmp_path / "a.xlsx", {"persons": (("id", "name"), ("P1", "甲"))})
    padded = tmp_path / "b.xlsx"
    with zipfile.ZipFile(tmp_path / "a.xlsx") as sound, zipfile.ZipFile(padded, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sound.namelist():
            blank = b" " * 2**22 if name.startswith("xl/worksheets/") else b""
            package.writestr(name, sound.read(name).replace(b"</worksheet>", blank + b"</worksheet>"))
    assert [found[0] for found in _found(padded)][:1] == ["read.damaged"]


def test_a_password_on_the_package(tmp_path):
    """A workbook in a package with encrypted parts is said to be encrypted."""
    path = write_workbook(tmp_path / "a.xlsx", {"persons": [["id", "name"]]})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := data.find(mark, place + 1)) >= 0:
            data[place + offset] |= 1
    path.write_bytes(data)
    assert _found(path)[0] == ("read.encrypted", "a.xlsx", None, None)


def test_nothing_there(tmp_path):
    """A path that does not exist is one fault."""
    assert _found(tmp_path / "nirgends") == [("read.no_such_path", "nirgends", None, None)]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(ROW_CASES), st.integers(0, 3), st.integers(0, 3), st.sampled_from(["csv", "xlsx"]))
def test_a_planted_fault_is_found_where_it_stands(tmp_path_factory, case, before, after, form):
    """Among blank rows and sound ones, in a CSV file or a sheet, the fault is found at its row as it is shown."""
    table, row, code, column = case
    folder = tmp_path_factory.mktemp("planted")
    tables = {key: [line.split(",") for line in lines] for key, lines in BASE.items()}
    width = len(tables[table][0])
    blank = [[""] * width]
    tables[table] = [*tables[table], *blank * before, row.split(","), *blank * after]
    number = len(BASE[table]) + before + 1
    if form == "csv":
        for key, rows in tables.items():
            write_csv(folder, key, *map(",".join, rows))
        assert _found(folder) == [(code, f"{table}.csv", number, column)]
    elif code not in ("read.row_too_long", "read.date_tenth"):  # a sheet has no such rows, and its text is as typed
        path = write_workbook(folder / "登记.xlsx", tables)
        assert _found(path) == [(code, "登记.xlsx", number, column)]


@pytest.mark.parametrize("cell", [2019.1, 2019.13, 2019, 43525, True, 12.5])
def test_numbers_that_are_no_dates(tmp_path, cell):
    """A number that means no month, or two, is a fault of its cell."""
    sheets = {key: [line.split(",") for line in lines] for key, lines in BASE.items()}
    sheets["postings"] = [["person", "unit", "start"], ["P1", "U1", cell]]
    assert [fault[2:] for fault in _found(write_workbook(tmp_path / "a.xlsx", sheets))] == [(2, "start")]


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
