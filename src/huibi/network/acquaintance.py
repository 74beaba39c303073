"""The acquaintance index 熟人指数: what no rule bars, but a small place makes likely (recusal.md)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from huibi.model.columns import Columns
from huibi.model.findings import Link
from huibi.model.people import Level
from huibi.model.register import Register
from huibi.model.ties import KinClass
from huibi.network.acquaintance_known import Careers
from huibi.network.acquaintance_ties import HALF_LIFE, LEAST, SLACK, YEAR, Bond, Bonds
from huibi.network.standing import Standing

KIN: Mapping[KinClass, float] = {
    KinClass.SPOUSE: 1.0,
    KinClass.LINEAL: 1.0,
    KinClass.COLLATERAL3: 0.8,
    KinClass.NEAR_AFFINE: 0.7,
    KinClass.OTHER: 0.4,
    KinClass.NONE: 0.0,
}
CHIEF, BOARD, KEYS = 1.0, 0.7, 0.4  # how much somebody's closeness weighs, by the post held
OWN_WORK = 0.5
SHOWN = 3  # so many chains are named behind a number


class RelationLike(Protocol):
    """What the index asks of a relation."""

    @property
    def kin_class(self) -> KinClass:
        """The class of the relation."""

    @property
    def chain(self) -> tuple[Link, ...]:
        """The rows that say so."""


class KinshipLike(Protocol):
    """What the index asks of kinship: everybody related to a person, the dead too."""

    def relatives(self, person_id: str, /) -> Mapping[str, RelationLike]:
        """Return everybody related, by id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One tie of a chain: kin of a class with the rows that say so, or a bond; `strength` after fading."""

    source: str
    target: str
    strength: float
    kin_class: KinClass | None = None
    bond: Bond | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One chain behind an index: to `counterpart`, or (None) the person's own work in the unit's scope until `last`.

    `share` is what the chain takes away from "knows nobody": weight times closeness, 0..1.
    """

    share: float
    counterpart: str | None = None
    weight: float = 1.0
    closeness: float = 0.0
    steps: tuple[Step, ...] = ()
    last: date | None = None


class Near(NamedTuple):
    """Whom a person is tied to, with strengths."""

    known: dict[str, float]  # the strongest tie that is not kin
    kin: dict[str, float]


class Circle(NamedTuple):
    """Who counts at a unit, and whom each of them is tied to."""

    members: tuple[tuple[str, float], ...]  # who counts at a unit, and how much
    places: dict[str, int]  # person -> index in members
    via: dict[str, list[tuple[float, float, int]]]  # link person -> (strongest tie, known, member), the strongest first


