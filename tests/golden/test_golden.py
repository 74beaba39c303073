"""The golden register: each code once in its plainest form and once just outside, expected by hand."""

import json
from functools import cache
from pathlib import Path

import pytest

from huibi.compiling.problem import compile_problem
from huibi.network.kinship import Kinship
from huibi.policy import load_policy
from huibi.reading import read_register, read_round
from huibi.screening.screen import screen
from plain.comparison import compare_problem, compare_screening
from plain.grounds import Desk
from plain.tables import as_workbook

GOLDEN = Path(__file__).parents[2] / "data/huibi_data/samples/golden"
EXPECTED = json.loads((GOLDEN / "expected.json").read_text("utf-8"))
ROUNDS = sorted(EXPECTED)


@cache
def outcome(name):
    register = read_register(GOLDEN).register
    round_ = read_round(GOLDEN / f"round-{name}.toml", register)
    findings = screen(register, round_, load_policy(round_.policy), kinship=Kinship(register, round_.as_of))
    return register, round_, findings, compile_problem(register, round_, findings)


def told(finding):
    """What the golden file says of a finding, in one comparable line."""
    keys = ("person", "unit", "code", "effect", "weight", "roles", "stage", "counterpart", "class")
    marks = [finding.get("uncertain", False), finding.get("waived", False)]
    return json.dumps([finding[key] for key in keys] + marks, ensure_ascii=False)


@pytest.mark.parametrize("name", ROUNDS)
def test_findings_are_exactly_those_expected(name):
    """Nothing is missed, and nothing more is found."""
    found = {told(finding.to_json()) for finding in outcome(name)[2].findings}
    assert found == {told(finding) for finding in EXPECTED[name]["findings"]}


@pytest.mark.parametrize("name", ROUNDS)
def test_cases_just_outside_stay_silent(name):
    """Whoever stands just outside a limit has no finding at all."""
    found = {finding.person for finding in outcome(name)[2].findings}
    assert not found & set(EXPECTED[name]["silent"])


@pytest.mark.parametrize("name", ROUNDS)
def test_who_stays_apart_and_what_is_not_judged(name):
    """Pairs kept apart and gaps in the data are those expected, no more."""
    document = outcome(name)[2].to_json()
    assert [[*entry["people"], entry["code"]] for entry in document["apart"]] == EXPECTED[name]["apart"]
    assert document["not_judged"] == EXPECTED[name]["not_judged"]


@pytest.mark.parametrize("name", ROUNDS)
def test_the_index_is_what_was_computed_by_hand(name):
    """README.md of the golden register shows the arithmetic."""
    risks = {f"{entry.person} {entry.unit}": entry.risk for entry in outcome(name)[2].risks}
    expected = EXPECTED[name]["risks"]
    assert {pair: risks.get(pair, 0) for pair in expected} == expected


@pytest.mark.parametrize("name", ROUNDS)
def test_the_problem_says_what_the_findings_mean(name):
    """Bars by role, weights of the free roles, burden, home units and common rounds."""
    problem, expected = outcome(name)[3], EXPECTED[name]["problem"]
    people = {entry.id: entry.model_dump(mode="json") for entry in problem.people}
    for person, wanted in expected["people"].items():
        assert {key: people[person][key] for key in wanted} == wanted
    assert not set(people) & set(expected["absent_people"])
    bars = {f"{bar.person} {bar.unit}": bar.roles and [role.value for role in bar.roles] for bar in problem.bars}
    assert {pair: bars.get(pair, "none") for pair in expected["bars"]} == expected["bars"]
    assert not set(bars) & set(expected["not_barred"])
    should = {f"{cost.person} {cost.unit}": cost.should for cost in problem.costs}
    assert {pair: should.get(pair, 0) for pair in expected["should"]} == expected["should"]
    assert [[*pair.people, pair.cost] for pair in problem.together] == expected["together"]


@pytest.mark.parametrize("name", ROUNDS)
def test_the_plain_implementation_agrees(name):
    """Also on every index and every entry of the problem."""
    register, round_, findings, problem = outcome(name)
    faults, plain = compare_screening(Desk(register, round_), findings, round_.stage)
    assert faults + compare_problem(plain, problem) == []


def test_every_code_is_shown():
    """Each code of the policy, between persons too, occurs in a round of the golden register."""
    shown = {finding["code"] for name in ROUNDS for finding in EXPECTED[name]["findings"]}
    shown |= {code for name in ROUNDS for _, _, code in EXPECTED[name]["apart"]}
    assert set(load_policy({}).rules) - shown == {"match.possible"}


def test_a_workbook_says_the_same(tmp_path):
    """The same tables as one workbook, columns the other way round, read to the same rows."""
    one, other = outcome("local")[0], read_register(as_workbook(GOLDEN, tmp_path / "golden.xlsx")).register
    assert (one.regions, one.units, one.persons, one.pool) == (other.regions, other.units, other.persons, other.pool)
    assert (one.kin, one.postings, one.ties, one.interests) == (other.kin, other.postings, other.ties, other.interests)
    assert (one.history, one.rulings, one.declarations) == (other.history, other.rulings, other.declarations)


def test_a_folder_in_gb18030_says_the_same(tmp_path):
    """The encoding of the files does not matter."""
    for path in GOLDEN.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_text("utf-8").encode("gb18030"))
    assert read_register(tmp_path).register == outcome("local")[0]
