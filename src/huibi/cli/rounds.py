"""`huibi screen`, `explain`, `compile` and `plan`: a register and a round."""

from collections.abc import Callable

from huibi.errors import Exit

COMMANDS: tuple[Callable[..., Exit], ...] = ()
