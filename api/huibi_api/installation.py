"""An installation, opened: settings, keys, passwords and the database, handed to whoever needs them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from huibi_api.actions import accounts, kinds
from huibi_api.security import passwords as words
from huibi_api.security.keys import Keys, load_keys
from huibi_api.security.passwords import Passwords
from huibi_api.security.viewer import CONSOLE
from huibi_api.settings import Settings
from huibi_api.store import schema
from huibi_api.store.engine import Database


@dataclass(frozen=True, slots=True)
class Installation:
    """What every process of the service holds.

    `invented` are the passwords of accounts that were just made; `kinds` the kinds of jobs that it knows.
    """

    settings: Settings
    keys: Keys
    passwords: Passwords
    database: Database
    invented: dict[str, str]
    kinds: tuple[str, ...]


def open_installation(settings: Settings, *, clock: Callable[[], datetime] | None = None) -> Installation:
    """Open the installation; on nothing at all make folder, key, schema and the first accounts.

    Raises UsageError for a key file that others may read or that is not the one the database was made with.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = load_keys(settings.key_path)
    database = Database(settings.url, clock=clock)
    if not schema.is_current(database):
        schema.upgrade(database)
    with database.keep_house(CONSOLE) as session:
        schema.bind_key(session, keys)
    passwords = Passwords(settings)
    invented = _first_accounts(database, passwords, settings)
    return Installation(settings, keys, passwords, database, invented, kinds.ALL)


def _first_accounts(database: Database, passwords: Passwords, settings: Settings) -> dict[str, str]:
    """Make the administrator and the security officer of a new installation; return their passwords by name."""
    with database.read(CONSOLE) as session:
        if accounts.is_settled(session):
            return {}
    invented = {name: words.invent() for name in accounts.FIRST}
    if given := settings.admin_password.get_secret_value():
        invented[accounts.FIRST[0]] = given
    hashes = {name: passwords.hash(word) for name, word in invented.items()}
    with database.write(CONSOLE) as session:
        made = accounts.first_accounts(session, hashes)
    return invented if made else {}
