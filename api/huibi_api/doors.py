"""Coming in by password: the slow hash is worked out between two short transactions, never inside one."""

from dataclasses import replace

from huibi_api.actions import accounts, signing_in
from huibi_api.errors import SignInError
from huibi_api.installation import Installation
from huibi_api.security.viewer import NOBODY, Viewer


def sign_in(house: Installation, *, name: str, password: str, address: str) -> str:
    """Return the secret for the cookie of a new session.

    Raises SignInError, the same for a wrong name, a closed account and a wrong password, after the same work; and
    TooManyError once there were too many failures.
    """
    stranger = replace(NOBODY, address=address)
    with house.database.keep_house(stranger) as session:
        attempt = signing_in.begin_attempt(
            session, name=name, address=address, keys=house.keys, settings=house.settings
        )
    right, fresh = house.passwords.holds(password, attempt.stored)
    if not right:
        raise SignInError.of("service.sign_in_wrong")
    with house.database.write(stranger) as session:
        return signing_in.admit(session, attempt, fresh=fresh, settings=house.settings)


def use_link(house: Installation, *, secret: str, address: str) -> str:
    """Return the secret for the cookie of a session that a one-time link opens; raises NotFoundError."""
    with house.database.write(replace(NOBODY, address=address)) as session:
        return signing_in.use_link(session, secret, house.settings)


def change_password(house: Installation, who: Viewer, *, old: str, new: str) -> None:
    """Change the viewer's own password; the old one must be known.

    Raises SignInError for a wrong old one, UnsoundError with all that is wrong with the new one, TooManyError after
    too many wrong ones.
    """
    with house.database.keep_house(who) as session:
        attempt = signing_in.begin_attempt(
            session, name=who.name, address=who.address, keys=house.keys, settings=house.settings
        )
    right, _ = house.passwords.holds(old, attempt.stored)
    if not right:
        raise SignInError.of("service.password_wrong")
    hashed = house.passwords.hash(new, name=who.name)
    with house.database.write(who) as session:
        accounts.change_password(session, hashed)
