"""The most memory that a process and its children took together, shared pages counted once.

    memory_watch.py PID     samples until its input ends, then prints bytes

A process of its own: a thread in the one that is watched would keep it from working with a second process.
"""

import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

INTERVAL = 2.0  # seconds: looking through the pages of a city takes a tenth of one


class Watched:
    """Within the block the memory of this process and its children is watched; `most` is bytes, after the block."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.most = 0

    def __enter__(self) -> Self:
        command = [sys.executable, __file__, str(self._pid)]
        self._watch = subprocess.Popen(  # noqa: S603 - this very file
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        told, _ = self._watch.communicate()
        self.most = int(told or 0)


def tree(pid: int, but: int) -> Iterator[int]:
    """Yield a process and those that it began, one left out."""
    yield pid
    with suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            if int(child) != but:
                yield from tree(int(child), but)


def share(pid: int) -> int:
    """Return the bytes of a process, of shared pages its share; 0 where it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def watch(pid: int, own: int) -> int:
    """Return the most that was seen until the input ends."""
    most = 0
    while not select.select([sys.stdin], [], [], INTERVAL)[0]:
        most = max(most, sum(map(share, tree(pid, own))))
    return max(most, sum(map(share, tree(pid, own))))


if __name__ == "__main__":
    print(watch(int(sys.argv[1]), int(Path("/proc/self").resolve().name)))
