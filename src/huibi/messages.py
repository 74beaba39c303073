"""The message catalogue: codes inside, words at the rim.

Sentences stand in `data/huibi_data/messages/*.toml`, one table a code: `["read.duplicate_id"]` with `zh` and `en`,
each a `str.format` template over the parameters.
"""

import tomllib
from collections.abc import Mapping
from contextvars import ContextVar
from errno import errorcode
from functools import cache
from typing import Any, Literal

import huibi_data
from huibi.errors import Fault

Language = Literal["zh", "en"]
language: ContextVar[Language] = ContextVar("language", default="zh")
PLACES: tuple[str, ...] = ("file", "sheet", "row", "column", "value", "expected")


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Return every code with its sentences by language; a code that stands in two files is refused."""
    found: dict[str, Mapping[str, str]] = {}
    folder = huibi_data.resource("messages")
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        if not file.name.endswith(".toml"):
            continue
        for code, sentences in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if code in found:
                raise ValueError(f"message {code} stands in two files")
            found[code] = sentences
    return found


def say(code: str, /, **params: Any) -> str:  # noqa: ANN401 - sentence parameters are of any type
    """Return the sentence of `code` in the current language; Chinese where there is no English one.

    Raises KeyError for a code or a parameter that the catalogue does not know: a test walks all of them.
    """
    sentences = catalogue()[code]
    template = sentences.get(language.get()) or sentences["zh"]
    return template.format(**params)


def reason_of(error: OSError) -> str:
    """Return why the system refused something, in the current language; what is rare in the system's own words."""
    code = f"reason.{errorcode.get(error.errno or 0)}"
    return say(code) if code in catalogue() else error.strerror or ""


def describe(fault: Fault) -> str:
    """Return one line for a person: the place, then the sentence."""
    parts = [str(fault.file)] if fault.file else []
    if fault.sheet:
        parts.append(say("place.sheet", sheet=fault.sheet))
    if fault.row is not None:
        parts.append(say("place.row", row=fault.row))
    if fault.column:
        parts.append(say("place.column", column=fault.column))
    sentence = say(fault.code, **{name: getattr(fault, name) or "" for name in PLACES} | dict(fault.params))
    return f"{' '.join(parts)}{say('place.colon')}{sentence}" if parts else sentence
