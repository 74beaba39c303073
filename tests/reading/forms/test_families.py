"""The family rows of forms, whose form it is, and what becomes of it beside tables and other forms."""

import pytest

from forms_office import NUMBER, lrmx, notes, office, posts, read, relative
from huibi.reading import UnsoundRegisterError
from huibi.reading.cleaning import write_tables
from tables import write_csv


def _family(tmp_path, *rows, **own):
    folder = office(tmp_path / "r")
    (folder / "张三.lrmx").write_text(lrmx(*rows, TianBiaoShiJian="20260301", **own), encoding="utf-8")
    return read(folder)


def test_a_family(tmp_path):
    """Each row is a person of its own with an id from file and names, kin by its term, and a post held now."""
    rows = [
        relative("妻 子", "王　芳", "1976.05", "竹县财政局 副局长", "中共党员"),
        relative("儿子", "张小", "200501", "东方大学学生"),
        relative("儿子", "张小", "200801", "竹县第一中学学生"),
        relative("岳父", "王老", "1950.1", "原竹县财政局局长（已退休）"),
        relative("", "", "", ""),
        relative("哥哥", "张大", "1970年10月", "某公司经理"),
    ]
    result = _family(tmp_path, *rows)
    register = result.register
    assert [(row.relative, row.term, row.record) for row in register.kin] == [
        ("张三.lrmx:张三:王芳", "妻子", "kin:张三.lrmx:1"),
        ("张三.lrmx:张三:张小", "儿子", "kin:张三.lrmx:2"),
        ("张三.lrmx:张三:张小~2", "儿子", "kin:张三.lrmx:3"),
        ("张三.lrmx:张三:王老", "岳父", "kin:张三.lrmx:4"),
        ("张三.lrmx:张三:张大", "哥哥", "kin:张三.lrmx:6"),
    ]
    wife = register.persons["张三.lrmx:张三:王芳"]
    assert (wife.sex, str(wife.birth), wife.politics) == ("female", "1976-05-01", "中共党员")
    assert posts(register, "王芳") == [("W3", "副局长", "board", "None", "None")]
    assert [row.person for row in register.postings] == ["张三.lrmx:张三:王芳"]
    assert notes(result, "read.form_unit_unknown") == [(6, "某公司经理")]
    assert {row.source for row in register.kin} == {"张三.lrmx 2026-03-01"}


@pytest.mark.parametrize(
    ("row", "died"),
    [
        (relative("父亲", "张大", "1945.01", "已故"), "2026-03-01"),
        (relative("父亲", "张大", "1945.01", "竹县财政局局长（2015.03去世）"), "2015-03-31"),
        (relative("父亲", "张大", "1945.01", "2015年病故"), "2015-12-31"),
        (relative("父亲（已故）", "张大", "1945.01", "竹县财政局局长"), "2026-03-01"),
        (relative("父亲", "张大（已故）", "1945.01"), "2026-03-01"),
        (relative("亡父", "张大", "1945.01", "竹县财政局局长"), "2026-03-01"),
        (relative("父亲", "张大", "1945.01--2015.03", "竹县财政局局长"), "2015-03-31"),
        (relative("父亲", "张大", "已故", "竹县财政局局长"), "2026-03-01"),
    ],
)
def test_the_dead(tmp_path, row, died):
    """已故 in any of its places and words is a death, by the day that is said or else that of the form; no post."""
    register = _family(tmp_path, row).register
    (father,) = [person for person in register.persons.values() if person.name == "张大"]
    assert str(father.died) == died
    assert register.postings == ()


@pytest.mark.parametrize(
    "work",
    [
        "石桥镇红星村村民",
        "石桥镇居民",
        "石桥镇红星村务农",
        "竹县第一中学高二学生",
        "竹县财政局退休干部",
        "石桥镇原党委书记",
        "原竹县财政局局长",
        "无",
    ],
)
def test_no_post(tmp_path, work):
    """Who lives in a place, learns there or has left holds no post there, and nothing is reported."""
    result = _family(tmp_path, relative("岳父", "王老", "1950.01", work))
    assert result.register.postings == ()
    assert not [note for note in result.notes if note.code.startswith("read.form_")]


