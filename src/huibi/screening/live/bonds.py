"""Ties that are not kin, kept: who was where together and what is stated, as the tables have it now."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from huibi.model.register import Register
from huibi.model.ties import TieKind
from huibi.network import acquaintance_places as places
from huibi.network.acquaintance_places import Key, Places, Row
from huibi.network.acquaintance_ties import LEAST, SLACK, Bonds
from huibi.screening.live.tables import Table, Tables

Reads = Callable[[Register, date, Any], tuple[Key, Row] | None]  # of one kind of row


class LiveBonds(Bonds):
    """The ties of a register that changes; `renew` tells whose rows did."""

    def __init__(self, tables: Tables, as_of: date) -> None:
        super().__init__(tables.register, as_of)
        self._tables = tables
        schools = dict(self._taught)
        self._kinds: Mapping[str, tuple[Places, Table[Any], Reads]] = {
            "postings": (self._units, tables.postings, places.posted),
            "studies": (schools[TieKind.CLASSMATE], tables.studies, places.studied),
            "service": (schools[TieKind.COMRADE], tables.service, places.served),
        }

    def strength(self, one: str, other: str) -> float:
        """Return the strength of the strongest tie of two persons that is not kin; 0 where it is too weak to matter."""
        bond = None if self.dead(one) or self.dead(other) else self.between(one, other)
        return 0.0 if bond is None or bond.strength <= LEAST - SLACK else bond.strength

    def people(self, table: str, key: Key) -> Iterable[str]:
        """Return who is or was at a place, as a row of the table gives it."""
        return self._kinds[table][0].at(key).stays

    def others(self, person: str) -> Iterator[str]:
        """Yield everybody who may have a tie with a person now; some more than once."""
        yield from (other for other, _ in self._stated.get(person, ()))
        for index, *_ in self._kinds.values():
            for key in index.of(person):
                yield from index.at(key).stays

    def renew(self, person: str, table: str, keys: Iterable[Key]) -> None:
        """Look again at a person's rows of postings, studies or service at some places."""
        index, rows, reads = self._kinds[table]
        kept = [
            read for row in rows.of("person", person) if (read := reads(self._register, self._as_of, row)) is not None
        ]
        for key in dict.fromkeys(keys):
            index.change(key, [row for at, row in kept if at == key], person)

    def renew_stated(self, persons: Iterable[str]) -> None:
        """Look again at the stated ties of persons."""
        for person in persons:
            self._stated[person] = [
                (tie.other if tie.person == person else tie.person, tie)
                for tie in self._tables.ties.of("person", person)
                if tie.span.first <= self._as_of and not self.dead(tie.person) and not self.dead(tie.other)
            ]

    def keys(self, person: str) -> Iterator[tuple[str, Key]]:
        """Yield the tables and places of all rows of a person."""
        for row in self._tables.postings.of("person", person):
            yield "postings", (row.unit,)
        for study in self._tables.studies.of("person", person):
            yield "studies", (study.school, study.class_name)
        for service in self._tables.service.of("person", person):
            yield "service", (service.troop,)
