"""What goes over the wire as JSON: shapes of answers, times, entity tags, pages."""

import base64
import binascii
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from huibi.model.people import Role
from huibi.model.rosters import LevelResult, Roster
from huibi_api.clock import rfc3339
from huibi_api.errors import StaleError, UnsoundError

MEDIA_TYPE = "application/problem+json"
State = Literal["waiting", "running", "done", "stopped", "failed"]


class FaultShown(BaseModel):
    """One thing that is wrong: its code, the sentence, and its place where it has one."""

    code: str
    message: str
    params: dict[str, Any] = Field(default_factory=dict)
    file: str | None = None
    sheet: str | None = None
    table: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    expected: str | None = None


class ProblemDocument(BaseModel):
    """A refusal (RFC 9457); `errors` lists all of what is wrong at once."""

    type: str
    title: str
    status: int
    instance: str | None = None
    errors: list[FaultShown] = Field(default_factory=list)


class Cause(BaseModel):
    """Why a job failed."""

    code: str
    message: str


class RosterSummary(BaseModel):
    """A roster in a list: where its solving stands; `problem` is the problem's own id."""

    id: str
    problem: str
    digest: str
    status: State
    roster_status: str | None = None
    created_at: str
    started_at: str | None = None
    finished_at: str | None = None


class Seat(BaseModel):
    """A team, and for a person the role in it."""

    team: str
    role: Role | None = None


class Moved(BaseModel):
    """A person or a unit that a repair puts elsewhere; null: in no team."""

    person: str | None = None
    unit: str | None = None
    before: Seat | None
    after: Seat | None


class RosterStatus(RosterSummary):
    """One roster: `levels` are those reached so far, `roster` the result once there is one.

    `repairs` names the roster that it is a repair of, `moves` who and what it puts elsewhere.
    """

    repairs: str | None = None
    moves: list[Moved] = Field(default_factory=list)
    attempts: int
    levels: list[LevelResult]
    roster: Roster | None = None
    error: Cause | None = None


class Vacancy(BaseModel):
    """A place in a team for which somebody is looked for."""

    model_config = ConfigDict(extra="forbid")
    team: str
    role: Role
    most: Annotated[int, Field(ge=1, le=1000)] = 10


class Candidate(BaseModel):
    """Somebody who could take the place: from which team, in whose stead, and the change of every term."""

    model_config = ConfigDict(extra="allow")
    person: str
    delta: dict[str, int]


class Recommended(BaseModel):
    """Who could take a place, best first."""

    team: str
    role: Role
    candidates: list[Candidate]


class RosterPage(BaseModel):
    """A page of a list; `next` is the cursor of the following one, absent on the last."""

    items: list[RosterSummary]
    next: str | None = None


def refusals(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """Return what the description of a route says of its refusals."""
    content = {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{ProblemDocument.__name__}"}}}
    return {status.value: {"description": status.phrase, "content": content} for status in statuses}


def moment(at: datetime | None) -> str | None:
    """Return a time as it goes over the wire: RFC 3339, UTC."""
    return None if at is None else rfc3339(at)


def entity_tag(*versions: int) -> str:
    """Return the strong tag of a representation that changes with any of these numbers."""
    return '"' + "-".join(str(version) for version in versions) + '"'


def known(tag: str, if_none_match: str | None) -> bool:
    """Whether the caller has this very representation already."""
    return if_none_match is not None and tag in _tags(if_none_match)


def require_match(tag: str, if_match: str | None) -> None:
    """Refuse with StaleError what was decided on an older representation; without the header nothing is compared."""
    if if_match is not None and not {tag, "*"} & _tags(if_match):
        raise StaleError.of("service.stale")


def _tags(header: str) -> set[str]:
    return {part.strip().removeprefix("W/") for part in header.split(",")}


def cursor_of(last: str) -> str:
    """Return the opaque cursor that goes on after an id."""
    return base64.urlsafe_b64encode(last.encode()).decode().rstrip("=")


def after_cursor(cursor: str) -> str:
    """Return the id that a cursor goes on after; raises UnsoundError for anything that is none of ours."""
    try:
        found = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        found = ""
    if not found.isalnum():
        raise UnsoundError.of("service.cursor")
    return found