@pytest.mark.parametrize(
    ("work", "held"),
    [
        ("2019年3月起任竹县财政局副局长", True),
        ("自2019.03起，在竹县财政局任副局长", True),
        ("2019.03—至今 竹县财政局副局长", True),
        ("201903任竹县财政局副局长", True),
        ("2015.03—2019.02 竹县财政局副局长", False),
    ],
)
def test_a_post_since_a_day(tmp_path, work, held):
    """A post that is told with its beginning is held now; one with an end is noted, and no posting is made."""
    result = _family(tmp_path, relative("岳父", "王老", "1950.01", work))
    assert bool(posts(result.register, "王老")) == held
    assert bool(notes(result, "read.form_unit_unknown")) != held


def test_a_village_alone(tmp_path):
    """A village without a post may be an address: it is noted and no posting is made."""
    result = _family(tmp_path, relative("岳父", "王老", "1950.01", "石桥镇红星村"))
    assert result.register.postings == ()
    assert notes(result, "read.form_unit_unknown") == [(1, "石桥镇红星村")]


def test_a_death_without_any_date(tmp_path):
    """Where no date tells by when somebody had died, this is noted and no post is made."""
    folder = office(tmp_path / "r")
    (folder / "张三.lrmx").write_text(lrmx(relative("父亲", "张大", "", "已故")), encoding="utf-8")
    result = read(folder)
    assert result.register.persons["张三.lrmx:张三:张大"].died is None
    assert notes(result, "read.form_death_undated") == [(1, "张大")]


def test_the_person_is_known_by_number(tmp_path):
    """A form with a known identity number tells of that person: it fills up, adds, and repeats without harm."""
    folder = office(tmp_path / "r", persons=[f"P1,张三,,1975-03,{NUMBER}", "P2,张三,男,1980-01,"])
    write_csv(folder, "postings", "person,unit,title,start,end", "P1,W3,副局长,2015-03,2019-07")
    text = "2015.03--2019.07  竹县财政局副局长\n2019.07--  石桥镇镇长"
    own = {"XingBie": "男", "JiGuan": "竹县", "ShenFenZheng": NUMBER.lower(), "JianLi": text}
    (folder / "x.lrmx").write_text(lrmx(relative("妻子", "王芳"), **own), encoding="utf-8")
    register = read(folder).register
    assert set(register.persons) == {"P1", "P2", "x.lrmx:张三:王芳"}
    assert (register.persons["P1"].sex, register.persons["P1"].native_place) == ("male", "990001")
    assert [(row.person, row.unit, row.record) for row in register.postings] == [
        ("P1", "W3", "postings:2"),
        ("P1", "W7", "postings:x.lrmx:2"),
    ]
    assert [(row.person, row.relative) for row in register.kin] == [("P1", "x.lrmx:张三:王芳")]


def test_the_latest_of_two_forms(tmp_path):
    """Of two forms of one person the later counts; where no dates tell, both do."""
    folder = office(tmp_path / "r")
    for file, day, post in (("旧", "202001", "竹县财政局科员"), ("新", "202601", "石桥镇镇长")):
        form = lrmx(ShenFenZheng=NUMBER, TianBiaoShiJian=day, JianLi=f"2015.03--  {post}")
        (folder / f"{file}.lrmx").write_text(form, encoding="utf-8")
    result = read(folder)
    assert [row.unit for row in result.register.postings] == ["W7"]
    assert [note.file for note in result.notes if note.code == "read.form_older"] == ["旧.lrmx"]


