"""A problem with one thing changed, solved again near a roster: what that one thing is worth, term by term."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from huibi.model.rosters import PinsRule, Problem, Roster
from huibi.planning.check import Checker
from huibi.planning.compare import Comparison, compare_with
from huibi.planning.nearby import Surroundings
from huibi.planning.pins import Pins
from huibi.planning.solve import DisagreementError, Progress, solve
from huibi.planning.trial import worth

_EACH = 10.0  # seconds at most for one try


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to try in all and on how many threads; what is told meanwhile; what ends it early."""

    seconds: float = 60.0
    workers: int = 2
    seed: int = 1
    on_progress: Callable[[Progress], None] | None = None
    on_try: Callable[[int, int], None] | None = None  # which of how many begins

    def share(self, count: int) -> float:
        """Return the seconds of one of so many tries."""
        return min(_EACH, self.seconds / max(1, count))


@dataclass(frozen=True, slots=True)
class Outcome:
    """The best roster found with one thing changed: its terms, their change, who moves.

    `proven`: no better one exists. `conflicts` instead of a roster where the one thing cannot stand with the pins.
    """

    roster: Roster | None
    values: tuple[int, ...]
    terms: Mapping[str, int]
    delta: Mapping[str, int]
    moves: Comparison | None
    proven: bool
    stopped: bool
    conflicts: tuple[PinsRule, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return values, terms and their change, who and what moves; or the pins that clash."""
        if self.roster is None or self.moves is None:
            return {"conflicts": [claim.to_json() for claim in self.conflicts]}
        moved = self.moves.to_json()
        return {
            "proven": self.proven,
            "values": list(self.values),
            "terms": dict(self.terms),
            "delta": dict(self.delta),
            "people": moved["people"],
            "units": moved["units"],
        }


class Tries:
    """Tries changes of one problem near one roster; `base` are the terms that the change is told against."""

    def __init__(self, checker: Checker, roster: Roster, patience: Patience) -> None:
        self.checker, self.roster, self.patience = checker, roster, patience
        self.problem = checker.facts.problem
        self.surroundings = Surroundings(checker.facts, roster)
        self.base: Mapping[str, int] = checker.check(Roster(teams=roster.teams)).terms

    def solve(self, changed: Problem, teams: Iterable[str], seconds: float, start: Roster | None = None) -> Outcome:
        """Return the best roster of a changed problem found in so many seconds, with the teams near some opened.

        Among equals it stays near this roster. It is never worse than `start` (by default this roster) where that is
        legal. Ctrl-C keeps what was found, and the outcome says it was stopped.
        """
        start = self.roster if start is None else start
        clash = Pins(changed)
        if clash.seats(range(len(changed.pins))) is None:
            return Outcome(None, (), {}, {}, None, proven=True, stopped=False, conflicts=clash.broken())
        found = self._search(_held(changed, self.roster), self.surroundings.near(teams), seconds, start)
        return self._judge(changed, found, start)

    def _search(self, held: Problem, near: tuple[str, ...], seconds: float, start: Roster) -> Roster:
        """Open a few teams first: the rest of the roster is good as it is. Where it is small, the whole comes after."""
        opened = self.surroundings.opened(held, near)
        if opened is held:
            return self._run(held, seconds, start)
        small = self.surroundings.small
        found = self._run(opened, seconds / 2 if small else seconds, start)
        if found.status == "infeasible":  # the teams held leave no room; the whole does, as its pins stand
            return self._run(held, seconds, start)
        return self._run(held, seconds / 2, found) if small and found.status != "stopped" else found

    def _run(self, problem: Problem, seconds: float, start: Roster) -> Roster:
        patience = self.patience
        return solve(
            problem,
            seconds=seconds,
            workers=patience.workers,
            seed=patience.seed,
            on_progress=patience.on_progress,
            start=Roster(teams=start.teams),
        )

    def _judge(self, changed: Problem, found: Roster, start: Roster) -> Outcome:
        checker = self.checker if changed is self.problem else Checker(changed)
        roster = Roster(problem=changed.id, teams=found.teams)
        verdict = checker.check(roster)
        if verdict.violations:
            raise DisagreementError(str([violation.to_json() for violation in verdict.violations]))
        begun = Roster(problem=changed.id, teams=start.teams)
        known = checker.check(begun)
        if known.violations == () and worth(changed, known.terms) < worth(changed, verdict.terms):
            roster, verdict = begun, known
        return Outcome(
            roster=roster,
            values=worth(changed, verdict.terms),
            terms=verdict.terms,
            delta={term: value - self.base[term] for term, value in verdict.terms.items()},
            moves=compare_with(checker, self.roster, roster),
            proven=found.status == "optimal" and self.surroundings.small,
            stopped=found.status == "stopped",
        )


def _held(problem: Problem, roster: Roster) -> Problem:
    """Return the problem that, among equals, stays near the roster, or near the `previous` that it has."""
    if problem.previous is not None:
        return problem
    levels = [{term: weight for term, weight in level.items() if term != "change"} for level in problem.objective]
    objective = (*(level for level in levels if level), {"change": 1})
    return problem.model_copy(update={"previous": Roster(teams=roster.teams), "objective": objective})
