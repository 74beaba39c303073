"""post.*: each ground just inside and just outside of its limits (D is 2026-08-15, the round ends 2026-11-15)."""

import pytest

from make import posting, unit
from office import office, rows_of, seen, verdict


def judged(code, *rows, changes=None, **more):
    return verdict(seen(office(*rows, **more), changes=changes), code)


@pytest.mark.parametrize(
    ("row", "speaks"),
    [
        (posting("me", "U", "staff"), "must"),
        (posting("me", "W", "staff"), "must"),
        (posting("me", "U", None), "must"),
        (posting("me", "U", "staff", "2015-01-01", "2026-08-15"), "must"),
        (posting("me", "U", "staff", "2015-01-01", "2026-08-14"), ""),
        (posting("me", "U", "staff", "2026-11-15"), "must"),
        (posting("me", "U", "staff", "2026-11-16"), ""),
        (posting("me", "C", "chief"), "must"),
        (posting("me", "C", "board"), "must"),
        (posting("me", "C", "board", "2026-10-01"), "must"),
        (posting("me", "C", "staff", oversees=("U",)), "must"),
        (posting("me", "C", "staff", oversees=("V",)), ""),
        (posting("me", "C", "key"), ""),
        (posting("me", "X", "chief"), ""),
        (posting("me", "X", "chief", oversees=("U",)), ""),
    ],
)
def test_post_current(row, speaks):
    """A posting in scope, or leading or overseeing from above, that is current or begins by the round's end."""
    assert judged("post.current", row) == speaks


@pytest.mark.parametrize(
    ("row", "speaks"),
    [
        (posting("me", "C", "key"), "3"),
        (posting("me", "C", "staff"), "3"),
        (posting("me", "C", None), "3"),
        (posting("me", "C", "staff", "2015-01-01", "2026-08-15"), "3"),
        (posting("me", "C", "staff", "2015-01-01", "2026-08-14"), ""),
        (posting("me", "C", "staff", "2026-08-16"), ""),
        (posting("me", "C", "board"), ""),
        (posting("me", "C", "staff", oversees=("U",)), ""),
        (posting("me", "C", "staff", oversees=("X",)), "3"),
        (posting("me", "U", "staff"), ""),
    ],
)
def test_post_above(row, speaks):
    """Any other posting above that stands on the day itself."""
    assert judged("post.above", row) == speaks


@pytest.mark.parametrize(
    ("end", "speaks"),
    [
        ("2026-08-15", ""),
        ("2026-08-14", "must"),
        ("2023-08-16", "must"),
        ("2023-08-15", ""),
        (None, ""),
    ],
)
@pytest.mark.parametrize("where", ["U", "W"])
def test_post_former(where, end, speaks):
    """A posting in scope that ended within three years; exactly three years ago is outside."""
    assert judged("post.former", posting("me", where, "staff", "2010-01-01", end)) == speaks


def test_post_former_stays_within_the_scope():
    """A former posting above or beside the unit is none."""
    for where in ("C", "X"):
        assert judged("post.former", posting("me", where, "staff", "2010-01-01", "2026-01-31")) == ""


@pytest.mark.parametrize(
    ("row", "speaks"),
    [
        (posting("me", "U", "chief", "2010-01-01", "2021-08-16"), "must"),
        (posting("me", "W", "board", "2010-01-01", "2021-08-16"), "must"),
        (posting("me", "U", "board", "2010-01-01", "2021-08-15"), ""),
        (posting("me", "U", "board", "2010-01-01", "2026-08-14"), "must"),
        (posting("me", "U", "board", "2010-01-01", "2026-08-15"), ""),
        (posting("me", "U", "key", "2010-01-01", "2022-01-31"), ""),
        (posting("me", "U", None, "2010-01-01", "2022-01-31"), ""),
        (posting("me", "C", "chief", "2010-01-01", "2022-01-31"), ""),
    ],
)
def test_post_led(row, speaks):
    """Chief or board in scope, ended within five years."""
    assert judged("post.led", row) == speaks


@pytest.mark.parametrize(
    ("rows", "speaks"),
    [
        # 1095 days: 2001-01-01 to 2003-12-31 are 365 + 365 + 365.
        ([posting("me", "U", "staff", "2001-01-01", "2003-12-31")], "must|4"),
        ([posting("me", "U", "staff", "2001-01-01", "2003-12-30")], ""),
        # Two postings, overlapping: each day counts once.
        (
            [
                posting("me", "U", "staff", "2001-01-01", "2002-06-30"),
                posting("me", "V", "key", "2002-01-01", "2003-12-31"),
            ],
            "must|4",
        ),
        (
            [
                posting("me", "U", "staff", "2001-01-01", "2002-06-30"),
                posting("me", "V", "key", "2002-01-01", "2003-12-30"),
            ],
            "",
        ),
        # Apart in time: the sum counts.
        (
            [
                posting("me", "U", "staff", "2001-01-01", "2001-12-31"),
                posting("me", "W", "staff", "2005-01-01", "2006-12-31"),
            ],
            "must|4",
        ),
        # Up to D only: 2023-08-17 to 2026-08-15 are 1095 days, a day later 1094.
        ([posting("me", "U", "staff", "2023-08-17")], "must|4"),
        ([posting("me", "U", "staff", "2023-08-18")], ""),
        ([posting("me", "U", "staff", "2026-09-01", "2030-12-31")], ""),
        ([posting("me", "U", "staff", None, "2001-01-01")], "must|4"),
        ([posting("me", "C", "staff", "2001-01-01", "2003-12-31")], ""),
    ],
)
def test_post_long(rows, speaks):
    """365 days a year over three years, the union of the own postings in scope up to D, however long ago."""
    assert judged("post.long", *rows) == speaks


