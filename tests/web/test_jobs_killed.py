"""A server that is killed while a long job is made, or the process that makes it: it is made all the same."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from landwatch.jobs import Job, JobState, Queue
from landwatch.services.sample.sample_office import SampleOffice
from tests.web.conftest import copied
from tests.web.processes import Process, children_of, command_of, serving

pytestmark = pytest.mark.long

PATIENCE = 120.0


@pytest.fixture
def office(made_sample: SampleOffice, tmp_path: Path) -> SampleOffice:
    """An office of its own."""
    return copied(made_sample, tmp_path)


@pytest.fixture
def queue(office: SampleOffice) -> Iterator[Queue]:
    """Its queue, as another process sees it."""
    with Queue.open(office.database) as opened:
        yield opened


def asked(queue: Queue) -> Job:
    """An atlas, which takes a while."""
    return queue.ask("atlas", {"on": "2023-12-31"}, person="manager", at=datetime.now(UTC))


def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.2)


def stands(queue: Queue, job: Job) -> JobState:
    """How far the job is."""
    found = queue.job(job.id)
    assert found is not None
    return found.state


def jobs_process(server: Process) -> int:
    """The process that makes the jobs of a server: it looks like the server, of which it is a copy."""
    own = command_of(server.process.pid)
    return next(pid for pid in children_of(server.process.pid) if command_of(pid) == own)


def test_a_job_outlasts_the_server_that_took_it(office: SampleOffice, queue: Queue) -> None:
    job = asked(queue)
    with serving("--database", office.database, "--port", "0") as server:
        until(lambda: stands(queue, job) is JobState.RUNNING)
        server.kill()
    with serving("--database", office.database, "--port", "0"):
        until(lambda: stands(queue, job) is JobState.DONE)


def test_a_process_of_jobs_that_is_killed_is_started_anew(office: SampleOffice, queue: Queue) -> None:
    with serving("--database", office.database, "--port", "0") as server:
        job = asked(queue)
        until(lambda: stands(queue, job) is JobState.RUNNING)
        os.kill(jobs_process(server), signal.SIGKILL)
        until(lambda: stands(queue, job) is JobState.DONE)


def test_a_server_that_ends_gives_back_the_job_in_hand(office: SampleOffice, queue: Queue) -> None:
    with serving("--database", office.database, "--port", "0") as server:
        job = asked(queue)
        until(lambda: stands(queue, job) is JobState.RUNNING)
        server.end()
        until(lambda: stands(queue, job) is JobState.QUEUED)
