"""Plans and answers already given: queries."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from huibi_api.store.tables.trail import Answered
from huibi_api.store.tables.work import Plan


def by_id(session: Session, plan: str) -> Plan | None:
    """Return the plan if the viewer reaches it."""
    return session.scalars(select(Plan).where(Plan.id == plan)).one_or_none()


def page(session: Session, *, before: str, limit: int, state: str | None = None) -> Sequence[Plan]:
    """Return plans from the youngest down, older than `before` (empty: from the top)."""
    statement = select(Plan).order_by(Plan.id.desc()).limit(limit)
    if before:
        statement = statement.where(Plan.id < before)
    if state is not None:
        statement = statement.where(Plan.state == state)
    return session.scalars(statement).all()


def answered(session: Session, account: str, key: str) -> Answered | None:
    """Return what this account's request with this key was answered with."""
    return session.get(Answered, (account, key))


def forget_answers(session: Session, before: datetime) -> None:
    """Forget answers that nobody will ask for again."""
    session.execute(delete(Answered).where(Answered.at < before))
