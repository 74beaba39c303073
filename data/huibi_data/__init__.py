"""Data that huibi ships: policy, kin terms, titles, messages, samples."""

import os.path
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

# Whoever reads kin terms alone starts a third sooner without pathlib and tomllib: they are imported where used.


def resource(*names: str) -> "Path":
    """Return the shipped file or folder below this package; it need not exist."""
    from pathlib import Path  # noqa: PLC0415 - see above

    return Path(__file__).parent.joinpath(*names)


@cache
def load_toml(*names: str) -> dict[str, Any]:
    """Return a shipped TOML file as a dictionary, read once; callers must not change it."""
    import tomllib  # noqa: PLC0415 - see above

    with open(_path(*names), "rb") as file:  # noqa: PTH123 - see above
        return tomllib.load(file)


def load_lists(*names: str) -> list[tuple[str, dict[str, list[str]]]]:
    """Return the sections of a shipped file of word lists, each with its head and its lists, in their order.

    A section is a line `[head]`, a list a line `key = word word …`; an indented line goes on with the list above, and
    one that begins with `#` is a remark. Raises ValueError with the line's number for any other line, or for a key that
    stands twice in its section.
    """
    sections: list[tuple[str, dict[str, list[str]]]] = []
    lists: dict[str, list[str]] | None = None
    words: list[str] | None = None
    with open(_path(*names), encoding="utf-8") as file:  # noqa: PTH123 - see above
        for number, line in enumerate(file, start=1):
            if line.startswith("    ") and words is not None:
                words += line.split()
            elif line[0] == "[" and line.endswith("]\n"):
                lists, words = {}, None
                sections.append((line[1:-2], lists))
            elif line[0] not in "#\n":
                key, equals, rest = line.partition(" = ")
                if not equals or lists is None or key in lists:
                    raise ValueError(f"{names[-1]}, line {number}: no list of words, or one that stands twice")
                lists[key] = words = rest.split()
    return sections


def _path(*names: str) -> str:
    return os.path.join(os.path.dirname(__file__), *names)  # noqa: PTH118, PTH120 - see above
