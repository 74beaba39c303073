"""Registers: versions of rows that are closed and superseded, never changed."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Table, func, insert, or_, select, update
from sqlalchemy.orm import Session, undefer

from huibi.model.register import TABLES, Register
from huibi_api.errors import StaleError
from huibi_api.rows.changes import Changes, Held
from huibi_api.rows.fields import SUBJECTS, noun_maker, register_of, values_of
from huibi_api.security.keys import Keys
from huibi_api.store.current import now, viewer
from huibi_api.store.scope import WHOLE
from huibi_api.store.tables.base import Base
from huibi_api.store.tables.people import ROW_TABLES
from huibi_api.store.tables.registers import Import, RegisterHead, RegisterVersion

_CHUNK = 5000


def head(session: Session, register: str) -> RegisterHead | None:
    """Return the register if the viewer reaches it."""
    return session.scalars(select(RegisterHead).where(RegisterHead.id == register)).one_or_none()


def heads(session: Session) -> Sequence[RegisterHead]:
    """Return every register within the viewer's reach, the oldest first."""
    return session.scalars(select(RegisterHead).order_by(RegisterHead.id)).all()


def version(session: Session, register: str, number: int) -> RegisterVersion | None:
    """Return what is known of a data version."""
    return session.get(RegisterVersion, (register, number))


def versions(session: Session, register: str, *, limit: int = 20) -> Sequence[RegisterVersion]:
    """Return the latest data versions, the youngest first."""
    wanted = select(RegisterVersion).where(RegisterVersion.register == register)
    return session.scalars(wanted.order_by(RegisterVersion.number.desc()).limit(limit)).all()


def load(session: Session, register: str, number: int, tables: Iterable[str] = TABLES) -> Register:
    """Return a version of a register, to judge by it: not bounded by region, and without identity numbers.

    Every record is `table:row` with the row of the database, which stays the same as long as the row holds.
    """
    known = version(session, register, number)
    nouns: dict[str, list[Any]] = {}
    for table in tables:
        make = noun_maker(table)
        nouns[table] = [make(row, f"{table}:{row['row']}") for row in whole_rows(session, register, number, table)]
    return register_of(nouns, aliases=known.aliases if known else {}, absent=known.absent if known else TABLES)


def excerpt(
    session: Session,
    register: str,
    number: int,
    *,
    records: Collection[str],
    subjects: Collection[str],
    careers: Collection[str],
) -> Register:
    """Return the few rows of a version that are asked for: by record, by subject, some persons' postings with units.

    As `load`, not bounded by region: for pictures of what was found, which names whoever stands in between.
    """
    numbers: dict[str, list[int]] = {}
    for table, _, row in (record.rpartition(":") for record in records):
        if row.isdigit():
            numbers.setdefault(table, []).append(int(row))
    nouns: dict[str, list[Any]] = {}
    for table in sorted(TABLES, key=lambda name: name == "units"):  # the units of the postings too
        held, wanted = _table(table).c, []
        asked = {*subjects, *(row.unit for row in nouns.get("postings", ()))} if table == "units" else subjects
        if table in numbers:
            wanted.append(held.row.in_(numbers[table]))
        if table in ("regions", "units", "persons"):
            wanted.append(held[SUBJECTS[table]].in_(list(asked)))
        elif table == "postings":
            wanted.append(held.person.in_(list(careers)))
        if wanted:
            make, rows = noun_maker(table), _rows(session, register, number, table, or_(*wanted))
            nouns[table] = [make(row, f"{table}:{row['row']}") for row in rows]
    return register_of(nouns)


def load_table(session: Session, register: str, number: int, table: str) -> list[Any]:
    """Return the nouns of one table of a version within the viewer's reach."""
    make = noun_maker(table)
    held: Any = ROW_TABLES[table]
    bounded = select(held).where(*_held(held, register, number)).order_by(held.position, held.row)
    return [make(vars(row), f"{table}:{row.row}") for row in session.scalars(bounded)]


