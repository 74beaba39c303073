"""What a ground says of one counterpart, and the default policy as two effects a tier."""

from dataclasses import dataclass

from huibi.model.ties import KinClass

Effect = tuple[str, int]
MUST: Effect = ("must", 0)
NOTE: Effect = ("note", 0)
ALL_ROLES = ("leader", "deputy", "liaison", "member")
LEAD = ("leader", "deputy")
OTHER = ("liaison", "member")


def should(weight: int) -> Effect:
    """Allowed, but counted."""
    return ("should", weight)


def strength(effect: Effect) -> tuple[int, int]:
    """Effect before weight."""
    return ({"must": 2, "should": 1, "note": 0}[effect[0]], effect[1])


@dataclass(frozen=True)
class Candidate:
    """One counterpart (or none) under one code; `roles` narrows the roles where a rule does."""

    code: str
    lead: Effect
    other: Effect
    counterpart: str | None = None
    kin_class: KinClass | None = None
    uncertain: bool = False
    roles: tuple[str, ...] = ALL_ROLES
    # What the chain shows, for the choice among equals.
    length: int = 0

    @property
    def strength(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Effect before weight, the stronger of the two kinds of role first."""
        return (max(strength(self.lead), strength(self.other)), min(strength(self.lead), strength(self.other)))


@dataclass(frozen=True)
class Said:
    """A finding without its chain; `choices` are the counterparts that are equally strong."""

    person: str
    unit: str
    code: str
    effect: str
    weight: int
    roles: tuple[str, ...] | None
    stage: int
    waived: bool
    choices: frozenset[tuple[str | None, str | None, bool]]
