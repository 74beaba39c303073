"""The workbook says what the plan says, prints well, and is the same for the same plan."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO

import openpyxl
import pytest

import make
from huibi.messages import language
from huibi.model.findings import Apart, NotJudged, Risk
from huibi.model.people import Role
from huibi.model.reserves import Held, Reserve, Reserves, StandIn
from huibi.model.rosters import ShortfallEntry
from huibi.model.ties import KinClass
from huibi.writing.lacks import why_text
from huibi.writing.names import Names
from huibi.writing.sentences import Sentences
from huibi.writing.summary import summary, who_goes_where
from huibi.writing.workbook import workbook

SHEETS = [
    "编组",
    "承担单位",
    "组长副组长矩阵",
    "人才库矩阵",
    "回避研判台账",
    "不得同组",
    "未能研判",
    "缺口",
    "后备人员",
    "接替人选",
    "县区统筹",
    "说明",
]
NUMBER = "110101199003071234"


def plan(pins=(), **more):
    persons = [
        make.person("A", name="赵一"),
        make.person("B", name='=HYPERLINK("x")', id_number=NUMBER),
        make.person("C", name="@钱三"),
        make.person("Q", name="孙四"),
    ]
    register = make.register(
        [
            make.unit("U1", name="县教育局", region="C1"),
            make.unit("U2", name="城关镇"),
            make.unit("H", name="县审计局"),
        ],
        persons,
        [make.posting("A", "H", "board", title="副局长")],
        regions={"C1": make.region("C1", "county", name="安平县")},
        pool={
            "A": make.cadre("A", "leader", "deputy", category="full_time", specialities=("审计",)),
            "B": make.cadre("B", "member"),
            "C": make.cadre("C", "leader", "member"),
        },
    )
    rows = (
        make.finding(
            "A", "U2", counterpart="Q", kin_class=KinClass.COLLATERAL3, basis="公务员法 第七十四条", uncertain=True
        ),
        make.finding("B", "U1", "duty.system", "should", weight=2, stage=2),
        make.finding("C", "U1", "post.long", roles=["leader", "deputy"]),
        make.finding("C", "U2", "place.origin", "note", waived=True),
    )
    found = make.findings(
        *rows,
        apart=(Apart(people=("B", "C"), code="team.kin"),),
        risks=(Risk(person="A", unit="U1", risk=12), Risk(person="C", unit="U1", risk=7)),
        not_judged=(
            NotJudged(person="C", code="place.origin", for_lack_of="growth_place"),
            NotJudged(unit="U2", code="unit", for_lack_of="body"),
        ),
    )
    roster = make.roster(
        more.pop("teams", {"T1": (["U1"], {"B": "member", "A": "leader"}), "T2": ([], {})}),
        unassigned=["U2"],
        shortfalls=[{"team": "T2", "what": "role:leader", "missing": 1, "why": {"could": 2, "barred": 0, "used": 1}}],
        terms={"unassigned": 1, "should": 2, "risk": 12},
        levels=[{"terms": {"unassigned": 1}, "value": 1, "bound": 1}, {"terms": {"risk": 1, "should": 2}, "value": 16}],
        solver="solver",
        version="9",
        seconds=1.25,
        **more,
    )
    round_ = make.round_(["U1", "U2"], ["T1", "T2"], team_names={"T1": "第一巡察组"}, pins=pins)
    spare = StandIn("C", {"shortfall": 0, "risk": -3, "burden": 1})
    held = (Held("T1", Role.LEADER, "A", ()), Held("T1", Role.MEMBER, "B", (spare,)))
    told = Reserves(held, (Reserve("C", Role.MEMBER, (("T1", "B"),)),))
    return replace(make.plan(register, round_, found, roster), reserves=told)


@pytest.fixture(scope="module")
def data():
    return workbook(plan())


@pytest.fixture(scope="module")
def book(data):
    return openpyxl.load_workbook(BytesIO(data))


def values(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def by_head(sheet, head=1):
    rows = values(sheet)
    return [dict(zip(rows[head - 1], row, strict=True)) for row in rows[head:]]


def test_the_sheets_stand_in_order(book):
    """Teams first, then units, matrices, ledger, what lacks, and the notes."""
    assert book.sheetnames == SHEETS


def test_the_sheet_of_teams_says_who_serves_where(book):
    """Leaders stand before members; unit and post are the current ones; units follow the team."""
    first, second = by_head(book["编组"])
    assert [first[head] for head in ("巡察组", "角色", "姓名", "单位", "职务")] == [
        "第一巡察组",
        "组长",
        "赵一",
        "县审计局",
        "副局长",
    ]
    assert [first[head] for head in ("专职/抽调", "专长", "承担单位")] == ["专职", "审计", "县教育局"]
    assert (second["角色"], second["专职/抽调"]) == ("成员", "抽调")


def test_reserves_are_said(book):
    """Whom to keep ready and for which places; who could take each, with what changes, or that nobody could."""
    (ready,) = by_head(book["后备人员"])
    assert (ready["角色"], ready["姓名"], ready["可接替岗位数"]) == ("成员", "@钱三", 1)
    assert ready["可接替"] == '=HYPERLINK("x")（第一巡察组）'
    bare, place = by_head(book["接替人选"])
    assert (bare["现任人员"], bare["序号"], bare["接替人"]) == ("赵一", None, "无人可一步接替")
    assert (place["角色"], place["序号"], place["接替人"]) == ("成员", 1, "@钱三")
    assert place["接替后的变化"] == "熟人指数合计 -3，近年参加 +1"


def test_units_without_a_team_are_said(book):
    """Each unit has a row, with its team and leader or as unassigned."""
    rows = [(row["巡察组"], row["组长"], row["被巡察单位"], row["所在县区"]) for row in by_head(book["承担单位"])]
    assert rows == [("第一巡察组", "赵一", "县教育局", "安平县"), ("未安排", None, "城关镇", None)]


def colour(cell):
    return cell.fill.start_color.rgb[-6:] if cell.fill.fill_type else None


def test_the_matrix_tells_the_effect_by_colour_and_sign(book):
    """The number is the index; must, in part, should and none differ; what the roster chose has a thick frame."""
    sheet = book["人才库矩阵"]
    heads = [cell.value for cell in sheet[2]]
    assert heads[-2:] == ["县教育局", "城关镇"]
    found = {row[0].value: row[-2:] for row in sheet.iter_rows(min_row=3)}
    assert list(found) == ["赵一", '=HYPERLINK("x")', "@钱三"]
    assert [cell.value for cell in found["赵一"]] == [12, 0]
    chosen, must = found["赵一"]
    assert (colour(chosen), colour(must)) == (None, "F4B6B0")
    assert must.number_format == '"●"0;;"●"'
    assert (chosen.border.left.style, must.border.left.style) == ("medium", "thin")
    partly, free = found["@钱三"]
    assert (colour(partly), partly.value, free.value) == ("FBDDCB", 7, None)
    assert colour(found['=HYPERLINK("x")'][0]) == "FDEFB8"
    assert [cell.value for cell in sheet[1]][:2] == ["● 应当回避", "◐ 部分角色应当回避"]


def test_the_leaders_matrix_judges_lead_roles_alone(book):
    """Who may only be a member is not there; barred in both lead roles is barred whole."""
    sheet = book["组长副组长矩阵"]
    found = {row[0].value: row[-2:] for row in sheet.iter_rows(min_row=3)}
    assert list(found) == ["赵一", "@钱三"]
    assert colour(found["@钱三"][0]) == "F4B6B0"


def test_the_ledger_has_a_row_for_each_finding(book):
    """In words: ground, effect, roles, counterpart, class, sentence, basis; what is unsure or waived is said."""
    rows = by_head(book["回避研判台账"])
    assert [row["情形代码"] for row in rows] == ["kin.body", "duty.system", "post.long", "place.origin"]
    first = rows[0]
    heads = ("回避情形", "研判结果", "适用角色", "关系人", "亲属类别", "研判说明", "依据", "核实")
    assert [first[head] for head in heads] == [
        *("亲属在领导班子或重点岗位", "应当回避", "各角色", "孙四", "三代以内旁系血亲"),
        *(Sentences(plan().register).finding(plan().findings.findings[0]), "公务员法 第七十四条", "待核实"),
    ]
    assert (rows[1]["分值"], rows[2]["适用角色"], rows[3]["变通"]) == (2, "组长、副组长", "已变通")


def test_what_lacks_is_told_in_words(book):
    """Not judged, apart and shortfalls each have their sheet."""
    assert [row["未能研判的原因"] for row in by_head(book["未能研判"])] == ["成长地不详", "没有领导班子任职记录"]
    assert [row["乙"] for row in by_head(book["不得同组"])] == ["@钱三"]
    rows = [(row["被巡察单位"], row["缺什么"], row["缺几"], row["为什么"]) for row in by_head(book["缺口"])]
    assert rows == [("城关镇", "没有巡察组承担", 1, None), (None, "组长", 1, "条件相符 2 人；已在其他组 1 人")]


def test_the_notes_repeat_the_summary_and_name_what_made_it(book):
    """The ten lines of the screen, then levels, digests, seed and solver."""
    rows = values(book["说明"])[1:]
    assert [tuple(row[:2]) for row in rows[:10]] == list(summary(plan()))
    noted = dict(row[:2] for row in rows[10:-3])
    assert noted["编组问题摘要"] == "d" * 64
    assert (noted["求解器"], noted["种子"], noted["状态"]) == ("solver 9", "1", "已证明最优")
    assert noted["第 2 级目标"] == "熟人指数合计、宜回避分值×2：16，已证明的下界 无"


def test_text_that_looks_like_a_formula_stays_text(book):
    """Names are written as strings whatever they begin with, and nothing is a formula or a link."""
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    assert any(cell.value == '=HYPERLINK("x")' for cell in cells)


def test_no_identity_number_is_in_the_workbook(book):
    """Nothing of the persons table but names leaves."""
    assert not any(NUMBER in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_same_plan_gives_the_same_bytes(data, book):
    """The day of judgement is the only date in it."""
    assert workbook(plan()) == data
    assert book.properties.created == datetime(2026, 8, 15)  # noqa: DTZ001 - workbooks know no zone


def test_sheets_are_ready_for_the_screen_and_for_paper(book):
    """Landscape A4, heads on every page, panes frozen under the head, a filter over the rows, widths for Chinese."""
    for sheet in book:
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert sheet.print_title_rows is not None
        assert sheet.freeze_panes is not None
    seats = book["编组"]
    assert seats.auto_filter.ref == "A1:J3"
    assert seats.column_dimensions["A"].width >= 12  # 第一巡察组: five signs of two letters, and the filter's button


def test_the_summary_has_ten_lines():
    """The screen says what was found and how good the roster is."""
    lines = dict(summary(plan()))
    assert len(lines) == 10
    assert lines["研判"] == "应当回避 2 条，宜回避 1 条，提示 0 条；其中待核实 1 条；已变通 1 条"
    assert lines["涉及"] == "人员与单位共 6 对，各角色均回避 1 对（16.7%），部分角色回避 1 对"
    assert lines["编组"] == "2 人编入各组，承担 1 个单位；未安排单位 1 个，缺口 1 处"
    assert lines["求解"].startswith("2 级目标全部证明最优，用时 1.2 秒")


def test_who_goes_where_is_a_line_a_team():
    """Leader, deputies, size and units, then what no team inspects."""
    made = plan()
    told = list(who_goes_where(made, Names(made.register, made.round)))
    assert told[0] == "第一巡察组：组长 赵一，副组长 （无），共 2 人 → 县教育局"
    assert told[2] == "没有巡察组承担：城关镇"


def test_the_workbook_speaks_english_too():
    """In English every head has its word."""
    token = language.set("en")
    try:
        book = openpyxl.load_workbook(BytesIO(workbook(plan())))
    finally:
        language.reset(token)
    assert book.sheetnames[:2] == ["Teams", "Units"]
    assert book["Teams"]["A1"].value == "Team"


def test_an_infeasible_plan_still_gives_a_workbook():
    """Without teams the findings are there all the same, and the summary says why there is no roster."""
    pins = (make.pin("T1", "A", role="leader"), make.pin("T2", "A"))
    made = plan(teams={}, status="infeasible", conflicts=[{"pins": [0, 1], "rule": 1}], pins=pins)
    assert dict(summary(made))["编组"] == "固定安排互相矛盾（1 组），不能编组"
    book = openpyxl.load_workbook(BytesIO(workbook(made)))
    assert book.sheetnames == SHEETS
    assert "赵一→第一巡察组组长、赵一→T2" in [row["缺什么"] for row in by_head(book["缺口"])][-1]


def test_missing_units_are_explained_by_units():
    """Where a team lacks units the counts are of units, not of people."""
    entry = ShortfallEntry(team="T1", what="units", missing=1, why={"could": 3, "used": 3})
    assert why_text(entry) == "该组可巡察的单位 3 个；其中已由其他组承担 3 个"
