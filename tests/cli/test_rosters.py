"""The commands over roster problems: what they write, what they say, and their exit statuses."""

import gzip
import json

import pytest

from huibi.cli.main import main

PROBLEM = {
    "format": "huibi.roster/1",
    "id": "r",
    "people": [
        {"id": "p1", "roles": ["leader"]},
        {"id": "p2", "roles": ["member"], "served": 2},
        {"id": "p3", "roles": ["member"]},
    ],
    "units": [{"id": "u1", "county": "c"}],
    "teams": [{"id": "t1", "size": [2, 2], "roles": {"leader": [1, 1], "member": [1, 1]}, "units": [1, 1]}],
    "search": {"seconds": 20, "workers": 1, "seed": 1},
}
ROSTER = {
    "format": "huibi.roster/1",
    "teams": [
        {"id": "t1", "units": ["u1"], "people": [{"id": "p1", "role": "leader"}, {"id": "p2", "role": "member"}]}
    ],
}


@pytest.fixture
def files(tmp_path):
    """Write documents by name; a name that ends in .gz is packed."""

    def write(name, document):
        text = json.dumps(document).encode()
        (tmp_path / name).write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
        return str(tmp_path / name)

    return write


def run(capsys, *words):
    with pytest.raises(SystemExit) as left:
        main(["--lang", "en", *words])
    said = capsys.readouterr()
    return left.value.code, said.out, said.err


def test_solve_writes_a_roster_that_check_finds_sound(capsys, files, tmp_path):
    """From a packed problem to a file; status 0; the words name the levels."""
    out = str(tmp_path / "roster.json.gz")
    status, _, said = run(capsys, "solve", files("p.json.gz", PROBLEM), "--out", out)
    assert status == 0
    assert "proven optimal; levels 0 / 0 / 0 / 0 / 0 / 0 / 0 / 0" in said
    status, written, _ = run(capsys, "check", files("p.json", PROBLEM), out)
    assert status == 0
    assert json.loads(written)["ok"]


def test_a_shortfall_and_clashing_pins_end_with_no(capsys, files):
    """Status 1 where something is missing, with the reason; and where pins cannot stand together."""
    short = PROBLEM | {"people": PROBLEM["people"][:1]}
    status, written, said = run(capsys, "solve", files("p.json", short))
    assert status == 1
    assert [entry["what"] for entry in json.loads(written)["shortfalls"]] == ["size", "role:member"]
    assert "shortfall: t1 member, 1 missing (0 could" in said
    pins = PROBLEM | {"pins": [{"person": "p1", "team": "t1", "role": "member"}]}
    status, written, said = run(capsys, "solve", files("p.json", pins))
    assert status == 1
    assert json.loads(written)["conflicts"] == [{"pins": [0], "rule": 1}]
    assert "pins 0 cannot stand together: rule 1" in said


def test_of_much_that_lacks_the_terminal_is_told_the_first_and_the_number(capsys, files, tmp_path):
    """Forty units and forty teams that nobody can serve in: thirty are named, the roster holds them all."""
    teams = [{"id": f"t{number}", "size": [1, 2], "units": [0, 0]} for number in range(40)]
    units = [{"id": f"u{number}"} for number in range(40)]
    out = tmp_path / "roster.json"
    status, _, said = run(
        capsys, "solve", files("p.json", PROBLEM | {"teams": teams, "units": units}), "--out", str(out)
    )
    assert status == 1
    assert "units left over: 40 (u0 " in said
    assert "u29 …)" in said
    assert said.count("\nshortfall: ") == 30
    assert "10 more shortfalls stand in the roster." in said
    written = json.loads(out.read_text())
    assert (len(written["unassigned"]), len(written["shortfalls"])) == (40, 40)


def test_faults_are_listed_with_file_and_place(capsys, files):
    """Every fault of the problem, status 1; as JSON where asked; a missing file is wrong usage."""
    bad = files("p.json", PROBLEM | {"extra": 1, "apart": [["p1", "p1"]]})
    status, written, said = run(capsys, "solve", bad)
    assert status == 1
    assert written == ""
    assert f"{bad}: /extra: there is no such field." in said
    assert "/apart/0" in said
    status, written, _ = run(capsys, "check", bad, bad, "--json")
    assert status == 1
    assert [fault["code"] for fault in json.loads(written)["faults"]] == ["roster.unknown_field", "roster.pair_of_one"]
    assert run(capsys, "solve", "nowhere.json")[0] == 2
    assert run(capsys, "solve")[0] == 2


