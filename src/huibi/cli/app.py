"""The commands by name; each module loads what is heavy inside its functions."""

from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points

import typer

from huibi import VERSION
from huibi.cli import asking, kinship, matching, registers, rosters, rounds, samples
from huibi.errors import Exit
from huibi.messages import say

_ELSEWHERE = "huibi.commands"  # the group of entry points by which the service brings its commands along
# Every word after the command's name is its own affair, `--help` too.
_WHOLE = {"allow_extra_args": True, "ignore_unknown_options": True}


def build_app() -> typer.Typer:
    """Return the application with its help texts in the current language."""
    app = typer.Typer(
        help=say("cli.help"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,  # its tables cut Chinese help short: a sentence without blanks is one word to them
    )
    app.callback()(_huibi)
    rooms = (samples, registers, matching, kinship, rounds, rosters, asking)
    for command in (command for room in rooms for command in room.COMMANDS):
        name = command.__name__.rstrip("_")  # compile_ is no Python builtin
        words = say(f"cli.{name}.help")
        app.command(name, help=words, short_help=words)(command)
    for entry in sorted(entry_points(group=_ELSEWHERE), key=lambda entry: entry.name):
        words = say(f"cli.{entry.name}.help")
        app.command(entry.name, help=words, short_help=words, add_help_option=False, context_settings=_WHOLE)(
            _from_elsewhere(entry)
        )
    return app


def _from_elsewhere(entry: EntryPoint) -> Callable[[typer.Context], Exit]:
    """Return the command of an entry point, which is loaded when it is called and not before (docs/adr)."""

    def command(context: typer.Context) -> Exit:
        run: Callable[[list[str]], Exit] = entry.load()
        return run(context.args)

    return command


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
