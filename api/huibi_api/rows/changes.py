"""What is held of a register and what would change, between the database and whoever works it out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Changes:
    """What a new version adds and closes, per table; `counts` says it for people: added, removed, changed."""

    base: int
    added: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    closed: dict[str, list[int]] = field(default_factory=dict)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    examples: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return not any(self.added.values()) and not any(self.closed.values())


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of a register's current version, by table; what a child needs to work out a difference."""

    register: str
    office: str
    version: int
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
