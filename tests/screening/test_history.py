"""history.same_unit: the team at the unit's latest earlier inspection (D is 2026-08-15)."""

import pytest

from make import served
from office import office, seen, verdict


def judged(*rows, **more):
    return verdict(seen(office(history=rows), **more), "history.same_unit")


def at(who, round_id, start, end, team="T1", unit="U"):
    return served(who, unit, round_id, team, start=start, end=end)


LAST = at("me", "2025-1", "2025-03-01", "2025-05-31")


@pytest.mark.parametrize(("mode", "speaks"), [("revisit", "must"), ("local", "5"), ("cross", "5")])
def test_the_latest_team_comes_back(mode, speaks):
    """A revisit takes nobody of the latest team; any other round weighs it."""
    assert judged(LAST, mode=mode) == speaks


@pytest.mark.parametrize(
    ("later", "speaks"),
    [
        (at("you", "2025-2", "2025-06-01", "2025-08-31"), ""),
        (at("you", "2025-2", "2025-01-01", "2025-05-30"), "5"),
        # Same end: the later start; same start: the greater round; same round: the greater team.
        (at("you", "2025-2", "2025-03-02", "2025-05-31"), ""),
        (at("you", "2024-9", "2025-03-01", "2025-05-31"), "5"),
        (at("you", "2025-2", "2025-03-01", "2025-05-31"), ""),
        (at("you", "2025-1", "2025-03-01", "2025-05-31", "T2"), ""),
        (at("you", "2025-1", "2025-03-01", "2025-05-31", "T0"), "5"),
        # Still running is the greatest end; begun on D or later is no earlier inspection.
        (at("you", "2025-2", "2024-01-01", None), ""),
        (at("you", "2026-2", "2026-08-14", "2026-12-31"), ""),
        (at("you", "2026-2", "2026-08-15", "2026-12-31"), "5"),
        # This very round, and another unit, do not count.
        (at("you", "2026-3", "2026-08-01", "2026-12-31"), "5"),
        (at("you", "2025-2", "2025-06-01", "2025-08-31", unit="V"), "5"),
    ],
)
def test_which_inspection_is_the_latest(later, speaks):
    """The greatest end, start, round and team among other rounds begun before D."""
    assert judged(LAST, later) == speaks


def test_the_whole_team_counts_whatever_each_ones_days():
    """Somebody who left the team early was in it all the same."""
    early = at("me", "2025-1", "2025-03-01", "2025-03-31")
    assert judged(early, at("you", "2025-1", "2025-03-01", "2025-05-31")) == "5"


def test_an_office_may_forget():
    """With years set, an inspection that ended before them no longer counts."""
    assert judged(LAST, changes={"history.same_unit": {"years": 1}}) == ""
    assert judged(LAST, changes={"history.same_unit": {"years": 2}}) == "5"
