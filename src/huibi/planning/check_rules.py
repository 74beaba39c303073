"""The hard rules, each said in its plainest form: one function a rule, one violation for each breach."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from huibi.model.people import Role
from huibi.model.rosters import Pin, Roster, TeamRoster
from huibi.planning.check_facts import Facts


@dataclass(frozen=True, slots=True)
class Violation:
    """A hard rule (1 to 7 of the format) that is broken, how (`code`), and by whom (ids and numbers)."""

    rule: int
    code: str
    ids: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the violation as JSON-ready data."""
        return {"rule": self.rule, "code": self.code, **self.ids}


def team_violations(facts: Facts, team: TeamRoster) -> tuple[Violation, ...]:
    """Return what one team breaks by itself."""
    if team.id not in facts.teams:
        return (Violation(1, "unknown_team", {"team": team.id}),)
    rules = (rule_1_roles, rule_2_units, rule_3_bars, rule_4_apart, rule_5_team_maximums, rule_6_pools, rule_6_counties)
    return tuple(violation for rule in rules for violation in rule(facts, team))


def roster_violations(facts: Facts, roster: Roster) -> tuple[Violation, ...]:
    """Return what the teams break between them."""
    rules = (rule_1_once, rule_2_once, rule_5_all_maximums, rule_6_mutual, rule_7_pins)
    return tuple(violation for rule in rules for violation in rule(facts, roster))


def rule_1_roles(facts: Facts, team: TeamRoster) -> Iterator[Violation]:
    """Everybody is known and serves in a role that the person may have."""
    for seat in team.people:
        person = facts.people.get(seat.id)
        if person is None:
            yield Violation(1, "unknown_person", {"team": team.id, "person": seat.id})
        elif seat.role not in person.roles:
            yield Violation(1, "role", {"team": team.id, "person": seat.id, "role": seat.role})


def rule_1_once(_: Facts, roster: Roster) -> Iterator[Violation]:
    """Nobody serves twice, and no team stands twice."""
    yield from served_twice(Counter(seat.id for team in roster.teams for seat in team.people))
    for name, times in Counter(team.id for team in roster.teams).items():
        if times > 1:
            yield Violation(1, "team_twice", {"team": name})


def served_twice(times: Mapping[str, int]) -> Iterator[Violation]:
    """Yield everybody who has more than one seat, by how many seats each has."""
    yield from (Violation(1, "person_twice", {"person": name}) for name in sorted(times) if times[name] > 1)


def rule_2_units(facts: Facts, team: TeamRoster) -> Iterator[Violation]:
    """Every unit is known."""
    for unit in team.units:
        if unit not in facts.units:
            yield Violation(2, "unknown_unit", {"team": team.id, "unit": unit})


def rule_2_once(_: Facts, roster: Roster) -> Iterator[Violation]:
    """No unit is inspected twice."""
    yield from inspected_twice(Counter(unit for team in roster.teams for unit in team.units))


def inspected_twice(times: Mapping[str, int]) -> Iterator[Violation]:
    """Yield every unit that more than one team inspects, by how many do."""
    yield from (Violation(2, "unit_twice", {"unit": name}) for name in sorted(times) if times[name] > 1)


def rule_3_bars(facts: Facts, team: TeamRoster) -> Iterator[Violation]:
    """Nobody is in a team that inspects a unit, or a unit of a county, from which the person is barred."""
    for seat in team.people:
        person = facts.people.get(seat.id)
        for name in team.units:
            unit = facts.units.get(name)
            if person is None or unit is None:
                continue
            ids = {"team": team.id, "person": seat.id, "unit": name}
            if seat.role in facts.barred.get((seat.id, name), ()):
                yield Violation(3, "barred", ids | {"role": seat.role})
            if unit.county is not None and unit.county in person.barred_counties:
                yield Violation(3, "barred_county", ids | {"county": unit.county})


def rule_4_apart(facts: Facts, team: TeamRoster) -> Iterator[Violation]:
    """No pair that is to be apart is in one team."""
    names = sorted({seat.id for seat in team.people})
    for one, other in combinations(names, 2):
        if other in facts.apart.get(one, ()):
            yield Violation(4, "apart", {"team": team.id, "people": [one, other]})


