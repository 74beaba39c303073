"""A roster changed for the sake of looking: what it would break, and what every term would become."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huibi.model.rosters import Problem, Roster, ShortfallEntry
from huibi.planning.check import Checker
from huibi.planning.check_rules import Violation


@dataclass(frozen=True)
class Trial:
    """What a changed roster would be: `ok` if it breaks no hard rule; `delta` is each term less what it was before."""

    violations: tuple[Violation, ...]
    terms: Mapping[str, int]
    delta: Mapping[str, int]
    shortfalls: tuple[ShortfallEntry, ...]

    @property
    def ok(self) -> bool:
        """Whether the changed roster is legal."""
        return not self.violations

    def to_json(self) -> dict[str, Any]:
        """Return the answer to an edit as the format says."""
        return {
            "ok": self.ok,
            "violations": [violation.to_json() for violation in self.violations],
            "terms": dict(self.terms),
            "delta": dict(self.delta),
            "shortfalls": [entry.to_json() for entry in self.shortfalls],
        }


def attempt(checker: Checker, before: Mapping[str, int], changed: Roster) -> Trial:
    """Return what a changed roster without claims would be, against the terms before.

    Keep the checker of a problem and try many rosters with it: what a team does by itself is counted once.
    """
    verdict = checker.check(changed)
    delta = {term: value - before[term] for term, value in verdict.terms.items()}
    return Trial(verdict.violations, verdict.terms, delta, verdict.shortfalls)


def worth(problem: Problem, terms: Mapping[str, int]) -> tuple[int, ...]:
    """Return the value of each level of the objective, in order: the lesser the better."""
    return tuple(sum(weight * terms[term] for term, weight in level.items()) for level in problem.objective)
