"""Who could take a place: everybody whom no hard rule keeps out, by what the roster would then be worth."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from huibi.errors import UsageError
from huibi.model.people import Role
from huibi.model.rosters import EDIT_FORMAT, Cost, Edit, Move, PersonEntry, Problem, Roster, Together
from huibi.planning.check import Checker
from huibi.planning.check_facts import Facts
from huibi.planning.standing import Standing
from huibi.planning.trial import Trial, worth

MOST = 10
_FEW = 3  # so many who could leave are all tried, of more the first who will do
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Candidate:
    """Somebody for a place: from which team (None: from none), in whose stead (None: the place is free).

    `swaps`: whoever leaves takes the candidate's place. `costs` and `together` are what comes along: what is paid for
    the candidate and each unit of the team, and for each member of it.
    """

    person: str
    comes_from: str | None
    replaces: str | None
    swaps: bool
    values: tuple[int, ...]
    trial: Trial
    edit: Edit
    costs: tuple[Cost, ...]
    together: tuple[Together, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the candidate with the change of every term, what comes along, and the moves as an edit."""
        return {
            "person": self.person,
            "from": self.comes_from,
            "replaces": self.replaces,
            "swaps": self.swaps,
            "values": list(self.values),
            "delta": self.trial.delta,
            "shortfalls": [entry.to_json() for entry in self.trial.shortfalls],
            "costs": [cost.to_json() for cost in self.costs],
            "together": [pair.to_json() for pair in self.together],
            "edit": self.edit.to_json(),
        }


def recommend(
    problem: Problem, roster: Roster, team: str, role: Role, most: int = MOST, on_progress: Told | None = None
) -> tuple[Candidate, ...]:
    """Return at most `most` people for a role in a team, best first by the levels of the objective, then by id.

    Where the role or the team is full, each candidate is tried in the stead of the one whose leaving is missed least,
    and where the candidate serves elsewhere also in exchange. Ctrl-C keeps who was looked at; `on_progress` hears how
    many of how many were. Raises UsageError for an unknown team.
    """
    return recommend_from(Standing(Checker(problem), roster), team, role, most, on_progress)


def recommend_from(
    standing: Standing, team: str, role: Role, most: int = MOST, on_progress: Told | None = None
) -> tuple[Candidate, ...]:
    """Return what `recommend` returns, for a roster that was counted already."""
    if team not in standing.facts.teams:
        raise UsageError.of("recommend.no_team", team=team)
    search = _Search(standing, team, role)
    people = search.eligible()
    found = []
    try:
        for number, person in enumerate(people):
            if on_progress is not None:
                on_progress(number, len(people))
            if (candidate := search.best(person)) is not None:
                found.append(candidate)
    except KeyboardInterrupt:
        if not found:
            raise
    found.sort(key=lambda candidate: (candidate.values, candidate.person))
    return tuple(found[:most])


def barred(facts: Facts, person: PersonEntry, role: Role, units: tuple[str, ...]) -> bool:
    """Whether somebody is barred in a role from one of the units (rule 3)."""
    return any(
        role in facts.barred.get((person.id, unit), ()) or facts.units[unit].county in person.barred_counties
        for unit in units
        if unit in facts.units
    )


class _Search:
    """Tries candidates for one place."""

    def __init__(self, standing: Standing, team: str, role: Role) -> None:
        self.standing, self.facts, self.team, self.role = standing, standing.facts, team, role
        self.entry, self.now = self.facts.teams[team], standing.hall.team(team)
        self.leaving = who_could_leave(standing, team, role)

    def eligible(self) -> list[PersonEntry]:
        """Return everybody who may hold the role here and does not yet."""
        holders = {seat.id for seat in self.now.people if seat.role == self.role}
        return [
            person
            for person in self.facts.people.values()
            if person.id not in holders
            and self.role in person.roles
            and self.facts.may_come_from(self.entry, person, self.role)
            and not barred(self.facts, person, self.role, self.now.units)
        ]

    def best(self, person: PersonEntry) -> Candidate | None:
        """Return the best way in which somebody takes the place, None if there is no legal one."""
        best: Candidate | None = None
        for leaving in self.leaving:
            for swaps, moves in self._ways(person, leaving):
                edit = Edit(format=EDIT_FORMAT, moves=moves)
                trial = self.standing.attempt(edit)
                if trial.ok:
                    candidate = self._candidate(person, leaving, trial, edit, swaps=swaps)
                    best = candidate if best is None or candidate.values < best.values else best
            if best is not None and len(self.leaving) > _FEW:
                break
        return best

    def _ways(self, person: PersonEntry, leaving: str | None) -> Iterator[tuple[bool, tuple[Move, ...]]]:
        enters = Move(person=person.id, team=self.team, role=self.role)
        if leaving is None or leaving == person.id:
            yield False, (enters,)
            return
        yield False, (enters, Move(person=leaving, team=None))
        where = self.standing.hall.where(person.id)
        if where is not None and where[1] in self.facts.people[leaving].roles:
            yield True, (enters, Move(person=leaving, team=where[0], role=where[1]))

    def _candidate(
        self, person: PersonEntry, leaving: str | None, trial: Trial, edit: Edit, *, swaps: bool
    ) -> Candidate:
        facts, where = self.facts, self.standing.hall.where(person.id)
        costs = [
            Cost(person=person.id, unit=unit, should=should, risk=risk)
            for unit in self.now.units
            if (should := facts.should.get((person.id, unit), 0)) + (risk := facts.risk.get((person.id, unit), 0))
        ]
        others = facts.together.get(person.id, {})
        pairs = [
            Together(people=(person.id, seat.id), cost=others[seat.id])
            for seat in self.now.people
            if others.get(seat.id, 0) and seat.id not in (leaving, person.id)
        ]
        return Candidate(
            person=person.id,
            comes_from=where[0] if where is not None else None,
            replaces=leaving if leaving != person.id else None,
            swaps=swaps,
            values=worth(facts.problem, trial.terms),
            trial=trial,
            edit=edit,
            costs=tuple(costs),
            together=tuple(pairs),
        )


def who_could_leave(standing: Standing, team: str, role: Role) -> list[str | None]:
    """Return who could go so that a role can be taken, least missed first; where there is room nobody has to (None)."""
    facts, now = standing.facts, standing.hall.team(team)
    entry = facts.teams[team]
    holders = [seat.id for seat in now.people if seat.role == role]
    full_role = len(holders) >= facts.limits(entry, role)[1]
    if not full_role and len(now.people) < entry.size[1]:
        return [None]
    pinned = {pin.person for pin in facts.problem.pins}
    choices = [name for name in (holders if full_role else [seat.id for seat in now.people]) if name not in pinned]
    missed = {
        name: worth(
            facts.problem,
            standing.attempt(Edit(format=EDIT_FORMAT, moves=(Move(person=name, team=None),))).terms,
        )
        for name in choices
    }
    return [name for _, name in sorted((values, name) for name, values in missed.items())]
