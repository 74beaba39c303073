"""What people decided, folded over what was noticed: a finding is never final, a ruling never automatic."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from huibi.model.findings import Finding
from huibi.model.ties import Decision, Ruling
from huibi.policy import Policy
from huibi.screening.view import View


def latest(rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """Return, of the rulings on one pair, the latest for each ground named; of one day a bar, else the later row."""
    counting: dict[str, Ruling] = {}
    for ruling in rulings:
        before = counting.get(ruling.code)
        if before is None or _age(ruling) >= _age(before):
            counting[ruling.code] = ruling
    return tuple(counting.values())


def fold(view: View, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Mark as waived what a standing ruling `waive` lifts and the policy lets it; what is waived stays visible."""
    for finding in findings:
        rulings = latest(view.rulings(finding.person, finding.unit))
        waived = any(_lifts(view.policy, ruling, finding.code) for ruling in rulings)
        yield replace(finding, waived=True) if waived else finding


def _lifts(policy: Policy, ruling: Ruling, code: str) -> bool:
    return ruling.decision is Decision.WAIVE and ruling.code in ("", code) and policy.rules[code].waivable


def _age(ruling: Ruling) -> tuple[date, bool]:
    return ruling.decided_on or date.min, ruling.decision is Decision.BAR
