"""The county of a place is the nearest region upward of level county."""

import make
from huibi.network.regions import county_of

REGIONS = {
    row.code: row
    for row in (
        make.region("51", "province"),
        make.region("5115", "city", "51"),
        make.region("511521", "county", "5115"),
        make.region("511521100", "township", "511521"),
        make.region("511500100", "township", "5115"),
    )
}


def test_the_nearest_county_upward_is_found():
    """A township lies in its county, a county in itself; a city, its own township and an unknown place in none."""
    found = [county_of(REGIONS, code) for code in ("511521100", "511521", "511500100", "5115", "999", None)]
    assert found == ["511521", "511521", None, None, None, None]
