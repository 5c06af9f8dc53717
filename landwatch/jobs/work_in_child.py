"""What a child does: one piece of work, and then it says what came of it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Any

from landwatch.errors import LandwatchError
from landwatch.i18n import speaking
from landwatch.jobs.held_work import Held, Progress
from landwatch.jobs.job import JobState, ResultFile
from landwatch.log import step
from landwatch.progress import Track

__all__ = ["Answer", "Made", "Perform", "do"]

_PAUSE = 0.3  # seconds between two words about how far it is


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was written, and what it is."""

    path: Path
    media_type: str


Perform = Callable[[Held, Track], Sequence[Made]]
"""Does a piece of work: writes files into ``held.out`` and names them, the result first."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a piece of work: its files, or why it failed."""

    state: JobState
    made: tuple[ResultFile, ...] = ()
    problem: str | None = None


def do(perform: Perform, held: Held, says: Connection, parent: int) -> None:
    """Do a piece of work; the main function of a child.

    An error that is none of landwatch's own ends the process, which its parent tells from its exit code; its
    class is logged, its words are not, for they could tell of a person.

    Parameters
    ----------
    perform
        Does it.
    held
        The work.
    says
        Takes :class:`Progress`, and one :class:`Answer` in the end.
    parent
        Number of the process that started this one.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # of a terminal; the parent gets it too, and ends this process
    Thread(target=_end_with, args=(parent,), daemon=True, name="end with the worker").start()
    answer = None
    try:
        with speaking(held.scope.language), step("job"):
            answer = _answer(perform, held, _tracker(says))
    finally:
        if answer is None:
            os._exit(1)
    says.send(answer)


def _answer(perform: Perform, held: Held, track: Track) -> Answer:
    try:
        return Answer(JobState.DONE, tuple(map(_weighed, perform(held, track))))
    except LandwatchError as error:
        return Answer(JobState.FAILED, problem=str(error))


def _weighed(made: Made) -> ResultFile:
    with made.path.open("rb") as content:
        sha256 = file_digest(content, "sha256").hexdigest()
        # Whoever is told that it is done shall find it after a loss of power, too.
        os.fsync(content.fileno())
    return ResultFile(
        name=made.path.name, media_type=made.media_type, size=made.path.stat().st_size, sha256=sha256
    )


def _tracker(says: Connection) -> Track:
    def _track(work: Sequence[Any], doing: str) -> Iterator[Any]:
        spoke_at = -_PAUSE
        for number, each in enumerate(work):
            if monotonic() - spoke_at >= _PAUSE:
                spoke_at = monotonic()
                says.send(Progress(doing, number, len(work)))
            yield each
        says.send(Progress(doing, len(work), len(work)))

    return _track


def _end_with(parent: int) -> None:
    """End this process when its parent was killed: whoever takes the work up anew shall be alone with it."""
    while os.getppid() == parent:
        time.sleep(_PAUSE)
    os._exit(1)
