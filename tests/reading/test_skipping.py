"""Leaving faulty rows out: they are listed, and so are the rows that refer to them."""

import pytest

from huibi.reading import UnsoundRegisterError, read_register
from tables import write_csv


def _listed(result):
    return [(fault.code, fault.file, fault.row) for fault in result.faults]


def test_faulty_rows_and_what_refers_to_them_are_left_out(tmp_path):
    """A faulty region takes its units, their postings and the like with it, each listed once; the rest is sound."""
    write_csv(
        tmp_path,
        "regions",
        "code,name,level,parent",
        "5198,市,city,",
        "519821,县,county,9999",
        "519822,乙县,county,5198",
    )
    write_csv(tmp_path, "units", "id,name,region,parent", "U1,甲,519821,", "U2,乙,519822,", "U3,丙,,U1")
    write_csv(tmp_path, "persons", "id,name,sex", "P1,张三,男", "P2,李四,谁", "P3,王五,女")
    write_csv(
        tmp_path, "postings", "person,unit,start", "P1,U1,2010-01", "P1,U2,2011-01", "李四,U2,2012-01", "P3,丙,2012-01"
    )
    write_csv(tmp_path, "kin", "person,relative,term", "P1,P2,弟弟", "P1,P3,妹妹")
    result = read_register(tmp_path, skip_faulty=True)
    assert _listed(result) == [
        ("read.unknown_reference", "regions.csv", 3),
        ("read.left_out", "units.csv", 2),
        ("read.left_out", "units.csv", 4),
        ("read.unknown_word", "persons.csv", 3),
        ("read.left_out", "postings.csv", 2),
        ("read.left_out", "postings.csv", 4),
        ("read.left_out", "postings.csv", 5),
        ("read.left_out", "kin.csv", 2),
    ]
    register = result.register
    assert list(register.units) == ["U2"]
    assert list(register.persons) == ["P1", "P3"]
    assert [(row.person, row.unit) for row in register.postings] == [("P1", "U2")]
    assert [row.relative for row in register.kin] == ["P3"]


def test_the_first_of_two_rows_with_one_id_is_kept(tmp_path):
    """Only the repeated row is left out."""
    write_csv(tmp_path, "units", "id,name", "U1,甲")
    write_csv(tmp_path, "persons", "id,name", "P1,张三", "P1,李四")
    result = read_register(tmp_path, skip_faulty=True)
    assert _listed(result) == [("read.duplicate_id", "persons.csv", 3)]
    assert result.register.persons["P1"].name == "张三"


def test_a_contradicted_judgement_merges_nobody(tmp_path):
    """Where same and different meet, all judgements of the group are left out and listed."""
    write_csv(tmp_path, "units", "id,name", "U1,甲")
    write_csv(tmp_path, "persons", "id,name", *(f"P{i},张三" for i in range(1, 6)))
    write_csv(tmp_path, "same_person", "a,b,decision", "P1,P2,same", "P2,P3,same", "P1,P3,different", "P4,P5,same")
    result = read_register(tmp_path, skip_faulty=True)
    assert _listed(result) == [
        ("read.judgement_left_out", "same_person.csv", 2),
        ("read.judgement_left_out", "same_person.csv", 3),
        ("read.both_same_and_different", "same_person.csv", 4),
    ]
    assert dict(result.register.aliases) == {"P5": "P4"}


def test_kin_between_persons_who_turn_out_to_be_one(tmp_path):
    """A tie between two persons judged the same is a fault and can be left out."""
    write_csv(tmp_path, "units", "id,name", "U1,甲")
    write_csv(tmp_path, "persons", "id,name", "P1,张三", "P2,张三")
    write_csv(tmp_path, "same_person", "a,b,decision", "P1,P2,same")
    write_csv(tmp_path, "ties", "person,other,kind", "P1,P2,同学")
    result = read_register(tmp_path, skip_faulty=True)
    assert _listed(result) == [("read.with_oneself_merged", "ties.csv", 2)]
    assert result.register.ties == ()
    assert result.tables["ties"] == []


@pytest.mark.parametrize("table", ["units", "pool"])
def test_what_is_wrong_with_a_whole_file_is_never_left_out(tmp_path, table):
    """A missing column or an unreadable file stops the register all the same."""
    write_csv(tmp_path, "units", "id,name", "U1,甲")
    write_csv(tmp_path, "persons", "id,name", "P1,张三")
    write_csv(tmp_path, table, "name", "甲")
    with pytest.raises(UnsoundRegisterError):
        read_register(tmp_path, skip_faulty=True)
