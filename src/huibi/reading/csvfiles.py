"""CSV files: UTF-8 with or without a mark, or GB18030, told apart strictly; rows as a spreadsheet counts them."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from huibi.reading.columns import Table
from huibi.reading.desk import Desk, Row, Sheet
from huibi.reading.files import Item

MOST_COLUMNS = 16_384  # as many as a sheet of a workbook has
_CHUNK = 2**20
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HAN_IN_UTF8 = re.compile(rb"[\xe4-\xe9][\x80-\xbf]{2}")
# What no text holds: controls, and the mark for "could not be read". Private use stays: rare characters of old systems.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_ASCII = bytes(range(0x80))
_BELOW_LONG = bytes(range(0xE0))  # what leads no sign of three bytes or more
_ASCII_ONLY = bytes(range(0x80, 0x100))


class _EncodingError(Exception):
    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def read_csv(item: Item, table: Table, desk: Desk) -> Sheet | None:
    """Return the table in a CSV file, rows still to be read; None after laying down why it cannot be read."""
    try:
        encoding = _encoding(item)
    except _EncodingError as error:
        desk.bad_file("read.encoding", item.shown, row=error.row, table=table.key, expected="UTF-8, GB18030")
        return None
    rows = _rows(item, encoding, table, desk)
    head = next(rows, None)
    if head is None:
        if table.key not in desk.unsure:
            desk.bad_file("read.empty", item.shown, table=table.key)
        return None
    if len(head) > MOST_COLUMNS:
        desk.bad_file("read.too_many_columns", item.shown, table=table.key, count=len(head), limit=MOST_COLUMNS)
        return None
    return Sheet(file=item.shown, table=table, head=head, rows=rows)


def _rows(item: Item, encoding: str, table: Table, desk: Desk) -> Iterator[Row]:
    count = 0
    with io.TextIOWrapper(item.open(), encoding=encoding, newline="") as file:
        try:
            for row in csv.reader(file, strict=True):
                count += 1
                yield row  # type: ignore[misc] # text is one of the cells there are
        except csv.Error:
            desk.unsure.add(table.key)
            desk.bad_file("read.csv_broken", item.shown, row=count + 1, table=table.key)


def _encoding(item: Item) -> str:
    with item.open() as file:
        start = file.read(4)
    if start.startswith(_UTF16):
        raise _EncodingError(1)
    try:
        _decode_through(item, "utf-8")
    except _EncodingError:
        if start.startswith(codecs.BOM_UTF8) or _mostly_utf8(item):
            raise
        _decode_through(item, "gb18030")
        return "gb18030"
    return "gb18030" if _only_short_signs(item) else "utf-8-sig"


def _decode_through(item: Item, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    lines = 0
    with item.open() as file:
        while chunk := file.read(_CHUNK):
            try:
                found = decoder.decode(chunk)
            except UnicodeDecodeError as error:
                raise _EncodingError(lines + chunk[: error.start].count(b"\n") + 1) from None
            if strange := _NO_TEXT.search(found):
                raise _EncodingError(lines + found[: strange.start()].count("\n") + 1)
            lines += found.count("\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise _EncodingError(lines + 1) from None


def _only_short_signs(item: Item) -> bool:
    """Whether sound UTF-8 holds signs of two bytes and none of three or more, so no Chinese at all.

    A few words in GB18030 can be sound UTF-8 by chance (爷爷 would read as үү); a table with signs has Chinese ones.
    """
    short = False
    with item.open() as file:
        while chunk := file.read(_CHUNK):
            if chunk.translate(None, _BELOW_LONG) != b"":
                return False
            short = short or chunk.translate(None, _ASCII) != b""
    return short


def _mostly_utf8(item: Item) -> bool:
    """Whether a file that is no sound UTF-8 was meant to be: GB18030 would read it as nonsense without complaint."""
    high = han = 0
    with item.open() as file:
        while chunk := file.read(_CHUNK):
            high += len(chunk) - len(chunk.translate(None, _ASCII_ONLY))
            han += 3 * len(_HAN_IN_UTF8.findall(chunk))
    return 2 * han > high
