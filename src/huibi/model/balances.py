"""What each county gives and gets in a roster: people lent and received, units inspected elsewhere and by others."""

from collections import Counter
from dataclasses import dataclass

from huibi.model.rosters import Problem, Roster


@dataclass(frozen=True, slots=True)
class Balance:
    """One county: how many of its pool serve at all, and what it gives to other counties and gets from them.

    `lent` serve in teams of another county; `received` come from another pool into its teams. `inspects` are units
    elsewhere that its teams inspect, `inspected` units of its own that others' teams do. Teams of no county give and
    get nothing.
    """

    county: str
    serve: int
    lent: int
    received: int
    inspects: int
    inspected: int

    def to_json(self) -> dict[str, int | str]:
        """Return the numbers by name."""
        return {name: getattr(self, name) for name in self.__slots__}


def balance(problem: Problem, roster: Roster) -> tuple[Balance, ...]:
    """Return the balance of every county that has people, units or a team in the problem, by county."""
    people = {person.id: person.county for person in problem.people}
    units = {unit.id: unit.county for unit in problem.units}
    teams = {team.id: team.county for team in problem.teams}
    serve, lent, received, inspects, inspected = (Counter[str | None]() for _ in range(5))
    for team in roster.teams:
        here = teams.get(team.id)
        for home in (people.get(seat.id) for seat in team.people):
            serve[home] += 1
            lent[home] += here not in (None, home)
            received[here] += here not in (None, home)
        for end in (units.get(unit) for unit in team.units):
            inspects[here] += here not in (None, end)
            inspected[end] += here not in (None, end)
    known = {*people.values(), *units.values(), *teams.values()} - {None}
    return tuple(
        Balance(name, serve[name], lent[name], received[name], inspects[name], inspected[name])
        for name in sorted(name for name in known if name is not None)
    )
