"""Teams of a round: solved in the background with live progress, stopped, accepted; repairs decided."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from huibi_api.actions import rosters, round_views, rounds, staging
from huibi_api.deps import Reading, SignedIn, Writing
from huibi_api.pages.page import go, show
from huibi_api.pages.round_page import Form, common, text_of, version_of

router = APIRouter(prefix="/rounds/{round_id}")
_OPEN = ("waiting", "running")


@router.post("/solve")
def solve(session: Writing, round_id: str, form: Form) -> Response:
    """Begin to solve the stage."""
    round_ = rounds.find_round(session, round_id)
    rounds.require_version(round_, version_of(form))
    staging.solve(session, round_)
    return go(f"/rounds/{round_id}")


@router.post("/stop")
def stop(session: Writing, round_id: str, form: Form) -> Response:
    """Stop the solving and keep the best."""
    plan = staging.find_plan(session, rounds.find_round(session, round_id), text_of(form, "plan"))
    rosters.stop(session, plan.id)
    return go(f"/rounds/{round_id}")


@router.get("/progress")
def progress(request: Request, who: SignedIn, session: Reading, round_id: str, of: str = "solving") -> Response:
    """Return the living part of the page; when there is nothing to wait for, the page loads itself anew."""
    round_ = rounds.find_round(session, round_id)
    view = round_views.view_of(session, round_)
    repair = staging.open_repair(session, round_) if of == "repair" else None
    waiting = {"screening": view.screening, "solving": view.plan, "repair": repair}.get(of)
    if waiting is None or waiting.state not in _OPEN:
        return Response(status_code=204, headers={"HX-Refresh": "true"})
    if of == "repair":
        return Response(status_code=204)
    return show(
        request,
        f"round_{'screening_wait' if of == 'screening' else 'solving'}.html",
        who=who,
        **common(round_, view, who),
    )


@router.post("/accept")
def accept(session: Writing, round_id: str, form: Form) -> Response:
    """Take the stage's roster and go on to the next one."""
    round_, plan = rounds.find_round(session, round_id), text_of(form, "plan")
    staging.accept(session, round_, plan, version=version_of(form), despite=bool(text_of(form, "despite")))
    return go(f"/rounds/{round_id}?done=round.accepted")


@router.post("/repair/accept")
def accept_repair(session: Writing, round_id: str, form: Form) -> Response:
    """Take the smallest change."""
    round_ = rounds.find_round(session, round_id)
    plan, despite = text_of(form, "plan"), bool(text_of(form, "despite"))
    staging.accept_repair(session, round_, plan, version=version_of(form), despite=despite)
    return go(f"/rounds/{round_id}?done=repair.accepted")


@router.post("/repair/aside")
def put_aside(session: Writing, round_id: str, form: Form) -> Response:
    """Leave the roster as it is for now."""
    round_ = rounds.find_round(session, round_id)
    staging.put_repair_aside(session, round_, text_of(form, "plan"), reason=text_of(form, "reason"))
    return go(f"/rounds/{round_id}?done=repair.aside")
