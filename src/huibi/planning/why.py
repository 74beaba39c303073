"""Why here, why not there: for each place asked about, the rules that would break or the change of every term."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from huibi.errors import Fault, UsageError
from huibi.model.people import Role
from huibi.model.rosters import EDIT_FORMAT, Edit, Move, Pin, Problem, Roster
from huibi.planning.check import Checker
from huibi.planning.edits import trial as try_moves
from huibi.planning.trial import Trial


@dataclass(frozen=True)
class Question:
    """What is asked about a person: a team, a unit, a role, each of them or none."""

    person: str
    team: str | None = None
    unit: str | None = None
    role: Role | None = None


@dataclass(frozen=True)
class Place:
    """A place tried: the team (None: out of all teams), the role, and what it would give."""

    team: str | None
    role: Role | None
    trial: Trial

    def to_json(self) -> dict[str, Any]:
        """Return the place with what would break, or the change of every term."""
        return {"team": self.team, "role": self.role, **self.trial.to_json()}


@dataclass(frozen=True)
class Answer:
    """Where the person is now, the pins that hold the person there, and the places tried."""

    question: Question
    team: str | None
    role: Role | None
    pins: tuple[Pin, ...]
    places: tuple[Place, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the answer of `huibi why`."""
        return {
            "person": self.question.person,
            "now": None if self.team is None else {"team": self.team, "role": self.role},
            "pins": [pin.to_json() for pin in self.pins],
            "places": [place.to_json() for place in self.places],
        }


def why(problem: Problem, roster: Roster, question: Question) -> Answer:
    """Return for the places asked about what would break or change if the person were moved there.

    Where the person is asked about as it is: being out of all teams, which shows what the person is there for.
    Without team, unit or role: also every team in every role that the person may have. With a unit alone: the team
    that inspects it; with a team and a unit, the unit moves along. Raises UsageError for unknown ids, or a unit alone
    that no team inspects.
    """
    _refuse_unknown(problem, question)
    now = {seat.id: (team.id, seat.role) for team in roster.teams for seat in team.people}.get(question.person)
    checker = Checker(problem)
    places = []
    for team, role in _places(problem, roster, question, now):
        moves = [Move(person=question.person, team=team, role=role)]
        if question.unit is not None and question.team is not None:
            moves.append(Move(unit=question.unit, team=team))
        trial = try_moves(checker, roster, Edit(format=EDIT_FORMAT, moves=tuple(moves)))
        places.append(Place(team, role, trial))
    return Answer(
        question,
        team=now[0] if now else None,
        role=now[1] if now else None,
        pins=tuple(pin for pin in problem.pins if pin.person == question.person),
        places=tuple(places),
    )


def _places(
    problem: Problem, roster: Roster, question: Question, now: tuple[str, Role] | None
) -> Iterator[tuple[str | None, Role | None]]:
    held = next(person.roles for person in problem.people if person.id == question.person)
    roles = (question.role,) if question.role is not None else held
    team = question.team
    if team is None and question.unit is not None:
        team = next((one.id for one in roster.teams if question.unit in one.units), None)
        if team is None:
            raise UsageError.of("why.unit_of_none", unit=question.unit)
    if team is None and question.role is not None and now is not None:
        team = now[0]
    if now is not None and team in (None, now[0]):
        yield None, None
    if team is not None:
        yield from ((team, role) for role in roles if (team, role) != now)
        return
    for entry in problem.teams:
        yield from ((entry.id, role) for role in roles if (entry.id, role) != now)


def _refuse_unknown(problem: Problem, question: Question) -> None:
    known = {
        "person": {person.id for person in problem.people},
        "team": {team.id for team in problem.teams},
        "unit": {unit.id for unit in problem.units},
    }
    faults = [
        Fault(code="why.unknown", params={"what": field, "id": getattr(question, field)})
        for field, names in known.items()
        if getattr(question, field) is not None and getattr(question, field) not in names
    ]
    if faults:
        raise UsageError(faults)
