"""Many days at once: the same facts judged at the end of each of several days, in one run of the engine.

Judging a small register takes as long as setting the engine in motion. So the days are not judged one after
the other: each contract stands in the table once for every day on which it had been signed, with that day
as its own judged day. The rows are the same as those of a day judged by itself; a test compares them.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from landwatch.rules.conventions import Conventions
from landwatch.rules.days import Days, Integers
from landwatch.rules.engine import Assessment, assess
from landwatch.rules.parameters import Law
from landwatch.snapshot import SCHEMA, Snapshot

__all__ = ["assess_days", "month_ends"]

# Contracts judged at once over all days: what the engine takes as one block.
_ROWS = 1 << 18
_OWN = tuple(name for name, schema in SCHEMA.items() if name != "contracts" and "contract_no" in schema)


def assess_days(
    snapshot: Snapshot,
    days: Sequence[date],
    columns: Sequence[str],
    conventions: Conventions | None = None,
    *,
    law: Law | None = None,
    derived: Callable[[Assessment], pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """Judge every contract of a snapshot at the end of each of several days.

    Parameters
    ----------
    snapshot
        The facts. A day is judged by those that had happened by then (:meth:`Snapshot.earlier`), all as
        known at the instant of the snapshot.
    days
        The days, none after that of the snapshot, each once.
    columns
        Columns of :attr:`landwatch.rules.Assessment.contracts` wanted, but the number of the contract.
    conventions
        The choices in force; the documented defaults where they are not given.
    law
        The legal numbers; the package's own where they are not given. Each day is judged by those in force
        on it.
    derived
        Makes further columns out of the assessment of all days with its parts, in which a contract has a
        number of its own for each day; one row a contract, in their order.

    Returns
    -------
    pandas.DataFrame
        One row a day and contract signed by then, index ``on`` (datetime64[s]) and ``contract_no``, in the
        order of the days and of the snapshot.
    """
    judged = [
        _judged(snapshot, run, columns, conventions, law, derived)
        for run in _runs(days, len(snapshot.contracts))
    ]
    return pd.concat(judged) if len(judged) > 1 else judged[0]


def month_ends(last: date, months: int) -> Sequence[date]:
    """List the ends of months up to a day, which takes the place of the end of its own month.

    Parameters
    ----------
    last
        The last day.
    months
        Number of days.
    """
    ends = []
    for back in range(months - 1, 0, -1):
        year, month = divmod(last.year * 12 + last.month - 1 - back, 12)
        ends.append(date(year, month + 1, monthrange(year, month + 1)[1]))
    return [*ends, last]


def _runs(days: Sequence[date], contracts: int) -> Iterator[Sequence[date]]:
    """Cut the days so that memory does not grow with their number; one empty run where there are none."""
    at_once = max(1, _ROWS // max(contracts, 1))
    for first in range(0, max(len(days), 1), at_once):
        yield days[first : first + at_once]


def _judged(
    snapshot: Snapshot,
    days: Sequence[date],
    columns: Sequence[str],
    conventions: Conventions | None,
    law: Law | None,
    derived: Callable[[Assessment], pd.DataFrame] | None,
) -> pd.DataFrame:
    ends = np.array(days, dtype="datetime64[D]")
    signed = snapshot.contracts["signed_on"].to_numpy().astype("datetime64[D]")
    # One row a day, one column a contract: its row in the table of all days, -1 before it was signed.
    there = np.isnat(signed) | (signed <= ends[:, None])
    of_day, contract = np.nonzero(there)
    place = np.full(there.shape, -1)
    place[of_day, contract] = np.arange(len(contract))
    frames: dict[str, Any] = {name: _of_days(snapshot, name, ends, place) for name in _OWN}
    frames["contracts"] = _taken(snapshot.contracts, contract, place[of_day, contract])
    on: Days = ends[of_day]
    judged = assess(replace(snapshot, **frames), conventions, law=law, on=on)
    table = judged.contracts[list(columns)]
    if derived is not None:
        table = table.assign(**{str(name): column.to_numpy() for name, column in derived(judged).items()})
    numbers = snapshot.contracts["contract_no"].take(contract)
    return table.set_axis(
        pd.MultiIndex.from_arrays([on.astype("datetime64[s]"), numbers], names=["on", "contract_no"])
    )


def _of_days(snapshot: Snapshot, name: str, ends: Days, place: Integers) -> pd.DataFrame:
    """What belongs to the contracts of each day; of events, those that had happened by then."""
    rows = getattr(snapshot, name)
    contract = snapshot.contract_positions(name)
    kept = (place[:, contract] >= 0) & (contract >= 0)
    if name == "events":
        happened = rows["start"].fillna(rows["day"]).to_numpy().astype("datetime64[D]")
        kept &= np.isnat(happened) | (happened <= ends[:, None])
    of_day, row = np.nonzero(kept)
    return _taken(rows, row, place[of_day, contract[row]])


def _taken(rows: pd.DataFrame, chosen: Integers, place: Integers) -> pd.DataFrame:
    """The rows, under a number of its own for a contract on each day: its row in the table of all days."""
    return rows.take(chosen).reset_index(drop=True).assign(contract_no=pd.Series(place).astype("str"))
