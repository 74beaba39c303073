"""Kinship 亲属关系: who is related to whom on one day, of which class, and by which records.

How recusal.md is read, sentence by sentence, stands where it is done: spans and dissolved adoptions in
kinship_rows, marriages and step ties in kinship_marriages, the birth family in kinship_recorded, unnamed persons in
kinship_places and kinship_unnamed, siblings in kinship_ties, the classes in kinship_search, chains in kinship_chain.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from huibi.model.register import Register
from huibi.model.ties import KinClass, KinSwitches
from huibi.network.kinship_both_ends import BothEnds
from huibi.network.kinship_marriages import Marriages
from huibi.network.kinship_reach import Bounds, Reach, Wanted, Ways
from huibi.network.kinship_recorded import Recorded
from huibi.network.kinship_relation import Relation
from huibi.network.kinship_rows import Rows
from huibi.network.kinship_search import NEAR_STEPS, LeadsOn, NearOn, Patterns, Walk, by_node, named
from huibi.network.kinship_tangle import Tangle
from huibi.network.kinship_ties import Ties
from huibi.network.kinship_told import Told
from huibi.network.kinship_unnamed import Derived

_BY_THE_BOOK = KinSwitches()
_RESTING = ("_derived", "_told", "ties", "_patterns", "_both_ends", "reach", "_tangle")
_IN_CIRCLES = ("_derived", "ties", "_both_ends")  # of these the memory is not given back by counting references alone


class Kinship:
    """The kin of every person of a register on one day, worked out when asked for."""

    def __init__(self, register: Register, as_of: date, switches: KinSwitches = _BY_THE_BOOK) -> None:
        self._register, self._as_of, self._switches = register, as_of, switches
        self._aliases = register.aliases
        self._statutory: dict[str, dict[str, Relation]] = {}
        self._kept: dict[str, dict[str, Relation]] = {}

    def prepare(self) -> None:
        """Work out at once what every answer rests on, for one person or for thousands."""
        _ = self._patterns, self.reach

    def close(self) -> None:
        """Let go at once of what answers rest on, which the collector of cycles would look through for long.

        Relations that were told stay good. What is asked afterwards is worked out anew.
        """
        parts = {name: vars(self).pop(name, None) for name in _RESTING}
        for name in _IN_CIRCLES:
            if parts[name] is not None:
                vars(parts[name]).clear()
        self._statutory.clear()
        self._kept.clear()

    @cached_property
    def _rows(self) -> Rows:
        return Rows(self._register, self._as_of)

    @cached_property
    def _marriages(self) -> Marriages:
        return Marriages(self._rows, step_after_divorce=self._switches.step_after_divorce)

    @cached_property
    def _recorded(self) -> Recorded:
        return Recorded(self._rows, self._marriages, birth_family=self._switches.birth_family)

    @cached_property
    def _derived(self) -> Derived:
        return Derived(self._rows, self._recorded, self._marriages)

    @cached_property
    def _told(self) -> Told:
        return Told(self._rows, self._recorded.blood, self._derived, wide_step=self._switches.wide_step)

    @cached_property
    def ties(self) -> Ties:
        """The steps from each node, over which walks go."""
        return Ties(self._recorded, self._derived, self._marriages, self._told, wide_step=self._switches.wide_step)

    @property
    def is_tangled(self) -> bool:
        """Whether a family holds more than can be told apart: then not all that is told of kin rests on steps."""
        return self._told.is_tangled

    @cached_property
    def _tangle(self) -> Tangle:
        return Tangle(self._rows, self.reach)

    @cached_property
    def _patterns(self) -> Patterns:
        return Patterns(self.ties, self._switches.mutual, self._switches.affinity_after_death)

    @cached_property
    def _both_ends(self) -> BothEnds:
        return BothEnds(self._patterns, self._leading_to)

    def _leading_to(self, person: str) -> LeadsOn:
        return dict(self.reach.ways({person: [self._rows.number[person]]}))[person].lead_on

    def relatives(self, person_id: str) -> Mapping[str, Relation]:
        """Return everybody related to a person, the living and the dead, by id in order of class, then id."""
        person = self._aliases.get(person_id, person_id)
        if person not in self._kept:
            found = self._with_others(self._walked_near(person), person, self._others(person))
            self._kept[person] = self._tangle.joined(person, found) if self.is_tangled else found
        return self._kept[person]

    def near(self, person_id: str) -> Mapping[str, Relation]:
        """Return those of `relatives` who are of the four classes, at a part of the cost."""
        person = self._aliases.get(person_id, person_id)
        if self.is_tangled:
            return {other: one for other, one in self.relatives(person).items() if one.kin_class.statutory}
        return self._walked_near(person)

    def relate(self, a: str, b: str) -> Relation:
        """Return how two persons are related; class none if they are not, or are one person."""
        one, other = self._aliases.get(a, a), self._aliases.get(b, b)
        return self.relatives(one).get(other) or Relation(one, other, KinClass.NONE)

    def kin_among(self, wanted: Wanted) -> dict[str, dict[str, Relation]]:
        """Return for each person, of those wanted, the kin of the four classes, and those of class `other`.

        They are what `relatives` says of them. Asking about many persons at once costs far less than asking for
        everybody related to each of them.
        """
        found: dict[str, dict[str, Relation]] = {person: {} for person in wanted}
        asked: dict[str, Bounds] = {}
        if self.is_tangled:
            self._tangle.together = self._tangle.together or tuple(wanted)
        for person, bounds in self.reach.bounds(wanted):
            if (plain := self._plain(person, wanted, bounds)) is None:
                asked[person] = bounds
            else:
                found[person] = plain
        near_kin = self._near_among({person: [*bounds.near, *bounds.open] for person, bounds in asked.items()})
        unmet = {person: self._unmet(near_kin[person], person, bounds.perhaps) for person, bounds in asked.items()}
        others = self._others_among(unmet)
        for person, bounds in asked.items():
            near, further = wanted[person]
            everybody = self._with_others(near_kin[person], person, others.get(person) or self._stated(person))
            if bounds.beyond:
                everybody = self._tangle.joined_of(person, everybody, bounds.beyond)
            found[person] = {
                other: one
                for other, one in everybody.items()
                if other in (further if one.kin_class is KinClass.OTHER else near)
            }
        return found

    def classes_among(self, wanted: Wanted) -> dict[str, dict[str, KinClass]]:
        """Return for each person only the class of each of those whom `kin_among` returns, which costs less still."""
        found: dict[str, dict[str, KinClass]] = {person: {} for person in wanted}
        left: dict[str, list[int]] = {}
        asked = dict(self.reach.bounds(wanted))
        walked = self._walked(asked)
        for person, bounds in asked.items():
            near, further = wanted[person]
            classes = self._named(bounds.near, person) | walked.get(person, {})
            beyond = {self._rows.people[number]: said for number, (said, _) in bounds.beyond.items()}
            classes |= {
                other: said
                for other, said in beyond.items()
                if said.statutory and other != person and said.rank < classes.get(other, said.OTHER).rank
            }
            others = {other for other in self._stated(person) if other in further}
            others |= {self._rows.people[number] for number in bounds.surely}
            others |= {other for other in beyond if other in further}
            kin = dict.fromkeys(others - classes.keys() - {person}, KinClass.OTHER)
            kin |= {other: kin_class for other, kin_class in classes.items() if other in near}
            met = kin.keys() | classes.keys() | {person}
            left[person] = [number for number in bounds.perhaps if self._rows.people[number] not in met]
            found[person] = kin
        for person, walks in self._others_among(left).items():
            names = {self._rows.people[number] for number in left[person]}
            found[person] |= dict.fromkeys(walks.keys() & names, KinClass.OTHER)
        return found

    def close_family(self, person_id: str) -> Mapping[str, Relation]:
        """Return spouse, children (adopted and raised step too) and children's spouses, marriages standing.

        The class is the strongest of the pair; chain and certainty are those of being close family.
        """
        person = self._aliases.get(person_id, person_id)
        shown = by_node(named(self._patterns.close(person), person))
        found: dict[str, Relation] = {}
        for kin_class, kin in self._both_ends.near(person):
            for other in sorted(kin.keys() & shown.keys()):
                found[other] = Relation.shown_by((person, other), kin_class, shown[other], self._rows)
            if len(found) == len(shown):
                break
        return {**self._tangle.close(person, self.kin_among), **found} if self.is_tangled else found

    @cached_property
    def reach(self) -> Reach:
        """Who may be how near to whom."""
        switches = self._switches
        birth_family, mutual = switches.birth_family, switches.mutual
        return Reach(self._rows, self._derived, self._told, birth_family=birth_family, mutual=mutual)

    def _plain(self, person: str, wanted: Wanted, bounds: Bounds) -> dict[str, Relation] | None:
        """Return the kin of those wanted where all of them are known for certain; None where they are not."""
        near, further = wanted[person]
        names = self._named(bounds.near, person)
        if bounds.near.keys() - bounds.certain or any(self._rows.people[one] != person for one in bounds.open):
            return None
        if any(self._rows.people[number] not in (*names, person) for number in bounds.perhaps):
            return None
        if any(other in further and other not in names for other in self._stated(person)):
            return None
        order = sorted(names, key=lambda other: (names[other].rank, other))
        return {other: self._known(person, other, names[other]) for other in order if other in near}

    def _known(self, person: str, other: str, kin_class: KinClass) -> Relation:
        return Relation.known((person, other), kin_class, lambda: self._walked_to(person, other, kin_class))

    def _walked_to(self, person: str, other: str, kin_class: KinClass) -> Relation:
        way = None if kin_class is KinClass.LINEAL else self.reach.way_to(self._rows.number[other])
        walks = self._both_ends.walks_to(kin_class, person, other, None if way is None else way.is_near)
        if not walks:  # it is known for certain by steps in a tangle, which are not walked
            return self._tangle.relation(person, other, kin_class, certain=True)
        return Relation.shown_by((person, other), kin_class, walks, self._rows)

    def _named(self, kin: Mapping[int, KinClass], person: str) -> dict[str, KinClass]:
        people = self._rows.people
        return {people[number]: kin_class for number, kin_class in kin.items() if people[number] != person}

    def _walked(self, asked: Mapping[str, Bounds]) -> dict[str, dict[str, KinClass]]:
        """Return the nearest class of those of the four that the bounds leave open; walks lead to those only."""
        open_ = {person: bounds.open for person, bounds in asked.items() if bounds.open}
        found: dict[str, dict[str, KinClass]] = {}
        for person, ways in self.reach.ways(open_, NEAR_STEPS) if open_ else ():
            names = {self._rows.people[number] for number in open_[person]} - {person}
            classes = found[person] = {}
            for kin_class, kin in self._both_ends.near(person, ways.is_near):
                classes |= dict.fromkeys(kin.keys() & names, kin_class)
        return found

    def _unmet(self, near: Container[str], person: str, perhaps: Iterable[int]) -> list[int]:
        """Return who may be of class `other`, by number: within reach and of no nearer class."""
        people = self._rows.people
        return [number for number in perhaps if people[number] != person and people[number] not in near]

    def _walked_near(self, person: str) -> dict[str, Relation]:
        """Return everybody related in one of the four classes."""
        if person not in self._statutory:
            self._statutory[person] = self._near_by(person)
        return self._statutory[person]

    def _near_among(self, asked: Mapping[str, Sequence[int]]) -> dict[str, dict[str, Relation]]:
        """Return kin of the four classes: at least those of them who are asked about."""
        ways = self.reach.ways(asked, NEAR_STEPS) if asked else ()
        return {person: self._near_by(person, way.is_near) for person, way in ways}

    def _near_by(self, person: str, leads_on: NearOn | None = None) -> dict[str, Relation]:
        return {
            other: Relation.shown_by((person, other), kin_class, walks, self._rows)
            for kin_class, kin in self._both_ends.near(person, leads_on)
            for other, walks in sorted(kin.items())
        }

    def _with_others(
        self, near: Mapping[str, Relation], person: str, others: Mapping[str, list[Walk]]
    ) -> dict[str, Relation]:
        """Return the near kin, then the others whom walks show."""
        found = dict(near)
        for other, shown in sorted(others.items()):
            if other not in found:
                found[other] = Relation.shown_by((person, other), KinClass.OTHER, shown, self._rows)
        for tie in self._marriages.steps(person):
            relation = found.get(tie.other)
            if tie.is_open and relation is not None and relation.kin_class is KinClass.OTHER:
                relation.leave_open(tie.rows)
        return found

    def _others(self, person: str, ways: Ways | None = None) -> dict[str, list[Walk]]:
        """Return kin within 5 steps (on such ways), and those whom a row relates to the person whatever the steps."""
        found = self._both_ends.further(person, None if ways is None else ways.lead_on)
        for other, shown in self._stated(person).items():
            found[other] = shown + found.get(other, [])
        return found

    def _others_among(self, asked: Mapping[str, Sequence[int]]) -> dict[str, dict[str, list[Walk]]]:
        some = {person: numbers for person, numbers in asked.items() if numbers}
        if not some:
            return {}
        return {person: self._others(person, ways) for person, ways in self.reach.ways(some)}

    def _stated(self, person: str) -> dict[str, list[Walk]]:
        found: dict[str, list[Walk]] = {}
        for other, index in self._recorded.stated(person):
            found.setdefault(other, []).insert(0, Walk(other, (index,)))
        return found
