"""Files .lrmx: every encoding, any order of elements; hostile files are data and are refused."""

import pytest

from forms_office import NUMBER, lrmx, office, read
from huibi.reading import UnsoundRegisterError

FORM = lrmx(XingBie="男", ChuShengNianYue="197503", JianLi="2015.03--  竹县财政局局长")


def _only_fault(folder):
    with pytest.raises(UnsoundRegisterError) as error:
        read(folder)
    (fault,) = error.value.faults
    return fault


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("GB18030", "gb18030"),
        ("gb2312", "gbk"),
        ("utf-16", "utf-16"),
        ("utf-16", "utf-16-le"),
        ("UTF-8", "gb18030"),
        ("GBK", "utf-8"),
    ],
)
def test_encodings(tmp_path, declared, encoding):
    """Marks and prologs are heeded, and a prolog that is wrong does no harm."""
    folder = office(tmp_path / "r")
    (folder / "张三.lrmx").write_bytes(FORM.replace("utf-8", declared).encode(encoding))
    register = read(folder).register
    assert [person.name for person in register.persons.values()] == ["张三"]
    assert [row.unit for row in register.postings] == ["W3"]


def test_liberal_in_form(tmp_path):
    """Order, capitals, unknown and missing elements, comments and the photograph do not matter."""
    folder = office(tmp_path / "r")
    text = (
        f"<person xmlns='urn:x'><!-- x --><ZhaoPian>{'QUJD' * 30_000}</ZhaoPian><ShenFenZheng>{NUMBER}</ShenFenZheng>"
        "<ZongJiaoXinYang>x</ZongJiaoXinYang><JIGUAN>东市 竹县人</JIGUAN><ChuShengDi>柳林乡</ChuShengDi>"
        "<ChuShengNianYue>1975.03（51岁）</ChuShengNianYue><xingming>张　三</xingming>"
        "<RuDangShiJian>199807</RuDangShiJian></person>"
    )
    (folder / "a.LRMX").write_text(text, encoding="utf-8")
    (person,) = read(folder).register.persons.values()
    assert (person.name, person.native_place, person.growth_place) == ("张三", "990001", "990001102")
    assert (person.id_number, str(person.birth), person.politics) == (NUMBER, "1975-03-01", "中共党员")
    assert person.id == "a.LRMX:张三"


def test_nothing_else_is_kept(tmp_path):
    """Nation, religion and what else stands on a form are in no table."""
    folder = office(tmp_path / "r")
    form = lrmx(MinZu="土家族", ZongJiaoXinYang="信某教", JianKangZhuangKuang="有病", ZhengZhiMianMao="群众（信某教）")
    (folder / "张三.lrmx").write_text(form, encoding="utf-8")
    result = read(folder)
    for word in ("土家族", "信某教", "有病"):
        assert word not in repr(result)


_BOMB = "<!DOCTYPE p [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (FORM.replace("<Person>", f"{_BOMB}<Person>").replace("张三", "&b;"), "read.form_doctype"),
        (FORM.replace("<Person>", '<!DOCTYPE Person SYSTEM "file:///etc/passwd"><Person>'), "read.form_doctype"),
        (FORM.replace("张三", "&nbsp;"), "read.form_broken"),
        (FORM[: len(FORM) // 2], "read.form_broken"),
        ("", "read.form_broken"),
        ("这不是表格", "read.form_broken"),
        (FORM.replace("Person>", "Persons>"), "read.form_root"),
        (FORM.replace("张三", "张" * 60_001), "read.form_excess"),
        (FORM.replace("张三", "<a>" * 9 + "</a>" * 9), "read.form_depth"),
        (FORM.replace("张三", "<a>" * 400 + "</a>" * 400), "read.form_broken"),
        (lrmx(*[{"ChengWei": "表哥"}] * 201), "read.form_excess"),
        (FORM.replace("<XingMing>", "<a/>" * 5_000 + "<XingMing>"), "read.form_elements"),
        (FORM.replace("张三", "张\x00三"), "read.encoding"),
    ],
)
def test_hostile_files(tmp_path, content, code):
    """A document type, an entity, what is broken or beyond measure is refused; the file is named, no more is read."""
    folder = office(tmp_path / "r", persons=["P1,王五,男,1970-01,"])
    (folder / "坏.lrmx").write_text(content, encoding="utf-8")
    fault = _only_fault(folder)
    assert (fault.code, fault.file) == (code, "坏.lrmx")
    assert list(read(folder, skip_faulty=True).register.persons) == ["P1"]


