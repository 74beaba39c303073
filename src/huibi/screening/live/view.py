"""Standing and view over tables that change: what was indexed once is looked up where it now stands."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from huibi.model.people import Posting, Service, Study
from huibi.model.rounds import Round
from huibi.model.ties import Declaration, Interest, Ruling, Served, Tie
from huibi.network.standing import Standing
from huibi.policy import Policy
from huibi.screening.inspections import latest_team
from huibi.screening.kinfolk import Related
from huibi.screening.live.kin import LiveKin
from huibi.screening.live.likeness import LiveLikeness
from huibi.screening.live.tables import Tables
from huibi.screening.view import Place, View


class LiveStanding(Standing):
    """Body, keys and staff as the tables have them now; `renew` tells of postings that changed."""

    def __init__(self, tables: Tables, round_: Round) -> None:
        super().__init__(tables.register, round_.as_of, round_.end)
        self._tables = tables

    def renew(self, person: str, postings: Iterable[Posting]) -> frozenset[str]:
        """Look again at a person's postings as they were and are; return the units whose people that may change."""
        rows = self._tables.postings
        units: set[str] = set()
        overseen: set[str] = set()
        for posting in postings:
            units.add(posting.unit)
            overseen.update(posting.oversees)
        self._own[person] = list(rows.of("person", person))
        for unit in units:
            self._at[unit] = [posting for posting in rows.of("unit", unit) if self.counts(posting)]
        for unit in overseen:
            self._overseeing[unit] = [posting for posting in rows.of("oversees", unit) if self.counts(posting)]
        touched = frozenset(at for unit in units | overseen for at in (unit, *self.above(unit)))
        for unit in touched:
            self._groups.pop(unit, None)
        return touched


class LiveView(View):
    """The view of a round whose register changes row by row."""

    def __init__(self, tables: Tables, round_: Round, policy: Policy, kin: LiveKin, screened: Iterable[str]) -> None:
        super().__init__(tables.register, round_, policy, kin, screened)
        self._tables = tables
        self._kin = kin
        self.standing = self.live_standing = LiveStanding(tables, round_)
        self.all_screened = frozenset(self.screened)
        self._of_members: dict[str, tuple[Posting, ...]] = {}
        self._alive: dict[str, tuple[Mapping[str, Related], Mapping[str, Related]]] = {}

    def screen_others(self, screened: Iterable[str]) -> None:
        """Take others for the screened."""
        self.screened = tuple(sorted(screened))
        self.all_screened = frozenset(self.screened)

    def forget_living(self, persons: Iterable[str]) -> None:
        """Look again at who is alive of the kin of some persons."""
        for person in persons:
            self._alive.pop(person, None)

    def forget_members(self, units: Iterable[str]) -> None:
        """Ask again who is in the bodies of the round's units, and for their postings at some units."""
        self.__dict__.pop("members", None)
        for unit in units:
            self._of_members.pop(unit, None)

    def touching_kin(self, person: str) -> Mapping[str, Related]:
        """Return the living relatives of a screened person that a ground may look at; others may be there too."""
        found = self._kin.related(person)
        kept = self._alive.get(person)
        if kept is None or kept[0] is not found:
            living = {other: one for other, one in found.items() if other != person and self.standing.is_living(other)}
            kept = self._alive[person] = found, living
        return kept[1]

    def places(self, person: str) -> tuple[Place, ...]:
        """Return where the person stands in the round's units."""
        units = {
            unit
            for posting in self.standing.postings_of(person)
            for at in (posting.unit, *posting.oversees)
            for unit in self.inside(at)
        }
        return tuple(
            Place(unit, group, members[person])
            for unit in self.units
            if unit in units
            for group, members in self._groups(unit)
            if person in members
        )

    def ties(self, person: str) -> tuple[Tie, ...]:
        """Return the ties that a person has, stated either way, begun by D."""
        rows = self._tables.ties.of("person", person)
        return tuple(tie for tie in rows if tie.person != tie.other and tie.span.first <= self.as_of)

    def interests(self, person: str) -> tuple[Interest, ...]:
        """Return the interests standing on D in the scope of a unit of the round."""
        rows = self._tables.interests.of("person", person)
        return tuple(row for row in rows if self.as_of in row.span and self.inside(row.unit))

    def studies(self, person: str) -> tuple[Study, ...]:
        """Return the studies of a person."""
        return self._tables.studies.of("person", person)

    def classmates(self, school: str, class_name: str) -> tuple[Study, ...]:
        """Return the studies of body members in a class; one without a name is none."""
        rows = self._tables.studies.of("place", (school, class_name)) if class_name else ()
        return tuple(row for row in rows if row.person in self.members)

    def service(self, person: str) -> tuple[Service, ...]:
        """Return the service of a person."""
        return self._tables.service.of("person", person)

    def comrades(self, troop: str) -> tuple[Service, ...]:
        """Return the service of body members in a troop."""
        rows = self._tables.service.of("place", (troop,)) if troop else ()
        return tuple(row for row in rows if row.person in self.members)

    @property
    def latest_inspections(self) -> Mapping[str, tuple[Served, ...]]:
        """For each unit of the round that was inspected before, the rows of the latest team there."""
        rows = self._tables.history
        return {unit: team for unit in self.units if (team := latest_team(rows.of("unit", unit), self.round))}

    def postings_of_members(self, unit: str) -> tuple[Posting, ...]:
        """Return every posting at a unit that is of a member of one of the bodies, by member."""
        if unit not in self._of_members:
            rows = [row for row in self._tables.postings.of("unit", unit) if row.person in self.members]
            self._of_members[unit] = tuple(sorted(rows, key=lambda row: row.person))
        return self._of_members[unit]

    def declarations(self, person: str) -> tuple[Declaration, ...]:
        """Return the applications that a person made."""
        return self._tables.declarations.of("person", person)

    def rulings(self, person: str, unit: str) -> tuple[Ruling, ...]:
        """Return what was decided about a person and a unit, in the register's order."""
        return self._tables.rulings.of("pair", (person, unit))

    @cached_property
    def likeness(self) -> LiveLikeness:
        """The undecided identities that could join somebody screened with somebody at a unit of the round."""
        return LiveLikeness(self._tables, self.screened, (*self._inside, *self._over), self.members)
