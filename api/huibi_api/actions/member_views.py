"""What the pages of the third recusal and after it show: answers, applications, a repair, what stands in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from huibi.errors import Fault
from huibi.messages import describe
from huibi_api.actions import approval, decisions, self_checks, staging
from huibi_api.actions.life import State
from huibi_api.actions.moves import Move, moves
from huibi_api.actions.round_views import Bundle, RoundView
from huibi_api.store.tables.rounds import Round
from huibi_api.store.tables.work import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """How far a member's answer is."""

    person: str
    team: str
    asked: bool
    covered: bool
    answer: str | None
    waived: bool
    at: str


@dataclass(frozen=True, slots=True)
class MembersView:
    """Everything on the page that is not in the round's own view."""

    answers: Sequence[AnswerRow]
    applications: Sequence[Any]
    repair: Plan | None
    moves: Sequence[Move]
    obstacles: Sequence[str]


def members_view(session: Session, round_: Round, view: RoundView) -> MembersView:
    """Return what the page shows of members, applications, an open repair and obstacles."""
    repair = staging.open_repair(session, round_) if view.own else None
    moved: Sequence[Move] = ()
    if repair is not None and repair.roster and view.accepted is not None:
        moved = moves(view.accepted.roster or {}, repair.roster)
    before = view.own and State(round_.state) in (State.SELF_CHECK, State.APPROVAL)
    return MembersView(
        answers=_answers(session, round_, view) if State(round_.state) is State.SELF_CHECK else (),
        applications=decisions.applications(session, round_),
        repair=repair,
        moves=moved,
        obstacles=[told(fault, view.bundle) for fault in approval.obstacles(session, round_)] if before else (),
    )


def told(fault: Fault, bundle: Bundle | None) -> str:
    """Return a fault in words, people and units by name."""
    if bundle is None:
        return describe(fault)
    names = {"person": bundle.name, "unit": bundle.unit}
    params = {key: names[key](str(value)) if key in names else value for key, value in fault.params.items()}
    return describe(replace(fault, params=params))


def _answers(session: Session, round_: Round, view: RoundView) -> Sequence[AnswerRow]:
    roster: Mapping[str, Any] = (view.accepted.roster if view.accepted else None) or {"teams": ()}
    teams = {seat["id"]: team["id"] for team in roster["teams"] for seat in team["people"]}
    return [
        AnswerRow(
            person=person,
            team=teams.get(person, ""),
            asked=row is not None,
            covered=covered,
            answer=row.answer if row else None,
            waived=row is not None and row.waived_at is not None,
            at=row.answered_at.strftime("%m-%d %H:%M") if row and row.answered_at else "",
        )
        for person, row, covered in self_checks.state_of_answers(session, round_)
        if person in teams
    ]
