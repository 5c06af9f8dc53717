"""How the benchmarks take times and write them."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from typing import Any

__all__ = ["Line", "peak", "rate", "s", "timed"]

Line = tuple[str, str, str, str]
"""The work, its time, how many a second, and what stands beside it."""


def timed(work: Callable[[], Any], times: int) -> tuple[float, Any]:
    """Take the best of several runs."""
    best, result = float("inf"), None
    for __ in range(times):
        begin = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - begin)
    return best, result


def peak() -> float:
    """Peak memory of this process so far, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def s(seconds: float) -> str:
    """Write seconds."""
    return f"{seconds:.2f} s" if seconds >= 0.1 else f"{seconds * 1000:.1f} ms"


def rate(seconds: float, count: int) -> str:
    """Write how many a second."""
    return f"{count / seconds:,.0f}"
