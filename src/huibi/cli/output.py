"""Where commands write: documents whole or not at all, words to standard error."""

import gzip
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from huibi.errors import Fault, UsageError
from huibi.messages import describe, say

STANDARD = "-"


def speak_utf8() -> None:
    """Make the standard streams UTF-8 in any locale: a document is JSON for other programs, and some names are rare."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def tell(text: str) -> None:
    """Write one line for the person at the terminal (standard error)."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def answer(text: str) -> None:
    """Write one line of the answer itself (standard output)."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def show_faults(faults: Iterable[Fault], *, as_json: bool) -> None:
    """List every fault: sentences on standard error, or one JSON document on standard output."""
    if as_json:
        sys.stdout.write(dump({"faults": [fault.to_json() for fault in faults]}))
        return
    for fault in faults:
        tell(describe(fault))


def dump(document: Any) -> str:  # noqa: ANN401 - any JSON-ready data
    """Return a JSON document as text, keys in the order given, one final newline."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def write_document(document: Any, out: str) -> None:  # noqa: ANN401 - any JSON-ready data
    """Write a JSON document to a path (`.gz` packs it) or, for `-`, to standard output."""
    write_text(dump(document), out)


def write_text(text: str, out: str) -> None:
    """Write a text to a path (`.gz` packs it) or, for `-`, to standard output."""
    if out == STANDARD:
        sys.stdout.write(text)
        return
    path = Path(out)
    data = text.encode()
    try:
        write_whole(path, gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    except OSError as error:
        raise UsageError.of("cli.no_place", path=out) from error


def refuse_no_folder(out: Path) -> None:
    """Raise UsageError where documents could not be put into `out`, before any work is done for them."""
    if not _takes_files(out):
        raise UsageError.of("cli.no_folder", path=out)


def file_to_write(out: str | None) -> str | None:
    """Return where a document goes, as given; raises UsageError where no file can be made, before any work is done."""
    if out not in (None, STANDARD) and (Path(out).is_dir() or not _takes_files(Path(out).absolute().parent)):
        raise UsageError.of("cli.no_place", path=out)
    return out


def path_to_read(path: Path | None) -> Path | None:
    """Return a path that is given to be read, as given; raises UsageError where nothing is there."""
    if path is not None and not path.exists():
        raise UsageError.of("cli.no_file", path=path, reason=say("reason.ENOENT"))
    return path


def _takes_files(folder: Path) -> bool:
    """Whether files can be made in a folder, or in one that could be made there."""
    at = folder
    while not at.exists() and at != at.parent:
        at = at.parent
    return at.is_dir() and os.access(at, os.W_OK | os.X_OK)


def write_folder(out: Path, documents: Mapping[str, bytes]) -> None:
    """Write documents into a folder: all are whole before the first is moved to its place; other files there stay."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out if out.exists() else out.parent, prefix=".huibi.") as name:
        draft = Path(name) / "draft"
        draft.mkdir(mode=0o755)
        for file, data in documents.items():
            (draft / file).write_bytes(data)
        if out.exists():
            for file in documents:
                (draft / file).replace(out / file)
        else:
            draft.rename(out)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; the folder is made where it lacks.

    What is no file (a device such as /dev/null, a pipe) is written to and never replaced.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
