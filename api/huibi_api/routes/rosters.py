"""`/rosters`: a roster problem is taken, solved by a worker, watched, tried by hand, stopped."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool

from huibi.errors import HuibiError
from huibi.messages import say
from huibi.model.rosters import Problem
from huibi.planning.problem import read_problem
from huibi_api.actions import rosters
from huibi_api.actions.rosters import Handed, Plan, Work
from huibi_api.actions.trials import Trials
from huibi_api.deps import House, Reading, SignedIn, Writing
from huibi_api.installation import Installation
from huibi_api.security.roles import Permission
from huibi_api.security.viewer import Viewer
from huibi_api.wire import (
    RosterPage,
    RosterStatus,
    State,
    after_cursor,
    cursor_of,
    entity_tag,
    known,
    moment,
    refusals,
    require_match,
)

router = APIRouter(
    prefix="/rosters",
    tags=["rosters"],
    responses=refusals(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY),
)
_NUMBER = re.compile(r"[0-9]{1,15}")
_QUIET_SECONDS = 15.0  # a stream without news says so this often, so that proxies keep it open


async def read_body(request: Request) -> bytes:
    """Return the body as it came."""
    return await request.body()


def trials_of(request: Request) -> Trials:
    """Return the problems that this server keeps ready."""
    trials: Trials = request.app.state.trials
    return trials


def _asker(who: SignedIn) -> None:
    """Refuse who may not hand anything in before the body is looked at."""
    who.require(Permission.ROSTERS_WRITE)


def _handed(
    _asker: Annotated[None, Depends(_asker)],
    body: Annotated[bytes, Depends(read_body)],
    trials: Annotated[Trials, Depends(trials_of)],
) -> Handed:
    handed = Handed.of(read_problem(body))
    trials.keep(handed)
    return handed


def takes(model: type[BaseModel]) -> dict[str, Any]:
    """Return what the description of a route says of a body that the library reads itself."""
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


@router.post(
    "",
    status_code=HTTPStatus.ACCEPTED,
    summary="Hand in a roster problem",
    openapi_extra=takes(Problem),
    response_model=RosterStatus,
    responses=refusals(HTTPStatus.CONFLICT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
)
def submit(
    handed: Annotated[Handed, Depends(_handed)],
    house: House,
    session: Writing,
    idempotency_key: Annotated[str | None, Header()] = None,
) -> Response:
    """Take a problem (`huibi.roster/1`) and put it into the line; every fault of it is said at once.

    With an `Idempotency-Key`, a repeated request gets the answer of the first.
    """
    return taken(session, rosters.submit(session, handed, settings=house.settings, key=idempotency_key))


@router.get(
    "",
    summary="List rosters, the youngest first",
    response_model=RosterPage,
)
def read_page(
    session: Reading,
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=rosters.PAGE_MOST)] = 50,
    status: State | None = None,
) -> Response:
    """Return the rosters within reach; `next` is the cursor of the following page."""
    before = after_cursor(cursor) if cursor else ""
    found = rosters.page(session, cursor=before, limit=limit + 1, state=status)
    body: dict[str, Any] = {"items": [_summary(plan) for plan in found[:limit]]}
    headers = {}
    if len(found) > limit:
        body["next"] = cursor_of(found[limit - 1].id)
        headers["Link"] = f'</api/v1/rosters?cursor={body["next"]}&limit={limit}>; rel="next"'
    return JSONResponse(body, headers=headers)


@router.get(
    "/{roster}",
    summary="Where the solving stands, and its result",
    response_model=RosterStatus,
    responses=refusals(HTTPStatus.NOT_FOUND),
)
def read(
    house: House,
    who: SignedIn,
    session: Reading,
    trials: Annotated[Trials, Depends(trials_of)],
    roster: str,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Return the status, the levels reached so far, and the roster once there is one."""
    work = rosters.find(session, roster)
    tag = tag_of(work)
    if known(tag, if_none_match):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag})
    is_there = rosters.ended(work) and work.plan.roster
    # Whoever reads a roster will ask what could be otherwise in it; a city's takes a second to be made ready.
    later = BackgroundTask(_make_ready, house, who, trials, roster) if is_there else None
    return JSONResponse(shown(session, work), headers={"ETag": tag}, background=later)


