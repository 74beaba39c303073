"""Who finds which rows: the one place where every query is bounded by region.

Each statement of a session that touches a `Scoped` table gets the bound of the session's viewer added, whatever it asks
for; a row of another region is not found (404), never forbidden (403), so that nothing can be learned from the answer.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, event, false, select
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from huibi_api.errors import NotAllowedError
from huibi_api.security.roles import Reach
from huibi_api.security.viewer import Viewer
from huibi_api.store.current import viewer
from huibi_api.store.tables.access import Place, PlaceReach
from huibi_api.store.tables.base import Base, Scoped
from huibi_api.store.tables.rounds import Round, RoundOffice
from huibi_api.store.tables.trail import LedgerEntry

WHOLE = "huibi_whole"  # an execution option: this statement reads a register whole, to judge by it
_OFFICE_LEVELS = frozenset({"province", "city", "county"})


def install() -> None:
    """Bound every session that will ever be opened; calling it again changes nothing."""
    if not event.contains(Session, "do_orm_execute", _bound):
        event.listen(Session, "do_orm_execute", _bound)


def _bound(state: ORMExecuteState) -> None:
    who = viewer(state.session)
    if who.reach is Reach.WHOLE or state.execution_options.get(WHOLE):
        return
    state.statement = state.statement.options(
        *(with_loader_criteria(entity, _criterion(entity, who), include_aliases=True) for entity in _scoped()),
        with_loader_criteria(LedgerEntry, _ledger_criterion(who), include_aliases=True),
    )


def _scoped() -> Iterable[type[Any]]:
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, Scoped):
            yield mapper.class_


def _criterion(entity: type[Any], who: Viewer) -> ColumnElement[bool]:
    if who.region is None or who.reach is Reach.NONE:
        return false()
    seen = reached(who)
    inside: ColumnElement[bool] = entity.office.in_(seen)
    if entity is Round:
        return inside | Round.id.in_(select(RoundOffice.round).where(RoundOffice.office.in_(seen)))
    return inside


def _ledger_criterion(who: Viewer) -> ColumnElement[bool]:
    """Bound the ledger: entries of the reach; those of no region belong to the auditor of the topmost place."""
    if who.region is None or who.reach is Reach.NONE:
        return false()
    topmost = select(Place.code).where(Place.code == who.region, Place.parent.is_(None)).exists()
    return LedgerEntry.region.in_(reached(who)) | (LedgerEntry.region.is_(None) & topmost)


def reached(who: Viewer) -> Select[str]:
    """Return the codes of all places within the reach of `who`, as a query."""
    codes = select(PlaceReach.code).where(PlaceReach.above == who.region)
    return codes if who.reach is Reach.BELOW else codes.where(PlaceReach.offices == 0)


def reaches(session: Session, office: str) -> bool:
    """Whether the viewer's own reach holds `office`: then its rows may be changed, not only be seen."""
    who = viewer(session)
    if who.reach is Reach.WHOLE:
        return True
    if who.region is None or who.reach is Reach.NONE:
        return False
    return session.scalar(reached(who).where(PlaceReach.code == office)) is not None


def reached_codes(session: Session) -> frozenset[str]:
    """Return the codes of all places within the viewer's reach."""
    who = viewer(session)
    if who.reach is Reach.WHOLE:
        return frozenset(session.scalars(select(Place.code)))
    if who.region is None or who.reach is Reach.NONE:
        return frozenset()
    return frozenset(session.scalars(reached(who)))


def require_own(session: Session, row: Scoped) -> None:
    """Raise NotAllowedError for a row that is seen, but belongs to an office that is not within the reach."""
    if not reaches(session, row.office):
        raise NotAllowedError.of("service.not_yours")


def rebuild(session: Session) -> None:
    """Work out anew which places lie below which, after the tree of places has changed."""
    session.flush()
    parents: dict[str, str | None] = {}
    levels: dict[str, str | None] = {}
    for code, parent, level in session.execute(select(Place.code, Place.parent, Place.level)):
        parents[code], levels[code] = parent, level
    session.query(PlaceReach).delete()
    session.add_all(
        PlaceReach(above=above, code=code, offices=offices)
        for code in sorted(parents)
        for above, offices in _upward(code, parents, levels)
    )
    session.flush()


def _upward(
    code: str, parents: Mapping[str, str | None], levels: Mapping[str, str | None]
) -> Iterable[tuple[str, int]]:
    """Yield each place at or above `code` with the offices passed on the way down from it; a cycle ends the walk."""
    offices, here, seen = 0, code, {code}
    while True:
        yield here, offices
        offices += levels[here] in _OFFICE_LEVELS
        parent = parents[here]
        if parent is None or parent in seen or parent not in parents:
            return
        seen.add(parent)
        here = parent