def test_until_somebody_judges(tmp_path):
    """A father on a form beside a recorded one is noted, not refused; judged the same, he is one with him."""
    folder = office(tmp_path / "r", persons=[f"P1,张三,男,1975-03,{NUMBER}", "P2,张大,男,1948-01,"])
    write_csv(folder, "kin", "person,relative,term", "P1,P2,父亲")
    write_csv(folder, "postings", "person,unit,title,start,end", "P2,W3,党组书记、局长,2019-07,")
    father = relative("父亲", "张大", "1948.01", "竹县财政局局长")
    (folder / "张三.lrmx").write_text(lrmx(father, ShenFenZheng=NUMBER), encoding="utf-8")
    result = read(folder)
    assert [note.value for note in result.notes if note.code == "read.parents_undecided"] == ["P1"]
    assert len(result.register.persons) == 3
    write_csv(folder, "same_person", "a,b,decision", "P2,张三.lrmx:张三:张大,same")
    register = read(folder).register
    assert set(register.persons) == {"P1", "P2"}
    assert [(row.person, row.title, str(row.start)) for row in register.postings] == [
        ("P2", "党组书记、局长", "2019-07-01")
    ]


def test_two_known_fathers_stay_a_fault(tmp_path):
    """The forbearance is for family rows alone: two fathers of the tables are refused as before."""
    folder = office(
        tmp_path / "r", persons=[f"P1,张三,男,1975-03,{NUMBER}", "P2,张大,男,1948-01,", "P3,张二,男,1947-01,"]
    )
    write_csv(folder, "kin", "person,relative,term", "P1,P2,父亲", "P1,P3,父亲")
    (folder / "张三.lrmx").write_text(lrmx(ShenFenZheng=NUMBER), encoding="utf-8")
    with pytest.raises(UnsoundRegisterError, match=r"read\.two_fathers"):
        read(folder)


def test_the_pool_by_name(tmp_path):
    """The pool may name a form's person where the name is the only one; with a namesake on a form it is ambiguous."""
    folder = office(tmp_path / "r")
    (folder / "张三.lrmx").write_text(lrmx(), encoding="utf-8")
    write_csv(folder, "pool", "person,category,roles", "张三,抽调,组长")
    assert list(read(folder).register.pool) == ["张三.lrmx:张三"]
    (folder / "李四.lrmx").write_text(lrmx(relative("丈夫", "张三"), XingMing="李四"), encoding="utf-8")
    with pytest.raises(UnsoundRegisterError) as error:
        read(folder)
    (fault,) = error.value.faults
    assert (fault.code, fault.params["candidates"]) == (
        "read.ambiguous_reference",
        "张三.lrmx:张三, 李四.lrmx:李四:张三",
    )


def test_clean_tables_of_forms_read_the_same(tmp_path):
    """Written as clean tables and read again, forms give the same register."""
    folder = office(tmp_path / "r", persons=[f"P1,张三,男,1975-03,{NUMBER}", "P2,张大,男,1948-01,"])
    write_csv(folder, "kin", "person,relative,term", "P1,P2,父亲")
    rows = [relative("父亲", "张达", "1948.02", "竹县财政局局长"), relative("妻子", "王芳", "", "石桥镇镇长")]
    form = lrmx(*rows, ShenFenZheng=NUMBER, JianLi="2010.01--2015.01  竹县财政局科员\n1995.09--1999.07  东方大学学习")
    (folder / "张三.lrmx").write_text(form, encoding="utf-8")
    result = read(folder)
    write_tables(result.tables, result.register.absent, tmp_path / "clean")
    again = read(tmp_path / "clean")
    write_tables(again.tables, again.register.absent, tmp_path / "again")
    for file in (tmp_path / "clean").iterdir():
        assert file.read_bytes() == (tmp_path / "again" / file.name).read_bytes()
    assert {(row.person, row.unit, row.start) for row in again.register.postings} == {
        (row.person, row.unit, row.start) for row in result.register.postings
    }


def test_forms_alone(tmp_path):
    """A folder of forms without any table is read for its persons and kin; its posts match nothing and are noted."""
    folder = tmp_path / "r"
    folder.mkdir()
    (folder / "张三.lrmx").write_text(
        lrmx(relative("妻子", "王芳"), JianLi="2015.03--  竹县财政局局长"), encoding="utf-8"
    )
    result = read(folder)
    assert len(result.register.kin) == 1
    assert notes(result, "read.form_unit_unknown") == [(1, "竹县财政局局长")]
