"""tie.*: with whom, for how long, and either way (D is 2026-08-15)."""

import pytest

from make import person, posting, service, study, tie
from office import office, rows_of, seen, verdict

BODY_ONLY = {"secretary": "must", "friend": "6", "mentor": "6", "townsman": "2", "classmate": "4", "comrade": "4"}
WITH_KEYS = {"business": "must", "dispute": "must"}
KINDS = BODY_ONLY | WITH_KEYS
POSTS = (posting("b", "U", "board"), posting("k", "U", "key"), posting("s", "U", "staff"), posting("o", "X", "chief"))


def judged(kind, *ties, changes=None, **more):
    return verdict(seen(office(*POSTS, ties=ties, **more), changes=changes), f"tie.{kind}")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("turned", [False, True])
def test_a_tie_with_the_body_speaks_either_way(kind, turned):
    """Whoever stated it."""
    row = tie("b", "me", kind) if turned else tie("me", "b", kind)
    assert judged(kind, row) == KINDS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_only_business_and_disputes_reach_the_keys(kind):
    """Key posts count for two kinds; staff and outsiders for none."""
    assert judged(kind, tie("me", "k", kind)) == WITH_KEYS.get(kind, "")
    assert judged(kind, tie("me", "s", kind)) == ""
    assert judged(kind, tie("me", "o", kind)) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_a_tie_of_another_kind_is_another_ground(kind):
    """Each code reads its own kind."""
    other = "townsman" if kind != "townsman" else "friend"
    assert judged(kind, tie("me", "b", other)) == ""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("until", "ever", "lately"),
    [("2026-08-15", True, True), ("2023-08-16", True, True), ("2023-08-15", True, False), ("1980-01-01", True, False)],
)
def test_a_tie_that_ended(kind, until, ever, lately):
    """Business counts now or within three years, all else at any time."""
    counts = lately if kind == "business" else ever
    assert judged(kind, tie("me", "b", kind, until=until)) == (KINDS[kind] if counts else "")


@pytest.mark.parametrize("kind", KINDS)
def test_a_tie_that_starts_after_the_day_is_not_yet(kind):
    """What starts after D is not yet."""
    assert judged(kind, tie("me", "b", kind, since="2026-08-15")) == KINDS[kind]
    assert judged(kind, tie("me", "b", kind, since="2026-08-16")) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_the_dead_are_no_counterpart(kind):
    """Who died on D leaves no finding, the day after does."""
    assert judged(kind, tie("me", "b", kind), persons=[person("b", died="2026-08-15")]) == ""
    assert judged(kind, tie("me", "b", kind), persons=[person("b", died="2026-08-16")]) == KINDS[kind]


@pytest.mark.parametrize("kind", ["classmate", "comrade"])
def test_with_the_chief_it_weighs_more_and_decides_alone(kind):
    """Chief 6, board 4; the strongest counterpart decides, nothing is summed."""
    found = seen(office(*POSTS, ties=[tie("me", "b", kind), tie("me", "boss", kind)]))
    (row,) = rows_of(found, f"tie.{kind}")
    assert (row.weight, row.counterpart) == (6, "boss")


@pytest.mark.parametrize(
    ("mine", "theirs", "speaks"),
    [
        (("一中", "高三2班", "2000-09-01", "2003-06-30"), ("一中", "高三2班", "2003-06-30", "2004-06-30"), "6"),
        (("一中", "高三2班", "2000-09-01", "2003-06-29"), ("一中", "高三2班", "2003-06-30", "2004-06-30"), ""),
        (("一中", "高三2班", "2000-09-01", "2003-06-30"), ("一中", "高三1班", "2000-09-01", "2003-06-30"), ""),
        (("一中", "高三2班", "2000-09-01", "2003-06-30"), ("二中", "高三2班", "2000-09-01", "2003-06-30"), ""),
        (("一中", "", "2000-09-01", "2003-06-30"), ("一中", "", "2000-09-01", "2003-06-30"), ""),
        (("党校", "1班", "2026-08-15", None), ("党校", "1班", None, None), "6"),
        (("党校", "1班", "2026-08-16", None), ("党校", "1班", None, None), ""),
    ],
)
def test_classmates_are_derived(mine, theirs, speaks):
    """One shared day, up to D, in the same school and non-empty class."""
    studies = [study("me", *mine), study("boss", *theirs)]
    assert judged("classmate", studies=studies) == speaks


@pytest.mark.parametrize(
    ("mine", "theirs", "speaks"),
    [
        (("一团", "1990-12-01", "1993-11-30"), ("一团", "1993-11-30", "1996-11-30"), "6"),
        (("一团", "1990-12-01", "1993-11-29"), ("一团", "1993-11-30", "1996-11-30"), ""),
        (("一团", "1990-12-01", "1993-11-30"), ("二团", "1990-12-01", "1993-11-30"), ""),
        (("一团", "2026-08-16", None), ("一团", None, None), ""),
    ],
)
def test_comrades_are_derived(mine, theirs, speaks):
    """One shared day, up to D, in the same troop."""
    rows = [service("me", *mine), service("boss", *theirs)]
    assert judged("comrade", service=rows) == speaks


def test_a_derived_tie_names_both_rows():
    """The chain carries the row of each of the two."""
    mine, theirs = study("me", "一中", "2班"), study("boss", "一中", "2班")
    (row,) = rows_of(seen(office(studies=[mine, theirs])), "tie.classmate")
    assert [(link.source, link.tie, link.target) for link in row.chain] == [
        ("me", "classmate", "boss"),
        ("boss", "classmate", "me"),
        ("boss", "post.chief", "U"),
    ]


def test_an_office_sets_years_and_levels():
    """Where the default knows no limit an office may set one."""
    row = tie("me", "b", "friend", until="2023-08-15")
    assert judged("friend", row, changes={"tie.friend": {"years": 4}}) == "6"
    assert judged("friend", row, changes={"tie.friend": {"years": 3}}) == ""
    assert judged("friend", row, changes={"tie.friend": {"levels": ["chief"]}}) == ""
