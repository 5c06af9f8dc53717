"""The process beside the server that works off long jobs: started, watched, and ended with the server."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from threading import Event, Thread

from landwatch import settings as surroundings
from landwatch.jobs import Queue, ends_on_signals, work_off
from landwatch.log import LOGGER
from landwatch.measures.figures import load_thresholds
from landwatch.services.jobs.job_ground import Ground
from landwatch.services.jobs.kinds import performer
from landwatch.settings import Settings

__all__ = ["ground_of", "work_jobs", "working_beside"]

_BREATH = 2.0  # seconds before a process that ended is started anew
_LONGEST_END = 5.0  # seconds


def ground_of(settings: Settings) -> Ground:
    """Give what all long jobs of an office rest on.

    Parameters
    ----------
    settings
        The settings, with the register.

    Raises
    ------
    LandwatchError
        If a setting cannot be used.
    """
    return Ground(
        database=settings.database,
        readers=settings.readers(),
        conventions=settings.conventions(),
        rules=settings.acreage(),
        limits={str(source): days for source, days in settings.stale_after.items()},
        thresholds=load_thresholds(settings.thresholds),
        district=settings.district(),
    )


def work_jobs(
    settings: Settings, *, at_once: int, until_empty: bool = False, parent: int | None = None
) -> None:
    """Work off the queue in this process until the system asks it to end.

    Parameters
    ----------
    settings
        The settings, with the register.
    at_once
        How many jobs are done at once.
    until_empty
        Whether to end when nothing waits any more.
    parent
        Number of the process with which this one ends; ``None`` for none.

    Raises
    ------
    LandwatchError
        If a setting cannot be used, or the queue cannot be opened.
    """
    with Queue.open(settings.database, settings.jobs_folder, settings.job_rules()) as queue:
        work_off(
            queue,
            performer(ground_of(settings)),
            clock=lambda: datetime.now(UTC),
            at_once=at_once,
            ends=ends_on_signals(),
            until_empty=until_empty,
            parent=parent,
        )


@contextmanager
def working_beside(settings: Settings) -> Iterator[None]:
    """Let a process work off the queue until the block ends; one that is killed is started anew.

    To be entered before there are threads and open sockets: the process is forked, so that it shares the
    memory of what is imported already.

    Parameters
    ----------
    settings
        The settings, with the register.
    """
    if not settings.jobs_workers:
        yield
        return
    ends = Event()
    first = _started("fork", settings)
    watch = Thread(target=_watch, args=(first, settings, ends), daemon=True, name="watch the jobs")
    watch.start()
    try:
        yield
    finally:
        ends.set()
        watch.join(2 * _LONGEST_END)


def _started(how: str, settings: Settings) -> BaseProcess:
    process: BaseProcess = multiprocessing.get_context(how).Process(  # type: ignore[attr-defined]
        target=_work, args=(settings.database, os.getpid()), name="jobs"
    )
    process.start()
    return process


def _work(database: str, parent: int) -> None:
    settings = surroundings.load().model_copy(update={"database": database})
    work_jobs(settings, at_once=settings.jobs_workers, parent=parent)


def _watch(process: BaseProcess, settings: Settings, ends: Event) -> None:
    while not ends.wait(_BREATH / 10):
        if not process.is_alive():
            LOGGER.error("jobs ended", extra={"values": {}})
            if ends.wait(_BREATH):
                return
            # By now there are threads, whose locks a fork would copy as they are held.
            process = _started("spawn", settings)
    process.terminate()
    process.join(_LONGEST_END)
