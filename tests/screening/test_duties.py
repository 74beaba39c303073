"""duty.*: what the person oversees, and the system the person works in."""

import pytest

from make import posting, unit
from office import office, seen, verdict


def judged(code, *rows, **more):
    return verdict(seen(office(*rows, **more)), code)


@pytest.mark.parametrize("overseen", ["U", "W", "C"])
@pytest.mark.parametrize(
    ("end", "speaks"),
    [(None, "must"), ("2026-08-15", "must"), ("2023-08-16", "must"), ("2023-08-15", "")],
)
def test_duty_oversees(overseen, end, speaks):
    """A posting, current or within three years, oversees a unit of the line: the scope or above."""
    assert judged("duty.oversees", posting("me", "X", "staff", "2010-01-01", end, oversees=(overseen,))) == speaks


@pytest.mark.parametrize(
    "row",
    [
        posting("me", "X", "board", oversees=("X",)),
        posting("me", "X", "board", "2026-08-16", oversees=("U",)),
        posting("me", "C", "board"),
    ],
)
def test_duty_oversees_nothing_of_the_line(row):
    """Overseeing beside the line, not yet, or leading without overseeing is another thing."""
    assert judged("duty.oversees", row) == ""


@pytest.mark.parametrize(
    ("mine", "theirs", "row", "speaks"),
    [
        ("财政", "财政", posting("me", "X"), "3|2"),
        ("财政", "教育", posting("me", "X"), ""),
        ("", "", posting("me", "X"), ""),
        (None, None, posting("me", "X"), ""),
        ("财政", "财政", posting("me", "X", end="2026-08-15"), "3|2"),
        ("财政", "财政", posting("me", "X", end="2026-08-14"), ""),
        ("财政", "财政", posting("me", "X", start="2026-08-16"), ""),
    ],
)
def test_duty_system(mine, theirs, row, speaks):
    """A current unit of the same system; an empty system matches nothing."""
    units = [unit("X", "C", system=mine), unit("U", "C", system=theirs)]
    assert judged("duty.system", row, units=units) == speaks
