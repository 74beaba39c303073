"""Pins: which can stand together, and which smallest sets cannot."""

import pytest

from huibi.planning.check import check
from huibi.planning.pins import Pins
from huibi.planning.problem import read_problem
from huibi.planning.solve import solve

PROBLEM = {
    "format": "huibi.roster/1",
    "id": "r",
    "people": [
        {"id": "a", "home_unit": "h", "county": "c1", "roles": ["leader", "member"]},
        {"id": "b", "home_unit": "h", "county": "c1", "roles": ["leader"]},
        {"id": "c", "home_unit": "h", "county": "c2", "roles": ["leader", "member"]},
    ],
    "units": [{"id": "u", "county": "c1"}, {"id": "v", "county": "c2"}],
    "teams": [
        {"id": "t", "county": "c1", "size": [1, 3], "roles": {"leader": [1, 1], "member": [0, 2]}},
        {"id": "w", "county": "c2", "size": [1, 3], "roles": {"leader": [1, 1], "member": [0, 2]}},
    ],
}


def person(name, team="t", **more):
    return {"person": name, "team": team} | more


def clashes(pins, **more):
    problem = read_problem(PROBLEM | {"pins": pins} | more)
    return [(claim.pins, claim.rule) for claim in Pins(problem).broken()]


@pytest.mark.parametrize(
    ("pins", "more", "expected"),
    [
        ([person("a"), person("a", "w")], {}, [((0, 1), 1)]),
        ([person("a", role="leader"), person("a", role="member")], {}, [((0, 1), 1)]),
        ([person("b", role="member")], {}, [((0,), 1)]),
        ([{"unit": "u", "team": "t"}, {"unit": "u", "team": "w"}], {}, [((0, 1), 2)]),
        ([person("a"), {"unit": "u", "team": "t"}], {"bars": [{"person": "a", "unit": "u"}]}, [((0, 1), 3)]),
        ([person("a"), person("c")], {"apart": [["c", "a"]]}, [((0, 1), 4)]),
        ([person("a", role="leader"), person("b")], {}, [((0, 1), 5)]),
        ([person("a"), person("b"), person("c")], {"limits": {"same_home_unit": 2}}, [((0, 1, 2), 5)]),
        (
            [person("a"), person("b", "w"), person("c")],
            {"limits": {"home_unit_total": 1}},
            [((0, 1), 5), ((0, 2), 5), ((1, 2), 5)],
        ),
        ([{"unit": "u", "team": "t"}], {"counties": {"own": "forbid"}}, [((0,), 6)]),
        (
            [{"unit": "v", "team": "t"}, {"unit": "u", "team": "w"}],
            {"counties": {"mutual": "forbid"}},
            [((0, 1), 6)],
        ),
        ([person("a"), person("c"), {"unit": "v", "team": "t"}], {}, []),
        ([person("a"), person("a", role="leader"), person("c", role="member")], {}, []),
    ],
)
def test_the_smallest_sets_that_cannot_stand_are_named(pins, more, expected):
    """Each set names its pins and the rule, and none of it can be left out."""
    assert clashes(pins, **more) == expected


def test_open_roles_are_matched():
    """Two who may both lead stand together, because one of them can be a member instead."""
    problem = read_problem(PROBLEM | {"pins": [person("a"), person("b"), person("c")]})
    assert Pins(problem).seats([0, 1, 2]) == {("a", "t"): "member", ("b", "t"): "leader", ("c", "t"): "member"}


def test_several_clashes_are_all_named():
    """Independent sets are found one by one, and the second opinion agrees with each."""
    pins = [person("a"), person("b", role="member"), person("a", "w"), person("c"), person("c", "w")]
    assert clashes(pins) == [((1,), 1), ((0, 2), 1), ((3, 4), 1)]
    problem = read_problem(PROBLEM | {"pins": pins})
    roster = solve(problem)
    assert roster.status == "infeasible"
    assert roster.teams == ()
    assert check(problem, roster).ok
