"""The page of a round in each of its states, and what the forms on it share."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from huibi.errors import HuibiError
from huibi.messages import describe, say
from huibi.model.rosters import ShortfallEntry
from huibi.writing.lacks import what_text, why_text
from huibi_api.actions import round_views, staging
from huibi_api.actions.life import State
from huibi_api.actions.member_views import MembersView, members_view
from huibi_api.actions.nouns import Round
from huibi_api.actions.round_views import RoundView
from huibi_api.deps import FIELDS_MOST
from huibi_api.pages.page import Note, address_of, show
from huibi_api.pages.typed import Typed
from huibi_api.security.roles import Permission
from huibi_api.security.viewer import Viewer

_STATES = tuple(State)
_NUMBER = re.compile(r"[0-9]{1,9}")


async def read_form(request: Request) -> AsyncIterator[FormData]:
    """Return the fields of a posted form; its files are closed when the page is done."""
    async with request.form(max_fields=FIELDS_MOST) as form:
        yield form


Form = Annotated[FormData, Depends(read_form)]


@dataclass(frozen=True, slots=True)
class Step:
    """A state in the bar over a round's page."""

    label: str
    done: bool
    current: bool


def show_round(  # noqa: PLR0913 - a page is all of these
    request: Request,
    who: Viewer,
    session: Session,
    round_: Round,
    *,
    notes: Sequence[Note] = (),
    status: int = 200,
    codes: Mapping[str, str] | None = None,
    typed: Typed | None = None,
) -> Response:
    """Show the page of the round's present state; `codes` are the members' codes that were just made.

    `typed` is the draft's form as it came back.
    """
    view = round_views.view_of(session, round_)
    members: MembersView | None = members_view(session, round_, view) if view.template == "members" else None
    return show(
        request,
        f"round_{view.template}.html",
        who=who,
        status=status,
        notes=notes,
        codes=codes or {},
        typed=typed or Typed(),
        members=members,
        declare_address=address_of(request, "/declare"),
        **common(round_, view, who),
    )


def common(round_: Round, view: RoundView, who: Viewer) -> dict[str, Any]:
    """Return what every page and fragment of a round shows."""
    return {
        "round": round_,
        "view": view,
        "steps": step_bar(round_),
        "team_names": team_names(round_),
        "is_short": staging.is_short,
        "shortfall_words": lambda entry: shortfall_words(entry, round_, view),
        "may_write": who.may(Permission.ROUNDS_WRITE) and view.own,
        "may_approve": who.may(Permission.ROUNDS_APPROVE) and view.own,
    }


def step_bar(round_: Round) -> Sequence[Step]:
    """Return the states of a round's life with where it stands."""
    at = _STATES.index(State(round_.state))
    return [Step(say(f"round.state.{state.value}"), number < at, number == at) for number, state in enumerate(_STATES)]


def team_names(round_: Round) -> Mapping[str, str]:
    """Return what the round's teams are called."""
    return {team["id"]: team.get("name") or team["id"] for team in round_.spec.get("teams", ())}


def shortfall_words(entry: Mapping[str, Any], round_: Round, view: RoundView) -> str:
    """Return a shortfall with the counts of why, in words."""
    noun = ShortfallEntry.model_validate(entry)
    where = team_names(round_).get(noun.team or "", noun.county or "")
    unit = view.bundle.unit(noun.unit) if noun.unit and view.bundle else ""
    what = say("page.shortfall", where=where, unit=unit, what=what_text(noun.what), missing=noun.missing)
    return f"{what}（{why_text(noun)}）" if noun.why else what


def version_of(form: FormData) -> int:
    """Return the version that the page was made with; -1, which no row has, where it is missing."""
    return number_of(form, "version")


def number_of(form: FormData, name: str) -> int:
    """Return a whole number of at most nine digits; -1 for anything else."""
    given = text_of(form, name)
    return int(given) if _NUMBER.fullmatch(given) else -1


def text_of(form: FormData, name: str) -> str:
    """Return a text field without the space round it; empty where there is none.

    A zero byte, which no keyboard sends and PostgreSQL cannot keep, is left out.
    """
    value = form.get(name)
    return value.replace("\0", "").strip() if isinstance(value, str) else ""


def bad(error: HuibiError) -> Sequence[Note]:
    """Return the faults of an error as notes over a page."""
    return [Note(describe(fault), "bad") for fault in error.faults]
