"""What findings say of a person and a unit at a glance: one mark a pair, and the counts that summaries give."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from huibi.model.findings import Effect, Finding, Findings
from huibi.model.people import Role
from huibi.model.plans import Plan
from huibi.writing.tables import Mark

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a screening found, in numbers; `barred` and `pairs` are pairs of somebody who may serve and a unit."""

    must: int
    should: int
    note: int
    uncertain: int
    waived: int
    pairs: int
    barred: int
    partly: int
    grounds: tuple[tuple[str, int], ...]  # code, must findings; the most frequent first


class Marks:
    """The strongest effect of each pair over the roles that count."""

    def __init__(self, findings: Findings) -> None:
        self._by_pair: defaultdict[Pair, list[Finding]] = defaultdict(list)
        for finding in findings.findings:
            if not finding.waived:
                self._by_pair[finding.person, finding.unit].append(finding)

    def mark(self, person: str, unit: str, roles: frozenset[Role]) -> Mark:
        """Return how a person stands to a unit, seen in `roles`: barred from all of them, from some, or less."""
        findings = self._by_pair.get((person, unit), ())
        barred: set[Role] = set()
        for finding in findings:
            if finding.effect is Effect.MUST:
                barred |= roles if finding.roles is None else finding.roles & roles
        if barred:
            return Mark.MUST if barred == roles else Mark.PARTLY
        for effect, mark in ((Effect.SHOULD, Mark.SHOULD), (Effect.NOTE, Mark.NOTE)):
            if any(finding.effect is effect and _holds(finding, roles) for finding in findings):
                return mark
        return Mark.NONE


def count(plan: Plan) -> Counts:
    """Return the numbers of a plan's findings; what was waived is counted as waived only."""
    findings = plan.findings.findings
    standing = [finding for finding in findings if not finding.waived]
    effects = Counter(finding.effect for finding in standing)
    grounds = Counter(finding.code for finding in standing if finding.effect is Effect.MUST)
    marks = Marks(plan.findings)
    pairs = Counter(
        marks.mark(entry.id, unit.id, frozenset(entry.roles))
        for entry in plan.problem.people
        for unit in plan.problem.units
    )
    return Counts(
        must=effects[Effect.MUST],
        should=effects[Effect.SHOULD],
        note=effects[Effect.NOTE],
        uncertain=sum(finding.uncertain for finding in standing),
        waived=len(findings) - len(standing),
        pairs=pairs.total(),
        barred=pairs[Mark.MUST],
        partly=pairs[Mark.PARTLY],
        grounds=tuple(sorted(grounds.items(), key=lambda item: (-item[1], item[0]))),
    )


def risks(findings: Findings) -> Mapping[Pair, int]:
    """Return the acquaintance index by pair."""
    return {(entry.person, entry.unit): entry.risk for entry in findings.risks}


def _holds(finding: Finding, roles: frozenset[Role]) -> bool:
    return finding.roles is None or bool(finding.roles & roles)
