"""A synthetic national register: contracts, events and overlapping excuse periods drawn from a seed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from landwatch.model import Contract, Event, EventType
from landwatch.snapshot import SCHEMA, Snapshot, frame

ON = date(2023, 12, 31)
DAY = np.timedelta64(1, "D")


def synthetic(contracts: int, excuses: int, seed: int = 20231231) -> Snapshot:
    """Draw a register: contracts, handovers, starts, ends, supplements and excuse periods."""
    random = np.random.default_rng(seed)
    number = np.char.add("C", np.arange(contracts).astype("U8"))
    signed = np.datetime64("2015-01-01") + random.integers(0, 3_000, contracts) * DAY
    start = signed + random.integers(200, 500, contracts) * DAY
    end = start + random.integers(500, 900, contracts) * DAY
    facts = {
        "contract_no": number,
        "form": np.where(random.random(contracts) < 0.1, "2025-revision", "GF-2008-2601"),
        "grantor": "某区规划和自然资源局",
        "signed_on": _seconds(signed),
        "agreed_handover": _seconds(signed + 60 * DAY),
        "agreed_commencement": _seconds(start),
        "agreed_completion": _seconds(end),
        "price_fen": random.integers(10**8, 10**10, contracts),
        "paid_fen": random.integers(10**8, 10**10, contracts),
        "handover_damages_ppb": 500_000,
        "commencement_damages_ppb": 500_000,
        "completion_damages_ppb": 1_000_000,
        "area_cm2": random.integers(10**8, 10**10, contracts),
        "planned_gfa_cm2": random.integers(10**8, 10**10, contracts),
        "unfinished_gfa_at_due_cm2": random.integers(0, 10**8, contracts),
        "illustrative": True,
    }
    everyone = np.arange(contracts)
    started = everyone[random.random(contracts) < 0.8]
    finished = everyone[random.random(contracts) < 0.5]
    amended = random.integers(0, contracts, contracts // 20)
    excused = random.integers(0, contracts, excuses)
    since = start[excused] + random.integers(-200, 400, excuses) * DAY
    events = [
        _points(number, EventType.HANDED_OVER, everyone, signed + random.integers(30, 70, contracts) * DAY),
        _points(number, EventType.COMMENCED, started, _around(random, start[started])),
        _points(number, EventType.COMPLETED, finished, _around(random, end[finished])),
        _points(number, EventType.SUPPLEMENTARY_AGREEMENT, amended, start[amended] + 10 * DAY).assign(
            new_commencement=_seconds(start[amended] + 200 * DAY)
        ),
        _rows(number, EventType.GOVERNMENT_CAUSE, excused).assign(
            start=_seconds(since),
            end=_seconds(since + random.integers(1, 200, excuses) * DAY),
            verified=True,
        ),
    ]
    happened = pd.concat(events, ignore_index=True)
    happened["event_id"] = np.arange(len(happened))
    frames = {"contracts": pd.DataFrame(facts), "events": happened}
    return Snapshot(ON, None, **{name: frame(name, frames.get(name, [])) for name in SCHEMA})


def records(snapshot: Snapshot, first: int) -> Iterator[tuple[Contract, list[Event]]]:
    """Give the first contracts of a synthetic register as plain records, as a script would hold them."""
    few = snapshot.contracts.iloc[:first]
    events: dict[str, list[Event]] = {number: [] for number in few["contract_no"]}
    for row in snapshot.events[snapshot.events["contract_no"].isin(events)].to_dict("records"):
        events[row["contract_no"]].append(_event(row))
    for row in few.to_dict("records"):
        known = {k: _plain(v) for k, v in row.items() if k != "cluster" and not pd.isna(v)}
        yield Contract(**known), events[row["contract_no"]]


def _event(row: dict[str, Any]) -> Event:
    details = {k: _plain(row[k]) for k in ("verified", "new_commencement") if not pd.isna(row[k])}
    days = {k: _plain(row[k]) for k in ("day", "start", "end") if not pd.isna(row[k])}
    return Event(contract_no=row["contract_no"], type=EventType(row["type"]), details=details, **days)


def _plain(value: Any) -> Any:
    return value.date() if isinstance(value, pd.Timestamp) else value


def _around(random: np.random.Generator, day: Any) -> Any:
    return day + random.integers(-100, 300, len(day)) * DAY


def _points(number: Any, kind: EventType, of: Any, day: Any) -> pd.DataFrame:
    return _rows(number, kind, of).assign(day=_seconds(day))


def _rows(number: Any, kind: EventType, of: Any) -> pd.DataFrame:
    return pd.DataFrame({"contract_no": number[of], "type": kind.value})


def _seconds(day: Any) -> Any:
    return np.asarray(day, dtype="datetime64[D]").astype("datetime64[s]")
