"""Bearer tokens of system accounts: given out by the security officer, shown once, bounded by scopes and time."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from huibi.errors import Fault
from huibi_api.actions.accounts import NAME_LONGEST
from huibi_api.actions.signing_in import viewer_of_account
from huibi_api.errors import NotFoundError, UnsoundError
from huibi_api.security.keys import digest
from huibi_api.security.roles import TOKEN_SCOPES, AccountRole, Permission
from huibi_api.security.viewer import Via, Viewer
from huibi_api.store import accounts, ledger
from huibi_api.store.current import now, viewer
from huibi_api.store.tables.access import Account, ApiToken
from huibi_api.store.tables.base import new_id

PREFIX = "huibi_"
DAYS_MOST = 366
_SHOWN = len(PREFIX) + 8


def create_token(session: Session, account: Account, *, name: str, scopes: Iterable[str], days: int) -> str:
    """Return a new token of a system account; it is never shown again.

    Raises UnsoundError with all that is wrong: an account that is no system, a scope that no token may carry, a life
    of no day or of more than a year.
    """
    viewer(session).require(Permission.GRANTS_WRITE)
    wanted = sorted(set(scopes))
    faults = [
        Fault(
            code="service.scope_unknown",
            params={"scope": scope, "known": "、".join(sorted(TOKEN_SCOPES))},
            column="scopes",
        )
        for scope in wanted
        if scope not in TOKEN_SCOPES
    ]
    if AccountRole.SYSTEM not in accounts.roles_of(account):
        faults.append(Fault(code="service.token_account", params={"name": account.name}, column="account"))
    if not name.strip() or len(name) > NAME_LONGEST or not name.isprintable():
        faults.append(Fault(code="service.account_name", params={"most": NAME_LONGEST}, column="name"))
    if not 1 <= days <= DAYS_MOST:
        faults.append(Fault(code="service.token_days", params={"most": DAYS_MOST}, column="days"))
    if faults:
        raise UnsoundError(faults)
    secret = PREFIX + secrets.token_urlsafe(32)
    at = now(session)
    token = ApiToken(
        id=new_id(at),
        account=account.id,
        name=name,
        prefix=secret[:_SHOWN],
        secret=digest(secret),
        scopes=wanted,
        created_at=at,
        ends_at=at + timedelta(days=days),
    )
    session.add(token)
    ledger.record(session, "token.create", kind="token", subject=token.id, account=account.id, scopes=wanted, days=days)
    return secret


def tokens_of(session: Session, account: Account) -> Sequence[ApiToken]:
    """Return the tokens of an account, the revoked ones too; what can be shown is their prefix."""
    viewer(session).require(Permission.GRANTS_WRITE)
    return accounts.tokens_of(session, account.id)


def revoke_token(session: Session, token: str, *, account: str | None = None) -> None:
    """Make a token (of this account, where one is named) worthless at once; raises NotFoundError."""
    viewer(session).require(Permission.GRANTS_WRITE)
    found = session.get(ApiToken, token)
    if found is None or found.revoked_at is not None or account not in (None, found.account):
        raise NotFoundError.of("service.not_found")
    found.revoked_at = now(session)
    ledger.record(session, "token.revoke", kind="token", subject=found.id, account=found.account)


def recognise_token(session: Session, bearer: str, *, address: str) -> Viewer | None:
    """Return whose token it is, with its scopes as the only permissions; None for a worthless one."""
    found = accounts.token_by_secret(session, digest(bearer))
    if found is None or found.revoked_at is not None or found.ends_at <= now(session):
        return None
    account = accounts.by_id(session, found.account)
    if account is None or not account.active or AccountRole.SYSTEM not in accounts.roles_of(account):
        return None
    scopes = frozenset(Permission(scope) for scope in found.scopes)
    return replace(viewer_of_account(account, Via.TOKEN, address=address), permissions=scopes, must_change=False)
