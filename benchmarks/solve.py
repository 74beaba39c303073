"""Solves roster problems and sets the vectors beside the best that is known: `solve.py BEST SECONDS PROBLEM …`.

BEST is a JSON object: for each name (file name up to the first dot) an object with the best known `levels`.
"""

import json
import sys
from pathlib import Path

from huibi.planning.problem import read_problem
from huibi.planning.solve import solve


def ratio(value: int, best: int) -> str:
    """Return value over best, told apart where the best is 0."""
    return f"{value / best:.2f}" if best else "1.00" if value == 0 else f"0+{value}"


def main(best_file: str, seconds: str, *files: str) -> None:
    """Print for each problem status, seconds, the vector, its bounds, the best known and the ratios."""
    best = json.loads(Path(best_file).read_text(encoding="utf-8"))
    for file in files:
        name = Path(file).name.split(".")[0]
        roster = solve(read_problem(Path(file).read_bytes()), seconds=float(seconds))
        values = [level.value for level in roster.levels]
        known = best.get(name, {}).get("levels", values)
        print(f"{name} {roster.status} {roster.seconds:.1f} s")
        print("  found ", *values)
        print("  bound ", *("–" if level.bound is None else level.bound for level in roster.levels))
        print("  best  ", *known)
        print("  ratio ", *(ratio(value, least) for value, least in zip(values, known, strict=True)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
