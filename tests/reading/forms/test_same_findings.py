"""A county told by tables, and by tables and forms: where the forms carry the facts, the findings are the same."""

import csv
import shutil
from pathlib import Path

from huibi.plan import find
from huibi.reading import read_register, read_round
from huibi.sample import write_sample
from huibi.sample.forms import carried

SCALE, SEED = 0.01, 5
CARRIED = {"postings", "studies", "service"}


def _rows(folder: Path, table: str) -> list[list[str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def _write(folder: Path, table: str, rows: list[list[str]]) -> None:
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _by_tables(sample: Path, folder: Path) -> None:
    """Tables that say of the pool no more than forms can: levels are read from titles, nobody oversees anything."""
    shutil.copytree(sample, folder, ignore=shutil.ignore_patterns("forms"))
    pool = {row[0] for row in _rows(sample, "pool")[1:]}
    head, *rows = _rows(sample, "postings")
    _write(folder, "postings", [head, *([*r[:3], "", "", *r[5:]] if r[0] in pool else r for r in rows)])


def _by_forms(sample: Path, folder: Path) -> dict[str, str]:
    """The same without what forms carry, with the forms instead; returns who those are that the forms bring."""
    shutil.copytree(sample, folder, ignore=shutil.ignore_patterns("forms"))
    pool = {row[0] for row in _rows(sample, "pool")[1:]}
    for table in CARRIED:
        head, *rows = _rows(sample, table)
        _write(folder, table, [head, *(row for row in rows if row[0] not in pool)])
    head, *people = _rows(sample, "persons")
    _write(
        folder,
        "persons",
        [head, *([*r[:2], "", "", r[4], r[5], "", "", "", ""] if r[0] in pool else r for r in people)],
    )
    head, *kin = _rows(sample, "kin")
    on_forms = [row for row in kin if row[0] in pool and carried(tuple(row))]
    _write(folder, "kin", [head, *(row for row in kin if row not in on_forms)])
    forms = [item for item in (sample / "forms").iterdir() if item.suffix != ".csv"]
    for i, form in enumerate(sorted(forms)):
        inside = folder / f"科室{i % 3}" if i % 4 else folder
        inside.mkdir(exist_ok=True)
        shutil.copy(form, inside)
    names = {row[0]: row[1] for row in people}
    bases = {form.stem[-7:]: form.name for form in forms}
    bases = {person: f"{file}#登记表" if file.endswith(".xlsx") else file for person, file in bases.items()}
    unnumbered = {f"{bases[row[0]]}:{row[1]}": row[0] for row in people if row[0] in pool and not row[5]}
    return _family_ids(on_forms, names, bases) | unnumbered


def _family_ids(kin: list[list[str]], names: dict[str, str], bases: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for person, relative, *_ in kin:
        first = f"{bases[person]}:{names[person]}:{names[relative]}"
        ident = next(word for word in (first, *(f"{first}~{i}" for i in range(2, 9))) if word not in found)
        found[ident] = relative
    return found


def _findings(folder: Path):
    result = read_register(folder)
    round_ = read_round(folder / "round.toml", result.register)
    found = find(result.register, round_).findings
    return {(f.person, f.unit, f.code, f.effect, f.weight, f.roles, f.kin_class) for f in found}


def test_the_same_findings(tmp_path):
    """Once the family members are judged to be the known persons, every finding of a county is there and no other."""
    sample = tmp_path / "sample"
    write_sample(sample, "county", SEED, SCALE, forms=True)
    _by_tables(sample, tmp_path / "tables")
    family = _by_forms(sample, tmp_path / "forms")
    head, *judged = _rows(sample, "same_person")
    same = [[ident, known, "同一人", "", ""] for ident, known in family.items()]
    _write(tmp_path / "forms", "same_person", [head, *judged, *same])
    by_tables = _findings(tmp_path / "tables")
    assert len(by_tables) > 100
    assert {found[2] for found in by_tables} >= {"kin.body", "kin.staff", "post.current", "post.former"}
    assert _findings(tmp_path / "forms") == by_tables
