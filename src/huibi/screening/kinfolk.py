"""What the grounds ask of kinship (network.kinship): the seam where a test may put its own."""

from collections.abc import Mapping
from typing import Protocol

from huibi.model.findings import Link
from huibi.model.ties import KinClass


class Related(Protocol):
    """How two persons are related."""

    @property
    def kin_class(self) -> KinClass:
        """The strongest class."""

    @property
    def uncertain(self) -> bool:
        """Whether the records leave the class open."""

    @property
    def chain(self) -> tuple[Link, ...]:
        """The rows that say so, from the one to the other."""


class Kinfolk(Protocol):
    """The seam to kinship (network.kinship)."""

    def relatives(self, person_id: str, /) -> Mapping[str, Related]:
        """Return everybody related, the dead too, by id."""

    def close_family(self, person_id: str, /) -> Mapping[str, Related]:
        """Return spouse, children and children's spouses, by id."""


class Near(Kinfolk, Protocol):
    """Kinship that can leave out class `other`."""

    def near(self, person_id: str, /) -> Mapping[str, Related]:
        """Return everybody related in one of the four classes, by id."""


class Bulk(Protocol):
    """Kinship that answers for many persons at once."""

    def kin_among(
        self, wanted: Mapping[str, tuple[frozenset[str], frozenset[str]]], /
    ) -> Mapping[str, Mapping[str, Related]]:
        """Return, of those wanted, the kin of the four classes, and those of class `other`."""
