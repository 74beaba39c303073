"""The rim of every command: the language, the streams, where documents may go, what is asked for that is not there."""

import io
import json
import locale
import sys

import pytest

from huibi.cli import output
from huibi.cli.main import main
from huibi.errors import UsageError


def run(*words):
    with pytest.raises(SystemExit) as left:
        main(words)
    return left.value.code


@pytest.mark.parametrize(
    ("name", "said"), [("C.UTF-8", "无法读取"), ("C", "无法读取"), (None, "无法读取"), ("en_US.UTF-8", "cannot read")]
)
def test_the_locale_chooses_the_language_and_chinese_stands_for_none(monkeypatch, capsys, name, said):
    """C.UTF-8 is nobody's choice of English; a locale that is not installed is none."""

    def setlocale(_category, _asked):
        if name is None:
            raise locale.Error
        return name

    monkeypatch.setattr("huibi.cli.main.locale.setlocale", setlocale)
    assert run("solve", "nirgends.json") == 2
    assert said in capsys.readouterr().err


def test_a_document_is_utf8_in_any_locale(monkeypatch):
    """A name that GBK or ASCII cannot write goes out whole."""
    bytes_out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(bytes_out, encoding="ascii"))
    output.speak_utf8()
    output.write_document({"name": "𠮷"}, output.STANDARD)
    sys.stdout.flush()
    assert json.loads(bytes_out.getvalue().decode("utf-8")) == {"name": "𠮷"}


def test_a_document_without_a_place_is_wrong_usage_before_any_work(tmp_path, capsys):
    """A folder, or a place below a file, is refused at once: the problem is not even looked for."""
    (tmp_path / "file").write_bytes(b"")
    for out in (tmp_path, tmp_path / "file" / "below.json"):
        assert run("--lang", "en", "solve", "nirgends.json", "--out", str(out)) == 2
        assert "no file can be made there" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["read"], ["screen", "--round", "r.toml"], ["plan", "--round", "r.toml", "--out", "o"], ["relate"]]
)
def test_a_register_that_is_not_there_is_wrong_usage(words, tmp_path, monkeypatch, capsys):
    """A path with nothing behind it is a mistake in the call, and no fault in the data."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.toml").write_bytes(b"")
    (tmp_path / "p.csv").write_bytes(b"a,b\n")
    pairs = ["--pairs", "p.csv"] if words == ["relate"] else []
    assert run("--lang", "en", words[0], "nirgends", *words[1:], *pairs) == 2
    assert "nirgends" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.csv", "r.toml"]


def test_a_place_that_fails_later_is_no_fault_of_ours(tmp_path):
    """What could be written at first and then not is told as such, and nothing is left behind."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageError):
        output.write_document({}, str(tmp_path / "file" / "below.json"))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


WRONG_CALLS = {
    ("nosuch",): "没有“nosuch”这个命令；全部命令见 huibi --help。",
    ("screen",): "没有给出 REGISTER；见 huibi screen --help。",
    ("screen", "."): "没有给出 --round；见 huibi screen --help。",
    ("screen", ".", "--rond", "x"): "没有 --rond 这个选项；见 huibi screen --help。",
    ("screen", ".", "--round", ".", "--stage", "4"): "--stage 的值不合要求；见 huibi screen --help。",
    ("screen", ".", "--round", ".", "more"): "“more”是多余的；见 huibi screen --help。",
    ("sample", "x", "--profile", "county", "--seed", "abc"): "--seed 的值不合要求；见 huibi sample --help。",
    ("admin", "nosuch"): "没有“nosuch”这个命令；全部命令见 huibi admin --help。",
}


@pytest.mark.parametrize("words", WRONG_CALLS, ids=" ".join)
def test_a_wrong_call_is_told_in_one_line_of_the_language(words, capsys):
    """What typer says in English is said in Chinese, with where to read on."""
    assert run("--lang", "zh", *words) == 2
    assert capsys.readouterr().err == WRONG_CALLS[words] + "\n"
    assert run("--lang", "en", *words) == 2
    assert capsys.readouterr().err.rstrip().endswith(("--help.", "lists them."))


def test_an_option_without_its_value(capsys):
    """The option is named."""
    assert run("--lang", "zh", "screen", ".", "--round") == 2
    assert capsys.readouterr().err.startswith("--round 后面没有写值")


def test_help_is_not_cut_short(capsys, monkeypatch):
    """Chinese sentences without blanks stand whole in a narrow terminal."""
    monkeypatch.setenv("COLUMNS", "60")
    for words in ((), ("match",), ("explain",), ("admin",)):
        assert run("--lang", "zh", *words, "--help") == 0
        said = capsys.readouterr().out
        assert "…" not in said
        assert "..." not in said.replace("[ARGS]...", "").replace("[TERM]...", "")


def test_why_a_file_cannot_be_read_is_said_in_the_language(tmp_path, capsys):
    """A folder in place of a file, and a path where nothing is."""
    assert run("--lang", "zh", "kin", "--file", str(tmp_path)) == 2
    assert "是文件夹，不是文件" in capsys.readouterr().err
    assert run("--lang", "en", "kin", "--file", str(tmp_path / "none")) == 2
    assert "no such file or folder" in capsys.readouterr().err


def test_a_day_that_is_none_is_said_before_the_register_is_read(tmp_path, capsys):
    """The words of the call go first."""
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("a,b\nP1,P2\n", encoding="utf-8")
    assert run("relate", str(tmp_path), "--pairs", str(pairs), "--as-of", "2026-13-15") == 2
    assert "2026-13-15" in capsys.readouterr().err
