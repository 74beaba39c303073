"""A few teams of a roster opened, the others held: what remains is small enough to be solved in a moment."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from huibi.model.rosters import PersonEntry, Pin, Problem, Roster, TeamRoster
from huibi.planning.check_facts import Facts

if TYPE_CHECKING:
    from huibi.model.people import Role

LARGEST = 6000  # pairs of person and team up to which a problem is solved as a whole
_OPEN = 5
_SPARE_OF_A_KIND = 6
_BARRED = 10**6


class Surroundings:
    """A roster of a large problem: which teams lie near others, and the problem in which only some are open."""

    def __init__(self, facts: Facts, roster: Roster) -> None:
        self.facts = facts
        self._teams = {team.id: team for team in roster.teams if team.id in facts.teams}
        self._used = {seat.id for team in roster.teams for seat in team.people}
        self.small = len(facts.people) * len(facts.teams) <= LARGEST

    def near(self, teams: Iterable[str]) -> tuple[str, ...]:
        """Return the teams and as many others as can be opened: those with most members who could serve in these."""
        chosen = [name for name in dict.fromkeys(teams) if name in self.facts.teams][:_OPEN]
        ranked = sorted(
            (name for name in self.facts.teams if name not in chosen),
            key=lambda name: -self._fitting(self._teams.get(name), chosen),
        )
        return (*chosen, *ranked[: _OPEN - len(chosen)])

    def opened(self, problem: Problem, teams: Collection[str]) -> Problem:
        """Return a problem (this one, or this one with something changed) in which all other teams stay as they are.

        Whatever solves it solves the problem. Of those who serve nowhere only the most fitting are kept.
        """
        if len(set(teams)) == len(self.facts.teams):
            return problem
        held = [team for name, team in self._teams.items() if name not in teams]
        kept = self._kept(problem, teams)
        pinned = [Pin(person=seat.id, team=team.id, role=seat.role) for team in held for seat in team.people]
        pinned += [Pin(unit=unit, team=team.id) for team in held for unit in team.units]
        fixed = {(pin.person, pin.unit) for pin in pinned}
        home = {pin.unit: pin.team for pin in pinned if pin.unit is not None}
        seat = {pin.person: pin.team for pin in pinned if pin.person is not None}
        return problem.model_copy(
            update={
                "people": tuple(person for person in problem.people if person.id in kept),
                "bars": tuple(bar for bar in problem.bars if bar.person in kept),
                "costs": tuple(
                    cost
                    for cost in problem.costs
                    if cost.person in kept and not _never_meet(seat.get(cost.person), home.get(cost.unit))
                ),
                "apart": tuple(pair for pair in problem.apart if kept.issuperset(pair)),
                "together": tuple(pair for pair in problem.together if kept.issuperset(pair.people)),
                "pins": (*(pin for pin in problem.pins if (pin.person, pin.unit) not in fixed), *pinned),
            }
        )

    def _kept(self, problem: Problem, teams: Collection[str]) -> set[str]:
        """Return everybody who serves, is pinned or served before, and of the others the most fitting."""
        needed = self._used | {pin.person for pin in problem.pins if pin.person is not None}
        for team in problem.previous.teams if problem.previous is not None else ():
            needed.update(seat.id for seat in team.people)
        entries = [team for team in problem.teams if team.id in teams]
        spare: list[tuple[tuple[int, str], PersonEntry, set[Role]]] = []
        for person in problem.people:
            if person.id in needed:
                continue
            roles = {
                role for entry in entries for role in person.roles if self.facts.may_come_from(entry, person, role)
            }
            if roles:
                spare.append(((self._price(person, teams), person.id), person, roles))
        kinds: Counter[tuple[Role, bool, str]] = Counter()
        most = _SPARE_OF_A_KIND * len(teams)
        for _, person, roles in sorted(spare, key=lambda entry: entry[0]):
            mine = [(role, person.full_time, name) for role in roles for name in person.specialities or ("",)]
            if any(kinds[kind] < most for kind in mine):
                needed.add(person.id)
                kinds.update(mine)
        return needed

    def _price(self, person: PersonEntry, teams: Collection[str]) -> int:
        """Return the least that one of the teams would pay for somebody, as its units are."""
        facts = self.facts
        prices = [
            sum(
                _BARRED if (person.id, unit) in facts.barred else facts.risk.get((person.id, unit), 0)
                for unit in self._teams[name].units
            )
            for name in teams
            if name in self._teams
        ]
        return min(prices, default=0)

    def _fitting(self, team: TeamRoster | None, chosen: Iterable[str]) -> int:
        facts = self.facts
        return sum(
            any(facts.may_come_from(facts.teams[name], facts.people[seat.id], seat.role) for name in chosen)
            for seat in (team.people if team is not None else ())
            if seat.id in facts.people
        )


def _never_meet(person_team: str | None, unit_team: str | None) -> bool:
    """Whether person and unit are held in different teams."""
    return person_team is not None and unit_team is not None and person_team != unit_team
