"""A register from its files: every table in, every fault out at once, persons judged to be one made one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from huibi.collector import collector_paused
from huibi.errors import Fault
from huibi.messages import reason_of, say
from huibi.model.people import Person
from huibi.model.register import TABLES, Register
from huibi.reading import files
from huibi.reading.careers import closed_at_death, with_levels, without_hearsay, without_repeats
from huibi.reading.columns import SCHEMA
from huibi.reading.csvfiles import read_csv
from huibi.reading.decisions import by_code, note_torn_rulings, note_unknown_grounds
from huibi.reading.desk import Desk, Progress, Sheet, UnsoundRegisterError
from huibi.reading.families import sound_kin
from huibi.reading.files import Item, RefusedError, is_form, table_of
from huibi.reading.folders import found_in
from huibi.reading.forms.pile import Pile
from huibi.reading.intake import Intake, Rows
from huibi.reading.merging import merge
from huibi.reading.reports import report_lacks, report_places, report_titles, report_twins
from huibi.reading.workbooks import read_workbook

_NEEDED = ("units", "persons")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """A register that is sound; `faults` lists the rows left out where that was asked for, `notes` what is no fault.

    `tables` holds the rows as they can be written again, before persons were merged; `counts` the rows found by table.
    """

    register: Register
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()
    tables: Mapping[str, list[Any]] = field(default_factory=dict, repr=False)
    counts: Mapping[str, int] = field(default_factory=dict)


def read_register(path: str | Path, *, skip_faulty: bool = False, on_progress: Progress | None = None) -> ReadResult:
    """Return the register in a folder of tables, workbooks and forms, packed or not, or in one workbook (register.md).

    Raises UnsoundRegisterError, an InputError, with every fault of the whole register; with `skip_faulty` faulty rows,
    and rows that refer to them, are left out and listed, and only faults of whole files and tables are raised.
    `on_progress` is called with a table's key and the rows read so far.
    """
    desk = Desk(skip_faulty=skip_faulty, on_progress=on_progress)
    with collector_paused(), ExitStack() as held:
        result = _settle(_take_in(Path(path), desk, held), desk)
        is_sound = not desk.faults or (skip_faulty and desk.rows_only)
        if is_sound:
            result.register.columns.prepare()  # whoever reads a register looks at everybody next
    if not is_sound:
        raise UnsoundRegisterError(desk.all_faults(), desk.notes)
    return result


def _take_in(path: Path, desk: Desk, held: ExitStack) -> Rows:
    items = _find_items(path, desk, held)
    pile = Pile(desk, _repeated(items))
    sheets = _find_sheets(items, desk, pile)
    if not (pile.forms or pile.files):
        _report_missing(sheets, desk)
    intake = Intake(desk)
    rows = intake.read(sheets, pile)
    report_lacks(rows, desk)
    report_places(intake.outside, desk)
    report_twins(rows, desk)
    return rows


def _report_missing(sheets: Mapping[str, list[Sheet]], desk: Desk) -> None:
    """Lay down which tables are not there; tables that lie further inside are no mere note then."""
    missing = [key for key in _NEEDED if not sheets.get(key) and key not in desk.unsure]
    for key in missing:
        title = SCHEMA[key].title
        named = say("expect.whole_table", key=key, title=title)
        desk.fault(Fault(code="read.missing_table", table=key, params={"title": title}, expected=named), of_row=False)
    for note in [note for note in desk.notes if note.code == "read.register_inside"] if missing else ():
        desk.notes.remove(note)
        desk.fault(note, of_row=False)


def _settle(rows: Rows, desk: Desk) -> ReadResult:
    """Check what takes more than one row, merge, and build the register."""
    units = {row.id: row for row in rows.tables["units"]}
    postings, said = with_levels(without_repeats(rows.tables["postings"], desk), units)
    rows.tables["postings"] = postings
    report_titles(said, desk)
    tables, aliases = merge(rows, desk)
    persons = {row.id: row for row in tables["persons"]}
    postings = closed_at_death(without_hearsay(tables["postings"]), persons, desk)
    tables["rulings"] = by_code(tables["rulings"])
    register = Register(
        regions={row.code: row for row in tables["regions"]},
        units=units,
        persons=persons,
        postings=tuple(postings),
        kin=tuple(tables["kin"]),
        ties=tuple(tables["ties"]),
        studies=tuple(tables["studies"]),
        service=tuple(tables["service"]),
        interests=tuple(tables["interests"]),
        pool={row.person: row for row in tables["pool"]},
        history=tuple(tables["history"]),
        rulings=tuple(tables["rulings"]),
        same_person=tuple(rows.tables["same_person"]),
        declarations=tuple(tables["declarations"]),
        aliases=aliases,
        absent=rows.absent,
    )
    register = _with_sound_kin(register, rows, desk)
    note_torn_rulings(tables["rulings"], desk)
    note_unknown_grounds(tables["rulings"], desk)
    _drop(rows.tables, tables | {"postings": postings, "kin": register.kin})
    return ReadResult(
        register=register,
        faults=tuple(desk.all_faults()),
        notes=tuple(desk.notes),
        tables=rows.tables,
        counts=rows.counts,
    )


def _with_sound_kin(register: Register, rows: Rows, desk: Desk) -> Register:
    """Return the register with those of its kin rows that contradict nothing.

    Where persons or units are lacking the whole is refused, and whoever a kin row names is taken to be there.
    """
    if (rows.absent | desk.unsure).intersection(_NEEDED):
        named = {person: Person(id=person) for row in register.kin for person in (row.person, row.relative)}
        register = replace(register, persons={**named, **register.persons})
    kin = sound_kin(register, desk)
    return replace(register, kin=tuple(kin)) if len(kin) < len(register.kin) else register


def _drop(tables: dict[str, list[Any]], kept: Mapping[str, Sequence[Any]]) -> None:
    """Take rows that fell out after the merging out of the tables before it, too."""
    for key in ("postings", "kin", "ties", "pool"):
        if len(tables[key]) != len(kept[key]):
            records = {row.record for row in kept[key]}
            tables[key] = [row for row in tables[key] if row.record in records]


def _find_items(path: Path, desk: Desk, held: ExitStack) -> list[Item]:
    try:
        if path.exists():
            return found_in(path, desk, held)
        desk.bad_file("read.no_such_path", path.name)
    except OSError as error:
        desk.bad_file("read.unreadable", path.name, reason=reason_of(error))
    desk.unsure.update(_NEEDED)
    return []


def _repeated(items: list[Item]) -> frozenset[str]:
    """Return the names that several files bear which can hold a form."""
    names = Counter(item.name for item in items if item.suffix in files.FORMS | files.WORKBOOKS)
    return frozenset(name for name, count in names.items() if count > 1)


def _find_sheets(items: list[Item], desk: Desk, pile: Pile) -> dict[str, list[Sheet]]:
    found: dict[str, list[Sheet]] = {}
    unread: list[Item] = []
    for item in items:
        sheets = _read_item(item, desk, pile)
        if sheets is None:
            unread.append(item)
        for sheet in sheets or ():
            found.setdefault(sheet.table.key, []).append(sheet)
    _doubt_tables(unread, found, desk)
    for key, sheets in found.items():
        _label(sheets, desk, key)
    return found


def _doubt_tables(unread: list[Item], found: Mapping[str, list[Sheet]], desk: Desk) -> None:
    """Call unsure the tables that files hold which could not be read; of a workbook, all that stand nowhere else."""
    for item in unread:
        table = table_of(item)
        if table is not None:
            desk.unsure.add(table.key)
        if item.suffix in files.WORKBOOKS and not item.folder:
            desk.unsure.update(key for key in TABLES if key not in found)


def _label(sheets: list[Sheet], desk: Desk, key: str) -> None:
    for i, sheet in enumerate(sheets):
        if i:
            again = any(other.file == sheet.file for other in sheets[:i])
            sheet.label = f"{sheet.file}#{sheet.sheet}:" if again else f"{sheet.file}:"
        desk.sheets[f"{key}:{sheet.label}".removesuffix(":")] = sheet


def _read_item(item: Item, desk: Desk, pile: Pile) -> list[Sheet] | None:
    """Return the tables in a file, none where it is of another kind; None after laying down why it cannot be read."""
    if item.suffix in files.FORMS:
        pile.read_file(item)
    elif item.suffix in files.OTHER_SPREADSHEETS:
        desk.note("read.spreadsheet_left", file=item.shown)
    elif item.suffix in files.OTHER_ARCHIVES:
        desk.note("read.archive_left", file=item.shown)
    elif is_form(item) or (not item.folder and item.suffix in files.TEXTS | files.WORKBOOKS):
        return _open_item(item, desk, pile)
    else:
        desk.note("read.file_unknown", file=item.shown)
    return []


def _open_item(item: Item, desk: Desk, pile: Pile) -> list[Sheet] | None:
    table = table_of(item)
    if item.suffix in files.TEXTS and table is None:
        desk.note("read.file_unknown", file=item.shown)
        return []
    try:
        if item.size > files.LARGEST_FILE:
            raise RefusedError("read.too_large", limit=files.LARGEST_FILE // 2**20)  # noqa: TRY301 - told like the others
        if item.suffix in files.WORKBOOKS:
            return read_workbook(item, desk, pile)
        sheet = read_csv(item, table, desk) if table else None
    except RefusedError as error:
        desk.bad_file(error.code, item.shown, **error.params)
        sheet = None
    except OSError as error:
        desk.bad_file("read.unreadable", item.shown, reason=reason_of(error))
        sheet = None
    return [sheet] if sheet else None
