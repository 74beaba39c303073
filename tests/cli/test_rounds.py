"""screen, explain, compile and plan on files: what they write, what they say, and how they end."""

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

import huibi_data
from huibi.cli.main import main
from huibi.errors import Exit, OursError
from huibi.model.rosters import Problem
from huibi.reading import read_register

SAMPLES = Path(str(huibi_data.resource("samples")))
GOLDEN = SAMPLES / "golden"
LOCAL = GOLDEN / "round-local.toml"
DOCUMENTS = ["findings.json", "problem.json", "roster.json", "编组方案.xlsx"]


def run(*words):
    with pytest.raises(SystemExit) as ended:
        main(["--lang", "zh", *map(str, words)])
    return Exit(ended.value.code)


def write(folder, **tables):
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def tiny(folder, **changes):
    """Write a register of two units and five cadres, one of them from the unit to be inspected; and a round."""
    tables = {
        "units__csv": "id,name\nU1,教育局\nU2,审计局\n",
        "persons__csv": "id,name\n" + "".join(f"P{number},人{number}\n" for number in range(1, 6)),
        "postings__csv": "person,unit,title,level,start\nP1,U1,局长,chief,2020-01-01\nP2,U2,科员,staff,2020-01-01\n",
        "pool__csv": "person,category,roles\n" + "".join(f"P{number},专职,组长;成员\n" for number in range(1, 6)),
        "round__toml": '[round]\nid = "R"\nname = "第一轮"\nas_of = 2026-08-15\nstart = 2026-09-01\nend = 2026-10-01\n'
        '[[units]]\nunit = "U1"\n[[teams]]\nid = "T1"\nname = "第一组"\nsize = [3, 4]\n'
        "roles = { leader = [1, 1], member = [0, 4] }\nunits = [1, 1]\n[search]\nseconds = 20\nworkers = 1\nseed = 3\n",
    }
    return write(folder, **tables | changes)


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_plan_writes_all_documents_and_says_ten_lines(tmp_path, capsys):
    """Who leads the unit is in no team; the documents agree; the screen says what the workbook's notes say."""
    register, out = tiny(tmp_path / "register"), tmp_path / "out"
    assert run("plan", register, "--round", register / "round.toml", "--out", out) is Exit.DONE
    assert sorted(path.name for path in out.iterdir()) == DOCUMENTS
    findings, problem, roster = (read(out / name) for name in DOCUMENTS[:3])
    assert next(row["code"] for row in findings["findings"] if row["person"] == "P1") == "post.current"
    assert problem["bars"] == [{"person": "P1", "unit": "U1"}]
    assert (roster["status"], roster["seed"], roster["problem"]) == ("optimal", 3, "R")
    assert "P1" not in [seat["id"] for seat in roster["teams"][0]["people"]]
    said = capsys.readouterr()
    lines = said.out.splitlines()
    book = openpyxl.load_workbook(out / "编组方案.xlsx")
    noted = [f"{row[0].value}：{row[1].value}" for row in book["说明"].iter_rows(min_row=2, max_row=11)]
    assert lines[:10] == noted
    assert lines[10].strip().startswith("第一组：组长 人")
    assert "研判回避情形" in said.err
    assert "第1层 未安排单位" in said.err


def test_the_same_call_writes_the_same_findings_and_problem(tmp_path):
    """Running it again changes no byte of what does not carry a time; other files of the folder stay."""
    register, out = tiny(tmp_path / "register"), tmp_path / "out"
    words = ("plan", register, "--round", register / "round.toml", "--out", out, "--official")
    run(*words)
    first = {name: (out / name).read_bytes() for name in DOCUMENTS}
    (out / "注.txt").write_text("own", encoding="utf-8")
    run(*words)
    assert {name: (out / name).read_bytes() for name in DOCUMENTS} == first
    assert sorted(path.name for path in out.iterdir()) == sorted([*DOCUMENTS, "注.txt"])
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_options_of_the_search_reach_the_problem(tmp_path):
    """--seconds, --workers and --seed take the place of the round's."""
    register, out = tiny(tmp_path / "register"), tmp_path / "out"
    run("plan", register, "--round", register / "round.toml", "--out", out, "--seed", 9, "--seconds", 5, "--workers", 2)
    assert read(out / "problem.json")["search"] == {"seconds": 5, "workers": 2, "seed": 9}
    assert read(out / "roster.json")["seed"] == 9


