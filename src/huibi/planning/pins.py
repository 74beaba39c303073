"""Whether pins can stand together, which roles they then take, and which sets of them cannot."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from huibi.model.people import Role
from huibi.model.rosters import PersonEntry, PinsRule, Problem, Roster, Seat, TeamEntry, TeamRoster

EVERY_RULE = frozenset(range(1, 7))
MOST_SETS = 60
MOST_NODES = 600
Seats = dict[tuple[str, str], Role]


@dataclass
class _Placed:
    """Pins put together: who is in which team (in which roles pinned), which unit is in which."""

    seats: dict[tuple[str, str], set[Role]] = field(default_factory=dict)
    units: dict[tuple[str, str], None] = field(default_factory=dict)


class Pins:
    """The pins of a problem and what the hard rules say of any of them by themselves."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.people = {person.id: person for person in problem.people}
        self.units = {unit.id: unit for unit in problem.units}
        self.teams = {team.id: team for team in problem.teams}
        self.refused = set(problem.counties.bars)
        pinned_people = {pin.person for pin in problem.pins}
        pinned_units = {pin.unit for pin in problem.pins}
        self.barred: dict[tuple[str, str], set[Role]] = defaultdict(set)
        for bar in problem.bars:
            if bar.person in pinned_people and bar.unit in pinned_units:
                self.barred[bar.person, bar.unit].update(Role if bar.roles is None else bar.roles)
        self.apart = [pair for pair in problem.apart if pair[0] in pinned_people and pair[1] in pinned_people]

    def seats(self, indices: Sequence[int], rules: frozenset[int] = EVERY_RULE) -> Seats | None:
        """Return a legal role for each (person, team) that these pins fix, or None if they break one of the rules."""
        placed = self._place(indices)
        by_rule = {1: self._once, 2: self._units_once, 3: self._bars, 4: self._apart, 5: self._maximums, 6: self._ways}
        if not all(check(placed) for rule, check in by_rule.items() if rule in rules):
            return None
        found: Seats = {}
        for team in dict.fromkeys(team for _, team in placed.seats):
            chosen = self._roles(placed, team, rules)
            if chosen is None:
                return None
            found |= chosen
        return found

    def _place(self, indices: Sequence[int]) -> _Placed:
        placed = _Placed()
        for index in indices:
            pin = self.problem.pins[index]
            if pin.unit is not None:
                placed.units[pin.unit, pin.team] = None
            elif pin.person is not None:
                roles = placed.seats.setdefault((pin.person, pin.team), set())
                if pin.role is not None:
                    roles.add(pin.role)
        return placed

    @staticmethod
    def _once(placed: _Placed) -> bool:
        one_team = len({person for person, _ in placed.seats}) == len(placed.seats)
        return one_team and all(len(roles) <= 1 for roles in placed.seats.values())

    @staticmethod
    def _units_once(placed: _Placed) -> bool:
        return len({unit for unit, _ in placed.units}) == len(placed.units)

    def _bars(self, placed: _Placed) -> bool:
        for unit, team in placed.units:
            county = self.units[unit].county
            for person, where in placed.seats:
                if where == team and county is not None and county in self.people[person].barred_counties:
                    return False
        return True

    def _apart(self, placed: _Placed) -> bool:
        teams: dict[str, set[str]] = defaultdict(set)
        for person, team in placed.seats:
            teams[person].add(team)
        return not any(teams[one] & teams[other] for one, other in self.apart if one in teams and other in teams)

    def _maximums(self, placed: _Placed) -> bool:
        limits, lend = self.problem.limits, self.problem.counties.lend
        people: dict[str, list[PersonEntry]] = defaultdict(list)
        for name, team in placed.seats:
            people[team].append(self.people[name])
        for team, members in people.items():
            entry = self.teams[team]
            full_time = sum(person.full_time for person in members)
            if len(members) > entry.size[1] or (entry.full_time is not None and full_time > entry.full_time[1]):
                return False
            if limits.same_home_unit is not None and _most_of_one_home(members) > limits.same_home_unit:
                return False
        everybody = [person for members in people.values() for person in members]
        if limits.home_unit_total is not None and _most_of_one_home(everybody) > limits.home_unit_total:
            return False
        lent = Counter(person.county for person in everybody)
        return all(lent[county] <= most for county, (_, most) in lend.items()) and self._team_units(placed)

    def _team_units(self, placed: _Placed) -> bool:
        units: dict[str, list[int]] = defaultdict(list)
        for unit, team in placed.units:
            units[team].append(self.units[unit].workload)
        for team, loads in units.items():
            entry = self.teams[team]
            if entry.units is not None and len(loads) > entry.units[1]:
                return False
            if entry.workload is not None and sum(loads) > entry.workload[1]:
                return False
        return True

    def _ways(self, placed: _Placed) -> bool:
        rules = self.problem.counties
        goes = set()
        for unit, team in placed.units:
            start, end = self.teams[team].county, self.units[unit].county
            if start is None or end is None:
                continue
            if (start == end and rules.own == "forbid") or (start, end) in self.refused:
                return False
            goes.add((start, end))
        return rules.mutual != "forbid" or not any(a != b and (b, a) in goes for a, b in goes)

    def _roles(self, placed: _Placed, team: str, rules: frozenset[int]) -> Seats | None:
        """Match the people of one team to roles with room; what each may be depends on the rules that count."""
        entry = self.teams[team]
        room = {role: entry.roles.get(role, (0, 0))[1] if 5 in rules else len(placed.seats) for role in Role}  # noqa: PLR2004 - rule 5
        taken: dict[Role, list[str]] = {role: [] for role in Role}
        options = {
            person: [role for role in Role if self._may_be(placed, person, entry, role, rules)]
            for person, where in placed.seats
            if where == team
        }

        def seat(person: str, tried: set[Role]) -> bool:
            for role in options[person]:
                if role in tried:
                    continue
                tried.add(role)
                if len(taken[role]) < room[role]:
                    taken[role].append(person)
                    return True
                for other in list(taken[role]):
                    if seat(other, tried):
                        taken[role].remove(other)
                        taken[role].append(person)
                        return True
            return False

        if not all(seat(person, set()) for person in options):
            return None
        return {(person, team): role for role, people in taken.items() for person in people}

    def _may_be(self, placed: _Placed, person: str, team: TeamEntry, role: Role, rules: frozenset[int]) -> bool:
        pinned = placed.seats[person, team.id]
        if pinned and role not in pinned:
            return False
        counties = team.roles_from.get(role, team.people_from)
        refusals: Mapping[int, bool] = {
            1: role not in self.people[person].roles,
            3: any(where == team.id and role in self.barred.get((person, unit), ()) for unit, where in placed.units),
            6: counties is not None and self.people[person].county not in counties,
        }
        return not any(refused for rule, refused in refusals.items() if rule in rules)

    def broken(self) -> tuple[PinsRule, ...]:
        """Return sets of pins from which none can be left out, smallest indices first; at most MOST_SETS of them."""
        found: list[tuple[int, ...]] = []
        pending: list[frozenset[int]] = [frozenset()]
        seen = {pending[0]}
        for _ in range(MOST_NODES):
            if not pending or len(found) >= MOST_SETS:
                break
            left_out = pending.pop()
            smallest = next((one for one in found if not left_out & set(one)), None) or self._smallest(left_out)
            if smallest is None:
                continue
            if smallest not in found:
                found.append(smallest)
            for index in reversed(smallest):
                if (further := left_out | {index}) not in seen:
                    seen.add(further)
                    pending.append(further)
        found.sort(key=lambda pins: (len(pins), pins))
        return tuple(PinsRule(pins=pins, rule=rule) for pins in found for rule in self._rules(pins))

    def to_take_off(self) -> tuple[int, ...]:
        """Return a smallest set of pins (indices) without which the others can stand together."""
        sets: list[tuple[int, ...]] = []
        while True:
            off = _hitting(sets)
            smallest = self._smallest(frozenset(off))
            if smallest is None:
                return off
            sets.append(smallest)

    def _smallest(self, left_out: frozenset[int]) -> tuple[int, ...] | None:
        """Return a set that cannot stand and from which none can be left out, or None if the rest can stand."""
        rest = [index for index in range(len(self.problem.pins)) if index not in left_out]
        if self.seats(rest) is not None:
            return None
        needed: list[int] = []
        while self.seats(needed) is not None:
            low, high = 0, len(rest)
            while low < high:
                middle = (low + high) // 2
                if self.seats([*needed, *rest[:middle]]) is None:
                    high = middle
                else:
                    low = middle + 1
            needed.append(rest[low - 1])
            rest = rest[: low - 1]
        return tuple(sorted(needed))

    def _rules(self, pins: tuple[int, ...]) -> Iterator[int]:
        """Yield each rule that the set breaks by itself, else the first without which it could stand.

        Rule 1 (the roles that a person may have) is the ground on which the others are looked at.
        """
        if self.seats(pins, frozenset({1})) is None:
            yield 1
            return
        alone = [rule for rule in sorted(EVERY_RULE - {1}) if self.seats(pins, frozenset({1, rule})) is None]
        if alone:
            yield from alone
            return
        without = [rule for rule in sorted(EVERY_RULE) if self.seats(pins, EVERY_RULE - {rule}) is not None]
        yield without[0] if without else min(EVERY_RULE)


