"""One form turned into rows of the register's tables, as found: the tables' own reading then checks every cell."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from huibi.model.people import Level
from huibi.reading.cells import UNKNOWN_START, Bad, Cell, identity, name, plain, read_date
from huibi.reading.desk import Desk, masked
from huibi.reading.forms.careers import Dated, read_career, read_row
from huibi.reading.forms.form import Entry, Form
from huibi.reading.forms.places import PlaceNames
from huibi.reading.forms.understanding import Post, Unclear, Work, school_of, understand, understand_work
from huibi.reading.forms.unit_names import UnitNames
from huibi.reading.forms.vocabulary import said, word_list
from huibi.reading.identity import read_identity
from huibi.reading.titles import level_of

BRACKETS = re.compile(r"[（(\[【〔][^）)\]】〕]*[）)\]】〕]?")
_AROUND_DATE = re.compile(r"[\s:：]|出生|生$|\d{1,3}\s*岁")
_DAYS = r"(?:18|19|20)\d{2}(?:\s*[.\-/年]\s*\d{1,2}|\d{2})(?:\s*[.\-/月]\s*\d{1,2}(?!\d)|\d{2}(?!\d))?"
DATE = re.compile(_DAYS)
Numbered = tuple[int, dict[str, Cell]]
OWN, FAMILY, POST, SCHOOLS = "", "#家庭", "#现职", "#学历"


@dataclass(slots=True)
class Rows:
    """Rows of one table that come from one part of a form; `columns` and `at` say under what and where cells stood."""

    table: str
    part: str = OWN
    columns: dict[str, str] = field(default_factory=dict)
    at: dict[str, int | None] = field(default_factory=dict)
    rows: list[Numbered] = field(default_factory=list)


class Reader:
    """Turns forms into rows with the help of the register's units and regions; what is not understood is noted."""

    def __init__(self, units: UnitNames, places: PlaceNames, desk: Desk) -> None:
        self._units, self._places, self._desk = units, places, desk

    def own_row(self, form: Form) -> Rows:
        """Return the row of the person whose form it is, without an id."""
        cells: dict[str, Cell] = {key: self._own(form, key) for key in ("name", "sex", "birth", "id_number")}
        cells["sex"] = _sex(cells["sex"])
        cells["birth"] = clean_date(cells["birth"])
        cells["politics"] = _politics(form)
        cells["native_place"] = self._place(form, "native_place")
        cells["growth_place"] = self._place(form, "growth_place") or self._place(form, "birth_place")
        columns = {key: entry.label for key, entry in form.own.items()}
        at = {"id": None, "name": None, **{key: entry.row for key, entry in form.own.items()}}
        return Rows("persons", OWN, columns, at, [(1, cells)])

    def _own(self, form: Form, key: str) -> Cell:
        entry = form.own.get(key)
        return "" if entry is None or said(entry.cell) == "" else entry.cell

    def _place(self, form: Form, key: str) -> Cell:
        entry = form.own.get(key)
        words = said(entry.cell) if entry else ""
        if not words or entry is None:
            return ""
        code = self._places.code_of(words)
        if code is None:
            self.note("read.form_place_unknown", form, entry.row, entry.label, words, table="persons")
        return code or ""

    def note(self, code: str, form: Form, row: int | None, column: str, value: str, **more: object) -> None:
        """Note something of a form that is no fault."""
        self._desk.note(code, file=form.file, sheet=form.sheet, row=row, column=column, value=masked(value), **more)

    def career(self, form: Form, person: str) -> Iterator[Rows]:
        """Yield postings, studies and service of the person, several of one line in rows of their own."""
        posts: list[Numbered] = []
        studies, service = list(posts), list(posts)
        label = form.career.label if form.career else "简历"
        still: set[str] = set()
        for one in self._stretches(form, label):
            row, start, end, words = one.stretch
            found = understand(words, self._units)
            if not (one.within and level_of(words) is Level.STAFF):  # 其间：2022.04 明确为二级调研员: a rank, no post
                self.note_unclear(found.unclear, form, row, label)
            dates: dict[str, Cell] = {"start": start, "end": end}
            posts += [(row, {"person": person, "unit": p.unit, "title": p.title, **dates}) for p in found.posts]
            still.update(post.unit for post in found.posts if not end)
            dates = dates if one.own else {"start": "", "end": ""}
            studies += [
                (row, {"person": person, "school": s.name, "class_name": s.group, **dates}) for s in found.schools
            ]
            service += [(row, {"person": person, "troop": troop, **dates}) for troop in found.troops]
        yield from apart("postings", OWN, label, posts)
        yield from apart("studies", OWN, label, studies)
        yield from apart("service", OWN, label, service)
        yield from self._schools(form, person, {str(cells["school"]) for _, cells in studies})
        yield from self._post_now(form, person, still, open_career=bool(still))

    def _stretches(self, form: Form, label: str) -> list[Dated]:
        found, undated = stretches(form)
        for row, line in undated:
            if not any(word in line for word in word_list("no_post")):
                self.note("read.form_line", form, row, label, line, table="postings")
        return found

    def _schools(self, form: Form, person: str, known: set[str]) -> Iterator[Rows]:
        rows: list[Numbered] = []
        for i, entry in enumerate(form.schools, 1):
            school = school_of(said(entry.cell))
            if school is not None and school.name not in known:
                known.add(school.name)
                cells: dict[str, Cell] = {"person": person, "school": school.name, "class_name": school.group}
                rows.append((entry.row or i, {**cells, "start": "", "end": ""}))
        yield from apart("studies", SCHOOLS, form.schools[0].label if form.schools else "", rows)

    def _post_now(self, form: Form, person: str, still: set[str], *, open_career: bool) -> Iterator[Rows]:
        """Yield the posts that stand as held now and in no open line of the résumé: since when is not said."""
        entry = form.own.get("post")
        if entry is None:
            return
        found = understand(said(entry.cell), self._units)
        if not open_career:
            self.note_unclear(found.unclear, form, entry.row, entry.label)
        rows = [(_row(entry), held_now(person, post)) for post in found.posts if post.unit not in still]
        yield from apart("postings", POST, entry.label, rows)

    def work(self, words: str) -> Work:
        """Return what 工作单位及职务 of a relative says."""
        return understand_work(words, self._units)

    def note_unclear(self, unclear: Iterable[Unclear], form: Form, row: int | None, column: str) -> None:
        """Note words that were not understood, with the units that they could mean."""
        for one in unclear:
            if one.units:
                listed = ", ".join(one.units)
                self.note("read.form_unit_ambiguous", form, row, column, one.words, table="postings", candidates=listed)
            else:
                self.note("read.form_unit_unknown", form, row, column, one.words, table="postings")


