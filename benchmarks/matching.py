"""Precision and recall of identity matching on invented doubles, by what their rows carry; times and memory.

    python benchmarks/matching.py [--profile county|city] [--scale F] [--seeds 7,8] [--shares]

`--shares` prints how often each level of evidence is so of doubles (m), the measure behind weights.toml.
"""

import argparse
import csv
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

from huibi.matching.comparing import Comparer
from huibi.matching.judging import Match
from huibi.matching.match import matches_among
from huibi.reading import read_register
from huibi.sample import write_sample

KINDS = ("month+unit", "month", "unit", "name")
BANDS = (0.3, 0.5, 0.8, 0.9, 0.95)


def main() -> None:
    """Make the place, match it, print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--profile", default="county")
    asked.add_argument("--scale", type=float, default=1.0)
    asked.add_argument("--seeds", default="7")
    asked.add_argument("--shares", action="store_true")
    options = asked.parse_args()
    for seed in options.seeds.split(","):
        with tempfile.TemporaryDirectory() as folder:
            _measure(Path(folder), options.profile, int(seed), options.scale, shares=options.shares)


def _measure(folder: Path, profile: str, seed: int, scale: float, *, shares: bool) -> None:
    write_sample(folder / "place", profile, seed, scale, twins=folder / "truth.csv")
    begun = time.process_time()
    register = read_register(folder / "place").register
    read = time.process_time() - begun
    with (folder / "truth.csv").open(encoding="utf-8") as file:
        truth = _pairs_of([row for row in csv.DictReader(file) if not {row["a"], row["b"]} & register.aliases.keys()])
    begun = time.process_time()
    comparer = Comparer(register)
    least = comparer.weights.number("threshold", "suggest")
    found = matches_among(comparer, BANDS[0])
    taken = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\n{profile}, seed {seed}, scale {scale}: {len(register.persons)} persons, {len(truth)} doubles")
    print(f"reading {read:.1f} s, matching {taken:.1f} s CPU, {found.of} pairs compared, peak memory {memory} MiB")
    _print_quality(found.found, truth, least)
    if shares:
        _print_shares(comparer, truth)


def _pairs_of(rows: list[dict[str, str]]) -> dict[frozenset[str], dict[str, str]]:
    """Return every pair that is one person, the doubles of one person among themselves too, with the poorer row."""
    doubles: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        doubles[row["a"]].append(row)
    found = {frozenset((row["a"], row["b"])): row for row in rows}
    for some in doubles.values():
        for one, other in combinations(some, 2):
            poorer = max(one, other, key=lambda row: KINDS.index(row["carries"]))
            found[frozenset((one["b"], other["b"]))] = poorer | {"a": one["b"], "b": other["b"]}
    return found


def _print_quality(found: tuple[Match, ...], truth: dict[frozenset[str], dict[str, str]], least: float) -> None:
    doubles = {row["b"]: row["carries"] for row in truth.values()}
    print(f"{'row carries':14}{'doubles':>8}" + "".join(f"   p>={band:<4} prec  rec" for band in BANDS))
    for kind in (*KINDS, "all"):
        wanted = [pair for pair, row in truth.items() if kind in ("all", row["carries"])]
        line = f"{kind:14}{len(wanted):8}"
        for band in BANDS:
            listed = [match for match in found if match.probability >= band]
            hits = [match for match in listed if frozenset((match.a, match.b)) in truth]
            right = [m for m in hits if kind in ("all", truth[frozenset((m.a, m.b))]["carries"])]
            wrong = [
                m
                for m in listed
                if frozenset((m.a, m.b)) not in truth
                and (kind == "all" or kind in (doubles.get(m.a), doubles.get(m.b)))
            ]
            precision = len(right) / max(1, len(right) + len(wrong))
            line += f"{precision:14.3f}{len(right) / max(1, len(wanted)):6.3f}"
        print(line)
    plain = [m for m in found if m.probability >= least and not {m.a, m.b} & doubles.keys()]
    print(f"at {least}: {len(plain)} pairs of two persons of whom neither is a double")


def _print_shares(comparer: Comparer, truth: dict[frozenset[str], dict[str, str]]) -> None:
    profiles = comparer.profiles({person for pair in truth for person in pair})
    levels: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in truth:
        a, b = sorted(pair)
        for piece in comparer.evidence(profiles.of(a), profiles.of(b)):
            levels[piece.what][piece.level] += 1
    for what, counts in levels.items():
        total = counts.total()
        print(what, {level: round(count / total, 4) for level, count in counts.most_common()}, total)


if __name__ == "__main__":
    sys.exit(main())
