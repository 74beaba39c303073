"""Units as texts name them: the whole name, or the name without the places before it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from huibi.model.register import Register

_NOT_A_NAME = re.compile(r"[\s，,、；;。.（）()]+")
_SHORTEST = 3  # characters of a short name that still names a unit
_LEADING = ("省", "市", "县", "区")


class Units:
    """The units of a register: which are in one line, and which a text names."""

    def __init__(self, register: Register) -> None:
        self._register = register
        names = {region.name for region in register.regions.values() if region.name}
        self._places = tuple(sorted(names, key=lambda name: (-len(name), name)))
        self._short: dict[str, str] = {}
        self._bearers: dict[str, list[str]] = defaultdict(list)
        for unit in register.units.values():
            short = self._short[unit.id] = self._without_places(folded(unit.name))
            self._bearers[short].append(unit.id)

    def above(self, unit_id: str) -> Iterator[str]:
        """Yield the units above a unit."""
        unit = self._register.units.get(unit_id)
        while unit is not None and unit.parent is not None:
            yield unit.parent
            unit = self._register.units.get(unit.parent)

    def in_line(self, one: str, other: str) -> bool:
        """Whether one of two units stands above the other."""
        return other in self.above(one) or one in self.above(other)

    def name(self, unit_id: str) -> str:
        """Return the name of a unit."""
        return self._register.units[unit_id].name

    def alike(self, unit_id: str) -> list[str]:
        """Return the units that a text without places could mean as well."""
        return self._bearers[self._short[unit_id]]

    def named_in(self, unit_id: str, text: str) -> str | None:
        """Return `whole` or `short` where a text names the unit, None where it does not."""
        if text and folded(self._register.units[unit_id].name) in text:
            return "whole"
        short = self._short[unit_id]
        if len(short) >= _SHORTEST and short in text:
            return "short"
        bare = self._without_places(text)
        return "short" if len(bare) > _SHORTEST and bare in folded(self._register.units[unit_id].name) else None

    def _without_places(self, name: str) -> str:
        return _stripped(name, self._places)


@lru_cache(maxsize=1 << 16)
def _stripped(name: str, places: tuple[str, ...]) -> str:
    found, changed = name, True
    while changed:
        changed = False
        for place in _fitting(found, places):
            if len(found) - len(place) >= 2:  # noqa: PLR2004 - something must be left to name the unit
                found, changed = found[len(place) :], True
                break
    return found


def _fitting(name: str, places: Iterable[str]) -> Iterator[str]:
    yield from (place for place in places if name.startswith(place))
    yield from (sign for sign in _LEADING if name.startswith(sign))


@lru_cache(maxsize=1 << 16)
def folded(text: str) -> str:
    """Return a text without blanks and marks."""
    return _NOT_A_NAME.sub("", text)
