"""References: an id, else a name that only one row bears; each cell as found is resolved once."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from huibi.reading.cells import Bad, Cell, folded, name, plain
from huibi.reading.identity import is_province

MOST_CANDIDATES = 10
_CITY_DIGITS = 4
_CODE = re.compile(r"\d{6}(?:\d{3}){0,2}")
Named = Callable[[], Iterable[tuple[str, str]]]  # (name, id) of each row


class References(dict[Cell, Any]):
    """From a cell to the id it means: None for an empty one, a `Bad` where nothing or more than one is meant.

    `open_` takes whatever is there: the table was not given, so that nothing can be looked up.
    """

    def __init__(self, table: str, ids: Iterable[str], named: Named, *, open_: bool = False) -> None:
        super().__init__((key, key) for key in ids)
        self.table = table
        self.left_out: set[str] = set()
        self.open = open_
        self._named = named
        self._by_name: dict[str, list[str]] | None = None

    def __missing__(self, cell: Cell) -> Any:  # noqa: ANN401 - id, None or Bad
        found = self[cell] = self.resolve(cell)
        return found

    def forget(self, ids: Iterable[str]) -> None:
        """Take rows out: references to them are no longer resolved, nor are they unknown."""
        self.left_out.update(ids)
        kept = [key for key, value in self.items() if key == value and key not in self.left_out]
        self.clear()
        self.update((key, key) for key in kept)

    def resolve(self, cell: Cell) -> str | Bad | None:
        """Return the id that a cell means."""
        word = plain(cell)
        if not word or self.open:
            return word or None
        known = self.get(word)
        if isinstance(known, str):
            return known
        if word in self.left_out:
            return Bad("read.left_out", f"expect.{self.table}")
        named = name(cell)
        return named if isinstance(named, Bad) else self._by_its_name(named)

    def _by_its_name(self, word: str) -> str | Bad:
        found = self._names().get(folded(word), [])
        if len(found) == 1:
            left_out = found[0] in self.left_out
            return Bad("read.left_out", f"expect.{self.table}") if left_out else found[0]
        if not found:
            return Bad("read.unknown_reference", f"expect.{self.table}")
        listed = ", ".join(found[:MOST_CANDIDATES]) + (" …" if len(found) > MOST_CANDIDATES else "")
        return Bad("read.ambiguous_reference", f"expect.{self.table}", {"candidates": listed, "count": len(found)})

    def _names(self) -> dict[str, list[str]]:
        if self._by_name is None:
            self._by_name = {}
            for word, key in self._named():
                keys = self._by_name.setdefault(folded(word), [])
                if key not in keys:
                    keys.append(key)
        return self._by_name


def region_names(regions: Iterable[tuple[str, str, str | None]]) -> Iterator[tuple[str, str]]:
    """Yield the names of regions (code, name, parent), alone and after those above (叙州区观音镇)."""
    known = {code: (word, parent) for code, word, parent in regions}
    for code, (word, above) in known.items():
        yield word, code
        whole, parent, seen = word, above, {code}
        while parent in known and parent not in seen:
            seen.add(parent)
            name_above, parent = known[parent]
            whole = name_above + whole
            yield whole, code


class Places(References):
    """References to regions that may also be the code of a place outside the area that the register tells of."""

    def __init__(self, regions: References) -> None:
        codes = [code for code, meant in regions.items() if isinstance(code, str) and code == meant]
        super().__init__("regions", codes, list, open_=regions.open)
        self._regions = regions
        self._cities = {code[:_CITY_DIGITS] for code in codes}
        self.outside: dict[str, None] = {}

    def resolve(self, cell: Cell) -> str | Bad | None:
        """Return the code that a cell means; a code of another city is taken as it stands."""
        found = self._regions.resolve(cell)
        if isinstance(found, Bad) and found.code == "read.unknown_reference":
            word = plain(cell)
            if _CODE.fullmatch(word) and is_province(word) and word[:_CITY_DIGITS] not in self._cities:
                self.outside[word] = None
                return word
        return found
