"""The entries of one kind in the document, kept by person."""

from collections.abc import Iterable
from itertools import chain
from typing import Generic, TypeVar

Entry = TypeVar("Entry")


class Parts(Generic[Entry]):
    """Entries by person; put together anew only where those of somebody are others than before."""

    def __init__(self) -> None:
        self._of: dict[str, tuple[Entry, ...]] = {}
        self._whole: tuple[Entry, ...] | None = None

    def keep(self, person: str, entries: Iterable[Entry]) -> None:
        """Keep other entries of a person."""
        now = tuple(entries)
        if self._of.get(person) != now:
            self._of[person], self._whole = now, None

    def forget(self, person: str) -> None:
        """Keep nothing of a person any more."""
        if self._of.pop(person, ()):
            self._whole = None

    def whole(self, persons: Iterable[str]) -> tuple[Entry, ...]:
        """Return the entries of persons, who are all of whom some are kept, in their order."""
        if self._whole is None:
            self._whole = tuple(chain.from_iterable(map(self._of.__getitem__, persons)))
        return self._whole
