"""A sound register to be spoilt, and what reading then finds."""

from pathlib import Path

import pytest

from huibi.messages import describe
from huibi.reading import UnsoundRegisterError, read_register
from tables import write_csv

ID_BODY = "51982119800217123"  # of nobody: the region is invented
# A sound register; each case below appends rows or replaces a table, and names what must be found.
BASE: dict[str, tuple[str, ...]] = {
    "regions": (
        "code,name,level,parent",
        "5198,沱州市,city,",
        "519821,安陵县,county,5198",
        "519821100,永安镇,township,519821",
    ),
    "units": (
        "单位编号,单位名称,所在区划,主管单位,人数",
        "U1,安陵县,519821,,",
        "U2,永安镇人民政府,519821100,U1,40",
        "U3,同名所,,,",
        "U4,同名所,,,",
    ),
    "persons": (
        "人员编号,姓名,性别,出生年月,去世时间,身份证号",
        "P1,张大,男,1950-03,,",
        "P2,李英,女,1952-07,,",
        "P3,张小,男,1978-01-09,2020-06,",
        "P4,王芳,女,1980-02,,",
        "P5,王芳,,,,",
        "P6,无名,,,,",
    ),
    "postings": ("人员,单位,职务,岗位,起,止", "P1,U1,局长,,1990-01,2010-01"),
    "kin": ("person,relative,term", "P3,P1,父亲", "P3,P2,母亲"),
}


def plant(
    folder: Path, table: str, *rows: str, head: str | None = None
) -> list[tuple[str, str | None, int | None, str | None]]:
    tables = BASE | {table: (head, *rows)} if head else BASE | {table: (*BASE[table], *rows)}
    for key, (first, *rest) in tables.items():
        write_csv(folder, key, first, *rest)
    return found_in(folder)


def found_in(path: Path) -> list[tuple[str, str | None, int | None, str | None]]:
    with pytest.raises(UnsoundRegisterError) as caught:
        read_register(path)
    for fault in caught.value.faults:
        assert describe(fault)
    return [(fault.code, fault.file, fault.row, fault.column) for fault in caught.value.faults]
