"""How large things are at a scale: people grow with it, the unit tree and the round much more slowly."""

from dataclasses import dataclass

from huibi.errors import Fault, UsageError

PROFILES = ("county", "city")
LEAST, MOST = 0.005, 4.0


@dataclass(frozen=True, slots=True)
class Sizes:
    """Counts for one profile and scale; `units` are those of one county without its villages."""

    counties: int
    employees: int
    persons: int
    units: int
    towns: int
    villages: int
    pool: int
    teams: int
    targets: int
    city_share: float


def sizes(profile: str, scale: float) -> Sizes:
    """Return the counts; raises UsageError for an unknown profile or a scale outside 0.005 to 4."""
    faults = []
    if profile not in PROFILES:
        faults.append(Fault(code="sample.profile", params={"value": profile}))
    if not LEAST <= scale <= MOST:
        faults.append(Fault(code="sample.scale", params={"value": scale, "least": LEAST, "most": MOST}))
    if faults:
        raise UsageError(faults)
    return _city(scale) if profile == "city" else _county(scale)


def _county(scale: float) -> Sizes:
    employees = max(400, round(8000 * scale))
    slow = (employees / 8000) ** 0.2
    teams = max(2, round(5 * scale**0.35))
    return Sizes(
        counties=1,
        employees=employees,
        persons=max(2750, round(55000 * scale)),
        units=max(36, round(80 * slow)),
        towns=max(6, round(20 * slow)),
        villages=max(2, round(9 * slow**2)),
        pool=max(20 * teams, round(130 * scale**0.5)),
        teams=teams,
        targets=round(12 * teams / 5),
        city_share=0.0,
    )


def _city(scale: float) -> Sizes:
    counties = min(12, max(6, round(12 * scale**0.2)))
    employees = max(200 * counties, round(100_000 * scale))
    slow = min(1.2, (employees / 100_000 * 12 / counties) ** 0.33)
    teams = max(counties, round(28 * scale**0.4))
    return Sizes(
        counties=counties,
        employees=employees,
        persons=max(1400 * counties, round(700_000 * scale)),
        units=max(26, round(80 * slow)),
        towns=max(4, round(20 * slow)),
        villages=max(2, round(9 * slow)),
        pool=max(26 * teams, round(1300 * scale**0.5)),
        teams=teams,
        targets=2 * teams,
        city_share=0.06,
    )