def _hitting(sets: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """Return a smallest set that has a member of each of the sets."""
    best = tuple(sorted({index for one in sets for index in one}))

    def search(chosen: frozenset[int]) -> None:
        nonlocal best
        unmet = [one for one in sets if not chosen.intersection(one)]
        apart: list[tuple[int, ...]] = []
        for one in unmet:
            if not any(set(one) & set(other) for other in apart):
                apart.append(one)
        if len(chosen) + len(apart) >= len(best):
            return
        if not unmet:
            best = tuple(sorted(chosen))
            return
        for index in unmet[0]:
            search(chosen | {index})

    search(frozenset())
    return best


def _most_of_one_home(people: list[PersonEntry]) -> int:
    homes = Counter(person.home_unit for person in people if person.home_unit is not None)
    return max(homes.values(), default=0)


def pins_alone(problem: Problem) -> Roster:
    """Return the teams that the pins alone make; where they cannot stand together nobody is seated."""
    seats = Pins(problem).seats(range(len(problem.pins))) or {}
    teams = tuple(
        TeamRoster(
            id=team.id,
            units=tuple(
                dict.fromkeys(pin.unit for pin in problem.pins if pin.team == team.id and pin.unit is not None)
            ),
            people=tuple(Seat(id=person, role=role) for (person, where), role in seats.items() if where == team.id),
        )
        for team in problem.teams
    )
    return Roster(teams=teams)
