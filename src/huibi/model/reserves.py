"""Who could step in for whom by a single move, and whom to keep ready."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huibi.model.people import Role


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody without a place who could take one by a single move, and how it would change every term."""

    person: str
    delta: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Held:
    """A place that somebody holds, and who could step in, best first."""

    team: str
    role: Role
    holder: str
    stand_ins: tuple[StandIn, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the place and who could step in, each with the change of every term."""
        who = [{"person": one.person, "delta": dict(one.delta)} for one in self.stand_ins]
        return {"team": self.team, "role": self.role, "holder": self.holder, "stand_ins": who}


@dataclass(frozen=True, slots=True)
class Reserve:
    """Somebody to keep ready: the role, and the places (team, holder) that one move of this person would save."""

    person: str
    role: Role
    places: tuple[tuple[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        """Return the person with the places."""
        places = [{"team": team, "holder": holder} for team, holder in self.places]
        return {"person": self.person, "role": self.role, "places": places}


@dataclass(frozen=True, slots=True)
class Reserves:
    """Every place with its stand-ins, and a short list of people, role by role, with whom every place is covered.

    Places without any stand-in (`bare`) are those whose loss takes more than one move.
    """

    places: tuple[Held, ...]
    suggested: tuple[Reserve, ...]

    @property
    def bare(self) -> tuple[Held, ...]:
        """The places that nobody could take by a single move."""
        return tuple(place for place in self.places if not place.stand_ins)

    def to_json(self) -> dict[str, Any]:
        """Return the answer of `huibi recommend --reserves`."""
        return {
            "places": [place.to_json() for place in self.places],
            "suggested": [reserve.to_json() for reserve in self.suggested],
            "bare": [{"team": place.team, "role": place.role, "holder": place.holder} for place in self.bare],
        }
