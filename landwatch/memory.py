"""Memory that is free goes back to the system."""

from __future__ import annotations

import ctypes

import pyarrow

__all__ = ["give_back_memory"]


def give_back_memory() -> None:
    """Give back what this process has freed.

    The C library keeps freed memory that lies between other things, and Arrow keeps what it may use again: of
    a process that reads a large register anew after each record, a seventh. Takes a moment; other threads go
    on meanwhile.
    """
    pyarrow.default_memory_pool().release_unused()
    # Of the GNU C library alone.
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
