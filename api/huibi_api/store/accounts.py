"""Accounts, roles, places, tokens: queries."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from huibi_api.security.roles import ROLES, AccountRole
from huibi_api.store import scope
from huibi_api.store.tables.access import Account, ApiToken, HeldRole, Place


def name_key(name: str) -> str:
    """Return the form of a name under which there may be one account only."""
    return name.strip().casefold()


def by_name(session: Session, name: str) -> Account | None:
    """Return the account that signs in by this name."""
    return session.scalars(select(Account).where(Account.name_key == name_key(name))).one_or_none()


def by_id(session: Session, account: str) -> Account | None:
    """Return the account."""
    return session.get(Account, account)


def any_account(session: Session) -> bool:
    """Whether there is an account at all."""
    return session.scalar(select(func.count()).select_from(Account)) != 0


def page(session: Session, *, after: str = "", limit: int = 100) -> Sequence[Account]:
    """Return accounts in the order of their making."""
    return session.scalars(select(Account).where(Account.id > after).order_by(Account.id).limit(limit)).all()


def of_person(session: Session, person: str) -> Account | None:
    """Return the account of a person of the register."""
    return session.scalars(select(Account).where(Account.person == person)).first()


def roles_of(account: Account) -> frozenset[AccountRole]:
    """Return the roles that the account holds."""
    return frozenset(AccountRole(held.role) for held in account.roles)


def set_roles(account: Account, roles: Iterable[AccountRole]) -> None:
    """Give the account these roles and no others."""
    wanted = frozenset(roles)
    kept = [held for held in account.roles if AccountRole(held.role) in wanted]
    known = {AccountRole(held.role) for held in kept}
    added = [
        HeldRole(account=account.id, role=role.value, exclusive="one" if ROLES[role].exclusive else None)
        for role in AccountRole
        if role in wanted - known
    ]
    account.roles = [*kept, *added]


def place(session: Session, code: str) -> Place | None:
    """Return the place of a code."""
    return session.get(Place, code)


def places(session: Session) -> Sequence[Place]:
    """Return every place by its code."""
    return session.scalars(select(Place).order_by(Place.code)).all()


def put_places(session: Session, wanted: Sequence[Place]) -> int:
    """Add or change places and work out their reach anew; return how many are new or different."""
    changed = 0
    known = {row.code: row for row in session.scalars(select(Place))}
    for new in wanted:
        old = known.get(new.code)
        if old is None:
            session.add(Place(code=new.code, name=new.name, level=new.level))
        elif (old.name, old.level, old.parent) == (new.name, new.level, new.parent):
            continue
        changed += 1
    session.flush()  # parents may follow their children in the list
    for new in wanted:
        row = session.get_one(Place, new.code)
        row.name, row.level, row.parent = new.name, new.level, new.parent
    if changed:
        scope.rebuild(session)
    return changed


def token_by_secret(session: Session, secret: str) -> ApiToken | None:
    """Return the token kept under this hash."""
    return session.scalars(select(ApiToken).where(ApiToken.secret == secret)).one_or_none()


def tokens_of(session: Session, account: str) -> Sequence[ApiToken]:
    """Return the tokens of an account, revoked ones too."""
    return session.scalars(select(ApiToken).where(ApiToken.account == account).order_by(ApiToken.id)).all()
