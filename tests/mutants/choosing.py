"""Which tests are tried on a mutant: those that run its line, near and fast ones first."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from coverage import CoverageData

from tests.mutants.covering import FIXTURE
from tests.mutants.drawing import Mutant
from tests.mutants.forking import ROOT
from tests.mutants.swapping import swap_of

# What importing a test file costs, in seconds.
IMPORT = 1.0
# A mutant is first shown the tests of the first seconds, then those of the others; none beyond the budget.
STAGES = (12.0, 180.0)


@dataclass(frozen=True)
class Test:
    """A test that passes on the package as it is."""

    __test__ = False

    nodeid: str
    seconds: float
    # What it shares with others, with the seconds that the first of them pays.
    shared: tuple[tuple[str, float], ...]

    @property
    def file(self) -> str:
        """The test file."""
        return self.nodeid.partition("::")[0]

    @property
    def alone(self) -> float:
        """What the test costs when no other has paid for what they share."""
        return self.seconds + sum(seconds for _, seconds in self.shared)


def read_tests(told: Mapping[str, object]) -> list[Test]:
    """The passing tests of what was recorded of one file."""
    fixtures, tests = told["fixtures"], told["tests"]
    assert isinstance(fixtures, dict) and isinstance(tests, dict)
    found = []
    for nodeid, ran in tests.items():
        used = [
            (name, float(seconds))
            for name, seconds in fixtures.items()
            if name.rpartition("::")[2] in ran["fixtures"] and nodeid.startswith(base_of(name))
        ]
        if ran["passed"]:
            found.append(Test(nodeid, max(ran["seconds"], 0.001), ((str(told["file"]), IMPORT), *used)))
    return found


def base_of(fixture: str) -> str:
    """The folder or file whose tests may use a fixture."""
    return fixture.removeprefix(FIXTURE).rpartition("::")[0]


def lines_of(mutant: Mutant) -> range:
    """The lines that a test must run to see a mutant."""
    return range(mutant.first_line, mutant.line + 1)


def contexts_of(mutant: Mutant, ran: Mapping[int, list[str]], *, is_body: bool) -> tuple[set[str], bool]:
    """Tests and fixtures that run the line of a mutant, failing that its statement, and True.

    What a module does when it is imported no test runs by itself, though one that imports it late seems to:
    there, and for all that is not the body of a function, all that run any of it, and False.
    """
    for lines in ([mutant.line], lines_of(mutant), ran) if is_body else (ran,):
        found = {context for line in lines for context in ran.get(line, ()) if context}
        if found:
            return found, lines is not ran
    return set(), False


def tests_of(mutants: Sequence[Mutant], folder: Path) -> dict[Mutant, tuple[list[Test], bool]]:
    """The tests that run the line of each mutant, and whether they do so by themselves."""
    chosen = {}
    by_path: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in mutants:
        by_path[mutant.path].append(mutant)
    ran: dict[str, dict[int, list[str]]] = {path: defaultdict(list) for path in by_path}
    tests: list[Test] = []
    for told in sorted(folder.glob("*.json")):
        tests += read_tests(json.loads(told.read_text(encoding="utf-8")))
        data = CoverageData(told.with_suffix(".coverage"))
        data.read()
        for path, lines in ran.items():
            for line, contexts in data.contexts_by_lineno(str(ROOT / path)).items():
                lines[line] += contexts
    for mutant in mutants:
        is_body = swap_of(mutant) is not None
        contexts, is_own = contexts_of(mutant, ran[mutant.path], is_body=is_body)
        found = [test for test in tests if not contexts.isdisjoint({test.nodeid, *dict(test.shared)})]
        chosen[mutant] = found, is_own
    return chosen


def distance(mutant: Mutant, test: Test) -> int:
    """How far a test is from a module: 0 where its file is named after it, 1 in the same room, else 2."""
    _package, room, *_others, name = Path(mutant.path).with_suffix("").parts
    if test.file.endswith(f"/test_{name}.py"):
        return 0
    return 1 if test.file.startswith(f"tests/{room}/") else 2


def stages(mutant: Mutant, tests: Iterable[Test]) -> list[list[Test]]:
    """Tests in the order in which they are tried, near and fast first, in groups run together."""
    groups: list[list[Test]] = [[] for _ in STAGES]
    spent, paid = 0.0, set[str]()
    for test in sorted(tests, key=lambda one: (distance(mutant, one), one.alone, one.nodeid)):
        spent += test.seconds + sum(seconds for name, seconds in test.shared if name not in paid)
        paid.update(name for name, _ in test.shared)
        stage = next((place for place, limit in enumerate(STAGES) if spent <= limit), None)
        if stage is not None or not any(groups):
            groups[stage or 0].append(test)
    return [group for group in groups if group]


def seconds_of(tests: Iterable[Test]) -> float:
    """What tests cost when run together."""
    tests = list(tests)
    return sum(test.seconds for test in tests) + sum(
        {name: cost for test in tests for name, cost in test.shared}.values()
    )
