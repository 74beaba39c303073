"""What reading notes without refusing it, and what is no fault at all."""

from huibi.messages import describe
from huibi.reading import read_register
from huibi.reading.identity import check_character
from reading_faults import BASE, ID_BODY
from tables import write_csv


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


def test_a_ruling_may_name_its_ground(tmp_path):
    """Who decides writes the name that reports show; it stands for the code."""
    write_csv(tmp_path, "units", "id,name", "U1,甲")
    write_csv(tmp_path, "persons", "id,name", "P1,张三")
    write_csv(tmp_path, "rulings", "人员,单位,决定,情形", "P1,U1,变通,本人曾长期任职", "P1,U1,变通,本人曾常期任职")
    result = read_register(tmp_path)
    assert [row.code for row in result.register.rulings] == ["post.long", "本人曾常期任职"]
    (note,) = (note for note in result.notes if note.column == "情形")
    assert (note.row, note.value) == (3, "本人曾常期任职")


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
