"""What a large piece of work has freed stays at hand until it is done, and goes back to the system then."""

import subprocess
import sys

from huibi import heap

PIECES = 256
SIZE = 400_000  # bytes, of each
WORK = f"""
import os
from huibi.heap import freed_memory_kept

def taken():
    return int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGESIZE")

before = taken()
with freed_memory_kept():
    pieces = [b"x" * {SIZE} for _ in range({PIECES})]
    held = taken() - before
    del pieces
    kept = taken() - before
print(held, kept, taken() - before)
"""


def test_freed_memory_is_kept_and_then_given_back():
    """A process of its own, whose memory nothing else moves."""
    done = subprocess.run([sys.executable, "-c", WORK], capture_output=True, text=True, check=True)
    held, kept, left = map(int, done.stdout.split())
    assert held >= PIECES * SIZE
    assert kept >= held // 2
    assert left <= held // 10


def test_another_c_library_does_without(monkeypatch):
    """There the work is done all the same."""
    monkeypatch.setattr(heap, "_library", lambda: None)
    with heap.freed_memory_kept():
        done = sum(range(10))
    assert done == 45
