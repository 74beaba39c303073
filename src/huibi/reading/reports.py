"""Notes after reading: which rules lack data, which titles decide nothing, which places lie outside."""

from typing import TYPE_CHECKING

from huibi.model.register import TABLES
from huibi.reading.careers import Titles
from huibi.reading.columns import SCHEMA
from huibi.reading.desk import Desk
from huibi.reading.intake import Rows

if TYPE_CHECKING:
    from huibi.model.people import Person

_MOST_EXAMPLES = 20


def report_lacks(rows: Rows, desk: Desk) -> None:
    """Note each absent or empty table and column that some rule would need."""
    for key in TABLES:
        table = SCHEMA[key]
        if not rows.counts.get(key):
            if table.lacks and key not in desk.unsure:
                code = "read.table_absent" if key in rows.absent else "read.table_empty"
                desk.note(code, table=key, title=table.title, rules=", ".join(table.lacks))
            continue
        for column in table.columns:
            if column.lacks and column.key not in rows.filled[key]:
                desk.note(
                    "read.column_lacking",
                    table=key,
                    column=column.head,
                    title=table.title,
                    rules=", ".join(column.lacks),
                )


def report_titles(said: Titles, desk: Desk) -> None:
    """Note how many levels came from titles, and each title that decides nothing, the most frequent first."""
    if said.read:
        desk.note("read.levels_from_titles", table="postings", count=said.read)
    for title, count in sorted(said.undecided.items(), key=lambda pair: (-pair[1], pair[0])):
        code = "read.title_undecided" if title else "read.title_empty"
        desk.note(code, table="postings", column="职务", value=title or None, count=count)


def report_twins(rows: Rows, desk: Desk) -> None:
    """Note each identity number that stands with several persons whom nobody has judged to be the same."""
    judged = {frozenset((row.a, row.b)) for row in rows.tables["same_person"]}
    first: dict[str, Person] = {}
    for person in rows.tables["persons"]:
        if person.id_number:
            known = first.setdefault(person.id_number, person)
            if known is not person and frozenset((known.id, person.id)) not in judged:
                desk.note("read.one_identity", table="persons", value=person.id, other=known.id)


def report_places(outside: list[str], desk: Desk) -> None:
    """Note the places that lie outside the register's area and were taken as they stand."""
    if outside:
        shown = ", ".join(outside[:_MOST_EXAMPLES]) + (" …" if len(outside) > _MOST_EXAMPLES else "")
        desk.note("read.places_outside", table="persons", count=len(outside), codes=shown)
