"""The server process: uvicorn on a socket that is already open, a sweeper of lost jobs, and workers if asked for."""

import asyncio
import logging
import multiprocessing
import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.context import SpawnProcess

import uvicorn
from sqlalchemy.exc import SQLAlchemyError

from huibi.cli.output import tell
from huibi.errors import Exit, UsageError
from huibi.messages import reason_of, say
from huibi_api.actions import jobs
from huibi_api.app import create_app
from huibi_api.installation import Installation
from huibi_api.jobs import worker
from huibi_api.security.viewer import WORKER
from huibi_api.settings import Settings

_GOODBYE_SECONDS = 5
_TURN_SECONDS = 1.0
_PAUSE_MOST = 32  # turns: a worker that dies at its start is not started over and over
_SPAWN = multiprocessing.get_context("spawn")
_log = logging.getLogger("huibi.server")


def run_server(
    house: Installation, listener: socket.socket, *, workers: int, greet: Callable[[int], None] | None = None
) -> Exit:
    """Serve on an open socket until SIGTERM or Ctrl-C; the address is told, and `greet` called with the port, then."""
    settings = house.settings
    config = uvicorn.Config(
        create_app(house),
        log_level="warning",
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        server_header=False,
        timeout_graceful_shutdown=_GOODBYE_SECONDS,
    )
    with _Behind(house, workers), suppress(KeyboardInterrupt):
        _Server(config, settings, greet).run(sockets=[listener])
    house.database.close()
    return Exit.DONE


def open_listener(settings: Settings) -> socket.socket:
    """Return the open socket; raises UsageError where another program listens there."""
    family = socket.AF_INET6 if ":" in settings.listen else socket.AF_INET
    try:
        return socket.create_server((settings.listen, settings.port), family=family)
    except OSError as error:
        raise UsageError.of(
            "service.port_taken", address=f"{settings.listen}:{settings.port}", reason=reason_of(error)
        ) from None


class _Server(uvicorn.Server):
    """Tells the address once requests are really taken."""

    def __init__(self, config: uvicorn.Config, settings: Settings, greet: Callable[[int], None] | None) -> None:
        super().__init__(config)
        self._settings, self._greet = settings, greet

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say where."""
        await super().startup(sockets)
        for each in sockets or ():
            port: int = each.getsockname()[1]
            tell(say("service.listening", address=self._settings.at(port).address))
            if self._greet is not None:
                await asyncio.to_thread(self._greet, port)


class _Worker:
    """A place for a worker process; whoever dies in it is replaced."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process = self._start()
        self._pause, self._wait = 1, 0

    def _start(self) -> SpawnProcess:
        process = _SPAWN.Process(target=worker.main, args=(self._settings, os.getpid()), name="huibi-worker")
        process.start()
        return process

    def keep(self) -> None:
        """Start a new process some turns after the last one has ended, later each time."""
        if self._process.is_alive():
            return
        if not self._wait:
            self._pause = min(2 * self._pause, _PAUSE_MOST)
            self._wait = self._pause
            _log.warning("a worker ended with %s; another starts in %d s", self._process.exitcode, self._wait)
        self._wait -= 1
        if not self._wait:
            self._process = self._start()

    def end(self) -> None:
        """Ask the process to end, and see to it."""
        self._process.terminate()
        self._process.join(_GOODBYE_SECONDS)
        self._process.kill()


class _Behind:
    """What goes on beside the server: lost jobs are put back, workers that died are started anew."""

    def __init__(self, house: Installation, workers: int) -> None:
        self._house = house
        self._count = workers
        self._end = threading.Event()
        # One thread starts every worker and lives as long as the server: a worker ends with the thread it came from.
        self._thread = threading.Thread(target=self._run, name="huibi-behind")

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _run(self) -> None:
        workers = [_Worker(self._house.settings) for _ in range(self._count)]
        sweep_at = waited = 0.0
        while not self._end.is_set():
            for each in workers:
                each.keep()
            if waited >= sweep_at:
                self._sweep()
                sweep_at = waited + self._house.settings.lease_seconds / 2
            self._end.wait(_TURN_SECONDS)
            waited += _TURN_SECONDS
        for each in workers:
            each.end()

    def _sweep(self) -> None:
        try:
            with self._house.database.write(WORKER) as session:
                jobs.sweep(session)
        except SQLAlchemyError:
            _log.exception("lost jobs could not be put back; trying again")
