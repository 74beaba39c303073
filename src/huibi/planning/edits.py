"""A roster changed by hand: all moves of an edit together, and what they would break, cost or spare."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from huibi.errors import Fault, InputError
from huibi.model.people import Role
from huibi.model.rosters import Edit, Move, Problem, Roster, Seat, TeamRoster
from huibi.planning.check import Checker
from huibi.planning.trial import Trial, attempt


@dataclass(slots=True)
class _Hall:
    """Who sits where while moves are made; everything in the order in which it came."""

    seats: dict[str, tuple[str, Role]] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, roster: Roster) -> "_Hall":
        """Return the hall of a roster."""
        hall = cls()
        for team in roster.teams:
            hall.seats.update({seat.id: (team.id, seat.role) for seat in team.people})
            hall.homes.update(dict.fromkeys(team.units, team.id))
        return hall

    def move(self, move: Move, alone: dict[str, Role]) -> None:
        """Make one move that is known to be possible."""
        if move.unit is not None:
            self.homes.pop(move.unit, None)
            if move.team is not None:
                self.homes[move.unit] = move.team
        elif move.person is not None:
            _, held = self.seats.pop(move.person, (None, None))
            role = move.role or held or alone.get(move.person)
            if move.team is not None and role is not None:
                self.seats[move.person] = (move.team, role)

    def roster(self, problem: Problem) -> Roster:
        """Return the teams as they sit, in the order of the problem."""
        return Roster(
            problem=problem.id,
            teams=tuple(
                TeamRoster(
                    id=team.id,
                    units=tuple(unit for unit, home in self.homes.items() if home == team.id),
                    people=tuple(
                        Seat(id=person, role=role) for person, (at, role) in self.seats.items() if at == team.id
                    ),
                )
                for team in problem.teams
            ),
        )


def apply_edit(problem: Problem, roster: Roster, edit: Edit) -> Roster:
    """Return the roster after all moves of an edit, legal or not; somebody moved without a role keeps the one held.

    Raises InputError with every fault: a move of neither or both of person and unit, an unknown id, one moved twice, a
    role given to a unit, somebody without a seat who could serve in several roles and is given none.
    """
    hall = _Hall.of(roster)
    alone = {person.id: person.roles[0] for person in problem.people if len(person.roles) == 1}
    if faults := tuple(_faults(problem, edit, {*hall.seats, *alone})):
        raise InputError(faults)
    for move in edit.moves:
        hall.move(move, alone)
    return hall.roster(problem)


def try_edit(checker: Checker, roster: Roster, edit: Edit) -> dict[str, Any]:
    """Return `{"ok", "violations", "terms", "delta", "shortfalls"}`: what an edit breaks and how terms change.

    `delta` is the change of each term against `roster`. Raises InputError as `apply_edit`.
    """
    return trial(checker, roster, edit).to_json()


def trial(checker: Checker, roster: Roster, edit: Edit) -> Trial:
    """Return what an edit would give. Raises InputError as `apply_edit`."""
    problem = checker.facts.problem
    before = checker.check(Roster(problem=problem.id, teams=roster.teams)).terms
    return attempt(checker, before, apply_edit(problem, roster, edit))


def _faults(problem: Problem, edit: Edit, seated: set[str]) -> Iterator[Fault]:
    known = {
        "person": {person.id for person in problem.people},
        "unit": {unit.id for unit in problem.units},
        "team": {team.id for team in problem.teams},
    }
    moved: set[tuple[str, str]] = set()
    for index, move in enumerate(edit.moves):
        place = f"/moves/{index}"
        if (move.person is None) == (move.unit is None):
            yield Fault(code="edit.one_subject", params={"place": place})
            continue
        for kind, name in (("person", move.person), ("unit", move.unit), ("team", move.team)):
            if name is not None and name not in known[kind]:
                yield Fault(code="edit.unknown", params={"place": f"{place}/{kind}", "id": name})
        subject = ("unit", move.unit) if move.person is None else ("person", move.person)
        name = subject[1] or ""
        if (subject[0], name) in moved:
            yield Fault(code="edit.twice", params={"place": place, "id": name})
        moved.add((subject[0], name))
        if move.unit is not None and move.role is not None:
            yield Fault(code="edit.unit_role", params={"place": f"{place}/role", "id": name})
        if move.person in known["person"] - seated and move.team is not None and move.role is None:
            yield Fault(code="edit.role_needed", params={"place": f"{place}/role", "id": name})
