"""The ledger: read by auditors, checked by anybody who keeps an anchor."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from huibi_api.security.roles import Permission
from huibi_api.store import ledger
from huibi_api.store.current import viewer
from huibi_api.store.ledger import Anchor, Break
from huibi_api.store.tables.trail import LedgerEntry

__all__ = ["Anchor", "Break", "read_ledger", "verify_ledger"]


def read_ledger(
    session: Session,
    *,
    before: int | None = None,
    limit: int = 100,
    action: str | None = None,
    subject: str | None = None,
) -> Sequence[LedgerEntry]:
    """Return entries of the viewer's reach from the youngest down, `limit` at most before the number `before`."""
    viewer(session).require(Permission.AUDIT_READ)
    return ledger.page(session, before=before, limit=limit, action=action, subject=subject)


def verify_ledger(session: Session, anchors: Sequence[Anchor] = ()) -> tuple[Anchor, Break | None]:
    """Walk the whole chain; return its end and the first place where it does not hold, if there is one."""
    viewer(session).require(Permission.AUDIT_READ)
    _, broken = ledger.verify(session, anchors)
    return ledger.head(session), broken
