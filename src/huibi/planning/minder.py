"""The solver's process from outside: started, listened to, stopped, and killed when it does not end by itself."""

import json
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any

from huibi.model.rosters import Problem
from huibi.planning import offspring
from huibi.planning.board import State

_LISTEN = 0.1
_GRACE = 10.0  # seconds beyond its limit that the child gets before it is killed
_STOP_GRACE = 5.0
Lines = queue.Queue[bytes | None]


class SolverError(RuntimeError):
    """The solver's process failed: our own fault."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to search: seconds (deterministic ones where official), workers, seed, further rosters and how far apart."""

    seconds: float
    workers: int
    seed: int
    official: bool
    alternatives: int = 0
    distance: int = 1

    def to_json(self) -> dict[str, Any]:
        """Return the options as JSON-ready data."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Course:
    """What the child has told: its latest report, and how it ended."""

    latest: dict[str, Any] | None = None
    others: list[dict[str, Any]] = field(default_factory=list)
    done: bool = False
    stopped: bool = False


class Minder:
    """One child with one problem; `run` returns when it is done, stopped, out of time or dead."""

    def __init__(self, problem: Problem, options: Options, start: State | None = None) -> None:
        self.course = Course()
        self._options = options
        self._deadline: float | None = None
        self._lines: Lines = queue.Queue()
        begin = None if start is None else [start.team_of, start.role_of, start.unit_team]
        self._child = offspring.start(problem, options.to_json() | {"start": begin})
        threading.Thread(target=_pump, args=(self._child.stdout, self._lines), daemon=True).start()

    def run(self, on_report: Callable[[dict[str, Any]], None], stop: Callable[[], bool] | None) -> Course:
        """Listen to the end; Ctrl-C or a true `stop` keeps the best. Raises SolverError in the child's own words."""
        try:
            while not self.course.done:
                try:
                    if not self._turn(on_report, stop):
                        break
                except KeyboardInterrupt:
                    if self.course.stopped:
                        break
                    self._stop()
        finally:
            self._end()
        return self.course

    def _turn(self, on_report: Callable[[dict[str, Any]], None], stop: Callable[[], bool] | None) -> bool:
        """Take one line or wait a little; False when nothing more is to come."""
        if stop is not None and not self.course.stopped and stop():
            self._stop()
        try:
            line = self._lines.get(timeout=_LISTEN)
        except queue.Empty:
            return self._deadline is None or time.monotonic() < self._deadline
        if line is None:
            return False
        message = json.loads(line)
        if "failed" in message:
            raise SolverError(message["failed"])
        if "done" in message:
            self.course.done = True
            return True
        if "another" in message:
            self.course.others.append(message)
            return True
        self.course.latest = message
        if self._deadline is None and not self._options.official:
            limit = self._options.seconds * (1 + self._options.alternatives)
            self._deadline = time.monotonic() + limit + _GRACE
        on_report(message)
        return True

    def _stop(self) -> None:
        self.course.stopped = True
        self._deadline = time.monotonic() + _STOP_GRACE
        try:
            self._child.stdin.write(b"stop\n")
            self._child.stdin.flush()
        except BrokenPipeError:
            return  # it died; the end of its output says so

    def _end(self) -> None:
        self._child.end()
        try:
            self._child.stdin.close()
        except BrokenPipeError:
            return


def _pump(stream: IO[bytes], lines: Lines) -> None:
    """Pass lines on until the stream ends, then close it."""
    with stream:
        for line in stream:
            lines.put(line)
    lines.put(None)
