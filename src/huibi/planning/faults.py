"""What contradicts itself in a problem: duplicate and unknown ids, pairs of one with itself, minimums above maximums.

Works on the document as it came, so that a fault of form in one entry hides no fault of meaning in another.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from huibi.errors import Fault
from huibi.model.rosters import TERMS

_RANGES = ("size", "full_time", "units", "workload")
SHORTFALL_KINDS: tuple[str, ...] = (
    "leader",
    "deputy",
    "liaison",
    "member",
    "size",
    "full_time",
    "speciality",
    "unit_speciality",
    "units",
    "workload",
)
_PAIR = 2
Document = Mapping[str, Any]


def contradictions(document: Document) -> list[Fault]:
    """Return every contradiction of the document, in the order of its parts."""
    known = {kind: set(_ids(document, kind)) for kind in ("people", "units", "teams")}
    return [
        *_zero_bytes(document),
        *_duplicate_ids(document),
        *_unknown_ids(document, known),
        *_pairs_of_one(document),
        *_bad_ranges(document),
        *_bad_pins(document),
        *_double_travel(document),
        *_bad_terms(document),
        *_bad_weights(document),
    ]


def _fault(code: str, place: str, **params: object) -> Fault:
    return Fault(code=code, params={"place": place, **params})


def _entries(part: object, key: str, place: str = "") -> Iterator[tuple[str, Any]]:
    """Yield place and value of each member of a list, nothing where there is no list."""
    items = part.get(key) if isinstance(part, Mapping) else None
    if isinstance(items, (list, tuple)):
        for index, item in enumerate(items):
            yield f"{place}/{key}/{index}", item


def _objects(part: object, key: str, place: str = "") -> Iterator[tuple[str, Document]]:
    for where, item in _entries(part, key, place):
        if isinstance(item, Mapping):
            yield where, item


def _ids(document: Document, kind: str) -> Iterator[str]:
    for _, item in _objects(document, kind):
        if isinstance(name := item.get("id"), str):
            yield name


def _zero_bytes(document: Document) -> Iterator[Fault]:
    """Yield ids with a zero byte: JSON can say it, but no database keeps it and no list shows it."""
    parts = [part for kind in ("people", "units", "teams") for part in _objects(document, kind)]
    for place, item in [("", document), *parts]:
        name = item.get("id")
        if isinstance(name, str) and "\0" in name:
            yield _fault("roster.zero_byte", f"{place}/id")


def _duplicate_ids(document: Document) -> Iterator[Fault]:
    for kind in ("people", "units", "teams"):
        seen: set[str] = set()
        for place, item in _objects(document, kind):
            name = item.get("id")
            if isinstance(name, str) and name in seen:
                yield _fault("roster.duplicate_id", f"{place}/id", id=name)
            elif isinstance(name, str):
                seen.add(name)


def _unknown_ids(document: Document, known: Mapping[str, set[str]]) -> Iterator[Fault]:
    for place, name, kind in _references(document, known):
        if isinstance(name, str) and name not in known[kind]:
            yield _fault("roster.unknown_id", place, id=name)


def _names_only(document: Document, key: str, known: Mapping[str, set[str]]) -> bool:
    """Whether a list names nothing unknown, found out without places: a province's costs are a million entries."""
    items = document.get(key)
    if not isinstance(items, list) or not all(type(item) is dict for item in items):
        return False
    try:
        return all(
            {item[field] for item in items if field in item} <= known[kind]
            for field, kind in (("person", "people"), ("unit", "units"), ("team", "teams"))
        )
    except TypeError:  # something stands there that is no name
        return False


def _references(document: Document, known: Mapping[str, set[str]]) -> Iterator[tuple[str, object, str]]:
    """Yield place, id and kind of what is referred to and may be unknown; `previous` may name what is gone."""
    for key in ("bars", "costs", "pins"):
        if _names_only(document, key, known):
            continue
        for place, item in _objects(document, key):
            yield f"{place}/person", item.get("person"), "people"
            yield f"{place}/unit", item.get("unit"), "units"
            if key == "pins":
                yield f"{place}/team", item.get("team"), "teams"
    for place, pair in _entries(document, "apart"):
        for index, name in enumerate(pair if isinstance(pair, (list, tuple)) else ()):
            yield f"{place}/{index}", name, "people"
    for place, item in _objects(document, "together"):
        for where, name in _entries(item, "people", place):
            yield where, name, "people"


def _pairs_of_one(document: Document) -> Iterator[Fault]:
    pairs = list(_entries(document, "apart"))
    pairs += [(f"{place}/people", item.get("people")) for place, item in _objects(document, "together")]
    for place, pair in pairs:
        if isinstance(pair, (list, tuple)) and len(pair) == _PAIR and isinstance(pair[0], str) and pair[0] == pair[1]:
            yield _fault("roster.pair_of_one", place, id=pair[0])


def _bad_ranges(document: Document) -> Iterator[Fault]:
    found: list[tuple[str, object]] = []
    for place, team in _objects(document, "teams"):
        found += [(f"{place}/{key}", team.get(key)) for key in _RANGES]
        roles = team.get("roles")
        if isinstance(roles, Mapping):
            found += [(f"{place}/roles/{role}", limits) for role, limits in roles.items()]
    counties = document.get("counties")
    lend = counties.get("lend") if isinstance(counties, Mapping) else None
    if isinstance(lend, Mapping):
        found += [(f"/counties/lend/{county}", limits) for county, limits in lend.items()]
    for place, limits in found:
        whole = isinstance(limits, (list, tuple)) and len(limits) == _PAIR and all(type(n) is int for n in limits)
        if isinstance(limits, (list, tuple)) and whole and limits[0] > limits[1]:
            yield _fault("roster.min_above_max", place, least=limits[0], most=limits[1])


def _bad_pins(document: Document) -> Iterator[Fault]:
    for place, pin in _objects(document, "pins"):
        if (pin.get("person") is None) == (pin.get("unit") is None):
            yield _fault("roster.pin_of_what", place)
        if pin.get("unit") is not None and pin.get("role") is not None:
            yield _fault("roster.pin_role", f"{place}/role")


def _double_travel(document: Document) -> Iterator[Fault]:
    seen: Counter[tuple[str, str]] = Counter()
    for place, entry in _entries(document.get("counties"), "travel", "/counties"):
        if isinstance(entry, (list, tuple)) and all(isinstance(name, str) for name in entry[:_PAIR]):
            pair = tuple(entry[:_PAIR])
            if len(pair) == _PAIR and seen[pair]:
                yield _fault("roster.double_travel", place, start=pair[0], end=pair[1])
            elif len(pair) == _PAIR:
                seen[pair] += 1


def _bad_terms(document: Document) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, level in _objects(document, "objective"):
        for term in level:
            if term not in TERMS:
                yield _fault("roster.unknown_term", f"{place}/{term}", term=term)
            elif term in seen:
                yield _fault("roster.term_twice", f"{place}/{term}", term=term)
            seen.add(term)


def _bad_weights(document: Document) -> Iterator[Fault]:
    weights = document.get("shortfall_weights")
    if isinstance(weights, Mapping):
        for kind in weights:
            if kind not in SHORTFALL_KINDS:
                yield _fault("roster.unknown_weight", f"/shortfall_weights/{kind}", kind=kind)
