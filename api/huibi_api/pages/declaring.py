"""The declaration form of a member: opened by a code or by signing in; works on a phone and without script."""

from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from huibi_api.actions import own_views, self_checks
from huibi_api.actions.nouns import Round, SelfCheck
from huibi_api.actions.self_checks import APPLIED, NONE, Application
from huibi_api.deps import House, Reading, SignedIn, Who
from huibi_api.errors import NotFoundError, RefusedError, UnsoundError
from huibi_api.installation import Installation
from huibi_api.pages.page import show
from huibi_api.pages.round_page import Form, bad, text_of
from huibi_api.security.viewer import NOBODY, Viewer

router = APIRouter()


@router.get("/declare")
def ask_code(request: Request, who: Who) -> Response:
    """Show the field for the code."""
    return show(request, "declare_code.html", who=who)


@router.post("/declare")
def open_by_code(request: Request, house: House, who: Who, form: Form) -> Response:
    """Show the form that a code opens, or take the answer given on it."""
    code = text_of(form, "code")
    stranger = replace(NOBODY, address=who.address)
    if not text_of(form, "answer"):
        try:
            with house.database.read(stranger) as session:
                row, round_ = self_checks.by_code(session, house.keys, code)
                return _show(request, stranger, session, row, round_, code=code)
        except NotFoundError as error:
            return show(request, "declare_code.html", who=who, notes=bad(error), status=error.http)
    return _answer(request, house, stranger, form, code=code)


@router.get("/mine")
def mine(request: Request, who: SignedIn, session: Reading) -> Response:
    """Show the own questions, the own applications, and the own assignment once it is published."""
    return show(request, "mine.html", who=who, **own_views.own_page(session))


@router.get("/mine/{question}")
def own_form(request: Request, who: SignedIn, session: Reading, question: str) -> Response:
    """Show the form of one of the own questions."""
    row, round_ = self_checks.own_question(session, question)
    return _show(request, who, session, row, round_)


@router.post("/mine/{question}")
def own_answer(request: Request, house: House, who: SignedIn, question: str, form: Form) -> Response:
    """Take the answer to one of the own questions."""
    return _answer(request, house, who, form, question=question)


def _answer(
    request: Request, house: Installation, who: Viewer, form: FormData, *, code: str = "", question: str = ""
) -> Response:
    def opened(session: Session) -> tuple[SelfCheck, Round]:
        if question:
            return self_checks.own_question(session, question)
        return self_checks.by_code(session, house.keys, code)

    answer = text_of(form, "answer")
    try:
        with house.database.write(who) as session:
            row, round_ = opened(session)
            self_checks.answer(session, row, round_, house.keys, _applications(form, answer))
        return show(request, "declared.html", who=who, answer=answer)
    except UnsoundError as error:
        with house.database.read(who) as session:
            row, round_ = opened(session)
            return _show(request, who, session, row, round_, code=code, form=form, error=error)


def _applications(form: FormData, answer: str) -> Sequence[Application]:
    chosen = [unit for unit in form.getlist("unit") if isinstance(unit, str)]
    if answer not in (NONE, APPLIED) or (answer == NONE) != (not chosen):
        raise UnsoundError.of("round.answer_unclear")
    return [
        Application(unit=unit, reason=text_of(form, f"reason.{unit}"), concerned=text_of(form, f"concerned.{unit}"))
        for unit in chosen
    ]


def _show(  # noqa: PLR0913 - a form is all of these
    request: Request,
    who: Viewer,
    session: Session,
    row: SelfCheck,
    round_: Round,
    *,
    code: str = "",
    form: FormData | None = None,
    error: RefusedError | None = None,
) -> Response:
    values = {name: value for name, value in form.items() if isinstance(value, str)} if form else {}
    return show(
        request,
        "declare.html",
        who=who,
        status=error.http if error else 200,
        notes=bad(error) if error else (),
        round_name=round_.name,
        units=own_views.unit_names(session, round_, row.units),
        chosen=set(form.getlist("unit")) if form else set(),
        values=values,
        code=code,
        action=f"/mine/{row.id}" if not code else "/declare",
        answered=row.answered_at.strftime("%Y-%m-%d %H:%M") if row.answered_at else "",
        answer=row.answer,
    )
