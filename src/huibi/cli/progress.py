"""One line at the terminal that says how far a search is."""

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

from huibi.messages import say

if TYPE_CHECKING:
    from huibi.planning.solve import Progress

_BACK = "\r\x1b[K"


class ProgressLine:
    """Shows level, value, bound and seconds on standard error: in place on a terminal, else a line a level."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._level = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live:
            sys.stderr.write(_BACK)
            sys.stderr.flush()

    def step(self, number: int, count: int) -> None:
        """Show which of several long things is begun."""
        text = say("progress.step", number=number, count=count)
        sys.stderr.write(_BACK + text if self._live else text + "\n")
        sys.stderr.flush()

    def tick(self, number: int, count: int) -> None:
        """Show which of many short things is begun, on a terminal alone."""
        if self._live:
            self.step(number, count)

    def show_in_place(self, progress: "Progress") -> None:
        """Show one step of one search of many, on a terminal alone."""
        if self._live:
            self.show(progress)

    def show(self, progress: "Progress") -> None:
        """Show one step of the search."""
        text = say(
            "solve.progress",
            level=progress.level + 1,
            terms=" + ".join(say(f"name.{term}") for term in progress.terms),
            value=progress.value,
            bound="–" if progress.bound is None else progress.bound,
            seconds=progress.seconds,
        )
        if self._live:
            sys.stderr.write(_BACK + text)
        elif progress.level != self._level or progress.bound == progress.value:
            sys.stderr.write(text + "\n")
        self._level = progress.level
        sys.stderr.flush()
