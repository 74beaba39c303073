"""docs/recusal.md says of every ground what the policy data says."""

import re
import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest

from huibi.messages import catalogue
from huibi.model.findings import Effect
from huibi.model.people import Level
from huibi.model.ties import InterestKind, TieKind
from huibi.policy import load_policy
from huibi.screening.grounds import GROUNDS
from huibi.screening.team import TEAM_GROUNDS

TEXT = (Path(__file__).parents[2] / "docs" / "recusal.md").read_text(encoding="utf-8")
RULES = load_policy().rules
SECTIONS = {
    match["code"]: (match["name"], dict(re.findall(r"^- (.{1,2})：(.+)$", match["body"], re.MULTILINE)))
    for match in re.finditer(r"^### `(?P<code>[^`]+)` (?P<name>.+)\n(?P<body>(?:(?!^##).*\n)*)", TEXT, re.MULTILINE)
}
WORDS = {Effect.MUST: "应当回避", Effect.NOTE: "提示"}


def word(grade):
    return WORDS.get(grade.effect) or f"宜回避（{grade.weight}）"


def effect(grades):
    if grades.lead == grades.other:
        return f"各角色{word(grades.lead)}"
    return f"组长、副组长{word(grades.lead)}，其他角色{word(grades.other)}"


def test_every_code_has_its_section_in_the_order_of_the_policy():
    """No ground is missing from the document, none is only there."""
    assert list(SECTIONS) == list(RULES)


@pytest.mark.parametrize("code", RULES)
def test_a_section_says_what_the_policy_says(code):
    """Name, article, effect, years, what may be changed and waived; and there is an example."""
    name, said = SECTIONS[code]
    rule = RULES[code]
    tiers = "；".join((f"`{tier}` " if tier != "all" else "") + effect(both) for tier, both in rule.tiers.items())
    assert name == catalogue()[f"ground.{code}"]["zh"]
    assert said["依据"] == rule.basis
    assert said["效力"] == (tiers or "不得同组")
    assert said.get("期限") == (None if rule.years is None else f"{rule.years} 年")
    limits = [f"`{key}`" for key in ("years", "classes", "levels") if key in rule.limits]
    assert said.get("可调") == ("、".join(limits) or None)
    assert said.get("变通") == (None if code in TEAM_GROUNDS else "可以" if rule.waivable else "不可以")
    assert len(said["认定"]) > 5
    assert len(said["例"]) > 5


def test_every_switch_of_kinship_is_explained():
    """The table of switches holds those that there are, with their defaults."""
    rows = re.findall(r"^\| `(kin\.\w+)` \| (开|关) \|", TEXT, re.MULTILINE)
    defaults = asdict(load_policy().switches)
    assert rows == [(f"kin.{name}", "开" if on else "关") for name, on in defaults.items()]


def test_every_ground_of_the_policy_is_looked_for():
    """What the policy lists has a function, in its order."""
    assert [*GROUNDS, *TEAM_GROUNDS] == list(RULES)


def test_every_step_of_a_chain_is_explained():
    """The table of ties names all that chains can hold beside kin."""
    ties = {f"post.{level.value}" for level in Level} | {f"interest.{kind.value}" for kind in InterestKind}
    ties |= {kind.value for kind in TieKind} | {"oversees", "under", "over", "same_system", "inspected", "maybe_same"}
    ties |= {"native_place", "growth_place", "pool_county", "contains", "lies_in", "region_of", "county_of"}
    table = TEXT.split("## 关系链的用词")[1].split("\n## ")[0]
    assert set(re.findall(r"`([a-z_.]+)`", table)) >= ties | {"declared", "ruled"}


def test_the_example_of_a_policy_is_one():
    """The TOML that the document shows is accepted."""
    (block,) = re.findall(r"```toml\n(.+?)```", TEXT, re.DOTALL)
    policy = load_policy(tomllib.loads(block)["policy"])
    assert policy.rules["post.former"].years == 5
    assert not policy.rules["duty.system"].on
    assert policy.switches.wide_step
