"""Résumés and posts as people write them, and the names by which units go."""

import pytest

from forms_office import lrmx, notes, office, posts, read


def _career(tmp_path, text: str, **own: str):
    folder = office(tmp_path / "r")
    (folder / "张三.lrmx").write_text(lrmx(JianLi=text, **own), encoding="utf-8")
    return read(folder)


@pytest.mark.parametrize(
    "line",
    [
        "2015.03--2019.07  竹县财政局 副局长",
        "2015.03—2019.07竹县财政局副局长",
        "２０１５．０３－２０１９．０７　竹县财政局　副局长",
        "2015年3月至2019年7月，任县财政局副局长",
        "201503～201907 东市竹县财政局副局长",
        "2015/3-2019/7 财政局 副局长",
        "2015-03-2019-07 在竹县财政局担任副局长。",
        "\r\n  2015.03――2019.07  竹县财\r\n                  政局副局长",
    ],
)
def test_ways_to_write_one_line(tmp_path, line):
    """Dashes, digits, dates and line ends of all kinds say the same post."""
    result = _career(tmp_path, line)
    assert posts(result.register, "张三") == [("W3", "副局长", "board", "2015-03-01", "2019-07-31")]
    assert not notes(result, "read.form_unit_unknown")


@pytest.mark.parametrize("end", ["2015.03--", "2015.03—至今", "2015年3月至今", "2015.03--现在", "201503-今"])
def test_still_there(tmp_path, end):
    """A line without an end lasts."""
    result = _career(tmp_path, f"{end}  竹县财政局局长")
    assert posts(result.register, "张三") == [("W3", "局长", "chief", "2015-03-01", "None")]


@pytest.mark.parametrize(
    ("words", "unit", "title"),
    [
        ("竹县财政局预算股股长", "W3", "预算股股长"),
        ("县人社局副局长", "W4", "副局长"),
        ("竹县劳动和社会保障局副局长", "W4", "副局长"),
        ("县国土资源局局长", "W11", "局长"),
        ("中共竹县委书记", "W1", "书记"),
        ("县委组织部干部监督科科长", "W5", "干部监督科科长"),
        ("县一中教师", "W6", "教师"),
        ("石桥镇人民政府镇长", "W7", "镇长"),
        ("石桥镇红星村党总支书记、村委会主任", "W8", "党总支书记、村委会主任"),
        ("竹县柳林乡红星村村文书", "W10", "村文书"),
        ("石桥镇妇联主席", "W7", "妇联主席"),
        ("竹县公安局城关派出所民警", "W12", "城关派出所民警"),
        ("竹县财政局  巡察专员", "W3", "巡察专员"),
        ("借调竹县人民政府办公室工作", "W2", "办公室工作"),
    ],
)
def test_names_of_units(tmp_path, words, unit, title):
    """A unit is known by its full and short names, with regions before it, and by those of earlier days."""
    result = _career(tmp_path, f"2015.03--2019.07  {words}")
    assert [post[:2] for post in posts(result.register, "张三")] == [(unit, title)]


@pytest.mark.parametrize(
    "words",
    [
        "东市财政局科长",
        "竹县委宣传部科员",
        "石桥镇中心小学教师",
        "梅县财政局科员",
        "竹县委党校教师",
        "某某公司经理",
        "竹县财政局下属城投公司经理",
    ],
)
def test_other_units_are_nobodys(tmp_path, words):
    """A unit that the register does not know is noted with file, line and words, and makes no posting."""
    result = _career(tmp_path, f"1999.01--2000.01  竹县财政局科员\n2015.03--2019.07  {words}")
    assert [post[0] for post in posts(result.register, "张三")] == ["W3"]
    assert notes(result, "read.form_unit_unknown") == [(2, words)]


def test_a_name_that_means_two_units(tmp_path):
    """A short name that two units bear is noted with both, and none is guessed."""
    result = _career(tmp_path, "2015.03--2019.07  红星村村文书")
    assert posts(result.register, "张三") == []
    (note,) = [note for note in result.notes if note.code == "read.form_unit_ambiguous"]
    assert note.params["candidates"] == "W10, W8"
    assert (note.file, note.row, note.column) == ("张三.lrmx", 1, "JianLi")


def test_several_posts_in_a_line(tmp_path):
    """兼任 and commas part the posts of several units; titles of one unit stay together."""
    text = (
        "2015.03--2019.07  竹县财政局党组书记、局长，兼任县人社局党组成员\n"
        "2019.07--  县委常委、组织部部长，石桥镇党委书记兼镇长"
    )
    found = posts(_career(tmp_path, text).register, "张三")
    assert [(unit, title, level) for unit, title, level, *_ in found] == [
        ("W3", "党组书记、局长", "chief"),
        ("W4", "党组成员", "board"),
        ("W1", "常委、组织部部长", "board"),
        ("W5", "部长", "chief"),
        ("W7", "党委书记、镇长", "chief"),
    ]


