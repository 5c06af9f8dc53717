"""Processes that work off the queue: what comes out, what is said meanwhile, and what a killed one leaves."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from landwatch.jobs import Job, JobState, Perform, Queue, ends_on_signals, held_work, work_off
from tests.jobs.errands import (
    MORNING,
    be_ended,
    break_down,
    clock,
    count,
    lay_down,
    read_what_was_brought,
    refuse,
)


def worked(queue: Queue, perform: Perform, **fields: int) -> Job:
    """A job that was asked for and worked off."""
    job = queue.ask("count", fields, person="wang", at=MORNING)
    work_off(queue, perform, clock=clock, until_empty=True)
    return found(queue, job)


def found(queue: Queue, job: Job) -> Job:
    """The job as it stands now."""
    now = queue.job(job.id)
    assert now is not None
    return now


def until(is_so: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


@contextmanager
def working(url: str, folder: Path, perform: Perform = count) -> Iterator[BaseProcess]:
    """A process of its own that works off the queue."""

    def _run() -> None:
        with Queue.open(url, folder) as queue:
            work_off(queue, perform, clock=clock, ends=ends_on_signals())

    process = multiprocessing.get_context("fork").Process(target=_run)
    process.start()
    try:
        yield process
    finally:
        process.terminate()
        process.join(10)


def test_what_came_out_can_be_read(queue: Queue) -> None:
    job = worked(queue, count, to=3)
    assert job.path("counted.txt").read_text() == "3"


def test_a_result_is_known_by_its_hash(queue: Queue) -> None:
    made = worked(queue, count, to=3).file()
    assert made is not None
    assert made.sha256 == "4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce"


def test_a_job_says_how_far_it_came(queue: Queue) -> None:
    job = worked(queue, count, to=100)
    assert job.total == 100


def test_the_work_finds_what_was_brought_with_the_question(queue: Queue) -> None:
    job = queue.ask("names", {}, person="wang", at=MORNING, bring=lay_down("b.csv", "a.csv"))
    work_off(queue, read_what_was_brought, clock=clock, until_empty=True)
    assert found(queue, job).path("names.txt").read_text() == "a.csv b.csv"


def test_what_cannot_be_done_fails_with_its_reason(queue: Queue) -> None:
    job = worked(queue, refuse)
    assert (job.state, job.problem) == (JobState.FAILED, "there is no such cluster")


def test_a_fault_of_the_program_fails_without_its_words(queue: Queue) -> None:
    job = worked(queue, break_down)
    assert (job.state, "ZeroDivision" in str(job.problem)) == (JobState.FAILED, False)


def test_work_that_the_system_ends_each_time_fails_in_the_end(queue: Queue) -> None:
    assert worked(queue, be_ended).state is JobState.FAILED


def test_cancelled_work_ends_within_seconds(queue: Queue, url: str) -> None:
    job = queue.ask("count", {"to": 3000}, person="wang", at=clock())
    with working(url, queue.folder):
        until(lambda: found(queue, job).state is JobState.RUNNING)
        queue.cancel(job, clock())
        until(lambda: found(queue, job).state is JobState.CANCELLED, 5)


def test_work_of_a_process_that_is_asked_to_end_waits_for_the_next(queue: Queue, url: str) -> None:
    job = queue.ask("count", {"to": 3000}, person="wang", at=clock())
    with working(url, queue.folder):
        until(lambda: found(queue, job).state is JobState.RUNNING)
    assert found(queue, job).state is JobState.QUEUED


@pytest.mark.long
@pytest.mark.parametrize("moment", range(10))
def test_work_whose_process_is_killed_at_any_moment_is_done_once(
    queue: Queue, url: str, moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_work, "HELD", held_work.HELD / 10)
    job = queue.ask("count", {"to": 40}, person="wang", at=clock())
    with working(url, queue.folder) as first:
        time.sleep(0.15 * moment)
        assert first.pid is not None
        os.kill(first.pid, signal.SIGKILL)
        first.join()
    with working(url, queue.folder):
        until(lambda: found(queue, job).state is JobState.DONE)
    made = [each for each in (queue.folder / job.work).iterdir() if (each / "counted.txt").exists()]
    assert [each.name for each in made] == [found(queue, job).holder]