def test_a_shortfall_ends_with_one_and_all_documents(tmp_path, capsys):
    """Nobody left to lead: the documents are there all the same, and the sheet says what lacks."""
    pool = "person,category,roles\nP1,专职,组长\nP2,专职,成员\nP3,专职,成员\n"
    register, out = tiny(tmp_path / "register", pool__csv=pool), tmp_path / "out"
    assert run("plan", register, "--round", register / "round.toml", "--out", out) is Exit.NO
    assert sorted(path.name for path in out.iterdir()) == DOCUMENTS
    told = [[cell.value for cell in row] for row in openpyxl.load_workbook(out / "编组方案.xlsx")["缺口"].iter_rows()]
    assert "组长" in [row[2] for row in told]
    assert "缺口" in capsys.readouterr().out


def test_a_faulty_register_writes_nothing(tmp_path, capsys):
    """Every fault is listed, exit status 1, no folder appears; with --skip-faulty the row is left out and listed."""
    persons = "id,name,birth\nP1,人1,\nP2,人2,1990-13\nP3,人3,\nP4,人4,\nP5,人5,\nP6,人6,2020-45\n"
    register, out = tiny(tmp_path / "register", persons__csv=persons), tmp_path / "out"
    words = ("plan", register, "--round", register / "round.toml", "--out", out)
    assert run(*words) is Exit.NO
    assert "1990-13" in (told := capsys.readouterr().err)
    assert "2020-45" in told
    assert not out.exists()
    assert run(*words, "--skip-faulty") is Exit.DONE
    assert "1990-13" in capsys.readouterr().err


def test_a_pin_on_a_barred_person_is_refused_with_the_finding(tmp_path, capsys):
    """Pinned to the team that the unit is pinned to: the ground is named, nothing is written."""
    pins = '\n[[pins]]\nperson = "P1"\nteam = "T1"\n[[pins]]\nunit = "U1"\nteam = "T1"\n'
    register, out = tiny(tmp_path / "register"), tmp_path / "out"
    round_ = register / "pinned.toml"
    round_.write_text((register / "round.toml").read_text(encoding="utf-8") + pins, encoding="utf-8")
    assert run("plan", register, "--round", round_, "--out", out, "--json") is Exit.NO
    faults = json.loads(capsys.readouterr().out)["faults"]
    assert {fault["params"]["finding"]["code"] for fault in faults} >= {"post.current"}
    assert not out.exists()


def test_pins_that_cannot_stand_together_are_named(tmp_path, capsys):
    """One person pinned to two teams: no roster, but all documents, and both pins are told with the rule."""
    register, out = tiny(tmp_path / "register"), tmp_path / "out"
    more = '[[teams]]\nid = "T2"\nname = "第二组"\nsize = [0, 4]\nroles = { member = [0, 4] }\n'
    pins = "".join(f'[[pins]]\nperson = "P3"\nteam = "{team}"\n' for team in ("T1", "T2"))
    round_ = register / "pinned.toml"
    round_.write_text((register / "round.toml").read_text(encoding="utf-8") + more + pins, encoding="utf-8")
    assert run("plan", register, "--round", round_, "--out", out) is Exit.NO
    assert sorted(path.name for path in out.iterdir()) == DOCUMENTS
    assert read(out / "roster.json")["status"] == "infeasible"
    told = capsys.readouterr().out
    assert "固定安排互相矛盾" in told
    assert "固定安排不能同时成立：人3→第一组、人3→第二组（规则1" in told


def test_a_folder_that_cannot_be_written_is_refused_before_any_work(tmp_path, capsys):
    """A file stands where the folder should be: wrong usage, and nothing was read."""
    (tmp_path / "out").write_text("", encoding="utf-8")
    assert run("plan", tmp_path, "--round", tmp_path, "--out", tmp_path / "out") is Exit.USAGE
    assert "读取" not in capsys.readouterr().err


