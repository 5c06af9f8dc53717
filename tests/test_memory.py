"""Memory that is free goes back to the system."""

from __future__ import annotations

import os
from pathlib import Path

from landwatch.memory import give_back_memory

BLOCKS, BLOCK = 40_000, 5_000


def held() -> int:
    """Bytes that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_what_was_freed_below_something_that_stays_is_given_back() -> None:
    blocks = [bytearray(BLOCK) for _ in range(BLOCKS)]
    stays = bytearray(BLOCK)
    del blocks
    before = held()
    give_back_memory()
    assert before - held() > BLOCKS * BLOCK // 2
    assert len(stays) == BLOCK
