"""Who could step in for whom: a table of a round's plan, looked up when somebody opens it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from huibi.writing.changes import changes
from huibi_api.actions import round_views, rounds, staging
from huibi_api.actions.trials import Trials
from huibi_api.deps import House, SignedIn
from huibi_api.errors import NotFoundError
from huibi_api.pages.page import show
from huibi_api.pages.round_page import team_names

router = APIRouter(prefix="/rounds/{round_id}")


def _trials(request: Request) -> Trials:
    kept: Trials = request.app.state.trials
    return kept


@router.get("/reserves")
def reserves(  # noqa: PLR0913, PLR0917 - a page is all of these
    request: Request,
    house: House,
    who: SignedIn,
    trials: Annotated[Trials, Depends(_trials)],
    round_id: str,
    plan: str = "",
    part: str = "",
) -> Response:
    """Show each place of a plan with its stand-ins, and whom to keep ready; `part`: the tables alone.

    A county that only takes part in the round sees nothing of it. They are looked up outside of the transaction.
    """
    with house.database.read(who) as session:
        round_ = rounds.find_round(session, round_id)
        bundle = round_views.bundle_of(session, round_)
        if bundle is None or not round_views.is_own(session, round_):
            raise NotFoundError.of("service.not_found")
        look_up = trials.reserves(session, staging.find_plan(session, round_, plan).id)
    people = bundle.data["people"]
    return show(
        request,
        "reserves_tables.html" if part else "reserves.html",
        who=who,
        round=round_,
        team_names=team_names(round_),
        found=look_up(),
        name=bundle.name,
        post=lambda person: " ".join(filter(None, (people.get(person, {}).get(key) for key in ("unit", "title")))),
        changes=changes,
    )
