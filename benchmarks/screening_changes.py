"""How long one changed record takes in a screening that is kept, table by table (part of screening.py)."""

import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from random import Random

from huibi.model.people import Level, Person, Posting
from huibi.model.register import Register
from huibi.model.rounds import Round
from huibi.policy import load_policy
from huibi.screening.live.changes import CHANGES
from huibi.screening.live.screening import Screening
from huibi.screening.live.tables import Record
from huibi.screening.screen import screen

EACH = 20


def measure_changes(register: Register, round_: Round) -> None:
    """Print, for each table, what it takes to take a row away and to put it back; of persons: a death, and none.

    Then names that are corrected, and posts of those who count in the largest units of the round: the slowest of all.
    """
    start = time.process_time()
    kept = Screening(register, round_, load_policy(round_.policy))
    print(f"  kept screening, begun in {time.process_time() - start:.2f} s; one changed record of", flush=True)
    chance = Random(1)  # noqa: S311 - dice
    for table in CHANGES:
        rows = getattr(register, table)
        rows = list(rows.values()) if isinstance(rows, dict) else rows
        some = chance.sample(rows, min(EACH, len(rows)))
        show(table, (ms for row in some for ms in changed(kept, table, row, _died(kept, row))))
    people = chance.sample(list(register.persons.values()), min(EACH, len(register.persons)))
    named = [(row, replace(row, name=other.name)) for row, other in pairwise(people)]
    show("names", (ms for row, other in named for ms in changed(kept, "persons", row, other)))
    show("leading posts", (ms for row in leading(register, round_) for ms in changed(kept, "postings", row, None)))
    whole = screen(kept.register, round_, load_policy(round_.policy))
    print(f"  the same as a full run: {kept.findings.to_json() == whole.to_json()}", flush=True)


def show(what: str, took: Iterable[float]) -> None:
    """Print median, nine of ten and slowest of some milliseconds."""
    ms = sorted(took)
    if ms:
        told = f"median {statistics.median(ms):8.1f} ms, nine of ten {ms[9 * len(ms) // 10 - 1]:8.1f}"
        print(f"    {what:14} {told}, slowest {ms[-1]:8.1f}", flush=True)


def changed(kept: Screening, table: str, row: Record, other: Record | None) -> Iterator[float]:
    """Yield how many milliseconds of the processor it took to put another in a row's place, and then to put it back."""
    for old, new in ((row, other), (other, row)):
        start = time.process_time()
        kept.change(table, old, new)
        yield 1000 * (time.process_time() - start)


def leading(register: Register, round_: Round) -> list[Posting]:
    """Return standing posts of chief, board or key at the units of the round with most postings."""
    staff = Counter(row.unit for row in register.postings)
    units = sorted((entry.unit for entry in round_.units), key=lambda unit: (-staff[unit], unit))
    leads = (row for row in register.postings if row.end is None and row.level not in (None, Level.STAFF))
    by_unit: dict[str, list[Posting]] = defaultdict(list)
    for row in leads:
        by_unit[row.unit].append(row)
    return [row for unit in units for row in by_unit[unit]][:EACH]


def _died(kept: Screening, row: Record) -> Person | None:
    """Return a person's row with a death, or without it where there was one."""
    if not isinstance(row, Person):
        return None
    return replace(row, died=None if row.died else kept.findings.as_of - timedelta(days=30))
