"""`huibi admin …`: accounts, rights, places, tokens from the machine's console; all of it goes into the ledger."""

import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from huibi.cli.output import tell
from huibi.errors import Exit
from huibi.messages import say
from huibi.model.people import Region, RegionLevel
from huibi_api.actions import accounts, places, signing_in, tokens
from huibi_api.commands.serve import open_here
from huibi_api.commands.shape import run_one_of
from huibi_api.security import passwords
from huibi_api.security.roles import AccountRole
from huibi_api.security.viewer import CONSOLE

_DATA = typer.Option(None, "--data", help=say("cli.data"))


def admin(arguments: Sequence[str]) -> Exit:
    """Run `huibi admin …`."""
    return run_one_of((_create, _grant, _reset, _close, _link, _token, _place, _list), "admin", arguments)


def _create(
    name: str = typer.Argument(metavar="NAME", help=say("cli.admin.name")),
    display: str = typer.Option("", "--display", help=say("cli.admin.display")),
    role: list[AccountRole] = typer.Option([], "--role", help=say("cli.admin.role")),
    region: str = typer.Option(None, "--region", help=say("cli.admin.region")),
    person: str = typer.Option(None, "--person", help=say("cli.admin.person")),
    ask: bool = typer.Option(False, "--ask-password", help=say("cli.admin.ask")),
    data: Path = _DATA,
) -> Exit:
    house = open_here(data_dir=data)
    password = _asked() if ask else passwords.invent()
    hashed = house.passwords.hash(password, name=name)
    with house.database.write(CONSOLE) as session:
        account = accounts.create_account(session, name=name, display=display, password_hash=hashed)
        if role:
            session.flush()
            accounts.grant(session, account, roles=role, region=region, person=person)
    if not ask:
        sys.stdout.write(password + "\n")
    return Exit.DONE


def _grant(
    name: str = typer.Argument(metavar="NAME", help=say("cli.admin.name")),
    role: list[AccountRole] = typer.Option([], "--role", help=say("cli.admin.role")),
    region: str = typer.Option(None, "--region", help=say("cli.admin.region")),
    person: str = typer.Option(None, "--person", help=say("cli.admin.person")),
    data: Path = _DATA,
) -> Exit:
    with open_here(data_dir=data).database.write(CONSOLE) as session:
        accounts.grant(session, accounts.find_account(session, name), roles=role, region=region, person=person)
    return Exit.DONE


def _reset(
    name: str = typer.Argument(metavar="NAME", help=say("cli.admin.name")),
    ask: bool = typer.Option(False, "--ask-password", help=say("cli.admin.ask")),
    data: Path = _DATA,
) -> Exit:
    house = open_here(data_dir=data)
    password = _asked() if ask else passwords.invent()
    hashed = house.passwords.hash(password, name=name)
    with house.database.write(CONSOLE) as session:
        accounts.reset_password(session, accounts.find_account(session, name), hashed)
    if not ask:
        sys.stdout.write(password + "\n")
    return Exit.DONE


def _close(
    name: str = typer.Argument(metavar="NAME", help=say("cli.admin.name")),
    again: bool = typer.Option(False, "--open-again", help=say("cli.admin.again")),
    data: Path = _DATA,
) -> Exit:
    with open_here(data_dir=data).database.write(CONSOLE) as session:
        accounts.set_active(session, accounts.find_account(session, name), active=again)
    return Exit.DONE


def _link(
    name: str = typer.Argument(metavar="NAME", help=say("cli.admin.name")),
    data: Path = _DATA,
) -> Exit:
    house = open_here(data_dir=data)
    with house.database.write(CONSOLE) as session:
        secret = signing_in.create_link(session, accounts.find_account(session, name), house.settings)
    sys.stdout.write(f"{house.settings.address}/link/{secret}\n")
    return Exit.DONE


def _token(
    name: str = typer.Argument(metavar="NAME", help=say("cli.admin.name")),
    scope: list[str] = typer.Option(["rosters:read", "rosters:write"], "--scope", help=say("cli.admin.scope")),
    days: int = typer.Option(90, "--days", help=say("cli.admin.days")),
    label: str = typer.Option("", "--label", help=say("cli.admin.label")),
    data: Path = _DATA,
) -> Exit:
    with open_here(data_dir=data).database.write(CONSOLE) as session:
        account = accounts.find_account(session, name)
        secret = tokens.create_token(session, account, name=label or name, scopes=scope, days=days)
    sys.stdout.write(secret + "\n")
    return Exit.DONE


def _place(
    code: str = typer.Argument(metavar="CODE", help=say("cli.admin.code")),
    name: str = typer.Argument(metavar="NAME", help=say("cli.admin.place_name")),
    level: RegionLevel = typer.Option(..., "--level", help=say("cli.admin.level")),
    parent: str = typer.Option(None, "--parent", help=say("cli.admin.parent")),
    data: Path = _DATA,
) -> Exit:
    with open_here(data_dir=data).database.write(CONSOLE) as session:
        changed = places.put_places(session, [Region(code=code, name=name, level=level, parent=parent)])
    tell(say("service.places_changed", changed=changed))
    return Exit.DONE


def _list(data: Path = _DATA) -> Exit:
    with open_here(data_dir=data).database.read(CONSOLE) as session:
        for account in accounts.all_accounts(session):
            roles = ",".join(held.role for held in account.roles)
            state = "open" if account.active else "closed"
            sys.stdout.write("\t".join((account.name, state, roles, account.region or "", account.person or "")) + "\n")
    return Exit.DONE


def _asked() -> str:
    """Read a password: hidden at a terminal, else the first line of standard input."""
    if sys.stdin.isatty():
        word: str = typer.prompt(say("cli.admin.password"), hide_input=True, confirmation_prompt=True, err=True)
        return word
    return sys.stdin.readline().rstrip("\r\n")
