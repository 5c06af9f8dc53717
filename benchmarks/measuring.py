"""How the benchmarks take times and write them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["Line", "forget_peak", "held", "peak", "rate", "s", "timed"]

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
    """Peak memory of this process so far, or since :func:`forget_peak`, in GB."""
    return _status("VmHWM")


def held() -> float:
    """Memory that this process holds now, in GB."""
    return _status("VmRSS")


def forget_peak() -> None:
    """Let the peak of memory begin anew at what is held now."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _status(name: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1e6


def s(seconds: float) -> str:
    """Write seconds."""
    return f"{seconds:.2f} s" if seconds >= 0.1 else f"{seconds * 1000:.1f} ms"


def rate(seconds: float, count: int) -> str:
    """Write how many a second."""
    return f"{count / seconds:,.0f}"
