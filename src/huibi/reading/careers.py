"""Postings: levels that the titles say, the end at death, and the same posting twice at one time."""

from dataclasses import dataclass, field, replace

from huibi.model.people import Person, Posting, Unit
from huibi.reading.cells import Bad
from huibi.reading.desk import Desk
from huibi.reading.titles import level_of


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
    """Lay down each posting that repeats another at a time they share, and return the rest."""
    seen: dict[tuple[str, str, str | None], list[Posting]] = {}
    found = []
    for posting in postings:
        what = posting.title or posting.level
        others = seen.setdefault((posting.person, posting.unit, what), [])
        twin = next((other for other in others if _repeats(other, posting)), None)
        if twin is None:
            others.append(posting)
            found.append(posting)
        else:
            bad = Bad("read.posting_twice", "expect.no_overlap", {"first": desk.row_of(twin.record)})
            desk.bad_record(posting.record, "start", posting.start, bad)
    return found


def _repeats(one: Posting, other: Posting) -> bool:
    """Whether two postings share days; a month in which one ends and the other begins is how careers are written."""
    shared = one.span.meet(other.span)
    if shared is None or one.start == other.start:
        return shared is not None
    return (shared.first.year, shared.first.month) != (shared.last.year, shared.last.month)


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
