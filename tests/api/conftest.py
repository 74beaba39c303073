"""Installations for the tests: copies of one that was made once, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import postgres
import serving
from an_office import Office, add_people
from huibi.sample import write_sample
from huibi_api.installation import Installation


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Path:
    """Make the folder of an installation with its places and first accounts."""
    folder = tmp_path_factory.mktemp("made")
    serving.settle(serving.make_settings(folder)).database.close()
    return folder


@pytest.fixture
def clock() -> serving.Clock:
    """Return a clock that the test moves."""
    return serving.Clock()


@pytest.fixture
def house(made, tmp_path, clock) -> Iterator[Installation]:
    """Open an installation on SQLite under the test's clock."""
    yield from serving.opened(made, tmp_path, clock)


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """Run a PostgreSQL server."""
    with postgres.running() as running:
        yield running


@pytest.fixture(scope="session")
def made_there(server, tmp_path_factory) -> tuple[Path, str]:
    """Make the same installation on PostgreSQL: its folder and its database."""
    folder, name = tmp_path_factory.mktemp("made-there"), server.create()
    serving.settle(serving.make_settings(folder, server.url(name))).database.close()
    return folder, name


@pytest.fixture(params=["sqlite", "postgresql"])
def each_house(request, tmp_path, clock) -> Iterator[Installation]:
    """Open an installation on each of the two databases."""
    if request.param == "sqlite":
        yield from serving.opened(request.getfixturevalue("made"), tmp_path, clock)
        return
    folder, name = request.getfixturevalue("made_there")
    server: postgres.Server = request.getfixturevalue("server")
    yield from serving.opened(folder, tmp_path, clock, server.url(server.create(name)))


@pytest.fixture(scope="session")
def files(tmp_path_factory) -> Path:
    """Write a small invented county once."""
    folder = tmp_path_factory.mktemp("sample") / "county"
    write_sample(folder, "county", 1, 0.05)
    return folder


@pytest.fixture(scope="session")
def made_office(made, files, tmp_path_factory) -> Path:
    """Make an installation once whose office has its people and its register."""
    clock = serving.Clock()
    for house in serving.opened(made, tmp_path_factory.mktemp("office"), clock):
        add_people(house, files)
        Office(house, files, clock).import_register()
        folder = house.settings.data_dir
    return folder


@pytest.fixture
def office(made_office, files, tmp_path, clock) -> Iterator[Office]:
    """Open an office whose register is imported."""
    clock.forward(minutes=10)
    for house in serving.opened(made_office, tmp_path, clock):
        yield Office(house, files, clock)
