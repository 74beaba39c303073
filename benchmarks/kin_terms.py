"""Times kin terms: `kin_terms.py [CSV]`, a file with a column `term` (by default the golden terms of the tests).

Prints CPU time: loading (import of the room of terms and its data, apart from Python's own start) as the least of
several fresh processes, and reading a term for the first time and again.
"""

import csv
import subprocess
import sys
import time
from pathlib import Path

from huibi.network.terms import read_term

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "kin_terms.csv"
LOAD = """
import time
start = time.process_time()
from huibi.network.terms import read_term
read_term("舅")
print(time.process_time() - start)
"""
PROCESSES = 9


def main(file: str = str(GOLDEN)) -> None:
    """Print milliseconds of loading and microseconds a term."""
    command = [sys.executable, "-c", LOAD]
    loads = sorted(
        float(subprocess.run(command, check=True, capture_output=True).stdout)  # noqa: S603 - our own line
        for _ in range(PROCESSES)
    )
    print(f"loading {loads[0] * 1e3:.1f} ms (median {loads[PROCESSES // 2] * 1e3:.1f} ms)")
    rows = csv.DictReader(Path(file).read_text(encoding="utf-8").splitlines())
    terms = list(dict.fromkeys(row["term"] for row in rows))
    read_term("舅")
    for name in ("first", "again"):
        start = time.process_time()
        for term in terms:
            read_term(term)
        print(f"{name} {(time.process_time() - start) / len(terms) * 1e6:.1f} µs a term, {len(terms)} terms")


if __name__ == "__main__":
    main(*sys.argv[1:])
