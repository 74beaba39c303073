"""The family table of a form: persons, kin and the posts they hold now, each row with its number."""

import re
from dataclasses import dataclass

from huibi.model.people import Sex
from huibi.network.terms import read_term
from huibi.reading.cells import Bad, Cell, plain, read_date
from huibi.reading.cells import name as cleaned_name
from huibi.reading.forms.form import Entry, Form, Relative
from huibi.reading.forms.rows import (
    BRACKETS,
    DATE,
    FAMILY,
    OWN,
    Numbered,
    Reader,
    Rows,
    apart,
    clean_date,
    filled_on,
    held_now,
    party,
    stretches,
)
from huibi.reading.forms.understanding import Post
from huibi.reading.forms.vocabulary import pattern, said

_DAYS = DATE.pattern
_TWO_DATES = re.compile(rf"\s*({_DAYS})[月日]?\s*[-–—―─~～至]+\s*({_DAYS})[月日]?\s*")
_YEAR = re.compile(r"((?:18|19|20)\d{2})\s*年")
_BLANKS = re.compile(r"[\s:：]")
_SEXES = {Sex.MALE: "男", Sex.FEMALE: "女", None: ""}


@dataclass(slots=True)
class _Read:
    term: str
    cells: dict[str, Cell]
    posts: list[Post]


def family_rows(form: Form, key: str, reader: Reader) -> list[Rows]:
    """Return persons, kin and postings of a family; `key` is the form's own person and begins their ids."""
    persons, kin = Rows("persons", FAMILY), Rows("kin", OWN)
    posts: list[Numbered] = []
    used: dict[str, int] = {}
    source = " ".join(filter(None, (form.base, filled_on(form))))
    for relative in form.family:
        labels = {field: entry.label for field, entry in relative.cells.items()}
        persons.columns |= labels
        kin.columns |= labels | {"relative": labels.get("name", "")}
        read = _read(form, relative, reader)
        if read is None:
            continue
        ident = plain(f"{key}:{read.cells['name']}")
        used[ident] = used.get(ident, 0) + 1
        ident += f"~{used[ident]}" if used[ident] > 1 else ""
        persons.rows.append((relative.row, {"id": ident, **read.cells}))
        row: dict[str, Cell] = {"person": key, "relative": ident, "term": read.term, "source": source}
        kin.rows.append((relative.row, row))
        posts += [(relative.row, held_now(ident, post)) for post in read.posts]
    work = next((entry.label for one in form.family if (entry := one.cells.get("work"))), "")
    return [persons, kin, *apart("postings", FAMILY, work, posts)]


def _read(form: Form, relative: Relative, reader: Reader) -> _Read | None:
    """Return what a row says, None where it names nobody."""
    words = {key: said(entry.cell) for key, entry in relative.cells.items()}
    found = cleaned_name(BRACKETS.sub("", words.get("name", "")))
    name = found if isinstance(found, str) else words["name"]
    term = _BLANKS.sub("", BRACKETS.sub("", words.get("term", "")))
    if not name or pattern("dead").fullmatch(name):
        if _names_nobody(relative, words):
            if any(words.get(key) for key in ("work", "birth", "name")):
                reader.note("read.form_unnamed", form, relative.row, _label(relative, "name"), term, table="persons")
            return None
        name = ""
    work = reader.work(words.get("work", ""))
    birth, died = _birth(relative.cells.get("birth"))
    meaning = read_term(term)
    marks = " ".join(words.get(key, "") for key in ("term", "name", "birth"))
    posts = work.posts
    if died or work.dead or meaning.is_late or pattern("dead").search(marks):
        posts = []
        died = died or _died(form, relative, words, reader)
    reader.note_unclear(work.unclear, form, relative.row, _label(relative, "work"))
    sex, politics = _SEXES[meaning.relative_sex], party(words.get("politics", ""))
    cells: dict[str, Cell] = {"name": name, "sex": sex, "birth": birth, "died": died, "politics": politics}
    return _Read(term, cells, posts)


def _names_nobody(relative: Relative, words: dict[str, str]) -> bool:
    """Whether a row without a name is empty, or says itself that there is none to give (无, 不详, 已故)."""
    if not any(words.get(key) for key in ("work", "birth")):
        return True
    entry = relative.cells.get("name")
    return (entry is not None and plain(entry.cell) != "") or bool(pattern("dead").search(words.get("work", "")))


def _label(relative: Relative, key: str) -> str:
    entry = relative.cells.get(key)
    return entry.label if entry else key


def _birth(entry: Entry | None) -> tuple[Cell, str]:
    """Return a birth, and a death where both stand there (1930.05-2015.03)."""
    if entry is None or said(entry.cell) == "":
        return "", ""
    if not isinstance(entry.cell, str):
        return entry.cell, ""
    if both := _TWO_DATES.fullmatch(BRACKETS.sub("", plain(entry.cell))):
        return _BLANKS.sub("", both[1]), _BLANKS.sub("", both[2])
    return pattern("dead").sub("", str(clean_date(entry.cell))), ""


def _died(form: Form, relative: Relative, words: dict[str, str], reader: Reader) -> str:
    """Return when somebody died: as said, else the day of the form, by which it was so."""
    for key in ("work", "name", "term"):
        behind = words.get(key, "")
        if found := DATE.search(behind):
            return _BLANKS.sub("", found[0])
        if year := _YEAR.search(behind):
            return f"{year[1]}-12"
    known = filled_on(form) or _latest(form)
    if not known:
        column = _label(relative, "work")
        reader.note("read.form_death_undated", form, relative.row, column, words.get("name", ""), table="persons")
    return known


def _latest(form: Form) -> str:
    """Return the latest month that a résumé names: the form is no older."""
    days = (day for one in stretches(form)[0] for day in (one.stretch.start, one.stretch.end))
    return max((day for day in days if not isinstance(read_date(day), Bad)), default="")
