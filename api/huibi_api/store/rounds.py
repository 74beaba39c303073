"""Rounds and all that hangs on them: queries."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, undefer

from huibi_api.store.scope import WHOLE
from huibi_api.store.tables.rounds import Round, RoundOffice, RoundStep, Screening, SelfCheck, StageResult
from huibi_api.store.tables.work import Plan

_OPEN = ("waiting", "running")


def by_id(session: Session, round_: str) -> Round | None:
    """Return the round if the viewer reaches it or a county of the viewer's takes part."""
    return session.scalars(select(Round).where(Round.id == round_)).one_or_none()


def unbounded(session: Session, round_: str) -> Round | None:
    """Return the round whoever asks: for what a member of it may do without seeing it."""
    wanted = select(Round).where(Round.id == round_)
    return session.scalars(wanted, execution_options={WHOLE: True}).one_or_none()


def by_code(session: Session, office: str, code: str) -> Round | None:
    """Return the office's round of this code."""
    return session.scalars(select(Round).where(Round.office == office, Round.code == code)).one_or_none()


def page(session: Session, *, limit: int = 100) -> Sequence[Round]:
    """Return rounds from the youngest down."""
    return session.scalars(select(Round).order_by(Round.id.desc()).limit(limit)).all()


def offices(session: Session, round_: str) -> Sequence[str]:
    """Return the counties that take part in another office's round."""
    wanted = select(RoundOffice.office).where(RoundOffice.round == round_)
    return session.scalars(wanted.order_by(RoundOffice.office)).all()


def set_offices(session: Session, round_: str, wanted: Iterable[str]) -> None:
    """Put other counties in place of those that took part."""
    session.execute(delete(RoundOffice).where(RoundOffice.round == round_))
    session.add_all(RoundOffice(round=round_, office=office) for office in sorted(set(wanted)))


def steps(session: Session, round_: str) -> Sequence[RoundStep]:
    """Return the round's transitions in order."""
    wanted = select(RoundStep).where(RoundStep.round == round_)
    return session.scalars(wanted.order_by(RoundStep.number)).all()


def next_step(session: Session, round_: str) -> int:
    """Return the number of the round's next transition."""
    last = session.scalar(select(func.max(RoundStep.number)).where(RoundStep.round == round_))
    return (last or 0) + 1


def screening(session: Session, wanted: str, *, whole: bool = False) -> Screening | None:
    """Return a screening; `whole` loads what it found at once."""
    statement = select(Screening).where(Screening.id == wanted)
    if whole:
        statement = statement.options(undefer(Screening.findings), undefer(Screening.problem))
    return session.scalars(statement).one_or_none()


def latest_screening(
    session: Session, round_: str, *, stage: int | None = None, done: bool = False, whole: bool = False
) -> Screening | None:
    """Return the youngest screening of a round (of a stage; that came to its end)."""
    statement = select(Screening).where(Screening.round == round_).order_by(Screening.id.desc()).limit(1)
    if stage is not None:
        statement = statement.where(Screening.stage == stage)
    if done:
        statement = statement.where(Screening.state == "done")
    if whole:
        statement = statement.options(undefer(Screening.findings), undefer(Screening.problem))
    return session.scalars(statement, execution_options={WHOLE: True}).one_or_none()


def open_subjects(session: Session, round_: str) -> Sequence[str]:
    """Return the screenings and repairs of a round that are not at their end."""
    screenings = select(Screening.id).where(Screening.round == round_, Screening.state.in_(_OPEN))
    repairs = select(Plan.id).where(Plan.round == round_, Plan.origin == "repair", Plan.state.in_(_OPEN))
    return [
        found for wanted in (screenings, repairs) for found in session.scalars(wanted, execution_options={WHOLE: True})
    ]


def plan(session: Session, wanted: str) -> Plan | None:
    """Return a plan of a round that the viewer was found to reach, with its problem and roster."""
    statement = select(Plan).where(Plan.id == wanted).options(undefer(Plan.problem), undefer(Plan.roster))
    return session.scalars(statement, execution_options={WHOLE: True}).one_or_none()


def latest_plan(session: Session, round_: str, *, stage: int, origin: str | None = None) -> Plan | None:
    """Return the youngest plan of a round's stage, with its problem and roster."""
    statement = select(Plan).where(Plan.round == round_, Plan.stage == stage).order_by(Plan.id.desc()).limit(1)
    if origin is not None:
        statement = statement.where(Plan.origin == origin)
    statement = statement.options(undefer(Plan.problem), undefer(Plan.roster))
    return session.scalars(statement, execution_options={WHOLE: True}).one_or_none()


def result(session: Session, round_: str, stage: int) -> StageResult | None:
    """Return what the stage came to, if it has."""
    wanted = select(StageResult).where(
        StageResult.round == round_, StageResult.stage == stage, StageResult.superseded_at.is_(None)
    )
    return session.scalars(wanted).one_or_none()


def self_checks(session: Session, round_: str) -> Sequence[SelfCheck]:
    """Return who is asked now in the third stage, by person."""
    wanted = select(SelfCheck).where(SelfCheck.round == round_, SelfCheck.superseded_at.is_(None))
    return session.scalars(wanted.order_by(SelfCheck.person)).all()


def self_check_by_code(session: Session, code: bytes) -> SelfCheck | None:
    """Return the question that a code stands for, unless another has taken its place."""
    wanted = select(SelfCheck).where(SelfCheck.code == code, SelfCheck.superseded_at.is_(None))
    return session.scalars(wanted).one_or_none()


def self_checks_of(session: Session, person: str) -> Sequence[SelfCheck]:
    """Return the questions put to a person, the youngest first."""
    wanted = select(SelfCheck).where(SelfCheck.person == person, SelfCheck.superseded_at.is_(None))
    return session.scalars(wanted.order_by(SelfCheck.id.desc())).all()


def published_with(session: Session, person: str) -> Sequence[tuple[Round, Any]]:
    """Return the published rounds whose accepted roster has the person, with that roster."""
    wanted = (
        select(Round, Plan)
        .join(StageResult, StageResult.round == Round.id)
        .join(Plan, Plan.id == StageResult.plan)
        .where(
            Round.state.in_(("published", "running", "closed")),
            StageResult.superseded_at.is_(None),
            StageResult.stage > 1,
        )
        .options(undefer(Plan.roster))
        .order_by(Round.id.desc())
    )
    found = session.execute(wanted, execution_options={WHOLE: True}).all()
    return [
        (round_, plan_.roster)
        for round_, plan_ in found
        if plan_.roster and any(seat["id"] == person for team in plan_.roster["teams"] for seat in team["people"])
    ]


def screening_of_plan(session: Session, wanted: str) -> Screening | None:
    """Return the screening that a plan of a reached round rests on, with what it found."""
    statement = select(Screening).where(Screening.id == wanted).options(undefer(Screening.findings))
    return session.scalars(statement, execution_options={WHOLE: True}).one_or_none()
