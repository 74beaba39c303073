"""The worker process: takes one job after the other; may be killed at any moment."""

import logging
import os
import signal
import socket
import threading
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from huibi.errors import Exit
from huibi_api.actions import jobs, registers, rosters, screenings
from huibi_api.actions.jobs import Claimed
from huibi_api.installation import Installation, open_installation
from huibi_api.jobs import child, importing, screening, solving
from huibi_api.jobs.supervision import Supervision
from huibi_api.security.viewer import WORKER
from huibi_api.settings import Settings

CHILDREN: Mapping[str, child.Run] = {
    registers.KIND: importing.read,
    screenings.KIND: screening.screen,
    rosters.KIND: solving.solve,
}
_log = logging.getLogger("huibi.worker")


class Worker:
    """Takes up jobs of the kinds that it has a function for, until it is told to end."""

    def __init__(self, house: Installation, children: Mapping[str, child.Run] = CHILDREN) -> None:
        self._house = house
        self._children = children
        self._end = threading.Event()
        self.owner = f"{socket.gethostname()}:{os.getpid()}:{id(self):x}"

    def end(self) -> None:
        """Ask the worker to end: what it holds goes back into the line at once."""
        self._end.set()

    def run(self) -> None:
        """Work until asked to end."""
        while not self._end.is_set():
            try:
                worked = self.run_one()
            except SQLAlchemyError:
                _log.exception("the database does not answer; trying again")
                worked = False
            if not worked:
                self._end.wait(self._house.settings.poll_seconds)

    def run_one(self) -> bool:
        """Take up one job and bring it to its end; False if none was waiting."""
        held = self._claim()
        if held is None:
            return False
        _log.info("job %s taken up, attempt %d", held.job, held.attempt)
        Supervision(self._house, held, self._children[held.kind], self._end.is_set).run()
        return True

    def _claim(self) -> Claimed | None:
        settings, database = self._house.settings, self._house.database
        with database.write(WORKER) as session:
            jobs.sweep(session)
        with database.keep_house(WORKER) as session:
            lease = timedelta(seconds=settings.lease_seconds)
            return jobs.claim(session, owner=self.owner, lease=lease, kinds=tuple(self._children))


def run_worker(house: Installation, children: Mapping[str, child.Run] = CHILDREN) -> Exit:
    """Run a worker in this process until SIGTERM or Ctrl-C."""
    worker = Worker(house, children)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.end())
    worker.run()
    return Exit.DONE


def tell_operators() -> None:
    """Write what operators want to know to standard error."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("huibi").setLevel(logging.INFO)


def main(settings: Settings, parent: int) -> None:
    """Be a worker that a server started, and end with it."""
    child.die_with_parent(parent)
    tell_operators()
    run_worker(open_installation(settings))
