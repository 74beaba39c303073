"""`huibi relate` on families whose class was found by hand, the article beside it (golden/kin_families.csv)."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from huibi.cli.main import main

FILE = Path(__file__).parents[1] / "golden" / "kin_families.csv"
FAMILIES = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
WHO = "[甲乙丙丁戊己]"
ROW = re.compile(rf"(?P<person>{WHO})的(?P<term>[^（]+?)(?P<relative>{WHO})(?:（(?P<more>.+)）)?")
DEATH = re.compile(rf"(?P<who>{WHO})于 (?P<day>[0-9-]+) 去世")
SAME = re.compile(rf"(?P<a>{WHO})与(?P<b>{WHO})(?P<decision>同一|不同)人")
SEX = re.compile(rf"(?P<who>{WHO})为(?P<sex>[男女])")
RAISED = {"抚养": "是", "未抚养": "否"}
ROUND = """[round]
id = "R"
organiser = "510000"
mode = "local"
start = 2026-08-15
end = 2026-11-30
as_of = 2026-08-15

[[units]]
unit = "U"

[[teams]]
id = "T1"
size = [1, 1]

[policy]
"""


def write(folder, name, head, rows):
    """A table of the register."""
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    (folder / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8")


def put_down(folder):
    """Write all families into one register, each person's id beginning with the number of the family."""
    people, kin, same = {}, [], []
    for number, family in enumerate(FAMILIES):
        for record in family["records"].split("；"):
            for who in re.findall(WHO, record):
                people.setdefault(f"{number}{who}", {"died": "", "sex": ""})
            if said := DEATH.fullmatch(record):
                people[f"{number}{said['who']}"]["died"] = said["day"]
            elif said := SEX.fullmatch(record):
                people[f"{number}{said['who']}"]["sex"] = said["sex"]
            elif said := SAME.fullmatch(record):
                same.append((f"{number}{said['a']}", f"{number}{said['b']}", said["decision"] + "人"))
            else:
                said = ROW.fullmatch(record)
                more = said["more"] or ""
                spans = [re.search(rf"([0-9-]+){word}", more) for word in "起止"]
                since, ended = (span[1] if span else "" for span in spans)
                ends = (f"{number}{said['person']}", f"{number}{said['relative']}")
                kin.append((*ends, said["term"], since, ended, RAISED.get(more, "")))
    write(
        folder,
        "人员",
        ["人员编号", "姓名", "性别", "去世时间"],
        [(i, i[-1], p["sex"], p["died"]) for i, p in people.items()],
    )
    write(folder, "单位", ["单位编号", "单位名称"], [("U", "财政局")])
    write(folder, "亲属关系", ["人员", "亲属", "称谓", "起", "终止时间", "抚养"], kin)
    write(folder, "同人判定", ["a", "b", "判定"], same)


@pytest.mark.parametrize("switch", sorted({family["switches"] for family in FAMILIES}))
def test_families_found_by_hand(tmp_path, capsys, switch):
    """Class and certainty are what the statute says, from either end (`a / b` where they differ), under each switch."""
    register = tmp_path / "register"
    register.mkdir()
    put_down(register)
    asked = [(number, family) for number, family in enumerate(FAMILIES) if family["switches"] == switch]
    ends = [[f"{number}{who}" for who in family["pair"].split("与")] for number, family in asked]
    write(tmp_path, "pairs", ["a", "b"], [pair for one in ends for pair in (one, one[::-1])])
    on = f'"{switch.split("=")[0]}".on = {switch.split("=")[1]}\n' if switch else ""
    (tmp_path / "round.toml").write_text(ROUND + on, encoding="utf-8")
    words = ["relate", str(register), "--pairs", str(tmp_path / "pairs.csv"), "--round", str(tmp_path / "round.toml")]
    with pytest.raises(SystemExit) as left:
        main(words)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert left.value.code == 0
    assert len(told) == 2 * len(asked) > 0
    wrong = []
    for (number, family), there, back in zip(asked, told[::2], told[1::2], strict=True):
        found = [one["class"] + (" 待核实" if one["uncertain"] else "") for one in (there, back)]
        if found != (family["expected"].split(" / ") * 2)[:2]:
            wrong.append((number, family["case"], family["records"], family["expected"], found))
    assert wrong == []


def test_each_family_has_its_reason():
    """No family stands twice, and each has an article and a line of reasoning."""
    keys = [(family["records"], family["pair"], family["switches"]) for family in FAMILIES]
    assert len(set(keys)) == len(FAMILIES) > 40
    assert all(family["article"] and family["why"] for family in FAMILIES)
