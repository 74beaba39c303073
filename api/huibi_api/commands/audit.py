"""`huibi audit …`: whether the ledger is whole."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from huibi.cli.output import tell, write_whole
from huibi.errors import Exit, UsageError
from huibi.messages import say
from huibi_api.actions import audit as actions
from huibi_api.actions.audit import Anchor
from huibi_api.commands.serve import open_here
from huibi_api.commands.shape import run_one_of
from huibi_api.security.viewer import CONSOLE


def audit(arguments: Sequence[str]) -> Exit:
    """Run `huibi audit …`."""
    return run_one_of((_verify,), "audit", arguments)


def _verify(
    anchor: list[str] = typer.Option([], "--anchor", metavar="NUMBER:HASH", help=say("cli.audit.anchor")),
    as_json: bool = typer.Option(False, "--json", help=say("cli.json")),
    data: Path = typer.Option(None, "--data", help=say("cli.data")),
) -> Exit:
    house = open_here(data_dir=data)
    path = house.settings.anchor_path
    kept = [path.read_text(encoding="ascii")] if path.exists() else []
    anchors = [_parsed(text) for text in (*anchor, *kept)]
    with house.database.read(CONSOLE) as session:
        end, broken = actions.verify_ledger(session, anchors)
    if as_json:
        found = None if broken is None else {"number": broken.number, "what": broken.what}
        sys.stdout.write(json.dumps({"ok": broken is None, "anchor": str(end), "break": found}) + "\n")
    if broken is not None:
        tell(say(f"audit.{broken.what}", number=broken.number))
        return Exit.NO
    write_whole(path, f"{end}\n".encode())
    tell(say("audit.whole", count=end.number, anchor=str(end)))
    return Exit.DONE


def _parsed(text: str) -> Anchor:
    try:
        return Anchor.parse(text)
    except ValueError:
        raise UsageError.of("audit.anchor", text=text.strip()) from None
