"""What a register is made of: its files in order, forms in folders inside and packed ones too; the rest is told."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from huibi.messages import reason_of
from huibi.model.register import TABLES
from huibi.reading.archives import packed
from huibi.reading.cells import plain
from huibi.reading.desk import Desk, without_numbers
from huibi.reading.files import (
    ARCHIVES,
    FORMS,
    MOST_FILES,
    MOST_FORMS,
    MOST_SEEN,
    TEXTS,
    WORKBOOKS,
    Item,
    RefusedError,
    is_form,
    is_ours,
    table_of,
)

DEEPEST = 8  # folders in folders


def found_in(path: Path, desk: Desk, held: ExitStack) -> list[Item]:
    """Return the files of a register in the order of their names; `held` keeps archives open while they are read.

    Tables lie outermost. A folder inside holds forms; one that holds tables is a register of its own, and is left and
    told like all else that is not read. Raises OSError where the register's own folder cannot be listed.
    """
    walk = _Walk(desk, held)
    if path.is_dir():
        items = list(islice(walk.folder(path, ()), MOST_SEEN + 1))
    elif path.suffix.lower() in ARCHIVES:
        items = walk.archive(Item.of(path), ())
    else:
        return [Item.of(path)]
    items = _without_registers(_outermost(items), desk)
    return _within_limits(sorted(items, key=lambda item: (item.suffix in FORMS, item.name, item.folder)), path, desk)


@dataclass(frozen=True, slots=True)
class _Walk:
    desk: Desk
    held: ExitStack

    def folder(self, path: Path, above: tuple[str, ...]) -> Iterator[Item]:
        """Yield the files in a folder and below it."""
        for entry in sorted(path.iterdir(), key=lambda entry: entry.name):
            if is_ours(entry.name):
                yield from self._entry(entry, above)

    def _entry(self, entry: Path, above: tuple[str, ...]) -> Iterator[Item]:
        shown = _shown((*above, entry.name))
        try:
            if entry.is_dir():
                inside = self.folder(entry, (*above, entry.name)) if self._is_open(entry, above) else iter(())
                if first := next(inside, None):
                    yield first
                    yield from inside
                else:
                    self.desk.note("read.folder_left", file=shown)
            elif entry.suffix.lower() in ARCHIVES:
                yield from self.archive(Item.of(entry, above), (*above, entry.name))
            elif entry.is_file() or (not entry.exists() and entry.suffix.lower() in FORMS | TEXTS | WORKBOOKS):
                yield Item.of(entry, above)
            else:
                self.desk.note("read.file_unknown", file=shown)  # a pipe would be waited for
        except OSError as error:
            self.desk.bad_file("read.unreadable", shown, reason=reason_of(error))

    @staticmethod
    def _is_open(entry: Path, above: tuple[str, ...]) -> bool:
        return not entry.is_symlink() and len(above) < DEEPEST and os.access(entry, os.R_OK | os.X_OK)

    def archive(self, archive: Item, folder: tuple[str, ...]) -> list[Item]:
        """Return the files in an archive, but no archives in it."""
        found: list[Item] = []
        try:
            for item in packed(archive, folder, self.held):
                if len(item.folder) - len(folder) > DEEPEST:
                    self.desk.note("read.folder_left", file=_shown((*folder, *item.folder[len(folder) :][:1], "…")))
                elif item.suffix in ARCHIVES:
                    self.desk.note("read.archive_inside", file=item.shown)
                else:
                    found.append(item)
        except RefusedError as error:
            self.desk.bad_file(error.code, archive.shown, **error.params)
            self.desk.unsure.update(TABLES)
        return found


def _outermost(items: list[Item]) -> list[Item]:
    """Return the files as they lie below the first folder that holds more than one thing: folders get packed whole."""
    while items and all(item.folder for item in items) and len({item.folder[0] for item in items}) == 1:
        items = [replace(item, folder=item.folder[1:]) for item in items]
    return items


def _without_registers(items: list[Item], desk: Desk) -> list[Item]:
    own = {item.folder for item in items if item.folder and table_of(item)}
    for folder in sorted(own):
        desk.note("read.register_inside", file=_shown(folder))
    return [item for item in items if own.isdisjoint(item.folder[:size] for size in range(1, len(item.folder) + 1))]


def _within_limits(items: list[Item], path: Path, desk: Desk) -> list[Item]:
    """Return the items; nothing, and a fault, where they are more than a register can hold."""
    forms = sum(map(is_form, items))
    others = sum(not item.folder and not is_form(item) for item in items)
    for count, most in ((forms, MOST_FORMS), (others, MOST_FILES), (len(items), MOST_SEEN)):
        if count > most:
            desk.bad_file("read.too_many_files", path.name, limit=most)
            return []
    return items


def _shown(parts: tuple[str, ...]) -> str:
    return "/".join(plain(without_numbers(part)) for part in parts)
