"""A personal form as a sheet of merged cells (干部信息登记表), label beside value."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from huibi.sample.forms import Sheet

_LAST = 7  # the last column, counted from 0
_MADE = datetime(2026, 8, 1)  # noqa: DTZ001 - a workbook's own clock has no zone
_HEADS = (("称谓", 1, 1), ("姓名", 2, 2), ("出生年月", 3, 3), ("政治面貌", 4, 4), ("工作单位及职务", 5, _LAST))


def write_sheet(path: Path, sheet: "Sheet") -> None:
    """Write one form into a workbook of one sheet; the same form gives the same bytes."""
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        book.set_properties({"created": _MADE})
        page = _Page(book)
        page.put(0, 0, _LAST, "干部信息登记表", bold=True)
        page.pairs(1, ("姓　名", sheet.name), ("性　别", sheet.sex), ("出生年月", _dotted(sheet.birth)), ("照片", ""))
        page.pairs(2, ("籍　贯", sheet.native), ("成长地", sheet.grown), ("政治面貌", sheet.party), ("民族", ""))
        page.put(3, 0, 1, "身份证号")
        page.put(3, 2, _LAST, sheet.number)
        page.put(4, 0, 1, "现任职务")
        page.put(4, 2, _LAST, sheet.post)
        page.put(5, 0, 0, "简\n历", rows=6)
        page.put(5, 1, _LAST, "\n".join(sheet.career), rows=6)
        family = max(len(sheet.family), 1)
        page.put(11, 0, 0, "家庭主要成员及重要社会关系", rows=family + 1)
        for head, first, last in _HEADS:
            page.put(11, first, last, head)
        for row, relative in enumerate(sheet.family, 12):
            for (_, first, last), cell in zip(_HEADS, relative, strict=True):
                page.put(row, first, last, cell)
        page.put(12 + family, 0, _LAST, "填表时间：2026年8月")


class _Page:
    def __init__(self, book: Any) -> None:  # noqa: ANN401 - the library ships no types
        self._page = book.add_worksheet("登记表")
        self._plain = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter", "num_format": "@"})
        self._bold = book.add_format({"bold": True, "align": "center", "font_size": 18})

    def put(self, row: int, first: int, last: int, text: str, *, rows: int = 1, bold: bool = False) -> None:
        """Put text into a cell, merged where it is more than one."""
        style = self._bold if bold else self._plain
        if first == last and rows == 1:
            self._page.write_string(row, first, text, style)
        else:
            self._page.merge_range(row, first, row + rows - 1, last, "", style)
            self._page.write_string(row, first, text, style)

    def pairs(self, row: int, *pairs: tuple[str, str]) -> None:
        """Put labels and values side by side."""
        for i, (label, value) in enumerate(pairs):
            self.put(row, 2 * i, 2 * i, label)
            self.put(row, 2 * i + 1, 2 * i + 1, value)


def _dotted(month: str) -> str:
    return f"{month[:4]}.{month[4:]}"
