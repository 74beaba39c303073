"""Coming in, going out, changing the password: plain forms."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from huibi.errors import HuibiError
from huibi.messages import describe
from huibi_api import doors
from huibi_api.actions import signing_in
from huibi_api.deps import COOKIE, VISITOR, House, SignedIn, Who, Writing, address_of, set_cookie
from huibi_api.pages.page import Note, go, show
from huibi_api.problems import status_of

router = APIRouter()
Text = Annotated[str, Form()]


@router.get("/sign-in")
def ask(request: Request, who: Who, next: str = "/") -> Response:  # noqa: A002 - the word that the address shows
    """Show the form."""
    return show(request, "sign_in.html", who=who, target=_inside(next), name="")


@router.post("/sign-in")
def sign_in(request: Request, house: House, who: Who, name: Text, password: Text, target: Text = "/") -> Response:
    """Take name and password; the form comes again, with the same words for whatever was wrong."""
    try:
        secret = doors.sign_in(house, name=name, password=password, address=address_of(request))
    except HuibiError as error:
        notes = [Note(describe(fault), "bad") for fault in error.faults]
        values = {"target": _inside(target), "name": name}
        return show(request, "sign_in.html", who=who, status=status_of(error), notes=notes, **values)
    return _admitted(house, secret, _inside(target))


@router.get("/link/{secret}")
def ask_link(request: Request, who: Who, secret: str) -> Response:
    """Show the button of a one-time link: only pressing it uses the link up, no preview does."""
    return show(request, "link.html", who=who, secret=secret)


@router.post("/link/{secret}")
def use_link(request: Request, house: House, secret: str) -> Response:
    """Sign in by a one-time link."""
    return _admitted(house, doors.use_link(house, secret=secret, address=address_of(request)), "/")


@router.post("/sign-out")
def sign_out(session: Writing, who: Who) -> Response:
    """End the session."""
    if who.signed_in:
        signing_in.sign_out(session)
    response = go("/sign-in")
    response.delete_cookie(COOKIE, path="/")
    return response


@router.get("/password")
def ask_password(request: Request, who: SignedIn) -> Response:
    """Show the form for another password."""
    return show(request, "password.html", who=who)


@router.post("/password")
def change_password(request: Request, house: House, who: SignedIn, old: Text, new: Text, again: Text) -> Response:
    """Take another password."""
    try:
        if new != again:
            raise HuibiError.of("service.password_again")
        doors.change_password(house, who, old=old, new=new)
    except HuibiError as error:
        notes = [Note(describe(fault), "bad") for fault in error.faults]
        return show(request, "password.html", who=who, status=status_of(error), notes=notes)
    return go("/")


def _admitted(house: House, secret: str, target: str) -> Response:
    response = go(target)
    set_cookie(response, COOKIE, secret, house)
    response.delete_cookie(VISITOR, path="/")
    return response


def _inside(target: str) -> str:
    """Return the target if it is a path of ours, else the start: nobody is led elsewhere by a link to the form."""
    inside = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if inside else "/"
