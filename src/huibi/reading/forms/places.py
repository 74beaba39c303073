"""Native and growth places as forms write them (四川宜宾, 叙州区观音镇), matched to regions by name."""

import re
from collections.abc import Iterable

from huibi.model.people import Region, RegionLevel
from huibi.reading.cells import folded
from huibi.reading.forms.vocabulary import vocabulary

_ENDING = re.compile(r"(?:自治区|自治州|自治县|街道办事处|街道|地区|[省市区县州盟旗镇乡])$")
_SHORTEST = 2
_MARKS = re.compile(r"[\s,，、.。·\-人]+$|[\s,，、·\-]+")


class PlaceNames:
    """All the names of a register's regions."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self._regions = {region.code: region for region in regions}
        listed = vocabulary()["provinces"]
        self._provinces = {name + ending for name in listed["names"] for ending in ("", *listed["endings"])}
        self._by_end: dict[str, list[str]] = {}
        for region in self._regions.values():
            for name in _short_and_full(region.name):
                self._by_end.setdefault(name, []).append(region.code)

    def code_of(self, words: str) -> str | None:
        """Return the code of the one region that the words mean, None where it is none or more than one."""
        if words in self._regions:
            return words
        text = _MARKS.sub("", folded(words))
        ends = (text[i:] for i in range(len(text) - _SHORTEST + 1))
        found = {code for end in ends for code in self._by_end.get(end, ()) if self._leads(code, text)}
        exact = {code for code in found if text.endswith(folded(self._regions[code].name))}
        found = exact or found
        return found.pop() if len(found) == 1 else None

    def _leads(self, code: str, text: str) -> bool:
        """Whether what stands before a region's name are regions above it, some left out, or its province."""
        region = self._regions[code]
        for name in _short_and_full(region.name):
            if text.endswith(name) and self._above(region.parent, text[: -len(name)], {code}):
                return True
        return False

    def _above(self, parent: str | None, rest: str, seen: set[str]) -> bool:
        if not rest:
            return True
        if parent is None or parent not in self._regions or parent in seen:
            return rest in self._provinces and not any(self._is_province(code) for code in seen)
        region = self._regions[parent]
        further = {*seen, parent}
        if self._above(region.parent, rest, further):
            return True
        names = (name for name in _short_and_full(region.name) if rest.endswith(name))
        return any(self._above(region.parent, rest[: -len(name)], further) for name in names)

    def _is_province(self, code: str) -> bool:
        region = self._regions[code]
        return region.level is RegionLevel.PROVINCE or region.name.endswith(("省", "自治区"))


def _short_and_full(name: str) -> tuple[str, ...]:
    """Return a name, and without the word for its level (叙州区, 叙州)."""
    whole = folded(name)
    short = _ENDING.sub("", whole)
    return (whole, short) if _SHORTEST <= len(short) < len(whole) else (whole,)
