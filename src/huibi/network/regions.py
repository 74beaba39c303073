"""Where a place lies: the county of a region code."""

from collections.abc import Iterator, Mapping

from huibi.model.people import Region, RegionLevel


def upward(regions: Mapping[str, Region], code: str | None) -> Iterator[Region]:
    """Yield the region of `code` and those it lies in, the smallest first; nothing for an unknown code."""
    region = regions.get(code) if code is not None else None
    while region is not None:
        yield region
        region = regions.get(region.parent) if region.parent is not None else None


def county_of(regions: Mapping[str, Region], code: str | None) -> str | None:
    """Return the code of the nearest region upward of level county, None if there is none (recusal.md, Words)."""
    return next((region.code for region in upward(regions, code) if region.level is RegionLevel.COUNTY), None)
