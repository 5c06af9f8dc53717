"""How likely a day will be missed: what past forecasts would have seen, and what came of it.

A past forecast is made again every :data:`WINDOW` days back from the day judged: its rows are the days that
then lay ahead, its drivers are read from the assessment of that day, and the outcome from the assessment
:data:`WINDOW` days later. So nothing that happened after a forecast is among its drivers. What was written
down later about an earlier day counts as known on that day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landwatch.model import CommencementStatus, CompletionStatus, ContractStatus, EventType
from landwatch.rules import Assessment, assess

__all__ = [
    "LEAST_OUTCOMES",
    "WINDOW",
    "Model",
    "TrackRecord",
    "ahead",
    "drivers",
    "fit",
    "obligations",
    "outcomes",
]

WINDOW = 180
"""Days a forecast looks ahead."""
LEAST_OUTCOMES = 30
"""Past outcomes below which no probability is given."""
_FORECASTS = 24
_LEAST_LEARNED, _LEAST_OF_EACH, _LEAST_HELD_OUT, _LEAST_OF_LEVEL = 20, 3, 10, 5
_PRIOR_VARIANCE = 0.25
"""Coefficients are shrunk as if a standard deviation of a driver seldom moved the odds beyond 2.7 times."""
_MONTH = 30.4375
_CATEGORIES = ("land_use", "cluster")
_LATE = {
    "commencement": (CommencementStatus.BREACH, CommencementStatus.COMMENCED_LATE),
    "completion": (CompletionStatus.BREACH, CompletionStatus.COMPLETED_LATE),
}
_DUE = {"commencement": "effective_commencement_due", "completion": "completion_due"}
_DONE = {"commencement": "commenced_on", "completion": "completed_on"}
_AMENDING = (EventType.SUPPLEMENTARY_AGREEMENT, EventType.EXTENSION_APPROVED)
_PERMITS = (EventType.CONSTRUCTION_PERMIT, EventType.WORKS_PERMIT)


@dataclass(frozen=True)
class TrackRecord:
    """What past outcomes say of one kind of day, and how a model did on those held out.

    Attributes
    ----------
    kind
        ``commencement`` or ``completion``.
    outcomes, defaults
        Days that have passed, and how many of them were missed.
    held_out, expected, happened
        Outcomes forecast from earlier ones alone; the defaults forecast among them, and those that came.
    brier, base_brier
        Mean squared error of the model and of the base rate known at the time; None where nothing could be
        held out.
    years
        By year of the due day: outcomes, Brier score of the model, Brier score of the base rate.
    used
        Whether the model gives the probabilities: it beat the base rate by more than one standard error of
        the difference.
    odds
        Where the model is used, for each driver by what the odds are multiplied for one standard deviation
        more (for a land use or cluster: for belonging to it).
    """

    kind: str
    outcomes: int
    defaults: int
    held_out: int = 0
    expected: float = 0.0
    happened: int = 0
    brier: float | None = None
    base_brier: float | None = None
    years: tuple[tuple[int, int, float, float], ...] = ()
    used: bool = False
    odds: tuple[tuple[str, float], ...] = ()


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
    whole = judged[~judged.index.isin(parts["contract_no"])].reset_index(drop=True).assign(part="")
    columns = ["contract_no", "part", "area_cm2", _DUE[kind], f"{kind}_status", _DONE[kind]]
    rows = pd.concat([rows[columns].astype({f"{kind}_status": str}) for rows in (whole, parts)])
    found = pd.DataFrame(
        {
            "contract_no": rows["contract_no"].astype(str),
            "part": rows["part"].astype(str),
            "due": rows[_DUE[kind]],
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
    of = assessment.contracts.loc[numbers].set_axis(rows.index)
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
    return numeric.assign(**{name: of[name] for name in _CATEGORIES})


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
    made: dict[str, list[pd.DataFrame]] = {kind: [] for kind in _DUE}
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


@dataclass(frozen=True)
class Model:
    """A fitted model: probability of default and what each driver adds to the log odds.

    Attributes
    ----------
    centre, scale
        Of each column of the design.
    coefficients
        Log odds for one unit of the scaled column.
    intercept
        Log odds where every driver is average.
    """

    centre: pd.Series
    scale: pd.Series
    coefficients: pd.Series
    intercept: float

    def contributions(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Say what each driver adds to the log odds; what is not on file adds nothing.

        Parameters
        ----------
        rows
            Drivers, one row an obligation.
        """
        design = _design(rows).reindex(columns=self.centre.index, fill_value=0.0)
        return ((design - self.centre) / self.scale).fillna(0.0) * self.coefficients

    def probability(self, rows: pd.DataFrame) -> NDArray[np.float64]:
        """Give the probability of default.

        Parameters
        ----------
        rows
            Drivers, one row an obligation.
        """
        odds = self.intercept + self.contributions(rows).to_numpy().sum(axis=1)
        return np.asarray(1 / (1 + np.exp(-odds)))