def rule_5_team_maximums(facts: Facts, team: TeamRoster) -> Iterator[Violation]:
    """No maximum of the team is passed."""
    entry = facts.teams[team.id]
    people = [facts.people[seat.id] for seat in team.people if seat.id in facts.people]
    units = [facts.units[name] for name in team.units if name in facts.units]
    found = {"size": len(people), "full_time": sum(person.full_time for person in people)}
    found |= {"units": len(units), "workload": sum(unit.workload for unit in units)}
    most = {"size": entry.size, "full_time": entry.full_time, "units": entry.units, "workload": entry.workload}
    for what, limits in most.items():
        if limits is not None and found[what] > limits[1]:
            yield Violation(5, "maximum", {"team": team.id, "what": what, "most": limits[1], "found": found[what]})
    for role in Role:
        count = sum(seat.role == role for seat in team.people)
        limit = facts.limits(entry, role)[1]
        if count > limit:
            yield Violation(5, "maximum", {"team": team.id, "what": f"role:{role}", "most": limit, "found": count})
    same_home = facts.problem.limits.same_home_unit
    for home, count in Counter(person.home_unit for person in people if person.home_unit is not None).items():
        if same_home is not None and count > same_home:
            ids = {"team": team.id, "what": "same_home_unit", "home_unit": home, "most": same_home, "found": count}
            yield Violation(5, "maximum", ids)


def rule_5_all_maximums(facts: Facts, roster: Roster) -> Iterator[Violation]:
    """No home unit and no county's pool gives more people to all teams than it may."""
    people = [facts.people[seat.id] for team in roster.teams for seat in team.people if seat.id in facts.people]
    homes = Counter(person.home_unit for person in people if person.home_unit is not None)
    yield from totals_passed(facts, homes, Counter(person.county for person in people))


def totals_passed(facts: Facts, homes: Mapping[str, int], lent: Mapping[str | None, int]) -> Iterator[Violation]:
    """Yield what is passed of the maximums over all teams, by how many people each home unit and county gives."""
    total = facts.problem.limits.home_unit_total
    for home in sorted(homes) if total is not None else ():
        if total is not None and homes[home] > total:
            ids = {"what": "home_unit_total", "home_unit": home, "most": total, "found": homes[home]}
            yield Violation(5, "maximum", ids)
    for county, (_, most) in facts.problem.counties.lend.items():
        count = lent.get(county, 0)
        if count > most:
            yield Violation(5, "maximum", {"what": "lend", "county": county, "most": most, "found": count})


def rule_6_pools(facts: Facts, team: TeamRoster) -> Iterator[Violation]:
    """Everybody comes from a county whose people may serve here in that role."""
    for seat in team.people:
        person = facts.people.get(seat.id)
        if person is not None and not facts.may_come_from(facts.teams[team.id], person, seat.role):
            yield Violation(6, "pool", {"team": team.id, "person": seat.id, "role": seat.role})


def rule_6_counties(facts: Facts, team: TeamRoster) -> Iterator[Violation]:
    """No team goes to a county where its own county may not inspect."""
    start = facts.teams[team.id].county
    for name in team.units:
        end = facts.units[name].county if name in facts.units else None
        if start is None or end is None:
            continue
        ids = {"team": team.id, "unit": name, "county": end}
        if start == end and facts.problem.counties.own == "forbid":
            yield Violation(6, "own_county", ids)
        if (start, end) in facts.county_bars:
            yield Violation(6, "county_bar", ids)


def rule_6_mutual(facts: Facts, roster: Roster) -> Iterator[Violation]:
    """No two counties inspect each other where that is forbidden."""
    yield from exchanges(facts, {way for team in roster.teams for way in ways(facts, team)})


def ways(facts: Facts, team: TeamRoster) -> Iterator[tuple[str, str]]:
    """Yield from which county to which other one a team goes, once for each unit."""
    start = facts.teams[team.id].county if team.id in facts.teams else None
    for name in team.units:
        end = facts.units[name].county if name in facts.units else None
        if start is not None and end is not None and start != end:
            yield start, end


def exchanges(facts: Facts, goes: Collection[tuple[str, str]]) -> Iterator[Violation]:
    """Yield the pairs of counties that inspect each other, where that is forbidden."""
    if facts.problem.counties.mutual == "forbid":
        for start, end in sorted(goes):
            if start < end and (end, start) in goes:
                yield Violation(6, "mutual", {"counties": [start, end]})


def rule_7_pins(facts: Facts, roster: Roster) -> Iterator[Violation]:
    """Every pin is kept."""
    seats = {(team.id, seat.id, seat.role) for team in roster.teams for seat in team.people}
    members = {(team, person) for team, person, _ in seats}
    units = {(team.id, name) for team in roster.teams for name in team.units}
    for index, pin in enumerate(facts.problem.pins):
        if pin.unit is not None:
            kept = (pin.team, pin.unit) in units
        elif pin.person is not None and pin.role is not None:
            kept = (pin.team, pin.person, pin.role) in seats
        else:
            kept = (pin.team, pin.person) in members
        if not kept:
            yield not_kept(index, pin)


def not_kept(index: int, pin: Pin) -> Violation:
    """Return the violation of a pin that is not kept; `index` is its place in the problem."""
    return Violation(7, "pin", {"pin": index, **pin.to_json()})
