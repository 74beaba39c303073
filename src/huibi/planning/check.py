"""The second opinion on a roster: every hard rule, every term and every claim, sharing no code with the solver."""

from dataclasses import dataclass
from typing import Any

from huibi.model.rosters import Problem, Roster, ShortfallEntry, TeamRoster
from huibi.planning.check_claims import Mismatch, mismatches
from huibi.planning.check_facts import look_up
from huibi.planning.check_rules import Violation, roster_violations, team_violations
from huibi.planning.check_terms import TeamTerms, all_shortfalls, all_terms, team_terms, unassigned

_REMEMBERED = 5000  # teams that a checker keeps


@dataclass(frozen=True)
class Verdict:
    """What was found: `ok` if no hard rule is broken and every claim holds."""

    violations: tuple[Violation, ...]
    terms: dict[str, int]
    shortfalls: tuple[ShortfallEntry, ...]
    unassigned: tuple[str, ...]
    mismatch: tuple[Mismatch, ...]

    @property
    def ok(self) -> bool:
        """Whether the roster is legal and says the truth of itself."""
        return not self.violations and not self.mismatch

    def to_json(self) -> dict[str, Any]:
        """Return the answer of `huibi check`."""
        return {
            "ok": self.ok,
            "violations": [violation.to_json() for violation in self.violations],
            "terms": self.terms,
            "mismatch": list(self.mismatch),
        }


class Checker:
    """Checks many rosters of one problem; what a team does by itself is kept, so that a small edit is cheap."""

    def __init__(self, problem: Problem) -> None:
        self.facts = look_up(problem)
        self._teams: dict[TeamRoster, tuple[tuple[Violation, ...], TeamTerms]] = {}

    def check(self, roster: Roster) -> Verdict:
        """Return the verdict on a roster of this problem; an `infeasible` one is judged by its conflicts alone."""
        violations: list[Violation] = []
        parts: dict[str, TeamTerms] = {}
        for team in roster.teams:
            broken, parts[team.id] = self._team(team)
            violations.extend(broken)
        if roster.status != "infeasible":
            violations.extend(roster_violations(self.facts, roster))
        violations.sort(key=lambda violation: violation.rule)
        shortfalls = all_shortfalls(self.facts, roster, parts)
        left = unassigned(self.facts, roster)
        terms = all_terms(self.facts, roster, parts)
        mismatch = mismatches(self.facts, roster, terms, shortfalls, left)
        return Verdict(tuple(violations), terms, shortfalls, left, mismatch)

    def _team(self, team: TeamRoster) -> tuple[tuple[Violation, ...], TeamTerms]:
        known = self._teams.get(team)
        if known is None:
            if len(self._teams) >= _REMEMBERED:
                self._teams.clear()
            known = (team_violations(self.facts, team), team_terms(self.facts, team))
            self._teams[team] = known
        return known


def check(problem: Problem, roster: Roster) -> Verdict:
    """Return the verdict on a roster: hard rules broken, terms counted anew, claims that do not hold."""
    return Checker(problem).check(roster)
