"""What could not be judged for lack of data: said once a person or unit, never silently passed."""

from collections.abc import Iterable, Iterator

from huibi.model.findings import NotJudged
from huibi.network.regions import county_of
from huibi.screening.places import PERSON_PLACES, is_township_level, lies_in, town_units
from huibi.screening.view import View


def not_judged(view: View) -> tuple[NotJudged, ...]:
    """Return what the grounds that are on could not judge: persons in id order, then units in the round's order."""
    return (*of_persons(view, view.screened), *of_units(view))


def of_persons(view: View, persons: Iterable[str]) -> Iterator[NotJudged]:
    """Yield what could not be judged of some of the screened, in the order given."""
    towns = _judgeable_towns(view) if view.rule("place.origin").on else ()
    counties = _judgeable_counties(view) if view.rule("place.county").on else ()
    for person in persons:
        lacks = next((name for name in PERSON_PLACES if _hides(view, person, name, towns, town=True)), None)
        if lacks is not None:
            yield NotJudged(person=person, code="place.origin", for_lack_of=lacks)
        lacks = _lacks_county(view, person, counties)
        if lacks is not None:
            yield NotJudged(person=person, code="place.county", for_lack_of=lacks)


def of_units(view: View) -> Iterator[NotJudged]:
    """Yield what could not be judged of the round's units, in its order."""
    towns = frozenset(town_units(view)) if view.rule("place.origin").on else frozenset()
    for unit in view.units:
        if not view.standing.body(unit):
            yield NotJudged(unit=unit, code="unit", for_lack_of="body")
        if unit in towns and not _has_township(view, unit):
            yield NotJudged(unit=unit, code="place.origin", for_lack_of="region")
        crosses = view.rule("place.county").on and view.round.mode.crosses_counties
        if crosses and view.register.units[unit].region is None:
            yield NotJudged(unit=unit, code="place.county", for_lack_of="region")


def _lacks_county(view: View, person: str, counties: tuple[str, ...]) -> str | None:
    if not counties:
        return None
    cadre = view.register.pool.get(person)
    if cadre is not None and cadre.county is None:
        return "county"
    return next((name for name in PERSON_PLACES if _hides(view, person, name, counties, town=False)), None)


def _hides(view: View, person: str, name: str, regions: tuple[str, ...], *, town: bool) -> bool:
    """Whether a place is unknown, or so coarse that one of the regions may or may not be it."""
    home: str | None = getattr(view.register.persons[person], name)
    if not regions:
        return False
    if home is None or home not in view.register.regions:
        return True
    known = is_township_level(view, home) if town else county_of(view.register.regions, home) is not None
    return not known and any(lies_in(view, region, home) for region in regions)


def _judgeable_towns(view: View) -> tuple[str, ...]:
    towns = (unit for unit in town_units(view) if _has_township(view, unit))
    return tuple(dict.fromkeys(view.register.units[unit].region or "" for unit in towns))


def _has_township(view: View, unit: str) -> bool:
    region = view.register.units[unit].region
    return region is not None and is_township_level(view, region)


def _judgeable_counties(view: View) -> tuple[str, ...]:
    if not view.round.mode.crosses_counties:
        return ()
    return tuple(view.units_by_county)
