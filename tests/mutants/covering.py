"""Which test runs which line: every test file is run once, line by line, and what it ran is kept on disk.

A line that a shared fixture runs counts for every test that uses the fixture, not only for the first.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Generator, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pytest
from coverage import Coverage

from tests.mutants.forking import ROOMS, ROOT, forked, run_tests

# The folders whose tests are tried on a mutant.
TEST_FOLDERS = ("rules", "measures", "formats", "maps", "reports")
TEST_FILES = ("test_explanations.py", "test_figures.py", "test_services.py", "test_worklist.py")
# Tests that wait for another program; what they say of a line is said faster elsewhere.
OTHER_PROGRAMS = {"chromium", "postgis_server", "libreoffice"}
FIXTURE = "fixture "


def test_files() -> list[Path]:
    """The test files that are tried on mutants, relative to the working copy."""
    folders = [path for room in TEST_FOLDERS for path in (ROOT / "tests" / room).rglob("test_*.py")]
    return sorted(
        path.relative_to(ROOT) for path in [*folders, *(ROOT / "tests" / name for name in TEST_FILES)]
    )


def fingerprint(paths: Iterable[Path]) -> str:
    """One hash over names and contents of files of the working copy."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.as_posix().encode() + b"\0" + (ROOT / path).read_bytes())
    return digest.hexdigest()[:16]


def tree() -> str:
    """What a result depends on beside the test file: the package, and what tests share."""
    package = [
        path for path in (ROOT / "landwatch").rglob("*") if path.suffix in {".py", ".yaml", ".js", ".po"}
    ]
    shared = [
        path
        for path in (ROOT / "tests").rglob("*")
        if path.suffix in {".py", ".yaml"}
        and not path.name.startswith("test_")
        and path.parent.name != "mutants"
    ]
    return fingerprint(path.relative_to(ROOT) for path in [*package, *shared])


@dataclass
class Ran:
    """What a test did: its own time in seconds, and the shared fixtures it used."""

    seconds: float = 0.0
    fixtures: list[str] = field(default_factory=list)
    passed: bool = True


def uses_other_program(item: pytest.Item) -> bool:
    """Whether a test waits for a browser, a server or an office program."""
    return bool(OTHER_PROGRAMS & set(getattr(item, "fixturenames", ())))


class Recorder:
    """A plugin of pytest that tells the coverage which test or shared fixture is running."""

    def __init__(self, coverage: Coverage) -> None:
        self.coverage = coverage
        self.now = self.test = ""
        self.tests: dict[str, Ran] = defaultdict(Ran)
        self.fixtures: dict[str, float] = {}

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Leave out the tests that wait for other programs."""
        items[:] = [item for item in items if not uses_other_program(item)]
        for item in items:
            self.tests[item.nodeid].fixtures = list(getattr(item, "fixturenames", ()))

    def _switch(self, context: str) -> str:
        before, self.now = self.now, context
        self.coverage.switch_context(context)
        return before

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Count what runs now for this test."""
        self._switch(item.nodeid)
        self.test = item.nodeid
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Generator[None, object, object]:
        """Count what a shared fixture runs for the fixture."""
        if fixturedef.scope == "function":
            return (yield)
        name = f"{FIXTURE}{fixturedef.baseid}::{fixturedef.argname}"
        before, began = self._switch(name), time.perf_counter()
        try:
            return (yield)
        finally:
            self._switch(before)
            self.fixtures[name] = time.perf_counter() - began
            self.tests[self.test].seconds -= self.fixtures[name]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add up the time of a test; remember whether it passed."""
        self.tests[report.nodeid].seconds += report.duration
        self.tests[report.nodeid].passed &= report.passed


def record(test_file: Path, folder: Path) -> None:
    """Run one test file under coverage and leave ``<name>.coverage`` and ``<name>.json`` in a folder."""
    name = test_file.as_posix().replace("/", ".")
    (folder / f"{name}.coverage").unlink(missing_ok=True)
    include = [f"{ROOT}/landwatch/{room}/*" for room in ROOMS]
    coverage = Coverage(
        data_file=folder / f"{name}.coverage", include=include, config_file=False, messages=False
    )
    recorder = Recorder(coverage)
    coverage.start()
    run_tests([test_file.as_posix()], recorder)
    coverage.stop()
    coverage.save()
    tests = {nodeid: asdict(ran) for nodeid, ran in recorder.tests.items()}
    told = {"file": test_file.as_posix(), "hash": fingerprint([test_file]), "tests": tests}
    (folder / f"{name}.json").write_text(json.dumps(told | {"fixtures": recorder.fixtures}), encoding="utf-8")


def is_recorded(test_file: Path, folder: Path) -> bool:
    """Whether the file has been run as it stands now."""
    told = folder / f"{test_file.as_posix().replace('/', '.')}.json"
    return told.is_file() and json.loads(told.read_text(encoding="utf-8"))["hash"] == fingerprint([test_file])


def record_in_child(task: tuple[Path, Path]) -> Path:
    """Run one test file in a process of its own."""
    test_file, folder = task
    forked(lambda: record(test_file, folder), cpu_seconds=1800)
    return test_file
