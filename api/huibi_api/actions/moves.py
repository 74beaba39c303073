"""Who and what moves from one roster to another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody or a unit that stands elsewhere in another roster; None: in no team."""

    subject: str
    is_unit: bool
    before: tuple[str, str] | None  # team and role (a unit's role is empty)
    after: tuple[str, str] | None

    def to_json(self) -> dict[str, Any]:
        """Return the move by its ids."""
        return {
            "unit" if self.is_unit else "person": self.subject,
            "before": _place(self.before),
            "after": _place(self.after),
        }


def moves(before: Mapping[str, Any], after: Mapping[str, Any]) -> Sequence[Move]:
    """Return everybody and every unit whose team or role differs between two rosters, people first."""
    found = []
    for is_unit in (False, True):
        old, new = _places(before, units=is_unit), _places(after, units=is_unit)
        found += [
            Move(subject, is_unit, old.get(subject), new.get(subject))
            for subject in sorted(old.keys() | new.keys())
            if old.get(subject) != new.get(subject)
        ]
    return found


def _place(place: tuple[str, str] | None) -> dict[str, str] | None:
    if place is None:
        return None
    team, role = place
    return {"team": team, "role": role} if role else {"team": team}


def _places(roster: Mapping[str, Any], *, units: bool) -> dict[str, tuple[str, str]]:
    teams = roster.get("teams", ())
    if units:
        return {unit: (team["id"], "") for team in teams for unit in team.get("units", ())}
    return {seat["id"]: (team["id"], seat["role"]) for team in teams for seat in team.get("people", ())}
