"""Rulings that say two things at once."""

from huibi.model.ties import Ruling
from huibi.reading.cells import Bad
from huibi.reading.desk import Desk


def sound_rulings(rulings: list[Ruling], desk: Desk) -> list[Ruling]:
    """Lay down rulings on one person, unit and code that bar and waive on one day: neither is the latest."""
    same: dict[tuple[object, ...], list[Ruling]] = {}
    for row in rulings:
        same.setdefault((row.person, row.unit, row.code, row.decided_on), []).append(row)
    torn: set[str] = set()
    for group in same.values():
        if len({row.decision for row in group}) > 1:
            torn.update(row.record for row in group)
            for row in group:
                other = next(other for other in group if other.decision is not row.decision)
                bad = Bad("read.two_rulings", "expect.one_judgement", {"first": desk.row_of(other.record)})
                desk.bad_record(row.record, "decision", row.decision.value, bad)
    return [row for row in rulings if row.record not in torn] if torn else rulings
