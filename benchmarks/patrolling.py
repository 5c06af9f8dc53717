"""The plan of a year of patrols, beside a loop over the contracts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd

from benchmarks.district import ON, synthetic
from benchmarks.measuring import Line, rate, s, timed
from landwatch.measures.patrols.plan import plan
from landwatch.measures.patrols.roster import Roster
from landwatch.model import EventType, Patroller
from landwatch.rules import Assessment, assess
from landwatch.snapshot import Snapshot

__all__ = ["lines"]

CONTRACTS, VISITS, CLUSTERS = 50_000, 150_000, 20
FIRST, LAST = date(ON.year, 1, 1), ON


def lines() -> Iterator[Line]:
    """Measure, one line after the other."""
    assessment = in_clusters(assess(visited(synthetic(CONTRACTS, CONTRACTS // 4))))
    roster = Roster([Patroller(cluster=f"K{n}", person=f"P{n}", since=FIRST) for n in range(CLUSTERS)])
    first, made = timed(lambda: plan(assessment, roster, FIRST, LAST), 1)
    taken, made = timed(lambda: plan(assessment, roster, FIRST, LAST), 3)
    looped, quarters = timed(lambda: quarters_by_loop(assessment), 1)
    counted = int(made["in_rate"].sum())
    if counted != quarters:
        raise AssertionError(f"the plan has {counted} quarterly visits, the loop {quarters}")
    size = f"{CONTRACTS:,} contracts and {VISITS:,} visits: a year, {len(made):,} lines"
    beside = f"loop for the quarterly visits alone {s(looped)}; first time {s(first)}; goal 2 s"
    yield size, s(taken), rate(taken, CONTRACTS), beside


def visited(snapshot: Snapshot) -> Snapshot:
    """Add visits at random to a register."""
    random = np.random.default_rng(16)
    numbers = snapshot.contracts["contract_no"].to_numpy()
    days = np.datetime64(FIRST) + random.integers(0, 365, VISITS).astype("timedelta64[D]")
    rows = snapshot.events.iloc[np.zeros(VISITS, dtype=int)].copy()
    for name in rows.columns.difference(["event_id", "contract_no", "type", "day", "details"]):
        rows[name] = pd.Series(pd.NA, rows.index, dtype=rows[name].dtype)
    rows["event_id"] = np.arange(VISITS) + len(snapshot.events)
    rows["contract_no"] = numbers[random.integers(0, CONTRACTS, VISITS)]
    rows["type"] = EventType.PATROL.value
    rows["day"] = days.astype("datetime64[s]")
    rows["details"] = json.dumps({"person": "P"})
    events = pd.concat([snapshot.events, rows], ignore_index=True).astype(snapshot.events.dtypes.to_dict())
    return snapshot.with_frames(known_at=snapshot.known_at, places=snapshot.places, events=events)


def in_clusters(assessment: Assessment) -> Assessment:
    """Spread the contracts over clusters."""
    names = pd.Series([f"K{n % CLUSTERS}" for n in range(CONTRACTS)], assessment.contracts.index)
    assessment.contracts["cluster"] = names.astype(assessment.contracts["cluster"].dtype)
    return assessment


def quarters_by_loop(assessment: Assessment) -> int:
    """Count the quarterly visits as a script would: contract by contract."""
    count = 0
    for row in assessment.contracts[["signed_on"]].to_dict("records"):
        for month in (1, 4, 7, 10):
            first = date(FIRST.year, month, 1)
            count += row["signed_on"].date() <= first - timedelta(days=1)
    return count
