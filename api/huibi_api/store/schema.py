"""The schema: brought up to date at a start, by one process at a time."""

import logging
from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from huibi.errors import UsageError
from huibi_api.security.keys import Keys
from huibi_api.store.engine import Database
from huibi_api.store.tables.trail import Mark

_KEY = "key"


def upgrade(database: Database) -> None:
    """Bring the schema to the newest version, whole or not at all; whoever comes second finds it done.

    Raises UsageError for a database that a newer program has worked on.
    """
    with database.writer() as connection:
        try:
            command.upgrade(_config(connection), "head")
        except CommandError:
            raise UsageError.of("service.database_newer") from None


def is_current(database: Database) -> bool:
    """Whether the database has the schema that this program is written for."""
    with database.engine.connect() as connection:
        newest = ScriptDirectory.from_config(_config(connection)).get_current_head()
        return MigrationContext.configure(connection).get_current_revision() == newest


def bind_key(session: Session, keys: Keys) -> None:
    """Note which key seals the rows of this database; raises UsageError where it is another one."""
    mark = session.get(Mark, _KEY)
    if mark is None:
        session.add(Mark(name=_KEY, value=keys.fingerprint))
    elif mark.value != keys.fingerprint:
        raise UsageError.of("service.key_other")


def key_is_bound(session: Session, keys: Keys) -> bool:
    """Whether the database already knows this key."""
    return session.scalar(select(Mark.value).where(Mark.name == _KEY)) == keys.fingerprint


def _config(connection: Connection) -> Config:
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells of each look at the version
    config = Config()
    config.set_main_option("script_location", str(files("huibi_api.store") / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
