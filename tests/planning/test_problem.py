"""Reading a problem: one that is sound, and every fault of one that is not."""

import gzip
import hashlib
import json

import pytest

from huibi.errors import InputError
from huibi.planning.problem import digest, read_changes, read_edit, read_problem, read_roster
from roster_cases import tiny_document

SOUND = {
    "format": "huibi.roster/1",
    "id": "r",
    "people": [{"id": "p", "roles": ["member"]}, {"id": "q", "roles": ["leader"]}],
    "units": [{"id": "u", "county": "c"}],
    "teams": [{"id": "t", "size": [1, 2]}],
}


def faults(**more):
    with pytest.raises(InputError) as caught:
        read_problem(SOUND | more)
    return [(fault.code, fault.params["place"]) for fault in caught.value.faults]


def person(**more):
    return [{"id": "p", "roles": ["member"]} | more, SOUND["people"][1]]


def team(**more):
    return [SOUND["teams"][0] | more]


def test_a_sound_problem_is_read_from_every_form():
    """Parsed, as text with a mark in front, and packed, it is the same problem."""
    text = json.dumps(SOUND)
    read = [read_problem(SOUND), read_problem(text.encode("utf-8-sig")), read_problem(gzip.compress(text.encode()))]
    assert read[0] == read[1] == read[2]
    assert read[0].search.seconds == 60
    assert [dict(level) for level in read[0].objective][-1] == {"together": 1, "burden": 1, "spread": 1}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"extra": 1}, ("roster.unknown_field", "/extra")),
        ({"people": person(nickname="x")}, ("roster.unknown_field", "/people/0/nickname")),
        ({"teams": [{"id": "t"}]}, ("roster.missing_field", "/teams/0/size")),
        ({"id": "a\0"}, ("roster.zero_byte", "/id")),
        ({"units": [{"id": "\0u"}]}, ("roster.zero_byte", "/units/0/id")),
        ({"format": "huibi.roster/2"}, ("roster.unknown_value", "/format")),
        ({"people": person(roles=["boss"])}, ("roster.unknown_value", "/people/0/roles/0")),
        ({"people": person(full_time="yes")}, ("roster.wrong_type", "/people/0/full_time")),
        ({"people": person(served=-1)}, ("roster.out_of_range", "/people/0/served")),
        ({"people": person(served=10**6 + 1)}, ("roster.out_of_range", "/people/0/served")),
        ({"people": person(served=1.5)}, ("roster.not_integer", "/people/0/served")),
        ({"people": person(served=2.0)}, ("roster.not_integer", "/people/0/served")),
        ({"people": person(served=True)}, ("roster.not_integer", "/people/0/served")),
        ({"teams": team(size=[1, 2, 3])}, ("roster.wrong_length", "/teams/0/size")),
        ({"teams": team(size=[1])}, ("roster.wrong_length", "/teams/0/size")),
        ({"teams": team(roles={"boss": [0, 1]})}, ("roster.unknown_value", "/teams/0/roles/boss")),
        ({"people": [*SOUND["people"], {"id": "p", "roles": []}]}, ("roster.duplicate_id", "/people/2/id")),
        ({"units": [*SOUND["units"], {"id": "u"}]}, ("roster.duplicate_id", "/units/1/id")),
        ({"teams": team() + team()}, ("roster.duplicate_id", "/teams/1/id")),
        ({"bars": [{"person": "x", "unit": "u"}]}, ("roster.unknown_id", "/bars/0/person")),
        ({"costs": [{"person": "p", "unit": "x"}]}, ("roster.unknown_id", "/costs/0/unit")),
        ({"apart": [["p", "x"]]}, ("roster.unknown_id", "/apart/0/1")),
        ({"together": [{"people": ["x", "p"], "cost": 1}]}, ("roster.unknown_id", "/together/0/people/0")),
        ({"pins": [{"unit": "u", "team": "x"}]}, ("roster.unknown_id", "/pins/0/team")),
        ({"pins": [{"team": "t"}]}, ("roster.pin_of_what", "/pins/0")),
        ({"pins": [{"unit": "u", "team": "t", "role": "member"}]}, ("roster.pin_role", "/pins/0/role")),
        ({"apart": [["p", "p"]]}, ("roster.pair_of_one", "/apart/0")),
        ({"together": [{"people": ["p", "p"], "cost": 1}]}, ("roster.pair_of_one", "/together/0/people")),
        ({"teams": team(size=[3, 2])}, ("roster.min_above_max", "/teams/0/size")),
        ({"teams": team(roles={"leader": [2, 1]})}, ("roster.min_above_max", "/teams/0/roles/leader")),
        ({"counties": {"lend": {"c": [2, 1]}}}, ("roster.min_above_max", "/counties/lend/c")),
        ({"counties": {"travel": [["a", "b", 1], ["a", "b", 2]]}}, ("roster.double_travel", "/counties/travel/1")),
        ({"objective": [{"joy": 1}]}, ("roster.unknown_term", "/objective/0/joy")),
        ({"objective": [{"risk": 1}, {"risk": 1}]}, ("roster.term_twice", "/objective/1/risk")),
        ({"objective": [{"risk": 0}]}, ("roster.out_of_range", "/objective/0/risk")),
        ({"shortfall_weights": {"joy": 1}}, ("roster.unknown_weight", "/shortfall_weights/joy")),
    ],
)
def test_each_fault_is_named_with_its_place(more, expected):
    """One fault gives one code and a pointer to where it stands."""
    assert faults(**more) == [expected]