def whole_rows(session: Session, register: str, number: int, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table of a version, not bounded by region; sealed identity numbers stay where they are."""
    return _rows(session, register, number, table)


def _rows(session: Session, register: str, number: int, table: str, *which: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a condition
    held = _table(table)
    columns = [column for column in held.c if column.name != "id_number_sealed"]
    wanted = select(*columns).where(*_held(held.c, register, number), *which).order_by(held.c.position, held.c.row)
    return [dict(row) for row in session.execute(wanted, execution_options={WHOLE: True}).mappings()]


def held(session: Session, office: RegisterHead) -> Held:
    """Return everything that a register holds now, to work out what another would change."""
    rows = {table: whole_rows(session, office.id, office.current, table) for table in TABLES}
    return Held(office.id, office.office, office.current, rows)


def _table(table: str) -> Table:
    return Base.metadata.tables[ROW_TABLES[table].__tablename__]


def _held(held: Any, register: str, number: int) -> tuple[Any, ...]:  # noqa: ANN401 - a row class or its columns
    return (held.register == register, held.since <= number, (held.until.is_(None)) | (held.until > number))


def apply(session: Session, office: RegisterHead, changes: Changes, *, reason: str) -> RegisterVersion:
    """Write a new version; raises StaleError if the register has moved on since the changes were worked out."""
    if office.current != changes.base:
        raise StaleError.of("register.moved")
    number = office.current + 1
    for table, rows in changes.closed.items():
        held = _table(table)
        for start in range(0, len(rows), _CHUNK):
            some = rows[start : start + _CHUNK]
            session.connection().execute(update(held).where(held.c.row.in_(some)).values(until=number))
    for table, added in changes.added.items():
        whole = [row | {"register": office.id, "since": number, "until": None} for row in added]
        for start in range(0, len(whole), _CHUNK):
            session.connection().execute(insert(_table(table)), whole[start : start + _CHUNK])
    made = RegisterVersion(
        register=office.id,
        number=number,
        at=now(session),
        by=viewer(session).account,
        reason=reason,
        changes=changes.counts,
        aliases=changes.aliases,
        absent=changes.absent,
    )
    session.add(made)
    office.current = number
    session.flush()
    return made


def alter(
    session: Session,
    office: RegisterHead,
    keys: Keys,
    *,
    add: Iterable[tuple[str, Any, str]] = (),
    close: Iterable[tuple[str, int]] = (),
    reason: str,
) -> RegisterVersion:
    """Write a new version that adds some nouns (table, noun, office) and closes some rows (table, row)."""
    known = version(session, office.id, office.current)
    changes = Changes(base=office.current, aliases=dict(known.aliases) if known else {})
    for table, noun, region in add:
        values = values_of(table, noun, keys, office.id)
        changes.added.setdefault(table, []).append(values | {"position": 0, "record": noun.record, "office": region})
    for table, row in close:
        changes.closed.setdefault(table, []).append(row)
    changes.absent = sorted(set(known.absent if known else TABLES) - set(changes.added))
    for table in {*changes.added, *changes.closed}:
        added, closed = len(changes.added.get(table, ())), len(changes.closed.get(table, ()))
        both = min(added, closed) if table in SUBJECTS else 0
        changes.counts[table] = {"added": added - both, "removed": closed - both, "changed": both}
    return apply(session, office, changes, reason=reason)


def import_of(session: Session, made: str, *, whole: bool = False) -> Import | None:
    """Return what was handed in; `whole` loads its faults and changes at once."""
    wanted = select(Import).where(Import.id == made)
    if whole:
        wanted = wanted.options(undefer(Import.faults), undefer(Import.changes))
    return session.scalars(wanted).one_or_none()


def imports(session: Session, *, limit: int = 20) -> Sequence[Import]:
    """Return what was handed in last, the youngest first."""
    return session.scalars(select(Import).order_by(Import.id.desc()).limit(limit)).all()


def unbounded(session: Session, register: str) -> RegisterHead | None:
    """Return a register whoever asks: for who takes part in a round of another office."""
    wanted = select(RegisterHead).where(RegisterHead.id == register)
    return session.scalars(wanted, execution_options={WHOLE: True}).one_or_none()


def row_of(session: Session, register: str, number: int, table: str, subject: str) -> Any:  # noqa: ANN401 - a row class
    """Return the row of a named subject that holds in a version; None if there is none.

    Not bounded by region: for who decides in a round on people of every county that takes part.
    """
    held: Any = ROW_TABLES[table]
    wanted = select(held).where(*_held(held, register, number), getattr(held, SUBJECTS[table]) == subject)
    return session.scalars(wanted, execution_options={WHOLE: True}).one_or_none()


def office_of_person(session: Session, register: RegisterHead, person: str) -> str:
    """Return the office that a person's rows belong to; the register's own for somebody it does not know."""
    held: Any = ROW_TABLES["persons"]
    wanted = select(held.office).where(*_held(held, register.id, register.current), held.id == person)
    return session.scalar(wanted, execution_options={WHOLE: True}) or register.office


def declarations_of(session: Session, register: RegisterHead, code: str, *, whole: bool) -> Sequence[Any]:
    """Return the declarations made in a round, in order; within the viewer's reach, or `whole`."""
    held: Any = ROW_TABLES["declarations"]
    wanted = select(held).where(*_held(held, register.id, register.current), held.round == code)
    return session.scalars(wanted.order_by(held.row), execution_options={WHOLE: whole}).all()


def names_of_units(session: Session, register: str, number: int, units: Iterable[str]) -> dict[str, str]:
    """Return the names of units of a version, whoever asks: a member is told which units the question is about."""
    held: Any = ROW_TABLES["units"]
    wanted = select(held.id, held.name).where(*_held(held, register, number), held.id.in_(list(units)))
    return {row.id: row.name for row in session.execute(wanted, execution_options={WHOLE: True})}


def own_declarations(session: Session, person: str) -> Sequence[Any]:
    """Return the declarations of a person that hold now, the youngest first; for that person alone."""
    held: Any = ROW_TABLES["declarations"]
    wanted = select(held).where(held.person == person, held.until.is_(None)).order_by(held.row.desc())
    return session.scalars(wanted, execution_options={WHOLE: True}).all()


def counts(session: Session, register: str, number: int) -> dict[str, int]:
    """Return how many rows each table of a version has within the viewer's reach, empty tables left out."""
    found = {}
    for table, held in ROW_TABLES.items():
        rows: Any = held
        wanted = select(func.count()).select_from(rows).where(*_held(rows, register, number))
        if count := session.scalar(wanted):
            found[table] = count
    return found