def test_too_large_and_damaged_text(tmp_path):
    """A file beyond any form is not read to its end; bytes of no encoding are refused."""
    folder = office(tmp_path / "r")
    (folder / "大.lrmx").write_bytes(b"<Person>" + b" " * (16 * 2**20))
    assert _only_fault(folder).code == "read.too_large"
    (folder / "大.lrmx").write_bytes(b"<Person>\xff\xfe\xfd\x80</Person>")
    assert _only_fault(folder).code == "read.encoding"


def test_all_faults_of_a_form(tmp_path):
    """All faults of all forms at once, each with file, element, row of the family, value and what was expected."""
    folder = office(tmp_path / "r")
    family = [
        {"ChengWei": "妻子", "XingMing": "王芳", "ChuShengRiQi": "197513"},
        {"ChengWei": "父亲", "XingMing": "", "ChuShengRiQi": "195001", "GongZuoDanWeiJiZhiWu": "务农"},
        {"ChengWei": "", "XingMing": "张二"},
    ]
    bad = {"XingBie": "女", "ChuShengNianYue": "1975.02", "ShenFenZheng": NUMBER}
    (folder / "张三.lrmx").write_text(lrmx(*family, **bad), encoding="utf-8")
    (folder / "李四.lrmx").write_text(lrmx(XingMing="李四", XingBie="某"), encoding="utf-8")
    with pytest.raises(UnsoundRegisterError) as error:
        read(folder)
    found = [(fault.file, fault.row, fault.column, fault.code) for fault in error.value.faults]
    assert sorted(found, key=str) == [
        ("张三.lrmx", 1, "JiaTingChengYuan/ChuShengRiQi", "read.date_impossible"),
        ("张三.lrmx", 2, "JiaTingChengYuan/XingMing", "read.required"),
        ("张三.lrmx", 3, "JiaTingChengYuan/ChengWei", "read.required"),
        ("张三.lrmx", None, "ShenFenZheng", "read.identity_birth"),
        ("李四.lrmx", None, "XingBie", "read.unknown_word"),
    ]
    assert all(fault.expected for fault in error.value.faults)
    assert NUMBER not in repr(error.value.faults)


def test_leaving_faulty_rows_out(tmp_path):
    """A faulty family row goes alone; a form whose own row is faulty goes as a whole; both are listed."""
    folder = office(tmp_path / "r")
    family = [
        {"ChengWei": "妻子", "XingMing": "王芳", "ChuShengRiQi": "197513", "GongZuoDanWeiJiZhiWu": "竹县财政局科员"},
        {"ChengWei": "女儿", "XingMing": "张小"},
    ]
    (folder / "张三.lrmx").write_text(lrmx(*family, JianLi="2015.03--  竹县财政局局长"), encoding="utf-8")
    form = lrmx(
        {"ChengWei": "妻子", "XingMing": "孙七"},
        XingMing="李四",
        ShenFenZheng="123",
        JianLi="2015.03--  竹县财政局科员",
    )
    (folder / "李四.lrmx").write_text(form, encoding="utf-8")
    result = read(folder, skip_faulty=True)
    register = result.register
    assert {person.name for person in register.persons.values()} == {"张三", "张小"}
    assert [row.term for row in register.kin] == ["女儿"]
    assert [row.title for row in register.postings] == ["局长"]
    assert {fault.file for fault in result.faults} == {"张三.lrmx", "李四.lrmx"}


def test_numbers_in_file_names(tmp_path):
    """An identity number in a file's name appears in no id, record or message."""
    folder = office(tmp_path / "r")
    for number in (NUMBER, "990001197503120029"):
        (folder / f"张三{number}.lrmx").write_text(FORM, encoding="utf-8")
    result = read(folder)
    assert len(result.register.persons) == 2
    assert "97503120" not in repr(result)
