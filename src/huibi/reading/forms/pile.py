"""All forms of a register: which of them count, whose they are, and their rows as sheets of the tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from huibi.messages import reason_of
from huibi.reading.cells import Cell, plain
from huibi.reading.columns import SCHEMA
from huibi.reading.desk import Desk, Row, Sheet, without_numbers
from huibi.reading.files import Item, RefusedError
from huibi.reading.forms.form import Form, Named
from huibi.reading.forms.lrmx import read_lrmx
from huibi.reading.forms.relatives import family_rows
from huibi.reading.forms.rows import Reader, Rows, filled_on, name_on, number_of

TABLES = frozenset({"persons", "postings", "kin", "studies", "service"})


@dataclass(slots=True)
class _Owner:
    """Whose a form is: `key` begins the ids that come from it, `known` is the person of the tables with its number."""

    form: Form
    key: str
    known: str | None
    family: list[Rows] = field(default_factory=list)


@dataclass(slots=True)
class Pile:
    """The forms found in a register's folder; `repeated` are names of files that lie in several folders."""

    desk: Desk
    repeated: frozenset[str] = frozenset()
    forms: list[Form] = field(default_factory=list)
    files: int = 0
    _owners: list[_Owner] = field(default_factory=list)
    _names: dict[str, int] = field(default_factory=dict)  # how many files wanted to be called so

    def named(self, item: Item) -> Named:
        """Return how a form's file is shown and called: no identity number in it, and no other file's name.

        It is called by its own name wherever it lies, so that it may be moved; only where files in several folders bear
        one name those of the folders inside are told apart by them.
        """
        own = plain(without_numbers(item.name))
        inside = item.shown_folder if item.name in self.repeated else ()
        first = "~".join((own, *(part.replace(":", "-") for part in inside)))
        key, count = first, 1
        while key in self._names:
            count = self._names[first] = self._names.get(first, 1) + 1
            key = f"{first}~{count}"
        self._names[key] = 1
        return Named(item.shown if count == 1 else f"{item.shown}~{count}", key)

    def read_file(self, item: Item) -> None:
        """Take in an .lrmx file; one that cannot be read is laid down, and may be left out like a faulty row."""
        self.files += 1
        self.desk.progress("forms", self.files)
        named = self.named(item)
        try:
            self.forms.append(read_lrmx(item, named))
        except RefusedError as error:
            self.desk.bad_file(error.code, named.file, of_row=True, **error.params)
        except OSError as error:
            self.desk.bad_file("read.unreadable", named.file, of_row=True, reason=reason_of(error))

    def person_sheets(self, reader: Reader, known: Mapping[str, str], refused: Mapping[str, object]) -> Iterator[Sheet]:
        """Yield the row of each form's person, then of each family member; `known` is persons by identity number.

        The row of somebody whom the tables know fills that person up (`Sheet.fills`). `refused` are the forms whose own
        row turned out faulty: where faulty rows are left out, nothing more is taken from them.
        """
        for form in self._latest():
            number = number_of(form)
            name = name_on(form)
            owner = _Owner(form, plain(f"{form.base}:{name}" if name else form.base), known.get(number or ""))
            self._owners.append(owner)
            own = reader.own_row(form)
            own.rows[0][1]["id"] = owner.key
            yield self._sheet(form, own, fills=owner.known)
            if owner.key in refused and self.desk.skip_faulty:
                self._owners.pop()
                continue
            owner.family = family_rows(form, owner.key, reader)
            for rows in owner.family:
                if rows.table == "persons":
                    yield self._sheet(form, rows)

    def other_sheets(self, reader: Reader, refused: Mapping[str, object]) -> Iterator[Sheet]:
        """Yield the sheets of all other tables."""
        for owner in self._owners:
            person = owner.key if owner.known is None or owner.key in refused else owner.known
            for rows in owner.family:
                for _, cells in rows.rows if rows.table == "kin" else ():
                    cells["person"] = person
            for rows in (*reader.career(owner.form, person), *owner.family):
                if rows.table != "persons" and rows.rows:
                    yield self._sheet(owner.form, rows)
            owner.family.clear()

    def _latest(self) -> Iterator[Form]:
        """Yield the forms in order; of several of one person only the latest, where their dates tell which it is."""
        newest: dict[str, tuple[str, Form]] = {}
        for form in self.forms:
            number, day = number_of(form), filled_on(form)
            if number and day and day > newest.get(number, ("",))[0]:
                newest[number] = (day, form)
        for form in self.forms:
            number, day = number_of(form), filled_on(form)
            latest, other = newest.get(number or "", ("", form))
            if day and day < latest:
                self.desk.note("read.form_older", file=form.file, sheet=form.sheet, value=day, newer=other.base)
            else:
                yield form

    def _sheet(self, form: Form, rows: Rows, *, fills: str | None = None) -> Sheet:
        table = SCHEMA[rows.table]
        keys = [column.key for column in table.columns if any(column.key in cells for _, cells in rows.rows)]
        keys = keys or [column.key for column in table.columns if column.required]
        sheet = Sheet(
            file=form.file,
            sheet=form.sheet,
            table=table,
            head=list(keys),
            rows=_numbered(rows.rows, keys),
            typed=True,
            label=f"{form.base}{rows.part}:",
            shown={column.key: column.head for column in table.columns} | rows.columns,
            first=1,
            of_form=True,
            at=rows.at,
            fills=fills,
        )
        self.desk.sheets[f"{rows.table}:{sheet.label}".removesuffix(":")] = sheet
        return sheet


def _numbered(rows: list[tuple[int, dict[str, Cell]]], keys: list[str]) -> Iterator[Row]:
    """Yield rows in the order of their numbers, empty ones where a number is not there."""
    at = 1
    for number, cells in sorted(rows, key=lambda pair: pair[0]):
        for _ in range(at, number):
            yield []
        yield [cells.get(key, "") for key in keys]
        at = number + 1