def test_check_says_what_is_broken(capsys, files):
    """A broken rule and a false claim: status 1 and both named."""
    false = ROSTER | {"terms": {"burden": 1}}
    false["teams"] = [ROSTER["teams"][0] | {"people": [{"id": "p2", "role": "leader"}]}]
    status, written, said = run(capsys, "check", files("p.json", PROBLEM), files("r.json", false))
    assert status == 1
    answer = json.loads(written)
    assert [violation["rule"] for violation in answer["violations"]] == [1]
    assert [entry["what"] for entry in answer["mismatch"]] == ["terms.burden"]
    assert "broken: rule 1" in said


def test_check_tries_an_edit(capsys, files):
    """The change of every term, and status 1 for one that breaks a rule."""
    problem, roster = files("p.json", PROBLEM), files("r.json", ROSTER)
    swap = [{"person": "p2", "team": None}, {"person": "p3", "team": "t1", "role": "member"}]
    edit = files("e.json", {"format": "huibi.edit/1", "moves": swap})
    status, written, said = run(capsys, "check", problem, roster, "--edit", edit)
    assert (status, json.loads(written)["delta"]["burden"]) == (0, -2)
    assert "-2" in said
    edit = files("e.json", {"format": "huibi.edit/1", "moves": swap[1:]})
    status, written, _ = run(capsys, "check", problem, roster, "--edit", edit)
    assert status == 1
    assert {violation["rule"] for violation in json.loads(written)["violations"]} == {5}


def test_repair_and_compare_say_who_moves(capsys, files, tmp_path):
    """A member is gone: the other steps in; compare says the same of the two rosters."""
    problem, roster = files("p.json", PROBLEM), files("r.json", ROSTER)
    changes = files("c.json", {"format": "huibi.changes/1", "gone": ["p2"]})
    out, changed = str(tmp_path / "after.json"), str(tmp_path / "changed.json")
    words = ("repair", problem, roster, "--changes", changes, "--out", out, "--problem-out", changed)
    status, _, said = run(capsys, *words)
    assert status == 0
    assert "p2 leaves t1 member: no longer available" in said
    assert "p3 comes from the reserve as t1 member: in the stead of p2" in said
    status, written, said = run(capsys, "compare", changed, roster, out)
    assert status == 0
    moved = [(entry["person"], entry["before"], entry["after"]) for entry in json.loads(written)["people"]]
    assert moved == [("p3", None, {"team": "t1", "role": "member"}), ("p2", {"team": "t1", "role": "member"}, None)]
    assert "p2: t1 member → in no team" in said


def test_why_and_recommend_answer(capsys, files):
    """Why not there names the rule; who could comes with the change of the terms; a wrong id is wrong usage."""
    problem, roster = files("p.json", PROBLEM), files("r.json", ROSTER)
    status, written, said = run(capsys, "why", problem, roster, "--person", "p3")
    assert status == 0
    assert json.loads(written)["now"] is None
    assert "rule 5" in said
    status, written, said = run(capsys, "recommend", problem, roster, "--team", "t1", "--role", "member")
    assert status == 0
    assert [one["person"] for one in json.loads(written)["candidates"]] == ["p3"]
    assert "instead of p2" in said
    assert run(capsys, "recommend", problem, roster, "--team", "t1", "--role", "leader")[0] == 1
    assert run(capsys, "recommend", problem, roster, "--team", "t1", "--role", "boss")[0] == 2
    assert run(capsys, "why", problem, roster, "--person", "nobody")[0] == 2


def test_alternatives_come_as_a_list(capsys, files, tmp_path):
    """The document is a list, the main roster first; distance and price of the others go to a file of their own."""
    problem, price = files("p.json", PROBLEM), tmp_path / "price.json"
    status, written, said = run(capsys, "solve", problem, "--alternatives", "2", "--alternatives-out", str(price))
    assert status == 0
    told = json.loads(price.read_text())
    assert (told["asked"], told["terms"]["burden"]) == (2, 0)
    row = told["alternatives"][0]
    assert (row["number"], row["distance"], row["delta"]["burden"]) == (1, {"seats": 1, "units": 0}, 2)
    assert row["terms"]["burden"] == 2
    assert "alternative 1: different: seats 1, burden" in said
    assert run(capsys, "solve", problem, "--alternatives-out", str(price))[0] == 2
    first, second, _ = json.loads(written)
    assert first["status"] == "optimal"
    assert first["teams"] != second["teams"]
    assert second["terms"]["burden"] == 2
