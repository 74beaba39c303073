"""The slowest solver there is: every legal roster of a tiny problem, judged by the check."""

from collections.abc import Iterator

from huibi.model.people import Role
from huibi.model.rosters import Problem, Roster, Seat, TeamRoster
from huibi.planning.check import Checker, Verdict

PIN_RULE = 7
Seats = tuple[tuple[str, str, Role], ...]


class Exhaustive:
    """Tries units first, then people one by one; what breaks a rule already is not built upon."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.checker = Checker(problem)
        self.known: dict[tuple, TeamRoster] = {}

    def optimum(self) -> tuple[int, ...] | None:
        """Return the best value of every level in turn, or None where the pins leave no legal roster."""
        best: tuple[int, ...] | None = None
        for verdict in self._units(()):
            values = tuple(sum(w * verdict.terms[n] for n, w in level.items()) for level in self.problem.objective)
            best = values if best is None else min(best, values)
        return best

    def _units(self, placed: tuple[str | None, ...]) -> Iterator[Verdict]:
        verdict = self._judge(placed, ())
        if any(violation.rule != PIN_RULE for violation in verdict.violations):
            return
        if len(placed) == len(self.problem.units):
            yield from self._people(placed, (), 0, verdict)
            return
        for team in (None, *(team.id for team in self.problem.teams)):
            yield from self._units((*placed, team))

    def _people(self, placed: tuple[str | None, ...], seats: Seats, index: int, verdict: Verdict) -> Iterator[Verdict]:
        if index == len(self.problem.people):
            if not verdict.violations:
                yield verdict
            return
        yield from self._people(placed, seats, index + 1, verdict)
        person = self.problem.people[index]
        for team in self.problem.teams:
            for role in person.roles:
                more = (*seats, (person.id, team.id, role))
                further = self._judge(placed, more)
                if all(violation.rule == PIN_RULE for violation in further.violations):
                    yield from self._people(placed, more, index + 1, further)

    def _judge(self, placed: tuple[str | None, ...], seats: Seats) -> Verdict:
        teams = tuple(self._team(team.id, placed, seats) for team in self.problem.teams)
        return self.checker.check(Roster.model_construct(teams=teams))

    def _team(self, team: str, placed: tuple[str | None, ...], seats: Seats) -> TeamRoster:
        units = tuple(unit.id for unit, where in zip(self.problem.units, placed, strict=False) if where == team)
        here = tuple((name, role) for name, where, role in seats if where == team)
        key = (team, units, here)
        if key not in self.known:
            people = tuple(Seat(id=name, role=role) for name, role in here)
            self.known[key] = TeamRoster(id=team, units=units, people=people)
        return self.known[key]


def optimum(problem: Problem) -> tuple[int, ...] | None:
    """Return the best value of every level in turn, or None where the pins leave no legal roster."""
    return Exhaustive(problem).optimum()
