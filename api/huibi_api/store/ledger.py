"""留痕: the ledger, append-only and chained by SHA-256; written in the transaction of what it tells of."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from huibi_api.clock import rfc3339
from huibi_api.store.current import now, viewer
from huibi_api.store.tables.base import canonical
from huibi_api.store.tables.trail import LedgerEntry, LedgerHead

FIRST = "0" * 64
_HEAD = 1
_RECORDED = "ledgered"
_AT_ONCE = 1000
_HASHED = (
    *("number", "at", "account", "name", "via", "address"),
    *("action", "kind", "subject", "region", "detail", "previous"),
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The end of the ledger as it was seen once; who keeps it elsewhere finds a ledger that was cut or made anew."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> "Anchor":
        """Return the anchor of its text; raises ValueError for anything else."""
        number, _, mark = text.strip().partition(":")
        if len(mark) != len(FIRST) or not number.isdigit():
            raise ValueError(text)
        return cls(int(number), mark)


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold: `what` is changed, missing, cut or foreign."""

    number: int
    what: str


def record(session: Session, action: str, *, kind: str, subject: str, region: str | None = None, **detail: Any) -> None:  # noqa: ANN401 - JSON-ready data
    """Append what the viewer of the session does to the subject; `detail` is JSON-ready, without secrets."""
    who = viewer(session)
    head = session.get(LedgerHead, _HEAD, populate_existing=True)
    if head is None:
        raise LookupError("the ledger has lost its head row")
    entry = LedgerEntry(
        number=head.number + 1,
        at=rfc3339(now(session)),
        account=who.account,
        name=who.name,
        via=who.via.value,
        address=who.address,
        action=action,
        kind=kind,
        subject=subject,
        region=region,
        detail=canonical(detail).decode(),
        previous=head.hash,
    )
    entry.hash = entry_hash(entry)
    head.number, head.hash = entry.number, entry.hash
    session.add(entry)
    session.flush()
    session.info[_RECORDED] = True


def recorded(session: Session) -> bool:
    """Whether this transaction has put something into the ledger."""
    return session.info.get(_RECORDED, False) is True


def entry_hash(entry: LedgerEntry) -> str:
    """Return the SHA-256 over the canonical JSON of everything else in the row, the previous hash included."""
    return hashlib.sha256(canonical({name: getattr(entry, name) for name in _HASHED})).hexdigest()


def head(session: Session) -> Anchor:
    """Return the end of the ledger."""
    row = session.scalars(select(LedgerHead)).one()
    return Anchor(row.number, row.hash)


def page(
    session: Session, *, before: int | None, limit: int, action: str | None, subject: str | None
) -> Sequence[LedgerEntry]:
    """Return the entries that the viewer reaches, from the youngest down."""
    statement = select(LedgerEntry).order_by(LedgerEntry.number.desc()).limit(limit)
    if before is not None:
        statement = statement.where(LedgerEntry.number < before)
    if action:
        statement = statement.where(LedgerEntry.action == action)
    if subject:
        statement = statement.where(LedgerEntry.subject == subject)
    return session.scalars(statement).all()


def verify(session: Session, anchors: Sequence[Anchor]) -> tuple[int, Break | None]:
    """Walk the whole chain; return the number of entries and the first break.

    Found are an entry that was changed, taken out or put in, a tail that was cut off although the head row or one of
    the `anchors` knows it, and a chain made anew that does not pass through an anchor.
    """
    known: dict[int, set[str]] = {}
    for anchor in anchors:
        known.setdefault(anchor.number, set()).add(anchor.hash)
    previous, number = FIRST, 0
    for entry in _entries(session):
        if entry.number != number + 1:
            return number, Break(number + 1, "missing")
        if entry.previous != previous or entry.hash != entry_hash(entry):
            return number, Break(entry.number, "changed")
        number, previous = entry.number, entry.hash
        if known.get(number, {previous}) != {previous}:
            return number, Break(number, "foreign")
    end = head(session)
    beyond = max([end.number, *known])
    if number < beyond:
        return number, Break(number + 1, "cut")
    return number, None if end == Anchor(number, previous) else Break(number, "changed")


def _entries(session: Session) -> Iterator[LedgerEntry]:
    """Yield every entry in order, some at a time."""
    last = -1
    statement = select(LedgerEntry).order_by(LedgerEntry.number).limit(_AT_ONCE).execution_options(huibi_whole=True)
    while found := session.scalars(statement.where(LedgerEntry.number > last)).all():
        for entry in found:
            session.expunge(entry)
        yield from found
        last = found[-1].number
