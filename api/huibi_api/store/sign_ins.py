"""Sessions of browsers, one-time links and failures: queries."""

from datetime import datetime

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from huibi_api.store.tables.access import SignIn, SignInFailure, SignInLink


def by_secret(session: Session, secret: str) -> SignIn | None:
    """Return the session kept under this hash."""
    return session.scalars(select(SignIn).where(SignIn.secret == secret)).one_or_none()


def end(session: Session, sign_in: str) -> None:
    """End one session."""
    session.execute(delete(SignIn).where(SignIn.id == sign_in))


def end_all(session: Session, account: str, *, but: str | None = None) -> None:
    """End every session of an account, perhaps but one."""
    statement = delete(SignIn).where(SignIn.account == account)
    session.execute(statement if but is None else statement.where(SignIn.id != but))


def end_old(session: Session, *, seen_before: datetime, now: datetime) -> None:
    """Forget sessions and links that are over."""
    session.execute(delete(SignIn).where(or_(SignIn.seen_at < seen_before, SignIn.ends_at < now)))
    session.execute(delete(SignInLink).where(SignInLink.ends_at < now))


def link(session: Session, secret: str) -> SignInLink | None:
    """Return the one-time link kept under this hash."""
    return session.get(SignInLink, secret)


def failures(session: Session, *, name: bytes, address: bytes, since: datetime) -> tuple[int, int, int]:
    """Return how often, since then, this name failed from this address, the name anywhere, the address with any."""
    recent = select(func.count()).select_from(SignInFailure).where(SignInFailure.at >= since)
    by_name, by_address = SignInFailure.name == name, SignInFailure.address == address
    counts = (recent.where(by_name, by_address), recent.where(by_name), recent.where(by_address))
    pair, named, there = (session.scalar(count) or 0 for count in counts)
    return pair, named, there


def forgive(session: Session, *, name: bytes, address: bytes) -> None:
    """Forget the failures of a name from an address: it has just come in from there."""
    session.execute(delete(SignInFailure).where(SignInFailure.name == name, SignInFailure.address == address))


def forget_failures(session: Session, before: datetime) -> None:
    """Forget failures that are too old to count."""
    session.execute(delete(SignInFailure).where(SignInFailure.at < before))
