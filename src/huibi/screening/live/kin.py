"""Kin that are kept: of whom a change may make something else they are walked to again, over steps kept as well."""

from collections.abc import Callable, Container, Iterable, Mapping
from collections.abc import Set as AbstractSet

from huibi.model.ties import KinClass
from huibi.network.kinship import Kinship
from huibi.network.kinship_both_ends import BothEnds
from huibi.network.kinship_relation import Relation
from huibi.network.kinship_search import OTHER_STEPS, LeadsOn, Patterns, Walk, by_node, named
from huibi.screening.live.around import Around, Felt
from huibi.screening.live.whose import Whose

Relations = dict[str, Relation]
Further = Callable[[str, AbstractSet[str]], AbstractSet[str]]  # who of some may matter as kin of class `other`


class LiveKin:
    """Who is related to whom on the day, of the persons asked about so far."""

    def __init__(self, around: Around, first: Kinship, *, mutual: bool) -> None:
        self._around, self._first = around, first
        self._patterns = Patterns(around.ties, mutual, around.switches.affinity_after_death)
        self._related: Whose[Relation] = Whose()
        self._classes: Whose[KinClass] = Whose()
        self._close: dict[str, Relations] = {}

    def related(self, person: str) -> Mapping[str, Relation]:
        """Return all kin of the four classes of somebody, and those of class `other` who were asked about."""
        return self._related[person]

    def classes(self, person: str) -> Mapping[str, KinClass]:
        """Return the classes of all kin of the four classes, and of those of class `other` who were asked about."""
        return self._classes[person]

    def related_to(self, person: str) -> AbstractSet[str]:
        """Return of whom `related` names somebody."""
        return self._related.by(person)

    def classed_of(self, person: str) -> AbstractSet[str]:
        """Return of whom `classes` names somebody."""
        return self._classes.by(person)

    def relatives(self, person: str) -> Mapping[str, Relation]:
        """Return everybody related, the dead too, by id."""
        near = self._near(person)
        return near | self._others(person, self._nearby(person), near)

    def close_family(self, person: str) -> Mapping[str, Relation]:
        """Return spouse, children and children's spouses, by id."""
        if person not in self._close:
            shown = by_node(named(self._patterns.close(person), person))
            self._close[person] = {
                other: self._shown(person, other, relation.kin_class, shown[other])
                for other, relation in self._near(person).items()
                if other in shown
            }
        return self._close[person]

    def begin(self, persons: Iterable[str], everybody: frozenset[str], further: frozenset[str]) -> None:
        """Ask about persons for the first time."""
        found = self._first.kin_among(dict.fromkeys(persons, (everybody, further)))
        for person, kin in found.items():
            self._related.keep(person, kin)

    def begin_classes(self, further: Mapping[str, frozenset[str]], everybody: frozenset[str]) -> None:
        """Ask about the classes alone of the kin of persons for the first time, those of class `other` in `further`."""
        wanted = {person: (everybody, others) for person, others in further.items()}
        for person, classes in self._first.classes_among(wanted).items():
            self._classes.keep(person, classes)

    def ask(self, person: str, further: AbstractSet[str]) -> None:
        """Ask about somebody of whom nothing is known yet."""
        near = self._near(person)
        self._related.keep(person, near | self._others(person, further, near))

    def ask_classes(self, person: str, further: Further) -> None:
        """Ask about the classes alone of somebody's kin."""
        near = self._near(person)
        others = self._ways(person, further(person, self._nearby(person)), near)
        classes = {other: one.kin_class for other, one in near.items()}
        self._classes.keep(person, classes | dict.fromkeys(others, KinClass.OTHER))

    def ask_further(self, person: str, others: AbstractSet[str]) -> None:
        """Ask whether somebody has some others as kin of class `other`."""
        before = self._related[person]
        self._related.keep(person, {**before, **self._others(person, others, before)})

    def find_others(self, person: str, among: AbstractSet[str]) -> set[str]:
        """Ask whether somebody is kin of class `other` of some whose classes are kept; return of whom it is so anew."""
        some = self._nearby(person) & among & self._classes.people()
        asked = {other for other in some if person not in self._classes[other]}
        found = set(self._ways(person, asked, ()))
        for other in found:
            self._classes.keep(other, {**self._classes[other], person: KinClass.OTHER})
        return found

    def renew(self, felt: Felt, persons: AbstractSet[str], further: AbstractSet[str]) -> set[str]:
        """Ask again how persons are related to whom they may be related past a change; return of whom it was asked."""
        moved = set()
        for person in persons & felt.people:
            before = self._related[person]
            near = self._near(person) if felt.is_near(person) else None
            kept, asked = _left({other: one.kin_class for other, one in before.items()}, near, felt.with_(person))
            asked &= further
            if near is not None or asked or len(kept) < len(before):
                rest = {other: before[other] for other in kept}
                self._related.keep(person, rest | (near or {}) | self._others(person, asked, near or rest))
                self._close.pop(person, None)
                moved.add(person)
        return moved

    def renew_classes(self, felt: Felt, persons: AbstractSet[str], further: Further) -> set[str]:
        """Ask again about the classes alone; return of whose kin it was asked."""
        moved = set()
        for person in persons & felt.people:
            before = self._classes[person]
            near = self._near(person) if felt.is_near(person) else None
            kept, asked = _left(before, near, felt.with_(person))
            asked = set(further(person, asked))
            if near is not None or asked or len(kept) < len(before):
                now = {other: before[other] for other in kept}
                now |= {other: one.kin_class for other, one in (near or {}).items()}
                others = self._ways(person, asked, now)
                self._classes.keep(person, now | dict.fromkeys(others, KinClass.OTHER))
                moved.add(person)
        return moved

    def others_of(self, person: str, among: AbstractSet[str]) -> set[str]:
        """Return who of some people somebody is within the counted steps of, or named in a row with."""
        return set(self._ways(person, among, ()))

    def forget(self, persons: Iterable[str]) -> None:
        """Forget the kin of persons who are screened no more."""
        for person in persons:
            self._related.forget(person)
            self._close.pop(person, None)

    def forget_classes(self, person: str) -> None:
        """Forget the classes of kin of somebody who counts for the index no more."""
        self._classes.forget(person)

    def _nearby(self, person: str) -> set[str]:
        """Return everybody who may be related to somebody in class `other`, unnamed ones perhaps too."""
        places = self._around.nearby.around((person,), OTHER_STEPS)
        stated = (other for other, _ in self._around.ties.stated(person))
        return {*self._around.nearby.people(places), *stated}

    def _near(self, person: str) -> Relations:
        """Return everybody related in one of the four classes."""
        return {
            other: self._shown(person, other, kin_class, walks)
            for kin_class, kin in self._both_ends().near(person)
            for other, walks in sorted(kin.items())
        }

    def _others(self, person: str, asked: AbstractSet[str], near: Container[str]) -> Relations:
        """Return those of some people who are of class `other`."""
        found = {
            other: self._shown(person, other, KinClass.OTHER, walks)
            for other, walks in sorted(self._ways(person, asked, near).items())
        }
        for tie in self._around.ties.step_kin(person) if found else ():
            if tie.is_open and tie.other in found:
                found[tie.other].leave_open(tie.rows)
        return found

    def _ways(self, person: str, asked: AbstractSet[str], near: Container[str]) -> dict[str, list[Walk]]:
        """Return the ways to those of some people who are near enough, or named in a row with the person."""
        around = self._around
        found: dict[str, list[Walk]] = {}
        if not asked:
            return found
        for other, index in around.ties.stated(person):
            if other in asked and other not in near and other != person:
                found.setdefault(other, []).insert(0, Walk(other, (index,)))
        ball = around.nearby.around((person,), OTHER_STEPS)
        ends = {other for other in around.nearby.people(ball) if other in asked and other not in near} - {person}
        if ends:
            walks = self._both_ends().further(person, self._within(around.nearby.around(ends, OTHER_STEPS, among=ball)))
            for other in ends & walks.keys():
                found[other] = found.get(other, []) + walks[other]
        return found

    def _both_ends(self) -> BothEnds:
        nearby = self._around.nearby
        return BothEnds(self._patterns, lambda person: self._within(nearby.around((person,), OTHER_STEPS)))

    def _within(self, left: Mapping[int, int]) -> LeadsOn:
        """Return whether a node so many steps away may lie on a way to where so many are left."""
        place = self._around.nearby.place
        return lambda node, steps: not steps or left.get(place(node), OTHER_STEPS + 1) + steps <= OTHER_STEPS

    def _shown(self, person: str, other: str, kin_class: KinClass, walks: Iterable[Walk]) -> Relation:
        return Relation.shown_by((person, other), kin_class, walks, self._around.rows)


def _left(
    before: Mapping[str, KinClass], near: Container[str] | None, felt: AbstractSet[str]
) -> tuple[set[str], set[str]]:
    """Return whose class stays as it was, and of whom it may have to be asked whether they are of class `other`."""
    others = {other for other, kin_class in before.items() if kin_class is KinClass.OTHER}
    if near is None:
        return before.keys() - (others & felt), set(felt - (before.keys() - others))
    asked = {other for other in felt | (before.keys() - others) if other not in near}
    return {other for other in others - felt if other not in near}, asked
