"""`huibi match`: who may be one and the same person."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huibi.cli import output
from huibi.cli.registers import Teller, tell_grouped
from huibi.cli.rounds import AsJson, Out, RegisterPath
from huibi.errors import Exit
from huibi.messages import say

if TYPE_CHECKING:
    from huibi.matching.judging import Matches


def match(
    register: RegisterPath,
    *,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="LIST", help=say("cli.match.against.help"), callback=output.path_to_read),
    ] = None,
    least: Annotated[float | None, typer.Option("--least", min=0, max=1, help=say("cli.match.least.help"))] = None,
    skip_faulty: Annotated[bool, typer.Option("--skip-faulty", help=say("cli.match.skip_faulty.help"))] = False,
    out: Out = output.STANDARD,
    as_json: AsJson = False,  # noqa: ARG001 - the entry looks at it
) -> Exit:
    """Suggest which persons of a register are one and the same, or stand on a list; a line of JSON a pair."""
    from huibi.matching import match as matching
    from huibi.reading import read_list, read_register

    outside = None if against is None else read_list(against, skip_faulty=skip_faulty)
    read = read_register(register, skip_faulty=skip_faulty, on_progress=Teller())
    tell_grouped((*read.faults, *(outside.faults if outside else ())))
    tell_grouped(outside.notes if outside else ())
    output.tell(say("match.step"))
    progress = ProgressTeller()
    if outside is None:
        return _write(matching.match(read.register, least=least, on_progress=progress), out)
    return _write(matching.match_list(read.register, outside.people, least=least, on_progress=progress), out)


class ProgressTeller(Teller):
    """Says how many pairs are compared once it takes longer than a moment."""

    def __call__(self, done: object, total: int) -> None:
        """Say it, but not more than once a second."""
        if self.is_due():
            output.tell(say("match.progress", done=done, total=total))


def _write(found: "Matches", out: str) -> Exit:
    lines = (json.dumps(row.to_json(), ensure_ascii=False) + "\n" for row in found.found)
    output.write_text("".join(lines), out)
    count = len(found.found)
    if not found.is_whole:
        output.tell(say("match.stopped", done=found.looked_at, total=found.of, count=count))
        return Exit.DONE if count else Exit.STOPPED
    output.tell(say("match.found", count=count, total=found.of))
    return Exit.DONE


COMMANDS: tuple[Callable[..., Exit], ...] = (match,)
