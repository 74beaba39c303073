"""Table by table into nouns: what others refer to first, so that every reference is resolved as it is read."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import compress
from typing import Any

from huibi.model.people import Cadre, Person, Posting, Region, Service, Study, Unit
from huibi.model.register import TABLES
from huibi.model.ties import Answer, Declaration, Interest, Kin, Ruling, SamePerson, Served, Tie
from huibi.reading.cells import Bad, folded
from huibi.reading.checks import check_batch
from huibi.reading.desk import Desk, Sheet
from huibi.reading.forms.pile import TABLES as FORM_TABLES
from huibi.reading.forms.pile import Pile
from huibi.reading.forms.places import PlaceNames
from huibi.reading.forms.rows import Reader
from huibi.reading.forms.unit_names import UnitNames
from huibi.reading.heads import read_head
from huibi.reading.references import Places, References, region_names
from huibi.reading.rows import Batch, Readers, batches, read_batch
from huibi.reading.trees import settle_parents

_NOUNS: dict[str, Callable[..., Any]] = {
    "regions": Region,
    "units": Unit,
    "persons": Person,
    "postings": Posting,
    "kin": Kin,
    "ties": Tie,
    "studies": Study,
    "service": Service,
    "interests": Interest,
    "pool": Cadre,
    "history": Served,
    "rulings": Ruling,
    "same_person": SamePerson,
    "declarations": Declaration,
}
# What a form may tell of a person whom the tables know.
_OF_FORMS = ("sex", "birth", "native_place", "growth_place", "politics")
# The column that no two rows of a table may share.
_UNIQUE = {"regions": "code", "units": "id", "persons": "id", "pool": "person", "declarations": "id"}


@dataclass(slots=True)
class Rows:
    """The sound rows of each table as nouns, before persons are merged; `used` counts rows and cells as found."""

    tables: dict[str, list[Any]] = field(default_factory=lambda: {key: [] for key in TABLES})
    absent: frozenset[str] = frozenset()
    counts: dict[str, int] = field(default_factory=dict)
    filled: dict[str, set[str]] = field(default_factory=dict)


class Intake:
    """Reads the sheets of each table in the order in which they refer to each other."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.rows = Rows()
        self._readers = Readers()
        self._left_out: dict[str, dict[str, str]] = {}  # table: id of a faulty row, its name
        self._known: dict[str, dict[str, str]] = {}  # table: id, record of its first row

    def read(self, sheets: dict[str, list[Sheet]], pile: Pile) -> Rows:
        """Return the sound rows of all tables and forms; everything else is laid down on the desk."""
        absent = {key for key in TABLES if not sheets.get(key)}
        self.rows.absent = frozenset(absent - FORM_TABLES if pile.forms else absent)
        for key in TABLES:
            for sheet in sheets.get(key, ()):
                self._read_sheet(sheet)
            if key in ("regions", "units"):
                self._settle(key)
            elif key == "persons":
                self._take_forms(pile, sheets)
                self._refer("persons", lambda: ((row.name, row.id) for row in self.rows.tables["persons"]))
        return self.rows

    def _take_forms(self, pile: Pile, sheets: dict[str, list[Sheet]]) -> None:
        """Read the persons of forms and their families; their other rows go with those of the tables."""
        if not pile.forms:
            return
        regions = self.rows.tables["regions"]
        units = UnitNames(self.rows.tables["units"], {region.code: region for region in regions})
        reader = Reader(units, PlaceNames(regions), self.desk)
        persons = self.rows.tables["persons"]
        known = {row.id_number: row.id for row in reversed(persons) if row.id_number}
        places = {row.id: i for i, row in enumerate(persons)}
        self.rows.counts["forms"] = len(pile.forms)
        refused = self._left_out.setdefault("persons", {})
        for sheet in pile.person_sheets(reader, known, refused):
            if sheet.fills is None:
                self._read_sheet(sheet)
            else:
                self._fill_up(sheet, places[sheet.fills])
        for sheet in pile.other_sheets(reader, refused):
            sheets.setdefault(sheet.table.key, []).append(sheet)

    def _fill_up(self, sheet: Sheet, place: int) -> None:
        """Take from a form what the tables leave open of its person; the tables' own cells stand."""
        indexes = read_head(sheet, self.desk)
        for first, rows in batches(sheet, self.desk) if indexes else ():
            batch = Batch(sheet, first, rows)
            read_batch(batch, indexes or {}, self._readers, self.desk)
            check_batch(batch, self.desk)
            if batch.bad:
                self._left_out.setdefault("persons", {})[batch.values["id"][0]] = str(batch.values["name"][0])
                continue
            (more,) = _nouns(batch)
            person = self.rows.tables["persons"][place]
            if folded(more.name) != folded(person.name):
                said = {"value": more.name, "other": person.name}
                self.desk.note("read.form_other_name", file=sheet.file, sheet=sheet.sheet, table="persons", **said)
            taken = {key: value for key in _OF_FORMS if not getattr(person, key) and (value := getattr(more, key))}
            self.rows.tables["persons"][place] = replace(person, **taken)
            self._fill(batch)

    def _read_sheet(self, sheet: Sheet) -> None:
        indexes = read_head(sheet, self.desk)
        key = sheet.table.key
        if indexes is None:
            self.desk.unsure.add(key)
            return
        for first, rows in batches(sheet, self.desk):
            batch = Batch(sheet, first, rows)
            read_batch(batch, indexes, self._readers, self.desk)
            check_batch(batch, self.desk)
            if key in _UNIQUE:
                self._check_unique(batch, _UNIQUE[key])
            self._count(batch)
            self.rows.tables[key].extend(_nouns(batch))
            self.desk.progress(key, self.rows.counts[key])

    def _count(self, batch: Batch) -> None:
        key = batch.sheet.table.key
        self.rows.counts[key] = self.rows.counts.get(key, 0) + len(batch.rows)
        self._fill(batch)

    def _fill(self, batch: Batch) -> None:
        filled = self.rows.filled.setdefault(batch.sheet.table.key, set())
        filled.update(column for column, found in batch.found.items() if column not in filled and any(found))

    def _check_unique(self, batch: Batch, column: str) -> None:
        """Lay down each row whose id stood before; the ids of rows left out are kept, so that they are not unknown."""
        table, sheet = batch.sheet.table.key, batch.sheet
        known, left_out = self._known.setdefault(table, {}), self._left_out.setdefault(table, {})
        names = batch.values.get("name") or batch.values[column]
        for i, key in enumerate(batch.values[column]):
            if not key or type(key) is Bad:
                continue
            if key in known:
                first = self.desk.row_of(known[key])
                code = "read.pool_twice" if table == "pool" else "read.duplicate_id"
                self.desk.bad_cell(sheet, batch.numbers[i], column, key, Bad(code, "expect.once_id", {"first": first}))
                batch.bad.add(i)
                continue
            known[key] = sheet.record(batch.numbers[i])
            if i in batch.bad:
                left_out[key] = str(names[i])

    def _settle(self, table: str) -> None:
        rows = self.rows.tables[table]
        left_out = self._left_out.setdefault(table, {})
        key = _UNIQUE[table]
        named = self._region_names if table == "regions" else lambda: ((row.name, row.id) for row in rows)
        references = self._refer(table, named)
        self.rows.tables[table] = settle_parents(rows, key, references, left_out, self.desk)
        references.forget(left_out)
        if table == "regions":
            self._readers.references["places"] = Places(references)

    def _region_names(self) -> Iterator[tuple[str, str]]:
        return region_names((row.code, row.name, row.parent) for row in self.rows.tables["regions"])

    def _refer(self, table: str, named: Callable[[], Iterable[tuple[str, str]]]) -> References:
        """Make the rows of a table known to the columns that refer to them."""
        left_out = self._left_out.setdefault(table, {})
        found = self.rows.tables[table]
        key = _UNIQUE[table]
        anything = table in self.rows.absent or table in self.desk.unsure
        references = References(
            table,
            (getattr(row, key) for row in found),
            lambda: (*named(), *((word, row) for row, word in left_out.items())),
            open_=anything,
        )
        references.forget(left_out)
        self._readers.references[table] = references
        return references

    @property
    def outside(self) -> list[str]:
        """Codes of places outside the register's area."""
        places = self._readers.references["places"]
        return list(places.outside) if isinstance(places, Places) else []


def _nouns(batch: Batch) -> list[Any]:
    table = batch.sheet.table.key
    kept = [i not in batch.bad for i in range(len(batch.rows))] if batch.bad else None
    columns = [list(compress(column, kept)) if kept else column for column in batch.values.values()]
    numbers = list(compress(batch.numbers, kept)) if kept else batch.numbers
    head = batch.sheet.record(0)[:-1]
    records = [f"{head}{number}" for number in numbers]
    make, keys = _NOUNS[table], (*batch.values, "record")
    found = [make(**dict(zip(keys, values, strict=True))) for values in zip(*columns, records, strict=True)]
    return [_answered(row) for row in found] if table == "declarations" else found


def _answered(row: Declaration) -> Declaration:
    """Return a declaration with what its empty cells mean: pending, and the record for a number."""
    return replace(row, id=row.id or row.record, decision=row.decision or Answer.PENDING)
