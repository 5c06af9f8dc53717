"""``make mutants``: change the package in one place at a time and see whether a test notices."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from multiprocessing import get_context
from multiprocessing.pool import Pool
from pathlib import Path

# One thread each: the workers share the processors.
os.environ.setdefault("OMP_NUM_THREADS", "1")

from tests.mutants.choosing import Test, tests_of
from tests.mutants.covering import is_recorded, record_in_child, test_files, tree
from tests.mutants.drawing import Mutant, draw
from tests.mutants.forking import ROOT, warm_up
from tests.mutants.results import Results, count, read_equivalent
from tests.mutants.serving import Trial, serve
from tests.mutants.swapping import swap_of
from tests.mutants.trying import Verdict, judge

SEED = 20231231
COUNT = 300
WORKERS = 2


def say(text: str) -> None:
    """Write a line of progress."""
    sys.stderr.write(f"{text}\n")


def drawn(folder: Path, number: int, seed: int) -> list[Mutant]:
    """The mutants of this tree; drawing takes a minute, so they are kept."""
    kept = folder / f"drawn-{seed}-{number}.list"
    if not kept.is_file():
        say(f"Drawing {number} mutants from the seed {seed}")
        kept.write_text(json.dumps([asdict(mutant) for mutant in draw(number, seed)]), encoding="utf-8")
    return [Mutant(**fields) for fields in json.loads(kept.read_text(encoding="utf-8"))]


def record_all(folder: Path, pool: Pool) -> None:
    """Find out which test runs which line, for the files not yet recorded."""
    tasks = [(file, folder) for file in test_files() if not is_recorded(file, folder)]
    for done, file in enumerate(pool.imap_unordered(record_in_child, tasks), 1):
        say(f"{done} of {len(tasks)} test files: which lines {file} runs")


class Progress:
    """Writes down each verdict and says so."""

    def __init__(self, results: Results, of: int) -> None:
        self.results, self.of, self.done = results, of, 0

    def tell(self, mutant: Mutant, verdict: Verdict, seconds: float) -> None:
        """One mutant is done."""
        self.results.add(mutant, verdict)
        self.done += 1
        ended = f"{verdict.outcome} {verdict.by}".strip()
        say(f"{self.done} of {self.of}, {seconds:.0f} s: {mutant.path}:{mutant.line} {ended}")


def try_one(task: tuple[Mutant, list[Test]]) -> tuple[Mutant, Verdict, float]:
    """Try one mutant in a worker."""
    began = time.perf_counter()
    return task[0], judge(*task), time.perf_counter() - began


def look(trials: list[Trial], results: Results) -> None:
    """Kill what is killed at first sight, in a process that loads the package; this one must not."""
    say(f"Loading the tests for a first look at {len(trials)} mutants")
    progress = Progress(results, len(trials))
    server = get_context("fork").Process(target=serve, args=(trials, WORKERS, progress.tell))
    server.start()
    server.join()
    if server.exitcode:
        raise SystemExit(f"the tests could not be loaded ({server.exitcode}); run make test")


def try_all(mutants: list[Mutant], folder: Path, results: Results) -> None:
    """Try what is not known yet: a first look at mutants of one function, then each by itself."""
    tests = tests_of([mutant for mutant in mutants if results.verdict(mutant) is None], folder)
    swaps = {mutant: swap_of(mutant) for mutant, (_, is_own) in tests.items() if is_own}
    trials = [(mutant, swap, tests[mutant][0]) for mutant, swap in swaps.items() if swap]
    if trials:
        look(trials, results)
    known = Results(results.file)
    left = [(mutant, chosen) for mutant, (chosen, _) in tests.items() if known.verdict(mutant) is None]
    progress = Progress(results, len(left))
    with get_context("fork").Pool(WORKERS) as pool:
        for done in pool.imap_unordered(try_one, left):
            progress.tell(*done)


def told(
    mutants: list[Mutant], results: Results, equivalent: dict[tuple[str, str, str], str]
) -> Iterator[dict[str, object]]:
    """What became of each mutant, as the closing lines and ``--json`` say it."""
    for mutant in mutants:
        verdict = results.verdict(mutant)
        was, now = mutant.change()
        outcome, by = (verdict.outcome, verdict.by) if verdict else ("not tried", "")
        why = equivalent.get((mutant.path, was, now), "")
        if why and outcome != "killed":
            outcome = "changes nothing"
        place = {"path": mutant.path, "line": mutant.line, "operator": mutant.operator}
        yield place | {"outcome": outcome, "by": by, "was": was, "now": now, "why": why}


def close(rows: list[dict[str, object]], seed: int) -> str:
    """The survivors with their change, and the sums."""
    lines = []
    for row in rows:
        if row["outcome"] in {"survived", "no test"}:
            lines += [f"{row['path']}:{row['line']} ({row['outcome']})"]
            lines += [f"  - {line.strip()}" for line in str(row["was"]).split("\n")]
            lines += [f"  + {line.strip()}" for line in str(row["now"]).split("\n")]
    sums = count(str(row["outcome"]) for row in rows)
    tried = sums["killed"] + sums["survived"] + sums["no test"]
    share = f"{100 * sums['killed'] / tried:.1f} %" if tried else "none"
    ends = ", ".join(f"{number} {kind}" for kind, number in sums.items())
    return "\n".join(
        [
            *lines,
            f"{len(rows)} mutants of seed {seed}: {ends}. Killed of those that change something: {share}",
        ]
    )


def main() -> None:
    """Draw, record, try and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED, help="where the draw begins (%(default)s)")
    parser.add_argument("--count", type=int, default=COUNT, help="how many mutants (%(default)s)")
    parser.add_argument("--json", action="store_true", help="print every mutant as JSON")
    arguments = parser.parse_args()
    equivalent = read_equivalent()
    folder = ROOT / ".mutants" / tree()
    folder.mkdir(parents=True, exist_ok=True)
    mutants = drawn(folder, arguments.count, arguments.seed)
    results = Results(folder / f"results-{arguments.seed}.lines")
    warm_up()
    with get_context("fork").Pool(WORKERS) as pool:
        record_all(folder, pool)
    try_all(mutants, folder, results)
    rows = list(told(mutants, Results(results.file), equivalent))
    text = json.dumps(rows, ensure_ascii=False, indent=1) if arguments.json else close(rows, arguments.seed)
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
