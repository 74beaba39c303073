"""The moves of the annealer in Python, as kernel/moves.c makes them, with the same random numbers."""

from collections.abc import Sequence

from huibi.planning.twin_desk import BREAKS, FREE, UNASSIGNED, Desk

_PROBES, _REPAIRS, _TRIES, _RELIEFS, _RELIEF_TRIES = 6, 8, 4, 2, 6
_SELDOM = 8
_ALL = (1 << 64) - 1
_ROLES = 4
_LACKING, _PAYING = 1, 2


class Moves:
    """Random moves on one desk."""

    def __init__(self, desk: Desk, mix: Sequence[int]) -> None:
        self.desk, self.mix = desk, mix

    def draw(self) -> int:
        """Return 32 random bits."""
        x = self.desk.random
        x ^= x >> 12
        x = (x ^ (x << 25)) & _ALL
        x ^= x >> 27
        self.desk.random = x
        return ((x * 2685821657736338717) & _ALL) >> 32

    def below(self, limit: int) -> int:
        """Return a random number below a limit."""
        return (self.draw() * limit) >> 32

    def make(self) -> bool:
        """Make one random move; say whether anything changed."""
        which, kind = self.below(1024), 0
        while kind < len(self.mix) - 1 and which >= self.mix[kind]:
            which -= self.mix[kind]
            kind += 1
        self.desk.journal.clear()
        if kind <= _PAYING:
            self._exchange_some(kind)
        else:
            move = (self._rotate, self._add_or_drop, self._turn_role, self._shift_unit, self._shift_and_mend)
            move[kind - 3]()
        return bool(self.desk.journal)

    def _leave(self, person: int) -> None:
        self.desk.seat(person, self.desk.team_of[person], self.desk.role_of[person], -1)

    def _pinned(self, person: int) -> bool:
        return self.desk.s["pinned_person"][person] != FREE

    def _some_role(self, mask: int) -> int:
        role = self.below(_ROLES)
        while not mask >> role & 1:
            role = (role + 1) & 3
        return role

    def _price(self, person: int, team: int, role: int) -> int:
        desk, total = self.desk, 0
        for unit in desk.held[team]:
            if entry := desk.entry(person, unit):
                total += desk.price[entry] + desk.weights[BREAKS] * (desk.s["entry_bar"][entry] >> role & 1)
        return total

    def _candidate(self, team: int, role: int, tries: int, replaced: int = FREE) -> tuple[int, int]:
        """Return somebody, of a few who makes it cheapest, and what is then paid more but for the one replaced now."""
        desk, best, least = self.desk, FREE, 0
        number = desk.s["team_kind"][team] * _ROLES + role
        pool = desk.row("pool_start", "pool", number)
        if replaced != FREE and self.below(_SELDOM):
            full = desk.s["pool_full"][number]
            pool = pool[:full] if desk.s["full_time"][replaced] else pool[full:]
        for _ in range(tries if pool else 0):
            person = pool[self.below(len(pool))]
            now = desk.team_of[person]
            if self._pinned(person) and now != team:
                continue
            cost = self._price(person, team, role)
            if now != FREE:
                cost -= self._price(person, now, desk.role_of[person])
                cost += self._price(replaced, now, desk.role_of[person]) if replaced != FREE else 0
            if best == FREE or cost < least:
                best, least = person, cost
        return best, least

    def _some_team(self, *, lacking: bool) -> int:
        team = self.below(self.desk.teams)
        for _ in range(_PROBES if lacking else 0):
            if self.desk.lack[team]:
                break
            team = self.below(self.desk.teams)
        return team

    def _some_member(self, how: int) -> int:
        desk = self.desk
        if how < _PAYING or not desk.units:
            members = desk.members[self._some_team(lacking=how == _LACKING)]
            return members[self.below(len(members))] if members else FREE
        unit = self.below(desk.units)
        for _ in range(_PROBES):
            if desk.risk[unit]:
                break
            unit = self.below(desk.units)
        members = desk.members[desk.unit_team[unit]] if desk.unit_team[unit] != FREE else []
        if not members:
            return FREE
        first = self.below(len(members))
        for step in range(len(members)):
            person = members[(first + step) % len(members)]
            if desk.s["entry_risk"][desk.entry(person, unit)]:
                return person
        return members[first]

    def _exchange(self, person: int, other: int) -> None:
        desk = self.desk
        team, role, start, held = (
            desk.team_of[person],
            desk.role_of[person],
            desk.team_of[other],
            desk.role_of[other],
        )
        if start == team:
            if held != role and desk.may(person, team) >> held & 1:
                self._leave(person)
                self._leave(other)
                desk.seat(other, team, role, 1)
                desk.seat(person, team, held, 1)
            return
        if self._pinned(person):
            return
        self._leave(person)
        if start == FREE:
            desk.seat(other, team, role, 1)
            return
        mask = desk.may(person, start)
        self._leave(other)
        desk.seat(other, team, role, 1)
        if mask:
            desk.seat(person, start, held if mask >> held & 1 else self._some_role(mask), 1)

    def _exchange_some(self, how: int) -> None:
        person = self._some_member(how)
        if person == FREE:
            return
        desk, team, role = self.desk, self.desk.team_of[person], self.desk.role_of[person]
        tries = 1 + self.below(_TRIES)
        other, least = self._candidate(team, role, tries, person)
        if other in (FREE, person):
            return
        vain = least - self._price(person, team, role) > desk.hopeless and not self._lacks_here(person, other)
        if not (vain and self.below(_SELDOM)):
            self._exchange(person, other)

    def _lacks_here(self, person: int, other: int) -> bool:
        desk = self.desk
        teams = (desk.team_of[person], desk.team_of[other])
        return any(team != FREE and desk.lack[team] for team in teams)

    def _rotate(self) -> None:
        desk, person = self.desk, self._some_member(_PAYING)
        if person == FREE or self._pinned(person):
            return
        team, role, goal = desk.team_of[person], desk.role_of[person], self.below(desk.teams)
        mask, members = desk.may(person, goal), desk.members[goal]
        if goal == team or not mask or not members:
            return
        last = members[self.below(len(members))]
        last_role = desk.role_of[last]
        if self._pinned(last):
            return
        first, _ = self._candidate(team, role, 3)
        if first == FREE or desk.team_of[first] != FREE:
            return
        self._leave(person)
        self._leave(last)
        desk.seat(first, team, role, 1)
        desk.seat(person, goal, last_role if mask >> last_role & 1 else self._some_role(mask), 1)

    def _add_or_drop(self) -> None:
        desk = self.desk
        if not self.below(2):
            person = self._some_member(0)
            if person != FREE and not self._pinned(person):
                self._leave(person)
            return
        team = self._some_team(lacking=True)
        role = self.below(_ROLES)
        person, _ = self._candidate(team, role, 2)
        if person == FREE or len(desk.members[team]) >= desk.n["team_room"] or desk.team_of[person] == team:
            return
        if desk.team_of[person] != FREE:
            self._leave(person)
        desk.seat(person, team, role, 1)

    def _turn_role(self) -> None:
        person = self._some_member(self.below(2))
        if person == FREE:
            return
        team = self.desk.team_of[person]
        role = self._some_role(self.desk.may(person, team))
        if role != self.desk.role_of[person]:
            self._leave(person)
            self.desk.seat(person, team, role, 1)

    def _some_unit(self) -> int:
        desk = self.desk
        unit = self.below(desk.units)
        if desk.term[UNASSIGNED] and self.below(2):
            for step in range(desk.units):
                if desk.unit_team[(unit + step) % desk.units] == FREE:
                    return (unit + step) % desk.units
        for _ in range(self.below(3)):
            if desk.risk[unit]:
                break
            unit = self.below(desk.units)
        return unit

    def _relieve(self, person: int) -> bool:
        desk = self.desk
        team, role = desk.team_of[person], desk.role_of[person]
        now, before = self._price(person, team, role), desk.energy()
        for _ in range(_RELIEFS if now else 0):
            other, least = self._candidate(team, role, _RELIEF_TRIES, person)
            if other == FREE or desk.team_of[other] == team or least >= now:
                continue
            start = len(desk.journal)
            self._exchange(person, other)
            if desk.energy() < before:
                return True
            desk.take_back(start)
        return False

    def _repair(self, unit: int) -> None:
        desk, team, left = self.desk, self.desk.unit_team[unit], _REPAIRS
        place = len(desk.members[team]) - 1
        while place >= 0 and left > 0:
            person = desk.members[team][place]
            place -= 1
            if desk.entry(person, unit) and not self._pinned(person):
                left -= self._relieve(person)

    def _shift_unit(self) -> None:
        if self.desk.units:
            self._shift(mend=False)

    def _shift_and_mend(self) -> None:
        if self.desk.units:
            self._shift(mend=True)

    def _shift(self, *, mend: bool) -> None:
        desk = self.desk
        unit = self._some_unit()
        start, places = desk.unit_team[unit], desk.row("place_start", "place", unit)
        if (desk.s["pinned_unit"][unit] != FREE and start != FREE) or not places:
            return
        team, back = places[self.below(len(places))], FREE
        if team == start:
            if not self.below(8):
                desk.assign(unit, team, -1)
            return
        if desk.held[team] and self.below(4):
            back = desk.held[team][self.below(len(desk.held[team]))]
            away = start != FREE and desk.s["way"][back * desk.teams + start] < 0
            if desk.s["pinned_unit"][back] != FREE or away:
                return
        if back == FREE and len(desk.held[team]) >= desk.n["unit_room"]:
            return
        breaks = self._clashes(unit, team) or (FREE not in (back, start) and self._clashes(back, start))
        if breaks and desk.weights[BREAKS] > desk.hopeless and self.below(_SELDOM):
            return
        self._change_places(unit, team, back, mend=mend)

    def _clashes(self, unit: int, team: int) -> bool:
        desk = self.desk
        start, end = desk.s["team_county"][team], desk.s["unit_county"][unit]
        if not desk.n["mutual"] or FREE in (start, end) or start == end:
            return False
        return desk.ways[end][start] > 0

    def _change_places(self, unit: int, team: int, back: int, *, mend: bool) -> None:
        desk, start = self.desk, self.desk.unit_team[unit]
        if start != FREE:
            desk.assign(unit, start, -1)
        if back != FREE:
            desk.assign(back, team, -1)
        desk.assign(unit, team, 1)
        both = FREE not in (back, start)
        if both:
            desk.assign(back, start, 1)
        if mend:
            self._repair(unit)
            if both:
                self._repair(back)
