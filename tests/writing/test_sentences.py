"""Findings as sentences: names, posts, days and the article, in Chinese and in English."""

import pytest

from huibi.messages import catalogue, language
from huibi.model.findings import Apart, Link, NotJudged
from huibi.writing.kin_words import kin_word
from huibi.writing.records import day_text, elapsed_text, span_text
from huibi.writing.sentences import Sentences, finding_sentence, link_sentence
from make import (
    cadre,
    day,
    declaration,
    interest,
    kin,
    person,
    posting,
    region,
    ruling,
    served,
    service,
    study,
    tie,
    unit,
)
from office import Family, office, recorded, rows_of, seen

NAMES = [person("me", name="张三"), person("boss", name="王五"), person("kin", name="李四")]
UNITS = [
    unit("U", "C", name="财政局"),
    unit("V", "U", name="国库中心"),
    unit("W", "V", name="核算科"),
    unit("C", name="县政府"),
]
POST = posting("me", "U", "staff", "2020-03-01", "2024-05-31", title="科员", record="postings:3")


def sentence(code, *postings, family=None, **tables):
    tables = {name: recorded(rows, name) for name, rows in tables.items()}
    register = office(*postings, persons=NAMES, units=UNITS, **tables)
    found = seen(register, family=family or Family())
    return finding_sentence(register, rows_of(found, code)[0])


def test_a_posting_that_bars():
    """The verdict first, then post and days, then the article."""
    assert sentence("post.former", POST) == (
        "张三应当回避对财政局的巡察：本人任财政局科员（2020年3月至2024年5月），属“本人近年曾任职”，"
        "依据公务员法 第七十六条第三项。"
    )


def test_kin_in_a_unit_below():
    """The chain goes over the relative to the post, and says how its unit belongs to the one inspected."""
    post = posting("kin", "W", "board", "2021-03-15", title="副科长", record="postings:3")
    assert sentence("kin.body", post, family=Family(("me", "kin", "spouse"), uncertain=["kin"])) == (
        "张三应当回避对财政局的巡察：其配偶李四任核算科副科长（2021年3月15日至今），核算科隶属财政局，"
        "属“亲属在领导班子或重点岗位”，依据公务员法 第七十四条、第七十六条第二项。"
        "现有记录不能完全确定这一亲属关系，请核实。"
    )


def test_a_weight_and_the_roles_are_said():
    """What holds for some roles names them; what may be weighed shows its weight."""
    long = posting("me", "V", "staff", "2001-01-01", "2010-12-31", title="会计", record="postings:3")
    register = office(long, persons=NAMES, units=UNITS)
    lead, other = (finding_sentence(register, row) for row in rows_of(seen(register), "post.long"))
    assert lead.startswith("张三不得以组长、副组长身份参加对财政局的巡察：")
    assert other.startswith("张三不宜以联络员、成员身份参加对财政局的巡察（权重4）：")


@pytest.mark.parametrize(
    ("code", "tables", "clause"),
    [
        (
            "tie.business",
            {"ties": [tie("me", "boss", "business", since="2019-01-01", until="2025-06-30")]},
            "本人与王五有经济往来（2019年1月至2025年6月）",
        ),
        ("tie.friend", {"ties": [tie("boss", "me", "friend")]}, "本人与王五交往密切，"),
        (
            "tie.classmate",
            {"studies": [study("me", "一中", "高三2班", "2000-09-01", "2003-06-30"), study("boss", "一中", "高三2班")]},
            "本人与王五在一中高三2班同班（2000年9月至2003年6月），王五任财政局职务",
        ),
        ("tie.comrade", {"service": [service("me", "一团"), service("boss", "一团")]}, "本人与王五在一团同期服役，"),
        (
            "interest.own",
            {"interests": [interest("me", "V", "loan", since="2022-02-02")]},
            "本人与国库中心有借贷往来（2022年2月2日至今），国库中心隶属财政局",
        ),
        (
            "history.same_unit",
            {"history": [served("me", "U", "2024-1", start="2024-03-01", end="2024-05-31")]},
            "本人参加过上一次对财政局的巡察（2024-1）（2024年3月至2024年5月）",
        ),
        (
            "declared",
            {"declarations": [declaration("me", concerned="boss", reason="同乡")]},
            "本人申报对王五回避（同乡），王五任财政局职务",
        ),
        ("declared", {"declarations": [declaration("me", unit="U")]}, "本人申报对财政局回避，"),
        (
            "ruled",
            {"rulings": [ruling("me", "U", "bar", decided_on="2026-01-03", decided_by="领导小组", reason="避嫌")]},
            "已决定本人对财政局回避（2026年1月3日，领导小组，避嫌）",
        ),
    ],
)
def test_what_each_kind_of_record_says(code, tables, clause):
    """Ties, interests, inspections, applications and decisions speak with the row behind them."""
    assert clause in sentence(code, **tables)


