"""Who counts as body, keys and staff of a unit on the day of judgement."""

import pytest

from huibi.network.standing import Standing
from make import day, person, posting, register, unit

AS_OF = day("2026-08-15")
UNTIL = day("2026-11-15")
TREE = (unit("C"), unit("U", "C"), unit("V", "U"), unit("W", "V"), unit("X", "C"))


def standing(*postings, persons=()):
    return Standing(register(TREE, persons, postings), AS_OF, UNTIL)


def groups(view, at="U"):
    return {name: set(getattr(view, name)(at)) for name in ("body", "keys", "staff")}


def test_scope_above_and_line_follow_the_parents():
    """Scope goes down, above goes up nearest first, line is both."""
    view = standing()
    assert view.scope("U") == ("U", "V", "W")
    assert view.above("V") == ("U", "C")
    assert set(view.line("V")) == {"V", "W", "U", "C"}
    assert view.above("C") == ()


@pytest.mark.parametrize(
    ("row", "group"),
    [
        (posting("p", "U", "chief"), "body"),
        (posting("p", "U", "board"), "body"),
        (posting("p", "U", "key"), "keys"),
        (posting("p", "V", "chief"), "keys"),
        (posting("p", "W", "board"), "keys"),
        (posting("p", "X", "staff", oversees=("W",)), "keys"),
        (posting("p", "C", "board", oversees=("U",)), "keys"),
        (posting("p", "U", "staff"), "staff"),
        (posting("p", "V", "key"), "staff"),
        (posting("p", "U", None), "staff"),
        (posting("p", "X", "chief"), None),
        (posting("p", "C", "chief"), None),
        (posting("p", "C", "board", oversees=("X",)), None),
    ],
)
def test_each_kind_of_posting_puts_a_person_in_its_group(row, group):
    """Level and place of a posting decide the group; an undecided title is staff."""
    assert groups(standing(row)) == {name: {"p"} if name == group else set() for name in ("body", "keys", "staff")}


def test_a_person_counts_once_in_the_strongest_group():
    """Body before keys before staff, and only the postings of that group are given."""
    low, middle, high = posting("p", "W", "staff"), posting("p", "V", "chief"), posting("p", "U", "board")
    view = standing(low, middle, high)
    assert groups(view) == {"body": {"p"}, "keys": set(), "staff": set()}
    assert view.body("U")["p"] == (high,)
    assert groups(standing(low, middle)) == {"body": set(), "keys": {"p"}, "staff": set()}


def test_one_posting_that_oversees_two_units_of_the_scope_stands_once():
    """A posting is given once, however many ways it puts the person there."""
    row = posting("p", "V", "chief", oversees=("V", "W"))
    assert standing(row).keys("U")["p"] == (row,)


@pytest.mark.parametrize(
    ("start", "end", "counted", "current"),
    [
        ("2026-08-15", None, True, True),
        ("2015-01-01", "2026-08-15", True, True),
        ("2015-01-01", "2026-08-14", False, False),
        ("2026-08-16", None, True, False),
        ("2026-11-15", None, True, False),
        ("2026-11-16", None, False, False),
        (None, None, True, True),
    ],
)
def test_a_posting_counts_from_its_start_to_its_end_and_when_it_begins_by_the_rounds_end(start, end, counted, current):
    """Both ends are included; what begins between D and the round's end counts, but is not current yet."""
    view = standing(posting("p", "U", "chief", start, end))
    assert ("p" in view.body("U")) is counted
    assert bool(view.current_postings("p")) is current


@pytest.mark.parametrize(("died", "counted"), [("2026-08-15", False), ("2026-08-16", True)])
def test_the_dead_are_no_members(died, counted):
    """Who died on or before D is in no group, even where the posting was left open."""
    view = standing(posting("p", "U", "chief"), persons=[person("p", died=died)])
    assert ("p" in view.body("U")) is counted
    assert bool(view.current_postings("p")) is counted


def test_members_come_by_level_then_id():
    """The order of members never depends on the order of the rows."""
    rows = [posting("b", "U", "board"), posting("z", "U", "chief"), posting("a", "U", "board")]
    assert list(standing(*rows).body("U")) == ["z", "a", "b"]


def test_without_a_rounds_end_only_the_day_itself_counts():
    """A round that says no end lets nothing begin early."""
    view = Standing(register(TREE, (), [posting("p", "U", "chief", "2026-08-16")]), AS_OF)
    assert not view.body("U")
