"""Who sits where: the teams of a roster, in which moves are made without looking at the others."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from huibi.errors import Fault, InputError
from huibi.model.people import Role
from huibi.model.rosters import Edit, Move, Roster, Seat, TeamRoster
from huibi.planning.check_facts import Facts


@dataclass(slots=True)
class _Moved:
    """What moves out of every team, and what moves into which."""

    people: set[str] = field(default_factory=set)
    units: set[str] = field(default_factory=set)
    seats: dict[int, list[Seat]] = field(default_factory=lambda: defaultdict(list))
    inspected: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    touched: set[int] = field(default_factory=set)


class Hall:
    """The teams of a roster in its order, those that it leaves out after them, and where everybody sits.

    `teams` are known by their place in the hall. What a roster has against the rules (somebody in two teams) stays
    until it is moved: a move takes person or unit out of every team.
    """

    def __init__(self, facts: Facts, roster: Roster) -> None:
        self.facts = facts
        standing = {team.id for team in roster.teams}
        idle = tuple(TeamRoster(id=name) for name in facts.teams if name not in standing)
        self.teams: tuple[TeamRoster, ...] = (*roster.teams, *idle)
        self._place: dict[str, int] = {}
        self.seats: dict[str, list[tuple[int, Role]]] = defaultdict(list)
        self.homes: dict[str, list[int]] = defaultdict(list)
        for place, team in enumerate(self.teams):
            self._place.setdefault(team.id, place)
            for seat in team.people:
                self.seats[seat.id].append((place, seat.role))
            for unit in team.units:
                self.homes[unit].append(place)

    def team(self, name: str) -> TeamRoster:
        """Return a team as it is; KeyError for one that neither problem nor roster has."""
        return self.teams[self._place[name]]

    def where(self, person: str) -> tuple[str, Role] | None:
        """Return the team and role of somebody, None for who has no seat."""
        if person not in self.seats:
            return None
        place, role = self.seats[person][0]
        return self.teams[place].id, role

    def changed(self, edit: Edit) -> Mapping[int, TeamRoster]:
        """Return the teams that an edit changes, by their place. Raises InputError with every fault of the edit."""
        if faults := tuple(self._faults(edit)):
            raise InputError(faults)
        moved = _Moved()
        for move in edit.moves:
            self._move(move, moved)
        return {place: self._team(place, moved) for place in sorted(moved.touched)}

    def after(self, edit: Edit) -> Roster:
        """Return the whole roster after an edit. Raises InputError as `changed`."""
        changed = self.changed(edit)
        teams = tuple(changed.get(place, team) for place, team in enumerate(self.teams))
        return Roster(problem=self.facts.problem.id, teams=teams)

    def _move(self, move: Move, moved: _Moved) -> None:
        if move.unit is not None:
            moved.units.add(move.unit)
            moved.touched.update(self.homes.get(move.unit, ()))
            if move.team is not None:
                moved.inspected[self._place[move.team]].append(move.unit)
        elif move.person is not None:
            moved.people.add(move.person)
            moved.touched.update(place for place, _ in self.seats.get(move.person, ()))
            role = move.role or self._role(move.person)
            if move.team is not None and role is not None:
                moved.seats[self._place[move.team]].append(Seat(id=move.person, role=role))
        if move.team is not None:
            moved.touched.add(self._place[move.team])

    def _role(self, person: str) -> Role | None:
        """Return the role that somebody holds, else the only one there is, else None."""
        if person in self.seats:
            return self.seats[person][0][1]
        roles = self.facts.people[person].roles
        return roles[0] if len(roles) == 1 else None

    def _team(self, place: int, moved: _Moved) -> TeamRoster:
        team = self.teams[place]
        return TeamRoster.model_construct(
            id=team.id,
            units=(*(unit for unit in team.units if unit not in moved.units), *moved.inspected.get(place, ())),
            people=(*(seat for seat in team.people if seat.id not in moved.people), *moved.seats.get(place, ())),
        )

    def _faults(self, edit: Edit) -> Iterator[Fault]:
        known = {"person": self.facts.people, "unit": self.facts.units, "team": self.facts.teams}
        moved: set[tuple[str, str]] = set()
        for index, move in enumerate(edit.moves):
            place = f"/moves/{index}"
            if (move.person is None) == (move.unit is None):
                yield Fault(code="edit.one_subject", params={"place": place})
                continue
            for kind, name in (("person", move.person), ("unit", move.unit), ("team", move.team)):
                if name is not None and name not in known[kind]:
                    yield Fault(code="edit.unknown", params={"place": f"{place}/{kind}", "id": name})
            kind, name = ("unit", move.unit or "") if move.person is None else ("person", move.person)
            if (kind, name) in moved:
                yield Fault(code="edit.twice", params={"place": place, "id": name})
            moved.add((kind, name))
            if move.unit is not None and move.role is not None:
                yield Fault(code="edit.unit_role", params={"place": f"{place}/role", "id": name})
            seatless = move.person in self.facts.people and move.team is not None and move.role is None
            if seatless and self._role(name) is None:
                yield Fault(code="edit.role_needed", params={"place": f"{place}/role", "id": name})
