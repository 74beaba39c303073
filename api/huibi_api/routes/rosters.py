"""`/rosters`: a roster problem is taken, solved by a worker, watched, tried by hand, stopped."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

from huibi.messages import say
from huibi.model.rosters import Edit, Problem
from huibi.planning.problem import read_edit, read_problem
from huibi_api.actions import rosters
from huibi_api.actions.rosters import Plan, Work
from huibi_api.actions.trials import Trials, Tried
from huibi_api.deps import House, Reading, SignedIn, Writing
from huibi_api.security.roles import Permission
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
_QUIET_SECONDS = 15.0  # a stream without news says so this often, so that proxies keep it open


async def _body(request: Request) -> bytes:
    return await request.body()


def _asker(who: SignedIn) -> None:
    """Refuse who may not hand anything in before the body is looked at."""
    who.require(Permission.ROSTERS_WRITE)


def _reader(who: SignedIn) -> None:
    who.require(Permission.ROSTERS_READ)


def _problem(_asker: Annotated[None, Depends(_asker)], body: Annotated[bytes, Depends(_body)]) -> Problem:
    return read_problem(body)


def _edit(_reader: Annotated[None, Depends(_reader)], body: Annotated[bytes, Depends(_body)]) -> Edit:
    return read_edit(body)


def _trials(request: Request) -> Trials:
    trials: Trials = request.app.state.trials
    return trials


def _takes(model: type[Problem | Edit]) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


@router.post(
    "",
    status_code=HTTPStatus.ACCEPTED,
    summary="Hand in a roster problem",
    openapi_extra=_takes(Problem),
    response_model=RosterStatus,
    responses=refusals(HTTPStatus.CONFLICT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
)
def submit(
    problem: Annotated[Problem, Depends(_problem)],
    house: House,
    session: Writing,
    idempotency_key: Annotated[str | None, Header()] = None,
) -> Response:
    """Take a problem (`huibi.roster/1`) and put it into the line; every fault of it is said at once.

    With an `Idempotency-Key`, a repeated request gets the answer of the first.
    """
    work = rosters.submit(session, problem, settings=house.settings, key=idempotency_key)
    location = f"/api/v1/rosters/{work.plan.id}"
    return JSONResponse(_shown(work, ()), HTTPStatus.ACCEPTED, headers={"Location": location, "ETag": _tag(work)})


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
def read(session: Reading, roster: str, if_none_match: Annotated[str | None, Header()] = None) -> Response:
    """Return the status, the levels reached so far, and the roster once there is one."""
    work = rosters.find(session, roster)
    tag = _tag(work)
    if known(tag, if_none_match):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag})
    return JSONResponse(_shown(work, rosters.levels_so_far(session, work)), headers={"ETag": tag})


@router.delete(
    "/{roster}",
    summary="Stop the solving and keep the best",
    status_code=HTTPStatus.ACCEPTED,
    response_model=RosterStatus,
    responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.PRECONDITION_FAILED),
)
def stop(session: Writing, roster: str, if_match: Annotated[str | None, Header()] = None) -> Response:
    """Stop it: 202 while the worker ends, 200 where it had ended already; the best found is kept."""
    require_match(_tag(rosters.find(session, roster)), if_match)
    work = rosters.stop(session, roster)
    status = HTTPStatus.OK if rosters.ended(work) else HTTPStatus.ACCEPTED
    return JSONResponse(_shown(work, rosters.levels_so_far(session, work)), status, headers={"ETag": _tag(work)})


@router.post(
    "/{roster}/check",
    summary="Try an edit by hand",
    openapi_extra=_takes(Edit),
    response_model=Tried,
    responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def check(
    edit: Annotated[Edit, Depends(_edit)], trials: Annotated[Trials, Depends(_trials)], session: Reading, roster: str
) -> Response:
    """Return what an edit (`huibi.edit/1`) would break and how every term would change; nothing is stored."""
    return JSONResponse(trials.attempt(session, roster, edit))


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
    after = int(last_event_id) if last_event_id and last_event_id.isdigit() else 0

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


def _tag(work: Work) -> str:
    return entity_tag(work.plan.version, work.job.events)


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


def _shown(work: Work, levels: Sequence[Any]) -> dict[str, Any]:
    error = work.plan.error
    return _summary(work.plan) | {
        "attempts": work.job.attempts,
        "levels": list(levels),
        "roster": work.plan.roster,
        "error": error and {"code": error, "message": say(error)},
    }
