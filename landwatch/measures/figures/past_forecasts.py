"""What past forecasts would have seen, and what came of it.

A past forecast is made again every :data:`WINDOW` days back from the day judged: its rows are the days that
then lay ahead, its drivers are read from the assessment of that day, and the outcome from the assessment
:data:`WINDOW` days later. So nothing that happened after a forecast is among its drivers. What was written
down later about an earlier day counts as known on that day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landwatch.measures.figures.pools import DUE_DAY
from landwatch.model import CommencementStatus, CompletionStatus, ContractStatus, EventType
from landwatch.remembered import remembered
from landwatch.rules import Assessment, assess

__all__ = ["CATEGORIES", "WINDOW", "ahead", "drivers", "obligations", "outcomes"]

WINDOW = 180
"""Days a forecast looks ahead."""
CATEGORIES = ("land_use", "cluster")
"""The drivers that are words."""
_FORECASTS = 24
_MONTH = 30.4375
_LATE = {
    "commencement": (CommencementStatus.BREACH, CommencementStatus.COMMENCED_LATE),
    "completion": (CompletionStatus.BREACH, CompletionStatus.COMPLETED_LATE),
}
_DONE = {"commencement": "commenced_on", "completion": "completed_on"}
_AMENDING = (EventType.SUPPLEMENTARY_AGREEMENT, EventType.EXTENSION_APPROVED)
_PERMITS = (EventType.CONSTRUCTION_PERMIT, EventType.WORKS_PERMIT)
_READ = [
    *("handed_over_on", "agreed_handover", "signed_on", "area_cm2", "price_fen", "commencement_status"),
    *CATEGORIES,
]


def obligations(assessment: Assessment, kind: str) -> pd.DataFrame:
    """List the agreed days of one kind of the contracts in force, a phased contract by its phases.

    Parameters
    ----------
    assessment
        The judged contracts.
    kind
        ``commencement`` or ``completion``.

    Returns
    -------
    pandas.DataFrame
        Index contract number and part (empty for a whole contract), sorted; `due` (the effective day),
        `late` (missed), `done`, `area_cm2`, `live`.
    """
    judged, parts = assessment.contracts, assessment.parts
    parts = parts[parts["is_phase"].astype(bool)]
    phases = assessment.snapshot.phases.rename(columns={"number": "part"})[
        ["contract_no", "part", "area_cm2"]
    ]
    parts = parts.merge(phases, on=["contract_no", "part"], how="left")
    columns = ["contract_no", "part", "area_cm2", DUE_DAY[kind], f"{kind}_status", _DONE[kind]]
    own = [name for name in columns if name != "part"]
    whole = judged.loc[~judged.index.isin(parts["contract_no"]), own].reset_index(drop=True).assign(part="")
    rows = pd.concat([rows[columns].astype({f"{kind}_status": str}) for rows in (whole, parts)])
    found = pd.DataFrame(
        {
            "contract_no": rows["contract_no"].astype(str),
            "part": rows["part"].astype(str),
            "due": rows[DUE_DAY[kind]],
            "late": rows[f"{kind}_status"].isin(_LATE[kind]),
            "done": rows[_DONE[kind]].notna(),
            "area_cm2": rows["area_cm2"],
        }
    ).set_index(["contract_no", "part"])
    live = judged["contract_status"] == ContractStatus.LIVE
    found["live"] = live.reindex(found.index.get_level_values(0)).to_numpy()
    return found.sort_index()


def ahead(rows: pd.DataFrame, on: date, last: date) -> pd.DataFrame:
    """Keep the days that lie ahead: in force, not done, due from a day on to a last one.

    Parameters
    ----------
    rows
        Those of :func:`obligations`.
    on, last
        First and last due day, both inside.
    """
    open_ = rows["live"] & ~rows["done"] & ~rows["late"]
    return rows[open_ & rows["due"].between(pd.Timestamp(on), pd.Timestamp(last))]


def drivers(assessment: Assessment, rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Read what a forecast may know on the day judged.

    Parameters
    ----------
    assessment
        The contracts as judged on the day of the forecast.
    rows
        The days ahead.
    kind
        ``commencement`` or ``completion``.

    Returns
    -------
    pandas.DataFrame
        A column a driver; what is not on file is missing.
    """
    numbers = rows.index.get_level_values(0)
    of = assessment.contracts[_READ].loc[numbers].set_axis(rows.index)
    on = pd.Timestamp(assessment.on)
    handed, agreed = of["handed_over_on"], of["agreed_handover"]
    start = handed.fillna(agreed).fillna(of["signed_on"])
    area = rows["area_cm2"].astype("Float64").fillna(of["area_cm2"].astype("Float64"))
    per_mu = of["price_fen"].astype("Float64") / of["area_cm2"].astype("Float64")
    found: dict[str, Any] = {
        "days_left": (rows["due"] - on).dt.days,
        "area": _log(area),
        "price_per_mu": _log(per_mu),
        "months_given": (rows["due"] - start).dt.days / _MONTH,
        "late_handover": ((handed.fillna(on) - agreed).dt.days / _MONTH).clip(lower=0),
        "amendments": _count(assessment, _AMENDING).reindex(numbers, fill_value=0).to_numpy(),
        "holder_defaults": _defaults_of_holder(assessment).loc[numbers].to_numpy(),
        "patrols": _if_kept(assessment, (EventType.PATROL,), numbers, since=on - pd.Timedelta(days=WINDOW)),
        "permit": _if_kept(assessment, _PERMITS, numbers, at_most=1),
    }
    if kind == "completion":
        found["late_commencement"] = of["commencement_status"].isin(_LATE["commencement"]).to_numpy()
    numeric = pd.DataFrame(found, index=rows.index).astype("Float64").astype(float)
    return numeric.assign(**{name: of[name] for name in CATEGORIES})


