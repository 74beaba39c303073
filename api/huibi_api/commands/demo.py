"""What `huibi serve --demo` starts with: an invented city and county, and one-time sign-ins for each role."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

import huibi_data
from huibi.cli.output import answer, tell
from huibi.errors import UsageError
from huibi.messages import say
from huibi.model.people import RegionLevel
from huibi.model.register import Register
from huibi.reading import read_register
from huibi_api.actions import accounts, places, registers, rounds, signing_in
from huibi_api.installation import Installation
from huibi_api.rows.differences import compare
from huibi_api.security.roles import AccountRole
from huibi_api.security.viewer import CONSOLE

_PROFILES = ("city", "county")
_PLANNER = "xian-xunchaban"
_NAMES = {
    _PLANNER: AccountRole.PLANNER,
    "xian-shenpi": AccountRole.APPROVER,
    "ganbu": AccountRole.CADRE,
    "shi-tongchou": AccountRole.COORDINATOR,
    "shi-shenpi": AccountRole.APPROVER,
    "shi-dudao": AccountRole.AUDITOR,
}


@dataclass(frozen=True, slots=True)
class _Sample:
    """A committed sample as it was read: the register and the round."""

    register: Register
    document: dict[str, Any]

    @property
    def office(self) -> str:
        """The office that holds the round."""
        return str(self.document["round"]["organiser"])


def load(house: Installation, folders: Mapping[str, Path] | None = None) -> None:
    """Load the samples into an installation that has no register yet, all or nothing; once they are there do nothing.

    `folders` gives other samples for a profile (city, county) than the committed one.
    Raises UsageError for an installation that has registers of its own.
    """
    with house.database.read(CONSOLE) as session:
        loaded, ours = registers.list_registers(session), accounts.is_known(session, _PLANNER)
    if loaded and not ours:
        raise UsageError.of("demo.not_empty")
    if ours:
        return
    samples = {profile: _read(profile, (folders or {}).get(profile)) for profile in _PROFILES}
    with house.database.write(CONSOLE) as session:
        for sample in samples.values():
            _take(session, house, sample)
        _make_people(session, samples["city"].register, samples["county"].register)


def show_links(house: Installation, port: int) -> None:
    """Write a fresh one-time sign-in for each role, a line each."""
    address = house.settings.at(port).address
    for name, role in _NAMES.items():
        with house.database.write(CONSOLE) as session:
            secret = signing_in.create_link(session, accounts.find_account(session, name), house.settings)
        answer(f"{say(f'role.{role.value}')} {name}：{address}/link/{secret}")
    tell(say("demo.ready", minutes=house.settings.link_minutes))


def _read(profile: str, folder: Path | None) -> _Sample:
    tell(say("demo.loading", profile=profile))
    folder = folder or Path(str(huibi_data.resource("samples", profile)))
    document = tomllib.loads((folder / "round.toml").read_text(encoding="utf-8"))
    return _Sample(read_register(folder).register, document)


def _take(session: Session, house: Installation, sample: _Sample) -> None:
    """Take a sample as the register of the office that its round names, with the round as a draft."""
    regions = sample.register.regions
    places.put_places(session, [region for region in regions.values() if region.level is not RegionLevel.TOWNSHIP])
    name = say("demo.register", name=regions[sample.office].name)
    head = registers.create_register(session, name=name, office=sample.office)
    session.flush()
    changes = compare(registers.held(session, head), sample.register, house.keys)
    registers.put(session, head, changes, reason="sample")
    rounds.create_round(session, head, sample.document)


def _make_people(session: Session, city: Register, county: Register) -> None:
    """Make an account for each role: the city's for the cross round, the county's for its own."""
    municipal = next(code for code, region in city.regions.items() if region.level is RegionLevel.CITY)
    own = next(code for code, region in county.regions.items() if region.level is RegionLevel.COUNTY)
    cadre = next(entry for entry in county.pool.values() if entry.is_active and entry.may_lead)
    for name, role in _NAMES.items():
        office, known = (municipal, city) if name.startswith("shi-") else (own, county)
        display = f"{known.regions[office].name}{say(f'role.{role.value}')}"
        account = accounts.create_account(session, name=name, display=display, password_hash=None)
        session.flush()
        person = cadre.person if role is AccountRole.CADRE else None
        accounts.grant(session, account, roles=[role], region=office, person=person)
