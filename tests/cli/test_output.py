"""Documents are written whole or not at all."""

import gzip
import json
import os
import threading

import pytest

from huibi.cli import output
from huibi.errors import UsageError


def test_a_folder_is_made_with_all_documents(tmp_path):
    """What lacks is made, and no draft stays behind."""
    output.write_folder(tmp_path / "a" / "b", {"x.json": b"1", "y.json": b"2"})
    assert {path.name: path.read_bytes() for path in (tmp_path / "a" / "b").iterdir()} == {
        "x.json": b"1",
        "y.json": b"2",
    }
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]


def test_documents_replace_their_namesakes_and_leave_the_rest(tmp_path):
    """A folder that is there keeps what is not ours."""
    (tmp_path / "x.json").write_bytes(b"old")
    (tmp_path / "own.txt").write_bytes(b"own")
    output.write_folder(tmp_path, {"x.json": b"new"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"x.json": b"new", "own.txt": b"own"}


def test_a_failure_leaves_nothing_half_written(tmp_path):
    """The second document cannot be written: the first is not there either."""
    with pytest.raises(OSError, match="no"):
        output.write_folder(tmp_path / "out", {"x.json": b"1", "no/such/place.json": b"2"})
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_is_refused_early(tmp_path):
    """No folder can be made where a file stands, nor below it."""
    (tmp_path / "file").write_bytes(b"")
    for out in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(UsageError):
            output.refuse_no_folder(out)


def test_a_document_is_packed_where_its_name_says_so(tmp_path, capsys):
    """`.gz` packs, the same bytes each time; `-` is standard output."""
    output.write_document({"甲": 1}, str(tmp_path / "d.json.gz"))
    first = (tmp_path / "d.json.gz").read_bytes()
    output.write_document({"甲": 1}, str(tmp_path / "d.json.gz"))
    assert (tmp_path / "d.json.gz").read_bytes() == first
    assert json.loads(gzip.decompress(first)) == {"甲": 1}
    output.write_document({"甲": 1}, "-")
    assert json.loads(capsys.readouterr().out) == {"甲": 1}


def test_what_is_no_file_is_written_to_and_never_replaced(tmp_path):
    """A pipe stays a pipe, and gets the document; a link stays a link to the file that is written."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    reader.start()
    output.write_whole(pipe, b"told")
    reader.join()
    assert (heard, pipe.is_fifo()) == ([b"told"], True)
    (tmp_path / "link").symlink_to(tmp_path / "file")
    output.write_whole(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"new"
