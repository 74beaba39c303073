"""`huibi admin demo`: an invented city and county to try everything on, with one-time sign-ins for each role."""

import sys
import tomllib
from collections.abc import Iterator
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

_DATA = typer.Option(None, "--data", help=say("cli.data"))
_PORT = typer.Option(None, "--port", help=say("cli.serve.port"))


def demo(data: Path = _DATA, port: int = _PORT) -> Exit:
    """Load the samples into an installation that has none yet; print a link for each role."""
    house = open_here(data_dir=data, port=port)
    with house.database.read(CONSOLE) as session:
        if registers.list_registers(session):
            raise UsageError.of("demo.not_empty")
    city = _load(house, "city")
    county = _load(house, "county")
    for name, role, office, person in _people(city, county):
        sys.stdout.write(f"{say(f'role.{role}')} {name}：{_link(house, name, role, office, person)}\n")
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


def _people(city: Register, county: Register) -> Iterator[tuple[str, AccountRole, str, str | None]]:
    """Yield name, role, office and person of the accounts that a try needs."""
    offices = {region.level: code for code, region in reversed(list(city.regions.items()))}
    municipal = offices[RegionLevel.CITY]
    own = next(code for code, region in county.regions.items() if region.level is RegionLevel.COUNTY)
    cadre = next(entry for entry in county.pool.values() if entry.is_active and entry.may_lead)
    yield "shi-tongchou", AccountRole.COORDINATOR, municipal, None
    yield "shi-shenpi", AccountRole.APPROVER, municipal, None
    yield "xian-xunchaban", AccountRole.PLANNER, own, None
    yield "xian-shenpi", AccountRole.APPROVER, own, None
    yield "ganbu", AccountRole.CADRE, cadre.county or own, cadre.person
    yield "dudao", AccountRole.AUDITOR, municipal, None


def _link(house: Installation, name: str, role: AccountRole, office: str, person: str | None) -> str:
    with house.database.write(CONSOLE) as session:
        account = accounts.create_account(session, name=name, display=say(f"role.{role}"), password_hash=None)
        session.flush()
        accounts.grant(session, account, roles=[role], region=office, person=person)
        session.flush()
        return f"{house.settings.address}/link/{signing_in.create_link(session, account, house.settings)}"
