"""The committed rounds are worth planning: a fair part is barred, every kind of ground occurs, nothing falls short."""

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

import huibi_data
from huibi.compiling.problem import compile_problem
from huibi.model.findings import Effect, Findings
from huibi.model.register import Register
from huibi.model.rounds import Round
from huibi.network.kinship import Kinship
from huibi.planning.solve import solve
from huibi.policy import load_policy
from huibi.reading import read_register, read_round
from huibi.screening.screen import screen

SAMPLES = Path(str(huibi_data.resource("samples")))
GROUNDS = {
    "declared", "duty.system", "history.same_unit", "interest.kin", "interest.own", "kin.above",
    "kin.body", "kin.former", "kin.other", "kin.staff", "place.origin", "post.current",
    "post.former", "post.led", "post.long", "post.superior", "ruled", "tie.business",
    "tie.classmate", "tie.comrade", "tie.dispute", "tie.friend", "tie.mentor", "tie.secretary",
    "tie.townsman",
}  # fmt: skip


@cache
def screening_of(name: str) -> tuple[Register, Round, Findings]:
    folder = SAMPLES / name
    register = read_register(folder).register
    round_ = read_round(folder / "round.toml", register)
    kinship = Kinship(register, round_.as_of)
    return register, round_, screen(register, round_, load_policy(round_.policy), kinship=kinship)


@pytest.fixture(params=["county", "city"])
def screened(request) -> tuple[Register, Round, Findings]:
    return screening_of(request.param)


def test_a_fair_part_of_the_pairs_is_barred(screened):
    """Between 5 and 30 percent of the pairs of person and unit are barred in a role that the person may serve in."""
    register, round_, findings = screened
    ready = {cadre.person: cadre.roles for cadre in register.pool.values() if cadre.is_active}
    barred = defaultdict(set)
    for finding in findings.findings:
        if finding.effect is Effect.MUST and not finding.waived:
            roles = ready[finding.person]
            barred[finding.person, finding.unit] |= roles if finding.roles is None else roles & finding.roles
    share = sum(bool(roles) for roles in barred.values()) / (len(ready) * len(round_.units))
    assert 0.05 <= share <= 0.30


def test_every_kind_of_ground_occurs():
    """Each sample shows most grounds, the two together all of them."""
    found = {name: {finding.code for finding in screening_of(name)[2].findings} for name in ("county", "city")}
    assert found["county"] | found["city"] >= GROUNDS
    assert "place.county" in found["city"]
    assert min(len(codes) for codes in found.values()) >= len(GROUNDS) - 3


def test_what_does_not_bar_is_there_too(screened):
    """Something was waived, some pairs may not share a team, some places are unknown, some chains are only likely."""
    findings = screened[2]
    assert any(finding.waived for finding in findings.findings)
    assert {entry.code for entry in findings.apart} >= {"team.kin", "team.superior"}
    assert findings.risks
    assert findings.not_judged


def test_nothing_falls_short(screened):
    """The round can be staffed whole: every unit inspected, every minimum met."""
    register, round_, findings = screened
    problem = compile_problem(register, round_, findings)
    first = problem.model_copy(update={"objective": ({"unassigned": 1}, {"shortfall": 1})})
    roster = solve(first, seconds=60, workers=1, seed=1)
    assert roster.unassigned == ()
    assert roster.shortfalls == ()
