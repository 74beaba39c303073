"""`huibi solve`, `check`, `compare` and `repair`: roster problems and rosters."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import typer

from huibi.cli import output, rosters_words
from huibi.cli.progress import ProgressLine
from huibi.cli.roster_files import (
    AS_JSON,
    OUT,
    PROBLEM,
    ROSTER,
    SEED,
    WORKERS,
    answer,
    changes_of,
    edit_of,
    problem_of,
    roster_of,
)
from huibi.errors import Exit, UsageError
from huibi.messages import say

if TYPE_CHECKING:
    from huibi.model.rosters import Problem, Roster

_SECONDS = typer.Option(None, "--seconds", min=0, help=say("cli.seconds.help"))
_OFFICIAL = typer.Option(False, "--official", help=say("cli.official.help"))
_ALTERNATIVES = typer.Option(0, "--alternatives", min=0, metavar="K", help=say("cli.alternatives.help"))
_DISTANCE = typer.Option(1, "--distance", min=1, metavar="N", help=say("cli.distance.help"))
_ALTERNATIVES_OUT = typer.Option(
    None, "--alternatives-out", metavar="FILE", help=say("cli.alternatives_out.help"), callback=output.file_to_write
)
_EDIT = typer.Option(None, "--edit", metavar="FILE", help=say("cli.edit.help"))
_CHANGES = typer.Option(..., "--changes", metavar="FILE", help=say("cli.changes.help"))
_PROBLEM_OUT = typer.Option(
    None, "--problem-out", metavar="FILE", help=say("cli.problem_out.help"), callback=output.file_to_write
)
_MOVES_OUT = typer.Option(
    None, "--moves-out", metavar="FILE", help=say("cli.moves_out.help"), callback=output.file_to_write
)


def solve(  # noqa: PLR0913, PLR0917 - one parameter an option of the command
    problem: str = PROBLEM,
    out: str = OUT,
    seconds: float | None = _SECONDS,
    workers: int | None = WORKERS,
    seed: int | None = SEED,
    official: bool = _OFFICIAL,
    alternatives: int = _ALTERNATIVES,
    distance: int = _DISTANCE,
    alternatives_out: str | None = _ALTERNATIVES_OUT,
    as_json: bool = AS_JSON,  # noqa: ARG001 - the entry looks at it
) -> Exit:
    """Solve a problem; what the terminal shows meanwhile goes to standard error."""
    from huibi.planning.solve import solve_several

    if alternatives_out is not None and not alternatives:
        raise UsageError.of("alternatives.none_asked")
    asked = problem_of(problem)
    with ProgressLine() as line:
        rosters = solve_several(
            asked,
            alternatives,
            distance=distance,
            seconds=seconds,
            workers=workers,
            seed=seed,
            official=official,
            on_progress=line.show,
        )
    documents = [roster.to_json() for roster in rosters]
    output.write_document(documents if alternatives else documents[0], out)
    output.tell("\n".join(rosters_words.summary(roster) for roster in rosters))
    if alternatives:
        _tell_alternatives(asked, rosters, alternatives, alternatives_out)
    return _status(rosters[0])


def _tell_alternatives(asked: "Problem", rosters: "Sequence[Roster]", count: int, out: str | None) -> None:
    """Say how far each further roster is from the first and what it costs; write it down where that is wanted."""
    from huibi.planning.compare import compare as set_side_by_side

    found = [set_side_by_side(asked, rosters[0], roster) for roster in rosters[1:]]
    output.tell(rosters_words.alternatives(found, count))
    if out is not None:
        rows = [
            {"number": number, "distance": one.distance, "delta": one.delta, "terms": dict(one.after.terms)}
            for number, one in enumerate(found, start=1)
        ]
        output.write_document({"asked": count, "terms": rosters[0].terms, "alternatives": rows}, out)


def check(
    problem: str = PROBLEM,
    roster: str = ROSTER,
    edit: str | None = _EDIT,
    out: str = OUT,
    as_json: bool = AS_JSON,  # noqa: ARG001 - the entry looks at it
) -> Exit:
    """Give the second opinion on a roster, or say what moves would do to it."""
    from huibi.planning.check import Checker
    from huibi.planning.edits import trial as try_moves

    checker, asked = Checker(problem_of(problem)), roster_of(roster)
    if edit is not None:
        trial = try_moves(checker, asked, edit_of(edit))
        output.tell(rosters_words.outcome(trial.violations, trial.delta))
        return answer(trial.to_json(), out, sound=trial.ok)
    verdict = checker.check(asked)
    output.tell(rosters_words.verdict(verdict))
    return answer(verdict.to_json(), out, sound=verdict.ok)


def compare(
    problem: str = PROBLEM,
    a: str = typer.Argument(..., metavar="A", help=say("cli.roster.help")),
    b: str = typer.Argument(..., metavar="B", help=say("cli.roster.help")),
    out: str = OUT,
    as_json: bool = AS_JSON,  # noqa: ARG001 - the entry looks at it
) -> Exit:
    """Set two rosters side by side."""
    from huibi.planning.compare import compare as set_side_by_side

    comparison = set_side_by_side(problem_of(problem), roster_of(a), roster_of(b))
    output.tell(rosters_words.comparison(comparison))
    return answer(comparison.to_json(), out, sound=True)


def repair(  # noqa: PLR0913, PLR0917 - one parameter an option of the command
    problem: str = PROBLEM,
    roster: str = ROSTER,
    changes: str = _CHANGES,
    out: str = OUT,
    problem_out: str | None = _PROBLEM_OUT,
    moves_out: str | None = _MOVES_OUT,
    seconds: float | None = _SECONDS,
    workers: int | None = WORKERS,
    seed: int | None = SEED,
    official: bool = _OFFICIAL,
    as_json: bool = AS_JSON,  # noqa: ARG001 - the entry looks at it
) -> Exit:
    """Find the roster that differs least from a given one after changes, and say who moves and why."""
    from huibi.planning.check import Checker
    from huibi.planning.moves import moves
    from huibi.planning.repair import changed_problem
    from huibi.planning.solve import solve as run

    before = roster_of(roster)
    changed = changed_problem(problem_of(problem), before, changes_of(changes))
    with ProgressLine() as line:
        after = run(changed, seconds=seconds, workers=workers, seed=seed, official=official, on_progress=line.show)
    steps = () if after.status == "infeasible" else moves(Checker(changed), before, after)
    if problem_out is not None:
        output.write_document(changed.to_json(), problem_out)
    if moves_out is not None:
        output.write_document({"moves": [step.to_json() for step in steps], "terms": after.terms}, moves_out)
    output.write_document(after.to_json(), out)
    output.tell(rosters_words.summary(after))
    output.tell(rosters_words.steps(steps))
    return _status(after)


def _status(roster: "Roster") -> Exit:
    sound = roster.status != "infeasible" and not roster.unassigned and not roster.shortfalls
    return Exit.DONE if sound else Exit.NO


COMMANDS: tuple[Callable[..., Exit], ...] = (solve, check, compare, repair)
