"""What a minimum or a maximum is called, and the counts of why one is not met, in words."""

from typing import TYPE_CHECKING

from huibi.messages import say

if TYPE_CHECKING:
    from huibi.model.rosters import ShortfallEntry


def what_text(what: str) -> str:
    """Return the `what` of a shortfall or a broken maximum in words: a role, a speciality, people in all."""
    kind, _, name = what.partition(":")
    return say(f"word.role.{name}") if kind == "role" else say(f"shortfall.{kind}", speciality=name)


def why_text(entry: "ShortfallEntry") -> str:
    """Return the counts of why in words: of people, or of units where units lack; a count of 0 says nothing."""
    of = "why.units" if entry.what in ("units", "workload") else "why"
    parts = [say(f"{of}.{name}", count=count) for name, count in entry.why.items() if count or name == "could"]
    return say("word.semicolon").join(parts)
