"""Work for the tests of the queue, and the hours at which people ask for it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from landwatch.errors import UsageError
from landwatch.jobs import Held, Made
from landwatch.progress import Track

MORNING = datetime(2024, 1, 5, 9, 0, tzinfo=UTC)


def clock() -> datetime:
    """The instant that tells real processes how long nothing was heard of another."""
    return datetime.now(UTC)


def count(held: Held, track: Track) -> Sequence[Made]:
    """Write the numbers that were asked for, one every fiftieth of a second, and the number of attempts."""
    for _number in track(range(held.fields.get("to", 0)), "Counting"):
        time.sleep(0.02)
    return [written(held, "counted.txt", str(held.fields.get("to")))]


def written(held: Held, name: str, text: str) -> Made:
    """A result of one text."""
    file = held.out / name
    file.write_text(text)
    return Made(file, "text/plain")


def read_what_was_brought(held: Held, _track: Track) -> Sequence[Made]:
    """Write the names of the files that were brought."""
    return [written(held, "names.txt", " ".join(sorted(os.listdir(held.given))))]


def refuse(_held: Held, _track: Track) -> Sequence[Made]:
    """Say that what was asked for cannot be done."""
    raise UsageError("there is no such cluster")


def break_down(_held: Held, _track: Track) -> Sequence[Made]:
    """Meet a fault of the program."""
    raise ZeroDivisionError


def be_ended(_held: Held, _track: Track) -> Sequence[Made]:
    """Be ended by the system, as whoever takes too much memory is."""
    os.kill(os.getpid(), 9)
    return []


def lay_down(*names: str) -> Callable[[Path], None]:
    """Bring empty files of these names."""

    def _bring(folder: Path) -> None:
        for name in names:
            (folder / name).touch()

    return _bring