def test_a_disagreement_of_checker_and_solver_leaves_nothing(tmp_path, monkeypatch, capsys):
    """Our own fault: exit status 4, no document."""

    def quarrel(*_, **__):
        raise OursError.of("plan.disagreement", verdict={})

    monkeypatch.setattr("huibi.plan.plan", quarrel)
    register, out = tiny(tmp_path / "register"), tmp_path / "out"
    assert run("plan", register, "--round", register / "round.toml", "--out", out) is Exit.OURS
    assert "独立核验" in capsys.readouterr().err
    assert not out.exists()


def test_ctrl_c_while_reserves_are_looked_for_keeps_the_roster(tmp_path, monkeypatch):
    """The roster is there already: everything is written, the sheets of reserves are empty."""

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("huibi.plan.reserves", stopped)
    register, out = tiny(tmp_path / "register"), tmp_path / "out"
    assert run("plan", register, "--round", register / "round.toml", "--out", out) is Exit.DONE
    book = openpyxl.load_workbook(out / "编组方案.xlsx")
    assert [book[name].max_row for name in ("后备人员", "接替人选")] == [1, 1]
    assert book["编组"].max_row > 1


def test_ctrl_c_keeps_the_best_and_writes_everything(tmp_path):
    """Interrupted while solving: all documents are there, and the roster says that it was stopped."""
    out, county = tmp_path / "out", SAMPLES / "county"
    words = ["plan", county, "--round", county / "round.toml", "--out", out, "--seconds", "300", "--workers", "1"]
    child = subprocess.Popen(
        # Whoever starts the tests in the background leaves Ctrl-C ignored for all that they start.
        ["env", "--default-signal=INT", sys.executable, "-m", "huibi.cli.main", "--lang", "zh", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    with child:
        for line in child.stderr:
            if "第5层" in line:  # the first that takes seconds
                child.send_signal(signal.SIGINT)
                break
        said, _ = child.communicate()
    assert child.returncode in (Exit.DONE, Exit.NO)
    assert sorted(path.name for path in out.iterdir()) == DOCUMENTS
    assert read(out / "roster.json")["status"] == "stopped"
    assert "按要求停止" in said


@pytest.mark.parametrize("place", ["county", "city"])
def test_the_committed_samples_plan_without_a_shortfall(place, tmp_path, capsys):
    """What `make plan` shows: every unit has a team, nothing lacks, and each team has its leader."""
    folder, out = SAMPLES / place, tmp_path / "out"
    assert run("plan", folder, "--round", folder / "round.toml", "--out", out) is Exit.DONE
    roster = read(out / "roster.json")
    assert (roster["unassigned"], roster["shortfalls"]) == ([], [])
    assert all("leader" in [seat["role"] for seat in team["people"]] for team in roster["teams"])
    assert f"承担 {len(read(out / 'problem.json')['units'])} 个单位" in capsys.readouterr().out


def test_screen_writes_the_findings_document(tmp_path, capsys):
    """To standard output or a file, for one stage or one person; sound registers end with 0 whatever is found."""
    assert run("screen", GOLDEN, "--round", LOCAL) is Exit.DONE
    whole = json.loads(capsys.readouterr().out)
    assert whole["format"] == "huibi.findings/1"
    assert {row["stage"] for row in whole["findings"]} == {1, 2, 3}
    run("screen", GOLDEN, "--round", LOCAL, "--stage", 1, "--out", tmp_path / "first.json")
    assert {row["stage"] for row in read(tmp_path / "first.json")["findings"]} == {1}
    run("screen", GOLDEN, "--round", LOCAL, "--person", "C01")
    alone = json.loads(capsys.readouterr().out)
    assert alone["findings"] == [row for row in whole["findings"] if row["person"] == "C01"]


def test_an_unknown_person_is_a_wrong_call(capsys):
    """Exit status 2 with a sentence, not a traceback."""
    assert run("screen", GOLDEN, "--round", LOCAL, "--person", "nobody") is Exit.USAGE
    assert "nobody" in capsys.readouterr().err


def test_compile_writes_a_problem_that_reads_back(tmp_path, capsys):
    """The document is sound; --stage 1 keeps leaders alone; --keep pins what the roster says."""
    assert run("compile", GOLDEN, "--round", LOCAL) is Exit.DONE
    problem = Problem.model_validate_json(capsys.readouterr().out)
    assert len(problem.units) == 16
    team = {"id": "T1", "units": ["U11"], "people": [{"id": "C29", "role": "deputy"}]}
    kept, out = tmp_path / "roster.json", tmp_path / "problem.json"
    kept.write_text(json.dumps({"format": "huibi.roster/1", "teams": [team]}), encoding="utf-8")
    run("compile", GOLDEN, "--round", LOCAL, "--stage", 2, "--keep", kept, "--out", out)
    pins = read(out)["pins"]
    assert pins == [{"person": "C29", "team": "T1", "role": "deputy"}, {"unit": "U11", "team": "T1"}]
    run("compile", GOLDEN, "--round", LOCAL, "--stage", 1)
    first = Problem.model_validate_json(capsys.readouterr().out)
    assert {"leader", "deputy"} >= {role for person in first.people for role in person.roles} - {"member"}
    assert first.teams[0].size == (0, 6)


def test_a_roster_to_keep_that_is_not_there_is_a_wrong_call(tmp_path, capsys):
    """Named with its path, exit status 2; one that is no roster lists its faults, exit status 1."""
    assert run("compile", GOLDEN, "--round", LOCAL, "--keep", tmp_path / "none.json") is Exit.USAGE
    assert "none.json" in capsys.readouterr().err
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    assert run("compile", GOLDEN, "--round", LOCAL, "--keep", tmp_path / "bad.json") is Exit.NO


def test_explain_says_what_bars_and_what_does_not(capsys):
    """C12 left on the very day three years ago: told as outside; the unit where C01's husband is chief bars."""
    assert run("explain", GOLDEN, "--round", LOCAL, "--person", "C12", "--unit", "U04") is Exit.DONE
    told = capsys.readouterr().out
    assert "本人近年曾任职，不构成" in told
    assert "不在规定的 3 年期限之内" in told
    run("explain", GOLDEN, "--round", LOCAL, "--person", "C01")
    told = capsys.readouterr().out
    assert told.count("■") == 16
    assert "公务员法 第七十四条" in told


def test_people_and_units_by_their_names(capsys, tmp_path):
    """A name that only one bears stands for the id; of one that several bear all ids are named."""
    register = tmp_path / "register"
    shutil.copytree(GOLDEN, register)
    run("explain", register, "--round", LOCAL, "--person", "C12", "--unit", "U04")
    by_id = capsys.readouterr().out
    known = read_register(register).register
    run("explain", register, "--round", LOCAL, "--person", known.persons["C12"].name, "--unit", known.units["U04"].name)
    assert capsys.readouterr().out == by_id
    persons = register / "persons.csv"
    persons.write_text(
        persons.read_text(encoding="utf-8-sig").replace(known.persons["C01"].name, known.persons["C12"].name)
    )
    assert run("screen", register, "--round", LOCAL, "--person", known.persons["C12"].name) is Exit.USAGE
    assert "C01、C12" in capsys.readouterr().err


def test_explain_as_json_names_every_ground(capsys):
    """One document with states by code."""
    run("explain", GOLDEN, "--round", LOCAL, "--person", "C01", "--unit", "U01", "--json")
    (unit,) = json.loads(capsys.readouterr().out)["units"]
    states = {ground["code"]: ground["state"] for ground in unit["grounds"]}
    assert states["kin.body"] == "must"
    assert states["post.current"] == "clear"
    assert unit["barred"] == ["deputy", "member"]


def test_explain_draws_a_picture(tmp_path, capsys):
    """Beside the words a picture, of all or of one ground; what does not go together or is not known is wrong usage."""
    asked = ("explain", GOLDEN, "--round", LOCAL, "--person", "C01")
    whole, one = tmp_path / "whole.svg", tmp_path / "one.svg"
    assert run(*asked, "--unit", "U01", "--picture", whole) is Exit.DONE
    assert "■" in capsys.readouterr().out
    assert run(*asked, "--unit", "U01", "--picture", one, "--ground", "kin.body") is Exit.DONE
    assert whole.read_text(encoding="utf-8").startswith("<svg")
    assert "公务员法 第七十四条" in one.read_text(encoding="utf-8")
    assert run(*asked, "--picture", whole) is Exit.USAGE
    assert run(*asked, "--unit", "U01", "--picture", whole, "--ground", "kin.nobody") is Exit.USAGE
