"""`huibi read` and `huibi sample --forms`: what is said of forms, in both languages."""

import json

import pytest

from forms_office import lrmx, office
from huibi.cli.main import main
from huibi.errors import UsageError
from huibi.sample import write_sample


def _run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        main([str(word) for word in arguments])
    return int(left.value.code)


def test_a_summary_of_many_forms(tmp_path, capsys):
    """The number of forms and what was not understood, of one kind twenty at most; --json has all."""
    folder = office(tmp_path / "r")
    for i in range(25):
        form = lrmx(JianLi="2015.03--  某某公司经理", XingMing=f"张{i}")
        (folder / f"张{i:02d}.lrmx").write_text(form, encoding="utf-8")
    assert _run("--lang", "zh", "read", folder) == 0
    said = capsys.readouterr().err
    assert "干部表格：25 行" in said
    assert "张00.lrmx 第1行 “JianLi”列：“某某公司经理”没有对上登记里的单位" in said
    assert "另有 5 处同样的" in said
    assert _run("--lang", "en", "read", folder) == 0
    assert "personal forms: 25 rows" in capsys.readouterr().err
    assert _run("read", folder, "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["rows"]["forms"] == 25
    assert sum(note["code"] == "read.form_unit_unknown" for note in document["notes"]) == 25


def test_a_broken_form_ends_with_1(tmp_path, capsys):
    """A form that cannot be read is a fault with its file; with --skip-faulty it is left out and listed."""
    folder = office(tmp_path / "r")
    (folder / "张三.lrmx").write_text(lrmx(), encoding="utf-8")
    (folder / "坏.lrmx").write_text("<Person>", encoding="utf-8")
    assert _run("--lang", "zh", "read", folder, "--out", tmp_path / "out") == 1
    assert "坏.lrmx：不是完好的 XML" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert _run("--lang", "zh", "read", folder, "--out", tmp_path / "out", "--skip-faulty") == 0
    assert "坏.lrmx" in capsys.readouterr().err


def test_sample_writes_the_same_forms(tmp_path):
    """The same seed gives the same bytes, forms too; they are replaced with the sample, nothing else is."""
    for name in ("a", "b", "b"):
        write_sample(tmp_path / name, "county", 7, 0.005, forms=True)
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / name / "forms").iterdir()} for name in "ab")
    assert first == second
    assert {name.rpartition(".")[2] for name in first} == {"lrmx", "xlsx", "csv"}
    (tmp_path / "a" / "forms" / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError):
        write_sample(tmp_path / "a", "county", 7, 0.005, forms=True)
