"""Data that huibi ships: policy, kin terms, titles, messages, samples."""

import os.path
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def resource(*names: str) -> "Path":
    """Return the shipped file or folder below this package; it need not exist."""
    from pathlib import Path  # noqa: PLC0415 - whoever reads kin terms alone starts a fifth sooner

    return Path(__file__).parent.joinpath(*names)


@cache
def load_toml(*names: str) -> dict[str, Any]:
    """Return a shipped TOML file as a dictionary, read once; callers must not change it."""
    with open(os.path.join(os.path.dirname(__file__), *names), "rb") as file:  # noqa: PTH118, PTH120, PTH123 - see above
        return tomllib.load(file)
