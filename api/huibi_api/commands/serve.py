"""`huibi serve` and `huibi worker`: the two processes of the service."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from huibi.cli.output import tell
from huibi.errors import Exit
from huibi.messages import say
from huibi_api.commands.shape import run
from huibi_api.installation import Installation, open_installation
from huibi_api.settings import Settings


def serve(arguments: Sequence[str]) -> Exit:
    """Run `huibi serve`."""
    return run(_serve, "serve", arguments)


def worker(arguments: Sequence[str]) -> Exit:
    """Run `huibi worker`."""
    return run(_worker, "worker", arguments)


def open_here(**given: Any) -> Installation:  # noqa: ANN401 - settings of any type
    """Open the installation that the environment and the options of the command name; show invented passwords once."""
    settings = Settings(**{name: value for name, value in given.items() if value is not None})
    house = open_installation(settings)
    for name, password in house.invented.items():
        tell(say("service.first_account", role=say(f"role.{name}"), name=name, password=password))
    return house


def _serve(
    host: str = typer.Option(None, "--host", help=say("cli.serve.host")),
    port: int = typer.Option(None, "--port", help=say("cli.serve.port")),
    data: Path = typer.Option(None, "--data", help=say("cli.data")),
    workers: int = typer.Option(1, "--workers", min=0, help=say("cli.serve.workers")),
) -> Exit:
    from huibi_api.server import run_server

    house = open_here(listen=host, port=port, data_dir=data)
    return run_server(house, workers=workers)


def _worker(
    data: Path = typer.Option(None, "--data", help=say("cli.data")),
) -> Exit:
    from huibi_api.jobs.worker import run_worker

    return run_worker(open_here(data_dir=data))
