"""Rounds: the list, a new one, the draft's form, and the steps of a round's life that need no more than a button."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from huibi.errors import HuibiError
from huibi.messages import say
from huibi_api.actions import places, registers, round_views, rounds
from huibi_api.deps import House, Reading, SignedIn, Writing
from huibi_api.errors import UnsoundError
from huibi_api.pages.page import Note, go, show
from huibi_api.pages.round_form import RoundForm
from huibi_api.pages.round_page import Form, show_round, text_of, version_of
from huibi_api.pages.typed import Typed
from huibi_api.problems import status_of
from huibi_api.security.roles import Permission
from huibi_api.security.viewer import Viewer

router = APIRouter(prefix="/rounds")
# Fields beside which a sentence can stand; whatever else is wrong stands over the form.
_NEW_FIELDS = frozenset(
    {"code", "name", "mode", "as_of", "start", "end", "team_count", "seconded", "units_most", "seconds", "seed"}
)
_DRAFT_FIELDS = frozenset(
    {"code", "name", "mode", "as_of", "start", "end", "seconds", "seed"}
    | {"same_home_unit", "home_unit_total", "own", "mutual", "workload", "specialities"}
    | {"county", "people_from", "size", "full_time", "deputy", "units", "needs"}
)
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
    return _show_new(request, who, session, typed=Typed())


def _show_new(
    request: Request,
    who: Viewer,
    session: Session,
    *,
    typed: Typed,
    notes: Sequence[Note] = (),
    status: int = 200,
) -> Response:
    who.require(Permission.ROUNDS_WRITE)
    across = who.may(Permission.ROUNDS_COORDINATE)
    modes = [(mode, say(f"word.mode.{mode}")) for mode in _MODES if across or mode in ("local", "revisit")]
    registers_ = [row for row in registers.list_registers(session) if row.current]
    return show(
        request,
        "round_new.html",
        who=who,
        status=status,
        notes=notes,
        registers=registers_,
        modes=modes,
        typed=typed,
    )


@router.post("")
def create(request: Request, who: SignedIn, house: House, form: Form) -> Response:
    """Make a draft; with what is wrong over the form otherwise."""
    read = RoundForm(form)
    document: dict[str, Any] = {}
    try:
        with house.database.write(who) as session:
            register = registers.find_register(session, read.text("register"))
            across = read.text("mode") == "cross"  # pooled teams take anybody
            counties = round_views.counties_of(session, register) if across else []
            document = read.fresh(counties=[county for county, _ in counties])
            document["round"].setdefault("organiser", register.office)
            if read.faults:
                raise UnsoundError(rounds.faults_of(session, register, document) or read.faults)
            made = rounds.create_round(session, register, document)
        return go(f"/rounds/{made.id}?done=round.created")
    except HuibiError as error:
        faults = read.located([fault for fault in error.faults if fault not in read.faults], document)
        typed = Typed(form, faults)
        with house.database.read(who) as session:
            return _show_new(
                request, who, session, typed=typed, notes=typed.notes(_NEW_FIELDS), status=status_of(error)
            )


@router.get("/{round_id}")
def one_round(request: Request, who: SignedIn, session: Reading, round_id: str) -> Response:
    """Show the page of the round's present state."""
    round_ = rounds.find_round(session, round_id)
    return show_round(request, who, session, round_)


@router.post("/{round_id}/draft")
def change(request: Request, who: SignedIn, house: House, round_id: str, form: Form) -> Response:
    """Put the form's content into the draft, and go on to the first recusal where that was asked."""
    read = RoundForm(form)
    document: dict[str, Any] = {}
    try:
        with house.database.write(who) as session:
            round_ = rounds.find_round(session, round_id)
            document = read.whole(round_.spec)
            if read.faults:
                found = rounds.faults_of(session, rounds.register_of(session, round_), document)
                raise UnsoundError(found or read.faults)
            rounds.change_round(session, round_, document, version=version_of(form))
            if read.text("open"):
                rounds.open_leaders(session, round_, version=round_.version)
        return go(f"/rounds/{round_id}?done={'round.opened' if read.text('open') else 'round.saved'}")
    except HuibiError as error:
        with house.database.read(who) as session:
            round_ = rounds.find_round(session, round_id)
            faults = read.located([fault for fault in error.faults if fault not in read.faults], document)
            typed = Typed(form, faults)
            notes = [Note(say("form.refused"), "bad"), *typed.notes(_DRAFT_FIELDS)]
            return show_round(request, who, session, round_, notes=notes, status=status_of(error), typed=typed)


@router.post("/{round_id}/back")
def back(session: Writing, round_id: str, form: Form) -> Response:
    """Go one state back."""
    round_ = rounds.find_round(session, round_id)
    rounds.go_back(session, round_, version=version_of(form), reason=text_of(form, "reason"))
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
