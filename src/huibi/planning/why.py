"""Why here, why not there: for each place the rules that would break, and what the best roster with it would change."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from huibi.errors import Fault, UsageError
from huibi.model.people import Role
from huibi.model.rosters import EDIT_FORMAT, Edit, Move, Pin, Problem, Roster
from huibi.planning.check import Checker
from huibi.planning.standing import Standing
from huibi.planning.trial import Trial, worth
from huibi.planning.tries import Outcome, Patience, Tries

_MOST = 6  # places that are solved for where none was asked about


@dataclass(frozen=True)
class Question:
    """What is asked about a person: a team, a unit, a role, each of them or none."""

    person: str
    team: str | None = None
    unit: str | None = None
    role: Role | None = None


@dataclass(frozen=True)
class Place:
    """A place tried: the team (None: out of all teams), the role, and what the move alone would give.

    `best` is the best roster in which that one thing is so and everything else may follow; None where that was not
    looked for, or the time was over.
    """

    team: str | None
    role: Role | None
    trial: Trial
    best: Outcome | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the place with what would break, or the change of every term; and `best` where it was looked for."""
        told = {"team": self.team, "role": self.role, **self.trial.to_json()}
        return told if self.best is None else told | {"best": self.best.to_json()}


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


def why(problem: Problem, roster: Roster, question: Question, patience: Patience | None = None) -> Answer:
    """Return for the places asked about what would break or change if the person were moved there.

    Where the person is asked about as it is: being out of all teams, which shows what the person is there for.
    Without team, unit or role: also every team in every role that the person may have. With a unit alone: the team
    that inspects it; with a team and a unit, the unit moves along. With `patience` each place asked about is solved
    for (of all places the most likely ones), so that everybody else may move too; Ctrl-C keeps what was found.
    Raises UsageError for unknown ids, or a unit alone that no team inspects.
    """
    _refuse_unknown(problem, question)
    standing = Standing(Checker(problem), roster)
    now = standing.hall.where(question.person)
    places = []
    for team, role in _places(problem, roster, question, now):
        places.append(Place(team, role, standing.attempt(_edit(question, team, role))))
    if patience is not None:
        places = _completed(standing, roster, question, places, patience)
    return Answer(
        question,
        team=now[0] if now else None,
        role=now[1] if now else None,
        pins=tuple(pin for pin in problem.pins if pin.person == question.person),
        places=tuple(places),
    )


def _completed(
    standing: Standing, roster: Roster, question: Question, places: list[Place], patience: Patience
) -> list[Place]:
    """Return the places, those asked about (else the most likely ones) with their best roster."""
    problem = standing.facts.problem
    order = sorted(
        range(len(places)),
        key=lambda index: (
            places[index].team is not None,
            not places[index].trial.ok,
            worth(problem, places[index].trial.terms),
        ),
    )
    if (question.team, question.unit, question.role) == (None, None, None):
        order = order[:_MOST]
    tries = Tries(standing.checker, roster, patience)
    now = standing.hall.where(question.person)
    near = (now[0],) if now is not None else ()
    found = list(places)
    for number, index in enumerate(order, start=1):
        if patience.on_try is not None:
            patience.on_try(number, len(order))
        place = places[index]
        teams = (*near, place.team) if place.team is not None else near
        start = standing.hall.after(_edit(question, place.team, place.role))
        best = tries.solve(_fixed(problem, question, place), teams, patience.share(len(order)), start)
        if best.stopped and not place.trial.ok:  # what there was so far may be the pins alone
            break
        found[index] = replace(place, best=best)
        if best.stopped:
            break
    return found


def _edit(question: Question, team: str | None, role: Role | None) -> Edit:
    """Return the move to a place, the unit with it where one is asked about."""
    moves = [Move(person=question.person, team=team, role=role)]
    if question.unit is not None and question.team is not None and team is not None:
        moves.append(Move(unit=question.unit, team=team))
    return Edit(format=EDIT_FORMAT, moves=tuple(moves))


def _fixed(problem: Problem, question: Question, place: Place) -> Problem:
    """Return the problem in which the person is in that place, come what may."""
    if place.team is None:
        people = tuple(
            person.model_copy(update={"roles": ()}) if person.id == question.person else person
            for person in problem.people
        )
        return problem.model_copy(update={"people": people})
    pins = [Pin(person=question.person, team=place.team, role=place.role)]
    if question.unit is not None and question.team is not None:
        pins.append(Pin(unit=question.unit, team=question.team))
    return problem.model_copy(update={"pins": (*problem.pins, *(pin for pin in pins if pin not in problem.pins))})


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
