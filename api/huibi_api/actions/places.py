"""The tree of places by which everything is scoped."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from huibi.errors import Fault
from huibi.model.people import Region
from huibi_api.errors import UnsoundError
from huibi_api.security.roles import Permission
from huibi_api.store import accounts, ledger
from huibi_api.store.current import viewer
from huibi_api.store.tables.access import Place


def put_places(session: Session, regions: Iterable[Region]) -> int:
    """Add or change places (行政区划); return how many are new or different.

    A parent must be known or in the list: UnsoundError names every one that is not.
    """
    viewer(session).require(Permission.GRANTS_WRITE)
    wanted = [_place(region) for region in regions]
    known = {place.code for place in accounts.places(session)} | {place.code for place in wanted}
    faults = [
        Fault(code="service.region_unknown", params={"code": place.parent}, column="parent")
        for place in wanted
        if place.parent is not None and place.parent not in known
    ]
    if faults:
        raise UnsoundError(faults)
    changed = accounts.put_places(session, wanted)
    if changed:
        ledger.record(session, "places.put", kind="places", subject=wanted[0].code, changed=changed)
    return changed


def list_places(session: Session) -> Sequence[Place]:
    """Return every place by its code; for who grants rights on them."""
    viewer(session).require(Permission.GRANTS_WRITE)
    return accounts.places(session)


def names(session: Session) -> Mapping[str, str]:
    """Return what every place is called, by its code."""
    return {place.code: place.name for place in accounts.places(session)}


def _place(region: Region) -> Place:
    level = None if region.level is None else region.level.value
    return Place(code=region.code, name=region.name, level=level, parent=region.parent)
