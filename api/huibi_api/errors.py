"""What the service refuses, each with the HTTP status that says so; the sentences stand in the catalogue."""

from http import HTTPStatus

from huibi.errors import HuibiError


class RefusedError(HuibiError):
    """Base of every refusal of the service."""

    http: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY


class UnsoundError(RefusedError):
    """What was sent is not sound."""


class BadRequestError(RefusedError):
    """What was sent cannot be read at all."""

    http = HTTPStatus.BAD_REQUEST


class SignInError(RefusedError):
    """Nobody is signed in, or the name and password do not belong together."""

    http = HTTPStatus.UNAUTHORIZED


class NotAllowedError(RefusedError):
    """The account may not do this at all."""

    http = HTTPStatus.FORBIDDEN


class NotFoundError(RefusedError):
    """There is no such row, or it belongs to a region that is none of the account's: the answer is the same."""

    http = HTTPStatus.NOT_FOUND


class ClashError(RefusedError):
    """The row is not in a state in which this can be done."""

    http = HTTPStatus.CONFLICT


class StaleError(RefusedError):
    """The row was changed by somebody else since it was read."""

    http = HTTPStatus.PRECONDITION_FAILED


class TooLargeError(RefusedError):
    """The body is larger than the installation takes."""

    http = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class TooManyError(RefusedError):
    """Too many failures; to be tried again later."""

    http = HTTPStatus.TOO_MANY_REQUESTS
