"""READ FIRST: register + round → screening → problem → roster → checked plan.

Each step is one room. Kinship and recusal end where the problem begins: the solver sees who is barred from what, never
why; and what it answers is believed only when a second opinion, which shares no code with it, agrees.
"""

from collections.abc import Callable

from huibi.compiling.problem import compile_problem
from huibi.errors import Fault, OursError
from huibi.explaining.explain import explain
from huibi.explaining.explanation import Explanation
from huibi.model.findings import Findings
from huibi.model.plans import Plan
from huibi.model.register import Register
from huibi.model.reserves import Reserves
from huibi.model.rosters import Problem, Roster
from huibi.model.rounds import Round
from huibi.planning.check import check
from huibi.planning.problem import digest
from huibi.planning.reserves import reserves
from huibi.planning.solve import Progress, solve
from huibi.policy import load_policy
from huibi.screening.screen import screen

__all__ = ["Plan", "account", "compile_problem", "find", "plan"]


def plan(
    register: Register,
    round_: Round,
    *,
    official: bool = False,
    on_step: Callable[[str], None] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    on_place: Callable[[int, int], None] | None = None,
) -> Plan:
    """Return the checked plan of a round, with who could step in for whom.

    `on_step` is told `screen`, `compile`, `solve` and `reserves` as each begins; `on_progress` how far the search is,
    `on_place` for which of how many places a reserve is looked for; Ctrl-C keeps what there is by then. Raises
    InputError for a policy or a pin that cannot stand, OursError where the second opinion disagrees with the solver.
    """
    tell = on_step if on_step is not None else lambda _: None
    tell("screen")
    findings = find(register, round_)
    tell("compile")
    problem = compile_problem(register, round_, findings)
    tell("solve")
    roster = solve(problem, official=official, on_progress=on_progress)
    verdict = check(problem, roster)
    if not verdict.ok:
        raise OursError([Fault(code="plan.disagreement", params={"verdict": verdict.to_json()})])
    tell("reserves")
    return Plan(
        register=register,
        round=round_,
        findings=findings,
        problem=problem,
        roster=roster,
        digest=digest(problem),
        reserves=_reserves(problem, roster, on_place),
    )


def _reserves(problem: Problem, roster: Roster, on_place: Callable[[int, int], None] | None) -> Reserves | None:
    """Return who could step in; nothing where somebody stopped it before the first place: the roster is there."""
    try:
        return reserves(problem, roster, on_progress=on_place)
    except KeyboardInterrupt:
        return None


def find(register: Register, round_: Round, *, stage: int | None = None, person: str | None = None) -> Findings:
    """Return what bars, weighs on or is worth noting in a round; raises InputError for a policy that is not sound."""
    return screen(register, round_, load_policy(round_.policy), stage=stage, person=person)


def account(register: Register, round_: Round, person: str, unit: str | None = None) -> Explanation:
    """Return every ground that was looked at for a person, whether it holds or not, and why not."""
    return explain(register, round_, load_policy(round_.policy), person=person, unit=unit)
