"""`huibi admin demo`: an invented city and county to try everything on, with one-time sign-ins for each role."""

import sys
import tomllib
from pathlib import Path

import typer

import huibi_data
from huibi.cli.output import tell
from huibi.errors import Exit, UsageError
from huibi.messages import say
from huibi.model.people import RegionLevel
from huibi.model.register import Register
from huibi_api.actions import accounts, places, registers, rounds, signing_in
from huibi_api.commands.serve import open_here
from huibi_api.installation import Installation
from huibi_api.rows.differences import compare
from huibi_api.security.roles import AccountRole
from huibi_api.security.viewer import CONSOLE

_PLANNER = "xian-xunchaban"
_NAMES = {
    _PLANNER: AccountRole.PLANNER,
    "xian-shenpi": AccountRole.APPROVER,
    "ganbu": AccountRole.CADRE,
    "shi-tongchou": AccountRole.COORDINATOR,
    "shi-shenpi": AccountRole.APPROVER,
    "shi-dudao": AccountRole.AUDITOR,
}
_DATA = typer.Option(None, "--data", help=say("cli.data"))
_PORT = typer.Option(None, "--port", help=say("cli.serve.port"))


def demo(data: Path = _DATA, port: int = _PORT) -> Exit:
    """Load the samples into an installation that is empty; print a fresh one-time link for each role."""
    house = open_here(data_dir=data, port=port)
    with house.database.read(CONSOLE) as session:
        loaded, ours = registers.list_registers(session), accounts.is_known(session, _PLANNER)
    if loaded and not ours:
        raise UsageError.of("demo.not_empty")
    if not ours:
        _make_people(house, _load(house, "city"), _load(house, "county"))
    for name, role in _NAMES.items():
        sys.stdout.write(f"{say(f'role.{role.value}')} {name}：{_link(house, name)}\n")
    return Exit.DONE


def _load(house: Installation, profile: str) -> Register:
    """Take a committed sample as the register of the office that its round names, with the round as a draft."""
    from huibi.reading import read_register

    folder = Path(str(huibi_data.resource("samples", profile)))
    tell(say("demo.loading", profile=profile))
    register = read_register(folder).register
    document = tomllib.loads((folder / "round.toml").read_text(encoding="utf-8"))
    office = document["round"]["organiser"]
    with house.database.write(CONSOLE) as session:
        wanted = [region for region in register.regions.values() if region.level is not RegionLevel.TOWNSHIP]
        places.put_places(session, wanted)
    with house.database.write(CONSOLE) as session:
        name = register.regions[office].name
        head = registers.create_register(session, name=say("demo.register", name=name), office=office)
        session.flush()
        changes = compare(registers.held(session, head), register, house.keys)
        registers.put(session, head, changes, reason="sample")
        rounds.create_round(session, head, document)
    return register


def _make_people(house: Installation, city: Register, county: Register) -> None:
    """Make an account for each role: the city's for the cross round, the county's for its own."""
    municipal = next(code for code, region in city.regions.items() if region.level is RegionLevel.CITY)
    own = next(code for code, region in county.regions.items() if region.level is RegionLevel.COUNTY)
    cadre = next(entry for entry in county.pool.values() if entry.is_active and entry.may_lead)
    with house.database.write(CONSOLE) as session:
        for name, role in _NAMES.items():
            account = accounts.create_account(session, name=name, password_hash=None)
            session.flush()
            office = municipal if name.startswith("shi-") else own
            person = cadre.person if role is AccountRole.CADRE else None
            accounts.grant(session, account, roles=[role], region=office, person=person)


def _link(house: Installation, name: str) -> str:
    with house.database.write(CONSOLE) as session:
        secret = signing_in.create_link(session, accounts.find_account(session, name), house.settings)
    return f"{house.settings.address}/link/{secret}"
