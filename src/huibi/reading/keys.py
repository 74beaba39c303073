"""The parts of a TOML document by the path of their keys; all that is wrong is collected, then raised at once."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from huibi.errors import Fault, InputError
from huibi.messages import say
from huibi.reading.cells import Bad
from huibi.reading.desk import masked
from huibi.reading.references import References

M = TypeVar("M", bound=BaseModel)
V = TypeVar("V", str, int)
Step = str | int
_LARGEST = 10**6


class Keys:
    """One document and what is wrong with it."""

    def __init__(self, file: str, values: dict[str, Any]) -> None:
        self.file = file
        self._values = values
        self._faults: list[Fault] = []

    def whole(self) -> "Part":
        """Return the document as a part."""
        return Part(self, (), self._values)

    def bad(self, path: Sequence[Step], value: object, bad: Bad) -> None:
        """Lay down what is wrong at a path."""
        expected = say(bad.expected, **bad.params) if bad.expected else None
        shown = None if value is None else masked(str(value))
        place = written(path)
        fault = Fault(code=bad.code, params=bad.params, file=self.file, column=place, value=shown, expected=expected)
        if fault not in self._faults:
            self._faults.append(fault)

    def once(self, places: Sequence[tuple["Part", str]], values: Sequence[str] | None = None) -> dict[str, "Part"]:
        """Return the parts by the value of a key, after laying down each value that stands twice."""
        found: dict[str, Part] = {}
        for i, (part, key) in enumerate(places):
            value = part.values.get(key) if values is None else values[i]
            if not isinstance(value, str):
                continue
            if value in found:
                part.bad(key, Bad("read.duplicate_id", "expect.once_id", {"first": written(found[value].path)}))
            found.setdefault(value, part)
        return found

    def raise_all(self) -> None:
        """Raise InputError if anything was laid down."""
        if self._faults:
            raise InputError(self._faults)


class Part:
    """One table of the document; `values` is a copy in which references are replaced by ids."""

    def __init__(self, keys: Keys, path: tuple[Step, ...], values: Mapping[str, Any]) -> None:
        self.keys, self.path = keys, path
        self.values = _copied(values)

    def bad(self, key: str, bad: Bad) -> None:
        """Lay down what is wrong with a key of this part."""
        path = (*self.path, key) if key else self.path
        self.keys.bad(path, self.values.get(key), bad)

    def only(self, known: frozenset[str]) -> None:
        """Lay down each key that is not known."""
        for key in self.values:
            if key not in known:
                self.bad(key, Bad("round.unknown_key", "expect.word", {"words": ", ".join(sorted(known))}))

    def table(self, key: str, *, required: bool = False) -> "Part":
        """Return the table under a key, empty if it is absent."""
        value = self.values.get(key)
        if value is None and required:
            self.bad(key, Bad("round.missing_key", "expect.table"))
        elif value is not None and not isinstance(value, dict):
            self.bad(key, Bad("round.bad_value", "expect.table"))
        return Part(self.keys, (*self.path, key), value if isinstance(value, dict) else {})

    def tables(self, key: str) -> list["Part"]:
        """Return the tables of the list under a key."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.bad(key, Bad("round.bad_value", "expect.tables"))
            value = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
        return [Part(self.keys, (*self.path, key, i), item) for i, item in enumerate(value)]

    def take(self, key: str, kind: type[V], default: V, *, required: bool = False) -> V:
        """Return the value of a key, which must be of that type."""
        value = self.values.get(key)
        if value is None or value == "":
            if required:
                self.bad(key, Bad("round.missing_key", "expect.filled"))
            return default
        if type(value) is not kind:
            self.bad(key, Bad("round.bad_value", f"expect.{kind.__name__}"))
            return default
        return value

    def count(self, key: str, default: int) -> int:
        """Return a whole number from 0 up."""
        value = self.take(key, int, default)
        if not 0 <= value <= _LARGEST:
            self.bad(key, Bad("round.bad_value", "expect.count"))
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of words."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
            self.bad(key, Bad("round.bad_value", "expect.words"))
            return ()
        return tuple(dict.fromkeys(value))

    def named(self) -> bool:
        """Whether the part has an id and a name."""
        return all(isinstance(self.values.get(key), str) for key in ("id", "name"))

    def inner(self, key: str) -> list[str]:
        """Return the keys of the table under a key; a wrong type is left to the model."""
        value = self.values.get(key)
        return list(value) if isinstance(value, dict) else []

    def rows(self, key: str) -> list[list[Any]]:
        """Return the lists of the list under a key; a wrong type is left to the model."""
        value = self.values.get(key)
        return [item if isinstance(item, list) else [] for item in value] if isinstance(value, list) else []

    def refer(self, key: str, references: References, *, required: bool = False) -> str | None:
        """Return the id that a key refers to."""
        if required and not self.values.get(key):
            self.bad(key, Bad("round.missing_key", f"expect.{references.table}"))
            return None
        known = self.refer_within(key, references)
        value = self.values.get(key)
        if value is not None and not isinstance(value, str):
            self.bad(key, Bad("round.bad_value", "expect.str"))
        return value if known and isinstance(value, str) and value else None

    def refer_within(
        self, place: Step | tuple[Step, ...], references: References, *, aliases: Mapping[str, str] | None = None
    ) -> bool:
        """Replace one reference or a list of them at a place by ids, and say whether all of them are known.

        What is no text is left to the model.
        """
        path = place if isinstance(place, tuple) else (place,)
        holder: Any = self.values
        for step in path[:-1]:
            holder = holder[step]
        value = holder.get(path[-1]) if isinstance(holder, dict) else holder[path[-1]]
        many = isinstance(value, list)
        words: list[Any] = value if isinstance(value, list) else [value]
        found: list[Any] = []
        sound = True
        for i, word in enumerate(words):
            known = (aliases or {}).get(word, word) if isinstance(word, str) else word
            meant = references.resolve(known) if isinstance(known, str) else known
            if isinstance(meant, Bad):
                self.keys.bad((*self.path, *path, *((i,) if many else ())), word, meant)
                sound, meant = False, word
            found.append(meant)
        if value is not None:
            holder[path[-1]] = found if many else found[0]
        return sound

    def refer_key(self, key: str, word: str, references: References) -> None:
        """Replace a key of the table under `key` by the id it means."""
        meant = references.resolve(word)
        if isinstance(meant, Bad):
            self.keys.bad((*self.path, key, word), word, meant)
        elif meant is not None and meant != word:
            self.values[key][meant] = self.values[key].pop(word)

    def model(self, kind: type[M], besides: frozenset[str] = frozenset()) -> M | None:
        """Return the part as a model, or None after laying down all that is wrong with it."""
        values = {key: value for key, value in self.values.items() if key not in besides and value is not None}
        self._check_bounds(values, self.path)
        try:
            return kind.model_validate(values)
        except ValidationError as error:
            for one in error.errors(include_url=False):
                place = (step for step in one["loc"] if step != "[key]")
                self.keys.bad((*self.path, *place), one["input"], _as_bad(one, kind))
            return None

    def _check_bounds(self, value: Any, path: tuple[Step, ...]) -> None:  # noqa: ANN401 - anything that TOML holds
        """Lay down each [min, max] with a minimum above its maximum."""
        if isinstance(value, dict):
            for key, item in value.items():
                self._check_bounds(item, (*path, key))
        elif isinstance(value, list) and list(map(type, value)) == [int, int] and value[0] > value[1]:
            self.keys.bad(path, value, Bad("round.min_above_max", "expect.bounds"))


def written(path: Sequence[Step]) -> str:
    """Return a path of keys as it is written: teams[0].roles.leader."""
    found = ""
    for step in path:
        found += f"[{step}]" if isinstance(step, int) else (f".{step}" if found else step)
    return found


def _as_bad(one: Any, kind: type[BaseModel]) -> Bad:  # noqa: ANN401 - an entry of pydantic's list
    if one["type"] == "extra_forbidden":
        return Bad("round.unknown_key", "expect.word", {"words": ", ".join(sorted(kind.model_fields))})
    if one["type"] == "missing":
        return Bad("round.missing_key", "expect.filled")
    if one["type"] == "enum":
        return Bad("read.unknown_word", "expect.word", {"words": one["ctx"]["expected"].replace("'", "")})
    return Bad("round.bad_value", "expect.as_model", {"reason": one["msg"]})


def _copied(value: Any) -> Any:  # noqa: ANN401 - anything that TOML holds
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value
