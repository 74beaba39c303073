"""What stands around every request: language, the size of bodies, and what browsers are told."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from huibi.messages import Language, language
from huibi_api import problems
from huibi_api.errors import NotFoundError, TooLargeError

# Nothing from outside, nothing inline: no page of ours needs it.
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STATIC = "/static/"
API = "/api/"  # speaks the language of the caller; pages are Chinese
_YEAR = 365 * 24 * 3600


class Rim:
    """ASGI wrapper; `https` adds HSTS, which on a plain intranet would lock everybody out."""

    def __init__(self, app: ASGIApp, *, body_limit: int, https: bool) -> None:
        self._app = app
        self._limit = body_limit
        self._headers = dict(HEADERS)
        if https:
            self._headers["Strict-Transport-Security"] = f"max-age={_YEAR}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        token = language.set(language_of(headers) if scope["path"].startswith(API) else "zh")
        try:
            if _announced(headers) > self._limit:
                await self._refusal(scope)(scope, receive, self._told(scope, send))
            elif "\0" in scope["path"] or b"%00" in scope["query_string"]:
                # Nothing has a name with it, and PostgreSQL refuses to be asked.
                nothing = problems.of_error(NotFoundError.of("service.not_found"), instance="")
                await nothing(scope, receive, self._told(scope, send))
            else:
                await self._app(scope, _Bounded(receive, self._limit), self._told(scope, send))
        finally:
            language.reset(token)

    def _refusal(self, scope: Scope) -> ASGIApp:
        return problems.of_error(TooLargeError.of("service.too_large", limit=self._limit), instance=scope["path"])

    def _told(self, scope: Scope, send: Send) -> Send:
        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith(STATIC):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        return told


class _Bounded:
    """Reads a body up to the limit; what comes beyond it ends the request, where it becomes a problem document."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self._seen = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > self._limit:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message


def _announced(headers: Headers) -> int:
    announced = headers.get("content-length", "")
    return int(announced) if announced.isdigit() else 0


def language_of(headers: Headers) -> Language:
    """Return English where the first language that we have is that; Chinese is the rule."""
    for part in headers.get("accept-language", "").lower().split(","):
        tag = part.split(";")[0].strip()
        if tag.startswith(("zh", "en")):
            return "en" if tag.startswith("en") else "zh"
    return "zh"
