"""`huibi read`: a register checked, its clean tables written."""

import time
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huibi.cli import output
from huibi.errors import Exit, Fault
from huibi.messages import describe, say

if TYPE_CHECKING:
    from collections.abc import Mapping

_PATIENCE = 2.0  # seconds without a word
_BETWEEN = 1.0
_MOST_ALIKE = 20  # lines of one kind of fault at one place; all of them stand in --json
_JSON = "--json"
_FORMS = "read.form_"
_OF_FILES = ("read.file_unknown", "read.folder_left", "read.archive_inside")  # photographs beside the forms …


def read(
    register: Annotated[
        Path, typer.Argument(metavar="REGISTER", help=say("read.register.help"), callback=output.path_to_read)
    ],
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=say("read.out.help"))] = None,
    skip_faulty: Annotated[bool, typer.Option("--skip-faulty", help=say("read.skip_faulty.help"))] = False,  # noqa: FBT002 - typer's way of a flag
    as_json: Annotated[bool, typer.Option(_JSON, help=say("read.json.help"))] = False,  # noqa: FBT002 - typer's way of a flag
) -> Exit:
    """Read and check a register; list every fault; write the clean tables."""
    from huibi.reading import UnsoundRegisterError, read_register
    from huibi.reading.cleaning import write_tables

    try:
        result = read_register(register, skip_faulty=skip_faulty, on_progress=Teller())
    except UnsoundRegisterError as error:
        _show(error.faults, error.notes, {}, as_json=as_json)
        if not as_json:
            unlisted = sum(fault.params["count"] - 1 for fault in error.faults if fault.code == "read.more_faults")
            output.tell(say("read.unsound", count=len(error.faults) + unlisted))
        return Exit.NO
    if out is not None:
        write_tables(result.tables, result.register.absent, out)
    _show(result.faults, result.notes, result.counts, as_json=as_json)
    if not as_json:
        code = "read.sound_but" if result.faults else "read.sound"
        output.tell(say(code, count=len(result.faults), persons=len(result.register.persons)))
        if out is not None:
            output.tell(say("read.written", out=out))
    return Exit.DONE


class Teller:
    """Says how far the reading is once it takes longer than a moment."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _PATIENCE

    def __call__(self, table: str, rows: int) -> None:
        """Say it, but not more than once a second."""
        if self.is_due():
            output.tell(say("read.progress", table=say(f"read.table.{table}"), rows=rows))

    def is_due(self) -> bool:
        """Whether somebody who waits should hear a word, at most once a second."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + _BETWEEN
        return True


def _show(faults: Sequence[Fault], notes: Sequence[Fault], counts: "Mapping[str, int]", *, as_json: bool) -> None:
    if as_json:
        document = {
            "faults": [fault.to_json() for fault in faults],
            "notes": [note.to_json() for note in notes],
            "rows": dict(counts),
        }
        output.write_document(document, output.STANDARD)
        return
    for table, rows in counts.items():
        output.tell(say("read.count", table=say(f"read.table.{table}"), rows=rows))
    tell_grouped(sorted(notes, key=_of_forms))
    tell_grouped(faults)


def tell_grouped(faults: Sequence[Fault]) -> None:
    """Say each fault; of many of one kind in one column only the first, and how many more there are."""
    for _, alike in groupby(faults, key=_kind):
        group = list(alike)
        for fault in group[:_MOST_ALIKE]:
            output.tell(describe(fault))
        if len(group) > _MOST_ALIKE:
            output.tell(say("read.more_alike", count=len(group) - _MOST_ALIKE))


def _of_forms(note: Fault) -> str:
    """Return the code of what was not understood on a form, nothing for all else: such notes stand at the end."""
    return note.code if note.code.startswith(_FORMS) else ""


def _kind(fault: Fault) -> tuple[str, ...]:
    if fault.code.startswith(_FORMS) or fault.code in _OF_FILES:
        return (fault.code,)  # hundreds of forms have a few each
    return (fault.file or "", fault.sheet or "", fault.table or "", fault.column or "", fault.code)


COMMANDS: tuple[Callable[..., Exit], ...] = (read,)
