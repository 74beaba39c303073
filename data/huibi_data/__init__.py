"""Data that huibi ships: policy, kin terms, titles, messages, samples."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


def resource(*names: str) -> Path:
    """Return the shipped file or folder below this package; it need not exist."""
    return Path(__file__).parent.joinpath(*names)


@cache
def load_toml(*names: str) -> dict[str, Any]:
    """Return a shipped TOML file as a dictionary, read once; callers must not change it."""
    return tomllib.loads(resource(*names).read_text(encoding="utf-8"))
