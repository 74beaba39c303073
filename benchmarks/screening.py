"""Screening at full size: times, memory, and ratios against networkx alone, in one run.

    screening.py [--scale F] [PROFILE …]      county and city if none is named; F 1 is full size

Each invented place is drawn, read and screened. Times are processor seconds of this process and of the second one that
a large register is screened with, so that other work on the machine does not count; memory is the most that both took
together, shared pages counted once. The baseline holds the kin rows in a networkx
graph and asks who is within five rows of each person of the pool and each member of a body or keys: no classes, no
sexes, no unnamed persons, no certainty, no chains. Ctrl-C ends the run after what has been printed.
"""

import argparse
import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import networkx as nx
from memory_watch import Watched
from screening_changes import measure_changes

from huibi.model.findings import Findings
from huibi.model.register import Register
from huibi.model.rounds import Round
from huibi.network.standing import Standing
from huibi.policy import load_policy
from huibi.reading import read_register, read_round
from huibi.sample import write_sample
from huibi.screening.screen import screen, screened_persons

STEPS = 5
Result = TypeVar("Result")


def timed(what: str, work: Callable[[], Result]) -> tuple[Result, float]:
    """Do the work and print what it took."""
    gc.collect()
    with Watched(os.getpid()) as memory:
        start, wall = spent(), time.monotonic()
        result = work()
        seconds, passed = spent() - start, time.monotonic() - wall
    print(f"  {what:34} {seconds:8.2f} s  ({passed:.1f} s wall, {memory.most / 2**30:.2f} GiB)", flush=True)
    return result, seconds


def spent() -> float:
    """Return the processor seconds of this process and of those that it began and that have ended."""
    taken = os.times()
    return taken.user + taken.system + taken.children_user + taken.children_system


def looked_at(register: Register, round_: Round) -> list[str]:
    """Return the pool and the members of bodies and keys: those whose kin a round asks about."""
    standing = Standing(register, round_.as_of, round_.end)
    units = [entry.unit for entry in round_.units]
    members = {person for unit in units for person in (*standing.body(unit), *standing.keys(unit))}
    return sorted(members | set(screened_persons(register, round_)))


def kin_graph(register: Register) -> "nx.Graph[str]":
    """Return the kin rows as a graph of persons."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((row.person, row.relative) for row in register.kin)
    return graph


def near(graph: "nx.Graph[str]", persons: list[str]) -> int:
    """Return how many pairs are within the steps."""
    kin = (nx.single_source_shortest_path_length(graph, person, STEPS) for person in persons if person in graph)
    return sum(map(len, kin))


def measure(profile: str, scale: float, folder: Path) -> None:
    """Print the figures of one place."""
    print(f"{profile}, scale {scale:g}")
    timed("drawing the place", lambda: write_sample(folder, profile, 1, scale))
    register, _ = timed("reading", lambda: read_register(folder).register)
    gc.freeze()  # as the command does
    round_ = read_round(folder / "round.toml", register)
    policy = load_policy(round_.policy)
    persons = looked_at(register, round_)
    print(f"  {len(register.persons)} persons, {len(register.kin)} kin rows, {len(persons)} looked at")
    found, whole = timed("screening: all codes and the index", lambda: screen(register, round_, policy))
    told(found)
    one, _ = timed("one person screened again", lambda: again(register, round_, persons))
    graph, load = timed("networkx: loading the kin rows", lambda: kin_graph(register))
    pairs, search = timed("networkx: within five rows", lambda: near(graph, persons))
    print(f"  {pairs} pairs within five rows; {one} findings of one person")
    print(f"  screening / networkx alone: {whole / (load + search):.1f}", flush=True)
    measure_changes(register, round_)


def again(register: Register, round_: Round, persons: list[str]) -> int:
    """Screen one person by a run of its own, as `huibi screen --person` does."""
    return len(screen(register, round_, load_policy(round_.policy), person=persons[0]).findings)


def told(found: Findings) -> None:
    """Print what was found."""
    print(f"  {len(found.findings)} findings, {len(found.apart)} pairs apart, {len(found.risks)} indexes")


def main() -> None:
    """Measure the places named."""
    parser = argparse.ArgumentParser(description="Screening at full size.")
    parser.add_argument("profiles", nargs="*", default=["county", "city"])
    parser.add_argument("--scale", type=float, default=1.0)
    given = parser.parse_args()
    try:
        for profile in given.profiles:
            with tempfile.TemporaryDirectory() as folder:
                measure(profile, given.scale, Path(folder) / profile)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)


if __name__ == "__main__":
    main()
