"""Uploaded files, a folder for each time that somebody hands some in."""

from collections.abc import Iterable

from huibi.cli.output import write_whole
from huibi_api.settings import Settings


def keep(settings: Settings, made: str, files: Iterable[tuple[str, bytes]]) -> None:
    """Write the files of one upload below the data folder, readable to the service alone."""
    folder = settings.uploads_dir / made
    folder.mkdir(parents=True, mode=0o700)
    for name, data in files:
        write_whole(folder / name, data)
