"""Refusals as RFC 9457 problem documents; a page shows the same refusal as words."""

import logging
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from huibi.errors import Fault, HuibiError
from huibi.messages import describe, say
from huibi_api.errors import RefusedError, UnsoundError

MEDIA_TYPE = "application/problem+json"
API = "/api/"
_KNOWN = {404: "service.no_route", 405: "service.no_method", 413: "service.too_large_unsaid"}
_EXPECTED = {
    "missing": "service.field.missing",
    "int_parsing": "service.field.number",
    "greater_than_equal": "service.field.least",
    "less_than_equal": "service.field.most",
}
_log = logging.getLogger("huibi.api")


def problem(
    status: int,
    code: str,
    title: str,
    *,
    instance: str = "",
    headers: Mapping[str, str] | None = None,
    errors: Sequence[Any],
) -> JSONResponse:
    """Return a problem document; `type` names the code, `title` is its sentence in the caller's language."""
    body: dict[str, Any] = {"type": f"urn:huibi:problem:{code}", "title": title, "status": status}
    if instance:
        body["instance"] = instance
    return JSONResponse(body | {"errors": errors}, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def of_error(error: HuibiError, *, instance: str = "") -> JSONResponse:
    """Return the problem document of one of our errors, every fault of it under `errors`."""
    status = status_of(error)
    headers = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else None
    first = error.faults[0]
    alone = len(error.faults) == 1 and isinstance(error, RefusedError)
    code = first.code if alone else "service.unsound"
    title = describe(first) if alone else say(code, count=len(error.faults))
    faults = [_shown(fault) for fault in error.faults]
    return problem(status, code, title, instance=instance, headers=headers, errors=faults)


def status_of(error: HuibiError) -> HTTPStatus:
    """Return the status that says what kind of refusal it is."""
    return error.http if isinstance(error, RefusedError) else HTTPStatus.UNPROCESSABLE_ENTITY


def _shown(fault: Fault) -> dict[str, Any]:
    return fault.to_json() | {"message": describe(fault)}


class Problems:
    """Makes every refusal of an app an answer: a problem document below /api/, else what `page` makes of it."""

    def __init__(self, page: Callable[[Request, int, Sequence[Fault]], Response]) -> None:
        self._page = page

    def install(self, app: FastAPI) -> None:
        """Take over every error of the app; nothing of what went wrong inside is ever shown."""
        app.add_exception_handler(HuibiError, self._ours)
        app.add_exception_handler(HTTPException, self._http)
        app.add_exception_handler(RequestValidationError, self._unread)
        app.add_exception_handler(Exception, self._inside)

    def _answer(self, request: Request, error: HuibiError, headers: Mapping[str, str] | None = None) -> Response:
        if not request.url.path.startswith(API):
            return self._page(request, status_of(error), error.faults)
        answer = of_error(error, instance=request.url.path)
        answer.headers.update(headers or {})
        return answer

    async def _ours(self, request: Request, error: Exception) -> Response:
        if not isinstance(error, HuibiError):
            raise error
        return self._answer(request, error)

    async def _http(self, request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        code = _KNOWN.get(error.status_code, "service.http")
        refused = RefusedError.of(code, method=request.method, path=request.url.path, status=error.status_code)
        refused.http = HTTPStatus(error.status_code)
        return self._answer(request, refused, error.headers)

    async def _unread(self, request: Request, error: Exception) -> Response:
        if not isinstance(error, RequestValidationError):
            raise error
        return self._answer(request, UnsoundError(_fault(found) for found in error.errors()))

    async def _inside(self, request: Request, error: Exception) -> Response:
        _log.error("unexpected %s at %s %s", type(error).__name__, request.method, request.url.path, exc_info=error)
        refused = RefusedError.of("service.inside")
        refused.http = HTTPStatus.INTERNAL_SERVER_ERROR
        return self._answer(request, refused)


def _fault(found: Mapping[str, Any]) -> Fault:
    """Return what is wrong with a parameter or a field of a form, in our words for the few kinds that there are."""
    column = ".".join(str(part) for part in found["loc"])
    expected = say(_EXPECTED.get(found["type"], "service.field.other"), **found.get("ctx", {}))
    return Fault(code="service.field", column=column, expected=expected)
