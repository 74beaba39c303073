"""`huibi kin` and `huibi relate`: terms and persons."""

from collections.abc import Callable

from huibi.errors import Exit

COMMANDS: tuple[Callable[..., Exit], ...] = ()
