"""Accounts and places: the administrator makes accounts without rights, the security officer grants them (三员分立)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from huibi.errors import HuibiError
from huibi.messages import say
from huibi.model.people import Region, RegionLevel
from huibi_api.actions import accounts, places, signing_in, tokens
from huibi_api.deps import House, Reading, SignedIn
from huibi_api.errors import UnsoundError
from huibi_api.installation import Installation
from huibi_api.pages.page import Note, address_of, go, show
from huibi_api.pages.round_page import Form, bad, number_of, text_of, version_of
from huibi_api.problems import status_of
from huibi_api.security import passwords
from huibi_api.security.roles import TOKEN_SCOPES, AccountRole, Permission
from huibi_api.security.viewer import Viewer

router = APIRouter()
_LEVELS = tuple(level for level in RegionLevel if level is not RegionLevel.TOWNSHIP)


@router.get("/accounts")
def list_accounts(request: Request, who: SignedIn, session: Reading) -> Response:
    """Show every account with its rights."""
    return _list(request, who, session)


@router.post("/accounts")
def create(request: Request, who: SignedIn, house: House, form: Form) -> Response:
    """Make an account without rights; a first password is shown this once."""
    who.require(Permission.ACCOUNTS_WRITE)
    name, by_link = text_of(form, "name"), bool(text_of(form, "by_link"))
    try:
        password = "" if by_link else passwords.invent()
        hashed = house.passwords.hash(password, name=name) if password else None
        with house.database.write(who) as session:
            made = accounts.create_account(session, name=name, display=text_of(form, "display"), password_hash=hashed)
            account = made.id
    except HuibiError as error:
        values = {field: text_of(form, field) for field in ("name", "display")}
        with house.database.read(who) as session:
            return _list(request, who, session, notes=bad(error), status=status_of(error), values=values)
    return _shown(request, who, house, account, secret=password, kind="password")


@router.get("/accounts/{account}")
def one_account(request: Request, who: SignedIn, session: Reading, account: str) -> Response:
    """Show an account and what the viewer may do with it."""
    return _one(request, who, session, account)


@router.post("/accounts/{account}/reset")
def reset(request: Request, who: SignedIn, house: House, account: str) -> Response:
    """Give an account another first password, shown this once."""
    password = passwords.invent()
    hashed = house.passwords.hash(password)
    with house.database.write(who) as session:
        accounts.reset_password(session, accounts.account_of(session, account), hashed)
    return _shown(request, who, house, account, secret=password, kind="password")


@router.post("/accounts/{account}/link")
def link(request: Request, who: SignedIn, house: House, account: str) -> Response:
    """Make a link that signs an account in once, shown this once."""
    with house.database.write(who) as session:
        secret = signing_in.create_link(session, accounts.account_of(session, account), house.settings)
    return _shown(request, who, house, account, secret=address_of(request, f"/link/{secret}"), kind="link")


@router.post("/accounts/{account}/close")
def close(request: Request, who: SignedIn, house: House, account: str, form: Form) -> Response:
    """Close an account, or open it again."""
    who.require(Permission.ACCOUNTS_WRITE)

    def work(session: Session) -> None:
        found = accounts.account_of(session, account)
        accounts.require_version(found, version_of(form))
        accounts.set_active(session, found, active=bool(text_of(form, "again")))

    return _done(request, who, house, account, work)


@router.post("/accounts/{account}/grant")
def grant(request: Request, who: SignedIn, house: House, account: str, form: Form) -> Response:
    """Give an account its roles, region and person, in place of those that it had."""
    who.require(Permission.GRANTS_WRITE)

    def work(session: Session) -> None:
        found = accounts.account_of(session, account)
        accounts.require_version(found, version_of(form))
        roles = [AccountRole(word) for word in form.getlist("role") if word in list(AccountRole)]
        region, person = text_of(form, "region") or None, text_of(form, "person") or None
        accounts.grant(session, found, roles=roles, region=region, person=person)

    return _done(request, who, house, account, work)


@router.post("/accounts/{account}/tokens")
def create_token(request: Request, who: SignedIn, house: House, account: str, form: Form) -> Response:
    """Make a token of a system account, shown this once."""
    scopes = [word for word in form.getlist("scope") if isinstance(word, str)]
    try:
        with house.database.write(who) as session:
            found = accounts.account_of(session, account)
            name, days = text_of(form, "name"), number_of(form, "days")
            secret = tokens.create_token(session, found, name=name, scopes=scopes, days=days)
    except HuibiError as error:
        return _refused(request, who, house, account, error)
    return _shown(request, who, house, account, secret=secret, kind="token")


@router.post("/accounts/{account}/tokens/{token}/revoke")
def revoke(request: Request, who: SignedIn, house: House, account: str, token: str) -> Response:
    """Make a token worthless."""
    return _done(request, who, house, account, lambda session: tokens.revoke_token(session, token, account=account))


@router.get("/places")
def list_places(request: Request, who: SignedIn, session: Reading) -> Response:
    """Show the tree of places by which everything is bounded."""
    return _places(request, who, session)


@router.post("/places")
def put_place(request: Request, who: SignedIn, house: House, form: Form) -> Response:
    """Add a place, or change it."""
    code, name, level = text_of(form, "code"), text_of(form, "name"), text_of(form, "level")
    try:
        if not code.isascii() or not code.isdigit() or not name or level not in list(_LEVELS):
            raise UnsoundError.of("service.place_shape")
        region = Region(code=code, name=name, level=RegionLevel(level), parent=text_of(form, "parent") or None)
        with house.database.write(who) as session:
            places.put_places(session, [region])
    except HuibiError as error:
        with house.database.read(who) as session:
            return _places(request, who, session, notes=bad(error), status=status_of(error))
    return go("/places?done=place.put")


def _done(
    request: Request, who: Viewer, house: Installation, account: str, work: Callable[[Session], None]
) -> Response:
    try:
        with house.database.write(who) as session:
            work(session)
    except UnsoundError as error:
        return _refused(request, who, house, account, error)
    return go(f"/accounts/{account}?done=account.changed")


def _refused(request: Request, who: Viewer, house: Installation, account: str, error: HuibiError) -> Response:
    with house.database.read(who) as session:
        return _one(request, who, session, account, notes=bad(error), status=status_of(error))


def _shown(request: Request, who: Viewer, house: Installation, account: str, *, secret: str, kind: str) -> Response:
    with house.database.read(who) as session:
        return _one(request, who, session, account, secret=secret, kind=kind)


def _list(
    request: Request,
    who: Viewer,
    session: Session,
    *,
    notes: Sequence[Note] = (),
    status: int = 200,
    values: dict[str, str] | None = None,
) -> Response:
    names = places.names(session)
    return show(
        request,
        "accounts.html",
        who=who,
        status=status,
        notes=notes,
        accounts=[_row(names, account) for account in accounts.all_accounts(session)],
        may_create=who.may(Permission.ACCOUNTS_WRITE),
        values=values or {"name": "", "display": ""},
    )


def _row(names: Mapping[str, str], account: Any) -> dict[str, Any]:  # noqa: ANN401 - a row that pages may not name
    held = [AccountRole(row.role) for row in account.roles]
    place = names.get(account.region or "", account.region or "")
    return {"row": account, "roles": "、".join(say(f"role.{role.value}") for role in held), "place": place}


def _one(  # noqa: PLR0913 - a page is all of these
    request: Request,
    who: Viewer,
    session: Session,
    account: str,
    *,
    notes: Sequence[Note] = (),
    status: int = 200,
    secret: str = "",
    kind: str = "",
) -> Response:
    found = accounts.account_of(session, account)
    held = {AccountRole(row.role) for row in found.roles}
    grants = who.may(Permission.GRANTS_WRITE)
    return show(
        request,
        "account.html",
        who=who,
        status=status,
        notes=notes,
        account=found,
        shown=_row(places.names(session), found),
        secret=secret,
        kind=kind,
        held=held,
        roles=list(AccountRole),
        places=places.list_places(session) if grants else (),
        tokens=tokens.tokens_of(session, found) if grants and AccountRole.SYSTEM in held else (),
        scopes=sorted(TOKEN_SCOPES),
        own=found.id == who.account,
        may_keep=who.may(Permission.ACCOUNTS_WRITE) and found.id != who.account,
        may_grant=grants and found.id != who.account,
    )


def _places(
    request: Request, who: Viewer, session: Session, *, notes: Sequence[Note] = (), status: int = 200
) -> Response:
    found = places.list_places(session)
    return show(
        request,
        "places.html",
        who=who,
        status=status,
        notes=notes,
        places=found,
        names={place.code: place.name for place in found},
        levels=_LEVELS,
    )
