"""What is kept of persons about others, found from either end."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Generic, TypeVar

Said = TypeVar("Said")

_NOBODY: frozenset[str] = frozenset()


class Whose(Generic[Said]):
    """For each of some persons what is said of others, and for each of the others of whom it is said."""

    def __init__(self) -> None:
        self._of: dict[str, Mapping[str, Said]] = {}
        self._by: dict[str, set[str]] = {}

    def __getitem__(self, person: str) -> Mapping[str, Said]:
        return self._of[person]

    def people(self) -> AbstractSet[str]:
        """Return of whom something is kept."""
        return self._of.keys()

    def by(self, other: str) -> AbstractSet[str]:
        """Return who has something said about somebody."""
        return self._by.get(other, _NOBODY)

    def keep(self, person: str, said: Mapping[str, Said]) -> None:
        """Keep something else of a person."""
        before = self._of.get(person, {}).keys()
        for other in said.keys() - before:
            self._by.setdefault(other, set()).add(person)
        self._drop(person, before - said.keys())
        self._of[person] = said

    def forget(self, person: str) -> None:
        """Keep nothing of a person any more."""
        self._drop(person, self._of.pop(person, {}))

    def _drop(self, person: str, others: Iterable[str]) -> None:
        for other in others:
            self._by[other].discard(person)
            if not self._by[other]:
                del self._by[other]
