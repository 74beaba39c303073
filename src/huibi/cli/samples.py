"""`huibi sample`: an invented register with a round to plan."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from huibi.cli import output
from huibi.errors import Exit
from huibi.messages import say


def sample(
    out: Annotated[Path, typer.Argument(metavar="OUT", help=say("sample.out.help"))],
    profile: Annotated[str, typer.Option("--profile", metavar="county|city", help=say("sample.profile.help"))],
    seed: Annotated[int, typer.Option("--seed", metavar="N", help=say("sample.seed.help"))],
    scale: Annotated[float, typer.Option("--scale", metavar="F", help=say("sample.scale.help"))] = 1.0,
    forms: Annotated[bool, typer.Option("--forms", help=say("sample.forms.help"))] = False,  # noqa: FBT002 - typer's way of a flag
    twins: Annotated[Path | None, typer.Option("--twins", metavar="FILE", help=say("sample.twins.help"))] = None,
) -> Exit:
    """Write an invented register and a round to OUT."""
    from huibi.sample import write_sample

    counts = write_sample(out, profile, seed, scale, _show, forms=forms, twins=twins)
    output.tell(say("sample.done", out=out, **counts))
    if forms:
        output.tell(say("sample.forms_done", folder=out / "forms", count=counts["pool"]))
    return Exit.DONE


def _show(name: str, done: int, total: int) -> None:
    if total > 1:
        output.tell(say("sample.progress", name=name, done=done, total=total))


COMMANDS: tuple[Callable[..., Exit], ...] = (sample,)
