"""The solver as others call it: a child process, a checked roster, progress, stop."""

import time

from huibi.planning.check import check
from huibi.planning.problem import digest
from huibi.planning.solve import solve
from roster_cases import tiny_problem

OPEN = 36  # the seed of a tiny problem without pins that clash


def test_a_roster_carries_everything_the_format_asks_for():
    """Status, levels in order with bounds, all terms, seed, workers, digest; and the second opinion agrees."""
    problem = tiny_problem(OPEN)
    reports = []
    roster = solve(problem, on_progress=reports.append, seed=5, workers=1)
    assert roster.status == "optimal"
    assert [level.terms for level in roster.levels] == [dict(level) for level in problem.objective]
    assert all(level.value == level.bound for level in roster.levels)
    assert len(roster.terms) == 11
    assert (roster.problem, roster.seed, roster.workers) == (problem.id, 5, 1)
    assert roster.digest == digest(problem)
    assert [team.id for team in roster.teams] == [team.id for team in problem.teams]
    assert check(problem, roster).ok
    assert {report.level for report in reports} <= set(range(len(problem.objective)))
    assert reports[-1].value == roster.levels[-1].value


def test_an_official_roster_repeats_itself():
    """The same problem, seed and workers: the same roster, and no time in it."""
    problem = tiny_problem(OPEN)
    first, second = (solve(problem, official=True) for _ in range(2))
    assert first.to_json() == second.to_json()
    assert first.seconds == 0
    assert all(level.seconds == 0 for level in first.levels)


def test_a_stop_keeps_the_best():
    """Stopped before anything is proven there is still a legal roster."""
    problem = tiny_problem(OPEN)
    begun = time.monotonic()
    roster = solve(problem, seconds=1000, stop=lambda: True)
    assert roster.status in ("stopped", "optimal")
    assert check(problem, roster).ok
    assert time.monotonic() - begun < 60


def test_no_time_leaves_the_pins_alone():
    """With no second to search, the pins alone are the roster."""
    problem = tiny_problem(OPEN)
    roster = solve(problem, seconds=0)
    assert check(problem, roster).ok
    assert {(pin.person or pin.unit, pin.team) for pin in problem.pins} == {
        *((seat.id, team.id) for team in roster.teams for seat in team.people),
        *((unit, team.id) for team in roster.teams for unit in team.units),
    }


def test_an_interrupted_search_goes_on_from_what_it_had():
    """Without any time left the roster is the one begun with; one that breaks a rule is not begun with."""
    problem = tiny_problem(OPEN)
    reached = []
    best = solve(problem, on_progress=lambda progress: reached.append(progress.roster()))
    assert all(check(problem, roster).ok for roster in reached)
    alone = solve(problem, seconds=0)
    again = solve(problem, seconds=0, start=best)
    assert [level.value for level in again.levels] == [level.value for level in best.levels]
    assert [level.value for level in alone.levels] != [level.value for level in best.levels]
    seat = next(seat for team in best.teams for seat in team.people)
    twice = best.model_copy(update={"teams": tuple(team.model_copy(update={"people": (seat,)}) for team in best.teams)})
    assert [level.value for level in solve(problem, seconds=0, start=twice).levels] == [
        level.value for level in alone.levels
    ]
