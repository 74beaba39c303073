"""Units as texts name them: the whole name, or the name without the places before it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from huibi.model.register import Register

_NOT_A_NAME = re.compile(r"[\s，,、；;。.（）()]+")
_SHORTEST = 3  # characters of a short name that still names a unit
_KEPT = 1 << 16
_LEADING = ("省", "市", "县", "区")


class Units:
    """The units of a register: which are in one line, and which a text names."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._kept: dict[str, str] = {}

    @cached_property
    def _places(self) -> tuple[tuple[int, frozenset[str]], ...]:
        """What may stand before the name of a unit by its length, the longest first, then bare 市 and 县."""
        names = {region.name for region in self._register.regions.values() if region.name}
        lengths = sorted({len(name) for name in names}, reverse=True)
        told = [(length, frozenset(name for name in names if len(name) == length)) for length in lengths]
        return (*told, (1, frozenset(_LEADING)))

    @cached_property
    def _short(self) -> dict[str, str]:
        return {unit.id: self._without_places(folded(unit.name)) for unit in self._register.units.values()}

    @cached_property
    def _bearers(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for unit, short in self._short.items():
            found[short].append(unit)
        return found

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
        if name not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            start = 0
            while length := _first(name[start:], self._places):
                start += length
            self._kept[name] = name[start:]
        return self._kept[name]


def _first(name: str, places: Iterable[tuple[int, frozenset[str]]]) -> int:
    """Return how many characters a place before the name takes, 0 where none stands there."""
    for length, known in places:
        # Something must be left to name the unit.
        if len(name) - length >= 2 and name[:length] in known:  # noqa: PLR2004 - a name of two characters
            return length
    return 0


@lru_cache(maxsize=1 << 16)
def folded(text: str) -> str:
    """Return a text without blanks and marks."""
    return _NOT_A_NAME.sub("", text)
