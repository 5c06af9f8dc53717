"""Run the benchmarks and print one report in Markdown, with the machine named.

``python -m benchmarks --help`` lists its sections; without a name all of them run.

Each line stands beside what a user would do instead, measured in the same run: times differ from machine
to machine and from hour to hour, ratios much less.
"""

from __future__ import annotations

import gc
import os
import platform
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from benchmarks import atlas, drawing, keeping, patrolling, printing, reading, register, replaying
from benchmarks.district import ON, records, synthetic
from benchmarks.measuring import Line, forget_peak, held, peak, rate, s, timed
from landwatch.model import EventType
from landwatch.rules import Conventions, assess
from landwatch.rules.engine import judge
from landwatch.rules.explanation.tree import explain
from landwatch.rules.facts import gather
from landwatch.rules.parameters import load_law
from landwatch.snapshot import Snapshot
from tests.rules import oracle

CONTRACTS, EXCUSES, LOOPED = 1_000_000, 300_000, 3_000


def main() -> None:
    """Print the report."""
    chosen = asked_for(sys.argv[1:])
    write = sys.stdout.write
    write(f"Machine: {machine()}\n")
    for name in chosen:
        write(f"\n## The {name}\n\n| work | time | per second | beside it |\n|---|---:|---:|---|\n")
        for line in SECTIONS[name][0]():
            write("| " + " | ".join(line) + " |\n")
            sys.stdout.flush()


def asked_for(arguments: Sequence[str]) -> list[str]:
    """Read which sections are asked for; all where none is."""
    listed = "\n".join(f"  {name:<12} {what}" for name, (_lines, what) in SECTIONS.items())
    parser = ArgumentParser(
        prog="python -m benchmarks",
        description="Run the benchmarks and print one report in Markdown, with the machine named.",
        epilog=f"sections:\n{listed}",
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("sections", nargs="*", metavar="SECTION", help="one of those below; all if not given")
    names: list[str] = parser.parse_args(arguments).sections
    unknown = [name for name in names if name not in SECTIONS]
    if unknown:
        parser.error(f"{', '.join(unknown)}: no such section; there are {', '.join(SECTIONS)}")
    return names or list(SECTIONS)


def machine() -> str:
    """Name the machine: processor, cores, Python, NumPy and pandas."""
    cores = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}"
    return f"{cores}, Python {platform.python_version()}, NumPy {np.__version__}, pandas {pd.__version__}"


def lines() -> Iterator[Line]:
    """Measure, one line after the other."""
    snapshot = synthetic(CONTRACTS, EXCUSES)
    gc.collect()
    forget_peak()
    loaded = held()
    first, assessment = timed(lambda: assess(snapshot), 1)
    above = f"peak memory {peak() - loaded:.2f} GB above the snapshot"
    del assessment
    whole, assessment = timed(lambda: assess(snapshot), 2)
    beside = f"{above}; first time {s(first)}"
    yield "whole assessment with its table", s(whole), rate(whole, CONTRACTS), beside
    number = str(snapshot.contracts["contract_no"].iloc[CONTRACTS // 2])
    explain(assessment, number)
    told, __ = timed(partial(explain, assessment, number), 5)
    yield "explain one contract of them", s(told), "", "goal 50 ms"
    del assessment
    yield from engine_lines(snapshot)


def engine_lines(snapshot: Snapshot) -> Iterator[Line]:
    """Measure the engine alone: layout, judgement, excuse periods."""
    law, conventions = load_law(), Conventions()
    laid, facts = timed(lambda: gather(snapshot), 2)
    size = f"{CONTRACTS:,} contracts, {len(snapshot.events):,} events"
    yield f"lay out {size}", s(laid), rate(laid, CONTRACTS), ""

    judged, values = timed(lambda: judge(facts, conventions, law), 3)
    few = list(records(snapshot, LOOPED))
    looped, __ = timed(lambda: [oracle.judge(*each, ON) for each in few], 1)
    copied = copy_time(facts.inputs, values)
    loop = (
        f"plain loop {LOOPED / looped:,.0f} a second: {CONTRACTS / judged * looped / LOOPED:.0f} times faster"
    )
    copy = f"numpy.copyto of the same bytes {s(copied)}: {judged / copied:.0f} times slower"
    yield f"judge them, {len(values)} values each", s(judged), rate(judged, CONTRACTS), f"{loop}; {copy}"

    periods = facts.inputs["event_log"].periods(EventType.GOVERNMENT_CAUSE, verified=True)
    ours, days = timed(lambda: excused(periods, facts.inputs["agreed_commencement"]), 3)
    theirs, same = timed(lambda: excused_with_pandas(periods), 1)
    if days != same:
        raise AssertionError(f"the two ways of merging disagree: {days} and {same} days")
    grouped = f"pandas groupby {s(theirs)}: {theirs / ours:.0f} times faster"
    yield f"merge and walk {EXCUSES:,} excuse periods", s(ours), rate(ours, EXCUSES), grouped


def excused(periods: Any, due: Any) -> int:
    """Merge and sum as the engine does."""
    merged = periods.merged()
    merged.walked(due)
    return int(merged.lengths().sum())


def excused_with_pandas(periods: Any) -> int:
    """Merge and sum as an analyst would: sorted, running maximum within each group."""
    table = pd.DataFrame(
        {
            "row": periods.row,
            "start": periods.start.astype("datetime64[s]"),
            "end": periods.end.astype("datetime64[s]"),
        }
    )
    table = table.sort_values(["row", "start"])
    reach = table.groupby("row")["end"].cummax().groupby(table["row"]).shift()
    start = table["start"].where(reach.isna() | (table["start"] > reach), reach + pd.Timedelta(days=1))
    return int(((table["end"] - start).dt.days + 1).clip(lower=0).groupby(table["row"]).sum().sum())


def copy_time(inputs: Any, values: Any) -> float:
    """Time a plain copy of every input and output column."""
    columns = [
        c for c in (*inputs.values(), *values.values()) if isinstance(c, np.ndarray) and c.dtype != object
    ]
    targets = [np.empty_like(column) for column in columns]
    return timed(lambda: [np.copyto(t, c) for t, c in zip(targets, columns, strict=True)], 3)[0]


SECTIONS: dict[str, tuple[Callable[[], Iterator[Line]], str]] = {
    "engine": (lines, "judge a million contracts, beside a loop and pandas"),
    "register": (register.lines, "write, read, back up and move a register"),
    "keeping": (keeping.lines, "keep assessments, and move them on by what is recorded"),
    "reading": (reading.lines, "read ledgers, survey files and map layers"),
    "printing": (printing.lines, "print sheets true to scale"),
    "replaying": (replaying.lines, "judge the months of the slider"),
    "patrols": (patrolling.lines, "plan a year of patrols for 50,000 contracts"),
    "atlas": (atlas.lines, "draw all clusters with an index"),
    "large-pages": (drawing.lines, "draw pages of many parcels"),
}
"""Each section with what it measures."""

if __name__ == "__main__":
    main()
