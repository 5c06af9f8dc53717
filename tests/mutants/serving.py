"""A first look at many mutants: all tests are loaded once; each mutant has a fork that swaps one function.

What a fork costs beside its tests is a few hundredths of a second, where a new process imports for seconds.
What is not killed here is tried again in a process of its own: a swap comes too late for what was worked out
before.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.mutants.choosing import Test, seconds_of, stages
from tests.mutants.drawing import Mutant
from tests.mutants.forking import WALL_SECONDS, be_quiet, limit, run_tests, share_memory
from tests.mutants.swapping import Loaded, Swap
from tests.mutants.trying import Verdict, Witness, verdict_of

Trial = tuple[Mutant, Swap, Sequence[Test]]
Tell = Callable[[Mutant, Verdict, float], None]


@dataclass(frozen=True)
class Running:
    """A fork at work."""

    mutant: Mutant
    note: Path
    since: float


class Server:
    """A plugin of pytest that, instead of running what was collected, tries mutants on it in forks."""

    def __init__(self, trials: Iterable[Trial], workers: int, scratch: Path, tell: Tell) -> None:
        self.todo = list(trials)[::-1]
        self.workers = workers
        self.scratch = scratch
        self.tell = tell
        self.running: dict[int, Running] = {}
        self.witness: Witness | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Try all mutants; in a fork, let pytest go on with the tests chosen for it."""
        loaded = Loaded()
        share_memory()
        while self.todo or self.running:
            if not self.todo or len(self.running) == self.workers:
                self._wait()
            elif not self._start(*self.todo.pop(), session, loaded):
                return None
        return True

    def _start(
        self, mutant: Mutant, swap: Swap, tests: Sequence[Test], session: pytest.Session, loaded: Loaded
    ) -> bool:
        """Fork; False in the child."""
        chosen = stages(mutant, tests)[0]
        folder = Path(tempfile.mkdtemp(dir=self.scratch))
        if pid := os.fork():
            self.running[pid] = Running(mutant, folder / "note", time.monotonic())
            return True
        limit(60 + round(6 * seconds_of(chosen)))
        be_quiet()
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(folder)
        loaded.swap(swap)
        self.witness = Witness(chosen, folder / "note")
        self.witness.pytest_collection_modifyitems(session.items)
        return False

    def _wait(self) -> None:
        """Wait until a fork has ended, or end one that has stood still too long."""
        for pid, running in list(self.running.items()):
            if time.monotonic() > running.since + WALL_SECONDS:
                os.killpg(pid, signal.SIGKILL)
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                del self.running[pid]
                self._take(running, os.waitstatus_to_exitcode(status))
                return
        time.sleep(0.02)

    def _take(self, running: Running, code: int) -> None:
        """Tell of a mutant that was killed."""
        by = running.note.read_text(encoding="utf-8") if running.note.is_file() else ""
        shutil.rmtree(running.note.parent, ignore_errors=True)
        verdict = verdict_of(running.mutant, code, by)
        if verdict.outcome == "killed":
            self.tell(running.mutant, verdict, time.monotonic() - running.since)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """In a fork, note the test that failed."""
        if self.witness is not None:
            self.witness.pytest_runtest_logreport(report)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, exitstatus: int) -> None:
        """In a fork, end here: what comes after belongs to the process it was forked from."""
        if self.witness is not None:
            os._exit(exitstatus)


def serve(trials: Sequence[Trial], workers: int, tell: Tell) -> None:
    """Load the tests of all these mutants and tell which mutants they kill at first sight."""
    files = sorted({test.file for _, _, tests in trials for test in tests})
    with tempfile.TemporaryDirectory() as scratch:
        run_tests(files, Server(trials, workers, Path(scratch), tell))
