"""The start page: who one is here, and where one can go."""

from fastapi import APIRouter, Request, Response

from huibi_api.actions import places
from huibi_api.deps import Reading, SignedIn
from huibi_api.errors import NotAllowedError
from huibi_api.pages.page import show

router = APIRouter()


@router.get("/")
def home(request: Request, who: SignedIn, session: Reading) -> Response:
    """Show the start page; a first password is to be changed before anything else."""
    if who.must_change:
        raise NotAllowedError.of("service.password_must_change")
    return show(request, "home.html", who=who, place=places.names(session).get(who.region or "", ""))
