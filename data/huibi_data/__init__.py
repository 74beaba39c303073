"""Data that huibi ships: policy, kin terms, titles, messages, samples."""

import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any


def resource(*names: str) -> Traversable:
    """Return the shipped file or folder below this package; it need not exist."""
    return files(__name__).joinpath(*names)


@cache
def load_toml(*names: str) -> dict[str, Any]:
    """Return a shipped TOML file as a dictionary, read once; callers must not change it."""
    return tomllib.loads(resource(*names).read_text(encoding="utf-8"))
