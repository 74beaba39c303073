"""The roster problem of a round (recusal.md, Compiling; register.md, The round)."""

from huibi.compiling.pairs import Pairs
from huibi.compiling.people import people_entries, together_entries
from huibi.compiling.pins import all_pins
from huibi.model.findings import Findings
from huibi.model.people import LEAD_ROLES, Role
from huibi.model.register import Register
from huibi.model.rosters import ROSTER_FORMAT, Bounds, Counties, Problem, Roster, TeamEntry, UnitEntry
from huibi.model.rounds import Round
from huibi.network.regions import county_of

LEADERS_STAGE = 1


def compile_problem(
    register: Register, round_: Round, findings: Findings, *, stage: int | None = None, keep: Roster | None = None
) -> Problem:
    """Return what the solver may know of a round; it depends on nothing but the arguments.

    `stage` takes the place of the round's; of `keep` the leaders, deputies and units are pinned. Raises InputError
    with every pin that cannot stand: on somebody who is barred there (with the finding), not available, or unknown.
    """
    stage = round_.stage if stage is None else stage
    people = people_entries(register, round_, lead_only=stage == LEADERS_STAGE)
    units = _units(register, round_)
    pairs = Pairs(people, units, findings, stage)
    return Problem(
        format=ROSTER_FORMAT,
        id=round_.id,
        people=pairs.people,
        units=tuple(_unasking(unit) for unit in units) if stage == LEADERS_STAGE else units,
        teams=tuple(_leaders_only(team) for team in round_.teams) if stage == LEADERS_STAGE else round_.teams,
        bars=pairs.bars(),
        apart=pairs.apart(),
        costs=pairs.costs(),
        together=together_entries(register, round_, people),
        limits=round_.limits,
        counties=_lending_freely(round_.counties) if stage == LEADERS_STAGE else round_.counties,
        pins=all_pins(register, round_, pairs, keep),
        search=round_.search,
    )


def _units(register: Register, round_: Round) -> tuple[UnitEntry, ...]:
    entries = []
    for listed in round_.units:
        region = register.units[listed.unit].region
        county = county_of(register.regions, region) or region
        entries.append(
            UnitEntry(id=listed.unit, county=county, workload=listed.workload, specialities=listed.specialities)
        )
    return tuple(entries)


def _leaders_only(team: TeamEntry) -> TeamEntry:
    """At stage 1 nobody but leaders and deputies is looked for; how many units a team takes is settled then."""
    return team.model_copy(
        update={
            "size": _no_minimum(team.size),
            "full_time": None if team.full_time is None else _no_minimum(team.full_time),
            "roles": {role: _role_bounds(role, bounds) for role, bounds in team.roles.items()},
            "specialities": {},
        }
    )


def _role_bounds(role: Role, bounds: Bounds) -> Bounds:
    return bounds if role in LEAD_ROLES else _no_minimum(bounds)


def _unasking(unit: UnitEntry) -> UnitEntry:
    return unit.model_copy(update={"specialities": ()})


def _lending_freely(counties: Counties) -> Counties:
    return counties.model_copy(update={"lend": {name: _no_minimum(bounds) for name, bounds in counties.lend.items()}})


def _no_minimum(bounds: Bounds) -> Bounds:
    return (0, bounds[1])
