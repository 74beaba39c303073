"""What the terminal says of rosters: sentences from the catalogue over ids."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from huibi.messages import say

if TYPE_CHECKING:
    from huibi.model.rosters import Roster, ShortfallEntry
    from huibi.planning.check import Verdict
    from huibi.planning.check_rules import Violation
    from huibi.planning.compare import Comparison, Place
    from huibi.planning.recommend import Candidate
    from huibi.planning.why import Answer


def summary(roster: "Roster") -> str:
    """Say status, levels, what is left over, what is missing and why, and pins that clash."""
    status = say(f"solve.status.{roster.status}")
    levels = " / ".join(str(level.value) for level in roster.levels)
    lines = [say("solve.summary", status=status, levels=levels, seconds=roster.seconds or 0)]
    if roster.unassigned:
        lines.append(say("solve.unassigned", count=len(roster.unassigned), units=" ".join(roster.unassigned)))
    lines.extend(_shortfall(entry) for entry in roster.shortfalls)
    lines.extend(
        say("solve.pins", pins=" ".join(map(str, claim.pins)), rule=say(f"rule.{claim.rule}"))
        for claim in roster.conflicts
    )
    return "\n".join(lines)


def _shortfall(entry: "ShortfallEntry") -> str:
    what = entry.what if entry.unit is None else f"{entry.what} ({entry.unit})"
    why = say("solve.comma").join(say(f"shortfall.{name}", count=count) for name, count in entry.why.items())
    return say("solve.shortfall", place=entry.team or entry.county, what=what, missing=entry.missing, why=why)


def violation(found: "Violation") -> str:
    """Say which rule is broken and by whom."""
    ids = say("solve.comma").join(f"{name} {_shown(value)}" for name, value in found.ids.items())
    return say("check.violation", rule=say(f"rule.{found.rule}"), ids=ids)


def _shown(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def verdict(found: "Verdict") -> str:
    """Say whether a roster is sound, and what is wrong with it."""
    lines = [say("check.ok" if found.ok else "check.not_ok")]
    lines.extend(violation(one) for one in found.violations)
    lines.extend(say("check.mismatch", **one) for one in found.mismatch)
    return "\n".join(lines)


def changes(delta: Mapping[str, int]) -> str:
    """Say which terms change by how much."""
    changed = [say(f"term.{term}", value=f"{value:+d}") for term, value in delta.items() if value]
    return say("solve.comma").join(changed) if changed else say("check.no_change")


def outcome(violations: Iterable["Violation"], delta: Mapping[str, int]) -> str:
    """Say what moves would break, or what they would change."""
    broken = [violation(one) for one in violations]
    return "\n".join(broken) if broken else changes(delta)


def _place(place: "Place") -> str:
    return say("compare.nowhere") if place is None else f"{place[0]} {say(f'word.role.{place[1]}')}"


def comparison(found: "Comparison") -> str:
    """Say who moves, which units move, and how the terms change."""
    lines = [say("compare.person", person=name, before=_place(a), after=_place(b)) for name, a, b in found.people]
    none = say("compare.nowhere")
    lines.extend(say("compare.unit", unit=name, before=a or none, after=b or none) for name, a, b in found.units)
    delta = {term: found.after.terms[term] - value for term, value in found.before.terms.items()}
    lines.append(say("compare.terms", changes=changes(delta)))
    return "\n".join(lines)


def answer(found: "Answer") -> str:
    """Say where somebody is, and of each place asked about what keeps the person out or what it would change."""
    now = None if found.team is None or found.role is None else (found.team, found.role)
    lines = [say("why.now", person=found.question.person, place=_place(now))]
    if found.pins:
        lines.append(say("why.pinned"))
    for place in found.places:
        where = None if place.team is None or place.role is None else (place.team, place.role)
        told = outcome(place.trial.violations, place.trial.delta).replace("\n", say("solve.comma"))
        lines.append(say("why.place", place=_place(where), outcome=told))
    return "\n".join(lines)


def candidates(found: Iterable["Candidate"]) -> str:
    """Say who could take a place, and what each would change."""
    lines = []
    for number, one in enumerate(found, start=1):
        text = say("recommend.candidate", number=number, person=one.person, changes=changes(one.trial.delta))
        if one.comes_from is not None:
            text += say("recommend.from", team=one.comes_from)
        if one.replaces is not None:
            text += say("recommend.replaces", person=one.replaces)
        lines.append(text)
    return "\n".join(lines) or say("recommend.nobody")
