"""How long one changed record takes in a screening that is kept, table by table (part of screening.py)."""

import statistics
import time
from dataclasses import replace
from datetime import timedelta
from random import Random

from huibi.model.people import Person
from huibi.model.register import Register
from huibi.model.rounds import Round
from huibi.policy import load_policy
from huibi.screening.live.changes import CHANGES
from huibi.screening.live.screening import Screening
from huibi.screening.live.tables import Record
from huibi.screening.screen import screen

EACH = 20


def measure_changes(register: Register, round_: Round) -> None:
    """Print, for each table, what it takes to take a row away and to put it back; of persons: a death, and none."""
    start = time.process_time()
    kept = Screening(register, round_, load_policy(round_.policy))
    print(f"  kept screening, begun in {time.process_time() - start:.2f} s; one changed record of", flush=True)
    chance = Random(1)  # noqa: S311 - dice
    for table in CHANGES:
        rows = getattr(register, table)
        rows = list(rows.values()) if isinstance(rows, dict) else rows
        took = sorted(ms for row in chance.sample(rows, min(EACH, len(rows))) for ms in changed(kept, table, row))
        if took:
            middle, most = statistics.median(took), took[9 * len(took) // 10 - 1]
            told = f"median {middle:8.1f} ms, nine of ten {most:8.1f}, slowest {took[-1]:8.1f}"
            print(f"    {table:14} {told}", flush=True)
    whole = screen(kept.register, round_, load_policy(round_.policy))
    print(f"  the same as a full run: {kept.findings.to_json() == whole.to_json()}", flush=True)


def changed(kept: Screening, table: str, row: Record) -> list[float]:
    """Return how many milliseconds of the processor each of two changes took."""
    other = None
    if isinstance(row, Person):
        other = replace(row, died=None if row.died else kept.findings.as_of - timedelta(days=30))
    took = []
    for old, new in ((row, other), (other, row)):
        start = time.process_time()
        kept.change(table, old, new)
        took.append(1000 * (time.process_time() - start))
    return took
