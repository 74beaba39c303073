"""Rulings that say two things at once."""

from huibi.model.ties import Ruling
from huibi.reading.desk import Desk


def note_torn_rulings(rulings: list[Ruling], desk: Desk) -> None:
    """Note rulings on one person, unit and code that bar and waive on one day: neither is the latest."""
    same: dict[tuple[object, ...], list[Ruling]] = {}
    for row in rulings:
        same.setdefault((row.person, row.unit, row.code, row.decided_on), []).append(row)
    for group in same.values():
        if len({row.decision for row in group}) > 1:
            places = "; ".join(desk.row_of(row.record) for row in group)
            desk.note("read.two_rulings", table="rulings", value=group[0].person, rows=places)
