"""Bounds of the terms that are paid: never above what trying everything finds, and above nothing where it is clear."""

from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st

from exhaustive import optimum
from huibi.planning.board import Board
from huibi.planning.engine import Budget, Engine
from huibi.planning.floors import Floors
from huibi.planning.problem import read_problem
from huibi.planning.proofs import Proofs
from huibi.planning.reached import PRICED, caps_of
from roster_cases import tiny_document

ORDERS = (
    ({"unassigned": 1}, {"shortfall": 1}, {"should": 1}, {"risk_peak": 1}, {"risk": 1}, {"travel": 1, "burden": 2}),
    ({"unassigned": 2, "shortfall": 1}, {"risk": 1}, {"risk_max": 1}, {"should": 3, "risk_peak": 1}, {"burden": 1}),
    ({"shortfall": 1}, {"unassigned": 1}, {"travel": 1}, {"burden": 1}, {"risk_max": 1}, {"should": 1, "risk": 1}),
)


def floors(problem):
    return Floors(Board(problem), lambda: False)


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 10**6), order=st.sampled_from(ORDERS))
def test_no_bound_passes_the_optimum(seed, order):
    """Under the values of the levels before, each bound is at most what the level can be at best."""
    problem = read_problem(tiny_document(seed) | {"objective": list(order)})
    best = optimum(problem)
    if best is None:
        return
    found = floors(problem)
    for index, level in enumerate(order):
        if not set(level) <= {*PRICED, "risk_peak", "risk_max"}:
            continue
        caps = caps_of(order, best[:index])
        weights = {term: weight for term, weight in level.items() if term in PRICED}
        least = ceil(found.least(weights, caps, best[index] + 2, 10).bound) if weights else 0
        for term in {"risk_peak", "risk_max"} & set(level):
            most = best[index] // level[term] + 2
            least += level[term] * round(found.peak(term, caps, 0, most, 10).bound)
        assert least <= best[index]


def two_leaders(**more):
    """Two teams of one leader for two units: either leader pays 3 at the first unit and 5 at the second."""
    document = {
        "format": "huibi.roster/1",
        "id": "two",
        "people": [{"id": name, "roles": ["leader"], "full_time": True, "served": 2} for name in ("a", "b")],
        "units": [{"id": name, "workload": 1} for name in ("u", "v")],
        "teams": [{"id": name, "size": [1, 1], "roles": {"leader": [1, 1]}, "units": [1, 1]} for name in ("s", "t")],
        "costs": [{"person": p, "unit": u, "risk": risk} for p in ("a", "b") for u, risk in (("u", 3), ("v", 5))],
    }
    return read_problem(document | more)


def test_what_nobody_escapes_is_proven():
    """Where all teams are needed and everybody pays, the bounds are what is paid."""
    found = floors(two_leaders())
    caps = {"unassigned": 0, "shortfall": 0}
    assert found.least({"risk": 1}, caps, 100, 10).bound == 8
    assert found.least({"burden": 3}, caps, 100, 10).bound == 12
    assert found.peak("risk_peak", caps, 0, 9, 10).bound == 5
    assert found.peak("risk_max", caps, 0, 5, 10).bound == 5


def test_what_may_be_left_out_is_not_bounded():
    """A unit fewer than asked for, or a leader fewer, saves what the dearest would pay."""
    found = floors(two_leaders())
    assert found.least({"risk": 1}, {"unassigned": 0, "shortfall": 1}, 100, 10).bound == 3
    assert found.least({"risk": 1}, {"unassigned": 1, "shortfall": 1}, 100, 10).bound <= 3
    assert found.least({"risk": 1}, {"unassigned": 2}, 100, 10).bound == 0


def test_a_person_serves_once():
    """Who costs nothing costs nothing once: the second team pays."""
    found = floors(two_leaders(costs=[{"person": "a", "unit": u, "risk": 4} for u in ("u", "v")]))
    assert found.least({"risk": 1}, {"unassigned": 0, "shortfall": 0}, 100, 10).bound == 4


def test_a_bound_of_the_sum_bounds_the_peak_before_it():
    """Two units that pay 8 together: one of them pays 4 at least, and that is asked before the peak itself."""
    objective = [{"unassigned": 1}, {"shortfall": 1}, {"risk_peak": 2}, {"risk": 1}]
    board = Board(two_leaders(objective=objective))
    proofs = Proofs(board, Engine(Budget(60, official=True), workers=1, seed=1))
    found, _ = proofs.floors((0, 0, 10, 8), [0, 0, 0, 0], 10)
    assert [(proof.index, proof.bound, proof.held) for proof in found] == [(3, 8, (0, 0, 10)), (2, 8, (0, 0))]
    found, _ = proofs.floors((0, 0, 10, 8), [0, 0, 8, 8], 10)
    assert [(proof.index, proof.bound) for proof in found] == [(2, 10)]
