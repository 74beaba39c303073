"""place.*: townships and counties that a person comes from."""

import pytest

from make import cadre, person, region, team, unit
from office import office, rows_of, seen, verdict

REGIONS = (
    region("51", "province"),
    region("5115", "city", "51"),
    region("511521", "county", "5115"),
    region("511522", "county", "5115"),
    region("511521001", "township", "511521"),
    region("511521002", "township", "511521"),
    region("511521001001", "township", "511521001"),
)


def judged(*, native=None, growth=None, at="511521001", kind="township", **more):
    me = person("me", native_place=native, growth_place=growth)
    place = office(
        persons=[me],
        regions=REGIONS,
        units=[unit("U", "C", kind=kind, region=at)],
        pool=[cadre("me", county=more.pop("county", None))],
    )
    return seen(place, **more)


@pytest.mark.parametrize("column", ["native", "growth"])
@pytest.mark.parametrize(
    ("home", "at", "kind", "speaks"),
    [
        ("511521001", "511521001", "township", "must|4"),
        ("511521001", "511521001", "village", "must|4"),
        ("511521001001", "511521001", "township", "must|4"),
        ("511521001", "511521001001", "village", "must|4"),
        ("511521002", "511521001", "township", ""),
        ("511521002", "511521001001", "village", ""),
        ("511521", "511521001", "township", ""),
        ("511521001", "511521", "township", ""),
        ("511521001", "511521001", "department", ""),
        ("511521001", "511521001", "school", ""),
        ("511521001", None, "township", ""),
    ],
)
def test_place_origin(column, home, at, kind, speaks):
    """A town's unit in the person's own township, up or down the tree; both of township level."""
    assert verdict(judged(**{column: home}, at=at, kind=kind), "place.origin") == speaks


@pytest.mark.parametrize("mode", ["local", "cross"])
def test_place_origin_holds_in_every_mode(mode):
    """The township rule asks nothing of the round."""
    assert verdict(judged(growth="511521001", mode=mode), "place.origin") == "must|4"


@pytest.mark.parametrize(
    ("mode", "speaks"), [("local", ""), ("revisit", ""), ("cross", "must"), ("pooled", "must"), ("lifted", "must")]
)
@pytest.mark.parametrize("column", ["county", "native", "growth"])
def test_place_county(column, mode, speaks):
    """In cross, pooled and lifted rounds the own county bars, wherever the tie to it stands."""
    assert verdict(judged(**{column: "511521"}, mode=mode), "place.county") == speaks


@pytest.mark.parametrize(
    ("home", "at", "speaks"),
    [
        ("511521002", "511521001", "must"),
        ("511522", "511521001", ""),
        ("5115", "511521001", ""),
        ("5115", "5115", ""),
        ("511521", None, ""),
    ],
)
def test_place_county_compares_the_nearest_county_upward(home, at, speaks):
    """A township stands for its county; what lies in no county matches nothing."""
    assert verdict(judged(growth=home, at=at, mode="cross"), "place.county") == speaks


def test_place_county_leaves_the_role_that_comes_from_that_county():
    """Where a team takes its liaison from the inspected county, the ground does not hold for a liaison."""
    teams = [team("T1", roles_from={"liaison": ["511521"]}), team("T2", roles_from={"member": ["511522"]})]
    (row,) = rows_of(judged(county="511521", mode="cross", teams=teams), "place.county")
    assert row.roles == {"leader", "deputy", "member"}
    assert row.effect == "must"


def test_place_county_splits_by_role_under_an_offices_own_effects():
    """With different effects the role that is free stays free."""
    teams = [team("T1", roles_from={"liaison": ["511521"]})]
    found = judged(county="511521", mode="cross", teams=teams, changes={"place.county": {"other": 7}})
    assert [(set(row.roles), row.weight) for row in rows_of(found, "place.county")] == [
        ({"leader", "deputy"}, 0),
        ({"member"}, 7),
    ]


def test_place_county_says_nothing_where_every_role_comes_from_there():
    """A ground that holds in no role is no finding."""
    teams = [team("T1", roles_from={role: ["511521"] for role in ("leader", "deputy", "liaison", "member")})]
    assert not rows_of(judged(county="511521", mode="cross", teams=teams), "place.county")


def lacks(found):
    return {(row.person or row.unit, row.code, row.for_lack_of) for row in found.not_judged}


@pytest.mark.parametrize(
    ("native", "growth", "expected"),
    [
        ("511521001", "511521002", set()),
        ("511521001", None, {("me", "place.origin", "growth_place")}),
        ("511521001", "511521", {("me", "place.origin", "growth_place")}),
        ("511521001", "5115", {("me", "place.origin", "growth_place")}),
        ("511521001", "511522", set()),
        ("511521", "511521002", {("me", "place.origin", "native_place")}),
        (None, None, {("me", "place.origin", "growth_place")}),
    ],
)
def test_a_place_too_coarse_to_judge_is_said_once(native, growth, expected):
    """A growth place known only to the county of a town in the round is reported; another county is judged."""
    assert lacks(judged(native=native, growth=growth)) == expected


def test_nothing_is_lacking_where_no_town_is_on_the_list():
    """Without a town's unit the township rule has nothing to judge."""
    assert lacks(judged(kind="department")) == set()
    assert lacks(judged(changes={"place.origin": {"on": False}})) == set()


@pytest.mark.parametrize("at", [None, "511521"])
def test_a_town_without_a_township_is_not_judged(at):
    """A town's unit whose region is unknown or only a county is reported as such."""
    assert ("U", "place.origin", "region") in lacks(judged(at=at, native="511521001", growth="511521001"))


@pytest.mark.parametrize(
    ("county", "native", "growth", "expected"),
    [
        ("511522", "511522", "511522", set()),
        (None, "511522", "511522", {("me", "place.county", "county")}),
        ("511522", "511522", "5115", {("me", "place.county", "growth_place")}),
        ("511522", None, "511522", {("me", "place.county", "native_place")}),
    ],
)
def test_a_county_that_is_unknown_is_said_once(county, native, growth, expected):
    """In a cross round every county that the rule asks for has to be known."""
    found = judged(county=county, native=native, growth=growth, kind="department", mode="cross")
    assert lacks(found) == expected


def test_a_unit_without_region_is_not_judged_across_counties():
    """A unit that lies nowhere cannot be compared with anybody's county."""
    found = judged(county="511522", native="511522", growth="511522", kind="department", at=None, mode="cross")
    assert lacks(found) == {("U", "place.county", "region")}


def test_a_unit_without_body_is_said():
    """Nobody known to lead a unit: what rests on its body was not judged."""
    assert lacks(seen(office(), units=("X",))) == {("X", "unit", "body")}
