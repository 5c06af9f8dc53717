"""Try a mutant: load the changed module in place of the real one and run the tests that run its line."""

from __future__ import annotations

import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType
from typing import Literal

import pytest

from tests.mutants.choosing import Test, seconds_of, stages
from tests.mutants.drawing import Mutant
from tests.mutants.forking import NEVER_RAN, ROOT, forked, run_tests

Outcome = Literal["killed", "survived", "no test"]


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant, and the test (or the limit) that killed it."""

    outcome: Outcome
    by: str = ""


class ChangedModule(SourceFileLoader, MetaPathFinder):
    """Give the changed text for one module, and only for that one."""

    def __init__(self, mutant: Mutant) -> None:
        self.module = ".".join(Path(mutant.path).with_suffix("").parts).removesuffix(".__init__")
        self.text = mutant.source() or ""
        super().__init__(self.module, str(ROOT / mutant.path))

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Take over the module that is changed."""
        return spec_from_file_location(fullname, self.path, loader=self) if fullname == self.module else None

    def get_code(self, fullname: str) -> CodeType:
        """Compile the changed text; no compiled file is read or left."""
        return compile(self.text, self.path, "exec", dont_inherit=True)


class Witness:
    """A plugin of pytest that runs the chosen tests only and writes down which one failed."""

    def __init__(self, chosen: Sequence[Test], note: Path) -> None:
        self.chosen = {test.nodeid for test in chosen}
        self.files = list(dict.fromkeys(test.file for test in chosen))
        self.note = note

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep the tests that run the line, in the order of their files."""
        kept = [item for item in items if item.nodeid in self.chosen]
        items[:] = sorted(kept, key=lambda item: self.files.index(item.nodeid.partition("::")[0]))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note the test that failed."""
        if report.failed:
            self.note.write_text(report.nodeid, encoding="utf-8")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note the file that cannot even be imported."""
        if report.failed:
            self.note.write_text(f"{report.nodeid} (not to be imported)", encoding="utf-8")


def verdict_of(mutant: Mutant, code: int, by: str) -> Verdict:
    """What the end of a run of tests says of a mutant.

    Raises
    ------
    RuntimeError
        When the tests could not be run at all.
    """
    if code == NEVER_RAN:
        raise RuntimeError(f"the tests of {mutant.path}:{mutant.line} could not be run")
    if code < 0:
        return Verdict("killed", by or signal.Signals(-code).name)
    if code in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        return Verdict("survived")
    return Verdict("killed", by or f"pytest: {pytest.ExitCode(code).name}")


def run_stage(mutant: Mutant, chosen: Sequence[Test], note: Path) -> int:
    """Load a mutant and run tests on it, in this process."""
    if any(name.partition(".")[0] == "landwatch" for name in sys.modules):
        raise RuntimeError("landwatch is loaded already; a mutant would not be seen")
    sys.meta_path.insert(0, ChangedModule(mutant))
    witness = Witness(chosen, note)
    return run_tests(witness.files, witness)


def judge(mutant: Mutant, tests: Sequence[Test]) -> Verdict:
    """Run tests on a mutant in new processes until one fails."""
    verdict = Verdict("no test")
    for chosen in stages(mutant, tests):
        with tempfile.NamedTemporaryFile("r", encoding="utf-8") as note:
            run = partial(run_stage, mutant, chosen, Path(note.name))
            code = forked(run, cpu_seconds=60 + round(6 * seconds_of(chosen)))
            verdict = verdict_of(mutant, code, note.read())
        if verdict.outcome == "killed":
            break
    return verdict
