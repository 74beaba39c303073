"""The clean tables written again: English keys, ids for references, whole dates; read again they give the same."""

import csv
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from huibi.errors import Fault, UsageError
from huibi.model.people import Person, Posting, Role
from huibi.reading.cells import UNKNOWN_START
from huibi.reading.columns import SCHEMA
from huibi.reading.identity import Identity, read_identity

_ROLES = tuple(Role)


def write_tables(tables: Mapping[str, Sequence[Any]], absent: frozenset[str], folder: Path) -> None:
    """Write a CSV file (UTF-8 with a mark) a table that was given, all of them or none.

    An earlier set of tables in `folder` is replaced. Raises UsageError if anything else lies there.
    """
    _refuse_others(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        made.chmod(0o755)
        for key, rows in tables.items():
            if key not in absent:
                _write(made / f"{key}.csv", key, rows)
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _refuse_others(folder: Path) -> None:
    ours = {f"{key}.csv" for key in SCHEMA}
    others = [folder] if folder.is_file() else []
    if folder.is_dir():
        others = sorted(item for item in folder.iterdir() if item.name not in ours or not item.is_file())
    if others:
        raise UsageError([Fault(code="read.out_taken", params={"folder": folder.name, "other": others[0].name})])


def _write(path: Path, key: str, rows: Sequence[Any]) -> None:
    columns = [column.key for column in SCHEMA[key].columns]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in rows:
            cells = [_cell(getattr(row, column)) for column in columns]
            if isinstance(row, Posting) and row.start is None:
                cells[columns.index("start")] = UNKNOWN_START
            if isinstance(row, Person) and row.birth and row.id_number:
                cells[columns.index("birth")] = _birth(row.birth, row.id_number)
            writer.writerow(cells)


def _birth(birth: date, id_number: str) -> str:
    """Return a birth; only its month where the identity number gives another day, which says that none was given."""
    said = read_identity(id_number)
    exact = not isinstance(said, Identity) or said.birth == birth
    return birth.isoformat() if exact else f"{birth:%Y-%m}"


def _cell(value: Any) -> str:  # noqa: ANN401 - a member of a noun
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, frozenset):
        return ";".join(role.value for role in _ROLES if role in value)
    if isinstance(value, tuple):
        return ";".join(value)
    return str(value)
