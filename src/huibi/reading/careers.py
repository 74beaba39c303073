"""Postings: levels that the titles say, the end at death, and the same posting twice at one time."""

from dataclasses import dataclass, field, replace

from huibi.model.people import Level, Person, Posting, Unit
from huibi.reading.cells import Bad
from huibi.reading.desk import Desk
from huibi.reading.titles import level_of

_RANKS = {level: rank for rank, level in enumerate(Level)}


@dataclass(slots=True)
class Titles:
    """What the titles said: how many levels were read from them, and the titles that nothing decides, with counts."""

    read: int = 0
    undecided: dict[str, int] = field(default_factory=dict)


def with_levels(postings: list[Posting], units: dict[str, Unit]) -> tuple[list[Posting], Titles]:
    """Return the postings with missing levels read from their titles where these decide it."""
    said = Titles()
    found = []
    for posting in postings:
        if posting.level is None:
            unit = units.get(posting.unit)
            level = level_of(posting.title, unit.name if unit else "")
            if level is None:
                said.undecided[posting.title] = said.undecided.get(posting.title, 0) + 1
            else:
                said.read += 1
                posting = replace(posting, level=level)  # noqa: PLW2901 - the same posting, known better
        found.append(posting)
    return found, said


def without_repeats(postings: list[Posting], desk: Desk) -> list[Posting]:
    """Lay down each posting that repeats another at a time they share, and return the rest.

    What a personal form repeats is no fault: tables and forms tell of the same careers.
    """
    seen: dict[tuple[str, str, str | None], list[Posting]] = {}
    found = []
    for posting in postings:
        what = posting.title or posting.level
        others = seen.setdefault((posting.person, posting.unit, what), [])
        twin = next((other for other in others if _repeats(other, posting)), None)
        by_form = twin is not None and desk.sheets[posting.record.rpartition(":")[0]].of_form
        if twin is None or (by_form and not _covers(twin, posting)):
            others.append(posting)
            found.append(posting)
        elif not by_form:
            bad = Bad("read.posting_twice", "expect.no_overlap", {"first": desk.row_of(twin.record)})
            desk.bad_record(posting.record, "start", posting.start, bad)
    return found


def _repeats(one: Posting, other: Posting) -> bool:
    """Whether two postings share days; a month in which one ends and the other begins is how careers are written."""
    shared = one.span.meet(other.span)
    if shared is None or one.start == other.start:
        return shared is not None
    return (shared.first.year, shared.first.month) != (shared.last.year, shared.last.month)


def _covers(one: Posting, other: Posting) -> bool:
    """Whether a posting lasts at least as long as another, by months."""
    first, last = one.span.first, one.span.last
    begins = (first.year, first.month) <= (other.span.first.year, other.span.first.month)
    return begins and (other.span.last.year, other.span.last.month) <= (last.year, last.month)


def without_hearsay(postings: list[Posting]) -> list[Posting]:
    """Return the postings without those of unknown start that the person's own record tells better.

    A relative's form says where somebody works; once that somebody is known to be a person whose posting at that unit
    is recorded, still lasts and ranks as high, the form adds nothing.
    """
    if all(posting.start is not None for posting in postings):
        return postings
    known: dict[tuple[str, str], int] = {}
    for posting in postings:
        if posting.start is not None and posting.end is None:
            key = (posting.person, posting.unit)
            known[key] = min(_rank(posting), known.get(key, len(_RANKS)))
    return [
        posting
        for posting in postings
        if posting.start is not None or known.get((posting.person, posting.unit), len(_RANKS) + 1) > _rank(posting)
    ]


def _rank(posting: Posting) -> int:
    return _RANKS[posting.level] if posting.level else len(_RANKS)


def closed_at_death(postings: list[Posting], persons: dict[str, Person], desk: Desk) -> list[Posting]:
    """Return the postings with those of the dead closed; one that begins after the death is laid down."""
    died = {person.id: person.died for person in persons.values() if person.died}
    if not died:
        return postings
    found = []
    for posting in postings:
        day = died.get(posting.person)
        if day is not None and posting.start is not None and posting.start > day:
            bad = Bad("read.posting_after_death", "expect.before_death", {"died": day.isoformat()})
            desk.bad_record(posting.record, "start", posting.start, bad)
            continue
        found.append(replace(posting, end=day) if day is not None and posting.end is None else posting)
    return found
