"""Real processes of the service for tests: servers and workers that can be killed."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

HUIBI = Path(sys.executable).with_name("huibi")
QUICK = {
    "HUIBI_LEASE_SECONDS": "6",
    "HUIBI_BEAT_SECONDS": "0.5",
    "HUIBI_POLL_SECONDS": "0.2",
    "HUIBI_EVENTS_SECONDS": "0.2",
    "HUIBI_ARGON_TIME": "1",
    "HUIBI_ARGON_MEMORY_KIB": "8",
    "HUIBI_ARGON_PARALLELISM": "1",
}
PATIENCE = 300.0  # seconds: a loaded machine is slow, and no test asserts a time


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of a process of the installation in `folder`."""
    kept = {name: value for name, value in os.environ.items() if name[:6] != "HUIBI_"}  # noqa: TID251 - a test starts processes
    tests = str(Path(__file__).parent)
    return {**kept, **QUICK, "HUIBI_DATA_DIR": str(folder), "PYTHONPATH": tests, **more}


@contextmanager
def running(command: list[str], env: dict[str, str], **more: int) -> Iterator[subprocess.Popen[str]]:
    """Run a process; at the end it is killed, and everything that it left is gone with it."""
    process = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True, **more)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe:
                pipe.close()


@contextmanager
def fake_worker(folder: Path, solver: str) -> Iterator[subprocess.Popen[str]]:
    """Run a worker whose solver is one of tests/fake_solver.py."""
    script = Path(__file__).with_name("fake_worker.py")
    with running([sys.executable, str(script), solver], environment(folder)) as process:
        yield process


@contextmanager
def server(folder: Path, *options: str, **env: str) -> Iterator[tuple[subprocess.Popen[str], str, list[str]]]:
    """Run `huibi serve` on a free port; yield the process, its address and the lines it writes."""
    command = [str(HUIBI), "--lang", "en", "serve", "--port", "0", *options]
    with running(command, environment(folder, **env)) as process:
        lines: queue.Queue[str] = queue.Queue()
        told: list[str] = []

        def listen() -> None:
            for line in process.stderr or ():
                told.append(line)
                lines.put(line)

        listener = threading.Thread(target=listen)
        listener.start()
        address = ""
        while not address:
            found = re.search(r"Serving at (http://\S+)", lines.get(timeout=PATIENCE))
            address = found[1] if found else ""
        yield process, address, told
        process.send_signal(signal.SIGTERM)
        listener.join()


def descendants(pid: int) -> list[int]:
    """Return every process below one, by what /proc says."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
    found, layer = [], [pid]
    while layer:
        layer = [child for child, parent in parents.items() if parent in layer]
        found += layer
    return found


def alive(pid: int) -> bool:
    """Whether a process is there and no mere zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def named(pids: list[int], word: str) -> list[int]:
    """Return those of the processes whose command line holds a word."""
    found = []
    for pid in pids:
        try:
            line = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            continue
        if word.encode() in line:
            found.append(pid)
    return found


def wait_for(happened: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until something has happened; a failure says that it never did."""
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.05)
