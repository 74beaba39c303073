"""`huibi sample` and `huibi read`: registers made and checked."""

from collections.abc import Callable

from huibi.errors import Exit

COMMANDS: tuple[Callable[..., Exit], ...] = ()
