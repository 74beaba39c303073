"""The annealer in C, built where a compiler is at hand when the package is installed, and how it is called."""

import ctypes
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from array import array

EDITION = 2  # that of anneal.c
LIBRARY = Path(__file__).with_name("annealer.so")


@cache
def library() -> ctypes.CDLL | None:
    """Return the compiled annealer, None where it was not built here or is of another edition."""
    try:
        found = ctypes.CDLL(str(LIBRARY))
        return found if found.huibi_edition() == EDITION else None
    except (OSError, AttributeError):
        return None


def address(numbers: "array[int]") -> ctypes.c_void_p:
    """Return where an array lies; it must outlive the call and keep its length."""
    return ctypes.c_void_p(numbers.buffer_info()[0])
