"""declared and ruled: what a person applied for, and what somebody decided (公务员法 第七十七条)."""

from collections.abc import Iterator

from huibi.model.findings import Link
from huibi.model.ties import Answer, Decision, Declaration, Ruling
from huibi.screening.notice import Notice, placed
from huibi.screening.rulings import latest
from huibi.screening.view import View

STANDING_ANSWERS = frozenset({Answer.APPROVED, Answer.PENDING})


def declared(view: View, person: str) -> Iterator[Notice]:
    """Notice an application of this round or of none, approved or pending, naming the unit or somebody now in it."""
    for row in view.declarations(person):
        if row.decision not in STANDING_ANSWERS or (row.round and row.round != view.round.id):
            continue
        if row.unit in view.units:
            yield Notice(unit=row.unit, chain=(_declared(row, row.unit),), counterpart=None)
        if row.concerned is not None:
            yield from _concerned(view, row, row.concerned)


def ruled(view: View, person: str) -> Iterator[Notice]:
    """Notice a ruling `bar`, whatever ground it names, unless a later one on the same ground replaced it."""
    for unit in view.units:
        for ruling in latest(view.rulings(person, unit)):
            if ruling.decision is Decision.BAR:
                yield Notice(unit=unit, chain=(_ruled(ruling),))


def _concerned(view: View, row: Declaration, concerned: str) -> Iterator[Notice]:
    for place in view.places(concerned):
        chain = (_declared(row, concerned), *placed(view.standing, place.postings[0], place.unit))
        yield Notice(unit=place.unit, chain=chain, counterpart=concerned)


def _declared(row: Declaration, target: str) -> Link:
    return Link(source=row.person, tie="declared", target=target, record=row.record or None)


def _ruled(row: Ruling) -> Link:
    return Link(source=row.person, tie="ruled", target=row.unit, record=row.record or None, since=row.decided_on)
