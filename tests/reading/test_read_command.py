"""`huibi read`: what is said, what is written, and the exit status."""

import json

import pytest

from huibi.cli.main import main
from tables import write_csv


def _run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        main(["--lang", "zh", "read", *map(str, arguments)])
    return int(left.value.code)


@pytest.fixture
def folder(tmp_path):
    """Return a sound register of two tables."""
    folder = tmp_path / "register"
    folder.mkdir()
    write_csv(folder, "units", "id,name", "U1,财政局")
    write_csv(folder, "persons", "id,name", "P1,张三")
    return folder


def test_a_sound_register(folder, tmp_path, capsys):
    """It ends with 0, says how many rows there are and which rules lack data, and writes the clean tables."""
    assert _run(folder, "--out", tmp_path / "clean") == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "人员：1 行" in said.err
    assert "没有“亲属关系”表" in said.err
    assert sorted(file.name for file in (tmp_path / "clean").iterdir()) == ["persons.csv", "units.csv"]


def test_faults_are_listed_and_nothing_is_written(folder, tmp_path, capsys):
    """It ends with 1 and names file, row, column, value and what was expected; no output folder appears."""
    write_csv(folder, "postings", "人员,单位,起", "P1,U9,2011-02-30")
    assert _run(folder, "--out", tmp_path / "clean") == 1
    said = capsys.readouterr().err
    assert "postings.csv 第2行 “单位”列：找不到“U9”，应为单位编号" in said
    assert "2011-02-30" in said
    assert [item.name for item in tmp_path.iterdir()] == ["register"]


def test_faults_as_json(folder, capsys):
    """With --json faults and notes are one document on standard output, and nothing else is said."""
    write_csv(folder, "postings", "人员,单位,起", "P1,U9,2011-02")
    assert _run(folder, "--json") == 1
    said = capsys.readouterr()
    document = json.loads(said.out)
    assert said.err == ""
    (fault,) = document["faults"]
    assert fault == {
        "code": "read.unknown_reference",
        "params": {},
        "file": "postings.csv",
        "table": "postings",
        "row": 2,
        "column": "单位",
        "value": "U9",
        "expected": "单位编号，或登记中唯一的单位名称",
    }
    assert {"read.table_absent"} <= {note["code"] for note in document["notes"]}


def test_faulty_rows_left_out(folder, tmp_path, capsys):
    """With --skip-faulty it ends with 0, lists what was left out and writes the rest."""
    write_csv(folder, "postings", "人员,单位,起", "P1,U9,2011-02", "P1,U1,2011-02")
    assert _run(folder, "--skip-faulty", "--out", tmp_path / "clean") == 0
    assert "找不到“U9”" in capsys.readouterr().err
    assert (tmp_path / "clean" / "postings.csv").read_text(encoding="utf-8-sig").splitlines()[1:] == [
        "P1,U1,,,,2011-02-01,"
    ]


def test_many_faults_of_one_kind_are_told_together(folder, capsys):
    """Beyond twenty of a kind only their number is said; --json has all."""
    write_csv(folder, "kin", "person,relative,term", *(f"P1,P{i},妻子" for i in range(2, 52)))
    assert _run(folder) == 1
    lines = capsys.readouterr().err.splitlines()
    assert sum("找不到" in line for line in lines) == 20
    assert any("另有 30 处" in line for line in lines)
    assert _run(folder, "--json") == 1
    assert len(json.loads(capsys.readouterr().out)["faults"]) == 50


def test_files_beside_the_tables_are_told_in_few_lines(folder, capsys):
    """Photographs beside the tables are many: the first are named, the others counted."""
    for i in range(30):
        (folder / f"{i}.jpg").write_bytes(b"")
    assert _run(folder) == 0
    lines = capsys.readouterr().err.splitlines()
    assert sum("不是登记表，没有读取" in line for line in lines) == 20
    assert any("另有 10 处" in line for line in lines)


def test_more_faults_than_are_listed(folder, capsys, monkeypatch):
    """Beyond the limit faults are counted, and the sum is said."""
    monkeypatch.setattr("huibi.reading.desk.MOST_FAULTS", 10)
    write_csv(folder, "kin", "person,relative,term", *(f"P1,P{i},妻子" for i in range(2, 52)))
    assert _run(folder) == 1
    said = capsys.readouterr().err
    assert "还有40处" in said
    assert "共 50 处错误" in said


def test_an_output_folder_with_other_things(folder, tmp_path, capsys):
    """It is wrong usage, and what lies there stays."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "别的.txt").write_text("x", encoding="utf-8")
    assert _run(folder, "--out", out) == 2
    assert "别的.txt" in capsys.readouterr().err
    assert [item.name for item in out.iterdir()] == ["别的.txt"]


def test_progress_after_a_moment(folder, capsys, monkeypatch):
    """Whoever waits longer than a moment is told how far the reading is."""
    ticks = iter(range(0, 1000, 3))
    monkeypatch.setattr("time.monotonic", lambda: next(ticks))
    assert _run(folder) == 0
    assert "正在读取 单位：1 行" in capsys.readouterr().err
