"""How likely a day will be missed: a model of past outcomes, used where it is better than the base rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landwatch.measures.figures.past_forecasts import CATEGORIES

__all__ = ["LEAST_OUTCOMES", "Model", "TrackRecord", "fit"]

LEAST_OUTCOMES = 30
"""Past outcomes below which no probability is given."""
_LEAST_LEARNED, _LEAST_OF_EACH, _LEAST_HELD_OUT, _LEAST_OF_LEVEL = 20, 3, 10, 5
_PRIOR_VARIANCE = 0.25
"""Coefficients are shrunk as if a standard deviation of a driver seldom moved the odds beyond 2.7 times."""


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
    learnable
        Whether scikit-learn is installed, from which the model learns (the extra ``forecast``).
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
    learnable: bool = True
    odds: tuple[tuple[str, float], ...] = ()


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
    numeric = rows.drop(columns=[*CATEGORIES, "late", "due", "made"], errors="ignore")
    member = {
        f"{name}: {level}": (rows[name] == level).astype(float)
        for name in CATEGORIES
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
    fitted = LogisticRegression(C=_PRIOR_VARIANCE, solver="newton-cholesky", tol=1e-8)
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
        The past outcomes of one kind, from :func:`landwatch.measures.figures.past_forecasts.outcomes`.
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
    try:
        scored = _held_out(rows)
    except ModuleNotFoundError:
        return TrackRecord(kind, count, defaults, learnable=False), None
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
