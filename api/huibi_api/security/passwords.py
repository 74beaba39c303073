"""Passwords: argon2id, few at once, and the same work whether an account is there or not."""

import secrets
import threading

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from huibi.errors import Fault
from huibi_api.errors import UnsoundError
from huibi_api.settings import Settings

# Without what is read as something else when it is copied from paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
LONGEST = 256


class Passwords:
    """Hashes and checks passwords; at most `argon_at_once` are worked on at a time, the others wait in line."""

    def __init__(self, settings: Settings) -> None:
        self._hasher = PasswordHash(
            (
                Argon2Hasher(
                    time_cost=settings.argon_time,
                    memory_cost=settings.argon_memory_kib,
                    parallelism=settings.argon_parallelism,
                ),
            )
        )
        self._length = settings.password_length
        self._line = threading.BoundedSemaphore(settings.argon_at_once)
        self._nobody = self._hash(secrets.token_hex())

    def _hash(self, password: str) -> str:
        with self._line:
            return self._hasher.hash(password)

    def hash(self, password: str, *, name: str = "") -> str:
        """Return the hash of a password that is good enough; raises UnsoundError with all that is wrong with it."""
        if faults := tuple(self._weaknesses(password, name)):
            raise UnsoundError(faults)
        return self._hash(password)

    def _weaknesses(self, password: str, name: str) -> list[Fault]:
        found = []
        if len(password) < self._length:
            found.append(Fault(code="service.password_short", params={"length": self._length}, column="password"))
        if len(password) > LONGEST:
            found.append(Fault(code="service.password_long", params={"length": LONGEST}, column="password"))
        if len(set(password)) <= self._length // 3:
            found.append(Fault(code="service.password_plain", column="password"))
        if name and name.casefold() in password.casefold():
            found.append(Fault(code="service.password_name", column="password"))
        return found

    def holds(self, password: str, stored: str | None) -> tuple[bool, str | None]:
        """Return whether the password is the stored one, and a fresh hash where today's cost is higher.

        For `stored` None (no such account) the same work is done and the answer is no.
        """
        with self._line:
            right, fresh = self._hasher.verify_and_update(password[: LONGEST + 1], stored or self._nobody)
        return (right and stored is not None), fresh


def invent() -> str:
    """Return a random password of 20 letters in groups of five, good to read out."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))
