"""Packed folders (.zip), read as data: nothing is unpacked to disk, names are only names, everything is bounded."""

import io
import struct
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from typing import BinaryIO

from huibi.reading.files import LARGEST_FILE, MOST_SEEN, UNSOUND_PACKAGE, Item, RefusedError, is_ours

LARGEST_UNPACKED = 2**30  # bytes, of all files together
MOST_TIMES = 200  # unpacked to packed: texts shrink to a tenth, a bomb to a thousandth
_UNSUSPECTED = 64 * 2**20  # bytes unpacked, however well packed
_LARGEST_LIST = 32 * 2**20  # bytes of the list of files at the end, which has to be held whole
_PROTECTED, _UTF8 = 0x1, 0x800
_END, _FAR, _END_64 = b"PK\5\6", b"PK\6\7", b"PK\6\6"
_LONGEST_REMARK = 2**16
_END_LENGTH = 22
_ENDS = _END_LENGTH + 20 + 56  # the end of a large archive has two more records before it


def packed(archive: Item, folder: tuple[str, ...], held: ExitStack) -> list[Item]:
    """Return the files packed in an archive, `folder` before where they lie in it; readable while `held` is open.

    Raises RefusedError for what is no archive, is damaged or encrypted, or holds more than a register can.
    """
    if archive.size > LARGEST_FILE:
        raise RefusedError("read.too_large", limit=LARGEST_FILE // 2**20)
    file = held.enter_context(archive.open())
    try:
        _refuse_long_list(file, archive.size)
        package = held.enter_context(zipfile.ZipFile(file))
        entries = [entry for entry in package.infolist() if not entry.is_dir()]
    except UNSOUND_PACKAGE:
        raise RefusedError("read.no_archive") from None
    if len(entries) > MOST_SEEN:
        raise RefusedError("read.too_many_files", limit=MOST_SEEN)
    if any(entry.flag_bits & _PROTECTED for entry in entries):
        raise RefusedError("read.encrypted")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > LARGEST_UNPACKED:
        raise RefusedError("read.too_large", limit=LARGEST_UNPACKED // 2**20)
    if unpacked > max(_UNSUSPECTED, MOST_TIMES * archive.size):
        raise RefusedError("read.archive_swollen", limit=MOST_TIMES)
    return list(_items(package, entries, folder))


def _items(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], folder: tuple[str, ...]) -> Iterator[Item]:
    for entry in entries:
        parts = _parts(entry)
        if parts and all(map(is_ours, parts)):
            *inside, name = parts
            yield Item(name, entry.file_size, partial(_opened, package, entry), (*folder, *inside))


def _opened(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> BinaryIO:
    """Return a file out of the archive; never more than it says of itself, and with the right checksum."""
    try:
        return io.BytesIO(package.read(entry))
    except UNSOUND_PACKAGE:
        raise RefusedError("read.damaged") from None


def _parts(entry: zipfile.ZipInfo) -> list[str]:
    """Return the folders and the name of a file; drives, roots and ways up mean nothing here."""
    words = _name(entry).replace("\\", "/").split("/")
    return [word for word in words if word not in ("", ".", "..") and not (len(word) == 2 and word.endswith(":"))]  # noqa: PLR2004 - C:


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the name as it was written: UTF-8 where marked so or Chinese as such, else GB18030, or as it stands."""
    name = entry.orig_filename.partition("\0")[0]
    if entry.flag_bits & _UTF8 or name.isascii():
        return name
    data = name.encode("cp437")
    try:
        found = data.decode("utf-8")
    except UnicodeDecodeError:
        found = ""
    if any(sign >= "\u2e80" for sign in found):
        return found
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return name


def _refuse_long_list(file: BinaryIO, size: int) -> None:
    """Refuse an archive whose list of files is longer than any folder's: zipfile takes it in whole, unasked."""
    file.seek(max(0, size - _LONGEST_REMARK - _ENDS))
    tail = file.read()
    file.seek(0)
    at = len(tail) - _END_LENGTH  # where zipfile looks, in its order: without a remark, then the last one there is
    if at < 0 or not (tail.startswith(_END, at) and tail.endswith(b"\0\0")):
        at = tail.rfind(_END)
    if at < 0:
        raise RefusedError("read.no_archive")
    (length,) = struct.unpack_from("<L", tail, at + 12)
    if at >= _ENDS - _END_LENGTH and tail[at - 20 : at - 16] == _FAR and tail[at - 76 : at - 72] == _END_64:
        (length,) = struct.unpack_from("<Q", tail, at - 76 + 40)
    if length > _LARGEST_LIST:
        raise RefusedError("read.too_many_files", limit=MOST_SEEN)
