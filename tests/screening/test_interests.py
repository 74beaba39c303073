"""interest.*: own, of the family, of other kin (D is 2026-08-15)."""

import pytest

from make import interest, person
from office import Family, codes, office, rows_of, seen

FAMILY = Family(
    ("me", "wife", "spouse"),
    ("me", "brother", "collateral3"),
    ("me", "distant", "other"),
    close=["wife"],
)


def judged(*rows, **more):
    persons = {name: person(name) for name in ("wife", "brother", "distant", "stranger")}
    persons |= {row.id: row for row in more.pop("persons", ())}
    persons = persons.values()
    return seen(office(interests=rows, persons=persons), family=FAMILY, **more)


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("me", {"interest.own"}),
        ("wife", {"interest.own"}),
        ("brother", {"interest.kin"}),
        ("distant", set()),
        ("stranger", set()),
    ],
)
@pytest.mark.parametrize("where", ["U", "W"])
def test_whose_interest_counts(who, where, found):
    """Own and the family's bar, other kin of the classes weigh, further kin and strangers do not count."""
    assert codes(judged(interest(who, where))) == found


def test_effects_and_counterparts():
    """The holder is the counterpart; the own interest has none."""
    (own,) = rows_of(judged(interest("me", "U")), "interest.own")
    (wife,) = rows_of(judged(interest("wife", "U")), "interest.own")
    (brother,) = rows_of(judged(interest("brother", "U")), "interest.kin")
    assert (own.effect, own.counterpart, own.kin_class) == ("must", None, None)
    assert (wife.effect, wife.counterpart, wife.kin_class) == ("must", "wife", "spouse")
    assert (brother.effect, brother.weight, brother.counterpart) == ("should", 5, "brother")


@pytest.mark.parametrize(
    ("days", "counts"),
    [
        ({}, True),
        ({"until": "2026-08-15"}, True),
        ({"until": "2026-08-14"}, False),
        ({"since": "2026-08-15"}, True),
        ({"since": "2026-08-16"}, False),
    ],
)
def test_only_what_stands_on_the_day(days, counts):
    """An interest that ended or has not begun is none."""
    assert bool(codes(judged(interest("wife", "U", **days)))) is counts


@pytest.mark.parametrize("where", ["C", "X"])
def test_only_in_the_scope(where):
    """An interest above or beside the unit does not count."""
    assert codes(judged(interest("me", where))) == set()


@pytest.mark.parametrize(("died", "counts"), [("2026-08-15", False), ("2026-08-16", True)])
@pytest.mark.parametrize("who", ["wife", "brother"])
def test_the_dead_hold_no_interest(who, died, counts):
    """Who died on D holds nothing."""
    assert bool(codes(judged(interest(who, "U"), persons=[person(who, died=died)]))) is counts
