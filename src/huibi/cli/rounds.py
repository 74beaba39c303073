"""`huibi screen`, `explain`, `compile` and `plan`: a register and a round."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huibi.cli import output
from huibi.cli.progress import ProgressLine
from huibi.cli.registers import Teller, tell_grouped
from huibi.errors import Exit, InputError, UsageError
from huibi.messages import reason_of, say

if TYPE_CHECKING:
    from huibi.model.people import Person, Unit
    from huibi.model.plans import Plan
    from huibi.model.register import Register
    from huibi.model.rosters import Roster
    from huibi.model.rounds import Round

_SHOWN = 20  # ids of one name
WORKBOOK = "编组方案.xlsx"
RegisterPath = Annotated[
    Path, typer.Argument(metavar="REGISTER", help=say("cli.register.help"), callback=output.path_to_read)
]
RoundPath = Annotated[
    Path, typer.Option("--round", metavar="ROUND", help=say("cli.round.help"), callback=output.path_to_read)
]
Stage = Annotated[int | None, typer.Option("--stage", min=1, max=3, help=say("cli.stage.help"))]
Out = Annotated[str, typer.Option("--out", help=say("cli.out.help"), callback=output.file_to_write)]
AsJson = Annotated[bool, typer.Option("--json", help=say("cli.json.help"))]


def screen(
    register: RegisterPath,
    *,
    round_: RoundPath,
    stage: Stage = None,
    person: Annotated[str | None, typer.Option("--person", metavar="P", help=say("cli.person.help"))] = None,
    out: Out = output.STANDARD,
    as_json: AsJson = False,  # noqa: ARG001 - the entry looks at it
) -> Exit:
    """Write the findings of a round."""
    from huibi.plan import find

    known, round_of = _read(register, round_)
    whom = None if person is None else _called(person, known.persons)
    output.tell(say("step.screen"))
    found = find(known, round_of, stage=stage, person=whom)
    output.write_document(found.to_json(), out)
    return Exit.DONE


def compile_(
    register: RegisterPath,
    *,
    round_: RoundPath,
    stage: Stage = None,
    keep: Annotated[Path | None, typer.Option("--keep", metavar="ROSTER", help=say("cli.keep.help"))] = None,
    out: Out = output.STANDARD,
    as_json: AsJson = False,  # noqa: ARG001 - the entry looks at it
) -> Exit:
    """Write the roster problem of a round."""
    from huibi.plan import compile_problem, find

    kept = _roster(keep) if keep is not None else None
    known, round_of = _read(register, round_)
    output.tell(say("step.screen"))
    found = find(known, round_of, stage=stage)
    output.tell(say("step.compile"))
    problem = compile_problem(known, round_of, found, stage=stage, keep=kept)
    output.write_document(problem.to_json(), out)
    return Exit.DONE


def explain(  # noqa: PLR0913 - one parameter an option of the command
    register: RegisterPath,
    *,
    round_: RoundPath,
    person: Annotated[str, typer.Option("--person", metavar="P", help=say("cli.explain.person.help"))],
    unit: Annotated[str | None, typer.Option("--unit", metavar="U", help=say("cli.explain.unit.help"))] = None,
    picture: Annotated[
        str | None,
        typer.Option(
            "--picture", metavar="FILE.svg", help=say("cli.explain.picture.help"), callback=output.file_to_write
        ),
    ] = None,
    ground: Annotated[str | None, typer.Option("--ground", metavar="CODE", help=say("cli.explain.ground.help"))] = None,
    out: Out = output.STANDARD,
    as_json: Annotated[bool, typer.Option("--json", help=say("cli.explain.json.help"))] = False,
) -> Exit:
    """Say every ground that was looked at between a person and a unit, or the round's units; or draw it."""
    from huibi.explaining.pictured import explanation_picture
    from huibi.explaining.words import Words
    from huibi.plan import account

    if (picture is not None and unit is None) or (ground is not None and picture is None):
        raise UsageError.of("cli.explain.picture")
    known, round_of = _read(register, round_)
    where = None if unit is None else _called(unit, known.units)
    made = account(known, round_of, _called(person, known.persons), where)
    if picture is not None:
        _refuse_ground(ground, [each.code for each in made.units[0].grounds])
        output.write_text(explanation_picture(known, round_of, made, ground), picture)
        if picture == output.STANDARD:
            return Exit.DONE
    if as_json:
        output.write_document(made.to_json(), out)
    else:
        output.write_text("\n".join(Words(known, round_of).lines(made)) + "\n", out)
    return Exit.DONE


