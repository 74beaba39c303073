"""The table of kin at the limits in docs/recusal.md: every row holds, from either end."""

import re
from datetime import date
from pathlib import Path

import pytest

from families import families
from huibi.network.kinship import Kinship
from huibi.network.terms import read_term
from huibi.network.terms_chains import codes, sex_of_step
from make import kin

DAY = date(2026, 8, 15)
TEXT = (Path(__file__).parents[2] / "docs" / "recusal.md").read_text(encoding="utf-8")
SECTION = TEXT.split("## 亲属认定的常见情形")[1].split("\n## ")[0]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")] for line in SECTION.splitlines() if line.startswith("| ")
][2:]
WHO = "[甲乙丙丁戊己]"
RECORD = re.compile(rf"(?P<person>{WHO})的(?P<term>[^甲乙丙丁戊己（]+)(?P<relative>{WHO})(?:（(?P<more>.+)）)?")
DEATH = re.compile(rf"(?P<who>{WHO})于 (?P<day>[0-9-]+) 去世")
SWITCHED = {"抚养": {"raised": True}, "未抚养": {"raised": False}}


def family(records):
    """The register that a cell of records tells of; sexes are those of the terms."""
    rows, died, sexes = [], {}, {"male": set(), "female": set()}
    for record in records.split("；"):
        if death := DEATH.fullmatch(record):
            died[death["who"]] = death["day"]
            continue
        said = RECORD.fullmatch(record)
        when = re.fullmatch(r"([0-9-]+) (止|起)", said["more"] or "")
        more = {"ended" if when[2] == "止" else "since": when[1]} if when else SWITCHED.get(said["more"], {})
        rows.append(kin(said["person"], said["relative"], said["term"], **more))
        for path in read_term(said["term"]).paths:
            sexes[sex_of_step(codes(path[-1])[-1])].add(said["relative"])
    return families(*rows, men=" ".join(sorted(sexes["male"])), women=" ".join(sorted(sexes["female"])), died=died)


@pytest.mark.parametrize(("case", "records", "pair", "expected", "why"), ROWS, ids=[row[0] for row in ROWS])
def test_a_row_of_the_table_holds(case, records, pair, expected, why):
    """The class and whether it is to be verified are what the document says; the reason is given."""
    one, other = pair.split("与")
    kinship = Kinship(family(records), DAY)
    for relation in (kinship.relate(one, other), kinship.relate(other, one)):
        assert f"`{relation.kin_class.value}`{' 待核实' if relation.uncertain else ''}" == expected
    assert case
    assert why


def test_the_table_is_there():
    """The rows that an office asks about most are among them."""
    names = {row[0] for row in ROWS}
    assert {"半血缘", "连襟", "妯娌", "亲家", "嫂子的哥哥", "前妻", "表叔", "堂侄", "离了婚的继父"} <= names
