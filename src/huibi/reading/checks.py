"""What must hold inside one row: ends after starts, nobody related to oneself, identity numbers that agree."""

from datetime import date

from huibi.model.people import Sex
from huibi.reading.cells import Bad, has_day
from huibi.reading.desk import Desk
from huibi.reading.identity import Identity, read_identity
from huibi.reading.rows import Batch

_SPANS = (
    ("start", "end"),
    ("since", "until"),
    ("since", "ended"),
    ("available_from", "available_to"),
    ("birth", "died"),
)
_PAIRS = (("person", "relative"), ("person", "other"), ("a", "b"))


def check_batch(batch: Batch, desk: Desk) -> None:
    """Lay down each row of a batch that contradicts itself."""
    values = batch.values
    for start, end in _SPANS:
        if start in values and end in values:
            _check_spans(batch, start, end, desk)
    for one, other in _PAIRS:
        if one in values and other in values:
            _check_pairs(batch, one, other, desk)
    if "id_number" in values:
        _check_identities(batch, desk)


def _check_spans(batch: Batch, start: str, end: str, desk: Desk) -> None:
    for i, (first, last) in enumerate(zip(batch.values[start], batch.values[end], strict=True)):
        if first and last and i not in batch.bad and last < first:
            bad = Bad("read.end_before_start", "expect.not_before", {"start": first.isoformat()})
            desk.bad_cell(batch.sheet, batch.numbers[i], end, batch.found[end][i], bad)
            batch.bad.add(i)


def _check_pairs(batch: Batch, one: str, other: str, desk: Desk) -> None:
    for i, (a, b) in enumerate(zip(batch.values[one], batch.values[other], strict=True)):
        if a == b and i not in batch.bad:
            found = batch.found[other][i]
            desk.bad_cell(batch.sheet, batch.numbers[i], other, found, Bad("read.with_oneself", "expect.another"))
            batch.bad.add(i)


def _check_identities(batch: Batch, desk: Desk) -> None:
    for i, number in enumerate(batch.values["id_number"]):
        if not number or type(number) is Bad:
            continue
        said = read_identity(number)
        code = said if isinstance(said, str) else _contradiction(said, batch, i)
        if code:
            batch.bad.add(i)
            desk.bad_cell(batch.sheet, batch.numbers[i], "id_number", number, Bad(code, "expect.identity"))
        elif isinstance(said, Identity) and not said.known_region:
            _note_region(batch, i, desk)


def _contradiction(said: Identity, batch: Batch, i: int) -> str | None:
    birth, sex = batch.values["birth"][i], batch.values["sex"][i]
    if isinstance(birth, date) and birth != said.birth:
        same_month = (birth.year, birth.month) == (said.birth.year, said.birth.month)
        if not same_month or has_day(batch.found["birth"][i]):
            return "read.identity_birth"
    return "read.identity_sex" if isinstance(sex, Sex) and sex is not said.sex else None


def _note_region(batch: Batch, i: int, desk: Desk) -> None:
    sheet = batch.sheet
    desk.note(
        "read.identity_region",
        file=sheet.file,
        sheet=sheet.sheet,
        table=sheet.table.key,
        row=batch.numbers[i],
        column=sheet.heads["id_number"],
    )
