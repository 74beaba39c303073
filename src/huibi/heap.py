"""Keeps freed memory at hand: large arrays that come and go are else given back to the system and fetched anew."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

# Parameters of mallopt (malloc.h of the GNU C library; other C libraries have none).
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_MOST = (1 << 31) - 1
_USUAL = 1 << 25  # bytes; where the library ends by itself once arrays of such a size were freed


@contextmanager
def freed_memory_kept() -> Iterator[None]:
    """Keep what is freed for the next array, and give it back to the system at the end."""
    library = _library()
    if library is None:
        yield
        return
    library.mallopt(_TRIM_THRESHOLD, _MOST)
    library.mallopt(_MMAP_THRESHOLD, _MOST)
    try:
        yield
    finally:
        library.mallopt(_TRIM_THRESHOLD, 2 * _USUAL)
        library.mallopt(_MMAP_THRESHOLD, _USUAL)
        library.malloc_trim(0)


@cache
def _library() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL(None)
    except (OSError, TypeError):
        return None
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None
