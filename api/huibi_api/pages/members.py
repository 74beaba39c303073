"""The third recusal as the office sees it: codes, answers, applications, approval and publication."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from huibi.model.ties import Answer
from huibi_api.actions import approval, decisions, rounds, self_checks
from huibi_api.deps import House, SignedIn, Writing
from huibi_api.errors import UnsoundError
from huibi_api.pages.page import go
from huibi_api.pages.round_page import Form, show_round, text_of, version_of

router = APIRouter(prefix="/rounds/{round_id}")


@router.post("/ask")
def ask(request: Request, house: House, who: SignedIn, round_id: str, form: Form) -> Response:
    """Make a code for each member who is to be asked, and show the codes this once."""
    with house.database.write(who) as session:
        codes = self_checks.ask(
            session,
            rounds.find_round(session, round_id),
            house.keys,
            whole_list=bool(text_of(form, "whole_list")),
            version=version_of(form),
        )
    with house.database.read(who) as session:
        return show_round(request, who, session, rounds.find_round(session, round_id), codes=codes)


@router.post("/waive")
def waive(session: Writing, round_id: str, form: Form) -> Response:
    """Do without a member's answer."""
    round_ = rounds.find_round(session, round_id)
    self_checks.waive(session, round_, text_of(form, "person"), reason=text_of(form, "reason"))
    return go(f"/rounds/{round_id}?done=answer.waived")


@router.post("/decide")
def decide(house: House, session: Writing, round_id: str, form: Form) -> Response:
    """Decide an application."""
    word = text_of(form, "decision")
    if word not in list(Answer):
        raise UnsoundError.of("round.decision_unknown")
    round_ = rounds.find_round(session, round_id)
    reason, declaration = text_of(form, "reason"), text_of(form, "declaration")
    decisions.decide(session, round_, declaration, house.keys, decision=Answer(word), reason=reason)
    return go(f"/rounds/{round_id}?done=declaration.decided")


@router.post("/set-aside")
def set_aside(house: House, session: Writing, round_id: str, form: Form) -> Response:
    """Take somebody out of the pool for now."""
    round_ = rounds.find_round(session, round_id)
    decisions.set_aside(session, round_, house.keys, person=text_of(form, "person"), reason=text_of(form, "reason"))
    return go(f"/rounds/{round_id}?done=person.aside")


@router.post("/hand-in")
def hand_in(session: Writing, round_id: str, form: Form) -> Response:
    """Hand the roster in for approval."""
    approval.hand_in(session, rounds.find_round(session, round_id), version=version_of(form))
    return go(f"/rounds/{round_id}?done=round.handed_in")


@router.post("/publish")
def publish(session: Writing, round_id: str, form: Form) -> Response:
    """Approve and publish."""
    approval.publish(session, rounds.find_round(session, round_id), version=version_of(form))
    return go(f"/rounds/{round_id}?done=round.published")


@router.post("/send-back")
def send_back(session: Writing, round_id: str, form: Form) -> Response:
    """Send the roster back."""
    round_ = rounds.find_round(session, round_id)
    approval.send_back(session, round_, version=version_of(form), reason=text_of(form, "reason"))
    return go(f"/rounds/{round_id}?done=round.sent_back")
