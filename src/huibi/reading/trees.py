"""Trees of regions and units: each parent is a row of the table, and nobody stands above oneself."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from huibi.reading.cells import Bad
from huibi.reading.desk import Desk
from huibi.reading.references import References

_LONGEST_PATH = 8


def settle_parents(
    rows: list[Any], key: str, references: References, left_out: dict[str, str], desk: Desk
) -> list[Any]:
    """Return the rows with parents as ids; rows with an unknown parent, on a cycle or below a row left out are not.

    Ids of rows that drop out are added to `left_out`.
    """
    kept: dict[str, Any] = {}
    for row in rows:
        parent = references[row.parent or ""]
        if isinstance(parent, Bad):
            left_out[getattr(row, key)] = row.name
            if parent.code != "read.left_out" or desk.skip_faulty:
                desk.bad_record(row.record, "parent", row.parent, parent)
        else:
            kept[getattr(row, key)] = row if parent == row.parent else replace(row, parent=parent)
    for member, path in on_cycles({name: row.parent for name, row in kept.items()}).items():
        row = kept.pop(member)
        left_out[member] = row.name
        shown = " → ".join((*path[:_LONGEST_PATH], "…" if len(path) > _LONGEST_PATH else path[0]))
        desk.bad_record(row.record, "parent", row.parent, Bad("read.cycle", "expect.no_cycle", {"path": shown}))
    _drop_below(kept, left_out, references.table, desk)
    return list(kept.values())


def on_cycles(parents: Mapping[str, str | None]) -> dict[str, list[str]]:
    """Return each member of a cycle with the cycle from it on, in the order of `parents`."""
    found: dict[str, list[str]] = {}
    done: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        here: str | None = start
        while here is not None and here in parents and here not in done and here not in path:
            path[here] = None
            here = parents[here]
        if here is not None and here in path:
            order = list(path)
            ring = order[order.index(here) :]
            found.update({member: ring[i:] + ring[:i] for i, member in enumerate(ring)})
        done.update(path)
    return {member: found[member] for member in parents if member in found}


def _drop_below(kept: dict[str, Any], left_out: dict[str, str], table: str, desk: Desk) -> None:
    """Take out the rows below rows that are left out, level by level."""
    while below := [name for name, row in kept.items() if row.parent is not None and row.parent in left_out]:
        for name in below:
            row = kept.pop(name)
            left_out[name] = row.name
            if desk.skip_faulty:
                desk.bad_record(row.record, "parent", row.parent, Bad("read.left_out", f"expect.{table}"))
