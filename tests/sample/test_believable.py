"""What every invented place holds: the odd cases that a register must be able to bear, each at least once."""

import csv
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from huibi.sample import write_sample
from huibi.sample.dice import Dice
from huibi.sample.names import Namer
from huibi_data import load_toml

Rows = list[dict[str, str]]
LEADING = ("主要负责人", "班子成员")
OPEN = ("", "至今")
SPOUSES = ("妻子", "爱人", "配偶", "丈夫")
WEIGHTS = [2**power % 11 for power in range(17, 0, -1)]


@pytest.fixture(scope="module", params=[("county", 4), ("city", 5)], ids=["county", "city"])
def tables(request, tmp_path_factory) -> dict[str, Rows]:
    out = tmp_path_factory.mktemp("sample") / "out"
    profile, seed = request.param
    write_sample(out, profile, seed, 0.02)
    return {file.stem: read(file) for file in sorted(out.glob("*.csv"))}


def read(file: Path) -> Rows:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_identity_numbers_hold(tables):
    """Each identity number has its check character, is nobody else's, and agrees with birth and sex."""
    seen = set()
    for person in tables["persons"]:
        number = person["身份证号"]
        if not number:
            continue
        assert "10X98765432"[sum(int(n) * w for n, w in zip(number, WEIGHTS, strict=False)) % 11] == number[17]
        assert (person["性别"] == "男") == (int(number[16]) % 2 == 1)
        year = person["出生年月"][:4]
        assert number[6:10] == year
        assert number not in seen
        seen.add(number)
    assert len(seen) > len(tables["persons"]) / 5


def test_identity_numbers_are_nobodys(tables):
    """No identity number begins with a code that a real county has: the invented city's codes are assigned to none."""
    prefixes = {person["身份证号"][:4] for person in tables["persons"] if person["身份证号"]}
    assert prefixes <= {"5198", "5197", "5298"}


def test_names_rare_and_shared(tables):
    """Characters outside the common sets occur among those in office, and people who share a name."""
    office = {row["人员"] for row in tables["postings"]}
    names = Counter(person["姓名"] for person in tables["persons"] if person["人员编号"] in office)
    for character in "𠮷龘㛃䶮":
        assert any(character in name for name in names), character
    assert max(names.values()) > 1
    assert any("·" in person["姓名"] for person in tables["persons"])


def test_families(tables):
    """Divorce, remarriage, adoption, step kin of every kind of upbringing, death, and words from either end occur."""
    kin = tables["kin"]
    terms = {row["称谓"] for row in kin}
    for either in (
        {"父亲"}, {"儿子"}, {"妻子"}, {"丈夫"}, {"养父", "养母", "养子", "养女"}, {"继父", "继母"}, {"继子", "继女"},
        {"岳父", "丈人"}, {"公公", "公爹"}, {"妻弟", "小舅子", "内弟"}, {"连襟"}, {"表哥"},
        {"干爹", "干妈"}, {"未婚妻"},
    ):  # fmt: skip
        assert terms & either, either
    step = [row for row in kin if row["称谓"].startswith("继")]
    assert {row["抚养"] for row in step} == {"是", "否", ""}
    assert any(row["终止时间"] for row in kin)
    married = Counter(row["人员"] for row in kin if row["称谓"] in (*SPOUSES, "前妻", "前夫"))
    assert max(married.values()) > 1
    assert any(person["去世时间"] for person in tables["persons"])


def test_colleagues_marry_and_families_share_the_service(tables):
    """Some of those in office are married to somebody in office at another unit."""
    unit = {row["人员"]: row["单位"] for row in tables["postings"] if row["止"] in OPEN}
    couples = [
        (unit[row["人员"]], unit[row["亲属"]])
        for row in tables["kin"]
        if row["称谓"] in SPOUSES and row["人员"] in unit and row["亲属"] in unit
    ]
    assert sum(one != other for one, other in couples) >= 3


def test_careers(tables):
    """People move between units, oversee others, hold two posts, and some are appointed from next month on."""
    jobs = defaultdict(list)
    for row in tables["postings"]:
        jobs[row["人员"]].append(row)
    assert any(len({row["单位"] for row in mine}) > 2 for mine in jobs.values())
    assert any(row["分管单位"] for row in tables["postings"])
    assert any(row["起"] > "2026-08" for row in tables["postings"])
    led = [[row for row in mine if row["止"] in OPEN and row["岗位"] in LEADING] for mine in jobs.values()]
    assert any(len({row["单位"] for row in mine}) > 1 for mine in led)
    assert {row["岗位"] for row in tables["postings"]} == {"主要负责人", "班子成员", "重点岗位", "一般干部", ""}


def test_one_chief_at_a_time(tables):
    """At no month do more people hold a unit's chief seats than the unit has today."""
    chiefs = defaultdict(list)
    for row in tables["postings"]:
        if row["岗位"] == "主要负责人" and row["起"] <= "2026-08":
            chiefs[row["单位"], row["职务"]].append((row["起"].replace(".", "-"), row["止"].replace(".", "-")))
    for (unit, title), terms in chiefs.items():
        terms.sort()
        for (_, end), (start, _) in pairwise(terms):
            assert end, (unit, title)
            assert end < start, (unit, title)


def test_pool_and_decisions(tables):
    """The pool has every status and limits of time; decisions and applications of every kind stand beside it."""
    assert {row["状态"] for row in tables["pool"]} >= {"在库", "暂停", "出库"}
    assert any(row["可用起"] for row in tables["pool"])
    assert {row["类别"] for row in tables["pool"]} == {"专职", "抽调"}
    assert {row["决定"] for row in tables["rulings"]} == {"回避", "变通"}
    assert {row["判定"] for row in tables["same_person"]} == {"同一人", "不同人"}
    assert {row["决定"] for row in tables["declarations"]} == {"待定", "同意", "不同意", "撤回"}
    assert len({row["轮次"] for row in tables["history"]}) == 3


def test_ties_of_every_kind(tables):
    """Every kind of tie and of interest that the register knows is there."""
    kinds = {"同学", "战友", "同乡", "师生", "秘书", "密切交往", "经济往来", "矛盾纠纷"}
    assert {row["关系"] for row in tables["ties"]} == kinds
    assert {row["类别"] for row in tables["interests"]} == {"持股", "供应商", "借贷", "其他利益"}
    classes = Counter((row["学校"], row["专业班级"]) for row in tables["studies"] if row["专业班级"])
    assert max(classes.values()) > 1


def test_nobody_bears_a_name_that_everybody_knows():
    """What chance puts together by accident gives way to another name of the same family; all else stays."""
    namer = Namer(Dice(1))
    assert [namer.unknown(name) for name in ("邓小平", "邓小明")] == ["邓晓平", "邓小明"]
    for known, taken in load_toml("sample", "names.toml")["known"].items():
        assert namer.inherited(known) == namer.inherited(taken)
        assert known != taken == namer.unknown(taken)
