"""A small office to read forms in: two towns, a handful of units, and writers of forms."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl import Workbook

from huibi.reading import read_register
from tables import write_csv

UNITS = (
    "W1,中共竹县委,990001,部门,",
    "W2,竹县人民政府,990001,部门,W1",
    "W3,竹县财政局,990001,部门,W2",
    "W4,竹县人力资源和社会保障局,990001,部门,W2",
    "W5,竹县委组织部,990001,部门,W1",
    "W6,竹县第一中学,990001,学校,W2",
    "W7,竹县石桥镇,990001101,乡镇街道,W2",
    "W8,石桥镇红星村,990001101,村社区,W7",
    "W9,竹县柳林乡,990001102,乡镇街道,W2",
    "W10,柳林乡红星村,990001102,村社区,W9",
    "W11,竹县自然资源和规划局,990001,部门,W2",
    "W12,竹县公安局,990001,部门,W2",
)
REGIONS = ("990000,东市,市,", "990001,竹县,县,990000", "990001101,石桥镇,乡镇,990001", "990001102,柳林乡,乡镇,990001")
NUMBER = "990001197503120010"


def office(folder: Path, *, persons: Sequence[str] = ()) -> Path:
    """Write the tables of regions and units, and of persons if there are any; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(folder, "regions", "code,name,level,parent", *REGIONS)
    write_csv(folder, "units", "id,name,region,kind,parent", *UNITS)
    if persons:
        write_csv(folder, "persons", "id,name,sex,birth,id_number", *persons)
    return folder


def relative(term: str, name: str, birth: str = "", work: str = "", politics: str = "群众") -> Mapping[str, str]:
    """Return a row of the family table."""
    return {
        "ChengWei": term,
        "XingMing": name,
        "ChuShengRiQi": birth,
        "ZhengZhiMianMao": politics,
        "GongZuoDanWeiJiZhiWu": work,
    }


def lrmx(*family: Mapping[str, str], **own: str) -> str:
    """Return an .lrmx form; of what is not given only the name is there."""
    cells = {"XingMing": "张三", **own}
    items = "".join(
        "<Item>" + "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in row.items()) + "</Item>" for row in family
    )
    body = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in cells.items())
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<Person>{body}<JiaTingChengYuan>{items}</JiaTingChengYuan></Person>'
    )


def sheet(path: Path, cells: Mapping[str, object], merged: Sequence[str] = (), title: str = "Sheet1") -> None:
    """Write a workbook of one sheet with merged cells."""
    book = Workbook()
    page = book.active
    page.title = title
    for place, value in cells.items():
        page[place] = value
    for area in merged:
        page.merge_cells(area)
    book.save(path)


def read(folder: Path, **options):
    """Return what is read from a folder."""
    return read_register(folder, **options)


def posts(register, name: str) -> list[tuple[str, str, str | None, str, str]]:
    """Return unit, title, level, start and end of the postings of whoever bears a name."""
    ids = {person.id for person in register.persons.values() if person.name == name}
    rows = [row for row in register.postings if row.person in ids]
    found = [(row.unit, row.title, row.level and str(row.level), str(row.start), str(row.end)) for row in rows]
    return sorted(found, key=lambda row: (row[3], row[0]))


def notes(result, code: str) -> list[tuple[int | None, str | None]]:
    """Return row and value of the notes of a code."""
    return [(note.row, note.value) for note in result.notes if note.code == code]
