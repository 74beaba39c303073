"""What routes and pages ask for: the installation, who is asking, a session to read or to write with.

Both kinds of session end with the route's function and before the answer is sent (`scope="function"`): what was written
is committed when somebody is told so. Every unsafe request with a cookie must carry the form token, in
the field `csrf_token` or the header `X-CSRF-Token`; requests with a bearer token have no cookie to be misused.
"""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Request, Response
from sqlalchemy.orm import Session

from huibi_api.actions import signing_in, tokens
from huibi_api.errors import NotAllowedError, SignInError
from huibi_api.installation import Installation
from huibi_api.security.viewer import NOBODY, Viewer

COOKIE = "huibi_session"
VISITOR = "huibi_visitor"  # marks the browser of somebody who is not signed in, for the form token alone
FORM_FIELD = "csrf_token"
FORM_HEADER = "X-CSRF-Token"
FIELDS_MOST = 20_000  # the form of a draft lists every unit of a city
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def installation(request: Request) -> Installation:
    """Return the installation that the app was made with."""
    house: Installation = request.app.state.house
    return house


House = Annotated[Installation, Depends(installation)]


def address_of(request: Request) -> str:
    """Return the caller's address as the server sees it (uvicorn puts in what trusted proxies say)."""
    return request.client.host if request.client else ""


def viewer(request: Request, house: House) -> Viewer:
    """Return who is asking; a bearer token that is worthless is refused, a cookie that is over makes a stranger."""
    address = address_of(request)
    kind, _, bearer = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        with house.database.read(NOBODY) as session:
            found = tokens.recognise_token(session, bearer.strip(), address=address)
        if found is None:
            raise SignInError.of("service.token_worthless")
        return found
    cookie = request.cookies.get(COOKIE)
    if not cookie:
        return replace(NOBODY, address=address)
    return _by_cookie(house, cookie, address)


def _by_cookie(house: Installation, cookie: str, address: str) -> Viewer:
    with house.database.read(NOBODY) as session:
        known = signing_in.recognise(session, cookie, address=address, settings=house.settings)
    if known is None:
        return replace(NOBODY, address=address)
    if known.stale:
        with house.database.keep_house(known.viewer) as session:
            signing_in.touch(session)
    return known.viewer


Who = Annotated[Viewer, Depends(viewer)]


def signed_in(who: Who) -> Viewer:
    """Return who is asking; raises SignInError for a stranger."""
    if not who.signed_in:
        raise SignInError.of("service.sign_in_needed")
    return who


SignedIn = Annotated[Viewer, Depends(signed_in)]


async def guard_forms(request: Request, house: House) -> None:
    """Refuse an unsafe request that a browser was led to send from elsewhere; works for plain forms without script."""
    if request.method in _SAFE or request.headers.get("authorization"):
        return
    if request.url.path.startswith("/api/") and COOKIE not in request.cookies:
        return  # nobody is signed in, so there is nothing to misuse
    cookie = request.cookies.get(COOKIE) or request.cookies.get(VISITOR)
    given = request.headers.get(FORM_HEADER, "")
    kind = request.headers.get("content-type", "")
    if not given and kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        field = (await request.form(max_fields=FIELDS_MOST)).get(FORM_FIELD)
        given = field if isinstance(field, str) else ""
    if not cookie or not house.keys.form_token_holds(cookie, given):
        raise NotAllowedError.of("service.form_token")


def form_token(request: Request, response: Response, house: Installation) -> str:
    """Return what a form of this page must carry; a visitor gets a cookie for it to hold on to."""
    cookie = request.cookies.get(COOKIE) or request.cookies.get(VISITOR)
    if not cookie:
        cookie = secrets.token_urlsafe(32)
        set_cookie(response, VISITOR, cookie, house)
    return house.keys.form_token(cookie)


def set_cookie(response: Response, name: str, value: str, house: Installation) -> None:
    """Set a cookie that scripts cannot read and other sites' forms do not bring along; it ends with the browser."""
    response.set_cookie(name, value, httponly=True, samesite="lax", secure=house.settings.https, path="/")


def reading(house: House, who: Who) -> Iterator[Session]:
    """Open a session that reads within the caller's reach."""
    with house.database.read(who) as session:
        yield session


def writing(house: House, who: Who) -> Iterator[Session]:
    """Open a session that writes; it is committed, or rolled back whole, before the answer leaves."""
    with house.database.write(who) as session:
        yield session


Reading = Annotated[Session, Depends(reading, scope="function")]
Writing = Annotated[Session, Depends(writing, scope="function")]
