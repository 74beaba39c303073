"""`huibi why` and `recommend`: why here, why not there, what it would take, and who could step in."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from huibi.cli import asking_words, output
from huibi.cli.progress import ProgressLine
from huibi.cli.roster_files import AS_JSON, OUT, PROBLEM, ROSTER, SEED, WORKERS, answer, problem_of, role_of, roster_of
from huibi.errors import Exit, UsageError
from huibi.messages import say

if TYPE_CHECKING:
    from huibi.model.people import Role

_SECONDS = 60.0
_PERSON_SECONDS = 20.0
_PERSON = typer.Option(None, "--person", metavar="P", help=say("cli.why.person.help"))
_SHORTFALLS = typer.Option(False, "--shortfalls", help=say("cli.shortfalls.help"))
_TEAM = typer.Option(None, "--team", metavar="T", help=say("cli.team.help"))
_UNIT = typer.Option(None, "--unit", metavar="U", help=say("cli.unit.help"))
_ROLE = typer.Option(None, "--role", metavar="R", help=say("cli.role.help"))
_TRIES = typer.Option(12, "--most", min=1, metavar="N", help=say("cli.tries.help"))
_WHY_SECONDS = typer.Option(None, "--seconds", min=0, help=say("cli.why.seconds.help"))
_RESERVES = typer.Option(False, "--reserves", help=say("cli.reserves.help"))
_MOST = typer.Option(10, "--most", min=1, metavar="N", help=say("cli.most.help"))


def why(  # noqa: PLR0913, PLR0917 - one parameter an option of the command
    problem: str = PROBLEM,
    roster: str = ROSTER,
    person: str | None = _PERSON,
    shortfalls: bool = _SHORTFALLS,
    team: str | None = _TEAM,
    unit: str | None = _UNIT,
    role: str | None = _ROLE,
    seconds: float | None = _WHY_SECONDS,
    workers: int | None = WORKERS,
    seed: int | None = SEED,
    most: int = _TRIES,
    out: str = OUT,
    as_json: bool = AS_JSON,  # noqa: ARG001 - the entry looks at it
) -> Exit:
    """Say why somebody is here and not there; without a person what lacks and what it would take."""
    from huibi.planning.concessions import concessions
    from huibi.planning.tries import Patience
    from huibi.planning.why import Question
    from huibi.planning.why import why as explain

    if person is None and (team, unit, role) != (None, None, None):
        raise UsageError.of("why.of_whom")
    if person is not None and shortfalls:
        raise UsageError.of("why.one_question")
    asked, known = problem_of(problem), roster_of(roster)
    with ProgressLine() as line:
        patience = Patience(
            seconds=(_SECONDS if person is None else _PERSON_SECONDS) if seconds is None else seconds,
            workers=asked.search.workers if workers is None else workers,
            seed=asked.search.seed if seed is None else seed,
            on_progress=line.show_in_place,
            on_try=line.step,
        )
        if person is None:
            report = concessions(asked, known, patience, most)
        else:
            question = Question(person=person, team=team, unit=unit, role=None if role is None else role_of(role))
            found = explain(asked, known, question, patience if seconds != 0 else None)
    if person is None:
        output.tell(asking_words.report(report))
        return answer(report.to_json(), out, sound=not (report.lacks or report.unassigned or report.conflicts))
    output.tell(asking_words.answer(found))
    return answer(found.to_json(), out, sound=True)


def recommend(  # noqa: PLR0913, PLR0917 - one parameter an option of the command
    problem: str = PROBLEM,
    roster: str = ROSTER,
    team: str | None = _TEAM,
    role: str | None = _ROLE,
    reserves: bool = _RESERVES,
    most: int = _MOST,
    out: str = OUT,
    as_json: bool = AS_JSON,  # noqa: ARG001 - the entry looks at it
) -> Exit:
    """Say who could take a place, best first; or who could step in for each that is held."""
    wanted = None if role is None else role_of(role)
    if reserves:
        return _reserves(problem, roster, team, wanted, out)
    if team is None or wanted is None:
        raise UsageError.of("recommend.which")
    from huibi.planning.recommend import recommend as look_for

    with ProgressLine() as line:
        found = look_for(problem_of(problem), roster_of(roster), team, wanted, most, line.tick)
    output.tell(asking_words.candidates(found))
    document = {"team": team, "role": role, "candidates": [candidate.to_json() for candidate in found]}
    return answer(document, out, sound=bool(found))


def _reserves(problem: str, roster: str, team: str | None, role: "Role | None", out: str) -> Exit:
    from huibi.planning.reserves import reserves as look_up

    with ProgressLine() as line:
        found = look_up(problem_of(problem), roster_of(roster), team=team, role=role, on_progress=line.tick)
    output.tell(asking_words.reserves(found))
    return answer(found.to_json(), out, sound=not found.bare)


COMMANDS: tuple[Callable[..., Exit], ...] = (why, recommend)