def _called(word: str, rows: "Mapping[str, Person] | Mapping[str, Unit]") -> str:
    """Return the id that a word is, or that its only bearer has; raises UsageError where several bear the name."""
    alike = [ident for ident, row in rows.items() if row.name == word] if word not in rows else []
    if len(alike) > 1:
        raise UsageError.of("cli.several", value=word, known="、".join(alike[:_SHOWN]))
    return alike[0] if alike else word


def _refuse_ground(ground: str | None, known: list[str]) -> None:
    if ground is not None and ground not in known:
        raise UsageError.of("cli.explain.ground", value=ground, known="、".join(known))


def plan(  # noqa: PLR0913 - one parameter an option of the command
    register: RegisterPath,
    *,
    round_: RoundPath,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=say("cli.plan.out.help"))],
    skip_faulty: Annotated[bool, typer.Option("--skip-faulty", help=say("cli.plan.skip_faulty.help"))] = False,
    seconds: Annotated[int | None, typer.Option("--seconds", min=0, help=say("cli.seconds.help"))] = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, help=say("cli.workers.help"))] = None,
    seed: Annotated[int | None, typer.Option("--seed", min=0, help=say("cli.seed.help"))] = None,
    official: Annotated[bool, typer.Option("--official", help=say("cli.official.help"))] = False,
    as_json: AsJson = False,  # noqa: ARG001 - the entry looks at it
) -> Exit:
    """Screen, compile, solve and check; write all documents or none, and say the result in ten lines."""
    from huibi import plan as story

    output.refuse_no_folder(out)
    known, round_of = _read(register, round_, skip_faulty=skip_faulty)
    given = {"seconds": seconds, "workers": workers, "seed": seed}
    search = round_of.search.model_copy(update={name: value for name, value in given.items() if value is not None})
    with ProgressLine() as line:
        made = story.plan(
            known,
            replace(round_of, search=search),
            official=official,
            on_step=lambda step: output.tell(say(f"step.{step}")),
            on_progress=line.show,
            on_place=line.tick,
        )
    output.tell(say("step.write"))
    output.write_folder(out, _documents(made))
    _show(made, out)
    return Exit.DONE if made.is_whole else Exit.NO


def _documents(made: "Plan") -> dict[str, bytes]:
    from huibi.writing.workbook import workbook

    return {
        "findings.json": output.dump(made.findings.to_json()).encode(),
        "problem.json": output.dump(made.problem.to_json()).encode(),
        "roster.json": output.dump(made.roster.to_json()).encode(),
        WORKBOOK: workbook(made),
    }


def _show(made: "Plan", out: Path) -> None:
    from huibi.writing.names import Names
    from huibi.writing.summary import summary, who_goes_where

    for label, text in summary(made):
        output.answer(f"{label}{say('word.colon')}{text}")
    for line in who_goes_where(made, Names(made.register, made.round)):
        output.answer(f"  {line}")
    output.tell(say("plan.written", out=out))


def _read(register: Path, round_: Path, *, skip_faulty: bool = False) -> "tuple[Register, Round]":
    """Read both; what was left out or deserves a word is told. Raises InputError with every fault."""
    from huibi.reading import read_register, read_round

    output.tell(say("step.read", path=register))
    result = read_register(register, skip_faulty=skip_faulty, on_progress=Teller())
    tell_grouped(result.notes)
    tell_grouped(result.faults)
    gc.freeze()  # what is read stays for the whole command: nobody need look for rubbish in it
    return result.register, read_round(round_, result.register)


def _roster(path: Path) -> "Roster":
    from huibi.planning.problem import read_roster

    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError.of("cli.no_file", path=path, reason=reason_of(error)) from error
    try:
        return read_roster(data)
    except InputError as error:
        raise InputError(replace(fault, file=str(path)) for fault in error.faults) from error


COMMANDS: tuple[Callable[..., Exit], ...] = (screen, explain, compile_, plan)