def stretches(form: Form) -> tuple[list[Dated], list[tuple[int, str]]]:
    """Return the dated stretches of a form's résumé, be it text or a table, and the lines without a date."""
    found, undated = read_career(str(form.career.cell)) if form.career else ([], [])
    for row, period, words in form.career_rows:
        more, left = read_row(row, period, words)
        found += more
        undated += left
    return found, undated


def clean_date(cell: Cell) -> Cell:
    """Return a date of a form without what stands around it: age in brackets, 生."""
    if not isinstance(cell, str):
        return cell
    return _AROUND_DATE.sub("", BRACKETS.sub("", plain(cell)))


def filled_on(form: Form) -> str:
    """Return the day or month on which a form was filled in, empty where it does not say so soundly."""
    entry = form.own.get("filled_on")
    found = clean_date(entry.cell) if entry else ""
    day = read_date(found, last=True, typed=True)
    return "" if day is None or isinstance(day, Bad) else day.isoformat()


def number_of(form: Form) -> str | None:
    """Return the sound identity number on a form, or None."""
    entry = form.own.get("id_number")
    number = identity(entry.cell) if entry else None
    return number if isinstance(number, str) and not isinstance(read_identity(number), str) else None


def name_on(form: Form) -> str:
    """Return the name of the person whose form it is, empty where none is given."""
    entry = form.own.get("name")
    found = name(entry.cell) if entry else ""
    return "" if isinstance(found, Bad) else found


def held_now(person: str, post: Post) -> dict[str, Cell]:
    """Return the row of a posting that lasts, since when is not said."""
    return {"person": person, "unit": post.unit, "title": post.title, "start": UNKNOWN_START, "end": ""}


def apart(table: str, part: str, label: str, rows: list[Numbered]) -> Iterator[Rows]:
    """Yield rows so that no two of one yield have the same number: a record is named by it."""
    layers: list[Rows] = []
    seen: dict[int, int] = {}
    for number, cells in rows:
        at = seen[number] = seen.get(number, -1) + 1
        if at == len(layers):
            mark = part if not at else f"{part or '#'}+{at + 1}"
            layers.append(Rows(table, mark, dict.fromkeys(cells, label)))
        layers[at].rows.append((number, cells))
    yield from layers


def _row(entry: Entry | None) -> int:
    return (entry.row if entry else None) or 1


def _sex(cell: Cell) -> Cell:
    found = plain(cell)
    return found[:1] if found.startswith(("男", "女")) else cell


def _politics(form: Form) -> str:
    for key in ("politics", "joined_party"):
        if entry := form.own.get(key):
            words = said(entry.cell)
            if found := party(words):
                return found
            if key == "joined_party" and DATE.search(words):
                return "中共党员"
    return ""


def party(words: str) -> str:
    """Return the party that words name, and nothing else that may stand there."""
    found = next((word for word in word_list("politics") if word in words), "")
    return {"党员": "中共党员", "共产党员": "中共党员", "预备党员": "中共预备党员", "团员": "共青团员"}.get(
        found, found
    )
