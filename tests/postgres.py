"""A PostgreSQL server of Debian's for the tests: its own folder and socket, gone at the end."""

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

# What a test server need not do: survive a power cut.
_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


class Server:
    """A running server; every test takes a database of its own."""

    def __init__(self, port: int, user: str) -> None:
        self._address = f"127.0.0.1:{port}"
        self._user = user

    def url(self, database: str) -> str:
        """Return the address of a database."""
        return f"postgresql://{self._user}@{self._address}/{database}"

    def create(self, template: str = "template1") -> str:
        """Make a database, perhaps as a copy, and return its name."""
        name = f"huibi_{uuid.uuid4().hex}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name


@contextmanager
def running() -> Iterator[Server]:
    """Start a server, as user `postgres` where we are root (it refuses root), and stop it at the end."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not folders:
        raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")
    home = Path(tempfile.mkdtemp(prefix="huibi-pg-"))
    root = os.geteuid() == 0
    if root:
        shutil.chown(home, "postgres")
    port = _free_port()
    data = home / "data"

    def run(command: str) -> None:
        words = ["su", "postgres", "-s", "/bin/sh", "-c", command] if root else ["sh", "-c", command]
        subprocess.run(words, check=True, capture_output=True, cwd=home)

    try:
        run(f"{folders[-1]}/initdb -D {data} -U huibi -A trust -E UTF8 --locale=C --no-sync")
        options = f"-k {home} -p {port} -c listen_addresses=127.0.0.1 {_FAST}"
        run(f"{folders[-1]}/pg_ctl -D {data} -w -l {home}/log -o '{options}' start")
        yield Server(port, "huibi")
    finally:
        run(f"{folders[-1]}/pg_ctl -D {data} -m immediate stop || true")
        shutil.rmtree(home, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
