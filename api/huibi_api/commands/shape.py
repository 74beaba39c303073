"""How a command of the service is called: typer inside, one exit status out."""

from collections.abc import Callable, Sequence
from typing import Any

import typer

from huibi.errors import Exit
from huibi.messages import say


def run(command: Callable[..., Exit], name: str, arguments: Sequence[str]) -> Exit:
    """Run one command on the words after its name."""
    app = _app(name)
    app.command(help=say(f"cli.{name}.help"))(command)
    return _run(app, name, arguments)


def run_one_of(commands: Sequence[Callable[..., Exit]], name: str, arguments: Sequence[str]) -> Exit:
    """Run the command of a group that the first word names; its help stands under `cli.NAME.WORD.help`."""
    app = _app(name, no_args_is_help=True)
    app.callback()(_nothing)
    for command in commands:
        word = command.__name__.strip("_").replace("_", "-")
        words = say(f"cli.{name}.{word}.help")
        app.command(word, help=words, short_help=words)(command)
    return _run(app, name, arguments)


def _app(name: str, **more: Any) -> typer.Typer:  # noqa: ANN401 - typer's own options
    return typer.Typer(
        help=say(f"cli.{name}.help"),
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,  # see huibi.cli.app
        **more,
    )


def _run(app: typer.Typer, name: str, arguments: Sequence[str]) -> Exit:
    result = app(list(arguments), prog_name=f"huibi {name}", standalone_mode=False)
    return Exit(result) if isinstance(result, int) else Exit.DONE


def _nothing() -> None:
    pass
