"""Tests in a process forked from one that has imported every library, but nothing of landwatch."""

from __future__ import annotations

import gc
import importlib
import os
import resource
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parents[2]
# The rooms whose modules are changed.
ROOMS = ("rules", "measures", "formats", "maps", "reports")
MEMORY = 8 * 2**30
# Processor time is what a test takes; time on the wall is what the machine has left for it.
WALL_SECONDS = 1500
OWN = ("landwatch", "tests")
NEVER_RAN = 97
UNUSED = ("cacheprovider", "xdist", "unraisableexception", "threadexception")


def _third_parties() -> list[str]:
    """Every module that importing the package and the tests loads beside their own."""
    for path in sorted((ROOT / "landwatch").rglob("*.py")):
        if path.name != "__main__.py" and "migrations" not in path.parts:
            importlib.import_module(
                ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            )
    importlib.import_module("tests.conftest")
    return [name for name in list(sys.modules) if name.partition(".")[0] not in OWN]


def warm_up() -> None:
    """Import the libraries once, so that a fork need not."""
    with tempfile.NamedTemporaryFile("r+", encoding="utf-8") as names:
        forked(
            lambda: Path(names.name).write_text("\n".join(_third_parties()), encoding="utf-8"),
            cpu_seconds=300,
        )
        for name in names.read().split():
            with suppress(ImportError, AttributeError):
                importlib.import_module(name)
    share_memory()


def share_memory() -> None:
    """Keep what is loaded out of the garbage collection of forks, which would copy it all."""
    gc.collect()
    gc.freeze()


def limit(cpu_seconds: int) -> None:
    """Lead a group of processes of one's own that ends when it takes too much time or memory."""
    os.setpgid(0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def be_quiet() -> None:
    """Read and write nothing, unless asked by ``LANDWATCH_MUTANTS_ALOUD``."""
    if "LANDWATCH_MUTANTS_ALOUD" not in os.environ:
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silence, stream)


def forked(work: Callable[[], object], *, cpu_seconds: int) -> int:
    """Do some work in a fork of this process and wait for it.

    Returns
    -------
    int
        What the work returned if that is a number, 0 otherwise; negative the signal that ended it.
    """
    pid = os.fork()
    if pid == 0:
        _be_the_child(work, cpu_seconds)
    alarm = threading.Timer(WALL_SECONDS, os.killpg, (pid, signal.SIGKILL))
    alarm.start()
    status = os.waitpid(pid, 0)[1]
    alarm.cancel()
    return os.waitstatus_to_exitcode(status)


def _be_the_child(work: Callable[[], object], cpu_seconds: int) -> None:
    code = NEVER_RAN
    try:
        limit(cpu_seconds)
        be_quiet()
        done = work()
        code = done if isinstance(done, int) else 0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        os._exit(code)


def run_tests(arguments: Sequence[str], *plugins: object) -> int:
    """Run pytest here, always with the same drawn cases and leaving nothing behind; its exit code."""
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {"HYPOTHESIS_STORAGE_DIRECTORY": scratch, "PYTEST_DEBUG_TEMPROOT": scratch}
        # What fails is not made smaller: that it fails is all that is asked.
        phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
        hypothesis.settings.register_profile("mutants", phases=phases, database=None)
        quiet = [
            "-qq",
            "--no-summary",
            "-x",
            "-s",
            "--no-header",
            "-m",
            "not long",
            # What a fork has loaded already is not rewritten once more.
            "-Wignore::pytest.PytestAssertRewriteWarning",
            *(f"-pno:{name}" for name in UNUSED),
        ]
        drawn = ["--hypothesis-profile=mutants", "--hypothesis-seed=0"]
        return int(pytest.main([*quiet, *drawn, *arguments], plugins=list(plugins)))
