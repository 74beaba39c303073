"""What every page is made of: the frame, the form token, notes, and refusals as words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from huibi.errors import Fault
from huibi.messages import catalogue, describe, say
from huibi_api.deps import FORM_FIELD, form_token, installation
from huibi_api.security.roles import AccountRole, Permission
from huibi_api.security.viewer import NOBODY, Viewer

_HERE = Path(__file__).parents[1]
STATIC = _HERE / "static"
_LOGIN = frozenset({"service.sign_in_needed"})
_MUST_CHANGE = "service.password_must_change"
_templates = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=select_autoescape(("html",)),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals["say"] = say
# Where one can go: address, word of the catalogue, what an account must be allowed to do.
_PLACES: tuple[tuple[str, str, Permission], ...] = (
    ("/rounds", "page.nav.rounds", Permission.ROUNDS_READ),
    ("/registers", "page.nav.registers", Permission.REGISTERS_READ),
    ("/mine", "page.nav.mine", Permission.OWN_READ),
    ("/audit", "page.nav.audit", Permission.AUDIT_READ),
    ("/accounts", "page.nav.accounts", Permission.ACCOUNTS_WRITE),
    ("/accounts", "page.nav.grants", Permission.GRANTS_WRITE),
    ("/places", "page.nav.places", Permission.GRANTS_WRITE),
)


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence above the page; `tone` is good, bad, care or empty."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of the navigation."""

    href: str
    label: str
    current: bool = False


@dataclass(slots=True)
class Page:
    """The frame of one page, known to its template as `page`."""

    viewer: Viewer
    csrf: str
    navigation: Sequence[Item] = ()
    notes: list[Note] = field(default_factory=list)

    @property
    def csrf_field(self) -> Markup:
        """The hidden field that every form of a page holds."""
        return Markup('<input type="hidden" name="{}" value="{}">').format(FORM_FIELD, self.csrf)

    @property
    def role_names(self) -> str:
        """The roles of the viewer in words."""
        return "、".join(say(f"role.{role.value}") for role in AccountRole if role in self.viewer.roles)

    def asset(self, name: str) -> str:
        """Return the address of a built file, which changes when the file does."""
        file = STATIC / name
        mark = f"?{file.stat().st_mtime_ns:x}" if file.exists() else ""
        return f"/static/{name}{mark}"


def show(
    request: Request,
    template: str,
    *,
    who: Viewer,
    status: int = 200,
    notes: Sequence[Note] = (),
    **values: Any,  # noqa: ANN401 - a template takes any value
) -> HTMLResponse:
    """Return a page of this template; `values` are what it shows."""
    response = HTMLResponse(status_code=status)
    page = Page(
        who,
        form_token(request, response, installation(request)),
        navigation(who, request.url.path),
        [*done(request), *notes],
    )
    body = _templates.get_template(template).render(page=page, **values)
    response.body = body.encode()
    response.headers["content-length"] = str(len(response.body))
    return response


def navigation(who: Viewer, path: str) -> Sequence[Item]:
    """Return where this viewer can go."""
    if not who.signed_in:
        return ()
    return tuple(
        Item(href, say(word), current=path == href or path.startswith(href + "/"))
        for href, word, permission in _PLACES
        if who.may(permission)
    )


def done(request: Request) -> Sequence[Note]:
    """Return the sentence of what was just done, named by the query's `done`; nothing for a word that is none."""
    code = f"done.{request.query_params.get('done', '')}"
    return (Note(say(code), "good"),) if code in catalogue() else ()


def address_of(request: Request, path: str) -> str:
    """Return the whole address of a page, to be given to somebody: the one that the settings name, if they do."""
    public = installation(request).settings.public_url or str(request.base_url)
    return public.rstrip("/") + path


def go(address: str) -> RedirectResponse:
    """Send the browser on after a form was taken (303, so that a reload never sends it again)."""
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def refusal(request: Request, status: int, faults: Sequence[Fault]) -> Response:
    """Return a refusal as words; a stranger is sent to sign in, a first password to be changed."""
    codes = {fault.code for fault in faults}
    if codes & _LOGIN and request.method == "GET":
        return go(f"/sign-in?next={quote(request.url.path)}")
    if _MUST_CHANGE in codes:
        return go("/password")
    heading = say("page.refused" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "page.broken")
    sentences = [describe(fault) for fault in faults]
    return show(request, "error.html", who=NOBODY, status=status, heading=heading, sentences=sentences, back="/")
