"""How a change of terms is said, in documents and at the terminal."""

from collections.abc import Mapping

from huibi.messages import say


def changes(delta: Mapping[str, int]) -> str:
    """Return which terms change by how much, or that none does."""
    changed = [say(f"term.{term}", value=f"{value:+d}") for term, value in delta.items() if value]
    return say("solve.comma").join(changed) if changed else say("check.no_change")
