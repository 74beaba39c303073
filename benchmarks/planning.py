"""Planning beside one plain CP-SAT model: vectors with bounds, times, processor seconds, memory and ratios.

    make bench-planning [CASES="S1 M1 L1 RM1 file.json.gz"] [SECONDS=60] [BEST=best.json]

A case is a family and a seed (see roster_families.py) or a file. Without CASES a run over S, M, T, L and repairs
takes about five minutes. Both sides have the same time and two workers, one after the other; rows appear as they
come, and Ctrl-C ends the run with the row it was at. `filled` is when the shortfall reached its last value, `best`
when any level last fell. BEST is a JSON object: for each name one with the best known `levels`.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from roster_families import write

SECONDS = {"S": 10, "M": 20, "T": 15, "L": 40, "P": 60, "XL": 300, "RS": 10, "RM": 15, "RT": 15, "RL": 20, "RXL": 60}
SHORT = ("S1", "S2", "M1", "T1", "L1", "RM1", "RL1")
ANY_OTHER = 60
PATIENCE = 15  # seconds that a run has to write its line after Ctrl-C
HERE = Path(__file__).parent


def main() -> int:
    """Print the rows; 130 after Ctrl-C."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("cases", nargs="*")
    asked.add_argument("--seconds", type=float)
    asked.add_argument("--best", type=Path)
    asked.add_argument("--alone", action="store_true", help="without the plain model")
    options = asked.parse_args()
    best = json.loads(options.best.read_text(encoding="utf-8")) if options.best else {}
    cases = sorted(options.cases or SHORT, key=lambda case: _name(case).startswith("R"))
    with tempfile.TemporaryDirectory() as folder:
        repairs = False
        for case in cases:
            name = _name(case)
            if name.startswith("R") and not repairs:
                repairs = True
                print("\n== repairs: a roster before, bars that came late")
            if not _case(case, name, Path(folder), options, best.get(name, {}).get("levels")):
                print("stopped")
                return 130
    return 0


def _name(case: str) -> str:
    return Path(case).name.split(".")[0]


def _case(case: str, name: str, folder: Path, options: argparse.Namespace, known: list[int] | None) -> bool:
    """Print one case's rows; return whether nobody stopped it."""
    try:
        file = Path(case) if Path(case).is_file() else write(folder, case)
    except KeyboardInterrupt:
        return False
    family = re.match(r"[A-Z]*", name)
    seconds = options.seconds or SECONDS.get(family[0] if family else "", ANY_OTHER)
    print(f"\n{name}, {seconds:g} s")
    ours, going = _run("huibi", file, seconds)
    _show("huibi", ours)
    if known and ours:
        print("  best known      ", *known)
        print("  huibi to best   ", _ratios(ours["values"], known), flush=True)
    if going and not options.alone:
        plain, going = _run("plain", file, seconds)
        _show("plain", plain)
        if ours and plain and plain["values"]:
            print("  huibi to plain  ", _ratios(ours["values"], plain["values"]), flush=True)
    return going


def _run(who: str, file: Path, seconds: float) -> tuple[dict[str, Any] | None, bool]:
    """Return what the run wrote, if it did, and whether nobody stopped it."""
    command = [sys.executable, str(HERE / "planning_run.py"), who, str(file), str(seconds)]
    going = True
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:  # noqa: S603 - our own script
        try:
            told, _ = running.communicate()
        except KeyboardInterrupt:
            going = False
            try:
                told, _ = running.communicate(timeout=PATIENCE)
            except (subprocess.TimeoutExpired, KeyboardInterrupt):
                running.kill()
                told, _ = running.communicate()
    lines = told.splitlines()
    return (json.loads(lines[-1]) if lines else None), going


def _show(who: str, found: dict[str, Any] | None) -> None:
    if found is None:
        print(f"  {who}: no answer", flush=True)
        return
    filled, best = (f"{found[key]:.1f}" if found[key] is not None else "–" for key in ("filled", "best"))
    times = f"filled {filled} s, best {best} s of {found['seconds']:.1f} s, {found['cpu']} CPU s"
    print(f"  {who}: {found['status']}, {times}, {found['megabytes']} MB")
    if found["values"]:
        width = max(len(str(value)) for value in found["values"])
        bounds = found["bounds"] + [None] * (len(found["values"]) - len(found["bounds"]))
        print("    value ", *(f"{value:>{width}}" for value in found["values"]))
        print("    bound ", *(f"{'–' if bound is None else bound:>{width}}" for bound in bounds), flush=True)


def _ratios(values: Sequence[int], others: Sequence[int]) -> str:
    """Return value over value of each level; `0+3` where the other is 0."""
    pairs = zip(values, others, strict=True)
    return " ".join(f"{a / b:.2f}" if b else "1.00" if a == 0 else f"0+{a}" for a, b in pairs)


if __name__ == "__main__":
    sys.exit(main())
