"""Rounds: the list, a new one, the draft's form, and the steps of a round's life that need no more than a button."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from huibi.errors import HuibiError
from huibi_api.actions import places, registers, round_views, rounds
from huibi_api.deps import House, Reading, SignedIn, Writing
from huibi_api.pages.page import Note, go, show
from huibi_api.pages.round_form import RoundForm
from huibi_api.pages.round_page import Form, bad, show_round, version_of
from huibi_api.problems import status_of
from huibi_api.security.roles import Permission
from huibi_api.security.viewer import Viewer

router = APIRouter(prefix="/rounds")
_MODES = ("local", "cross", "pooled", "lifted", "revisit")


@router.get("")
def list_rounds(request: Request, who: SignedIn, session: Reading) -> Response:
    """Show the rounds within reach."""
    found = rounds.list_rounds(session)
    offices = places.names(session)
    return show(
        request, "rounds.html", who=who, rounds=found, offices=offices, may_write=who.may(Permission.ROUNDS_WRITE)
    )


@router.get("/new")
def new_round(request: Request, who: SignedIn, session: Reading) -> Response:
    """Show the form of a new round."""
    return _show_new(request, who, session, values={})


def _show_new(
    request: Request,
    who: Viewer,
    session: Session,
    *,
    values: Mapping[str, Any],
    notes: Sequence[Note] = (),
    status: int = 200,
) -> Response:
    who.require(Permission.ROUNDS_WRITE)
    across = who.may(Permission.ROUNDS_COORDINATE)
    modes = [mode for mode in _MODES if across or mode in ("local", "revisit")]
    registers_ = [row for row in registers.list_registers(session) if row.current]
    return show(
        request,
        "round_new.html",
        who=who,
        status=status,
        notes=notes,
        registers=registers_,
        modes=modes,
        values=values,
    )


@router.post("")
def create(request: Request, who: SignedIn, house: House, form: Form) -> Response:
    """Make a draft; with what is wrong over the form otherwise."""
    read = RoundForm(form)
    try:
        with house.database.write(who) as session:
            register = registers.find_register(session, read.text("register"))
            across = read.text("mode") in ("cross", "pooled")
            counties = round_views.counties_of(session, register) if across else []
            document = read.fresh(counties=[county for county, _ in counties])
            document["round"].setdefault("organiser", register.office)
            made = rounds.create_round(session, register, document)
        return go(f"/rounds/{made.id}?done=round.created")
    except HuibiError as error:
        with house.database.read(who) as session:
            values = {name: value for name, value in form.items() if isinstance(value, str)}
            return _show_new(request, who, session, values=values, notes=bad(error), status=status_of(error))


@router.get("/{round_id}")
def one_round(request: Request, who: SignedIn, session: Reading, round_id: str) -> Response:
    """Show the page of the round's present state."""
    round_ = rounds.find_round(session, round_id)
    return show_round(request, who, session, round_)


@router.post("/{round_id}/draft")
def change(request: Request, who: SignedIn, house: House, round_id: str, form: Form) -> Response:
    """Put the form's content into the draft, and go on to the first recusal where that was asked."""
    read = RoundForm(form)
    try:
        with house.database.write(who) as session:
            round_ = rounds.find_round(session, round_id)
            version = int(read.text("version") or 0)
            rounds.change_round(session, round_, read.whole(round_.spec), version=version)
            if read.text("open"):
                rounds.open_leaders(session, round_, version=round_.version)
        return go(f"/rounds/{round_id}?done={'round.opened' if read.text('open') else 'round.saved'}")
    except HuibiError as error:
        with house.database.read(who) as session:
            round_ = rounds.find_round(session, round_id)
            return show_round(request, who, session, round_, notes=bad(error), status=status_of(error))


@router.post("/{round_id}/back")
def back(session: Writing, round_id: str, form: Form) -> Response:
    """Go one state back."""
    round_ = rounds.find_round(session, round_id)
    rounds.go_back(session, round_, version=version_of(form), reason=str(form.get("reason", "")))
    return go(f"/rounds/{round_id}?done=round.back")


@router.post("/{round_id}/begin")
def begin(session: Writing, round_id: str, form: Form) -> Response:
    """Say that the teams have gone in."""
    rounds.begin_work(session, rounds.find_round(session, round_id), version=version_of(form))
    return go(f"/rounds/{round_id}?done=round.begun")


@router.post("/{round_id}/close")
def close(session: Writing, round_id: str, form: Form) -> Response:
    """Say that the round is over."""
    rounds.close(session, rounds.find_round(session, round_id), version=version_of(form))
    return go(f"/rounds/{round_id}?done=round.closed")
