"""One job in the hands of a worker: the child, what it says, the orders, the end."""

import logging
import multiprocessing
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from huibi_api.actions import jobs
from huibi_api.actions.jobs import DONE, FAILED, STOPPED, Claimed, Line, Outcome
from huibi_api.installation import Installation
from huibi_api.jobs import child
from huibi_api.jobs.heart import Heart
from huibi_api.security.viewer import WORKER

_GLANCE = 0.2  # seconds between looks at pipe and clock
_FLUSH = 0.5  # seconds between writings of progress
_OVERTIME = 60.0  # seconds beyond what was asked before a child is killed: reading, presolve, checking
_SPAWN = multiprocessing.get_context("spawn")  # the worker has threads, and a fork would copy their locks
_log = logging.getLogger("huibi.worker")


@dataclass(frozen=True, slots=True)
class Ended:
    """The child's last word, or that it died without one (`died`)."""

    outcome: Outcome | None = None
    died: str = ""


class Supervision:
    """Runs one claimed job to its end; `leaving` tells whether the worker itself is to end."""

    def __init__(self, house: Installation, held: Claimed, run: child.Run, leaving: Callable[[], bool]) -> None:
        self._house = house
        self._held = held
        self._run_child = run
        self._leaving = leaving
        self._heart = Heart(house, held)
        self._lines: list[Line] = []
        self._best: Mapping[str, Any] | None = held.checkpoint
        self._flushed = 0.0
        self._kill_at: float | None = None
        self._stopping = False

    def run(self) -> None:
        """Work until the end, then write it down; the child never outlives this call."""
        with self._heart:
            ended = self._work()
        if ended is None:
            return  # somebody else has the job: whatever we know is no longer wanted
        with self._house.database.write(WORKER) as session:
            spent = self._heart.spent
            jobs.keep(session, self._held, lease=self._heart.lease, spent=spent, lines=self._lines)
            if ended.outcome is not None:
                jobs.finish(session, self._held, ended.outcome)
            else:
                jobs.give_back(session, self._held, spent=spent, note=ended.died, counts=not self._leaving())

    def _work(self) -> Ended | None:
        try:
            with self._house.database.read(WORKER) as session:
                held = jobs.gather(session, self._held, self._house.keys, self._house.settings)
        except Exception as error:  # noqa: BLE001 - told and written down; the worker goes on with the next job
            _log.exception("job %s could not be loaded", self._held.job)
            return Ended(Outcome(state=FAILED, error="job.broken", note=f"{type(error).__name__}: {error}"))
        pipe, process = self._start(held)
        try:
            return self._watch(pipe, process)
        finally:
            process.kill()
            process.join()
            pipe.close()

    def _start(self, held: Claimed) -> tuple[Connection, SpawnProcess]:
        ours, theirs = _SPAWN.Pipe()
        memory = self._house.settings.solve_memory_mb
        inputs = {**held.inputs, "spent": held.spent, "checkpoint": held.checkpoint}
        process = _SPAWN.Process(
            target=child.main,
            args=(theirs, os.getpid(), memory, self._run_child, inputs),
            name=f"huibi-{held.kind}",
        )
        process.start()
        theirs.close()
        asked = float(held.inputs.get("seconds", 0))
        if asked:
            self._kill_at = time.monotonic() + 1.5 * max(asked - held.spent, 0) + _OVERTIME
        return ours, process

    def _watch(self, pipe: Connection, process: SpawnProcess) -> Ended | None:
        """Return how it ended; None if the job is no longer ours."""
        while True:
            if self._leaving():
                return Ended(died="worker was told to end")
            if (ended := self._listen(pipe, process)) is not None:
                return ended
            if self._kill_at is not None and time.monotonic() > self._kill_at:
                return self._overtime()
            if self._lines and time.monotonic() - self._flushed >= _FLUSH:
                lines, self._lines = self._lines, []
                self._heart.beat(lines)
                self._flushed = time.monotonic()
            if self._heart.lost:
                return None
            if self._heart.stop and not self._stopping:
                self._ask_stop(pipe)

    def _listen(self, pipe: Connection, process: SpawnProcess) -> Ended | None:
        try:
            if not pipe.poll(_GLANCE):
                return None
            message = pipe.recv()
        except (EOFError, OSError):
            process.join(timeout=5)
            return Ended(died=f"child ended with {process.exitcode}")
        return self._hear(*message)

    def _hear(self, word: str, *said: Any) -> Ended | None:  # noqa: ANN401 - what a child sends
        if word == "progress":
            data, checkpoint = said
            self._best = checkpoint or self._best
            self._note(Line(data=data, checkpoint=checkpoint))
            return None
        if word == "done":
            return Ended(Outcome(state=STOPPED if self._stopping else DONE, result=said[0]))
        if word == "refused":
            return Ended(Outcome(state=FAILED, error=said[0][0], note=" ".join(said[0])))
        return Ended(Outcome(state=FAILED, result=self._best, error=said[0], note=said[1]))

    def _note(self, line: Line) -> None:
        """Keep a line for the next writing; of several of one level that wait for it the last one is enough."""
        before = self._lines[-1] if self._lines else None
        if before is not None and before.checkpoint is None and before.data.get("level") == line.data.get("level"):
            self._lines.pop()
        self._lines.append(line)

    def _overtime(self) -> Ended:
        """End a child that did not end by itself: what it had found is kept, without anything it is a failure."""
        if self._best is None:
            return Ended(Outcome(state=FAILED, error="job.overtime"))
        status = "stopped" if self._stopping else "feasible"
        return Ended(Outcome(state=STOPPED if self._stopping else DONE, result={**self._best, "status": status}))

    def _ask_stop(self, pipe: Connection) -> None:
        self._stopping = True
        self._kill_at = time.monotonic() + self._house.settings.stop_seconds
        try:
            pipe.send(child.STOP)
        except OSError:
            return  # it is just ending; the next look tells how
