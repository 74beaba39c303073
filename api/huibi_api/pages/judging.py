"""Screening of a round: asked for, looked at as matrices, cell by cell with chain and article; rulings in place."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup

from huibi.model.ties import Decision
from huibi.policy import load_policy
from huibi_api.actions import decisions, pictures, round_views, rounds, screenings
from huibi_api.actions.round_views import LEAD, Bundle
from huibi_api.deps import House, Reading, SignedIn, Writing
from huibi_api.errors import NotFoundError, UnsoundError
from huibi_api.pages.page import go, show
from huibi_api.pages.round_page import Form, text_of, version_of
from huibi_api.security.roles import Permission

router = APIRouter(prefix="/rounds/{round_id}")


@router.post("/screen")
def screen(session: Writing, round_id: str, form: Form) -> Response:
    """Ask for a screening on the present register."""
    round_ = rounds.find_round(session, round_id)
    rounds.require_version(round_, version_of(form))
    screenings.ask_screening(session, round_)
    return go(f"/rounds/{round_id}")


@router.get("/matrix")
def matrix(request: Request, who: SignedIn, session: Reading, round_id: str, rows: str = "pool") -> Response:
    """Show persons × units, coloured by effect."""
    round_ = rounds.find_round(session, round_id)
    bundle = _bundle(round_views.bundle_of(session, round_))
    lead = rows == "leaders"
    people = [
        {"id": person, **shown}
        for person, shown in bundle.data["people"].items()
        if shown.get("status") == "active" and (not lead or LEAD & set(shown.get("roles", ())))
    ]
    return show(
        request,
        "matrix.html",
        who=who,
        round=round_,
        heading="组长副组长 × 被巡察单位" if lead else "人才库 × 被巡察单位",
        people=people,
        units=[(unit, shown["name"]) for unit, shown in bundle.data["units"].items()],
        cells=bundle.cells(lead=lead),
    )


@router.get("/pair/{person}/{unit}")
def pair(request: Request, who: SignedIn, session: Reading, round_id: str, person: str, unit: str) -> Response:
    """Show everything that was found between a person and a unit: chain, sentence, article; and the index with why."""
    round_ = rounds.find_round(session, round_id)
    bundle = _bundle(round_views.bundle_of(session, round_))
    if person not in bundle.data["people"] or unit not in bundle.data["units"]:
        raise NotFoundError.of("service.not_found")
    rules = load_policy(round_.spec.get("policy", {})).rules
    found = [
        {
            "row": row,
            "sentence": bundle.data["sentences"][number],
            "links": bundle.data["links"][number],
            "waivable": rules[row["code"]].waivable,
        }
        for number, row in enumerate(bundle.findings)
        if (row["person"], row["unit"]) == (person, unit)
    ]
    cell = bundle.cells(lead=False).get((person, unit))
    return show(
        request,
        "pair.html",
        who=who,
        round=round_,
        person=person,
        unit=unit,
        name=bundle.name(person),
        unit_name=bundle.unit(unit),
        found=found,
        risk=cell.risk if cell else 0,
        reasons=bundle.data["reasons"].get(f"{person}|{unit}", ()),
        picture=Markup(pictures.pair_picture(session, round_, bundle, person, unit)),  # noqa: S704 - our own picture
        may_rule=who.may(Permission.RULINGS_WRITE),
        shown=bundle.data["people"][person],
    )


@router.post("/rulings")
def rule(house: House, session: Writing, round_id: str, form: Form) -> Response:
    """Write down a ruling: 回避 or 变通."""
    person, unit, word = text_of(form, "person"), text_of(form, "unit"), text_of(form, "decision")
    if word not in list(Decision):
        raise UnsoundError.of("round.decision_unknown")
    decisions.rule(
        session,
        rounds.find_round(session, round_id),
        house.keys,
        person=person,
        unit=unit,
        code=text_of(form, "code"),
        decision=Decision(word),
        reason=text_of(form, "reason"),
    )
    return go(f"/rounds/{round_id}?done=ruling")


def _bundle(bundle: Bundle | None) -> Bundle:
    if bundle is None:
        raise NotFoundError.of("round.not_screened")
    return bundle
