"""declared and ruled: applications, decisions, and decisions folded over findings."""

import pytest

from make import declaration, interest, posting, ruling
from office import office, rows_of, seen, verdict

FORMER = posting("me", "U", "staff", "2010-01-01", "2026-01-31")


@pytest.mark.parametrize(
    ("decision", "round_id", "speaks"),
    [
        ("pending", "2026-3", "must"),
        ("approved", "2026-3", "must"),
        ("approved", None, "must"),
        ("approved", "", "must"),
        ("rejected", "2026-3", ""),
        ("withdrawn", "2026-3", ""),
        ("approved", "2026-2", ""),
    ],
)
def test_an_application_of_this_round_or_of_none_stands(decision, round_id, speaks):
    """Approved or pending; of another round it does not count."""
    row = declaration("me", decision, round=round_id, unit="U")
    assert verdict(seen(office(declarations=[row])), "declared") == speaks


@pytest.mark.parametrize(
    ("post", "speaks"),
    [
        (posting("you", "U", "board"), "must"),
        (posting("you", "V", "chief"), "must"),
        (posting("you", "W", "staff"), "must"),
        (posting("you", "U", "staff", "2026-11-15"), "must"),
        (posting("you", "U", "staff", "2010-01-01", "2026-08-14"), ""),
        (posting("you", "C", "chief"), ""),
    ],
)
def test_an_application_may_name_somebody(post, speaks):
    """A person now in body, keys or staff stands for the unit."""
    found = seen(office(post, declarations=[declaration("me", concerned="you")]))
    assert verdict(found, "declared") == speaks
    assert [row.counterpart for row in rows_of(found, "declared")] == (["you"] if speaks else [])


@pytest.mark.parametrize("unit", ["V", "C"])
def test_an_application_that_names_another_unit_does_not_count(unit):
    """The unit itself has to be named."""
    assert verdict(seen(office(declarations=[declaration("me", unit=unit)])), "declared") == ""


@pytest.mark.parametrize(
    ("rulings", "barred", "waived"),
    [
        ([("bar", "", "2025-01-01")], True, False),
        ([("bar", "kin.body", "2025-01-01")], True, False),
        ([("bar", "", "2030-01-01")], True, False),
        ([("bar", "", None)], True, False),
        ([("waive", "post.former", "2025-01-01")], False, True),
        ([("waive", "", "2025-01-01")], False, True),
        ([("waive", "kin.staff", "2025-01-01")], False, False),
        # Of several for one pair and code the latest wins, whatever the order of the rows; of one day the bar.
        ([("bar", "", "2025-01-01"), ("waive", "", "2025-01-02")], False, True),
        ([("waive", "", "2025-01-02"), ("bar", "", "2025-01-01")], False, True),
        ([("waive", "", "2025-01-01"), ("bar", "", "2025-01-02")], True, False),
        ([("bar", "", "2025-01-01"), ("waive", "", "2025-01-01")], True, False),
        ([("bar", "", None), ("waive", "", "2025-01-01")], False, True),
        # Another code is another question: the bar bars, the waiver waives.
        ([("bar", "kin.body", "2025-01-01"), ("waive", "post.former", "2025-01-02")], True, True),
        ([("bar", "kin.body", "2025-01-01"), ("waive", "", "2025-01-02")], True, True),
    ],
)
def test_rulings(rulings, barred, waived):
    """A bar bars whatever its code; a waiver lifts what it names and stays visible."""
    rows = [ruling("me", "U", decision, code, decided_on=on) for decision, code, on in rulings]
    found = seen(office(FORMER, rulings=rows))
    assert (verdict(found, "ruled") == "must") is barred
    (former,) = rows_of(found, "post.former")
    assert former.waived is waived
    assert not any(row.waived for row in rows_of(found, "ruled"))


def test_a_ruling_counts_for_its_own_pair_only():
    """Another person's or unit's ruling changes nothing."""
    rows = [ruling("you", "U", "bar"), ruling("me", "V", "bar"), ruling("you", "U", "waive", "post.former")]
    found = seen(office(FORMER, rulings=rows))
    assert verdict(found, "ruled") == ""
    assert not rows_of(found, "post.former")[0].waived


def test_what_the_policy_does_not_let_go_stands():
    """post.current and interest.own cannot be waived, by name or by a ruling on everything."""
    for code in ("", "post.current", "interest.own"):
        rows = [ruling("me", "U", "waive", code)]
        found = seen(office(posting("me", "U"), interests=[interest("me", "U")], rulings=rows))
        assert not rows_of(found, "post.current")[0].waived
        assert not rows_of(found, "interest.own")[0].waived


def test_a_waived_finding_lifts_all_its_parts():
    """Both findings of a ground that differs by role are waived together."""
    long = posting("me", "U", "staff", "2001-01-01", "2010-12-31")
    found = seen(office(long, rulings=[ruling("me", "U", "waive", "post.long")]))
    assert [row.waived for row in rows_of(found, "post.long")] == [True, True]
