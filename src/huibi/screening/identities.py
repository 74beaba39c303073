"""match.possible: an undecided identity that would give a kin or post finding that is not there (第七十七条)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from huibi.model.findings import Link
from huibi.model.people import Person, Posting
from huibi.model.register import Register
from huibi.model.ties import Kin
from huibi.network.kinship import Kinship
from huibi.screening.kin_posts import KIN, POSTS, Look
from huibi.screening.notice import Notice
from huibi.screening.view import View

MAYBE_SAME = "maybe_same"
LOOKED_FOR: Mapping[str, Look] = {**KIN, **POSTS}  # what an identity could give
Supposed = tuple[tuple[str, Notice], ...]  # by the code under which it would be noticed
_BORROWED = "\0"  # marks the rows of the record that is taken for the other; no record of a register holds it
_TO_UNITS = ("post.", "oversees", "under", "over")


@dataclass(frozen=True, slots=True)
class _Identity:
    """That `other` is taken for `own`; `family` are the people on the ways that lead through the two."""

    own: str
    other: str
    family: frozenset[str]


def match_possible(view: View, person: str) -> Iterator[Notice]:
    """Notice what would hold if one likely match were decided as the same, and does not hold as things are."""
    return news(view, person, supposed(view, person))


def supposed(view: View, person: str) -> Supposed:
    """Return what would hold over one likely match, whether or not it holds as things are; no kin of theirs are asked.

    What is told of the people around a match rests on a register of theirs alone.
    """
    found: list[tuple[str, Notice]] = []
    for identity in _identities(view, person):
        assumed = _assumed(view, person, identity)
        for code, look in _grounds(view):
            borrowed = (notice for notice in look(assumed, person) if any(map(_is_borrowed, notice.chain)))
            found += ((code, _told(notice, person, identity)) for notice in borrowed)
    return tuple(found)


def news(view: View, person: str, some: Supposed) -> Iterator[Notice]:
    """Yield of what is supposed what does not hold as things are."""
    if not some:
        return
    known = {(code, notice.unit) for code, look in _grounds(view) for notice in look(view, person)}
    yield from (notice for code, notice in some if (code, notice.unit) not in known)


def _grounds(view: View) -> Iterator[tuple[str, Look]]:
    return ((code, look) for code, look in LOOKED_FOR.items() if view.rule(code).on)


def _identities(view: View, person: str) -> Iterator[_Identity]:
    """Yield the likely pairs of the person and of kin that could lead to a unit of the round."""
    for pair in view.likeness.near(person):
        family = view.likeness.through(person, pair)
        if family:
            own, other = pair[::-1] if person == pair[1] else pair
            yield _Identity(own, other, family | {person})


def _assumed(view: View, person: str, identity: _Identity) -> View:
    """Return the view of the people around the two records, in which these are one."""
    register, own, other = view.register, identity.own, identity.other
    close = identity.family | view.members if person == own else identity.family
    persons = {one: register.persons[one] for one in sorted(close) if one in register.persons and one != other}
    persons[own] = _filled(register.persons[own], register.persons[other])
    rows = (row for one in sorted(close) for row in view.standing.postings_of(one))
    moved = (_moved_kin(row, identity) for row in view.likeness.rows_among(identity.family))
    small = Register(
        regions=register.regions,
        units=register.units,
        persons=persons,
        postings=tuple(_moved_post(row, identity) for row in rows),
        kin=tuple(row for row in moved if row.person != row.relative),
        pool={person: register.pool[person]} if person in register.pool else {},
    )
    kinship = Kinship(small, view.as_of, view.policy.switches)
    assumed = View(small, view.round, view.policy, kinship, (person,))
    assumed.look_near(kinship, person)
    return assumed


def _filled(own: Person, other: Person) -> Person:
    """Return a record with what only the other one says of sex, birth and death."""
    return replace(own, sex=own.sex or other.sex, birth=own.birth or other.birth, died=own.died or other.died)


def _moved_post(row: Posting, identity: _Identity) -> Posting:
    """Return a posting of the other record as one of the own, marked so that a chain can tell."""
    return replace(row, person=identity.own, record=_marked(row.record)) if row.person == identity.other else row


def _moved_kin(row: Kin, identity: _Identity) -> Kin:
    """Return a kin row of the other record as one of the own, marked likewise."""
    if identity.other not in (row.person, row.relative):
        return row
    ends = [identity.own if end == identity.other else end for end in (row.person, row.relative)]
    return replace(row, person=ends[0], relative=ends[1], record=_marked(row.record))


def _marked(record: str) -> str:
    return f"{record}{_BORROWED}"


def _told(notice: Notice, person: str, identity: _Identity) -> Notice:
    """Return a notice with the two records told apart again, and the step from the one to the other in its chain."""
    chain = tuple(_joined((_parted(link, identity) for link in notice.chain), person, identity))
    counterpart = notice.counterpart
    if counterpart is None or counterpart == identity.own:
        borrowed = counterpart is None or any(link.source == identity.other for link in chain if link.tie != MAYBE_SAME)
        counterpart = identity.other if borrowed else identity.own
    return Notice(unit=notice.unit, chain=chain, counterpart=counterpart, kin_class=notice.kin_class, uncertain=True)


def _is_borrowed(link: Link) -> bool:
    return (link.record or "").endswith(_BORROWED)


def _parted(link: Link, identity: _Identity) -> Link:
    if not _is_borrowed(link):
        return link
    record = link.record or ""
    source, target = (identity.other if end == identity.own else end for end in (link.source, link.target))
    return replace(link, source=source, target=target, record=record.removesuffix(_BORROWED) or None)


def _joined(links: Iterable[Link], person: str, identity: _Identity) -> Iterator[Link]:
    """Yield the links with one step put in where the chain first changes from one of the two records to the other."""
    both = {identity.own, identity.other}
    at: str | None = person
    for link in links:
        if at != link.source and {at, link.source} == both:
            yield Link(source=str(at), tie=MAYBE_SAME, target=link.source)
            at = None
        yield link
        if at is not None and not link.tie.startswith(_TO_UNITS):
            at = link.target