def _make_ready(house: Installation, who: Viewer, trials: Trials, roster: str) -> None:
    with suppress(HuibiError), house.database.read(who) as session:
        trials.prepare(session, roster)


@router.delete(
    "/{roster}",
    summary="Stop the solving and keep the best",
    status_code=HTTPStatus.ACCEPTED,
    response_model=RosterStatus,
    responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.PRECONDITION_FAILED),
)
def stop(session: Writing, roster: str, if_match: Annotated[str | None, Header()] = None) -> Response:
    """Stop it: 202 while the worker ends, 200 where it had ended already; the best found is kept."""
    require_match(tag_of(rosters.find(session, roster)), if_match)
    work = rosters.stop(session, roster)
    status = HTTPStatus.OK if rosters.ended(work) else HTTPStatus.ACCEPTED
    return JSONResponse(shown(session, work), status, headers={"ETag": tag_of(work)})


@router.get(
    "/{roster}/events",
    summary="Watch the solving (server-sent events)",
    response_class=StreamingResponse,
    responses={
        HTTPStatus.OK.value: {"content": {"text/event-stream": {"schema": {"type": "string"}}}},
        **refusals(HTTPStatus.NOT_FOUND),
    },
)
async def watch(
    house: House, who: SignedIn, roster: str, last_event_id: Annotated[str | None, Header()] = None
) -> StreamingResponse:
    """Send `state`, `progress` and at last `end`; goes on after `Last-Event-ID`, ends when the solving does."""
    after = int(last_event_id) if last_event_id and _NUMBER.fullmatch(last_event_id) else 0

    def look(after: int) -> tuple[Sequence[str], int, bool]:
        with house.database.read(who) as session:
            lines, more = rosters.events(session, roster, after=after)
            told = [_event(line.number, line.kind, {**line.data, "at": moment(line.at)}) for line in lines]
            return told, lines[-1].number if lines else after, more

    first = await run_in_threadpool(look, after)  # a refusal must come before the stream begins

    async def stream() -> AsyncIterator[str]:
        told, number, more = first
        quiet = 0.0
        while True:
            for text in told:
                yield text
            if not more:
                return
            quiet = 0.0 if told else quiet + house.settings.events_seconds
            if quiet >= _QUIET_SECONDS:
                quiet = 0.0
                yield ": still there\n\n"
            await asyncio.sleep(house.settings.events_seconds)
            told, number, more = await run_in_threadpool(look, number)

    return StreamingResponse(stream(), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


def _event(number: int, kind: str, data: dict[str, Any]) -> str:
    return f"id: {number}\nevent: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _summary(plan: Plan) -> dict[str, Any]:
    return {
        "id": plan.id,
        "problem": plan.problem_id,
        "digest": plan.digest,
        "status": plan.state,
        "roster_status": plan.roster_status,
        "created_at": moment(plan.created_at),
        "started_at": moment(plan.started_at),
        "finished_at": moment(plan.finished_at),
    }


def shown(session: Session, work: Work) -> dict[str, Any]:
    """Return a roster as the description says (RosterStatus)."""
    error = work.plan.error
    return _summary(work.plan) | {
        "repairs": work.plan.start,
        "moves": [move.to_json() for move in rosters.moved(session, work)],
        "attempts": work.job.attempts,
        "levels": list(rosters.levels_so_far(session, work)),
        "roster": work.plan.roster,
        "error": error and {"code": error, "message": say(error)},
    }


def taken(session: Session, work: Work) -> Response:
    """Return the answer to what was put into the line: 202 and where its roster will be."""
    headers = {"Location": f"/api/v1/rosters/{work.plan.id}", "ETag": tag_of(work)}
    return JSONResponse(shown(session, work), HTTPStatus.ACCEPTED, headers=headers)


def tag_of(work: Work) -> str:
    """Return the entity tag of a roster, which changes with whatever is shown of it."""
    return entity_tag(work.plan.version, work.job.events)
