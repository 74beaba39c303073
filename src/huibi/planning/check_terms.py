"""Every term of a roster and every minimum that is not met, counted in the plainest way."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from huibi.model.people import LEAD_ROLES, Role
from huibi.model.rosters import Roster, Seat, ShortfallEntry, TeamEntry, TeamRoster
from huibi.planning.check_facts import Facts

GONE_LEAD = 3
GONE_OTHER = 1
OTHER_ROLE = 1
GONE_UNIT = 5


@dataclass(frozen=True)
class TeamTerms:
    """What one team adds to the terms; `unit_risks` and `entries` feed the two largest."""

    should: int
    unit_risks: tuple[int, ...]
    largest_entry: int
    travel: int
    together: int
    burden: int
    workload: int
    shortfalls: tuple[ShortfallEntry, ...]


def team_terms(facts: Facts, team: TeamRoster) -> TeamTerms:
    """Return what one team pays; ids that the problem does not have pay nothing."""
    entry = facts.teams.get(team.id)
    people = [facts.people[seat.id] for seat in team.people if seat.id in facts.people]
    units = [facts.units[name] for name in team.units if name in facts.units]
    risks = {(p.id, u.id): facts.risk.get((p.id, u.id), 0) for p in people for u in units}
    return TeamTerms(
        should=sum(facts.should.get((p.id, u.id), 0) for p in people for u in units),
        unit_risks=tuple(sum(risks[p.id, u.id] for p in people) for u in units),
        largest_entry=max(risks.values(), default=0),
        travel=0 if entry is None else sum(facts.way(entry, unit) * unit.workload for unit in units),
        together=sum(facts.together.get(a.id, {}).get(b.id, 0) for a, b in combinations(people, 2)),
        burden=sum(person.served for person in people),
        workload=sum(unit.workload for unit in units),
        shortfalls=() if entry is None else tuple(_team_shortfalls(facts, entry, team)),
    )


def _team_shortfalls(facts: Facts, entry: TeamEntry, team: TeamRoster) -> Iterator[ShortfallEntry]:
    if entry.may_idle and not team.units:
        return
    for what, least, have in _minimums(facts, entry, team):
        if have < least:
            yield ShortfallEntry(team=team.id, what=what, missing=least - have)
    held = {name for seat in team.people if seat.id in facts.people for name in facts.people[seat.id].specialities}
    for unit in team.units:
        for speciality in dict.fromkeys(facts.units[unit].specialities if unit in facts.units else ()):
            if speciality not in held:
                yield ShortfallEntry(team=team.id, what=f"unit_speciality:{speciality}", unit=unit, missing=1)


def _minimums(facts: Facts, entry: TeamEntry, team: TeamRoster) -> Iterator[tuple[str, int, int]]:
    """Yield what is asked for, the minimum, and what the team has of it."""
    people = [facts.people[seat.id] for seat in team.people if seat.id in facts.people]
    units = [facts.units[name] for name in team.units if name in facts.units]
    yield "size", entry.size[0], len(people)
    if entry.full_time is not None:
        yield "full_time", entry.full_time[0], sum(person.full_time for person in people)
    for role in Role:
        yield f"role:{role}", facts.limits(entry, role)[0], sum(seat.role == role for seat in team.people)
    for speciality, least in entry.specialities.items():
        yield f"speciality:{speciality}", least, sum(speciality in person.specialities for person in people)
    if entry.units is not None:
        yield "units", entry.units[0], len(units)
    if entry.workload is not None:
        yield "workload", entry.workload[0], sum(unit.workload for unit in units)


def lend_shortfalls(facts: Facts, roster: Roster) -> Iterator[ShortfallEntry]:
    """Yield what each county's pool gives too little of."""
    used = [facts.people[seat.id] for team in roster.teams for seat in team.people if seat.id in facts.people]
    yield from lent_too_few(facts, Counter(person.county for person in used))


def lent_too_few(facts: Facts, lent: Mapping[str | None, int]) -> Iterator[ShortfallEntry]:
    """Yield what each county's pool gives too little of, by how many people each county gives."""
    for county, (least, _) in facts.problem.counties.lend.items():
        have = lent.get(county, 0)
        if have < least:
            yield ShortfallEntry(county=county, what="lend", missing=least - have)


def weight(facts: Facts, entry: ShortfallEntry) -> int:
    """Return what one missing counts: `role:R` by R, `speciality:S` and `unit_speciality:S` by their kind."""
    kind, _, name = entry.what.partition(":")
    return facts.problem.shortfall_weights.get(name if kind == "role" else kind, 1)


def change(facts: Facts, roster: Roster) -> int:
    """Return what differs from `previous`; nothing for newcomers."""
    if facts.problem.previous is None:
        return 0
    seats: dict[str, list[Seat]] = defaultdict(list)
    units: dict[str, list[str]] = defaultdict(list)
    for team in roster.teams:
        seats[team.id].extend(team.people)
        units[team.id].extend(team.units)
    return sum(left(team, seats[team.id], units[team.id]) for team in facts.problem.previous.teams)


def left(before: TeamRoster, seats: Iterable[Seat], units: Iterable[str]) -> int:
    """Return what differs from one team of `previous`, given its seats and units now."""
    roles: dict[str, set[Role]] = defaultdict(set)
    for seat in seats:
        roles[seat.id].add(seat.role)
    paid = 0
    for seat in before.people:
        if seat.id not in roles:
            paid += GONE_LEAD if seat.role in LEAD_ROLES else GONE_OTHER
        elif seat.role not in roles[seat.id]:
            paid += OTHER_ROLE
    held = set(units)
    return paid + sum(GONE_UNIT for name in before.units if name not in held)


def unassigned(facts: Facts, roster: Roster) -> tuple[str, ...]:
    """Return the units that no team inspects, in the order of the problem."""
    inspected = {name for team in roster.teams for name in team.units}
    return tuple(name for name in facts.units if name not in inspected)


def all_terms(facts: Facts, roster: Roster, parts: Mapping[str, TeamTerms]) -> dict[str, int]:
    """Return every term of the roster; `parts` has what each team adds, idle teams may lack."""
    teams = list(parts.values())
    loads = [parts[name].workload if name in parts else 0 for name in facts.teams]
    risks = [risk for team in teams for risk in team.unit_risks]
    return {
        "unassigned": len(unassigned(facts, roster)),
        "shortfall": sum(weight(facts, entry) * entry.missing for entry in all_shortfalls(facts, roster, parts)),
        "change": change(facts, roster),
        "should": sum(team.should for team in teams),
        "risk_max": max((team.largest_entry for team in teams), default=0),
        "risk_peak": max(risks, default=0),
        "risk": sum(risks),
        "travel": sum(team.travel for team in teams),
        "together": sum(team.together for team in teams),
        "burden": sum(team.burden for team in teams),
        "spread": max(loads, default=0) - min(loads, default=0),
    }


def all_shortfalls(facts: Facts, roster: Roster, parts: Mapping[str, TeamTerms]) -> tuple[ShortfallEntry, ...]:
    """Return every minimum that is not met, teams in the order of the problem, then the counties that lend."""
    found: list[ShortfallEntry] = []
    for name in facts.teams:
        part = parts.get(name) or team_terms(facts, TeamRoster(id=name))
        found.extend(part.shortfalls)
    return (*found, *lend_shortfalls(facts, roster))
