"""Pages that look at a round as a whole: counties × counties, the steps taken, the workbook; and the ledger."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from huibi_api.actions import audit, overviews, rounds
from huibi_api.deps import House, Reading, SignedIn
from huibi_api.pages.ledger_words import told, word
from huibi_api.pages.page import show

router = APIRouter()
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/rounds/{round_id}/counties")
def counties(request: Request, who: SignedIn, session: Reading, round_id: str) -> Response:
    """Show sending counties × inspected counties, and what each county lends."""
    round_ = rounds.find_round(session, round_id)
    return show(request, "counties.html", who=who, round=round_, table=overviews.county_table(session, round_))


@router.get("/rounds/{round_id}/steps")
def steps(request: Request, who: SignedIn, session: Reading, round_id: str) -> Response:
    """Show who took the round from state to state, on which data and with which roster."""
    round_ = rounds.find_round(session, round_id)
    return show(request, "steps.html", who=who, round=round_, rows=overviews.steps_taken(session, round_))


@router.get("/rounds/{round_id}/workbook")
def workbook(house: House, who: SignedIn, round_id: str) -> Response:
    """Return 编组方案.xlsx of the accepted roster; the rendering stands outside of the transaction."""
    with house.database.read(who) as session:
        round_ = rounds.find_round(session, round_id)
        name, make = f"编组方案-{round_.code}.xlsx", overviews.workbook_of(session, round_)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(make(), media_type=_XLSX, headers=headers)


@router.get("/audit")
def ledger(
    request: Request, who: SignedIn, session: Reading, before: Annotated[int | None, Query(ge=1, le=2**62)] = None
) -> Response:
    """Show the ledger from the youngest entry down."""
    entries = audit.read_ledger(session, before=before, limit=200)
    return show(request, "audit.html", who=who, entries=entries, word=word, told=told)
