"""Facts that come near a ground without a limit that could be lifted: over, not there any more, decided otherwise."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from huibi.model.findings import Link
from huibi.model.people import Posting
from huibi.model.ties import Decision, TieKind
from huibi.screening.declared import STANDING_ANSWERS
from huibi.screening.notice import placed, post_link, posted, tree_links
from huibi.screening.places import PERSON_PLACES, is_township_level, town_units
from huibi.screening.rulings import latest
from huibi.screening.social import groups_of, tie_link
from huibi.screening.view import View


class Fact(NamedTuple):
    """What is known at a unit, and why the ground does not count it (the code of a sentence)."""

    why: str
    unit: str
    chain: tuple[Link, ...]
    counterpart: str | None = None


Telling = Callable[[View, str], Iterator[Fact]]


def facts(view: View, person: str, code: str) -> Iterator[Fact]:
    """Yield what comes near a ground at the round's units."""
    telling = _FACTS.get(code)
    if telling is not None:
        yield from telling(view, person)


def _later_postings(view: View, person: str) -> Iterator[Fact]:
    """Yield postings in scope that begin only after the round's end."""
    for posting in view.standing.postings_of(person):
        if posting.start is not None and posting.start > view.standing.until:
            for unit in view.inside(posting.unit):
                yield Fact("after_round", unit, posted(view.standing, posting, unit))


def _own_interests(view: View, person: str) -> Iterator[Fact]:
    """Yield interests of the person and the close family that are over or not yet."""
    yield from _lapsed(view, person, None, ())
    for relative, relation in view.close_family(person).items():
        yield from _lapsed(view, relative, relative, relation.chain)


def _interests_of_kin(view: View, person: str) -> Iterator[Fact]:
    """Yield the same of other kin of the classes."""
    family = view.close_family(person)
    classes = view.rule("interest.kin").classes or frozenset()
    for relative, relation in view.relatives(person).items():
        if relation.kin_class in classes and relative not in family:
            yield from _lapsed(view, relative, relative, relation.chain)


def _lapsed(view: View, holder: str, counterpart: str | None, chain: tuple[Link, ...]) -> Iterator[Fact]:
    for row in view.lapsed_interests.get(holder, ()):
        why = "over" if row.span.last < view.as_of else "not_yet"
        link = Link(source=holder, tie=f"interest.{row.kind.value}", target=row.unit, record=row.record or None)
        for unit in view.inside(row.unit):
            yield Fact(why, unit, (*chain, link, *tree_links(view.standing, row.unit, unit)), counterpart)


def _ties_elsewhere(kind: TieKind) -> Telling:
    """Return what tells of ties with somebody who is in the unit, or was, but not where the ground asks for."""
    groups = groups_of(kind)

    def tell(view: View, person: str) -> Iterator[Fact]:
        for tie in view.ties(person):
            if tie.kind is not kind:
                continue
            link = tie_link(tie, person)
            there = view.places(link.target)
            for place in there:
                if place.group not in groups:
                    chain = (link, *placed(view.standing, place.postings[0], place.unit))
                    yield Fact("not_in_body", place.unit, chain, link.target)
            now = {place.unit for place in there}
            for unit, posting in _left(view, link.target):
                if unit not in now:
                    yield Fact("left", unit, (link, *posted(view.standing, posting, unit)), link.target)

    return tell


def _left(view: View, person: str) -> Iterator[tuple[str, Posting]]:
    """Yield the last posting of somebody in each unit that the person has left."""
    ended: dict[str, Posting] = {}
    for posting in view.standing.postings_of(person):
        if posting.end is not None and posting.end < view.as_of:
            for unit in view.inside(posting.unit):
                before = ended.get(unit)
                if before is None or before.end is None or before.end < posting.end:
                    ended[unit] = posting
    yield from ended.items()


def _other_places(view: View, person: str) -> Iterator[Fact]:
    """Yield the townships that the person comes from, at towns that lie in another."""
    row = view.register.persons[person]
    for unit in town_units(view):
        for name in PERSON_PLACES:
            home: str | None = getattr(row, name)
            if home is not None and is_township_level(view, home):
                link = Link(source=person, tie=name, target=home, record=row.record or None)
                yield Fact("other_place", unit, (link,))


def _systems(view: View, person: str) -> Iterator[Fact]:
    """Yield the current units whose system is another than that of the unit, where both say one."""
    units = view.register.units
    for posting in view.standing.current_postings(person):
        for unit in view.units:
            mine, theirs = units[posting.unit].system, units[unit].system
            if mine and theirs and mine != theirs:
                yield Fact("other_system", unit, (post_link(posting),))


def _earlier_inspections(view: View, person: str) -> Iterator[Fact]:
    """Yield inspections of a unit that were not the latest one."""
    for row in view.register.history:
        found = view.latest_inspections.get(row.unit, ())
        if row.person == person and row.unit in view.units and row not in found and row.round != view.round.id:
            link = Link(source=person, tie="inspected", target=row.unit, record=row.record or None, since=row.start)
            yield Fact("not_latest", row.unit, (link,))


def _declined_declarations(view: View, person: str) -> Iterator[Fact]:
    """Yield applications that were refused, withdrawn, or of another round."""
    for row in view.declarations(person):
        if row.unit not in view.units or row.unit is None:
            continue
        link = Link(source=person, tie="declared", target=row.unit, record=row.record or None)
        if row.decision not in STANDING_ANSWERS:
            yield Fact(row.decision.value, row.unit, (link,))
        elif row.round and row.round != view.round.id:
            yield Fact("other_round", row.unit, (link,))


def _replaced_bars(view: View, person: str) -> Iterator[Fact]:
    """Yield bars that a later ruling on the same ground replaced."""
    for unit in view.units:
        rulings = view.rulings(person, unit)
        standing = latest(rulings)
        for row in rulings:
            if row.decision is Decision.BAR and row not in standing:
                link = Link(source=person, tie="ruled", target=unit, record=row.record or None, since=row.decided_on)
                yield Fact("replaced", unit, (link,))


_FACTS: Mapping[str, Telling] = {
    "post.current": _later_postings,
    "duty.system": _systems,
    "place.origin": _other_places,
    "interest.own": _own_interests,
    "interest.kin": _interests_of_kin,
    **{f"tie.{kind.value}": _ties_elsewhere(kind) for kind in TieKind},
    "history.same_unit": _earlier_inspections,
    "declared": _declined_declarations,
    "ruled": _replaced_bars,
}
