"""The annealer in Python, its roster: move by move what the compiled one does, for places without a compiler.

Names follow kernel/desk.c, so that the two can be read side by side; a property test holds their answers equal.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from huibi.planning.tape import NUMBERS, SECTIONS, TEAM_COUNTERS

if TYPE_CHECKING:
    from array import array

FREE = -1
_SIZE, _FULL, _ROLE, _UNITS, _LOAD = 0, 1, 2, 6, 7
_SPECIALITY = len(TEAM_COUNTERS)
(UNASSIGNED, _SHORTFALL, _CHANGE, _SHOULD, RISK_MAX, RISK_PEAK, _RISK, _TRAVEL) = range(8)
(_TOGETHER, _BURDEN, SPREAD, BREAKS, TERMS) = range(8, 13)
_LEFT_UNIT = 5


def _above(value: int, limit: int) -> int:
    return max(0, value - limit)


class Told(NamedTuple):
    """What a run is told of the weights: from where on the two largest count, and what each term weighs."""

    peak_above: int
    entry_above: int
    weights: Sequence[int]


class Desk:
    """One roster; putting a person or a unit somewhere keeps every count, term and broken rule up to date."""

    def __init__(self, tape: "array[int]", state: "array[int]", told: "Told") -> None:
        head = len(NUMBERS)
        self.n = dict(zip(NUMBERS, tape[:head], strict=True))
        starts = [*tape[head : head + len(SECTIONS)], len(tape)]
        self.s = {name: tape[starts[i] : starts[i + 1]] for i, name in enumerate(SECTIONS)}
        n = self.n
        self.people, self.units, self.teams, self.kinds = n["people"], n["units"], n["teams"], n["kinds"]
        self.peak_above, self.entry_above, self.weights = told.peak_above, told.entry_above, told.weights
        self.team_of, self.role_of = [FREE] * self.people, [0] * self.people
        self.unit_team = [FREE] * self.units
        self.members: list[list[int]] = [[] for _ in range(self.teams)]
        self.held: list[list[int]] = [[] for _ in range(self.teams)]
        self.count = [[0] * self.kinds for _ in range(self.teams)]
        self.asking = [[0] * n["specialities"] for _ in range(self.teams)]
        self.same_home = [[0] * self.teams for _ in range(n["homes"])]
        self.home_total, self.lent = [0] * n["homes"], [0] * n["lenders"]
        self.ways = [[0] * n["counties"] for _ in range(n["counties"])]
        self.risk, self.lack, self.term = [0] * self.units, [0] * self.teams, [0] * TERMS
        self.loads_changed = False
        paid = zip(self.s["entry_risk"], self.s["entry_should"], strict=True)
        self.price = [self.weights[_RISK] * risk + self.weights[_SHOULD] * should for risk, should in paid]
        self.hopeless = 0  # exchanges that pay so much more are mostly not tried
        self.journal: list[tuple[bool, int, int, int, int]] = []
        self.random = 0
        self._count_nothing()
        for unit, team in enumerate(state[2 * self.people :]):
            if team != FREE:
                self.assign(unit, team, 1)
        for person in range(self.people):
            if state[person] != FREE:
                self.seat(person, state[person], state[self.people + person], 1)
        self.journal.clear()
        self.count_spread()

    def _count_nothing(self) -> None:
        s, term = self.s, self.term
        for team in range(self.teams):
            for kind in range(self.kinds):
                missing = s["weight"][kind] * s["least"][team * self.kinds + kind]
                self.lack[team] += missing
                if not s["idle"][team]:
                    term[_SHORTFALL] += missing
        term[_SHORTFALL] += sum(s["lend_least"])
        term[UNASSIGNED] = self.units
        term[_CHANGE] = self.n["gone_price"] + sum(s["kept_price"]) + _LEFT_UNIT * len(s["kept_unit"])

    def row(self, start: str, values: str, at: int) -> "array[int]":
        """Return what belongs to one person, unit, pool or level."""
        return self.s[values][self.s[start][at] : self.s[start][at + 1]]

    def may(self, person: int, team: int) -> int:
        """Return the roles that a person may hold in a team, one bit each."""
        s = self.s
        return s["roles_of"][s["person_kind"][person] * self.n["team_kinds"] + s["team_kind"][team]]

    def entry(self, person: int, unit: int) -> int:
        """Return the number of what a person and a unit have to do with each other."""
        return self.s["cell"][person * self.units + unit]

    def _lacks(self, team: int, amount: int) -> None:
        self.lack[team] += amount
        if not self.s["idle"][team] or self.count[team][_UNITS]:
            self.term[_SHORTFALL] += amount

    def _bump(self, team: int, kind: int, amount: int) -> None:
        at = team * self.kinds + kind
        before = self.count[team][kind]
        now, least, most = before + amount, self.s["least"][at], self.s["most"][at]
        self.count[team][kind] = now
        self.term[BREAKS] += _above(now, most) - _above(before, most)
        if before < least or now < least:
            self._lacks(team, self.s["weight"][kind] * (_above(least, now) - _above(least, before)))

    def _pay(self, person: int, role: int, unit: int, sign: int) -> None:
        entry = self.entry(person, unit)
        if not entry:
            return
        s, term = self.s, self.term
        risk, before = s["entry_risk"][entry], self.risk[unit]
        now = before + sign * risk
        if s["entry_bar"][entry] >> role & 1:
            term[BREAKS] += sign
        term[_SHOULD] += sign * s["entry_should"][entry]
        self.risk[unit] = now
        term[_RISK] += sign * risk
        term[RISK_PEAK] += _above(now, self.peak_above) - _above(before, self.peak_above)
        term[RISK_MAX] += sign * _above(risk, self.entry_above)

    def _total(self, counts: list[int], at: int, sign: int, most: int) -> None:
        count = counts[at]
        if count >= most if sign > 0 else count > most:
            self.term[BREAKS] += sign
        counts[at] = count + sign

    def _seat_totals(self, person: int, team: int, sign: int) -> None:
        home, lender = self.s["home"][person], self.s["lender"][person]
        if home != FREE:
            self._total(self.same_home[home], team, sign, self.n["same_home"])
            self._total(self.home_total, home, sign, self.n["home_total"])
        if lender != FREE:
            least, before = self.s["lend_least"][lender], self.lent[lender]
            self._total(self.lent, lender, sign, self.s["lend_most"][lender])
            self.term[_SHORTFALL] += _above(least, before + sign) - _above(least, before)

    def _seat_pairs(self, person: int, team: int, role: int, sign: int) -> None:
        s, term = self.s, self.term
        term[BREAKS] += sign * sum(self.team_of[other] == team for other in self.row("apart_start", "apart", person))
        for at in range(s["pair_start"][person], s["pair_start"][person + 1]):
            if self.team_of[s["pair"][at]] == team:
                term[_TOGETHER] += sign * s["pair_price"][at]
        for at in range(s["kept_start"][person], s["kept_start"][person + 1]):
            if s["kept_team"][at] == team:
                term[_CHANGE] -= sign * (s["kept_price"][at] - (s["kept_role"][at] != role))

    def _seat_skills(self, person: int, team: int, sign: int) -> None:
        for speciality in self.row("held_start", "held", person):
            self._bump(team, _SPECIALITY + speciality, sign)
            asking = self.asking[team][speciality]
            if asking and self.count[team][_SPECIALITY + speciality] == (sign > 0):
                self._lacks(team, -sign * asking * self.n["unit_speciality_weight"])

    def seat(self, person: int, team: int, role: int, sign: int) -> None:
        """Put a free person into a team (sign 1) or take one out of it (sign -1)."""
        _place_in(self.members[team], person, sign)
        self.team_of[person] = FREE
        self._bump(team, _SIZE, sign)
        self._bump(team, _ROLE + role, sign)
        if self.s["full_time"][person]:
            self._bump(team, _FULL, sign)
        self._seat_skills(person, team, sign)
        self._seat_totals(person, team, sign)
        self._seat_pairs(person, team, role, sign)
        self.term[_BURDEN] += sign * self.s["served"][person]
        for unit in self.held[team]:
            self._pay(person, role, unit, sign)
        self.role_of[person] = role if sign > 0 else 0
        if sign > 0:
            self.team_of[person] = team
        self.journal.append((False, person, team, role, sign))

    def _assign_county(self, unit: int, team: int, sign: int) -> None:
        start, end = self.s["team_county"][team], self.s["unit_county"][unit]
        if not self.n["mutual"] or FREE in (start, end) or start == end:
            return
        there, back = self.ways[start][end], self.ways[end][start]
        if there < back if sign > 0 else there <= back:
            self.term[BREAKS] += sign
        self.ways[start][end] = there + sign

    def assign(self, unit: int, team: int, sign: int) -> None:
        """Give a free unit to a team (sign 1) or take it away (sign -1)."""
        count = self.count[team][_UNITS]
        _place_in(self.held[team], unit, sign)
        if self.s["idle"][team] and count == (0 if sign > 0 else 1):
            self.term[_SHORTFALL] += sign * self.lack[team]
        self._bump(team, _UNITS, sign)
        self._bump(team, _LOAD, sign * self.s["workload"][unit])
        self.loads_changed = True
        for speciality in self.row("asked_start", "asked", unit):
            self.asking[team][speciality] += sign
            if not self.count[team][_SPECIALITY + speciality]:
                self._lacks(team, sign * self.n["unit_speciality_weight"])
        kept = self.row("kept_unit_start", "kept_unit", unit)
        self.term[_CHANGE] -= sign * _LEFT_UNIT * sum(other == team for other in kept)
        self.term[_TRAVEL] += sign * self.s["way"][unit * self.teams + team]
        self.term[UNASSIGNED] -= sign
        self._assign_county(unit, team, sign)
        for person in self.members[team]:
            self._pay(person, self.role_of[person], unit, sign)
        self.unit_team[unit] = team if sign > 0 else FREE
        self.journal.append((True, unit, team, 0, sign))

    def take_back(self, start: int) -> None:
        """Take back what was put since the journal was so long, the last first."""
        undone = self.journal[start:][::-1]
        for is_unit, one, team, role, sign in undone:
            if is_unit:
                self.assign(one, team, -sign)
            else:
                self.seat(one, team, role, -sign)
        del self.journal[start:]

    def energy(self) -> int:
        """Return what is to be made small: the terms as they are weighed."""
        if self.loads_changed:
            self.count_spread()
        return sum(weight * value for weight, value in zip(self.weights, self.term, strict=True))

    def count_spread(self) -> None:
        """Count the difference of the workloads anew."""
        loads = [count[_LOAD] for count in self.count]
        self.term[SPREAD] = max(loads, default=0) - min(loads, default=0)
        self.loads_changed = False


def _place_in(members: list[int], one: int, sign: int) -> None:
    if sign > 0:
        members.append(one)
    else:
        last = members.pop()
        if last != one:
            members[members.index(one)] = last
