"""What cannot stay of a previous roster, whatever is done: a proven least change, counted team by team."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from huibi.model.people import LEAD_ROLES, Role
from huibi.model.rosters import Pin, Problem, TeamEntry, TeamRoster
from huibi.planning.board import LEFT_LEAD, LEFT_OTHER, LEFT_UNIT, OTHER_ROLE

_MOST_UNITS = 10  # of a team up to which every choice of units that leave is looked at


@dataclass(frozen=True, slots=True)
class _Sitting:
    """A seat of `previous`: what leaving costs, and the roles that are possible here at all."""

    person: str
    held: Role
    price: int
    roles: frozenset[Role]


def least_change(problem: Problem) -> int:
    """Return a lower bound of `change` that holds for every legal roster, whatever else it is worth.

    Counted are who and what is gone, pinned elsewhere or may not serve here any more; where a person and a unit, or two
    people, of one team can no longer stand together, the cheaper way out; and what is too many for a maximum. Without
    a `previous` it is 0.
    """
    if problem.previous is None:
        return 0
    counter = _Counter(problem)
    return sum(counter.team(team) for team in problem.previous.teams)


class _Counter:
    def __init__(self, problem: Problem) -> None:
        assert problem.previous is not None  # noqa: S101 - the one caller has looked
        self.rules = problem.counties
        self.people = {person.id: person for person in problem.people}
        self.units = {unit.id: unit for unit in problem.units}
        self.teams = {team.id: team for team in problem.teams}
        self.ways = frozenset(problem.counties.bars)
        self.pins: dict[str, Pin] = {}
        for pin in problem.pins:
            name = pin.person or pin.unit or ""
            if name not in self.pins or pin.role is not None:
                self.pins[name] = pin
        met = {(seat.id, unit) for team in problem.previous.teams for seat in team.people for unit in team.units}
        self.barred: dict[tuple[str, str], set[Role]] = defaultdict(set)
        for bar in problem.bars:
            if (bar.person, bar.unit) in met:
                self.barred[bar.person, bar.unit].update(Role if bar.roles is None else bar.roles)
        self.apart = {frozenset(pair) for pair in problem.apart}

    def team(self, before: TeamRoster) -> int:
        """Return the least that changes of one team."""
        entry = self.teams.get(before.id)
        units = [] if entry is None else [name for name in before.units if self._may_stay(name, entry)]
        lost = LEFT_UNIT * (len(before.units) - len(units))
        seats = []
        for seat in before.people:
            price = LEFT_LEAD if seat.role in LEAD_ROLES else LEFT_OTHER
            roles = frozenset() if entry is None else self._roles(seat.id, entry)
            if roles:
                seats.append(_Sitting(seat.id, seat.role, price, roles))
            else:
                lost += price
        if entry is None:
            return lost
        return lost + self._cheapest(entry, units, seats)

    def _may_stay(self, name: str, team: TeamEntry) -> bool:
        unit, pin = self.units.get(name), self.pins.get(name)
        if unit is None or (pin is not None and pin.team != team.id):
            return False
        if team.county is None or unit.county is None:
            return True
        own = team.county == unit.county and self.rules.own == "forbid"
        return not own and (team.county, unit.county) not in self.ways

    def _roles(self, name: str, team: TeamEntry) -> frozenset[Role]:
        person, pin = self.people.get(name), self.pins.get(name)
        if person is None or (pin is not None and pin.team != team.id):
            return frozenset()
        return frozenset(
            role
            for role in person.roles
            if team.roles.get(role, (0, 0))[1] > 0
            and (pin is None or pin.role in (None, role))
            and ((counties := team.roles_from.get(role, team.people_from)) is None or person.county in counties)
        )

    def _cheapest(self, team: TeamEntry, units: Sequence[str], seats: Sequence[_Sitting]) -> int:
        """Return the least over all choices of units that leave the team."""
        if len(units) > _MOST_UNITS:
            return 0
        return min(
            LEFT_UNIT * (len(units) - len(staying)) + self._people(team, seats, staying)
            for count in range(len(units) + 1)
            for staying in combinations(units, count)
            if self._has_room(team, staying)
        )

    def _has_room(self, team: TeamEntry, staying: Sequence[str]) -> bool:
        load = sum(self.units[name].workload for name in staying)
        units, workload = team.units, team.workload
        return (units is None or len(staying) <= units[1]) and (workload is None or load <= workload[1])

    def _people(self, team: TeamEntry, seats: Sequence[_Sitting], staying: Iterable[str]) -> int:
        """Return the least that changes of the people beside these units."""
        paid = [self._pays(seat, staying) for seat in seats]
        more = [seat.price - cost for seat, cost in zip(seats, paid, strict=True)]
        stay = [index for index, left in enumerate(more) if left > 0]
        too_many = max(0, len(stay) - team.size[1])
        held = Counter(seats[index].held for index in stay if paid[index] == 0)
        roles = sum(max(0, count - team.roles.get(role, (0, 0))[1]) for role, count in held.items())
        crowd = sum(sorted(more[index] for index in stay)[:too_many])
        return sum(paid) + max(crowd, roles * OTHER_ROLE, self._apart(seats, more, stay))

    def _pays(self, seat: _Sitting, staying: Iterable[str]) -> int:
        """Return what a seat pays beside these units: nothing, another role, or its price."""
        roles = set(seat.roles)
        counties = self.people[seat.person].barred_counties
        for unit in staying:
            roles -= self.barred.get((seat.person, unit), set())
            if self.units[unit].county in counties:
                return seat.price
        if not roles:
            return seat.price
        return 0 if seat.held in roles else min(seat.price, OTHER_ROLE)

    def _apart(self, seats: Sequence[_Sitting], more: Sequence[int], stay: Sequence[int]) -> int:
        """Return the least for pairs that are apart, each person counted in one pair only."""
        taken: set[int] = set()
        least = 0
        for one, other in combinations(stay, 2):
            pair = frozenset((seats[one].person, seats[other].person))
            if pair in self.apart and not taken & {one, other}:
                taken |= {one, other}
                least += min(more[one], more[other])
        return least
