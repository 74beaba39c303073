"""The solver's process: interrupted it answers, orphaned it dies."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from huibi.planning.check import check
from huibi.planning.problem import read_problem, read_roster
from roster_cases import planted_document

# Whoever starts the tests in the background leaves Ctrl-C ignored for all that they start.
HEARING = ("env", "--default-signal=INT")
# Large enough that no search proves it before it is interrupted.
HARD = planted_document(3, counties=6, teams=4)


# Alone the command forks its child; beside another thread it has to start an interpreter.
ALONE = ("-m", "huibi.cli.main")
BESIDE = (
    "-c",
    (
        "import threading, time; from huibi.cli.main import main;"
        "threading.Thread(target=time.sleep, args=(300,), daemon=True).start(); main()"
    ),
)
both_ways = pytest.mark.parametrize("way", [ALONE, BESIDE], ids=["forked", "spawned"])


def start(tmp_path: Path, way: tuple[str, ...]) -> tuple["subprocess.Popen[str]", Path]:
    problem, out = tmp_path / "problem.json", tmp_path / "roster.json"
    problem.write_text(json.dumps(HARD), encoding="utf-8")
    command = [sys.executable, *way, "solve", str(problem), "--seconds", "600", "--out", str(out)]
    running = subprocess.Popen([*HEARING, *command], stderr=subprocess.PIPE, text=True)
    running.stderr.readline()  # the first word of progress: the child is at work
    return running, out


def children(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(status.parent.name))
    return found


@both_ways
def test_an_interrupt_writes_the_best_roster(tmp_path, way):
    """Ctrl-C ends the search; what is written is a legal roster that says it was stopped."""
    running, out = start(tmp_path, way)
    running.send_signal(signal.SIGINT)
    try:
        _, told = running.communicate(timeout=120)
    finally:
        running.kill()
        running.wait()
    roster = read_roster(out.read_bytes())
    assert roster.status == "stopped"
    assert check(read_problem(HARD), roster).ok
    assert running.returncode == (1 if roster.unassigned or roster.shortfalls else 0)
    assert "Traceback" not in told


@both_ways
def test_the_child_dies_with_its_parent(tmp_path, way):
    """A parent that is killed leaves no search behind."""
    running, _ = start(tmp_path, way)
    left = children(running.pid)
    assert left
    running.kill()
    running.communicate(timeout=30)
    until = time.monotonic() + 20
    while time.monotonic() < until and any(_alive(pid) for pid in left):
        time.sleep(0.1)
    assert not any(_alive(pid) for pid in left)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"
