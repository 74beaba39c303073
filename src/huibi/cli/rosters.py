"""`huibi solve`, `check` and `why`, `compare`, `repair` and `recommend`: roster problems and rosters."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from huibi.cli import output, rosters_words
from huibi.cli.progress import ProgressLine
from huibi.errors import Exit, InputError, UsageError
from huibi.messages import say

if TYPE_CHECKING:
    from huibi.model.people import Role
    from huibi.model.rosters import Changes, Edit, Problem, Roster

_Document = TypeVar("_Document")
_PROBLEM = typer.Argument(..., metavar="PROBLEM", help=say("cli.problem.help"))
_ROSTER = typer.Argument(..., metavar="ROSTER", help=say("cli.roster.help"))
_OUT = typer.Option(output.STANDARD, "--out", help=say("cli.out.help"), callback=output.file_to_write)
_SECONDS = typer.Option(None, "--seconds", min=0, help=say("cli.seconds.help"))
_WORKERS = typer.Option(None, "--workers", min=1, help=say("cli.workers.help"))
_SEED = typer.Option(None, "--seed", min=0, help=say("cli.seed.help"))
_OFFICIAL = typer.Option(False, "--official", help=say("cli.official.help"))
_ALTERNATIVES = typer.Option(0, "--alternatives", min=0, metavar="K", help=say("cli.alternatives.help"))
_EDIT = typer.Option(None, "--edit", metavar="FILE", help=say("cli.edit.help"))
_CHANGES = typer.Option(..., "--changes", metavar="FILE", help=say("cli.changes.help"))
_PROBLEM_OUT = typer.Option(
    None, "--problem-out", metavar="FILE", help=say("cli.problem_out.help"), callback=output.file_to_write
)
_PERSON = typer.Option(..., "--person", metavar="P", help=say("cli.person.help"))
_TEAM = typer.Option(None, "--team", metavar="T", help=say("cli.team.help"))
_UNIT = typer.Option(None, "--unit", metavar="U", help=say("cli.unit.help"))
_ROLE = typer.Option(None, "--role", metavar="R", help=say("cli.role.help"))
_THE_TEAM = typer.Option(..., "--team", metavar="T", help=say("cli.team.help"))
_THE_ROLE = typer.Option(..., "--role", metavar="R", help=say("cli.role.help"))
_MOST = typer.Option(10, "--most", min=1, metavar="N", help=say("cli.most.help"))
_JSON = typer.Option(False, "--json", help=say("cli.json.help"))


def solve(  # noqa: PLR0913, PLR0917 - one parameter an option of the command
    problem: str = _PROBLEM,
    out: str = _OUT,
    seconds: float | None = _SECONDS,
    workers: int | None = _WORKERS,
    seed: int | None = _SEED,
    official: bool = _OFFICIAL,
    alternatives: int = _ALTERNATIVES,
    as_json: bool = _JSON,  # noqa: ARG001 - the entry looks at it
) -> Exit:
    """Solve a problem; what the terminal shows meanwhile goes to standard error."""
    from huibi.planning.solve import solve_several

    asked = _problem(problem)
    with ProgressLine() as line:
        rosters = solve_several(
            asked,
            alternatives,
            seconds=seconds,
            workers=workers,
            seed=seed,
            official=official,
            on_progress=line.show,
        )
    documents = [roster.to_json() for roster in rosters]
    output.write_document(documents if alternatives else documents[0], out)
    output.tell("\n".join(rosters_words.summary(roster) for roster in rosters))
    return _status(rosters[0])


def check(
    problem: str = _PROBLEM,
    roster: str = _ROSTER,
    edit: str | None = _EDIT,
    out: str = _OUT,
    as_json: bool = _JSON,  # noqa: ARG001 - the entry looks at it
) -> Exit:
    """Give the second opinion on a roster, or say what moves would do to it."""
    from huibi.planning.check import Checker
    from huibi.planning.edits import trial as try_moves

    checker, asked = Checker(_problem(problem)), _roster(roster)
    if edit is not None:
        trial = try_moves(checker, asked, _edit(edit))
        output.tell(rosters_words.outcome(trial.violations, trial.delta))
        return _answer(trial.to_json(), out, sound=trial.ok)
    verdict = checker.check(asked)
    output.tell(rosters_words.verdict(verdict))
    return _answer(verdict.to_json(), out, sound=verdict.ok)


def compare(
    problem: str = _PROBLEM,
    a: str = typer.Argument(..., metavar="A", help=say("cli.roster.help")),
    b: str = typer.Argument(..., metavar="B", help=say("cli.roster.help")),
    out: str = _OUT,
    as_json: bool = _JSON,  # noqa: ARG001 - the entry looks at it
) -> Exit:
    """Set two rosters side by side."""
    from huibi.planning.compare import compare as set_side_by_side

    comparison = set_side_by_side(_problem(problem), _roster(a), _roster(b))
    output.tell(rosters_words.comparison(comparison))
    return _answer(comparison.to_json(), out, sound=True)


def repair(  # noqa: PLR0913, PLR0917 - one parameter an option of the command
    problem: str = _PROBLEM,
    roster: str = _ROSTER,
    changes: str = _CHANGES,
    out: str = _OUT,
    problem_out: str | None = _PROBLEM_OUT,
    seconds: float | None = _SECONDS,
    workers: int | None = _WORKERS,
    seed: int | None = _SEED,
    official: bool = _OFFICIAL,
    as_json: bool = _JSON,  # noqa: ARG001 - the entry looks at it
) -> Exit:
    """Find the roster that differs least from a given one after changes."""
    from huibi.planning.compare import compare as set_side_by_side
    from huibi.planning.repair import changed_problem
    from huibi.planning.solve import solve as run

    before = _roster(roster)
    changed = changed_problem(_problem(problem), before, _changes(changes))
    with ProgressLine() as line:
        after = run(changed, seconds=seconds, workers=workers, seed=seed, official=official, on_progress=line.show)
    if problem_out is not None:
        output.write_document(changed.to_json(), problem_out)
    output.write_document(after.to_json(), out)
    output.tell(rosters_words.summary(after))
    if after.status != "infeasible":
        output.tell(rosters_words.comparison(set_side_by_side(changed, before, after)))
    return _status(after)


def why(  # noqa: PLR0913, PLR0917 - one parameter an option of the command
    problem: str = _PROBLEM,
    roster: str = _ROSTER,
    person: str = _PERSON,
    team: str | None = _TEAM,
    unit: str | None = _UNIT,
    role: str | None = _ROLE,
    out: str = _OUT,
    as_json: bool = _JSON,  # noqa: ARG001 - the entry looks at it
) -> Exit:
    """Say why somebody is here and not there."""
    from huibi.planning.why import Question
    from huibi.planning.why import why as explain

    question = Question(person=person, team=team, unit=unit, role=None if role is None else _role(role))
    answer = explain(_problem(problem), _roster(roster), question)
    output.tell(rosters_words.answer(answer))
    return _answer(answer.to_json(), out, sound=True)


def recommend(  # noqa: PLR0913, PLR0917 - one parameter an option of the command
    problem: str = _PROBLEM,
    roster: str = _ROSTER,
    team: str = _THE_TEAM,
    role: str = _THE_ROLE,
    most: int = _MOST,
    out: str = _OUT,
    as_json: bool = _JSON,  # noqa: ARG001 - the entry looks at it
) -> Exit:
    """Say who could take a place, best first."""
    from huibi.planning.recommend import recommend as look_for

    found = look_for(_problem(problem), _roster(roster), team, _role(role), most)
    output.tell(rosters_words.candidates(found))
    document = {"team": team, "role": role, "candidates": [candidate.to_json() for candidate in found]}
    return _answer(document, out, sound=bool(found))


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


def _edit(path: str) -> "Edit":
    from huibi.planning.problem import read_edit

    return _read(path, read_edit)


def _changes(path: str) -> "Changes":
    from huibi.planning.problem import read_changes

    return _read(path, read_changes)


def _role(text: str) -> "Role":
    from huibi.model.people import Role

    if text not in tuple(Role):
        raise UsageError.of("cli.no_role", role=text, roles=" ".join(Role))
    return Role(text)


def _status(roster: "Roster") -> Exit:
    sound = roster.status != "infeasible" and not roster.unassigned and not roster.shortfalls
    return Exit.DONE if sound else Exit.NO


def _answer(document: dict[str, Any], out: str, *, sound: bool) -> Exit:
    output.write_document(document, out)
    return Exit.DONE if sound else Exit.NO


COMMANDS: tuple[Callable[..., Exit], ...] = (solve, check, compare, repair, why, recommend)
