"""The commands by name; each module loads what is heavy inside its functions."""

import typer

from huibi import VERSION
from huibi.cli import kinship, registers, rosters, rounds, samples
from huibi.messages import say


def build_app() -> typer.Typer:
    """Return the application with its help texts in the current language."""
    app = typer.Typer(
        help=say("cli.help"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_huibi)
    for command in (*samples.COMMANDS, *registers.COMMANDS, *kinship.COMMANDS, *rounds.COMMANDS, *rosters.COMMANDS):
        name = command.__name__.rstrip("_")  # compile_ is no Python builtin
        app.command(name, help=say(f"cli.{name}.help"))(command)
    return app


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(VERSION)
        raise typer.Exit


def _huibi(
    lang: str = typer.Option("", "--lang", metavar="zh|en", help=say("cli.lang.help")),
    version: bool = typer.Option(
        False,
        "--version",
        help=say("cli.version.help"),
        is_eager=True,
        callback=_show_version,
    ),
) -> None:
    pass
