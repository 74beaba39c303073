"""Somebody on an outside list: a company register, a list of suppliers, a roll of another office."""

from dataclasses import dataclass, field
from datetime import date

from huibi.model.people import Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One person of a list; `row` as a spreadsheet counts, `column` the head under which the name stands.

    `id` is the list's own number for the row, else the row. Of `birth` only the year is known where `year_only`.
    `id_number` may be masked or of the old form.
    """

    id: str
    row: int
    column: str
    name: str
    sex: Sex | None = None
    birth: date | None = None
    year_only: bool = False
    id_number: str | None = field(default=None, repr=False)
    unit: str = ""
    title: str = ""