def _log(values: pd.Series) -> NDArray[np.float64]:
    plain = values.astype(float).to_numpy(dtype=float, na_value=np.nan)
    return np.log(np.where(plain > 0, plain, np.nan))


def _count(
    assessment: Assessment, kinds: Sequence[EventType], since: pd.Timestamp | None = None
) -> pd.Series:
    events = assessment.snapshot.events
    chosen = events[events["type"].isin(kinds)]
    if since is not None:
        chosen = chosen[chosen["day"] >= since]
    return chosen.groupby("contract_no").size()


def _if_kept(
    assessment: Assessment,
    kinds: Sequence[EventType],
    numbers: pd.Index,
    since: pd.Timestamp | None = None,
    at_most: int | None = None,
) -> Any:
    """Count facts of a kind; unknown where the office kept none at all by then."""
    counted = _count(assessment, kinds, since)
    if counted.empty:
        return np.nan
    return counted.reindex(numbers, fill_value=0).clip(upper=at_most).to_numpy()


def _defaults_of_holder(assessment: Assessment) -> pd.Series:
    """Other contracts of the holder that are, or were, late with a day of theirs."""
    judged = assessment.contracts
    late_start = judged["commencement_status"].isin(_LATE["commencement"])
    late = (late_start | judged["completion_status"].isin(_LATE["completion"])).astype(int)
    holder = judged["holder_code"].fillna(judged["holder"]).fillna(judged.index.to_series())
    return late.groupby(holder).transform("sum") - late


@remembered
def outcomes(assessment: Assessment) -> dict[str, pd.DataFrame]:
    """Make the past forecasts again, and tell what came of them.

    Parameters
    ----------
    assessment
        The contracts as judged today; the past days are judged under its conventions.

    Returns
    -------
    dict
        By kind a frame: the drivers, `late` (the outcome), `due` and `made` (the day of the forecast), each
        obligation once, oldest forecast first. A day that was moved before it passed is no outcome.
    """
    made: dict[str, list[pd.DataFrame]] = {kind: [] for kind in DUE_DAY}
    later = assessment
    first = assessment.contracts["signed_on"].min()
    for back in range(1, _FORECASTS + 1):
        day = assessment.on - timedelta(days=WINDOW * back)
        if pd.isna(first) or pd.Timestamp(day) < first:
            break
        then = assess(assessment.snapshot.earlier(day), assessment.conventions)
        for kind, frames in made.items():
            frames.append(_came_of(then, later, kind))
        later = then
    return {kind: _put_together(frames) for kind, frames in made.items()}


def _put_together(frames: list[pd.DataFrame]) -> pd.DataFrame:
    kept = [rows for rows in reversed(frames) if len(rows)]
    if not kept:
        return pd.DataFrame({"late": [], "due": [], "made": []})
    rows = pd.concat(kept)
    return rows[~rows.index.duplicated(keep="last")]


def _came_of(then: Assessment, later: Assessment, kind: str) -> pd.DataFrame:
    rows = ahead(obligations(then, kind), then.on, later.on - timedelta(days=1))
    now = obligations(later, kind).reindex(rows.index)
    passed = now["late"].eq(True) | (now["live"].eq(True) & (now["due"] < pd.Timestamp(later.on)))
    rows, now = rows[passed], now[passed]
    if rows.empty:
        return rows
    found = drivers(then, rows, kind)
    return found.assign(late=now["late"].astype(bool), due=rows["due"], made=pd.Timestamp(then.on))
