"""Who stands where on the day of judgement: scope, above and line of a unit; its body, keys and staff."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from huibi.model.people import Level, Posting
from huibi.model.register import Register
from huibi.model.spans import FIRST

LEADING = frozenset({Level.CHIEF, Level.BOARD})
_RANKS: Mapping[Level | None, int] = {Level.CHIEF: 0, Level.BOARD: 1, Level.KEY: 2, Level.STAFF: 3, None: 4}

Members = Mapping[str, tuple[Posting, ...]]


@dataclass(frozen=True, slots=True)
class _Groups:
    body: Members
    keys: Members
    staff: Members


class Standing:
    """Body, keys and staff of units as recusal.md (Words) has them, on the day `as_of` (D).

    A posting that begins between D and `until` (the round's end) counts in body, keys and staff too; the dead do not
    count. Members are given as person → the postings that put the person there, the highest level first. Building is
    linear in the register; each unit is worked out when first asked for. Unknown ids have no members.
    """

    def __init__(self, register: Register, as_of: date, until: date | None = None) -> None:
        self.register = register
        self.as_of = as_of
        self.until = as_of if until is None else max(as_of, until)
        self._children: dict[str, list[str]] = defaultdict(list)
        for unit in register.units.values():
            if unit.parent is not None:
                self._children[unit.parent].append(unit.id)
        self._own: dict[str, list[Posting]] = defaultdict(list)
        self._at: dict[str, list[Posting]] = defaultdict(list)
        self._overseeing: dict[str, list[Posting]] = defaultdict(list)
        for posting in register.postings:
            self._own[posting.person].append(posting)
            if self.counts(posting):
                self._at[posting.unit].append(posting)
                for overseen in posting.oversees:
                    self._overseeing[overseen].append(posting)
        self._scopes: dict[str, tuple[str, ...]] = {}
        self._groups: dict[str, _Groups] = {}

    def scope(self, unit: str) -> tuple[str, ...]:
        """Return the unit and all units under it, the unit first, each parent before its children."""
        if unit not in self._scopes:
            found = [unit]
            for at in found:
                found.extend(self._children.get(at, ()))
            self._scopes[unit] = tuple(found)
        return self._scopes[unit]

    def above(self, unit: str) -> tuple[str, ...]:
        """Return the units above, the nearest first."""
        found: list[str] = []
        at = self.register.units.get(unit)
        while at is not None and at.parent is not None:
            found.append(at.parent)
            at = self.register.units.get(at.parent)
        return tuple(found)

    def line(self, unit: str) -> tuple[str, ...]:
        """Return the scope, then the units above."""
        return self.scope(unit) + self.above(unit)

    def body(self, unit: str) -> Members:
        """Return 领导班子: who has a `chief` or `board` posting at the unit itself."""
        return self._of(unit).body

    def keys(self, unit: str) -> Members:
        """Return who has a `key` posting at the unit, leads a unit under it, or oversees a unit of its scope."""
        return self._of(unit).keys

    def staff(self, unit: str) -> Members:
        """Return everybody else with a posting in the scope."""
        return self._of(unit).staff

    def postings_of(self, person: str) -> tuple[Posting, ...]:
        """Return every posting of a person, past and future ones too, in the register's order."""
        return tuple(self._own.get(person, ()))

    def postings_at(self, unit: str) -> tuple[Posting, ...]:
        """Return the postings at the unit itself that count (`counts`), in the register's order."""
        return tuple(self._at.get(unit, ()))

    def current_postings(self, person: str) -> tuple[Posting, ...]:
        """Return the postings of a living person that stand on D; what begins later is not yet."""
        return tuple(posting for posting in self._own.get(person, ()) if self.is_current(posting))

    def is_current(self, posting: Posting) -> bool:
        """Whether the posting stands on D and its person lives."""
        return self.as_of in posting.span and self.is_living(posting.person)

    def counts(self, posting: Posting) -> bool:
        """Whether the posting stands on D or begins between D and the round's end, and its person lives."""
        begins = posting.start is None or posting.start <= self.until
        return begins and (posting.end is None or posting.end >= self.as_of) and self.is_living(posting.person)

    def is_living(self, person: str) -> bool:
        """Whether the person did not die on or before D; somebody without a row lives."""
        row = self.register.persons.get(person)
        return row is None or not row.dead_on(self.as_of)

    def _of(self, unit: str) -> _Groups:
        if unit not in self._groups:
            self._groups[unit] = self._group(unit)
        return self._groups[unit]

    def _group(self, unit: str) -> _Groups:
        body: dict[str, list[Posting]] = defaultdict(list)
        keys: dict[str, list[Posting]] = defaultdict(list)
        staff: dict[str, list[Posting]] = defaultdict(list)
        for at in self.scope(unit):
            for posting in self._at.get(at, ()):
                if posting.level in LEADING:
                    group = body if at == unit else keys
                else:
                    group = keys if at == unit and posting.level is Level.KEY else staff
                group[posting.person].append(posting)
            for posting in self._overseeing.get(at, ()):
                if posting not in keys[posting.person]:
                    keys[posting.person].append(posting)
        return _Groups(_frozen(body), _frozen(keys, body), _frozen(staff, body, keys))


def level_rank(posting: Posting) -> int:
    """Return 0 for chief down to 4 for a level that the title could not decide."""
    return _RANKS[posting.level]


def _frozen(group: Mapping[str, Iterable[Posting]], *stronger: Mapping[str, object]) -> Members:
    members = {
        person: tuple(sorted(postings, key=lambda posting: (level_rank(posting), posting.start or FIRST)))
        for person, postings in group.items()
        if not any(person in other for other in stronger)
    }
    order = sorted(members, key=lambda person: (level_rank(members[person][0]), person))
    return MappingProxyType({person: members[person] for person in order})
