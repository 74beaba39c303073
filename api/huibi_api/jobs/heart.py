"""Signs of life, given beside the work: however long that takes to load or to send, the lease does not run out."""

import logging
import threading
import time
from datetime import timedelta
from types import TracebackType
from typing import Self

from sqlalchemy.exc import SQLAlchemyError

from huibi_api.actions import jobs
from huibi_api.actions.jobs import Claimed
from huibi_api.installation import Installation
from huibi_api.security.viewer import WORKER

_log = logging.getLogger("huibi.worker")


class Heart:
    """Beats for one claimed job until it is left; `lost` and `stop` are the last orders that were heard."""

    def __init__(self, house: Installation, held: Claimed) -> None:
        self._house = house
        self._held = held
        self.lease = timedelta(seconds=house.settings.lease_seconds)
        self._began = self._heard = time.monotonic()
        self._left = threading.Event()
        self._thread = threading.Thread(target=self._run, name="huibi-heart", daemon=True)
        self.lost = self.stop = False

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left.set()
        self._thread.join()

    @property
    def spent(self) -> float:
        """Seconds that all attempts at this job have worked."""
        return self._held.spent + time.monotonic() - self._began

    def beat(self, lines: list[jobs.Line]) -> None:
        """Give a sign of life and write progress down."""
        with self._house.database.keep_house(WORKER) as session:
            orders = jobs.keep(session, self._held, lease=self.lease, spent=self.spent, lines=lines)
        self._heard = time.monotonic()
        self.lost, self.stop = orders.lost, orders.stop

    def _run(self) -> None:
        while not self._left.wait(self._house.settings.beat_seconds):
            try:
                self.beat([])
            except SQLAlchemyError:
                _log.exception("no sign of life could be given; trying again")
                if time.monotonic() - self._heard > self._house.settings.lease_seconds:
                    self.lost = True
