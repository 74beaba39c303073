"""What the terminal says of rosters: sentences from the catalogue over ids."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from huibi.messages import say
from huibi.writing.changes import changes
from huibi.writing.lacks import what_text, why_text

if TYPE_CHECKING:
    from huibi.model.balances import Balance
    from huibi.model.rosters import PinsRule, Roster, ShortfallEntry
    from huibi.planning.check import Verdict
    from huibi.planning.check_rules import Violation
    from huibi.planning.compare import Comparison, Place
    from huibi.planning.moves import Step

_MOST = 30  # that a terminal is told of what is left over or lacks; the roster holds all of it


def summary(roster: "Roster") -> str:
    """Say status, levels, what is left over, what is missing and why, and pins that clash; of much only the first."""
    status = say(f"solve.status.{roster.status}")
    levels = " / ".join(str(level.value) for level in roster.levels)
    lines = [say("solve.summary", status=status, levels=levels, seconds=roster.seconds or 0)]
    if roster.unassigned:
        lines.append(left_over_words(roster.unassigned))
    lines.extend(shortfall_words(entry) for entry in roster.shortfalls[:_MOST])
    if len(roster.shortfalls) > _MOST:
        lines.append(say("solve.more_shortfalls", count=len(roster.shortfalls) - _MOST))
    lines.extend(pins_words(claim) for claim in roster.conflicts)
    return "\n".join(lines)


def left_over_words(units: Sequence[str]) -> str:
    """Say which units nobody inspects."""
    shown = " ".join(units[:_MOST]) + (" …" if len(units) > _MOST else "")
    return say("solve.unassigned", count=len(units), units=shown)


def pins_words(claim: "PinsRule") -> str:
    """Say which pins cannot stand together, and by which rule."""
    return say("solve.pins", pins=" ".join(map(str, claim.pins)), rule=say(f"rule.{claim.rule}"))


def shortfall_words(entry: "ShortfallEntry") -> str:
    """Say what is missing where, and why."""
    what = what_text(entry.what) + ("" if entry.unit is None else f" ({entry.unit})")
    return say(
        "solve.shortfall", place=entry.team or entry.county, what=what, missing=entry.missing, why=why_text(entry)
    )


def violation(found: "Violation") -> str:
    """Say which rule is broken and by whom."""
    ids = say("solve.comma").join(
        say(f"check.id.{name}", value=_told(name, _shown(value))) for name, value in found.ids.items()
    )
    return say("check.violation", rule=say(f"rule.{found.rule}"), ids=ids)


def _told(name: str, value: str) -> str:
    if name == "what":
        return what_text(value)
    return say(f"word.role.{value}") if name == "role" else value


def _shown(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def verdict(found: "Verdict") -> str:
    """Say whether a roster is sound, and what is wrong with it."""
    lines = [say("check.ok" if found.ok else "check.not_ok")]
    lines.extend(violation(one) for one in found.violations)
    lines.extend(say("check.mismatch", **one) for one in found.mismatch)
    return "\n".join(lines)


def outcome(violations: Iterable["Violation"], delta: Mapping[str, int]) -> str:
    """Say what moves would break, or what they would change."""
    broken = [violation(one) for one in violations]
    return "\n".join(broken) if broken else changes(delta)


def place_words(place: "Place") -> str:
    """Say a team and role, or that it is none."""
    return say("compare.nowhere") if place is None else f"{place[0]} {say(f'word.role.{place[1]}')}"


def comparison(found: "Comparison") -> str:
    """Say who moves, which units move, and how the terms change."""
    lines = [
        say("compare.person", person=name, before=place_words(a), after=place_words(b)) for name, a, b in found.people
    ]
    none = say("compare.nowhere")
    lines.extend(say("compare.unit", unit=name, before=a or none, after=b or none) for name, a, b in found.units)
    lines.append(_distance(found))
    lines.extend(_balance(a, b) for a, b in found.balances if a != b)
    lines.extend(
        say(
            "compare.term",
            name=say(f"name.{term}"),
            before=value,
            after=found.after.terms[term],
            delta=found.delta[term],
        )
        for term, value in found.before.terms.items()
        if found.delta[term]
    )
    if not any(found.delta.values()):
        lines.append(say("check.no_change"))
    return "\n".join(lines)


def _distance(found: "Comparison") -> str:
    """Say in how many seats and units the second differs: what does."""
    parts = [say(f"compare.{name}", count=count) for name, count in found.distance.items() if count]
    return say("compare.distance", parts=say("word.and").join(parts)) if parts else say("compare.same")


def _balance(before: "Balance", after: "Balance") -> str:
    """Say how what a county gives and gets changes: the numbers that do."""
    numbers = {name: getattr(after, name) - getattr(before, name) for name in before.__slots__ if name != "county"}
    changed = [say(f"compare.{name}", value=f"{value:+d}") for name, value in numbers.items() if value]
    return say("compare.balance", county=before.county, changes=say("solve.comma").join(changed))


def alternatives(found: Sequence["Comparison"], asked: int) -> str:
    """Say of each further roster how far it is from the first, and its price."""
    lines = []
    for number, one in enumerate(found, start=1):
        told = _distance(one) + say("solve.comma") + changes(one.delta)
        lines.append(say("alternatives.one", number=number, comparison=told))
    if len(found) < asked:
        lines.append(say("alternatives.fewer", count=len(found)))
    return "\n".join(lines)


def steps(found: Iterable["Step"]) -> str:
    """Say who moves where, each with the reason."""
    return "\n".join(map(_step, found)) or say("move.none")


def _step(one: "Step") -> str:
    if one.kind == "unit":
        none = say("compare.nowhere")
        before, after = (none if place is None else place[0] for place in (one.before, one.after))
        text = say("compare.unit", unit=one.name, before=before, after=after)
    elif one.after is None:
        text = say("move.leaves", person=one.name, before=place_words(one.before))
    elif one.before is None:
        text = say("move.enters", person=one.name, after=place_words(one.after))
    elif one.before[0] == one.after[0]:
        text = say("move.becomes", person=one.name, team=one.after[0], role=say(f"word.role.{one.after[1]}"))
    else:
        text = say("move.goes", person=one.name, before=place_words(one.before), after=place_words(one.after))
    reasons = [*map(_reason, one.forbids)]
    if one.instead_of is not None:
        reasons.append(say("move.instead_of", person=one.instead_of))
    if one.fills:
        reasons.append(say("move.fills", what=say("solve.comma").join(what_text(entry.what) for entry in one.fills)))
    if not reasons:
        reasons.append(say("move.follows"))
    return say("move.because", move=text, reasons=say("solve.comma").join(dict.fromkeys(reasons)))


def _reason(found: "Violation") -> str:
    """Say what forbids an old place: shortly where it is plain."""
    ids = {name: _shown(value) for name, value in found.ids.items()}
    code = f"move.{found.code}"
    plain = ("unknown_person", "unknown_unit", "unknown_team", "barred", "barred_county", "apart", "pin")
    return say(code, **ids) if found.code in plain else violation(found)
