"""One job in the hands of a worker: the child, the signs of life, the orders, the end."""

import multiprocessing
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from huibi_api.actions import jobs
from huibi_api.actions.jobs import Claimed, Line, Orders, Outcome
from huibi_api.installation import Installation
from huibi_api.jobs import child
from huibi_api.security.viewer import WORKER

_GLANCE = 0.2  # seconds between looks at pipe and clock
_FLUSH = 0.5  # seconds between writings of progress
_OVERTIME = 60.0  # seconds that a child may take beyond what was asked before it is killed: reading, presolve, checking
_SPAWN = multiprocessing.get_context("spawn")  # the worker has threads, and a fork would copy their locks


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
        self._leaving = leaving
        self._lease = timedelta(seconds=house.settings.lease_seconds)
        self._lines: list[Line] = []
        self._best: Mapping[str, Any] | None = held.checkpoint
        self._began = self._beaten = self._flushed = time.monotonic()
        self._kill_at: float | None = None
        self._stopping = False
        self._pipe, self._process = self._start(run)

    def _start(self, run: child.Run) -> tuple[Connection, SpawnProcess]:
        ours, theirs = _SPAWN.Pipe()
        memory = self._house.settings.solve_memory_mb
        inputs = {**self._held.inputs, "spent": self._held.spent, "checkpoint": self._held.checkpoint}
        process = _SPAWN.Process(
            target=child.main, args=(theirs, os.getpid(), memory, run, inputs), name=f"huibi-{self._held.kind}"
        )
        process.start()
        theirs.close()
        asked = float(self._held.inputs.get("seconds", 0))
        if asked:
            self._kill_at = self._began + 1.5 * max(asked - self._held.spent, 0) + _OVERTIME
        return ours, process

    @property
    def _spent(self) -> float:
        return self._held.spent + time.monotonic() - self._began

    def run(self) -> None:
        """Watch until the end, then write it down; the child never outlives this call."""
        try:
            ended = self._watch()
        finally:
            self._process.kill()
            self._process.join()
            self._pipe.close()
        if ended is None:
            return
        if ended.outcome is not None:
            with self._house.database.write(WORKER) as session:
                self._keep_lines(session)
                jobs.finish(session, self._held, ended.outcome)
            return
        with self._house.database.write(WORKER) as session:
            self._keep_lines(session)
            counts = not self._leaving()
            jobs.give_back(session, self._held, spent=self._spent, note=ended.died, counts=counts)

    def _watch(self) -> Ended | None:
        """Return how it ended; None if the job is no longer ours."""
        while True:
            if self._leaving():
                return Ended(died="worker was told to end")
            if (ended := self._listen()) is not None:
                return ended
            if self._kill_at is not None and time.monotonic() > self._kill_at:
                return self._overtime()
            orders = self._beat()
            if orders is None:
                continue
            if orders.lost:
                return None
            if orders.stop and not self._stopping:
                self._ask_stop()

    def _listen(self) -> Ended | None:
        try:
            if not self._pipe.poll(_GLANCE):
                return None
            message = self._pipe.recv()
        except (EOFError, OSError):
            self._process.join(timeout=5)
            return Ended(died=f"child ended with {self._process.exitcode}")
        return self._hear(*message)

    def _hear(self, word: str, *said: Any) -> Ended | None:  # noqa: ANN401 - what a child sends
        if word == "progress":
            data, checkpoint = said
            self._best = checkpoint or self._best
            self._lines.append(Line(data=data, checkpoint=checkpoint))
            return None
        if word == "done":
            state = jobs.STOPPED if self._stopping else jobs.DONE
            return Ended(Outcome(state=state, result=said[0]))
        if word == "refused":
            return Ended(Outcome(state=jobs.FAILED, error=said[0][0], note=" ".join(said[0])))
        return Ended(Outcome(state=jobs.FAILED, result=self._best, error=said[0], note=said[1]))

    def _overtime(self) -> Ended:
        """End a child that did not end by itself: what it had found is kept, without anything it is a failure."""
        if self._best is None:
            return Ended(Outcome(state=jobs.FAILED, error="job.overtime"))
        status = "stopped" if self._stopping else "feasible"
        state = jobs.STOPPED if self._stopping else jobs.DONE
        return Ended(Outcome(state=state, result={**self._best, "status": status}))

    def _ask_stop(self) -> None:
        self._stopping = True
        self._kill_at = time.monotonic() + self._house.settings.stop_seconds
        try:
            self._pipe.send(child.STOP)
        except OSError:
            return  # it is just ending; the next look tells how

    def _beat(self) -> Orders | None:
        """Give a sign of life when it is time, or write progress; None when neither is due."""
        at = time.monotonic()
        due = at - self._beaten >= self._house.settings.beat_seconds
        if not due and not (self._lines and at - self._flushed >= _FLUSH):
            return None
        with self._house.database.keep_house(WORKER) as session:
            orders = self._keep_lines(session)
        self._beaten = self._flushed = at
        return orders

    def _keep_lines(self, session: Any) -> Orders:  # noqa: ANN401 - a session; jobs know no SQL
        lines, self._lines = self._lines, []
        return jobs.keep(session, self._held, lease=self._lease, spent=self._spent, lines=lines)