def boss_at_x(level="chief", start="2010-01-01", end="2024-12-31"):
    return posting("boss", "X", level, start, end)


@pytest.mark.parametrize(
    ("rows", "speaks"),
    [
        # 2024-01-02 to 2024-12-31 are 365 days.
        ([boss_at_x(), posting("me", "X", "staff", "2024-01-02")], "must|5"),
        ([boss_at_x(), posting("me", "X", "staff", "2024-01-03")], "5|2"),
        # Either of the two may have led.
        ([boss_at_x("staff"), posting("me", "X", "board", "2020-01-01")], "must|5"),
        ([boss_at_x("key"), posting("me", "X", "staff", "2020-01-01")], ""),
        # Led there then: leading at another time is nothing.
        (
            [
                boss_at_x("staff"),
                posting("me", "X", "staff", "2020-01-01", "2024-12-31"),
                posting("me", "X", "chief", "2025-01-01"),
            ],
            "",
        ),
        # Within three years: the last shared day after 2023-08-15.
        ([boss_at_x(end="2023-08-16"), posting("me", "X", "staff", "2015-01-01")], "must|5"),
        ([boss_at_x(end="2023-08-15"), posting("me", "X", "staff", "2015-01-01")], ""),
        # Now, up to D.
        ([boss_at_x(end=None), posting("me", "X", "staff", "2015-01-01")], "must|5"),
        ([boss_at_x(end=None), posting("me", "X", "staff", "2026-08-15")], "5|2"),
        ([boss_at_x(end=None), posting("me", "X", "staff", "2026-08-16")], ""),
        # Exactly one unit: the one above it is another.
        ([boss_at_x(), posting("me", "C", "staff", "2015-01-01", "2024-12-31")], ""),
        # One time.
        ([boss_at_x(end="2024-12-31"), posting("me", "X", "staff", "2025-01-01")], ""),
        # The days of all spells count together, the old ones too, once the last is recent: 364 + 1.
        (
            [
                boss_at_x(end=None),
                posting("me", "X", "staff", "2011-01-01", "2011-12-30"),
                posting("me", "X", "staff", "2026-08-15"),
            ],
            "must|5",
        ),
    ],
)
def test_post_superior(rows, speaks):
    """At one unit at one time with a member of the body, one of the two leading there then, now or lately."""
    assert judged("post.superior", *rows) == speaks


@pytest.mark.parametrize(("headcount", "speaks"), [(None, "must|5"), (0, "must|5"), (100, "must|5"), (101, "5|2")])
def test_post_superior_weighs_less_in_a_large_unit(headcount, speaks):
    """A hundred heads is the most; an unknown size counts as small."""
    units = [unit("X", "C", headcount=headcount)]
    assert judged("post.superior", boss_at_x(), posting("me", "X", "staff", "2015-01-01"), units=units) == speaks


def test_post_superior_asks_for_a_member_of_the_body():
    """Somebody in a key post of the unit is not enough."""
    rows = [posting("other", "U", "key"), posting("other", "X", "chief"), posting("me", "X", "staff")]
    assert judged("post.superior", *rows) == ""


def test_an_office_changes_years_levels_and_effects():
    """The limits come from the policy."""
    gone = posting("me", "U", "board", "2010-01-01", "2022-08-14")
    assert judged("post.former", gone) == ""
    assert judged("post.former", gone, changes={"post.former": {"years": 5}}) == "must"
    assert judged("post.led", gone, changes={"post.led": {"levels": ["chief"]}}) == ""
    assert judged("post.led", gone, changes={"post.led": {"lead": 7, "other": "note"}}) == "7|note"
    assert judged("post.former", gone, changes={"post.former": {"years": 5, "on": False}}) == ""


def test_post_long_names_every_posting_and_ends_at_the_unit():
    """All that was counted stands in the chain, then the way up to the unit, each step once."""
    rows = [
        posting("me", "W", "staff", "2001-01-01", "2002-12-31"),
        posting("me", "V", "staff", "2003-01-01", "2003-12-31"),
        posting("me", "V", "board", "2004-01-01", "2004-12-31"),
    ]
    chain = rows_of(seen(office(*rows)), "post.long")[0].chain
    assert [(link.tie, link.target) for link in chain] == [
        ("post.staff", "W"),
        ("post.staff", "V"),
        ("post.board", "V"),
        ("under", "V"),
        ("under", "U"),
    ]
