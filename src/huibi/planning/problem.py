"""Reading problems, rosters, changes and edits: everything that is wrong is said at once, with its place."""

import hashlib
import json
import zlib
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from huibi.collector import collector_paused
from huibi.errors import Fault, InputError
from huibi.model.rosters import Bar, Changes, Cost, Edit, Problem, Roster, Wire
from huibi.planning.faults import contradictions

_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_WINDOW = 31
_LARGEST_DOCUMENT = 1 << 30
_SHOWN = 80
_PIECE = 10_000
_LONG: Mapping[str, TypeAdapter[Any]] = {
    "bars": TypeAdapter(tuple[Bar, ...]),
    "costs": TypeAdapter(tuple[Cost, ...]),
}
_Document = TypeVar("_Document", bound=Wire)
# What pydantic calls a fault, and what we do; whatever stands in neither list is a wrong type.
_CODES = {
    "missing": "roster.missing_field",
    "extra_forbidden": "roster.unknown_field",
    "unexpected_keyword_argument": "roster.unknown_field",
    "int_type": "roster.not_integer",
    "int_from_float": "roster.not_integer",
    "greater_than_equal": "roster.out_of_range",
    "less_than_equal": "roster.out_of_range",
    "enum": "roster.unknown_value",
    "literal_error": "roster.unknown_value",
    "too_long": "roster.wrong_length",
    "too_short": "roster.wrong_length",
}
# A tuple entry that lacks is told as the length of the tuple, once.
_LENGTH = "roster.wrong_length"


def read_problem(data: bytes | Mapping[str, Any]) -> Problem:
    """Return the problem that a JSON document (plain or gzip bytes, or parsed) holds.

    Raises InputError with every fault at once: unknown fields, wrong types, numbers outside 0 to 10^6, duplicate and
    unknown ids, pairs of one with itself, minimums above maximums, terms unknown or in two levels. `previous` alone
    may name ids that the problem does not have.
    """
    with collector_paused():
        document = _parse(data)
        problem, faults = _validated(Problem, document)
        faults.extend(contradictions(document))
    if problem is None or faults:
        raise InputError(faults)
    return problem


def read_roster(data: bytes | Mapping[str, Any]) -> Roster:
    """Return the roster that a document holds; what it claims is not looked at (see `check`). Raises InputError."""
    return _read(Roster, data)


def read_changes(data: bytes | Mapping[str, Any]) -> Changes:
    """Return the changes that a repair starts from. Raises InputError; ids are judged when they are applied."""
    return _read(Changes, data)


def read_edit(data: bytes | Mapping[str, Any]) -> Edit:
    """Return the moves tried by hand. Raises InputError; ids are judged when they are applied."""
    return _read(Edit, data)


def digest(problem: Problem) -> str:
    """Return the sha256 of the problem's canonical form, in hex.

    The canonical form is the whole problem (`search` included) as JSON in UTF-8 with every default written out,
    absent values left out, keys sorted, and no space between tokens; lists keep their order.
    """
    found = hashlib.sha256()
    for piece in _canonical(problem):
        found.update(piece.encode())
    return found.hexdigest()


def _canonical(problem: Problem) -> Iterator[str]:
    """Yield the canonical form piece by piece: of a province the whole would take as much memory as the problem."""
    rest = problem.model_dump(mode="json", exclude_none=True, exclude=set(_LONG))
    for number, key in enumerate(sorted((*rest, *_LONG))):
        yield f'{"," if number else "{"}"{key}":'
        yield from _long(key, getattr(problem, key)) if key in _LONG else (_dumped(rest[key]),)
    yield "}"


def _long(key: str, entries: Sequence[Any]) -> Iterator[str]:
    yield "["
    for start in range(0, len(entries), _PIECE):
        piece = _LONG[key].dump_python(entries[start : start + _PIECE], mode="json", exclude_none=True)
        yield ("," if start else "") + _dumped(piece)[1:-1]
    yield "]"


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _read(kind: type[_Document], data: bytes | Mapping[str, Any]) -> _Document:
    document = _parse(data)
    found, faults = _validated(kind, document)
    if found is None:
        raise InputError(faults)
    return found


def _parse(data: bytes | Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(data, Mapping):
        return data
    if data.startswith(_GZIP_MAGIC):
        data = _unpack(data)
    try:
        document = from_json(data.removeprefix(BOM_UTF8), allow_inf_nan=False, cache_strings="all")
    except ValueError as error:
        raise InputError.of("roster.not_json", reason=str(error)[:_SHOWN]) from error
    if not isinstance(document, dict):
        raise InputError.of("roster.not_object")
    return document


def _unpack(data: bytes) -> bytes:
    reader = zlib.decompressobj(_GZIP_WINDOW)
    try:
        plain = reader.decompress(data, _LARGEST_DOCUMENT)
    except zlib.error as error:
        raise InputError.of("roster.not_json", reason=str(error)[:_SHOWN]) from error
    if not reader.eof:
        raise InputError.of("roster.cut_or_too_large")
    return plain


def _validated(kind: type[_Document], document: Mapping[str, Any]) -> tuple[_Document | None, list[Fault]]:
    """Return the document, or None and what is wrong with its structure."""
    try:
        return kind.model_validate(document), []
    except ValidationError as error:
        found: dict[tuple[str, str], Fault] = {}
        for detail in error.errors(include_url=False, include_context=True):
            fault = _fault(detail)
            found.setdefault((fault.code, fault.params["place"]), fault)
        return None, list(found.values())


def _fault(detail: Mapping[str, Any]) -> Fault:
    code = _CODES.get(detail["type"], "roster.wrong_type")
    path = [str(step) for step in detail["loc"]]
    if code == "roster.missing_field" and path and path[-1].isdigit():
        code, path = _LENGTH, path[:-1]
    if path and path[-1] == "[key]":
        code, path = "roster.unknown_value", path[:-1]
    expected = str(detail.get("ctx", {}).get("expected", ""))
    return Fault(
        code=code,
        params={"place": pointer(path)},
        value=None if code == "roster.missing_field" else _short(detail["input"]),
        expected=expected or None,
    )


def pointer(path: list[str]) -> str:
    """Return a place in a document as a JSON pointer (RFC 6901)."""
    return _printable("".join("/" + step.replace("~", "~0").replace("/", "~1") for step in path) or "/")


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return _printable(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


def _printable(text: str) -> str:
    """Half a surrogate pair can stand in JSON but not in a message."""
    return text.encode("utf-8", "replace").decode()
