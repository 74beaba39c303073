"""A register and a round as files, in many of the ways that the format allows."""

import csv
import json
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from huibi.model.register import Register
from huibi.model.rounds import Round

ROWS: dict[str, tuple[str, ...]] = {
    "regions": ("code", "name", "level", "parent"),
    "units": ("id", "name", "region", "kind", "parent", "system", "headcount"),
    "persons": ("id", "name", "sex", "died", "native_place", "growth_place"),
    "postings": ("person", "unit", "title", "level", "oversees", "start", "end"),
    "kin": ("person", "relative", "term", "since", "ended", "raised"),
    "ties": ("person", "other", "kind", "since", "until"),
    "studies": ("person", "school", "class_name", "start", "end"),
    "service": ("person", "troop", "start", "end"),
    "interests": ("person", "unit", "kind", "since", "until"),
    "pool": ("person", "county", "category", "roles", "specialities", "status", "available_from", "available_to"),
    "history": ("round", "team", "person", "role", "unit", "start", "end"),
    "rulings": ("person", "unit", "code", "decision", "decided_on"),
    "same_person": ("a", "b", "decision", "decided_on"),
    "declarations": ("id", "round", "person", "unit", "concerned", "decision"),
}
FIRST_OF_MONTH = ("start", "since", "available_from")
LAST_OF_MONTH = ("end", "until", "ended", "available_to", "died")


def sound(register: Register) -> Register:
    """Return the register without the rows that reading refuses; every posting gets a title of its own."""
    postings = [
        replace(row, title=f"职务{number}")
        for number, row in enumerate(register.postings)
        if row.start is not None and row.start <= (register.persons[row.person].died or row.start)
    ]
    kin = [row for row in register.kin if row.since is None or row.ended is None or row.since <= row.ended]
    return replace(register, postings=tuple(postings), kin=tuple(kin))


class Writer:
    """Writes files; chance decides between spellings that mean the same."""

    def __init__(self, chance: Random, folder: Path) -> None:
        self.chance, self.folder = chance, folder

    def write(self, register: Register, round_: Round) -> None:
        """Write a table a file and round.toml."""
        for table, columns in ROWS.items():
            rows = getattr(register, table)
            rows = list(rows.values()) if isinstance(rows, dict) else list(rows)
            if rows or table in ("persons", "units"):
                self.table(table, columns, rows)
        self.round(round_)

    def table(self, table: str, columns: tuple[str, ...], rows: Iterable[object]) -> None:
        """Write one table, its columns in any order."""
        columns = tuple(self.chance.sample(columns, len(columns)))
        encoding = self.chance.choice(("utf-8", "utf-8-sig", "gb18030"))
        with (self.folder / f"{table}.csv").open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows([self.cell(column, getattr(row, column)) for column in columns] for row in rows)

    def cell(self, column: str, value: Any) -> str:
        """Return a value as somebody may have typed it."""
        if value is None:
            open_end = column in ("end", "until") and self.chance.random() < 0.3
            return self.chance.choice(("至今", "现在")) if open_end else ""
        if isinstance(value, bool):
            return self.chance.choice(("yes", "是") if value else ("no", "否"))
        if isinstance(value, date):
            return self.day(column, value)
        if isinstance(value, (tuple, frozenset)):
            return self.chance.choice((";", "；", "、", ",")).join(sorted(str(each) for each in value))
        return str(value)

    def day(self, column: str, value: date) -> str:
        """Return a day, without the day of the month where that means the same."""
        last = monthrange(value.year, value.month)[1]
        whole = (column in FIRST_OF_MONTH and value.day == 1) or (column in LAST_OF_MONTH and value.day == last)
        if whole:
            forms = ("{0:%Y-%m}", "{0:%Y.%m}", "{0:%Y}/{0.month}", "{0:%Y%m}", "{0:%Y}年{0.month}月")
            return self.chance.choice(forms).format(value)
        return value.isoformat()

    def round(self, round_: Round) -> None:
        """Write round.toml."""
        lines = ["[round]", f'id = "{round_.id}"', f"stage = {round_.stage}", f'mode = "{round_.mode.value}"']
        lines += [f"{name} = {getattr(round_, name)}" for name in ("start", "end", "as_of")]
        for entry in round_.units:
            lines += ["[[units]]", f'unit = "{entry.unit}"', f"workload = {entry.workload}"]
        for team in round_.teams:
            data = team.to_json()
            lines.append("[[teams]]")
            lines += [f"{key} = {inline(value)}" for key, value in data.items()]
        policy = [
            f'"{code}".{key} = {inline(each)}' for code, row in round_.policy.items() for key, each in row.items()
        ]
        lines += ["[policy]", *policy] if policy else []
        (self.folder / "round.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def inline(value: Any) -> str:
    """Return a value in TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {inline(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return json.dumps(value)
