"""What an entry of the ledger tells beside the deed, in words."""

import json
import re
from typing import Any

from huibi.messages import catalogue, say

_DIGEST = re.compile("[0-9a-f]{64}")
_SHOWN = 12  # signs of a digest


def word(group: str, said: str) -> str:
    """Return what an action, a kind, a way, a key or a value of an entry is called; itself where it has no word."""
    for code in (f"ledger.{group}.{said}", f"role.{said}", f"table.{said}"):
        if code in catalogue():
            return say(code)
    return said


def told(detail: str) -> str:
    """Return the detail of an entry (canonical JSON) as words; what has no word stands as it was written."""
    return _fields(json.loads(detail))


def _fields(fields: dict[str, Any]) -> str:
    shown = (
        say("ledger.field", key=word("key", key), value=_value(value))
        for key, value in sorted(fields.items(), key=lambda item: item[0] != "before")
        if value not in (None, "", [], {})
    )
    return say("word.semicolon").join(shown)


def _value(value: Any) -> str:  # noqa: ANN401 - anything that JSON holds
    if isinstance(value, dict):
        return say("ledger.inner", fields=_fields(value))
    if isinstance(value, list):
        return say("word.and").join(map(_value, value))
    if isinstance(value, str):
        return f"{value[:_SHOWN]}…" if _DIGEST.fullmatch(value) else word("value", value)
    return str(value)
