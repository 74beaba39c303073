"""Builders for tests of the service: an installation on a copied database, its people, a browser."""

import re
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from huibi.model.people import Region, RegionLevel
from huibi_api.actions import accounts, jobs, places, signing_in, tokens
from huibi_api.app import create_app
from huibi_api.deps import COOKIE
from huibi_api.installation import Installation, open_installation
from huibi_api.jobs.child import Run
from huibi_api.security.roles import AccountRole
from huibi_api.security.viewer import CONSOLE, WORKER, Via, Viewer
from huibi_api.settings import Settings
from huibi_api.store import plans
from huibi_api.store.tables.work import Plan

CITY, NORTH, SOUTH, TOWN = "511500", "511521", "511522", "511521101"
PLACES = (
    Region(code="510000", name="川省", level=RegionLevel.PROVINCE),
    Region(code=CITY, name="宜水市", level=RegionLevel.CITY, parent="510000"),
    Region(code=NORTH, name="北溪县", level=RegionLevel.COUNTY, parent=CITY),
    Region(code=SOUTH, name="南浦县", level=RegionLevel.COUNTY, parent=CITY),
    Region(code=TOWN, name="柳林镇", level=RegionLevel.TOWNSHIP, parent=NORTH),
)
PASSWORD = "mist-over-the-river-7"  # noqa: S105 - of invented people
FAST = {"argon_time": 1, "argon_memory_kib": 8, "argon_parallelism": 1}


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 8, 15, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the time."""
        return self.at

    def forward(self, **span: float) -> None:
        """Move on."""
        self.at += timedelta(**span)


def make_settings(folder: Path, url: str = "", **given: object) -> Settings:
    """Return settings of a test's installation: passwords that are cheap to check, everything else as shipped."""
    return Settings(data_dir=folder, database_url=url, **{**FAST, **given})


def settle(settings: Settings, *, clock: Callable[[], datetime] | None = None) -> Installation:
    """Open an installation with the places of one city of two counties."""
    house = open_installation(settings, clock=clock)
    with house.database.write(CONSOLE) as session:
        places.put_places(session, PLACES)
    return house


def add_account(
    house: Installation,
    name: str,
    roles: Iterable[str] = (),
    *,
    region: str | None = None,
    person: str | None = None,
    password: str | None = None,
) -> Viewer:
    """Make an account with its rights and return it as a viewer; with a password it needs no change of it."""
    hashed = None if password is None else house.passwords.hash(password)
    with house.database.write(CONSOLE) as session:
        account = accounts.create_account(session, name=name, password_hash=hashed)
        account.must_change = False
        session.flush()
        accounts.grant(session, account, roles=[AccountRole(role) for role in roles], region=region, person=person)
        session.flush()
        return signing_in.viewer_of_account(account, Via.SESSION, address="test")


def add_token(house: Installation, name: str, scopes: Iterable[str], *, region: str = NORTH, days: int = 30) -> str:
    """Make a system account of a region and return a token of it."""
    add_account(house, name, ["system"], region=region)
    with house.database.write(CONSOLE) as session:
        account = accounts.find_account(session, name)
        return tokens.create_token(session, account, name="test", scopes=scopes, days=days)


class Browser:
    """A browser that follows forms as a person would: it reads the hidden field and sends it along."""

    def __init__(self, house: Installation, *, address: str = "10.0.0.9") -> None:
        self.client = TestClient(
            create_app(house), follow_redirects=False, client=(address, 4711), raise_server_exceptions=False
        )

    def token(self, path: str) -> str:
        """Return the form token of a page."""
        found = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', self.client.get(path).text)
        assert found, f"no form on {path}"
        return found[1]

    def post(self, path: str, *, page: str | None = None, **fields: str):
        """Send the form of a page."""
        return self.client.post(path, data={"csrf_token": self.token(page or path), **fields})

    def sign_in(self, name: str, password: str = PASSWORD):
        """Send the sign-in form."""
        return self.post("/sign-in", name=name, password=password)

    @property
    def cookie(self) -> str | None:
        """The session's cookie."""
        return self.client.cookies.get(COOKIE)


def put_places(house: Installation, regions: Iterable[Region]) -> None:
    """Make more places known, as an installation of that region would have them."""
    with house.database.write(CONSOLE) as session:
        places.put_places(session, [region for region in regions if region.level is not RegionLevel.TOWNSHIP])


def work(house: Installation, children: Mapping[str, Run]) -> int:
    """Do every waiting job here and now, in this process; return how many there were."""
    lease, done = timedelta(seconds=60), 0
    while True:
        with house.database.keep_house(WORKER) as session:
            held = jobs.claim(session, owner="test", lease=lease, kinds=tuple(children))
        if held is None:
            return done
        with house.database.read(WORKER) as session:
            held = jobs.gather(session, held, house.keys, house.settings)
        inputs = {**held.inputs, "spent": 0.0, "checkpoint": None}
        result = children[held.kind](inputs, lambda *_: None, threading.Event())
        with house.database.write(WORKER) as session:
            jobs.finish(session, held, jobs.Outcome(state=jobs.DONE, result=result))
        done += 1


def replace_settings(house: Installation, settings: Settings) -> Installation:
    """Return the same installation under other settings."""
    return replace(house, settings=settings)


def all_plans(session: Session) -> Sequence[Plan]:
    """Return every plan there is."""
    return plans.page(session, before="", limit=1000)


def opened(
    made: Path, folder: Path, clock: Callable[[], datetime] | None = None, url: str = ""
) -> Iterator[Installation]:
    """Open a copy of an installation that was made once; yield it, and close it."""
    home = folder / "var"
    shutil.copytree(made, home)
    home.chmod(0o700)
    house = open_installation(make_settings(home, url), clock=clock)
    yield house
    house.database.close()


def wide_document(*, seconds: float) -> dict[str, Any]:
    """Return a problem that no solver proves best in minutes: many people, teams and prices without a pattern."""
    people = [f"P{number:03}" for number in range(120)]
    units = [f"U{number:02}" for number in range(20)]
    role = {"leader": [1, 1], "member": [5, 9]}
    return {
        "format": "huibi.roster/1",
        "id": "wide",
        "people": [{"id": who, "roles": ["leader", "member"][number % 4 > 0 :]} for number, who in enumerate(people)],
        "units": [{"id": unit} for unit in units],
        "teams": [{"id": f"T{number}", "size": [6, 10], "roles": role, "units": [2, 3]} for number in range(8)],
        "costs": [
            {"person": who, "unit": unit, "risk": (7 * row * row + 13 * column * column + row * column) % 40 + 1}
            for row, who in enumerate(people)
            for column, unit in enumerate(units)
        ],
        "search": {"seconds": seconds, "workers": 1, "seed": 1},
    }