@pytest.mark.parametrize(
    ("growth", "clause"),
    [
        ("511521001", "本人成长地南岸镇，财政局在南岸镇"),
        ("511521001001", "本人成长地一村，一村属南岸镇，财政局在南岸镇"),
    ],
)
def test_where_somebody_comes_from(growth, clause):
    """Places are told by name, with how the one lies in the other."""
    regions = [
        region("511521", "county", name="叙州"),
        region("511521001", "township", "511521", name="南岸镇"),
        region("511521001001", "township", "511521001", name="一村"),
    ]
    me = person("me", name="张三", growth_place=growth)
    town = unit("U", "C", name="财政局", kind="township", region="511521001")
    register = office(persons=[me], units=[town], regions=regions)
    assert clause in finding_sentence(register, rows_of(seen(register), "place.origin")[0])


def test_a_county_of_the_pool():
    """In a cross round the pool's county is told."""
    regions = [region("511521", "county", name="叙州")]
    here = unit("U", "C", name="财政局", region="511521")
    register = office(units=[here], regions=regions, pool=[cadre("me", county="511521")], persons=NAMES)
    found = seen(register, mode="cross")
    assert "本人属叙州人才库，财政局属叙州" in finding_sentence(register, rows_of(found, "place.county")[0])


def test_overseeing_and_systems():
    """分管 names the post that carries it; a system names both units."""
    post = posting("me", "C", "staff", "2020-01-01", oversees=("V",), title="副主任", record="postings:3")
    assert "本人任县政府副主任，分管国库中心（2020年1月至今），国库中心隶属财政局" in sentence("duty.oversees", post)
    units = [unit("X", name="审计局", system="财经"), unit("U", "C", name="财政局", system="财经")]
    register = office(posting("me", "X", title="科长"), units=units)
    row = rows_of(seen(register), "duty.system")[0]
    assert "审计局与财政局同属财经系统" in finding_sentence(register, row)


def test_a_chain_without_its_rows_still_speaks():
    """Where the record is not to be found, what the link itself says is told."""
    link = Link(source="boss", tie="post.board", target="U", since=day("2021-03-01"))
    assert link_sentence(office(persons=NAMES, units=UNITS), link) == "王五任财政局班子成员（2021年3月至今）"


def test_kin_words():
    """A term as recorded comes first, else the word of each step."""
    assert kin_word("mother.brother") == "母亲的兄弟"
    assert kin_word("father.sister.son|mother.brother.son") == "父亲的姐妹的儿子或母亲的兄弟的儿子"
    assert kin_word("step_parent") == "继父（母）"
    wife = Link(source="me", tie="wife", target="boss")
    brother = Link(source="boss", tie="older_brother", target="kin")
    said = Sentences(office(persons=NAMES)).apart(Apart(people=("me", "kin"), code="team.kin", chain=(wife, brother)))
    assert said == "张三与李四不得同组：张三的妻子王五的哥哥李四。"


