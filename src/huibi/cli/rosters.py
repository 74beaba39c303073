"""`huibi solve`, `check` and `why`: roster problems and rosters."""

from collections.abc import Callable

from huibi.errors import Exit

COMMANDS: tuple[Callable[..., Exit], ...] = ()
