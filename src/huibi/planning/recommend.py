"""Who could take a place: everybody whom no hard rule keeps out, by what the roster would then be worth."""

from dataclasses import dataclass
from typing import Any

from huibi.errors import UsageError
from huibi.model.people import Role
from huibi.model.rosters import EDIT_FORMAT, Edit, Move, Problem, Roster, Seat, TeamRoster
from huibi.planning.check import Checker
from huibi.planning.edits import apply_edit
from huibi.planning.trial import Trial, attempt

MOST = 10


@dataclass(frozen=True)
class Candidate:
    """Somebody for a place: from which team (None: from none), in whose stead (None: the place is free)."""

    person: str
    comes_from: str | None
    replaces: str | None
    values: tuple[int, ...]
    trial: Trial

    def to_json(self) -> dict[str, Any]:
        """Return the candidate with the change of every term."""
        return {
            "person": self.person,
            "from": self.comes_from,
            "replaces": self.replaces,
            "values": list(self.values),
            "delta": self.trial.delta,
            "shortfalls": [entry.to_json() for entry in self.trial.shortfalls],
        }


def recommend(problem: Problem, roster: Roster, team: str, role: Role, most: int = MOST) -> tuple[Candidate, ...]:
    """Return at most `most` people for a role in a team, best first by the levels of the objective, then by id.

    Where the role or the team is full, each candidate is tried instead of the one whose leaving is missed least.
    Raises UsageError for an unknown team.
    """
    checker = Checker(problem)
    entry = checker.facts.teams.get(team)
    if entry is None:
        raise UsageError.of("recommend.no_team", team=team)
    start = Roster(teams=apply_edit(problem, roster, Edit(format=EDIT_FORMAT)).teams)
    before = checker.check(start).terms
    now = {seat.id: where.id for where in start.teams for seat in where.people}
    here = next(one for one in start.teams if one.id == team)
    leaving = _leaving(checker, start, here, role)
    found = []
    for person in problem.people:
        holds = any(seat.id == person.id and seat.role == role for seat in here.people)
        if holds or role not in person.roles or not checker.facts.may_come_from(entry, person, role):
            continue
        moves = [Move(person=person.id, team=team, role=role)]
        if leaving is not None and leaving != person.id:
            moves.append(Move(person=leaving, team=None))
        trial = attempt(checker, before, _moved(start, moves))
        if trial.ok:
            values = tuple(sum(w * trial.terms[t] for t, w in level.items()) for level in problem.objective)
            found.append(Candidate(person.id, now.get(person.id), leaving, values, trial))
    found.sort(key=lambda candidate: (candidate.values, candidate.person))
    return tuple(found[:most])


def _leaving(checker: Checker, roster: Roster, here: TeamRoster, role: Role) -> str | None:
    """Return who would have to go: nobody where there is room, else a holder of the role, else of any role."""
    entry = checker.facts.teams[here.id]
    holders = [seat.id for seat in here.people if seat.role == role]
    full_role = len(holders) >= checker.facts.limits(entry, role)[1]
    if not full_role and len(here.people) < entry.size[1]:
        return None
    pinned = {pin.person for pin in checker.facts.problem.pins}
    choices = [name for name in (holders if full_role else [seat.id for seat in here.people]) if name not in pinned]

    def missed(name: str) -> tuple[Any, ...]:
        terms = checker.check(_moved(roster, [Move(person=name, team=None)])).terms
        levels = checker.facts.problem.objective
        return (*(sum(weight * terms[term] for term, weight in level.items()) for level in levels), name)

    return min(choices, key=missed, default=None)


def _moved(roster: Roster, moves: list[Move]) -> Roster:
    """Return the roster after moves of people; teams that nobody enters or leaves stay the same objects."""
    leaving = {move.person for move in moves}
    teams = []
    for team in roster.teams:
        entering = tuple(
            Seat(id=m.person or "", role=m.role) for m in moves if m.team == team.id and m.role is not None
        )
        staying = tuple(seat for seat in team.people if seat.id not in leaving)
        same = not entering and len(staying) == len(team.people)
        teams.append(team if same else TeamRoster(id=team.id, units=team.units, people=(*staying, *entering)))
    return Roster(teams=tuple(teams))
