"""How the solver's process comes to be: forked where this process is one thread alone, a new interpreter elsewhere."""

import gc
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any, Protocol

from huibi.model.rosters import Problem

_THREADS = Path("/proc/self/task")


class Offspring(Protocol):
    """A running child: what it reads, what it writes, and the end of it."""

    stdin: IO[bytes]
    stdout: IO[bytes]

    def end(self) -> None:
        """Kill the child and wait for it."""


def start(problem: Problem, asked: dict[str, Any]) -> Offspring:
    """Return a child that searches the problem as asked (see `child.search`)."""
    return _Forked(problem, asked) if _alone() else _Spawned(problem, asked)


def _alone() -> bool:
    """Whether a fork is safe: no thread, of Python or of a library, could hold a lock at that moment."""
    return sys.platform == "linux" and _THREADS.is_dir() and len(list(_THREADS.iterdir())) == 1


class _Forked:
    """A copy of this process: nothing has to be loaded or read again."""

    def __init__(self, problem: Problem, asked: dict[str, Any]) -> None:
        ours, theirs = os.pipe(), os.pipe()
        parent, begun = os.getpid(), time.monotonic()
        self._pid = os.fork()
        if self._pid == 0:
            try:
                _forget(ours[0], theirs[1])
                from huibi.planning import child  # noqa: PLC0415 - as its docstring says

                gc.disable()  # as in `child.main`
                child.work(parent, asked, problem, begun)
            finally:
                os._exit(1)
        os.close(ours[0])
        os.close(theirs[1])
        self.stdin: IO[bytes] = os.fdopen(ours[1], "wb")
        self.stdout: IO[bytes] = os.fdopen(theirs[0], "rb")

    def end(self) -> None:
        """Kill the child and wait for it."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)


def _forget(reading: int, writing: int) -> None:
    """Leave what belongs to the parent: its signals, its terminal, its files and connections."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_WRONLY)
    for source, target in ((reading, 0), (writing, 1), (nothing, 2)):
        os.dup2(source, target)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    sys.stdin = os.fdopen(0, encoding="utf-8")


class _Spawned:
    """A new interpreter, told by its standard input."""

    def __init__(self, problem: Problem, asked: dict[str, Any]) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", "huibi.planning.child", str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdin is not None  # noqa: S101 - asked for
        assert self._process.stdout is not None  # noqa: S101
        self.stdin: IO[bytes] = self._process.stdin
        self.stdout: IO[bytes] = self._process.stdout
        try:
            for line in (json.dumps(asked).encode(), problem.model_dump_json(exclude_none=True).encode()):
                self.stdin.write(line + b"\n")
            self.stdin.flush()
        except BrokenPipeError:
            return  # it died; the end of its output says so

    def end(self) -> None:
        """Kill the child and wait for it."""
        self._process.kill()
        self._process.wait()
