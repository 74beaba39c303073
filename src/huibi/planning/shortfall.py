"""Why a minimum is not met: how many could, and what stands in their way."""

from collections import Counter
from collections.abc import Iterable

from huibi.model.people import Role
from huibi.model.rosters import PersonEntry, Problem, Roster, ShortfallEntry, TeamEntry, TeamRoster
from huibi.planning.check_facts import Facts, look_up

Why = dict[str, int]
_OF_UNITS = ("units", "workload")


def explain(problem: Problem, roster: Roster, facts: Facts | None = None) -> tuple[ShortfallEntry, ...]:
    """Return the roster's shortfalls with their `why`.

    `could` counts everybody whom role, county and speciality suit, in the team or not; of them are counted who is
    `barred` from a unit of the team, `apart` from a member, of the `own_county` of a unit, over a `home_unit` limit,
    and `used` in another team (one person may count under several). For units and workload the same of units: those
    the team's county may inspect, and of them those `used` by another team. For lend: the people of the pool, and of
    them those `used` anywhere. `facts` are those of the problem where they are at hand.
    """
    counter = _Counter(facts or look_up(problem), roster)
    return tuple(entry.model_copy(update={"why": counter.why(entry)}) for entry in roster.shortfalls)


def fills(entry: ShortfallEntry, person: PersonEntry, role: Role) -> bool:
    """Whether somebody in a role would fill what a team lacks, whatever stands in the way."""
    kind, _, name = entry.what.partition(":")
    if kind == "full_time":
        return person.full_time
    if kind in ("speciality", "unit_speciality"):
        return name in person.specialities
    return kind != "role" or role == name


class _Counter:
    def __init__(self, facts: Facts, roster: Roster) -> None:
        self.facts = facts
        self.teams = {team.id: team for team in roster.teams}
        self.team_of = {seat.id: team.id for team in roster.teams for seat in team.people}
        self.unit_team = {unit: team.id for team in roster.teams for unit in team.units}
        self.by_county: dict[str | None, list[PersonEntry]] = {}
        for person in facts.people.values():
            self.by_county.setdefault(person.county, []).append(person)
        self.homes = Counter(facts.people[name].home_unit for name in self.team_of)

    def why(self, entry: ShortfallEntry) -> Why:
        """Return the counts of one shortfall."""
        if entry.county is not None:
            pool = [person for person in self.facts.people.values() if person.county == entry.county]
            return {"could": len(pool), "used": sum(person.id in self.team_of for person in pool)}
        team = self.facts.teams[entry.team or ""]
        if entry.what in _OF_UNITS:
            return self._units(team)
        now = self.teams.get(team.id, TeamRoster(id=team.id))
        found = [(person, roles) for person in self._pool(team) if (roles := self._roles(team, person, entry))]
        return {"could": len(found)} | {
            what: sum(test(now, person, roles) for person, roles in found)
            for what, test in (
                ("barred", self._barred),
                ("apart", self._apart),
                ("own_county", self._own_county),
                ("home_unit", self._home_unit),
                ("used", self._used),
            )
        }

    def _pool(self, team: TeamEntry) -> Iterable[PersonEntry]:
        """Return all who may serve in a team by their county; in a province that is few of many."""
        counties: set[str] = set()
        for role in Role:
            here = team.roles_from.get(role, team.people_from)
            if here is None:
                return self.facts.people.values()
            counties.update(here)
        return [person for county in sorted(counties) for person in self.by_county.get(county, ())]

    def _units(self, team: TeamEntry) -> Why:
        rules = self.facts.problem.counties
        could = []
        for unit in self.facts.units.values():
            both = team.county is not None and unit.county is not None
            own = both and team.county == unit.county and rules.own == "forbid"
            barred = both and (team.county, unit.county) in self.facts.county_bars
            if not own and not barred:
                could.append(unit.id)
        used = sum(self.unit_team.get(unit, team.id) != team.id for unit in could)
        return {"could": len(could), "used": used}

    def _roles(self, team: TeamEntry, person: PersonEntry, entry: ShortfallEntry) -> list[Role]:
        """Return the roles in which the person would help here, none if not at all."""
        return [
            role
            for role in Role
            if role in person.roles
            and fills(entry, person, role)
            and self.facts.limits(team, role)[1] > 0
            and self.facts.may_come_from(team, person, role)
        ]

    def _barred(self, now: TeamRoster, person: PersonEntry, roles: list[Role]) -> bool:
        return all(any(role in self.facts.barred.get((person.id, unit), ()) for unit in now.units) for role in roles)

    def _apart(self, now: TeamRoster, person: PersonEntry, _: list[Role]) -> bool:
        others = self.facts.apart.get(person.id, frozenset())
        return any(seat.id in others for seat in now.people)

    def _own_county(self, now: TeamRoster, person: PersonEntry, _: list[Role]) -> bool:
        return any(self.facts.units[unit].county in person.barred_counties for unit in now.units)

    def _home_unit(self, now: TeamRoster, person: PersonEntry, _: list[Role]) -> bool:
        limits, home = self.facts.problem.limits, person.home_unit
        if home is None or self.team_of.get(person.id) == now.id:
            return False
        here = sum(self.facts.people[seat.id].home_unit == home for seat in now.people)
        if limits.same_home_unit is not None and here >= limits.same_home_unit:
            return True
        elsewhere = self.homes[home] - (person.id in self.team_of)
        return limits.home_unit_total is not None and elsewhere >= limits.home_unit_total

    def _used(self, now: TeamRoster, person: PersonEntry, _: list[Role]) -> bool:
        return self.team_of.get(person.id, now.id) != now.id