def test_all_faults_come_at_once():
    """A fault of form in one entry hides no fault of meaning in another, nor in the same one."""
    found = faults(
        people=[{"id": "p", "roles": ["boss"], "served": -1}, {"id": "p", "roles": []}],
        bars=[{"person": "p", "unit": "x", "why": "?"}],
        apart=[["p", "p"], ["q", "y"]],
    )
    assert set(found) == {
        ("roster.unknown_value", "/people/0/roles/0"),
        ("roster.out_of_range", "/people/0/served"),
        ("roster.duplicate_id", "/people/1/id"),
        ("roster.unknown_id", "/bars/0/unit"),
        ("roster.unknown_field", "/bars/0/why"),
        ("roster.pair_of_one", "/apart/0"),
        ("roster.unknown_id", "/apart/1/0"),
        ("roster.unknown_id", "/apart/1/1"),
    }


def test_previous_may_name_what_is_gone():
    """Ids that the problem no longer has are no fault in `previous`."""
    team_before = {"id": "gone", "units": ["gone"], "people": [{"id": "gone", "role": "leader"}]}
    problem = read_problem(SOUND | {"previous": {"format": "huibi.roster/1", "teams": [team_before]}})
    assert problem.previous.teams[0].people[0].id == "gone"


@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b"\xff\xfe", b'{"a": NaN}', gzip.compress(b"{}", mtime=0)[:-9]])
def test_what_is_no_document_is_refused(data):
    """Broken text, a list, a constant that JSON does not have, a cut file: one fault, no traceback."""
    with pytest.raises(InputError) as caught:
        read_problem(data)
    assert len(caught.value.faults) == 1


def test_the_digest_is_of_the_meaning():
    """Order of fields and defaults written out change nothing, a number does."""
    turned = dict(reversed(SOUND.items())) | {"pins": [], "search": {"seconds": 60}}
    assert digest(read_problem(turned)) == digest(read_problem(SOUND))
    assert digest(read_problem(SOUND | {"search": {"seconds": 61}})) != digest(read_problem(SOUND))
    assert len(digest(read_problem(SOUND))) == 64


@pytest.mark.parametrize("count", [0, 1, 10_000, 10_001])
def test_the_digest_is_that_of_the_canonical_form(count):
    """However many costs and bars there are, it is the hash of the whole form in one piece."""
    named = {"person": "p", "unit": "u"}
    costs = [named | {"risk": number % 7, "should": number % 3} for number in range(count)]
    problem = read_problem(SOUND | {"id": "圆", "costs": costs, "bars": [named, named | {"roles": ["leader"]}]})
    text = json.dumps(problem.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert digest(problem) == hashlib.sha256(text.encode()).hexdigest()


def test_a_problem_survives_being_written():
    """What is read and written again is read as the same problem."""
    for seed in range(30):
        problem = read_problem(tiny_document(seed))
        assert read_problem(problem.to_json()) == problem


def test_the_smaller_documents_refuse_unknown_fields():
    """Rosters, changes and edits are as strict as problems."""
    assert read_edit({"format": "huibi.edit/1", "moves": [{"person": "p", "team": None}]}).moves[0].team is None
    assert read_changes({"format": "huibi.changes/1", "gone": ["p"]}).gone == ("p",)
    for reader, kind in ((read_edit, "edit"), (read_changes, "changes"), (read_roster, "roster")):
        with pytest.raises(InputError):
            reader({"format": f"huibi.{kind}/1", "extra": 1})
