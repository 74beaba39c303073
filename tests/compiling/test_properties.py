"""What holds for the problem of any round: sound, the same whatever the order of rows, and no must is lost."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from huibi.compiling.problem import compile_problem
from huibi.model.findings import Effect
from huibi.model.rosters import Roster, Seat, TeamRoster
from huibi.planning.check import check
from huibi.planning.problem import read_problem
from huibi.policy import load_policy
from huibi.screening.screen import screen
from strategies import small_offices

FEW = settings(max_examples=20, deadline=None)


def made(office, stage=3):
    register, round_ = office
    found = screen(register, round_, load_policy(round_.policy), stage=stage)
    return found, compile_problem(register, round_, found, stage=stage)


@FEW
@given(small_offices(), st.integers(1, 3))
def test_every_problem_reads_back(office, stage):
    """What is compiled is a sound document, and says the same when it is read again."""
    _, problem = made(office, stage)
    assert read_problem(problem.to_json()) == problem


@FEW
@given(small_offices(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(office, chance: Random):
    """The same tables shuffled give the same bars, costs and people."""
    register, round_ = office
    shuffled = {
        name: tuple(chance.sample(getattr(register, name), len(getattr(register, name))))
        for name in ("postings", "ties", "history", "interests", "studies", "service", "kin")
    }
    pool = dict(chance.sample(sorted(register.pool.items()), len(register.pool)))
    first, second = made(office)[1], made((replace(register, pool=pool, **shuffled), round_))[1]
    assert first == second


@FEW
@given(small_offices())
def test_no_must_is_lost_on_the_way(office):
    """Whoever has a standing must finding for a unit in a role breaks a hard rule when put there in that role."""
    found, problem = made(office)
    people = {entry.id: entry for entry in problem.people}
    team = problem.teams[0].id
    for finding in found.findings:
        if finding.effect is not Effect.MUST or finding.waived or finding.person not in people:
            continue
        for role in people[finding.person].roles:
            seat = TeamRoster(id=team, units=(finding.unit,), people=(Seat(id=finding.person, role=role),))
            broken = {violation.rule for violation in check(problem, Roster(teams=(seat,))).violations}
            assert (3 in broken) >= (finding.roles is None or role in finding.roles)
