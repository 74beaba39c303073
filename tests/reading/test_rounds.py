"""round.toml: sound ones read, every fault of broken ones listed at once."""

from datetime import date

import pytest

from huibi.errors import InputError
from huibi.model.people import Region, RegionLevel, Role
from huibi.model.rounds import Mode
from huibi.reading import read_round
from make import person, register, unit

SOUND = """
[round]
id = "2026-3"
name = "第三轮"
organiser = "西川市"
mode = "cross"
start = 2026-09-01
end = "2026-11-15"
as_of = 2026-08-15
[[units]]
unit = "U1"
workload = 3
specialities = ["audit"]
[[units]]
unit = "单位U2"
[[teams]]
id = "T1"
name = "第一巡察组"
county = "安陵县"
people_from = ["511521"]
roles_from = { liaison = ["511522"] }
size = [3, 5]
roles = { leader = [1, 1], member = [0, 4] }
units = [1, 2]
[limits]
same_home_unit = 2
[counties]
bars = [["511521", "511522"]]
travel = [["安陵县", "511522", 40]]
[[pins]]
person = "人P1"
team = "T1"
role = "leader"
[policy]
"post.former".years = 5
[search]
seconds = 5
"""


@pytest.fixture
def known():
    """Return a register of two counties, two units and a person who goes by two ids."""
    regions = [
        Region(code="5115", name="西川市", level=RegionLevel.CITY),
        Region(code="511521", name="安陵县", level=RegionLevel.COUNTY, parent="5115"),
        Region(code="511522", name="南溪县", level=RegionLevel.COUNTY, parent="5115"),
    ]
    return register(
        [unit("U1"), unit("U2")],
        [person("P1")],
        regions={row.code: row for row in regions},
        aliases={"P9": "P1"},
    )


def _faults(tmp_path, text, known):
    path = tmp_path / "round.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_round(path, known)
    return {(fault.column, fault.code) for fault in caught.value.faults}


def test_a_sound_round(tmp_path, known):
    """Everything of the round is taken over, with names made ids and the own county forbidden in a cross round."""
    path = tmp_path / "round.toml"
    path.write_text(SOUND, encoding="utf-8-sig")
    found = read_round(path, known)
    assert (found.id, found.mode, found.stage, found.organiser) == ("2026-3", Mode.CROSS, 3, "5115")
    assert (found.start, found.end, found.as_of) == (date(2026, 9, 1), date(2026, 11, 15), date(2026, 8, 15))
    assert [(row.unit, row.workload) for row in found.units] == [("U1", 3), ("U2", 1)]
    (team,) = found.teams
    assert (team.county, team.size, team.roles[Role.LEADER]) == ("511521", (3, 5), (1, 1))
    assert found.team_names == {"T1": "第一巡察组"}
    assert found.counties.own == "forbid"
    assert found.counties.travel == (("511521", "511522", 40),)
    assert found.pins[0].person == "P1"
    assert found.policy == {"post.former": {"years": 5}}
    assert found.search.seconds == 5


def test_the_own_county_may_be_allowed_in_a_cross_round(tmp_path, known):
    """What the round says about the own county wins."""
    path = tmp_path / "round.toml"
    path.write_text(SOUND.replace("[counties]", '[counties]\nown = "allow"'), encoding="utf-8")
    assert read_round(path, known).counties.own == "allow"


def test_a_pin_on_an_id_that_was_merged_away(tmp_path, known):
    """A pin that names the id that went means the person who was kept."""
    path = tmp_path / "round.toml"
    path.write_text(SOUND.replace("人P1", "P9"), encoding="utf-8")
    assert read_round(path, known).pins[0].person == "P1"


def test_all_faults_of_a_round_at_once(tmp_path, known):
    """Every kind of fault is listed with the path of its key."""
    text = """
colour = "red"
[round]
id = ""
mode = "sideways"
stage = 4
start = 2026-09-01
end = 2026-08-01
hue = 1
[[units]]
unit = "U7"
[[units]]
unit = "U1"
workload = -1
[[units]]
unit = "单位U1"
[[teams]]
id = "T1"
size = [5, 3]
roles = { chief = [0, 1] }
[[teams]]
id = "T1"
county = "九原县"
size = [1, 2]
colour = 3
[limits]
same_home_unit = "two"
[counties]
bars = [["511521", "511529"]]
[[pins]]
person = "P7"
team = "T1"
[[pins]]
unit = "U1"
team = "T8"
[[pins]]
team = "T1"
"""
    assert _faults(tmp_path, text, known) == {
        ("colour", "round.unknown_key"),
        ("round.id", "round.missing_key"),
        ("round.as_of", "round.missing_key"),
        ("round.mode", "read.unknown_word"),
        ("round.stage", "round.bad_value"),
        ("round.end", "read.end_before_start"),
        ("round.hue", "round.unknown_key"),
        ("units[0].unit", "read.unknown_reference"),
        ("units[1].workload", "round.bad_value"),
        ("units[2].unit", "read.duplicate_id"),
        ("teams[0].roles.chief", "read.unknown_word"),
        ("teams[0].size", "round.min_above_max"),
        ("teams[1].id", "read.duplicate_id"),
        ("teams[1].county", "read.unknown_reference"),
        ("teams[1].colour", "round.unknown_key"),
        ("limits.same_home_unit", "round.bad_value"),
        ("counties.bars[0][1]", "read.unknown_reference"),
        ("pins[0].person", "read.unknown_reference"),
        ("pins[1].team", "round.unknown_team"),
        ("pins[2]", "round.bad_pin"),
    }


@pytest.mark.parametrize("text", ["[round", "id = 2026-13-01", "\x00"])
def test_no_toml(tmp_path, known, text):
    """A file that is no TOML is one fault."""
    assert _faults(tmp_path, text, known) == {(None, "round.not_toml")}
