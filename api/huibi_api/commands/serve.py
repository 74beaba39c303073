"""`huibi serve` and `huibi worker`: the two processes of the service."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer
from pydantic import ValidationError
from sqlalchemy.exc import ArgumentError, OperationalError

from huibi.cli.output import tell
from huibi.errors import Exit, Fault, UsageError
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
    """Open the installation that the environment and the options of the command name; show invented passwords once.

    Raises UsageError for settings that are none and a database that is not there.
    """
    return _open(_settings(given))


def _settings(given: Mapping[str, Any]) -> Settings:
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise UsageError(_setting(found) for found in error.errors()) from None


def _open(settings: Settings) -> Installation:
    try:
        house = open_installation(settings)
    except (OperationalError, ArgumentError) as error:  # what lies below may name a password
        raise UsageError.of("service.database_away", kind=type(error).__name__) from None
    for name, password in house.invented.items():
        tell(say("service.first_account", role=say(f"role.{name}"), name=name, password=password))
    return house


def _setting(found: Mapping[str, Any]) -> Fault:
    name = "HUIBI_" + "_".join(str(part) for part in found["loc"]).upper()
    return Fault(code="service.setting", params={"name": name, "reason": found["msg"]})


def _serve(
    host: str = typer.Option(None, "--host", help=say("cli.serve.host")),
    port: int = typer.Option(None, "--port", help=say("cli.serve.port")),
    data: Path = typer.Option(None, "--data", help=say("cli.data")),
    workers: int = typer.Option(1, "--workers", min=0, help=say("cli.serve.workers")),
    demo: bool = typer.Option(False, "--demo", help=say("cli.serve.demo")),
) -> Exit:
    from huibi_api.jobs.worker import tell_operators
    from huibi_api.server import open_listener, run_server

    tell_operators()
    settings = _settings({"listen": host, "port": port, "data_dir": data})
    with open_listener(settings) as listener:  # a port that is taken is told before anything is made
        house = _open(settings)
        if not demo:
            return run_server(house, listener, workers=workers)
        from huibi_api.commands import demo as samples

        samples.load(house)
        return run_server(house, listener, workers=workers, greet=lambda port: samples.show_links(house, port))


def _worker(
    data: Path = typer.Option(None, "--data", help=say("cli.data")),
) -> Exit:
    from huibi_api.jobs.worker import run_worker, tell_operators

    tell_operators()
    return run_worker(open_here(data_dir=data))
