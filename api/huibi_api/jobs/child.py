"""The child process: started by spawn, killable, gone with its worker.

It knows no database: inputs come over a pipe, progress and the result go back over it.
"""

import ctypes
import os
import resource
import signal
import threading
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from typing import Any, Protocol

from huibi.errors import HuibiError

STOP = "stop"
_PR_SET_PDEATHSIG = 1
_MEBIBYTE = 1024 * 1024


class Report(Protocol):
    """Takes a line of progress and, where there is a better one, the best result so far."""

    def __call__(self, data: Mapping[str, Any], checkpoint: Mapping[str, Any] | None = None) -> None:
        """Send it to the worker."""


Run = Callable[[Mapping[str, Any], Report, threading.Event], Mapping[str, Any]]


def die_with_parent(parent: int) -> None:
    """Ask the kernel to kill this process when the one that started it is gone; Linux only, else nothing happens."""
    libc = ctypes.CDLL(None, use_errno=True)
    prctl = getattr(libc, "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was gone before we asked
        os.kill(os.getpid(), signal.SIGKILL)


def main(pipe: Connection, parent: int, memory_mb: int, run: Run, inputs: Mapping[str, Any]) -> None:
    """Run one job and say what came of it: done, refused (the input's fault) or broken (ours)."""
    die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the worker decides
    if memory_mb:
        resource.setrlimit(resource.RLIMIT_AS, (memory_mb * _MEBIBYTE, memory_mb * _MEBIBYTE))
    stop = threading.Event()
    threading.Thread(target=_listen, args=(pipe, stop), daemon=True).start()
    sending = threading.Lock()

    def send(*message: object) -> None:
        with sending:
            pipe.send(message)

    def report(data: Mapping[str, Any], checkpoint: Mapping[str, Any] | None = None) -> None:
        send("progress", dict(data), checkpoint)

    try:
        send("done", run(inputs, report, stop))
    except HuibiError as error:
        send("refused", [fault.code for fault in error.faults])
    except MemoryError:
        send("broken", "job.memory", "out of memory")
    except Exception as error:  # noqa: BLE001 - whatever it is, the worker must hear of it
        send("broken", "job.broken", f"{type(error).__name__}: {error}")


def _listen(pipe: Connection, stop: threading.Event) -> None:
    """Wait for the word to stop; a pipe that ends means that the worker is gone."""
    try:
        while pipe.recv() != STOP:
            continue
    except (EOFError, OSError):
        os.kill(os.getpid(), signal.SIGKILL)
    stop.set()
