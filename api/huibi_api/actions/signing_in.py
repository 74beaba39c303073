"""Signing in and out, one-time links, and who a cookie is."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from huibi_api.actions.accounts import require_other_hand
from huibi_api.errors import NotFoundError, SignInError, TooManyError
from huibi_api.security.keys import Keys, digest
from huibi_api.security.roles import permissions_of, reach_of
from huibi_api.security.viewer import Via, Viewer
from huibi_api.settings import Settings
from huibi_api.store import accounts, ledger, sign_ins
from huibi_api.store.current import become, now, viewer
from huibi_api.store.tables.access import Account, SignIn, SignInFailure, SignInLink
from huibi_api.store.tables.base import new_id

_SECRET_BYTES = 32
_TOUCH = timedelta(minutes=1)  # the time of use is written this often at most


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in that is being tried: counted as failed until it is admitted."""

    name: bytes
    address: bytes
    account: str | None
    stored: str | None  # the hash to compare with; None where there is no such account


def begin_attempt(session: Session, *, name: str, address: str, keys: Keys, settings: Settings) -> Attempt:
    """Count a sign-in as failed before its password is looked at, so that many at once gain nothing.

    Raises TooManyError after too many failures in the window: for names that are there and names that are not.
    """
    at = now(session)
    since = at - timedelta(minutes=settings.lock_minutes)
    sign_ins.forget_failures(session, since)
    name_hash = keys.search(accounts.name_key(name), "sign-in name")
    address_hash = keys.search(address, "sign-in address")
    pair, named, there = sign_ins.failures(session, name=name_hash, address=address_hash, since=since)
    most = (settings.lock_failures, settings.lock_name_failures, settings.lock_address_failures)
    if any(count >= limit for count, limit in zip((pair, named, there), most, strict=True)):
        raise TooManyError.of("service.locked", minutes=settings.lock_minutes)
    session.add(SignInFailure(id=new_id(at), name=name_hash, address=address_hash, at=at))
    account = accounts.by_name(session, name)
    if account is None or not account.active:
        return Attempt(name_hash, address_hash, None, None)
    return Attempt(name_hash, address_hash, account.id, account.password)


def admit(session: Session, attempt: Attempt, *, fresh: str | None, settings: Settings) -> str:
    """Open a session for an attempt whose password was right; return the secret for the cookie.

    `fresh` is a new hash of the same password where the cost has risen.
    """
    account = accounts.by_id(session, attempt.account) if attempt.account else None
    if account is None or not account.active or account.password != attempt.stored:
        raise SignInError.of("service.sign_in_wrong")
    if fresh is not None:
        account.password = fresh
    sign_ins.forgive(session, name=attempt.name, address=attempt.address)
    return _open(session, account, "password", settings)


def create_link(session: Session, account: Account, settings: Settings) -> str:
    """Return the secret of a link that signs an account in once; raises as `accounts.reset_password`."""
    require_other_hand(session, account)
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    ends_at = now(session) + timedelta(minutes=settings.link_minutes)
    session.add(SignInLink(secret=digest(secret), account=account.id, ends_at=ends_at))
    ledger.record(session, "sign_in.link", kind="account", subject=account.id)
    return secret


def use_link(session: Session, secret: str, settings: Settings) -> str:
    """Sign in by a one-time link; raises NotFoundError for one that is unknown, used or over."""
    link = sign_ins.link(session, digest(secret))
    account = accounts.by_id(session, link.account) if link else None
    if link is None or account is None or not account.active or link.used_at or link.ends_at <= now(session):
        raise NotFoundError.of("service.link_over")
    link.used_at = now(session)
    return _open(session, account, "link", settings)


def _open(session: Session, account: Account, way: str, settings: Settings) -> str:
    at = now(session)
    idle = timedelta(minutes=settings.session_idle_minutes)
    sign_ins.end_old(session, seen_before=at - idle, now=at)
    secret, sign_in = secrets.token_urlsafe(_SECRET_BYTES), new_id(at)
    address = viewer(session).address
    session.add(
        SignIn(
            id=sign_in,
            secret=digest(secret),
            account=account.id,
            created_at=at,
            seen_at=at,
            ends_at=at + timedelta(hours=settings.session_hours),
            address=address,
        )
    )
    become(session, viewer_of_account(account, Via.SESSION, address=address, sign_in=sign_in))
    ledger.record(session, "sign_in", kind="account", subject=account.id, way=way)
    return secret


def sign_out(session: Session) -> None:
    """End the viewer's own session."""
    who = viewer(session)
    if who.session is not None:
        sign_ins.end(session, who.session)
        ledger.record(session, "sign_out", kind="account", subject=who.account or "")


@dataclass(frozen=True, slots=True)
class Recognised:
    """Whom a cookie belongs to; `stale`: the time of use is to be written again."""

    viewer: Viewer
    stale: bool


def recognise(session: Session, cookie: str, *, address: str, settings: Settings) -> Recognised | None:
    """Return whose the cookie is; None for one that is unknown, idle too long or over."""
    found = sign_ins.by_secret(session, digest(cookie))
    at = now(session)
    idle = timedelta(minutes=settings.session_idle_minutes)
    if found is None or found.seen_at + idle <= at or found.ends_at <= at:
        return None
    account = accounts.by_id(session, found.account)
    if account is None or not account.active:
        return None
    who = viewer_of_account(account, Via.SESSION, address=address, sign_in=found.id)
    return Recognised(who, at - found.seen_at >= _TOUCH)


def touch(session: Session) -> None:
    """Write down that the viewer's session is in use."""
    who = viewer(session)
    found = session.get(SignIn, who.session)
    if found is not None:
        found.seen_at = now(session)


def viewer_of_account(account: Account, via: Via, *, address: str, sign_in: str | None = None) -> Viewer:
    """Return the viewer that an account is, with what its roles allow and how far they reach."""
    roles = accounts.roles_of(account)
    return Viewer(
        name=account.name,
        via=via,
        account=account.id,
        roles=roles,
        permissions=permissions_of(roles),
        region=account.region,
        reach=reach_of(roles),
        person=account.person,
        session=sign_in,
        must_change=account.must_change,
        address=address,
    )
