"""What a rule cannot judge for lack of data, once a person (or unit) and code."""

from collections.abc import Iterator

from huibi.model.rounds import Mode
from plain.grounds import BODY, TOWN, Desk
from plain.screening import screened

Gap = tuple[str, str, str]


def gaps(desk: Desk) -> set[Gap]:
    """Return (person or unit, code, what is lacking)."""
    return {*unit_gaps(desk), *origin_gaps(desk), *county_gaps(desk)}


def on(desk: Desk, code: str) -> bool:
    """Whether the round's policy leaves a code on."""
    return bool(desk.round.policy.get(code, {}).get("on", True))


def unit_gaps(desk: Desk) -> Iterator[Gap]:
    """A unit without body; a town's unit without a region of township level; across counties one without region."""
    for entry in desk.round.units:
        unit = desk.register.units[entry.unit]
        if not set(desk.places.standing(unit.id).values()) & set(BODY):
            yield unit.id, "unit", "body"
        if on(desk, "place.origin") and unit.kind in TOWN and not town(desk, unit.region):
            yield unit.id, "place.origin", "region"
        if on(desk, "place.county") and crosses(desk) and unit.region is None:
            yield unit.id, "place.county", "region"


def town(desk: Desk, region: str | None) -> bool:
    """Whether a region is known to the township."""
    return region is not None and desk.places.township(region)


def crosses(desk: Desk) -> bool:
    """Whether the round crosses counties."""
    return desk.round.mode in (Mode.CROSS, Mode.POOLED, Mode.LIFTED)


def origin_gaps(desk: Desk) -> Iterator[Gap]:
    """Growth or native place, known so coarsely that one of the round's towns may or may not be it."""
    units = [desk.register.units[entry.unit] for entry in desk.round.units]
    towns = [unit.region for unit in units if unit.kind in TOWN and town(desk, unit.region)]
    for person in screened(desk.register, desk.round.as_of) if on(desk, "place.origin") else []:
        for name in ("growth_place", "native_place"):
            home = getattr(desk.register.persons[person], name)
            coarse = home is not None and not town(desk, home)
            if towns and (home is None or (coarse and any(home in desk.places.upward(region) for region in towns))):
                yield person, "place.origin", name
                break


def county_gaps(desk: Desk) -> Iterator[Gap]:
    """The same of counties, and a pool that names none."""
    counties = {desk.places.county(desk.register.units[entry.unit].region) for entry in desk.round.units} - {None}
    if not crosses(desk) or not counties or not on(desk, "place.county"):
        return
    for person in screened(desk.register, desk.round.as_of):
        row = desk.register.persons[person]
        if desk.register.pool[person].county is None:
            yield person, "place.county", "county"
            continue
        for name, home in (("growth_place", row.growth_place), ("native_place", row.native_place)):
            coarse = home is not None and desk.places.county(home) is None
            if home is None or (coarse and any(home in desk.places.upward(county) for county in counties)):
                yield person, "place.county", name
                break
