"""place.*: where the person comes from (地域回避, 公务员法 第七十五条; 交叉巡察)."""

from collections.abc import Iterator

from huibi.model.findings import Link
from huibi.model.people import RegionLevel, Role, UnitKind
from huibi.network.regions import county_of, upward
from huibi.screening.notice import Notice
from huibi.screening.view import View

TOWN_KINDS = frozenset({UnitKind.TOWNSHIP, UnitKind.VILLAGE})
PERSON_PLACES: tuple[str, ...] = ("growth_place", "native_place")


def place_origin(view: View, person: str) -> Iterator[Notice]:
    """Notice a town's unit whose region is, contains or lies in a native or growth place, both of township level."""
    for place, home in origins(view, person):
        if not is_township_level(view, home):
            continue
        for unit in town_units(view):
            region = view.register.units[unit].region
            if region is None or not is_township_level(view, region):
                continue
            if lies_in(view, region, home) or lies_in(view, home, region):
                yield Notice(unit=unit, chain=(_born(view, person, place, home), *_to_unit(view, home, unit)))


def place_county(view: View, person: str) -> Iterator[Notice]:
    """Notice, in rounds across counties, that the unit's county is the pool, native or growth county.

    It does not hold in a role for which a team of the round takes people from that very county.
    """
    if not view.round.mode.crosses_counties:
        return
    for place, home in counties_of(view, person):
        county = county_of(view.register.regions, home)
        if county is None or county not in view.units_by_county:
            continue
        free = frozenset(role for role in Role if county in _roles_from(view, role))
        for unit in view.units_by_county[county]:
            chain = (_born(view, person, place, home), *_to_county(view, home, county, unit))
            yield Notice(unit=unit, chain=chain, free=free)


def town_units(view: View) -> tuple[str, ...]:
    """Return the round's units of kind township or village."""
    return tuple(unit for unit in view.units if view.register.units[unit].kind in TOWN_KINDS)


def origins(view: View, person: str) -> Iterator[tuple[str, str]]:
    """Yield the places that the person comes from, each with its column."""
    row = view.register.persons[person]
    for name in PERSON_PLACES:
        if (code := getattr(row, name)) is not None:
            yield name, code


def counties_of(view: View, person: str) -> Iterator[tuple[str, str]]:
    """Yield the pool county, then the places that the person comes from, each with its column."""
    cadre = view.register.pool.get(person)
    if cadre is not None and cadre.county is not None:
        yield "pool_county", cadre.county
    yield from origins(view, person)


def is_township_level(view: View, code: str) -> bool:
    """Whether a place is a township, or lies in one and says no level of its own (a village)."""
    levels = (region.level for region in upward(view.register.regions, code))
    return next((level for level in levels if level is not None), None) is RegionLevel.TOWNSHIP


def lies_in(view: View, inner: str, outer: str) -> bool:
    """Whether `inner` is `outer` or lies in it."""
    return inner == outer or any(region.code == outer for region in upward(view.register.regions, inner))


def _roles_from(view: View, role: Role) -> frozenset[str]:
    return frozenset(county for team in view.round.teams for county in team.roles_from.get(role, ()))


def _born(view: View, person: str, place: str, home: str) -> Link:
    row = view.register.pool[person] if place == "pool_county" else view.register.persons[person]
    return Link(source=person, tie=place, target=home, record=row.record or None)


def _to_unit(view: View, home: str, unit: str) -> Iterator[Link]:
    region = view.register.units[unit].region or home
    if region != home:
        inner, tie = (region, "contains") if lies_in(view, region, home) else (home, "lies_in")
        yield Link(source=home, tie=tie, target=region, record=view.register.regions[inner].record or None)
    yield Link(source=region, tie="region_of", target=unit, record=view.register.units[unit].record or None)


def _to_county(view: View, home: str, county: str, unit: str) -> Iterator[Link]:
    if home != county:
        yield Link(source=home, tie="lies_in", target=county, record=view.register.regions[home].record or None)
    yield Link(source=county, tie="county_of", target=unit, record=view.register.units[unit].record or None)
