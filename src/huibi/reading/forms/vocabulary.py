"""The words of `forms.toml`, ready to be looked up."""

import re
from functools import cache
from typing import Any

import huibi_data
from huibi.reading.cells import Cell, plain

_NOT_OF_A_LABEL = re.compile(r"[（(\[【〔].*?[）)\]】〕]|[\s:：*、，,.。/／\\|·]")


def label_of(cell: Cell) -> str:
    """Return what a cell says as a label: no blanks, brackets, marks or line ends."""
    return _NOT_OF_A_LABEL.sub("", str(cell))


@cache
def vocabulary() -> dict[str, Any]:
    """Return the whole file."""
    return huibi_data.load_toml("forms.toml")


@cache
def meanings(section: str) -> dict[str, str]:
    """Return the fields of a section of labels or elements by the words that mean them, small letters."""
    return {word.casefold(): key for key, words in vocabulary()[section].items() for word in words}


@cache
def pattern(key: str) -> re.Pattern[str]:
    """Return a pattern of the section `words`."""
    return re.compile(vocabulary()["words"][key])


@cache
def word_list(key: str) -> tuple[str, ...]:
    """Return a list of the section `words`, the longest first."""
    return tuple(sorted(vocabulary()["words"][key], key=len, reverse=True))


def said(cell: Cell) -> str:
    """Return a cell as clean text, half-width; nothing for what stands in the stead of nothing (无, —)."""
    found = plain(cell)
    return "" if found in word_list("nothing") else found