@pytest.mark.parametrize(
    ("row", "tie_code", "term", "said"),
    [
        # As recorded from the near end: the very word.
        (("boss", "kin", "爱人"), "wife", None, "王五的爱人李四"),
        (("boss", "kin", "前妻"), "wife", None, "王五的前妻李四"),
        (("boss", "kin", "表姐"), "father.sister.daughter", "表姐", "王五的表姐李四"),
        # Recorded from the other end: a plain step is turned, anything more is told as it was recorded.
        (("kin", "boss", "爱人"), "wife", None, "王五的妻子李四"),
        (("kin", "boss", "前夫"), "wife", None, "王五的亲属李四（王五系其前夫）"),
        (("kin", "boss", "养父"), "daughter", None, "王五的亲属李四（王五系其养父）"),
        (("kin", "boss", "表姐"), "mother.brother.son", "表姐", "王五的亲属李四（王五系其表姐）"),
        (("kin", "boss", "干爹"), "kin", "干爹", "王五的亲属李四（王五系其干爹）"),
    ],
)
def test_a_relative_is_called_as_recorded(row, tie_code, term, said):
    """A term holds from the end that recorded it, never the other way round."""
    rows = recorded([kin(*row)], "kin")
    link = Link(source="boss", tie=tie_code, target="kin", record="kin:2", term=term)
    assert link_sentence(office(persons=NAMES, kin=rows), link) == said


def test_a_marriage_that_ended_is_a_former_one_whatever_the_row_says():
    """A row 配偶 with an end is told as 前夫, from either end."""
    for ends in (("boss", "kin"), ("kin", "boss")):
        rows = recorded([kin(*ends, "配偶", ended="2016-09-30")], "kin")
        link = Link(source="boss", tie="former_husband", target="kin", record="kin:2")
        assert link_sentence(office(persons=NAMES, kin=rows), link) == "王五的前夫李四"


def test_the_person_itself_at_the_near_end():
    """From the person who is screened it is told as 本人."""
    rows = recorded([kin("kin", "me", "表姐")], "kin")
    link = Link(source="me", tie="mother.brother.son", target="kin", record="kin:2", term="表姐")
    clause = Sentences(office(persons=NAMES, kin=rows)).chains.clause((link,))
    assert clause == "其亲属李四（本人系其表姐）"


def test_who_is_kept_apart_and_what_was_not_judged():
    """The smaller entries of the document have sentences too."""
    say = Sentences(office(persons=NAMES, units=UNITS))
    tie_link = Link(source="boss", tie="dispute", target="me")
    assert say.apart(Apart(people=("boss", "me"), code="team.dispute", chain=(tie_link,))) == (
        "王五与张三不得同组：王五与张三有矛盾纠纷。"
    )
    assert say.not_judged(NotJudged(person="me", code="place.origin", for_lack_of="growth_place")) == (
        "张三：“籍贯或成长地”未能研判，成长地不详。"
    )
    assert say.not_judged(NotJudged(unit="U", code="unit", for_lack_of="body")).startswith("财政局：")


def test_a_waived_finding_says_so():
    """What was waived stays visible, and is told."""
    assert sentence("post.former", POST, rulings=[ruling("me", "U", "waive")]).endswith("此项已批准变通。")


def test_the_same_in_english():
    """The other language of the catalogue."""
    token = language.set("en")
    try:
        text = sentence("post.former", POST)
    finally:
        language.reset(token)
    assert text.startswith("张三 must recuse from 财政局")
    assert "科员 at 财政局 (2020-03 to 2024-05)" in text


def test_how_long_ago_in_years_and_months():
    """Full months count; the day of the month decides."""
    assert elapsed_text(day("2023-06-15"), day("2026-08-15")) == "3年2个月"
    assert elapsed_text(day("2023-06-16"), day("2026-08-15")) == "3年1个月"
    assert elapsed_text(day("2023-08-15"), day("2026-08-15")) == "3年"
    assert elapsed_text(day("2026-05-01"), day("2026-08-15")) == "3个月"
    assert elapsed_text(day("2026-08-01"), day("2026-08-15")) == "不到一个月"


def test_days_are_written_as_precisely_as_they_are_known():
    """A first day of a month as a start, a last day as an end, stand for the month."""
    assert day_text(day("2024-02-01")) == "2024年2月"
    assert day_text(day("2024-02-02")) == "2024年2月2日"
    assert day_text(day("2024-02-29"), is_end=True) == "2024年2月"
    assert day_text(day("2024-02-28"), is_end=True) == "2024年2月28日"
    assert span_text(None, None) == ""
    assert span_text(None, day("2024-02-29")) == "至2024年2月"


def test_every_message_has_both_languages():
    """A sentence that lacks a language would be told in the other."""
    for code, texts in catalogue().items():
        assert set(texts) >= {"zh", "en"}, code
