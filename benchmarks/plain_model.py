"""The roster problem as one plain CP-SAT model: what planning is measured against.

Good practice and no more: Boolean variables by person, team and role, clauses for pairs, one product variable for each
cost entry, the levels in turn with the last solution as hint, the library's own defaults otherwise.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable

from ortools.sat.python import cp_model

from huibi.model.rosters import Problem, Roster, Seat, TeamEntry, TeamRoster

Bool = cp_model.IntVar
MOST_CLAUSES = 8_000_000


class TooLargeError(Exception):
    """The model would have so many clauses that building it says nothing."""


class PlainModel:
    """All variables, rules and terms of one problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self.people = {person.id: person for person in problem.people}
        self.units = {unit.id: unit for unit in problem.units}
        self.teams = {team.id: team for team in problem.teams}
        self.seats: dict[tuple[str, str, str], Bool] = {}
        self.here: dict[tuple[str, str], list[Bool]] = {}
        self.of: dict[str, dict[str, list[Bool]]] = defaultdict(dict)
        self.goes: dict[tuple[str, str], Bool] = {}
        self.terms: dict[str, list[tuple[int, object]]] = defaultdict(list)
        self._variables()
        clauses = sum(len(self.of[entry.person]) for entry in (*problem.bars, *problem.costs))
        if clauses > MOST_CLAUSES:
            raise TooLargeError(f"{clauses} clauses")
        for build in (self._apart, self._bars, self._limits, self._counties, self._pins, self._minimums, self._costs):
            build()
        self._change()
        self._rest()

    def _variables(self) -> None:
        model, counties = self.model, self.problem.counties
        barred = set(counties.bars)
        for person in self.problem.people:
            for team in self.problem.teams:
                allowed = [role for role in person.roles if _may(team, role, person.county)]
                if allowed:
                    held = {role: model.new_bool_var("") for role in allowed}
                    self.seats |= {(person.id, team.id, role): seat for role, seat in held.items()}
                    self.of[person.id][team.id] = self.here[person.id, team.id] = list(held.values())
            model.add_at_most_one(seat for seats in self.of[person.id].values() for seat in seats)
        for unit in self.problem.units:
            for team in self.problem.teams:
                own = team.county is not None and team.county == unit.county and counties.own == "forbid"
                if not own and (team.county, unit.county) not in barred:
                    self.goes[unit.id, team.id] = model.new_bool_var("")
            takes = [self.goes[unit.id, team] for team in self.teams if (unit.id, team) in self.goes]
            model.add_at_most_one(takes)
            self.terms["unassigned"].append((1, 1 - sum(takes)))

    def _meets(self, person: str, unit: str) -> Iterable[tuple[list[Bool], Bool]]:
        """Yield for each team the person's seats in it and whether it inspects the unit."""
        for team, seats in self.of[person].items():
            if (unit, team) in self.goes:
                yield seats, self.goes[unit, team]

    def _apart(self) -> None:
        for first, second in self.problem.apart:
            for team, seats in self.of[first].items():
                self.model.add_at_most_one([*seats, *self.of[second].get(team, [])])

    def _bars(self) -> None:
        for bar in self.problem.bars:
            for team in self.of[bar.person]:
                goes = self.goes.get((bar.unit, team))
                for role in self.people[bar.person].roles:
                    seat = self.seats.get((bar.person, team, role))
                    if goes is not None and seat is not None and (bar.roles is None or role in bar.roles):
                        self.model.add_implication(seat, ~goes)
        visits: dict[tuple[str, str], Bool] = {}
        for (unit, team), goes in self.goes.items():
            county = self.units[unit].county
            visit = visits.setdefault((team, county), self.model.new_bool_var(""))
            self.model.add_implication(goes, visit)
        for person in self.problem.people:
            for county in person.barred_counties:
                for team, seats in self.of[person.id].items():
                    if (team, county) in visits:
                        self.model.add_at_most_one([*seats, visits[team, county]])

    def _limits(self) -> None:
        limits = self.problem.limits
        homes: dict[str, list[str]] = defaultdict(list)
        for person in self.problem.people:
            if person.home_unit is not None:
                homes[person.home_unit].append(person.id)
        for people in homes.values():
            if limits.same_home_unit is not None:
                for team in self.teams:
                    self.model.add(self._count(people, team) <= limits.same_home_unit)
            if limits.home_unit_total is not None:
                self.model.add(sum(self._count(people, team) for team in self.teams) <= limits.home_unit_total)

    def _count(self, people: Iterable[str], team: str) -> cp_model.LinearExprT:
        return cp_model.LinearExpr.sum([seat for person in people for seat in self.here.get((person, team), [])])

    def _counties(self) -> None:
        model, counties = self.model, self.problem.counties
        travel = {(a, b): distance for a, b, distance in counties.travel}
        ways: dict[tuple[str, str], Bool] = {}
        for (unit, team), goes in self.goes.items():
            way = (self.teams[team].county, self.units[unit].county)
            if None in way:
                continue
            default = 0 if way[0] == way[1] else counties.travel_default
            self.terms["travel"].append((travel.get(way, default) * self.units[unit].workload, goes))
            if counties.mutual == "forbid" and way[0] != way[1]:
                model.add_implication(goes, ways.setdefault(way, model.new_bool_var("")))
        for (a, b), way in ways.items():
            if a < b and (b, a) in ways:
                model.add_at_most_one([way, ways[b, a]])
        for county, (least, most) in counties.lend.items():
            people = [person.id for person in self.problem.people if person.county == county]
            lent = sum(self._count(people, team) for team in self.teams)
            model.add(lent <= most)
            self._lack("lend", least - lent, least, None)

    def _pins(self) -> None:
        for pin in self.problem.pins:
            if pin.unit is not None:
                self.model.add(self.goes[pin.unit, pin.team] == 1)
            elif pin.role is not None:
                self.model.add(self.seats[pin.person, pin.team, pin.role] == 1)
            else:
                self.model.add_exactly_one(self.here[pin.person, pin.team])

    def _lack(self, kind: str, missing: cp_model.LinearExprT, most: int, busy: Bool | None) -> None:
        weight = self.problem.shortfall_weights.get(kind, 1)
        if most > 0:
            lack = self.model.new_int_var(0, most, "")
            rule = self.model.add(lack >= missing)
            if busy is not None:
                rule.only_enforce_if(busy)
            self.terms["shortfall"].append((weight, lack))

    def _minimums(self) -> None:
        for team in self.problem.teams:
            takes = {unit: self.goes[unit, team.id] for unit in self.units if (unit, team.id) in self.goes}
            busy: Bool | None = None
            if team.may_idle:
                busy = self.model.new_bool_var("")
                for goes in takes.values():
                    self.model.add_implication(goes, busy)
            for kind, (least, most), count in self._counted(team, takes):
                self.model.add(count <= most)
                self._lack(kind, least - count, least, busy)
            for name, least in team.specialities.items():
                self._lack("speciality", least - self._count(self._having(name), team.id), least, busy)
            for unit, goes in takes.items():
                for name in self.units[unit].specialities:
                    self._lack("unit_speciality", goes - self._count(self._having(name), team.id), 1, None)

    def _counted(
        self, team: TeamEntry, takes: dict[str, Bool]
    ) -> Iterable[tuple[str, tuple[int, int], cp_model.LinearExprT]]:
        """Yield what has a range in a team: its kind, the range, and the count."""
        yield "size", team.size, self._count(self.people, team.id)
        if team.full_time is not None:
            full = [person.id for person in self.problem.people if person.full_time]
            yield "full_time", team.full_time, self._count(full, team.id)
        for role, bounds in team.roles.items():
            seats = [seat for p in self.people if (seat := self.seats.get((p, team.id, role))) is not None]
            yield role, bounds, cp_model.LinearExpr.sum(seats)
        if team.units is not None:
            yield "units", team.units, cp_model.LinearExpr.sum(list(takes.values()))
        if team.workload is not None:
            yield "workload", team.workload, self._work(takes)

    def _having(self, name: str) -> list[str]:
        return [person.id for person in self.problem.people if name in person.specialities]

    def _work(self, takes: dict[str, Bool]) -> cp_model.LinearExprT:
        return cp_model.LinearExpr.weighted_sum(list(takes.values()), [self.units[u].workload for u in takes])

    def _costs(self) -> None:
        paid: dict[str, list[tuple[int, Bool]]] = defaultdict(list)
        pairs: dict[tuple[str, str], tuple[int, int, int]] = {}
        for cost in self.problem.costs:
            should, risk, largest = pairs.get((cost.person, cost.unit), (0, 0, 0))
            pairs[cost.person, cost.unit] = (should + cost.should, risk + cost.risk, max(largest, risk + cost.risk))
        peak = self.model.new_int_var(0, 10**9, "")
        most = self.model.new_int_var(0, 10**9, "")
        for (person, unit), (should, risk, largest) in pairs.items():
            met = self.model.new_bool_var("")
            for seats, goes in self._meets(person, unit):
                for seat in seats:
                    self.model.add_bool_or(~seat, ~goes, met)
            self.terms["should"].append((should, met))
            self.terms["risk"].append((risk, met))
            paid[unit].append((risk, met))
            self.model.add(most >= largest).only_enforce_if(met)
        for entries in paid.values():
            self.model.add(peak >= sum(risk * met for risk, met in entries))
        self.terms["risk_peak"].append((1, peak))
        self.terms["risk_max"].append((1, most))

    def _change(self) -> None:
        for team in self.problem.previous.teams if self.problem.previous else ():
            for unit in team.units:
                self.terms["change"].append((5, 1 - self.goes.get((unit, team.id), 0)))
            for seat in team.people:
                weight = 3 if seat.role in {"leader", "deputy"} else 1
                same = self.seats.get((seat.id, team.id, seat.role), 0)
                stays = cp_model.LinearExpr.sum(self.here.get((seat.id, team.id), []))
                self.terms["change"] += [(weight, 1 - stays), (1, stays - same)]

    def _rest(self) -> None:
        for entry in self.problem.together:
            both = self.model.new_bool_var("")
            for team, seats in self.of[entry.people[0]].items():
                for first in seats:
                    for second in self.of[entry.people[1]].get(team, []):
                        self.model.add_bool_or(~first, ~second, both)
            self.terms["together"].append((entry.cost, both))
        for (person, _, _), seat in self.seats.items():
            self.terms["burden"].append((self.people[person].served, seat))
        if self.teams:
            low, high = (self.model.new_int_var(0, 10**9, "") for _ in range(2))
            for team in self.teams:
                work = self._work({unit: goes for (unit, where), goes in self.goes.items() if where == team})
                self.model.add(low <= work)
                self.model.add(high >= work)
            self.terms["spread"].append((1, high - low))

    def solve(self, until: float, workers: int, told: Callable[[int, int], None]) -> tuple[Roster | None, list[int]]:
        """Return the roster and the bounds of the levels reached, each level in half the time that is left."""
        roster, bounds = None, []
        for index, level in enumerate(self.problem.objective):
            goal = sum(w * k * what for name, w in level.items() for k, what in self.terms[name])
            self.model.minimize(goal)
            left = until - time.monotonic()
            solver = cp_model.CpSolver()
            solver.parameters.num_workers, solver.parameters.random_seed = workers, self.problem.search.seed
            last = index == len(self.problem.objective) - 1
            solver.parameters.max_time_in_seconds = max(0.1, left if last else left / 2)
            status = solver.solve(self.model, _Teller(index, told))
            if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
                break
            roster = self._roster(solver)
            value = round(solver.objective_value)
            bounds.append(value if status == cp_model.OPTIMAL else max(0, round(solver.best_objective_bound)))
            self.model.add(goal <= value)
            self.model.clear_hints()
            for number in range(len(self.model.proto.variables)):
                variable = self.model.get_int_var_from_proto_index(number)
                self.model.add_hint(variable, solver.value(variable))
        return roster, bounds

    def _roster(self, solver: cp_model.CpSolver) -> Roster:
        people: dict[str, list[Seat]] = defaultdict(list)
        for (person, team, role), seat in self.seats.items():
            if solver.boolean_value(seat):
                people[team].append(Seat(id=person, role=role))
        units: dict[str, list[str]] = defaultdict(list)
        for (unit, team), goes in self.goes.items():
            if solver.boolean_value(goes):
                units[team].append(unit)
        return Roster(teams=tuple(TeamRoster(id=t, units=tuple(units[t]), people=tuple(people[t])) for t in self.teams))


def _may(team: TeamEntry, role: str, county: str | None) -> bool:
    allowed = team.roles_from.get(role, team.people_from)
    return role in team.roles and (allowed is None or county in allowed)


class _Teller(cp_model.CpSolverSolutionCallback):
    def __init__(self, index: int, told: Callable[[int, int], None]) -> None:
        super().__init__()
        self.index, self.told = index, told

    def on_solution_callback(self) -> None:
        """Pass on the level and its value."""
        self.told(self.index, round(self.objective_value))
