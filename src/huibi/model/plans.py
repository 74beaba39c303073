"""A plan 编组方案: the roster with everything that it rests on."""

from dataclasses import dataclass

from huibi.model.findings import Findings
from huibi.model.register import Register
from huibi.model.reserves import Reserves
from huibi.model.rosters import Problem, Roster
from huibi.model.rounds import Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was found, what was asked of the solver, and the roster that a second opinion has checked.

    `digest` is the sha256 of the problem; `reserves` is None where nobody looked for them.
    """

    register: Register
    round: Round
    findings: Findings
    problem: Problem
    roster: Roster
    digest: str
    reserves: Reserves | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every unit is inspected and nothing falls short."""
        return bool(self.roster.teams) and not self.roster.unassigned and not self.roster.shortfalls
