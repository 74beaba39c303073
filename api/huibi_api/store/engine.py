"""The one opener and the one closer of transactions, on SQLite (WAL) and PostgreSQL alike.

Writers stand in line on both: a writing transaction takes the one writer's place at its beginning, so that it never
fails later for a row that another writer holds. They are short; slow work is done outside of them.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from huibi_api.security.viewer import Viewer
from huibi_api.store import current, ledger, scope
from huibi_api.store.tables.base import compact

_WRITERS = 0x6875696269  # the advisory lock of PostgreSQL that stands for the writer's place
_BUSY_SECONDS = 120.0  # a city's register is written in one go
_CONNECTIONS = 10  # kept open; as many requests as the server works on at a time find one
_WRITES = "huibi_writes"
_WRITING_WORDS = frozenset({"INSERT", "UPDATE", "DELETE"})


class UnrecordedWriteError(Exception):
    """A transaction wrote something and put nothing into the ledger: our own mistake, rolled back."""


class Database:
    """The database of an installation; `clock` overrides the database's own time (for tests)."""

    def __init__(self, url: str, *, clock: Callable[[], datetime] | None = None) -> None:
        self.engine: Engine = _engine(url)
        self._writing = self.engine.execution_options(huibi_write=True)
        self._clock = clock

    @contextmanager
    def read(self, viewer: Viewer) -> Iterator[Session]:
        """Open a transaction that only reads, for and within the reach of `viewer`."""
        with self._opened(self.engine, viewer) as session:
            yield session

    @contextmanager
    def write(self, viewer: Viewer) -> Iterator[Session]:
        """Open a transaction and commit it at the end, whole or not at all.

        Whoever writes in it must put an entry into the ledger, else it is rolled back with UnrecordedWriteError.
        """
        with self._opened(self._writing, viewer) as session:
            yield session
            session.flush()
            if session.connection().info.get(_WRITES) and not ledger.recorded(session):
                raise UnrecordedWriteError
            session.commit()

    @contextmanager
    def keep_house(self, viewer: Viewer) -> Iterator[Session]:
        """Open a transaction for what is nobody's deed and not in the ledger: signs of life, progress, time of use."""
        with self._opened(self._writing, viewer) as session:
            yield session
            session.commit()

    @contextmanager
    def _opened(self, engine: Engine, viewer: Viewer) -> Iterator[Session]:
        with Session(engine, expire_on_commit=False, autoflush=True) as session:
            connection = session.connection()
            connection.info[_WRITES] = 0
            current.begin(session, viewer, self._clock() if self._clock else _database_time(connection))
            yield session

    @contextmanager
    def writer(self) -> Iterator[Connection]:
        """Open a bare connection in a writing transaction, for the schema alone."""
        with self._writing.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def _database_time(connection: Connection) -> datetime:
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')").scalar_one()
        return datetime.fromisoformat(found).replace(tzinfo=UTC)
    at: datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    return at.astimezone(UTC)


def _engine(url: str) -> Engine:
    address = make_url(url)
    more: dict[str, Any] = {"pool_size": _CONNECTIONS, "max_overflow": 3 * _CONNECTIONS, "json_serializer": compact}
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address, connect_args={"timeout": _BUSY_SECONDS}, **more)
        event.listen(engine, "connect", _prepare_sqlite)
    else:
        engine = create_engine(address, pool_pre_ping=True, **more)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "after_cursor_execute", _count_writes)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    if not isinstance(connection, sqlite3.Connection):
        raise TypeError("another driver of SQLite than the standard library's")
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("huibi_write")
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
    elif writing:
        connection.execute(text("SELECT pg_advisory_xact_lock(:place)"), {"place": _WRITERS})


def _count_writes(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
    if statement.lstrip()[:6].upper() in _WRITING_WORDS:
        connection.info[_WRITES] = connection.info.get(_WRITES, 0) + 1


scope.install()
