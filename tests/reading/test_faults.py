"""Each kind of fault is found, with its file, row and column, and all of them at once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huibi.messages import describe
from huibi.reading import UnsoundRegisterError, read_register
from huibi.reading.identity import check_character
from reading_faults import BASE, ID_BODY, found_in, plant
from tables import write_csv, write_workbook


def test_the_base_is_sound(tmp_path):
    """What the cases spoil is sound before."""
    for key, (head, *rows) in BASE.items():
        write_csv(tmp_path, key, head, *rows)
    assert len(read_register(tmp_path).register.persons) == 6


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
    assert plant(tmp_path, table, row) == [(code, f"{table}.csv", len(BASE[table]) + 1, column)]


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
    found = plant(tmp_path, table, *rows, head=head)
    assert found == [(code, f"{table}.csv", row, column) for code, row, column in expected]


def test_somebody_who_would_be_an_own_ancestor(tmp_path):
    """A circle of parents is found where births are unknown."""
    rows = ("P5,P6,父亲", "P6,P7,父亲", "P7,P5,父亲")
    write_csv(tmp_path, "units", "id,name")
    write_csv(tmp_path, "persons", "id,name", "P5,甲", "P6,乙", "P7,丙", "P8,丁")
    write_csv(tmp_path, "kin", "person,relative,term", "P8,P5,父亲", *rows)
    assert found_in(tmp_path) == [("read.kin_circle", "kin.csv", row, "term") for row in (3, 4, 5)]


@pytest.mark.parametrize(
    ("table", "head", "column"),
    [("units", "id,region", "单位名称"), ("persons", "姓名,性别", "人员编号"), ("kin", "person,term", "亲属")],
)
def test_a_missing_column(tmp_path, table, head, column):
    """A required column that is not there is one fault, at the head."""
    assert plant(tmp_path, table, head=head) == [("read.missing_column", f"{table}.csv", 1, column)]


def test_a_duplicate_head(tmp_path):
    """Two heads that mean one column are a fault, also in two languages."""
    assert plant(tmp_path, "units", "U1,甲,乙", head="id,name,单位名称")[0] == (
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
    assert found_in(tmp_path) == [
        ("read.unknown_reference", "postings.csv", 2, "单位"),
        ("read.date_form", "postings.csv", 2, "起"),
        ("read.unknown_reference", "postings.csv", 3, "人员"),
        ("read.unknown_word", "ties.csv", 2, "kind"),
        ("read.with_oneself", "ties.csv", 3, "other"),
    ]


def test_a_faulty_row_makes_no_noise_below(tmp_path):
    """Rows that refer to a row with a fault of its own are not reported as well."""
    found = plant(tmp_path, "units", "U1,安陵县,519821,,很多", "U2,镇,,U1,", head=BASE["units"][0])
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
        assert found_in(folder) == [(code, f"{table}.csv", number, column)]
    elif code not in ("read.row_too_long", "read.date_tenth"):  # a sheet has no such rows, and its text is as typed
        path = write_workbook(folder / "登记.xlsx", tables)
        assert found_in(path) == [(code, "登记.xlsx", number, column)]


@pytest.mark.parametrize("cell", [2019.1, 2019.13, 2019, 43525, True, 12.5])
def test_numbers_that_are_no_dates(tmp_path, cell):
    """A number that means no month, or two, is a fault of its cell."""
    sheets = {key: [line.split(",") for line in lines] for key, lines in BASE.items()}
    sheets["postings"] = [["person", "unit", "start"], ["P1", "U1", cell]]
    assert [fault[2:] for fault in found_in(write_workbook(tmp_path / "a.xlsx", sheets))] == [(2, "start")]
