"""Rulings that say two things at once, or name a ground that there is not."""

from dataclasses import replace
from difflib import get_close_matches
from functools import cache

from huibi.messages import catalogue
from huibi.model.ties import Decision, Ruling
from huibi.policy import load_policy
from huibi.reading.cells import folded
from huibi.reading.desk import Desk


def by_code(rulings: list[Ruling]) -> list[Ruling]:
    """Return the rulings with the code of a ground where they have its name (本人曾长期任职)."""
    return [row if (code := _named().get(folded(row.code))) is None else replace(row, code=code) for row in rulings]


@cache
def _named() -> dict[str, str]:
    codes = load_policy().rules
    return {folded(name): code for code in codes for name in catalogue().get(f"ground.{code}", {}).values()}


def note_torn_rulings(rulings: list[Ruling], desk: Desk) -> None:
    """Note rulings on one person, unit and code that bar and waive on one day: neither is the latest."""
    same: dict[tuple[object, ...], list[Ruling]] = {}
    for row in rulings:
        same.setdefault((row.person, row.unit, row.code, row.decided_on), []).append(row)
    for group in same.values():
        if len({row.decision for row in group}) > 1:
            places = "; ".join(desk.row_of(row.record) for row in group)
            desk.note("read.two_rulings", table="rulings", value=group[0].person, rows=places)


def note_unknown_grounds(rulings: list[Ruling], desk: Desk) -> None:
    """Note rulings whose code is no ground: such a waiver lifts nothing; a bar bars all the same."""
    grounds = load_policy().rules
    for row in rulings:
        if row.code and row.code not in grounds:
            near = get_close_matches(row.code, (*grounds, *_named()), n=1) or ["kin.body"]
            code = "read.unknown_ground_waived" if row.decision is Decision.WAIVE else "read.unknown_ground_barred"
            head, _, number = row.record.rpartition(":")
            sheet = desk.sheets[head]
            column = sheet.heads.get("code", "code")
            said = {"sheet": sheet.sheet, "row": int(number), "column": column, "value": row.code, "near": near[0]}
            desk.note(code, file=sheet.file, table="rulings", **said)
