"""Problems, rosters and what belongs to them, read from the files that a command names."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from huibi.cli import output
from huibi.errors import Exit, InputError, UsageError
from huibi.messages import reason_of, say

if TYPE_CHECKING:
    from huibi.model.people import Role
    from huibi.model.rosters import Changes, Edit, Problem, Roster

_Document = TypeVar("_Document")
PROBLEM = typer.Argument(..., metavar="PROBLEM", help=say("cli.problem.help"))
ROSTER = typer.Argument(..., metavar="ROSTER", help=say("cli.roster.help"))
OUT = typer.Option(output.STANDARD, "--out", help=say("cli.out.help"), callback=output.file_to_write)
WORKERS = typer.Option(None, "--workers", min=1, help=say("cli.workers.help"))
SEED = typer.Option(None, "--seed", min=0, help=say("cli.seed.help"))
AS_JSON = typer.Option(False, "--json", help=say("cli.json.help"))


def read_file(path: str, reader: Callable[[bytes], _Document]) -> _Document:
    """Read a document from a file; faults name the file. Raises UsageError where there is no such file."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise UsageError.of("cli.no_file", path=path, reason=reason_of(error)) from error
    try:
        return reader(data)
    except InputError as error:
        raise InputError(replace(fault, file=path) for fault in error.faults) from error


def problem_of(path: str) -> "Problem":
    """Read a roster problem."""
    from huibi.planning.problem import read_problem

    return read_file(path, read_problem)


def roster_of(path: str) -> "Roster":
    """Read a roster."""
    from huibi.planning.problem import read_roster

    return read_file(path, read_roster)


def edit_of(path: str) -> "Edit":
    """Read an edit."""
    from huibi.planning.problem import read_edit

    return read_file(path, read_edit)


def changes_of(path: str) -> "Changes":
    """Read what a repair starts from."""
    from huibi.planning.problem import read_changes

    return read_file(path, read_changes)


def role_of(text: str) -> "Role":
    """Return the role that a word names. Raises UsageError for any other word."""
    from huibi.model.people import Role

    if text not in tuple(Role):
        raise UsageError.of("cli.no_role", role=text, roles=" ".join(Role))
    return Role(text)


def answer(document: dict[str, Any], out: str, *, sound: bool) -> Exit:
    """Write the answer of a command; its status is whether the answer is yes."""
    output.write_document(document, out)
    return Exit.DONE if sound else Exit.NO
