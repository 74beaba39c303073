"""Accounts: made by the administrator without rights, given their rights by the security officer (三员分立)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

from huibi.errors import Fault
from huibi.messages import say
from huibi_api.errors import ClashError, NotAllowedError, NotFoundError, StaleError, UnsoundError
from huibi_api.security.roles import AccountRole, Permission, exclusive_roles
from huibi_api.security.viewer import Via
from huibi_api.store import accounts, ledger, sign_ins
from huibi_api.store.current import now, viewer
from huibi_api.store.tables.access import Account
from huibi_api.store.tables.base import new_id

NAME_LONGEST = 64
_BESIDE_THREE = frozenset({AccountRole.CADRE})  # who keeps the system may still be asked about the own recusal
FIRST = (AccountRole.ADMIN.value, AccountRole.SECURITY.value)  # the accounts of a new installation, named by role


def create_account(session: Session, *, name: str, display: str = "", password_hash: str | None) -> Account:
    """Make an account without any right; its password must be changed at the first sign-in.

    `password_hash` None makes one that only comes in by link or token. Raises ClashError for a name that is taken.
    """
    viewer(session).require(Permission.ACCOUNTS_WRITE)
    name, display = name.strip(), display.strip()
    faults = [
        Fault(code="service.account_name", params={"most": NAME_LONGEST}, column=column)
        for column, text in (("name", name), ("display", display or name))
        if not text or len(text) > NAME_LONGEST or not text.isprintable()
    ]
    if faults:
        raise UnsoundError(faults)
    if accounts.by_name(session, name) is not None:
        raise ClashError.of("service.account_taken", name=name)
    at = now(session)
    account = Account(
        id=new_id(at),
        name=name,
        name_key=accounts.name_key(name),
        display=display or name,
        password=password_hash,
        must_change=password_hash is not None,
        active=True,
        created_at=at,
        roles=[],
    )
    session.add(account)
    ledger.record(session, "account.create", kind="account", subject=account.id, name=name)
    return account


def account_of(session: Session, account: str) -> Account:
    """Return an account by its id; raises NotFoundError."""
    _require_keeper(session)
    found = accounts.by_id(session, account)
    if found is None:
        raise NotFoundError.of("service.not_found")
    return found


def find_account(session: Session, name: str) -> Account:
    """Return the account of a name; raises NotFoundError."""
    _require_keeper(session)
    account = accounts.by_name(session, name)
    if account is None:
        raise NotFoundError.of("service.account_unknown", name=name)
    return account


def is_known(session: Session, name: str) -> bool:
    """Whether there is an account of this name; for who makes accounts."""
    viewer(session).require(Permission.ACCOUNTS_WRITE)
    return accounts.by_name(session, name) is not None


def list_accounts(session: Session, *, after: str = "", limit: int = 100) -> Sequence[Account]:
    """Return accounts in the order of their making, `limit` at most after the id `after`."""
    _require_keeper(session)
    return accounts.page(session, after=after, limit=limit)


def all_accounts(session: Session) -> Iterator[Account]:
    """Yield every account in the order of its making."""
    after = ""
    while found := list_accounts(session, after=after):
        yield from found
        after = found[-1].id


def _require_keeper(session: Session) -> None:
    who = viewer(session)
    if not who.may(Permission.GRANTS_WRITE):
        who.require(Permission.ACCOUNTS_WRITE)


def require_version(account: Account, version: int) -> None:
    """Raise StaleError if the account is not as it was when the page was made."""
    if account.version != version:
        raise StaleError.of("service.stale")


def grant(
    session: Session, account: Account, *, roles: Iterable[AccountRole], region: str | None, person: str | None = None
) -> None:
    """Give an account its roles, its region and the person that it belongs to, in place of those that it had.

    Raises UnsoundError with all that is wrong: two roles of 三员 or one of them beside other work, a region that is not
    known, a role without what it needs. Nobody grants anything to the own account. Open sessions of the account end.
    """
    who = viewer(session)
    who.require(Permission.GRANTS_WRITE)
    wanted = frozenset(roles)
    faults = list(_grant_faults(session, wanted, region, person))
    if who.account == account.id:
        faults.append(Fault(code="service.grant_self"))
    if faults:
        raise UnsoundError(faults)
    before = sorted(role.value for role in accounts.roles_of(account))
    accounts.set_roles(account, wanted)
    account.region, account.person = region, person
    account.version += 1
    sign_ins.end_all(session, account.id)
    after = sorted(role.value for role in wanted)
    ledger.record(
        session,
        "account.grant",
        kind="account",
        subject=account.id,
        before=before,
        after=after,
        office=region,
        person=person,
    )


def _grant_faults(
    session: Session, roles: frozenset[AccountRole], region: str | None, person: str | None
) -> Iterable[Fault]:
    several = exclusive_roles(roles)
    if len(several) > 1:
        yield Fault(
            code="service.grant_exclusive",
            params={"roles": "、".join(say(f"role.{role}") for role in sorted(several))},
            column="roles",
        )
    elif several and roles - several - _BESIDE_THREE:
        yield Fault(code="service.grant_beside", params={"role": say(f"role.{min(several)}")}, column="roles")
    if AccountRole.SYSTEM in roles and len(roles) > 1:
        yield Fault(code="service.grant_system", column="roles")
    if region is not None and accounts.place(session, region) is None:
        yield Fault(code="service.region_unknown", params={"code": region}, column="region")
    if region is None and roles - {AccountRole.ADMIN, AccountRole.SECURITY}:
        yield Fault(code="service.region_needed", column="region")
    if person is None and AccountRole.CADRE in roles:
        yield Fault(code="service.person_needed", column="person")


def set_active(session: Session, account: Account, *, active: bool) -> None:
    """Close an account, which ends its sessions, or open it again."""
    who = viewer(session)
    who.require(Permission.ACCOUNTS_WRITE)
    if who.account == account.id:
        raise ClashError.of("service.account_self")
    account.active = active
    account.version += 1
    if not active:
        sign_ins.end_all(session, account.id)
    ledger.record(session, "account.open" if active else "account.close", kind="account", subject=account.id)


def reset_password(session: Session, account: Account, password_hash: str) -> None:
    """Give an account a password that must be changed at the next sign-in; its sessions end.

    Raises NotAllowedError where that would put the powers of 三员 into one hand.
    """
    require_other_hand(session, account)
    account.password, account.must_change = password_hash, True
    account.version += 1
    sign_ins.end_all(session, account.id)
    ledger.record(session, "account.reset_password", kind="account", subject=account.id)


def require_other_hand(session: Session, account: Account) -> None:
    """Refuse an administrator who would come in as the security officer or the auditor: that takes the console."""
    who = viewer(session)
    who.require(Permission.ACCOUNTS_WRITE)
    if who.via is not Via.CONSOLE and exclusive_roles(accounts.roles_of(account)):
        raise NotAllowedError.of("service.account_of_three")


def change_password(session: Session, password_hash: str) -> None:
    """Give the viewer's own account another password; the other sessions of the account end."""
    who = viewer(session)
    account = accounts.by_id(session, who.account) if who.account else None
    if account is None:
        raise NotFoundError.of("service.not_found")
    account.password, account.must_change = password_hash, False
    account.version += 1
    sign_ins.end_all(session, account.id, but=who.session)
    ledger.record(session, "account.change_password", kind="account", subject=account.id)


def is_settled(session: Session) -> bool:
    """Whether the installation has any account."""
    return accounts.any_account(session)


def first_accounts(session: Session, hashes: Mapping[str, str]) -> bool:
    """Make the administrator and the security officer of a new installation; False where there is any account.

    `hashes` gives the password of each by name (FIRST).
    """
    if accounts.any_account(session):
        return False
    for name in FIRST:
        account = create_account(session, name=name, password_hash=hashes[name])
        grant(session, account, roles=[AccountRole(name)], region=None)
    return True
