"""Many small problems of every feature: no roster refused, no bound false, what is planted is found."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exhaustive import Exhaustive
from huibi.errors import InputError
from huibi.planning.check import check
from huibi.planning.problem import read_problem
from roster_cases import small_document, tiny_document
from roster_planted import bent_document
from searching import in_parts, solve_here


def check_not_refused(seed: int) -> None:
    """Solve one; `solve` itself raises where the second opinion refuses."""
    problem = read_problem(small_document(seed))
    roster, _ = solve_here(problem, seconds=3)
    assert (roster.status == "infeasible") == bool(roster.conflicts)
    if roster.status != "infeasible":
        assert check(problem, roster).ok


@pytest.mark.parametrize("block", range(4))
def test_no_roster_of_a_small_problem_is_refused(block):
    """The second opinion takes every roster of two hundred problems."""
    for seed in range(block * 50, block * 50 + 50):
        check_not_refused(seed)


@pytest.mark.soak
@pytest.mark.parametrize("block", range(40))
def test_no_roster_of_ten_thousand_small_problems_is_refused(block):
    """The second opinion takes every roster of ten thousand problems."""
    for seed in range(block * 250, block * 250 + 250):
        check_not_refused(10**6 + seed)


def vectors(problem) -> set[tuple[int, ...]]:
    """Return the values of the levels of every legal roster."""
    verdicts = Exhaustive(problem)._units(())
    return {tuple(sum(w * v.terms[n] for n, w in level.items()) for level in problem.objective) for v in verdicts}


def true_in_all(problem, seconds: float) -> None:
    """Compare the optimum, and every bound told on the way, with all the rosters there are."""
    every = vectors(problem)
    roster, reports = solve_here(problem, seconds)
    if not every:
        assert roster.status == "infeasible"
        return
    values = tuple(level.value for level in roster.levels)
    assert values in every
    if roster.status == "optimal":
        assert values == min(every)
    for report in reports:
        for index, bound in enumerate(report["bounds"]):
            held = report["values"][:index]
            under = [v[index] for v in every if all(a <= b for a, b in zip(v[:index], held, strict=True))]
            assert bound is None or bound <= min(under), (problem.id, index, bound, report)


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 10**6), parts=st.booleans())
def test_every_bound_is_true(seed, parts):
    """No bound told at any time passes what can be reached given the values before it."""
    check_bounds(seed, parts=parts)


def check_bounds(seed: int, *, parts: bool) -> None:
    problem = read_problem(tiny_document(seed))
    if parts:
        with in_parts():
            true_in_all(problem, seconds=0.5)
    else:
        true_in_all(problem, seconds=20)


@pytest.mark.soak
@pytest.mark.parametrize("block", range(20))
def test_every_bound_is_true_on_many(block):
    """The same on many more."""
    for seed in range(block * 8, block * 8 + 8):
        check_bounds(2 * 10**6 + seed, parts=bool(seed % 2))


def check_planted_found(seed: int) -> None:
    problem = read_problem(bent_document(seed))
    roster, _ = solve_here(problem, seconds=5)
    assert (roster.terms["unassigned"], roster.terms["shortfall"]) == (0, 0), problem.id


def test_what_is_planted_is_found():
    """Round a roster that lacks nothing, with every feature about it, one that lacks nothing is found."""
    for seed in range(40):
        check_planted_found(seed)


@pytest.mark.soak
@pytest.mark.parametrize("block", range(10))
def test_what_is_planted_is_found_in_many(block):
    """The same on two thousand problems."""
    for seed in range(block * 200, block * 200 + 200):
        check_planted_found(10**6 + seed)


FAULTS = {
    "people": ("served", -1, "roster.out_of_range"),
    "units": ("workload", "two", "roster.not_integer"),
    "teams": ("size", [4, 3], "roster.min_above_max"),
    "bars": ("unit", "nowhere", "roster.unknown_id"),
    "costs": ("person", "nobody", "roster.unknown_id"),
    "together": ("cost", 1.5, "roster.not_integer"),
    "pins": ("team", "none", "roster.unknown_id"),
}


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_every_fault_of_a_malformed_problem_is_named(seed):
    """However many entries are spoilt, each is in the one refusal, with its place, and nothing that is sound."""
    random = Random(seed)  # noqa: S311 - invented cases, repeatable
    document = small_document(seed)
    expected = set()
    for part, (field, value, code) in FAULTS.items():
        entries = document.get(part, [])
        for index in random.sample(range(len(entries)), min(len(entries), random.randint(0, 2))):
            entries[index][field] = value
            expected.add((code, f"/{part}/{index}/{field}"))
    document["nonsense"] = 1
    expected.add(("roster.unknown_field", "/nonsense"))
    with pytest.raises(InputError) as caught:
        read_problem(document)
    assert {(fault.code, fault.params["place"]) for fault in caught.value.faults} == expected
