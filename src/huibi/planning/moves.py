"""From one roster to another as a list of moves, each with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from huibi.model.people import Role
from huibi.model.rosters import Roster, ShortfallEntry
from huibi.planning.check import Checker
from huibi.planning.check_rules import Violation
from huibi.planning.compare import Comparison, Place, compare_with
from huibi.planning.standing import Standing

_OF_ALL = ("size", "full_time", "units", "workload", "role")


@dataclass(frozen=True)
class Step:
    """One person or unit that moves, and why.

    `forbids` is what of the problem forbids the old place; `instead_of` who held the new place; `fills` what lacked
    there. With none of these the move follows from the others, or is for the better.
    """

    kind: str  # person or unit
    name: str
    before: Place
    after: Place
    forbids: tuple[Violation, ...]
    instead_of: str | None
    fills: tuple[ShortfallEntry, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the step as JSON-ready data; places as in a comparison, of a unit the team alone."""
        told: dict[str, Any] = {self.kind: self.name}
        for key, place in (("before", self.before), ("after", self.after)):
            if place is None:
                told[key] = None
            else:
                told[key] = {"team": place[0], "role": place[1]} if self.kind == "person" else place[0]
        told["forbids"] = [violation.to_json() for violation in self.forbids]
        told["instead_of"] = self.instead_of
        told["fills"] = [entry.what for entry in self.fills]
        return told


def moves(checker: Checker, before: Roster, after: Roster) -> tuple[Step, ...]:
    """Return the moves from a roster, which may break rules by now, to another one; who leaves comes first."""
    standing = Standing(checker, before)
    comparison = compare_with(checker, before, after)
    teller = _Teller(standing, comparison)
    people = [teller.person(name, old, new) for name, old, new in comparison.people]
    people.sort(key=lambda step: (step.after is not None, step.after is not None and step.before is None))
    return (*people, *(teller.unit(name, old, new) for name, old, new in comparison.units))


@dataclass(frozen=True, slots=True)
class _Leaver:
    """Somebody who gave up a role in a team, and whether the person is gone from it."""

    name: str
    role: Role
    gone: bool


class _Teller:
    def __init__(self, standing: Standing, comparison: Comparison) -> None:
        self.now = standing.now
        self.steads = _steads(comparison.people)

    def person(self, name: str, old: Place, new: Place) -> Step:
        """Return the step of somebody."""
        forbids = self._forbids("person", name, old) if old is not None else ()
        instead_of = self.steads.get(name)
        fills: tuple[ShortfallEntry, ...] = ()
        if new is not None and instead_of is None:
            fills = tuple(entry for entry in self.now.shortfalls if entry.team == new[0] and _of_people(entry, new[1]))
        return Step("person", name, old, new, forbids, instead_of, fills)

    def unit(self, name: str, old: str | None, new: str | None) -> Step:
        """Return the step of a unit; its places have no role."""
        forbids = self._forbids("unit", name, None if old is None else (old, Role.MEMBER))
        before: Place = None if old is None else (old, Role.MEMBER)
        after: Place = None if new is None else (new, Role.MEMBER)
        return Step("unit", name, before, after, forbids, None, ())

    def _forbids(self, kind: str, name: str, old: Place) -> tuple[Violation, ...]:
        own = tuple(found for found in self.now.violations if name in _named(found, kind))
        if own or old is None:
            return own
        whole = [found for found in self.now.violations if found.ids.get("team") == old[0]]
        return tuple(found for found in whole if str(found.ids.get("what", "")).partition(":")[0] in _OF_ALL)


def _steads(people: Sequence[tuple[str, Place, Place]]) -> dict[str, str]:
    """Return who takes whose place, each leaver once: first those of the same role, then others who left the team."""
    free, found = _left(people), {}
    for same_role in (True, False):
        for name, _, new in people:
            leavers = free.get(new[0], []) if new is not None and name not in found else []
            for one in leavers:
                fits = one.role == new[1] if same_role and new is not None else one.gone
                if fits and one.name != name:
                    found[name] = one.name
                    leavers.remove(one)
                    break
    return found


def _left(people: Sequence[tuple[str, Place, Place]]) -> dict[str, list[_Leaver]]:
    """Return for each team who gave up a role there."""
    found: dict[str, list[_Leaver]] = {}
    for name, old, new in people:
        if old is not None:
            found.setdefault(old[0], []).append(_Leaver(name, old[1], gone=new is None or new[0] != old[0]))
    return found


def _of_people(entry: ShortfallEntry, role: Role) -> bool:
    kind, _, name = entry.what.partition(":")
    return kind in ("size", "full_time", "speciality", "unit_speciality") or (kind == "role" and name == role)


def _named(found: Violation, kind: str) -> tuple[Any, ...]:
    """Return the people, or the units, that a violation names."""
    if kind == "unit":
        return (found.ids.get("unit"),) if found.code != "barred" else ()
    return (found.ids.get("person"), *found.ids.get("people", ()))
