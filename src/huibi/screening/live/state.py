"""What a kept screening stands on: tables, kin, view and index, each kept up to date; and what is to be done again."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from huibi.model.register import Register
from huibi.model.rounds import Round
from huibi.model.ties import KinClass
from huibi.network.kinship import Kinship
from huibi.policy import Policy
from huibi.screening.live.around import Around, Felt
from huibi.screening.live.index import LiveIndex
from huibi.screening.live.kin import LiveKin
from huibi.screening.live.tables import Change, Tables
from huibi.screening.live.view import LiveView
from huibi.screening.screen import kinship_for, screen, screened_persons

MATCH = "match.possible"
KIN_CODES = ("kin.body", "kin.staff", "kin.above", "kin.former", "kin.other", "interest.own", "interest.kin")


@dataclass
class Again:
    """What a change leaves to be worked out again: findings and pairs (person, code), gaps."""

    cells: set[tuple[str, str]] = field(default_factory=set)
    apart: set[tuple[str, str]] = field(default_factory=set)
    gaps: set[str] = field(default_factory=set)
    unit_gaps: bool = False

    def findings(self, persons: Iterable[str], *codes: str) -> None:
        """Work out again what persons have under some codes."""
        self.cells |= {(person, code) for person in persons for code in codes}

    def pairs(self, persons: Iterable[str], *codes: str) -> None:
        """Work out again with whom persons may never be in one team, under some codes."""
        self.apart |= {(person, code) for person in persons for code in codes}


class State:
    """The office as it stands now."""

    def __init__(self, register: Register, round_: Round, policy: Policy) -> None:
        self.tables = Tables(register)
        self.policy = policy
        kinship = kinship_for(register, round_, policy)
        first = screen(register, round_, policy, kinship=kinship)
        self.around = Around(self.tables, kinship, round_.as_of, policy.switches)
        self.kin = LiveKin(self.around, kinship, mutual=policy.switches.mutual)
        others = [rule for rule in policy.rules.values() if KinClass.OTHER in (rule.classes or ())]
        self._other_counts = not {rule.code for rule in others} <= {"kin.other"}
        screened = screened_persons(register, round_)
        self.view = LiveView(self.tables, round_, policy, self.kin, screened)
        self.kin.begin(screened, frozenset(register.persons), self.further)
        self._index_kin = self.kin
        if not policy.switches.mutual:
            of_index = Kinship(register, round_.as_of, replace(policy.switches, mutual=True))
            self._index_kin = LiveKin(self.around, of_index, mutual=True)
        self.index = LiveIndex(self.tables, self._index_kin, self.view.standing, round_.as_of, self.view.units)
        self.index.begin(screened, first.risks)
        self._matches = policy.rules[MATCH].on and self.view.likeness is not None

    @property
    def screened(self) -> frozenset[str]:
        """The screened."""
        return self.view.all_screened

    @property
    def further(self) -> frozenset[str]:
        """Of whom it matters to a finding whether they are kin of class `other`."""
        return frozenset(self.tables.register.persons) if self._other_counts else self.view.members

    def ask_kin(self, screened: Iterable[str], members: Iterable[str], again: Again) -> None:
        """Ask for the kin of those who are screened from now on, and of new members of bodies and keys."""
        side = self.index.sides[1]
        found: set[str] = set()
        for person in screened:
            self.kin.ask(person, self.further)
            again.findings((person,), *KIN_CODES)
            again.pairs((person,), "team.kin")
            found |= self._index_kin.find_others(person, side)
        for person in (asked := {*screened, *members}):
            self._index_kin.ask_classes(person, self.index.further)
        self.index.kin_changed(asked | found)

    def ask_members(self, members: Iterable[str], again: Again) -> None:
        """Ask who of the screened has new members of bodies as kin of class `other`."""
        for member in members:
            for person in self.kin.others_of(member, self.screened):
                self.kin.ask_further(person, frozenset({member}))
                again.findings((person,), *KIN_CODES)

    def renew_felt(self, felt: Felt, again: Again) -> None:
        """Ask again about the pairs of persons between whom a change may be felt."""
        screened = self.kin.renew(felt, self.screened, self.further)
        again.findings(screened, *KIN_CODES)
        again.pairs(screened, "team.kin")
        self.index.kin_changed(self._index_kin.renew_classes(felt, self.index.people, self.index.further))

    def find_far_kin(self) -> None:
        """Ask for kin of class `other` among more people than before, where the index now needs to know."""
        for people, side in zip(self.index.grown(), self.index.sides, strict=True):
            for person in people:
                self.index.kin_changed(self._index_kin.find_others(person, side))

    def related_to(self, person: str) -> AbstractSet[str]:
        """Return the screened who are kin of somebody, as far as findings ask."""
        return self.kin.related_to(person) & self.screened

    def identities_changed(self, change: Change) -> None:
        """Look again at the undecided identities that a change touches."""
        if self._matches:
            self.view.likeness.changed(change, self.screened)

    def identities_concern(self, known: Iterable[str], again: Again) -> None:
        """Have `match.possible` worked out again of whom it may be another; `known` have other kin or post findings."""
        if self._matches:
            again.findings(self.view.likeness.concerned(known, self.view.members), MATCH)

    def identities_rest(self, persons: Iterable[str]) -> None:
        """Keep on whom the findings `match.possible` of persons rest."""
        for person in persons if self._matches else ():
            self.view.likeness.rest(person)
