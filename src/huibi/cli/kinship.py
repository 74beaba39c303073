"""`huibi kin` and `huibi relate`: terms and persons."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from huibi.cli import output
from huibi.errors import Exit, Fault, InputError, UsageError
from huibi.messages import reason_of, say

if TYPE_CHECKING:
    from huibi.network.terms import Term

_TERM_HEADS = ("term", "称谓")
_PAIR_HEADS = ("a", "b")
_NOTED = 20  # terms named in one note
_REGISTER = typer.Argument(..., metavar="REGISTER", help=say("cli.register.help"), callback=output.path_to_read)


def kin(
    terms: list[str] = typer.Argument(None, metavar="[TERM]...", help=say("cli.kin.terms.help")),  # noqa: B008 - typer's way
    file: str = typer.Option("", "--file", help=say("cli.kin.file.help")),
    speaker: str = typer.Option("", "--from", metavar="male|female", help=say("cli.kin.from.help")),
    out: str = typer.Option(output.STANDARD, "--out", help=say("cli.out.help"), callback=output.file_to_write),
    as_json: bool = typer.Option(False, "--json", help=say("cli.json.help")),  # noqa: ARG001 - the entry looks at it
) -> Exit:
    """Say what kin terms mean, a line of JSON a term."""
    from huibi.model.kin_marks import Sex
    from huibi.network.terms import read_term

    if speaker not in ("", *Sex):
        raise UsageError.of("cli.kin.from", value=speaker)
    if not terms and not file:
        raise UsageError.of("cli.kin.nothing")
    asked = [*(terms or ()), *(_terms_of(file) if file else ())]
    sex = Sex(speaker) if speaker else None
    read = [read_term(term, sex) for term in asked]
    _write_lines((term.to_json() for term in read), out)
    _note_no_kin(read)
    return Exit.DONE


def relate(  # noqa: PLR0913, PLR0917 - one parameter an option of the command
    register: Path = _REGISTER,
    pairs: str = typer.Option(..., "--pairs", help=say("cli.relate.pairs.help")),
    as_of: str = typer.Option("", "--as-of", metavar="D", help=say("cli.relate.as_of.help")),
    round_: str = typer.Option("", "--round", metavar="ROUND", help=say("cli.relate.round.help")),
    settle: bool = typer.Option(False, "--settle", help=say("cli.relate.settle.help")),
    out: str = typer.Option(output.STANDARD, "--out", help=say("cli.out.help"), callback=output.file_to_write),
    as_json: bool = typer.Option(False, "--json", help=say("cli.json.help")),  # noqa: ARG001 - the entry looks at it
) -> Exit:
    """Say how pairs of persons are related, a line of JSON a pair."""
    from huibi.network.kinship import Kinship
    from huibi.policy import load_policy
    from huibi.reading import read_register, read_round

    day = _day(as_of)
    asked = _pairs_of(pairs)
    found = read_register(register).register
    _refuse_unknown(pairs, asked, found.persons.keys() | found.aliases.keys())
    of_round = read_round(round_, found) if round_ else None
    if of_round is not None and not as_of:
        day = of_round.as_of
    kinship = Kinship(found, day, load_policy(of_round.policy if of_round is not None else None).switches)

    def told() -> Iterator[dict[str, Any]]:
        for _, a, b in asked:
            relation = kinship.relate(a, b)
            chain = [link.to_json() for link in relation.chain]
            row = {"a": a, "b": b, "class": relation.kin_class.value, "chain": chain, "uncertain": relation.uncertain}
            if settle:
                row["settle"] = [question.to_json() for question in relation.settle]
            yield row

    _write_lines(told(), out)
    return Exit.DONE


def _write_lines(rows: Iterable[dict[str, Any]], out: str) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    output.write_text(text, out)


def _note_no_kin(read: Sequence["Term"]) -> None:
    """Say on standard error which terms name no kin and which are not understood."""
    for why, terms in (
        ("kin.stranger", [term for term in read if term.is_stranger]),
        ("kin.not_understood", [term for term in read if not term.is_kin and not term.is_stranger]),
    ):
        names = list(dict.fromkeys(term.term for term in terms))
        if names:
            from huibi.reading.desk import masked  # not at the top: `huibi kin` starts without the reading room

            more = say("kin.more", count=len(names) - _NOTED) if len(names) > _NOTED else ""
            output.tell(say(why, terms="、".join(map(masked, names[:_NOTED])) + more))


def _day(text: str) -> date:
    if not text:
        return date.today()  # noqa: DTZ011, TID251 - the rim of the command line: the day on which it is called
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError.of("cli.bad_day", value=text) from None


def _text_of(path: str) -> str:
    """Return a text file in UTF-8 (with or without a mark) or GB18030."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise UsageError.of("cli.no_file", path=path, reason=reason_of(error)) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError([Fault(code="read.encoding", file=path, expected="UTF-8, GB18030")])


def _terms_of(path: str) -> list[str]:
    """Return the terms of a file: one a line, or the column `term` of a CSV; empty lines are left out."""
    lines = _text_of(path).splitlines()
    rows = list(csv.reader(lines))
    head = [cell.strip() for cell in rows[0]] if rows else []
    column = next((head.index(name) for name in _TERM_HEADS if name in head), None)
    if column is None:
        return [line.strip() for line in lines if line.strip()]
    return [row[column].strip() for row in rows[1:] if len(row) > column and row[column].strip()]


def _pairs_of(path: str) -> list[tuple[int, str, str]]:
    """Return (row, a, b) of a CSV with the head `a,b`; all faults at once."""
    rows = list(csv.reader(_text_of(path).splitlines()))
    head = [cell.strip() for cell in rows[0]] if rows else []
    missing = [name for name in _PAIR_HEADS if name not in head]
    if missing:
        raise InputError(
            Fault(code="relate.no_column", params={"name": name}, file=path, row=1, column=name) for name in missing
        )
    places = [head.index(name) for name in _PAIR_HEADS]
    found, faults = [], []
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        a, b = (row[place].strip() if len(row) > place else "" for place in places)
        faults += [
            Fault(code="relate.empty", file=path, row=number, column=name)
            for name, value in zip(_PAIR_HEADS, (a, b), strict=True)
            if not value
        ]
        found.append((number, a, b))
    if faults:
        raise InputError(faults)
    return found


def _refuse_unknown(path: str, asked: Sequence[tuple[int, str, str]], known: Iterable[str]) -> None:
    ids = frozenset(known)
    faults = [
        Fault(code="relate.unknown", file=path, row=row, column=name, value=value)
        for row, *both in asked
        for name, value in zip(_PAIR_HEADS, both, strict=True)
        if value not in ids
    ]
    if faults:
        raise InputError(faults)


COMMANDS: tuple[Callable[..., Exit], ...] = (kin, relate)
