"""Two rosters of one problem side by side: who moves, which units move, and every term of both."""

from dataclasses import dataclass
from typing import Any

from huibi.model.balances import Balance, balance
from huibi.model.people import Role
from huibi.model.rosters import Problem, Roster
from huibi.planning.check import Checker, Verdict

Place = tuple[str, Role] | None


@dataclass(frozen=True)
class Comparison:
    """What differs from a first roster to a second: places of people (team, role) and teams of units."""

    people: tuple[tuple[str, Place, Place], ...]
    units: tuple[tuple[str, str | None, str | None], ...]
    before: Verdict
    after: Verdict
    balances: tuple[tuple[Balance, Balance], ...]

    @property
    def delta(self) -> dict[str, int]:
        """The change of every term."""
        return {term: self.after.terms[term] - value for term, value in self.before.terms.items()}

    @property
    def distance(self) -> dict[str, int]:
        """How many seats (people in a team, whatever the role) and units of the first roster the second has not."""
        left = sum(a is not None and (b is None or a[0] != b[0]) for _, a, b in self.people)
        return {"seats": left, "units": sum(a is not None for _, a, _ in self.units)}

    def to_json(self) -> dict[str, Any]:
        """Return people and units that differ, and each term as before, after and delta."""
        return {
            "people": [{"person": name, "before": _place(a), "after": _place(b)} for name, a, b in self.people],
            "units": [{"unit": name, "before": a, "after": b} for name, a, b in self.units],
            "terms": {
                term: {"before": value, "after": self.after.terms[term], "delta": self.after.terms[term] - value}
                for term, value in self.before.terms.items()
            },
            "distance": self.distance,
            "balances": [
                {"county": a.county, "before": _plain(a), "after": _plain(b)} for a, b in self.balances if a != b
            ],
            "violations": {
                "before": [violation.to_json() for violation in self.before.violations],
                "after": [violation.to_json() for violation in self.after.violations],
            },
        }


def compare(problem: Problem, before: Roster, after: Roster) -> Comparison:
    """Return what differs between two rosters, in the order of the problem; what it no longer has comes last."""
    return compare_with(Checker(problem), before, after)


def compare_with(checker: Checker, before: Roster, after: Roster) -> Comparison:
    """Return what `compare` returns, with a checker of the problem that is there already."""
    problem = checker.facts.problem
    people = [_people(before), _people(after)]
    units = [_units(before), _units(after)]
    names = dict.fromkeys([*checker.facts.people, *people[0], *people[1]])
    inspected = dict.fromkeys([*checker.facts.units, *units[0], *units[1]])
    return Comparison(
        people=tuple((n, people[0].get(n), people[1].get(n)) for n in names if people[0].get(n) != people[1].get(n)),
        units=tuple((n, units[0].get(n), units[1].get(n)) for n in inspected if units[0].get(n) != units[1].get(n)),
        before=checker.check(Roster(teams=before.teams)),
        after=checker.check(Roster(teams=after.teams)),
        balances=tuple(zip(balance(problem, before), balance(problem, after), strict=True)),
    )


def _people(roster: Roster) -> dict[str, Place]:
    return {seat.id: (team.id, seat.role) for team in roster.teams for seat in team.people}


def _units(roster: Roster) -> dict[str, str]:
    return {unit: team.id for team in roster.teams for unit in team.units}


def _plain(one: Balance) -> dict[str, int | str]:
    return {name: value for name, value in one.to_json().items() if name != "county"}


def _place(place: Place) -> dict[str, str] | None:
    return None if place is None else {"team": place[0], "role": place[1]}