def _design(rows: pd.DataFrame) -> pd.DataFrame:
    numeric = rows.drop(columns=[*_CATEGORIES, "late", "due", "made"], errors="ignore")
    member = {
        f"{name}: {level}": (rows[name] == level).astype(float)
        for name in _CATEGORIES
        for level in sorted(rows[name].dropna().unique())
    }
    return pd.concat([numeric, pd.DataFrame(member, index=rows.index)], axis=1)


def _learn(rows: pd.DataFrame) -> Model:
    """Fit a regularised logistic regression; columns that say nothing, and rare levels, are left out."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    rows = rows.sort_index()
    design = _design(rows)
    centre, scale = design.mean(), design.std(ddof=0)
    member = design.columns.str.contains(": ", regex=False)
    counted = np.where(member, np.minimum(design.sum(), (1 - design).sum()), np.inf)
    kept = (scale > 1e-9) & (counted >= _LEAST_OF_LEVEL)
    scale[member] = 1.0
    design, centre, scale = design.loc[:, kept], centre[kept], scale[kept]
    fitted = LogisticRegression(C=_PRIOR_VARIANCE, max_iter=1000, tol=1e-8)
    fitted.fit(((design - centre) / scale).fillna(0.0).to_numpy(), rows["late"].to_numpy(dtype=int))
    coefficients = pd.Series(fitted.coef_[0], design.columns)
    return Model(centre, scale, coefficients, float(fitted.intercept_[0]))


def _learnable(rows: pd.DataFrame, least: int) -> bool:
    missed = int(rows["late"].sum())
    return len(rows) >= least and min(missed, len(rows) - missed) >= _LEAST_OF_EACH


def fit(rows: pd.DataFrame, kind: str) -> tuple[TrackRecord, Model | None]:
    """Fit a model to past outcomes and compare it with the base rate on outcomes held out.

    Each past forecast is scored by a model that learned from the outcomes known on its day and no others.

    Parameters
    ----------
    rows
        The past outcomes of one kind, from :func:`outcomes`.
    kind
        ``commencement`` or ``completion``.

    Returns
    -------
    tuple
        The track record, and the model where it is to be used.
    """
    count, defaults = len(rows), int(rows["late"].sum())
    if not _learnable(rows, LEAST_OUTCOMES):
        return TrackRecord(kind, count, defaults), None
    scored = _held_out(rows)
    if len(scored) < _LEAST_HELD_OUT:
        return TrackRecord(kind, count, defaults, held_out=len(scored)), None
    gain = scored["base"] - scored["model"]
    better = bool(gain.mean() > gain.std(ddof=1) / np.sqrt(len(gain)))
    years = scored.groupby(scored["due"].dt.year)
    model = _learn(rows)
    weight = np.exp(model.coefficients)
    record = TrackRecord(
        kind,
        count,
        defaults,
        held_out=len(scored),
        expected=round(float(scored["p"].sum()), 1),
        happened=int(scored["late"].sum()),
        brier=round(float(scored["model"].mean()), 4),
        base_brier=round(float(scored["base"].mean()), 4),
        years=tuple(
            (int(str(year)), len(of), round(float(of["model"].mean()), 4), round(float(of["base"].mean()), 4))
            for year, of in years
        ),
        used=better,
        odds=tuple((str(name), round(float(odds), 3)) for name, odds in weight.items()) if better else (),
    )
    return record, model if better else None


def _held_out(rows: pd.DataFrame) -> pd.DataFrame:
    """Squared errors of model and base rate, each forecast from the outcomes known on its day alone."""
    scored = []
    for made in sorted(rows["made"].unique()):
        known, asked = rows[rows["due"] < made], rows[rows["made"] == made]
        if not _learnable(known, _LEAST_LEARNED):
            continue
        late = asked["late"].astype(float)
        p, base = _learn(known).probability(asked), float(known["late"].mean())
        scored.append(
            pd.DataFrame({"due": asked["due"], "late": late, "p": p}).assign(
                model=(p - late) ** 2, base=(base - late) ** 2
            )
        )
    return pd.concat(scored) if scored else pd.DataFrame()
