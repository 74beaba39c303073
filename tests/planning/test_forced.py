"""The least change is a true bound: no legal roster changes less; and it is met where a plain case can be met."""

import pytest

from exhaustive import Exhaustive
from huibi.planning.forced import least_change
from huibi.planning.problem import read_problem
from roster_cases import tiny_document

TEAM = {"size": [1, 3], "roles": {"leader": [0, 1], "member": [0, 3]}, "units": [0, 2]}


def problem(**more):
    previous = {
        "format": "huibi.roster/1",
        "teams": [
            {
                "id": "t",
                "units": ["u", "v"],
                "people": [{"id": "a", "role": "leader"}, {"id": "b", "role": "member"}, {"id": "c", "role": "member"}],
            }
        ],
    }
    document = {
        "format": "huibi.roster/1",
        "id": "f",
        "people": [
            {"id": "a", "roles": ["leader", "member"]},
            {"id": "b", "roles": ["member"]},
            {"id": "c", "roles": ["member"]},
        ],
        "units": [{"id": "u"}, {"id": "v"}],
        "teams": [{"id": "t", **TEAM}],
        "previous": previous,
    }
    return read_problem(document | more)


@pytest.mark.parametrize(
    ("more", "least"),
    [
        ({}, 0),
        ({"bars": [{"person": "b", "unit": "u"}]}, 1),
        ({"bars": [{"person": "a", "unit": "u"}]}, 3),
        ({"bars": [{"person": "a", "unit": "u", "roles": ["leader"]}]}, 1),
        ({"bars": [{"person": name, "unit": "u"} for name in "abc"]}, 5),  # rather the unit than everybody
        ({"apart": [["b", "c"], ["a", "b"]]}, 1),
        ({"teams": [{"id": "t", **TEAM, "size": [1, 1]}]}, 2),
        ({"teams": [{"id": "t", **TEAM, "units": [0, 1]}]}, 5),
        ({"teams": [{"id": "s", **TEAM}]}, 15),
        ({"people": [{"id": "a", "roles": ["member"]}]}, 3),
    ],
)
def test_the_cheaper_way_out_is_counted(more, least):
    """A member before a leader, a role before a seat, a unit where that is cheaper; and nothing without a reason."""
    assert least_change(problem(**more)) == least


def check_no_change_below(seeds):
    for seed in seeds:
        document = tiny_document(seed)
        if "previous" not in document:
            continue
        asked = read_problem(document | {"objective": [{"change": 1}]})
        optimum = Exhaustive(asked).optimum()
        if optimum is not None:
            assert least_change(asked) <= optimum[0], seed


def test_no_roster_changes_less():
    """Against every legal roster of small problems with every feature."""
    check_no_change_below(range(5))


@pytest.mark.soak
def test_no_roster_changes_less_at_length():
    """The same on more problems."""
    check_no_change_below(range(5, 100))
