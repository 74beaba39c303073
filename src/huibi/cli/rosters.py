"""`huibi solve`, `check` and `why`: roster problems and rosters."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from huibi.cli import output
from huibi.cli.progress import ProgressLine
from huibi.errors import Exit, InputError, UsageError
from huibi.messages import say

if TYPE_CHECKING:
    from huibi.model.rosters import Problem, Roster

_Document = TypeVar("_Document")
JSON_HELP = say("cli.json.help")


def _read(path: str, reader: Callable[[bytes], _Document]) -> _Document:
    """Read a document from a file; faults name the file. Raises UsageError where there is no such file."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise UsageError.of("cli.no_file", path=path, reason=error.strerror or "") from error
    try:
        return reader(data)
    except InputError as error:
        raise InputError(replace(fault, file=path) for fault in error.faults) from error


def _problem(path: str) -> "Problem":
    from huibi.planning.problem import read_problem

    return _read(path, read_problem)


def _roster(path: str) -> "Roster":
    from huibi.planning.problem import read_roster

    return _read(path, read_roster)


def solve(  # noqa: PLR0913, PLR0917 - one parameter an option of the command
    problem: str = typer.Argument(..., metavar="PROBLEM", help=say("cli.problem.help")),
    out: str = typer.Option(output.STANDARD, "--out", help=say("cli.out.help")),
    seconds: float | None = typer.Option(None, "--seconds", min=0, help=say("cli.seconds.help")),
    workers: int | None = typer.Option(None, "--workers", min=1, help=say("cli.workers.help")),
    seed: int | None = typer.Option(None, "--seed", min=0, help=say("cli.seed.help")),
    official: bool = typer.Option(False, "--official", help=say("cli.official.help")),
    as_json: bool = typer.Option(False, "--json", help=JSON_HELP),  # noqa: ARG001 - the entry looks at it
) -> Exit:
    """Solve a problem; what the terminal shows meanwhile goes to standard error."""
    from huibi.planning.solve import solve as run

    asked = _problem(problem)
    with ProgressLine() as line:
        roster = run(asked, seconds=seconds, workers=workers, seed=seed, official=official, on_progress=line.show)
    output.write_document(roster.to_json(), out)
    output.tell(_summary(roster))
    sound = roster.status != "infeasible" and not roster.unassigned and not roster.shortfalls
    return Exit.DONE if sound else Exit.NO


def _summary(roster: "Roster") -> str:
    status = say(f"solve.status.{roster.status}")
    levels = " / ".join(str(level.value) for level in roster.levels)
    lines = [say("solve.summary", status=status, levels=levels, seconds=roster.seconds or 0)]
    if roster.unassigned:
        lines.append(say("solve.unassigned", count=len(roster.unassigned), units=" ".join(roster.unassigned)))
    lines.extend(
        say(
            "solve.shortfall",
            place=entry.team or entry.county,
            what=entry.what if entry.unit is None else f"{entry.what} ({entry.unit})",
            missing=entry.missing,
        )
        for entry in roster.shortfalls
    )
    lines.extend(
        say("solve.pins", pins=" ".join(map(str, claim.pins)), rule=say(f"rule.{claim.rule}"))
        for claim in roster.conflicts
    )
    return "\n".join(lines)


def check(
    problem: str = typer.Argument(..., metavar="PROBLEM", help=say("cli.problem.help")),
    roster: str = typer.Argument(..., metavar="ROSTER", help=say("cli.roster.help")),
    out: str = typer.Option(output.STANDARD, "--out", help=say("cli.out.help")),
    as_json: bool = typer.Option(False, "--json", help=JSON_HELP),  # noqa: ARG001 - the entry looks at it
) -> Exit:
    """Give the second opinion on a roster."""
    from huibi.planning.check import check as judge

    verdict = judge(_problem(problem), _roster(roster))
    return _answer(verdict.to_json(), out, sound=verdict.ok)


def _answer(document: dict[str, Any], out: str, *, sound: bool) -> Exit:
    output.write_document(document, out)
    return Exit.DONE if sound else Exit.NO


COMMANDS: tuple[Callable[..., Exit], ...] = (solve, check)
