"""Levels read from titles as offices write them; what no list decides stays open."""

import pytest

from huibi.reading import read_register
from huibi.reading.titles import level_of
from tables import write_csv

CASES = {
    "安陵县财政局": {
        "局长": "chief",
        "党组书记、局长": "chief",
        "财政局长": "chief",
        "安陵县财政局局长": "chief",
        "代局长": "chief",
        "副局长（主持工作）": "chief",
        "副局长": "board",
        "党组成员、副局长": "board",
        "党组成员、总会计师": "board",
        "党组副书记": "board",
        "派驻纪检监察组组长": "board",
        "工会主席": "board",
        "四级调研员、副局长": "board",
        "办公室主任": "key",
        "财政局办公室主任": "key",
        "办公室副主任": "key",
        "预算股股长": "key",
        "财务科科长": "key",
        "副科长": "key",
        "会计": "key",
        "二级主任科员": "staff",
        "副主任科员": "staff",
        "科员": "staff",
        "工程师": "staff",
        "一般干部": "staff",
        "顾问": None,
        "组长": None,
        "副组长": None,
        "实验小学校长": None,
        "局长助理": None,
        "": None,
    },
    "永安镇人民政府": {
        "镇长": "chief",
        "永安镇镇长": "chief",
        "党委书记": "chief",
        "党委副书记、镇长": "chief",
        "镇党委书记": "chief",
        "常务副镇长": "board",
        "党委委员、武装部长": "board",
        "人大主席": "board",
        "纪委书记": "board",
        "财政所所长": "key",
        "党政办公室主任": "key",
        "团委书记": "key",
        "妇联主席": "key",
        "驾驶员": "staff",
    },
    "安陵县委第一巡察组": {"组长": "chief", "副组长": "board", "组长（兼）": "chief", "一级科员": "staff"},
    "安陵县人民政府办公室": {"主任": "chief", "办公室主任": "chief", "副主任": "board", "秘书科科长": "key"},
    "永安镇清溪村村民委员会": {
        "村党支部书记": "chief",
        "清溪村党支部书记": "chief",
        "村委会主任": "chief",
        "村委会副主任": "board",
        "支部委员": "board",
        "村会计": "key",
        "第一书记": None,
    },
    "安陵县第一中学": {"校长": "chief", "副校长": "board", "教务主任": "key", "班主任": "staff", "高级教师": "staff"},
    "安陵县人民医院": {
        "院长": "chief",
        "医院党委书记": "chief",
        "内科主任": "key",
        "护士长": "key",
        "主治医师": "staff",
    },
    "安陵县城市投资公司": {
        "董事长": "chief",
        "总经理": "chief",
        "副总经理": "board",
        "财务部经理": "key",
        "监事会主席": "board",
    },
    "安陵县总工会": {"主席": "chief", "工会主席": "chief", "副主席": "board"},
    "共青团安陵县委": {"书记": "chief", "副书记": "board"},
    "中共安陵县纪律检查委员会": {"书记": "chief", "纪委副书记": "board", "第一纪检监察室主任": "key"},
    "安陵县交通运输综合执法大队": {"大队长": "chief", "大队副大队长": "board", "一中队中队长": "key"},
}


@pytest.mark.parametrize(
    ("unit", "title", "level"), [(u, t, level) for u, said in CASES.items() for t, level in said.items()]
)
def test_a_title(unit, title, level):
    """A title says the level its bearer has at the unit, or nothing."""
    found = level_of(title, unit)
    assert (found.value if found else None) == level


def test_missing_levels_are_read_and_undecided_titles_listed(tmp_path):
    """A level that is given stays; a missing one is read from the title; what is undecided is noted with its count."""
    write_csv(tmp_path, "units", "id,name", "U1,财政局")
    write_csv(tmp_path, "persons", "id,name", "P1,张三")
    rows = ("P1,U1,局长,staff,2001-01", "P1,U1,副局长,,2002-01", "P1,U1,顾问,,2003-01", "P1,U1,顾问,,2004-01,2004-02")
    write_csv(
        tmp_path, "postings", "person,unit,title,level,start,end", *rows[:2], "P1,U1,顾问,,2003-01,2003-12", rows[3]
    )
    result = read_register(tmp_path)
    assert [row.level and row.level.value for row in result.register.postings] == ["staff", "board", None, None]
    undecided = [(note.value, note.params["count"]) for note in result.notes if note.code == "read.title_undecided"]
    assert undecided == [("顾问", 2)]


def test_postings_with_neither_title_nor_level_are_counted(tmp_path):
    """No empty title is quoted."""
    write_csv(tmp_path, "units", "id,name", "U1,财政局")
    write_csv(tmp_path, "persons", "id,name", "P1,张三", "P2,李四")
    write_csv(tmp_path, "postings", "person,unit,start", "P1,U1,2001-01", "P2,U1,2001-01")
    notes = [(note.code, note.value, note.params.get("count")) for note in read_register(tmp_path).notes]
    assert ("read.title_empty", None, 2) in notes