class Acquaintance:
    """How close persons are to each other and to units, judged on `as_of`.

    Everything is looked up from the persons asked for outward and kept, never for all pairs of a register.
    """

    def __init__(self, register: Register, kinship: KinshipLike, standing: Standing, as_of: date) -> None:
        self._register = register
        self._kinship = kinship
        self._standing = standing
        self._day = as_of.toordinal()
        self._bonds = Bonds(register, as_of)
        self._nears: dict[str, Near] = {}
        self._circles: dict[str, Circle] = {}
        self._scopes: dict[str, frozenset[str]] = {}

    def closeness(self, p: str, q: str) -> float:
        """Return the largest product of strengths over chains of at most 2 ties, at most one of them kin; 0..1."""
        if p == q or self._bonds.dead(p) or self._bonds.dead(q):
            return 0.0
        circle = self._circle_of(((q, 1.0),))
        return self._closest(p, circle).get(0, 0.0)

    def risk(self, person: str, unit: str) -> int:
        """Return the index of a person at a unit, 0..100, rounded half up."""
        circle = self._circle(unit)
        strangers = 1.0 - self._own_share(person, unit)[0]
        for index, closeness in sorted(self._closest(person, circle).items()):
            strangers *= 1.0 - circle.members[index][1] * closeness
        return floor(100 * (1.0 - strangers) + 0.5 + SLACK)

    def reasons(self, person: str, unit: str) -> tuple[Reason, ...]:
        """Return the strongest chains behind an index, at most three, the strongest first."""
        circle = self._circle(unit)
        closest = self._closest(person, circle)
        members = [(*circle.members[index], closeness) for index, closeness in sorted(closest.items())]
        reasons = [
            Reason(share=weight * close, counterpart=q, weight=weight, closeness=close, steps=self._steps(person, q))
            for q, weight, close in strongest(members)
        ]
        own, last = self._own_share(person, unit)
        return in_order(reasons, own, last)

    def circle(self, unit: str) -> tuple[tuple[str, float], ...]:
        """Return who counts at a unit, and how much: its body and its keys."""
        body = self._standing.body(unit)
        members = [(q, CHIEF if body[q][0].level is Level.CHIEF else BOARD) for q in body]
        return (*members, *((q, KEYS) for q in self._standing.keys(unit)))

    @property
    def columns(self) -> Columns:
        """The tables of the register as columns."""
        return self._register.columns

    def careers(self, asked: Sequence[str]) -> Careers:
        """Return whom those asked know, by ties that are not kin, and where they worked."""
        return Careers(self._register, self._bonds, date.fromordinal(self._day), asked)

    def dead(self, person: str) -> bool:
        """Whether the person is no link of a chain any more."""
        return self._bonds.dead(person)

    def own_shares(self, last: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return what own work takes away from "knows nobody", given its last days, -1 where there was none."""
        days, at = np.unique(last, return_inverse=True)
        shares = [0.0 if day < 0 else self._own(day) for day in days.tolist()]
        found: NDArray[np.float64] = np.array(shares, dtype=np.float64)[at]
        return found

    def scope(self, unit: str) -> frozenset[str]:
        """Return a unit and all units under it."""
        if unit not in self._scopes:
            self._scopes[unit] = frozenset(self._standing.scope(unit))
        return self._scopes[unit]

    def _own(self, last: int) -> float:
        share: float = OWN_WORK * 0.5 ** ((self._day - last) / YEAR / HALF_LIFE)
        return share

    def _own_share(self, person: str, unit: str) -> tuple[float, date | None]:
        scope = self.scope(unit)
        last = max((day for place, day in self._bonds.last_days(person).items() if place in scope), default=None)
        if last is None:
            return 0.0, None
        return self._own(last), date.fromordinal(last)

    def _near(self, person: str) -> Near:
        if person not in self._nears:
            kin = {
                other: KIN[relation.kin_class]
                for other, relation in self._kinship.relatives(person).items()
                if relation.kin_class is not KinClass.NONE and other != person and not self._bonds.dead(other)
            }
            self._nears[person] = Near(self._bonds.strengths(person), kin)
        return self._nears[person]

    def _circle(self, unit: str) -> Circle:
        if unit not in self._circles:
            self._circles[unit] = self._circle_of(self.circle(unit))
        return self._circles[unit]

    def _circle_of(self, members: Iterable[tuple[str, float]]) -> Circle:
        members = tuple(members)
        via: defaultdict[str, list[tuple[float, float, int]]] = defaultdict(list)
        for index, (q, _) in enumerate(members):
            known, kin = self._near(q)
            for link, strength in known.items():
                via[link].append((max(strength, kin.get(link, 0.0)), strength, index))
            for link in kin.keys() - known.keys():
                via[link].append((kin[link], 0.0, index))
        for ties in via.values():
            ties.sort(reverse=True)
        return Circle(members, {q: index for index, (q, _) in enumerate(members)}, dict(via))

    def _closest(self, person: str, circle: Circle) -> dict[int, float]:
        """Return the closeness to each member of the circle by index, zeros left out."""
        best: dict[int, float] = {index: strongest for strongest, _, index in circle.via.get(person, ())}
        near, least = self._near(person), LEAST - SLACK
        for strengths, through_kin in ((near.known, True), (near.kin, False)):
            for link in strengths.keys() & circle.via.keys():
                mine = strengths[link]
                for strongest, known, index in circle.via[link]:
                    if mine * strongest <= least:
                        break
                    product = mine * (strongest if through_kin else known)
                    if product > best.get(index, least):
                        best[index] = product
        own = circle.places.get(person)
        return {index: value for index, value in best.items() if value >= LEAST - SLACK and index != own}

    def _steps(self, p: str, q: str) -> tuple[Step, ...]:
        return tuple(self._step(a, b, kin=kin) for a, b, kin in ties_between(p, self._near(p), q, self._near(q)))

    def _step(self, a: str, b: str, *, kin: bool) -> Step:
        if kin:
            return kin_step(self._kinship.relatives(a)[b], a, b)
        return self.known_step(a, b)

    def known_step(self, a: str, b: str) -> Step:
        """Return the strongest tie of two persons that is not kin as a step of a chain, with the rows behind it."""
        bond = self._bonds.between(a, b)
        return Step(source=a, target=b, strength=0.0 if bond is None else bond.strength, bond=bond)


def kin_step(relation: RelationLike, a: str, b: str) -> Step:
    """Return a tie of kin as a step of a chain."""
    kin_class = relation.kin_class
    return Step(source=a, target=b, strength=KIN[kin_class], kin_class=kin_class, links=relation.chain)


def strongest(members: Iterable[tuple[str, float, float]]) -> list[tuple[str, float, float]]:
    """Return those of the members, told with weight and closeness, who make most of an index; the smallest id first."""
    return sorted(members, key=lambda told: (-told[1] * told[2], told[0]))[:SHOWN]


def in_order(reasons: Iterable[Reason], own: float, last: date | None) -> tuple[Reason, ...]:
    """Return the strongest reasons, of the chains and of own work until a day."""
    told = [*reasons, *([] if last is None else [Reason(share=own, last=last)])]
    return tuple(sorted(told, key=lambda reason: -reason.share)[:SHOWN])


def ties_between(p: str, near: Near, q: str, far: Near) -> list[tuple[str, str, bool]]:
    """Return a strongest chain from p to q, tie by tie, with whether each is one of kin.

    A direct one comes before one through somebody, then the smallest id.
    """
    chains: list[tuple[float, int, str, tuple[bool, ...]]] = []
    for kin, strengths in ((False, near.known), (True, near.kin)):
        if q in strengths:
            chains.append((-strengths[q], 1, "", (kin,)))
        for other_kin, others in ((False, far.known), (True, far.kin)):
            if not (kin and other_kin):
                chains += [
                    (-strengths[link] * others[link], 2, link, (kin, other_kin))
                    for link in strengths.keys() & others.keys()
                ]
    _, _, link, kinds = min(chains)
    stops = (p, q) if not link else (p, link, q)
    return list(zip(stops, stops[1:], kinds, strict=False))


def reason_json(reason: Reason) -> dict[str, Any]:
    """Return a reason as JSON-ready data, strengths to three places."""
    data: dict[str, Any] = {"share": round(reason.share, 3)}
    if reason.counterpart is None:
        return {**data, "own_work_until": None if reason.last is None else reason.last.isoformat()}
    steps = [_step_json(step) for step in reason.steps]
    return {**data, "counterpart": reason.counterpart, "weight": reason.weight, "chain": steps}


def _step_json(step: Step) -> dict[str, Any]:
    data: dict[str, Any] = {"from": step.source, "to": step.target, "strength": round(step.strength, 3)}
    if step.bond is None:
        kin = "" if step.kin_class is None else step.kin_class.value
        return {**data, "tie": f"kin.{kin}", "links": [link.to_json() for link in step.links]}
    data |= {"tie": str(step.bond.kind), "records": list(step.bond.records)}
    if step.bond.last is not None:
        data["last"] = step.bond.last.isoformat()
    return data