def test_what_happened_within(tmp_path):
    """Remarks have their own periods, wherever they stand; studies and service go to their own tables."""
    text = """1990.12--1993.12  中国人民解放军75140部队  战士
1994.09--1998.07  东方师范大学中文系汉语言文学专业学习
1998.07--2010.01  竹县财政局
                  科员（其间：2001.03--2002.03在县人社局挂职任副局长；2003.03--2003.06 竹县委党校中青年干部培训班学习）
2010.01--2012.05  竹县第一中学  高级教师
(2011.09--2013.06 中央党校在职研究生班法学专业学习)
2012.05--         石桥镇党委书记
其间在竹县委党校学习
1993.12--1994.09  待业"""
    result = _career(tmp_path, text)
    register = result.register
    assert [(post[0], *post[3:]) for post in posts(register, "张三")] == [
        ("W3", "1998-07-01", "2010-01-31"),
        ("W4", "2001-03-01", "2002-03-31"),
        ("W6", "2010-01-01", "2012-05-31"),
        ("W7", "2012-05-01", "None"),
    ]
    assert [(row.school, row.class_name, str(row.start)) for row in register.studies] == [
        ("东方师范大学", "中文系汉语言文学专业", "1994-09-01"),
        ("竹县委党校", "中青年干部培训班", "2003-03-01"),
        ("中央党校", "在职研究生班法学专业", "2011-09-01"),
        ("竹县委党校", "", "None"),
    ]
    assert [(row.troop, str(row.start)) for row in register.service] == [("75140部队", "1990-12-01")]
    assert not [note for note in result.notes if note.code.startswith("read.form_")]


def test_the_office_of_a_government(tmp_path):
    """Its head heads no government, whatever else the head is there; a rank given meanwhile is no post."""
    text = "2019.03--2021.06  竹县人民政府办公室主任、党组书记\n        （2020.04明确为二级调研员）"
    result = _career(tmp_path, text)
    assert [(post[0], post[2]) for post in posts(result.register, "张三")] == [("W2", "key")]
    assert not notes(result, "read.form_unit_unknown")


def test_a_beginning_alone_ends_with_the_next(tmp_path):
    """Where only beginnings are written, each post lasts until the next."""
    found = posts(_career(tmp_path, "2010.01 竹县财政局科员\n2012.05 石桥镇镇长").register, "张三")
    assert [(post[0], *post[3:]) for post in found] == [
        ("W3", "2010-01-01", "2012-05-31"),
        ("W7", "2012-05-01", "None"),
    ]


def test_lines_without_dates_are_noted(tmp_path):
    """What has no dates that can be understood is noted with its line."""
    result = _career(tmp_path, "1990--1995 竹县财政局科员\n2015.03--  竹县财政局科员")
    assert notes(result, "read.form_line") == [(1, "1990--1995 竹县财政局科员")]


def test_impossible_dates_are_faults(tmp_path):
    """A month that is none and an end before its start are faults at their lines, told all at once."""
    folder = office(tmp_path / "r")
    text = "2015.13--2019.07  竹县财政局科员\n2019.07--2018.01  竹县财政局股长\n2020.01--  竹县财政局局长"
    (folder / "张三.lrmx").write_text(lrmx(JianLi=text), encoding="utf-8")
    result = read(folder, skip_faulty=True)
    assert [(fault.code, fault.row, fault.column, fault.value) for fault in result.faults] == [
        ("read.date_impossible", 1, "JianLi", "2015-13"),
        ("read.end_before_start", 2, "JianLi", "2018-01"),
    ]
    assert [post[1] for post in posts(result.register, "张三")] == ["局长"]


def test_the_present_post(tmp_path):
    """现任职务 adds what no open line says, since when nobody knows; what the résumé says is not said twice."""
    text = "2015.03--  竹县财政局局长"
    found = posts(_career(tmp_path, text, XianRenZhiWu="竹县财政局局长、县人社局党组书记").register, "张三")
    assert sorted((post[0], post[3]) for post in found) == [("W3", "2015-03-01"), ("W4", "None")]


def test_schools_named_apart(tmp_path):
    """毕业院校 that the résumé does not name become studies without dates; others are not told twice."""
    result = _career(
        tmp_path,
        "1994.09--1998.07  东方师范大学学习",
        QuanRiZhiJiaoYu_XueLi="大学",
        QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi="东方师范大学中文系",
        ZaiZhiJiaoYu_XueLi_BiYeYuanXiaoXi="中央党校法学专业",
    )
    assert [(row.school, row.start is None) for row in result.register.studies] == [
        ("东方师范大学", False),
        ("中央党校", True),
    ]
