"""The secret key of an installation and what is derived from it; nothing here is ever logged or shown."""

import hashlib
import hmac
import os
import secrets
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from huibi.errors import UsageError

KEY_BYTES = 32
_NONCE = 12


@dataclass(frozen=True, slots=True)
class Keys:
    """One secret for each purpose, derived from the installation's key."""

    _seal: bytes = field(repr=False)
    _search: bytes = field(repr=False)
    _form: bytes = field(repr=False)
    fingerprint: str

    @classmethod
    def derive(cls, secret: bytes) -> "Keys":
        """Return the keys of an installation secret of 32 bytes."""
        seal, search, form, mark = (
            HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"huibi/{purpose}/1".encode()).derive(secret)
            for purpose in ("seal", "search", "form", "fingerprint")
        )
        return cls(seal, search, form, mark.hex()[:16])

    def seal(self, text: str, place: str) -> bytes:
        """Return `text` encrypted (AES-256-GCM), bound to the row named by `place`."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + AESGCM(self._seal).encrypt(nonce, text.encode(), place.encode())

    def unseal(self, sealed: bytes, place: str) -> str:
        """Return what was sealed for this very place; raises InvalidTag for any other key, place or byte."""
        return AESGCM(self._seal).decrypt(sealed[:_NONCE], sealed[_NONCE:], place.encode()).decode()

    def search(self, text: str, purpose: str) -> bytes:
        """Return the keyed hash by which an exact value is found again."""
        return hmac.digest(self._search, f"{purpose}\0{text}".encode(), "sha256")

    def form_token(self, cookie: str) -> str:
        """Return what a form must carry so that it is known to come from a page that saw this cookie."""
        return hmac.digest(self._form, cookie.encode(), "sha256").hex()

    def form_token_holds(self, cookie: str, token: str) -> bool:
        """Whether a form carried the right token, compared in constant time."""
        return hmac.compare_digest(self.form_token(cookie).encode(), token.encode())


def load_keys(path: Path) -> Keys:
    """Return the keys of the file, which is made (mode 0600) where there is none.

    Raises UsageError for a file that others may read or that holds no key.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        _make(path)
    return _read(path)


def _make(path: Path) -> None:
    """Write a new key whole or not at all; of two processes that start together the first one's key stands."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # made with mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_hex(KEY_BYTES).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink()


def _read(path: Path) -> Keys:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise UsageError.of("service.key_open", path=str(path))
    try:
        secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        secret = b""
    if len(secret) != KEY_BYTES:
        raise UsageError.of("service.key_unreadable", path=str(path))
    return Keys.derive(secret)


def digest(secret: str) -> str:
    """Return the hash under which a random secret of ours is kept: it is long, so a plain SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


__all__ = ["InvalidTag", "Keys", "digest", "load_keys"]
