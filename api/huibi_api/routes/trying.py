"""`/check`, `/recommend` and `/repair` of a roster: what could be otherwise in it, and the smallest change of it."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Response
from fastapi.responses import JSONResponse

from huibi.model.rosters import Changes, Edit
from huibi.planning.problem import read_changes, read_edit
from huibi.planning.recommend import recommend as look_for
from huibi.planning.repair import changed_problem
from huibi_api.actions import rosters
from huibi_api.actions.rosters import Handed
from huibi_api.actions.trials import Trials, Tried
from huibi_api.deps import House, Reading, SignedIn
from huibi_api.routes.rosters import read_body, taken, takes, trials_of
from huibi_api.security.roles import Permission
from huibi_api.wire import Recommended, RosterStatus, Vacancy, refusals

router = APIRouter(
    prefix="/rosters/{roster}",
    tags=["rosters"],
    responses=refusals(
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.CONFLICT,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
)
Ready = Annotated[Trials, Depends(trials_of)]
Body = Annotated[bytes, Depends(read_body)]


def _reader(who: SignedIn) -> None:
    who.require(Permission.ROSTERS_READ)


def _writer(who: SignedIn) -> None:
    who.require(Permission.ROSTERS_WRITE)


def _edit(_reader: Annotated[None, Depends(_reader)], body: Body) -> Edit:
    return read_edit(body)


def _changes(_writer: Annotated[None, Depends(_writer)], body: Body) -> Changes:
    return read_changes(body)


@router.post("/check", summary="Try an edit by hand", openapi_extra=takes(Edit), response_model=Tried)
def check(edit: Annotated[Edit, Depends(_edit)], trials: Ready, session: Reading, roster: str) -> Response:
    """Return what an edit (`huibi.edit/1`) would break and how every term would change; nothing is stored."""
    return JSONResponse(trials.attempt(session, roster, edit))


@router.post("/recommend", summary="Who could take a place, best first", response_model=Recommended)
def recommend(house: House, who: SignedIn, trials: Ready, roster: str, vacancy: Vacancy) -> Response:
    """Return whom no hard rule keeps from a role in a team, by what the roster would then be worth, and why.

    Where the role or the team is full, each is tried in the stead of the one whose leaving is missed least.
    """
    with house.database.read(who) as session:
        ready = trials.prepare(session, roster)
    candidates = look_for(ready.problem, ready.roster, vacancy.team, vacancy.role, vacancy.most)
    told = [candidate.to_json() for candidate in candidates]
    return JSONResponse({"team": vacancy.team, "role": vacancy.role.value, "candidates": told})


@router.post(
    "/repair",
    status_code=HTTPStatus.ACCEPTED,
    summary="Ask for the smallest change that is sound again",
    openapi_extra=takes(Changes),
    response_model=RosterStatus,
)
def repair(
    house: House,
    who: SignedIn,
    trials: Ready,
    roster: str,
    changes: Annotated[Changes, Depends(_changes)],
    idempotency_key: Annotated[str | None, Header()] = None,
) -> Response:
    """Take what has changed (`huibi.changes/1`) and put the search for the repair into the line: a roster of its own.

    Its `moves` say who and what stands elsewhere; the roster that it began from stays as it is.
    """
    with house.database.read(who) as session:
        ready = trials.prepare(session, roster)
    handed = Handed.of(changed_problem(ready.problem, ready.roster, changes))
    trials.keep(handed)
    with house.database.write(who) as session:
        work = rosters.submit(session, handed, settings=house.settings, key=idempotency_key, repairs=roster)
        return taken(session, work)
