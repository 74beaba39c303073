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
