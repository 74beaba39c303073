"""What lies in a register's folder: which file is which table, and what is left alone."""

import re
from pathlib import Path

from huibi.reading.cells import folded
from huibi.reading.columns import SCHEMA, Table

LARGEST_FILE = 512 * 2**20  # bytes on disk
MOST_FILES = 2_000  # personal forms apart
TEXTS = frozenset({".csv"})
WORKBOOKS = frozenset({".xlsx", ".xlsm"})
FORMS = frozenset({".lrmx"})
OTHER_SPREADSHEETS = frozenset({".xls", ".xlsb", ".et", ".ods"})
_NOT_OURS = re.compile(r"\..*|~\$.*|Thumbs\.db|round.*\.toml")  # hidden files, locks, and rounds beside the register
_BY_NAME = {folded(word): table for table in SCHEMA.values() for word in (table.key, table.title)}
# What may follow the name of a table that comes in parts: persons-2.csv, 人员（教育局）.csv, 人员2.csv
_PART = re.compile(r"[-_.·(\[【].*|\d+")


def table_named(word: str) -> Table | None:
    """Return the table that a file or sheet name means: key or Chinese title, perhaps with a part's mark."""
    whole = folded(word)
    if whole in _BY_NAME:
        return _BY_NAME[whole]
    for start, table in _BY_NAME.items():
        if whole.startswith(start) and _PART.fullmatch(whole, len(start)):
            return table
    return None


def listed(path: Path) -> list[Path]:
    """Return what lies in a folder in name order, hidden files and rounds left out; a file stands for itself."""
    if not path.is_dir():
        return [path]
    return sorted((item for item in path.iterdir() if not _NOT_OURS.fullmatch(item.name)), key=lambda item: item.name)
