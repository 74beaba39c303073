"""Files of a register, wherever they lie: in its folder, in folders inside, or packed; which one is which table."""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from huibi.reading.cells import folded, plain
from huibi.reading.columns import SCHEMA, Table
from huibi.reading.desk import without_numbers

LARGEST_FILE = 512 * 2**20  # bytes on disk
MOST_FILES = 2_000  # personal forms apart
MOST_FORMS = 50_000
MOST_SEEN = 2 * (MOST_FILES + MOST_FORMS)  # photographs and the like lie beside forms
TEXTS = frozenset({".csv"})
WORKBOOKS = frozenset({".xlsx", ".xlsm"})
FORMS = frozenset({".lrmx"})
ARCHIVES = frozenset({".zip"})
OTHER_SPREADSHEETS = frozenset({".xls", ".xlsb", ".et", ".ods"})
OTHER_ARCHIVES = frozenset({".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"})
# Hidden files, locks, what systems leave behind, and rounds beside the register.
_NOT_OURS = re.compile(r"\..*|~\$.*|Thumbs\.db|__MACOSX|round.*\.toml")
_BY_NAME = {folded(word): table for table in SCHEMA.values() for word in (table.key, table.title)}
# What may follow the name of a table that comes in parts: persons-2.csv, 人员（教育局）.csv, 人员2.csv
_PART = re.compile(r"[-_.·(\[【].*|\d+")


# Whatever zipfile raises over bytes that are no sound package: it checks little of what it goes by.
UNSOUND_PACKAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


class RefusedError(Exception):
    """A file that cannot or must not be read; the code says why."""

    def __init__(self, code: str, **params: Any) -> None:  # noqa: ANN401 - sentence parameters
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True)
class Item:
    """A file: `open` gives its bytes from the start, to be read in any order; `size` is that of what it gives.

    `folder` is where it lies inside the register, nothing for the outermost; `path` is None for what is packed.
    """

    name: str
    size: int
    open: Callable[[], BinaryIO]
    folder: tuple[str, ...] = ()
    path: Path | None = None

    @classmethod
    def of(cls, path: Path, folder: tuple[str, ...] = ()) -> "Item":
        """Return a file on disk; raises OSError."""
        return cls(path.name, path.stat().st_size, lambda: path.open("rb"), folder, path)

    @property
    def stem(self) -> str:
        """The name without its end."""
        return PurePosixPath(self.name).stem

    @property
    def suffix(self) -> str:
        """The end of the name, small."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def shown(self) -> str:
        """Where it lies and its name, as it may be shown: no identity number in it."""
        return "/".join((*self.shown_folder, plain(without_numbers(self.name))))

    @property
    def shown_folder(self) -> tuple[str, ...]:
        """The folders in which it lies, as they may be shown."""
        return tuple(plain(without_numbers(part)) for part in self.folder)


def is_ours(name: str) -> bool:
    """Whether a file or folder of this name may belong to a register."""
    return not _NOT_OURS.fullmatch(name)


def is_form(item: Item) -> bool:
    """Whether a file can only be a personal form: by its kind, or by where it lies."""
    return item.suffix in FORMS or (bool(item.folder) and item.suffix in WORKBOOKS)


def table_of(item: Item) -> Table | None:
    """Return the table that a file means by its name."""
    return table_named(item.stem) if item.suffix in TEXTS | WORKBOOKS else None


def table_named(word: str) -> Table | None:
    """Return the table that a file or sheet name means: key or Chinese title, perhaps with a part's mark."""
    whole = folded(word)
    if whole in _BY_NAME:
        return _BY_NAME[whole]
    for start, table in _BY_NAME.items():
        if whole.startswith(start) and _PART.fullmatch(whole, len(start)):
            return table
    return None
