"""The register: everything an inspection office knows about people and units, once it is sound."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from huibi.model.people import Cadre, Person, Posting, Region, Service, Study, Unit
from huibi.model.ties import Declaration, Interest, Kin, Ruling, SamePerson, Served, Tie

if TYPE_CHECKING:
    from huibi.model.columns import Columns

TABLES: tuple[str, ...] = (
    "regions",
    "units",
    "persons",
    "postings",
    "kin",
    "ties",
    "studies",
    "service",
    "interests",
    "pool",
    "history",
    "rulings",
    "same_person",
    "declarations",
)


@dataclass(frozen=True, kw_only=True)
class Register:
    """A sound register: every reference points to a row that is there, persons judged `same` are already one.

    `aliases` gives, for the id of a person that was merged away, the id that was kept. `absent` names the tables that
    were not given at all, so that a rule can say that it lacked them.
    """

    regions: Mapping[str, Region] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)
    persons: Mapping[str, Person] = field(default_factory=dict)
    postings: tuple[Posting, ...] = ()
    kin: tuple[Kin, ...] = ()
    ties: tuple[Tie, ...] = ()
    studies: tuple[Study, ...] = ()
    service: tuple[Service, ...] = ()
    interests: tuple[Interest, ...] = ()
    pool: Mapping[str, Cadre] = field(default_factory=dict)
    history: tuple[Served, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    same_person: tuple[SamePerson, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    absent: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def columns(self) -> "Columns":
        """The large tables as columns of numbers."""
        from huibi.model.columns import Columns  # noqa: PLC0415 - numpy takes a tenth of a second, and few need it

        return Columns(
            persons=self.persons,
            units=self.units,
            kin=self.kin,
            postings=self.postings,
            studies=self.studies,
            service=self.service,
        )
