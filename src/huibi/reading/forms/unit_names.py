"""Units by the names that forms give them: in full, after regions, without them, shortened, of earlier days."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from huibi.model.people import Region, Unit, UnitKind
from huibi.reading.cells import folded
from huibi.reading.forms.vocabulary import pattern, vocabulary

_SHORTEST = 2
_SHORTEST_ALONE = 3  # characters of a name without its region
_PARTY = re.compile(r"^(?:中国共产党|中共)")
_LEVELS = "省市州盟县区旗镇乡"
_LED_BY_REGION = re.compile(
    r"((?:[^省市县区]{2,4}省)?(?:[^省市县区]{2,4}[市州])?[^省市县区镇乡]{1,5}[县区旗市])(?=...)"
)
_HIGHER = re.compile(r"(?:[^省市县区]{2,7}(?:省|自治区))?(?:[^省市县区]{1,5}(?:市|自治州|地区))?")
# The better a name, the smaller: as registered, with regions, changed by the list of names, with a level (县), alone.
_AS_IS, _PREFIXED, _CHANGED, _LEVELLED, _ALONE = range(5)


class Found(NamedTuple):
    """What a text begins with: a unit and what follows its name; `others` where several bear that name.

    `alone`: the name stood without any region or level; `apart`: a blank stood behind the name; `is_root`: a party
    committee or a government; `is_village`: a village, which is an address too.
    """

    unit: str
    rest: str
    others: tuple[str, ...] = ()
    alone: bool = False
    apart: bool = False
    is_root: bool = False
    is_village: bool = False


class UnitNames:
    """All the names of a register's units."""

    def __init__(self, units: Iterable[Unit], regions: Mapping[str, Region]) -> None:
        self._names: dict[str, dict[str, int]] = {}
        self._bare: dict[str, str] = {}
        self._villages: set[str] = set()
        for unit in units:
            self._bare[unit.id] = _PARTY.sub("", unit.name)
            if unit.kind is UnitKind.VILLAGE:
                self._villages.add(unit.id)
            for name, rank in _names(unit, regions):
                ranks = self._names.setdefault(folded(name), {})
                ranks[unit.id] = min(rank, ranks.get(unit.id, rank))
        self._longest = max(map(len, self._names), default=0)

    def at_start(self, text: str) -> Found | None:
        """Return the unit whose name a text begins with, the longest name first; None where there is none.

        A first word that is a whole name is taken before longer ones. What is named after the unit must not be a
        unit of its own (太桥镇中心小学 is not the town).
        """
        text = _PARTY.sub("", text.strip())
        found = self._at_start(text)
        if found is None and (higher := _HIGHER.match(text)) and higher.end():
            # 宜宾市叙州区财政局, where the register calls it 叙州区财政局: what is left must say its own region.
            text = text[higher.end() :]
            found = self._at_start(text) if _LED_BY_REGION.match(text) else None
        return found

    def _at_start(self, text: str) -> Found | None:
        first, _, rest = text.partition(" ")
        if rest and (found := self._named(folded(first), rest.strip())):
            return found._replace(apart=True)
        whole = folded(text)
        for length in range(min(self._longest, len(whole)), _SHORTEST - 1, -1):
            if whole[:length] in self._names:
                return self._named(whole[:length], _after(text, length))
        return None

    def _named(self, name: str, rest: str) -> Found | None:
        ranks = self._names.get(name)
        if ranks is None:
            return None
        best = min(ranks.values())
        units = sorted(unit for unit, rank in ranks.items() if rank == best)
        first = self._bare[units[0]]
        is_root = first.endswith(("委", "人民政府"))
        if _holds_another(rest, first) or (is_root and pattern("another").match(rest)):
            return None
        return Found(
            units[0],
            rest,
            tuple(units) if len(units) > 1 else (),
            alone=best == _ALONE,
            is_root=is_root,
            is_village=units[0] in self._villages,
        )

    def leads(self, committee: str, unit: str) -> bool:
        """Whether a unit is a department of a party committee: 县委 and 县委组织部."""
        above, below = self._bare.get(committee, ""), self._bare.get(unit, "")
        return above.endswith("委") and below.startswith(above) and below != above


def _after(text: str, length: int) -> str:
    """Return what follows the first signs of a text, blanks not counted."""
    seen = 0
    for i, sign in enumerate(text):
        seen += not sign.isspace()
        if seen == length:
            return text[i + 1 :].strip()
    return ""


def _holds_another(rest: str, unit: str) -> bool:
    """Whether a rest names a unit of its own; stations of an authority (公安局城关派出所) are its divisions."""
    first = re.split(r"[、，,；;\s（(]", rest, maxsplit=1)[0]
    ending = pattern("another_ends").search(first)
    if ending is None or not ending.start():
        return False
    above = vocabulary()["words"]["stations"].get(ending[0])
    return above is None or not unit.endswith(above)


def _names(unit: Unit, regions: Mapping[str, Region]) -> Iterator[tuple[str, int]]:
    name = unit.name
    yield name, _AS_IS
    bare = _PARTY.sub("", name)
    path = _path(unit.region, regions)
    if not any(bare.startswith(region) for region in path) and (led := _LED_BY_REGION.match(bare)):
        path = [*path, led[1]]
    core = _core(bare, path)
    own = next((region for region in reversed(path) if region != core), "")
    for changed in _changes(core):
        rank = _PREFIXED if changed == core else _CHANGED
        for above in _leading(path, own):
            yield above + changed, rank
        level = own[-1:] if own[-1:] in _LEVELS else ""
        if level and not changed.startswith(level):
            yield level + changed, _LEVELLED
        alone = changed.removeprefix("委") if core != bare else changed
        if len(alone) >= _SHORTEST_ALONE and alone not in vocabulary()["unit_names"]["too_plain"]:
            yield alone, _ALONE
    yield bare, _PREFIXED


def _leading(path: list[str], own: str) -> Iterator[str]:
    """Yield what may stand before a name: the unit's own region, with or without any of those above it."""
    above = path[: path.index(own)] if own else []
    for count in range(len(above) + 1) if own else ():
        for higher in combinations(above, count):
            yield "".join(higher) + own


def _path(region: str | None, regions: Mapping[str, Region]) -> list[str]:
    """Return the names of a region and of those above it, the highest first."""
    found: list[str] = []
    seen: set[str] = set()
    at = regions.get(region or "")
    while at is not None and at.code not in seen:
        seen.add(at.code)
        if at.name:
            found.insert(0, at.name)
        at = regions.get(at.parent or "")
    return found


def _core(name: str, path: Iterable[str]) -> str:
    """Return a unit's name without the regions before it, unless it is the region's own name."""
    for region in path:
        if name.startswith(region) and len(name) > len(region):
            name = name[len(region) :]
    return name


def _changes(core: str) -> dict[str, None]:
    """Return a name and what it is called by the list of names, each once."""
    found = {core: None} | ({"委": None, "委员会": None} if core in ("委", "委员会") else {})
    for words in vocabulary()["unit_names"]["same"]:
        for word in sorted(words, key=len, reverse=True):
            if core.endswith(word) or (core.startswith(word) and len(word) >= _SHORTEST_ALONE):
                found |= {core.replace(word, other): None for other in words}
                break
    return found
