"""The folder that `write_sample` leaves: repeatable, whole or not at all, never over somebody else's files."""

import csv
from pathlib import Path

import pytest

from huibi.cli.main import main
from huibi.errors import UsageError
from huibi.model.register import TABLES
from huibi.sample import write_sample

SCALE = 0.01


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("profile", ["county", "city"])
def test_same_seed_same_bytes(profile, tmp_path):
    """The same profile, seed and scale give the same bytes; another seed gives others."""
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        write_sample(tmp_path / name, profile, seed, SCALE)
    first = bytes_of(tmp_path / "a")
    assert first == bytes_of(tmp_path / "b")
    assert first != bytes_of(tmp_path / "c")
    assert set(first) == {f"{table}.csv" for table in TABLES} | {"round.toml"}


def test_every_table_has_rows(tmp_path):
    """No table of the register is left empty, and each starts with the mark that spreadsheets need."""
    write_sample(tmp_path / "out", "county", 3, SCALE)
    for table in TABLES:
        assert rows(tmp_path / "out", table), table
        assert (tmp_path / "out" / f"{table}.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_earlier_sample_is_replaced_and_nothing_else(tmp_path):
    """A folder that a sample wrote is replaced as a whole; one that holds anything else is refused and kept."""
    out = tmp_path / "out"
    write_sample(out, "county", 1, SCALE)
    before = bytes_of(out)
    write_sample(out, "county", 2, SCALE)
    assert bytes_of(out) != before
    (out / "own.txt").write_text("mine", encoding="utf-8")
    kept = bytes_of(out)
    with pytest.raises(UsageError) as refused:
        write_sample(out, "county", 1, SCALE)
    assert [fault.code for fault in refused.value.faults] == ["sample.foreign"]
    assert bytes_of(out) == kept
    assert [item.name for item in tmp_path.iterdir()] == ["out"]


def test_failure_leaves_nothing(tmp_path, monkeypatch):
    """Where writing breaks off, neither the folder nor a draft of it is left."""

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("huibi.sample.write._swap", broken)
    with pytest.raises(UsageError) as failed:
        write_sample(tmp_path / "out", "county", 1, SCALE)
    assert [fault.code for fault in failed.value.faults] == ["sample.unwritable"]
    assert list(tmp_path.iterdir()) == []


def test_place_that_cannot_be_written_is_told_at_once(tmp_path, monkeypatch):
    """Below a file no folder can be made: that is said before anything is grown."""
    monkeypatch.setattr("huibi.sample.settle", lambda *_: pytest.fail("grown in vain"))
    (tmp_path / "file").touch()
    with pytest.raises(UsageError) as refused:
        write_sample(tmp_path / "file" / "out", "county", 1, SCALE)
    assert [fault.code for fault in refused.value.faults] == ["sample.unwritable"]


@pytest.mark.parametrize(
    ("profile", "scale", "codes"), [("town", 99.0, {"sample.profile", "sample.scale"}), ("city", 0.0, {"sample.scale"})]
)
def test_wrong_words_are_refused_at_once(profile, scale, codes, tmp_path):
    """An unknown profile and an impossible scale are both named, and nothing is written."""
    with pytest.raises(UsageError) as refused:
        write_sample(tmp_path / "out", profile, 1, scale)
    assert {fault.code for fault in refused.value.faults} == codes
    assert list(tmp_path.iterdir()) == []


def test_command_tells_what_it_wrote(tmp_path, capsys):
    """`huibi sample` writes the folder, counts what is in it, and ends with 0; a wrong call ends with 2."""
    out = tmp_path / "out"
    with pytest.raises(SystemExit) as ended:
        main(["--lang", "zh", "sample", str(out), "--profile", "city", "--seed", "1", "--scale", "0.01"])
    assert ended.value.code == 0
    told = capsys.readouterr().err
    assert f"人员 {len(rows(out, 'persons'))} 名" in told
    assert f"人才库 {len(rows(out, 'pool'))} 名" in told
    with pytest.raises(SystemExit) as ended:
        main(["--lang", "zh", "sample", str(out), "--profile", "town", "--seed", "1"])
    assert ended.value.code == 2
    assert "county 或 city" in capsys.readouterr().err
