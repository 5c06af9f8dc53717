"""Which agreed days fall due soon, and which of them are likely to be missed.

A forecast ranks patrols. It is no finding: it changes no status and nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import exp
from typing import Any

import pandas as pd

from landwatch.measures.figures.ahead import WINDOWS, Due, Window, driver_records, window_of
from landwatch.measures.figures.default_model import Model, TrackRecord, fit
from landwatch.measures.figures.forecast_words import verdict
from landwatch.measures.figures.past_forecasts import WINDOW, ahead, drivers, obligations, outcomes
from landwatch.rules import Assessment

__all__ = ["Forecast", "forecast"]

_KINDS = ("commencement", "completion")
_SHOWN_DRIVERS = 3


@dataclass(frozen=True)
class Forecast:
    """What falls due, and how it is ranked.

    Attributes
    ----------
    on, days, cluster
        The day of the forecast, how far it looks, and the cluster it is limited to.
    dues
        The days ahead, by kind and rank.
    records
        For each kind what past outcomes say.
    assessment
        The contracts as judged on the day.
    """

    on: date
    days: int
    cluster: str | None
    dues: tuple[Due, ...]
    records: tuple[TrackRecord, ...]
    assessment: Assessment = field(repr=False, compare=False)

    def windows(self) -> tuple[Window, ...]:
        """Count what falls due within 30, 60, 90 and 180 days (as far as asked), in all and by cluster."""
        lengths = [days for days in WINDOWS if days < self.days] + [self.days]
        inside = sorted({due.cluster for due in self.dues if due.cluster})
        clusters = [None, *inside] if self.cluster is None else [self.cluster]
        soonest = sorted(self.dues, key=lambda due: (due.day, due.contract_no, due.part))
        return tuple(
            window_of(
                self.assessment,
                kind,
                days,
                cluster,
                [
                    due
                    for due in soonest
                    if due.kind == kind and due.days_left <= days and cluster in (None, due.cluster)
                ],
            )
            for kind in _KINDS
            for cluster in clusters
            for days in lengths
        )

    def to_dict(self) -> dict[str, Any]:
        """Give the forecast as JSON values."""
        return {
            "days": self.days,
            "cluster": self.cluster,
            "windows": [window.to_dict() for window in self.windows()],
            "dues": [due.to_dict() for due in self.dues],
            "track_records": [_record_dict(record) for record in self.records],
        }


def _record_dict(record: TrackRecord) -> dict[str, Any]:
    return {
        "kind": record.kind,
        "ranked_by": "probability" if record.used else "date",
        "verdict": verdict(record),
        "outcomes": record.outcomes,
        "defaults": record.defaults,
        "held_out": record.held_out,
        "defaults_expected": record.expected,
        "defaults_happened": record.happened,
        "brier": record.brier,
        "base_rate_brier": record.base_brier,
        "years": [
            {"year": year, "outcomes": count, "brier": brier, "base_rate_brier": base}
            for year, count, brier, base in record.years
        ],
        "drivers": driver_records(record.odds),
    }


def forecast(assessment: Assessment, *, days: int = WINDOW, cluster: str | None = None) -> Forecast:
    """Tell which commencements and completions fall due soon, the likeliest to be missed first.

    Parameters
    ----------
    assessment
        The contracts as judged on the day of the forecast; it stays as it is.
    days
        How far to look, 1 to :data:`~landwatch.measures.figures.past_forecasts.WINDOW`.
    cluster
        Only days of this cluster; what is learned comes from all.

    Returns
    -------
    Forecast
        The days ahead and the track record of each kind.
    """
    past = outcomes(assessment)
    dues: list[Due] = []
    records = []
    for kind in _KINDS:
        record, model = fit(past[kind], kind)
        rows = ahead(obligations(assessment, kind), assessment.on, assessment.on + timedelta(days=days))
        dues += _ranked(assessment, rows, kind, model, cluster)
        records.append(record)
    return Forecast(assessment.on, days, cluster, tuple(dues), tuple(records), assessment)


def _ranked(
    assessment: Assessment, rows: pd.DataFrame, kind: str, model: Model | None, cluster: str | None
) -> list[Due]:
    if rows.empty:
        return []
    known = drivers(assessment, rows, kind)
    table = rows.assign(cluster=known["cluster"], p=float("nan"))
    shares = None
    if model is not None:
        # Rounded before anything is compared, so that the last bits of a sum decide no rank.
        table["p"] = model.probability(known).round(3)
        shares = model.contributions(known)
    if cluster is not None:
        table = table[table["cluster"] == cluster]
    # The rows come sorted by contract and phase, which decides where day and probability are equal.
    table = table.sort_values(["p", "due"], ascending=[False, True], kind="stable")
    keys: list[Any] = list(table.index)

    def reasons(key: Any) -> tuple[tuple[str, float], ...]:
        return () if shares is None else _main(shares.loc[key], known.loc[key])

    return [
        _due(assessment, table.loc[key], key, kind, rank, reasons(key)) for rank, key in enumerate(keys, 1)
    ]


def _main(shares: pd.Series, of: pd.Series) -> tuple[tuple[str, float], ...]:
    """The drivers that move the odds of one row by a twentieth or more, the strongest first.

    Not being of the other clusters counts with being of one's own: together they are one driver.
    """
    names = [_of_row(str(name), of) for name in shares.index]
    together = shares.groupby(names).sum().round(6)
    strongest = together[together.abs() >= 0.05]
    ranked = sorted(strongest.items(), key=lambda item: (-abs(item[1]), str(item[0])))[:_SHOWN_DRIVERS]
    return tuple((str(name), _odds(share)) for name, share in ranked)


def _of_row(column: str, of: pd.Series) -> str:
    head, colon, _level = column.partition(": ")
    return f"{head}: {of[head]}" if colon and pd.notna(of[head]) else head


def _odds(share: float) -> float:
    return round(exp(share), 2)


def _due(
    assessment: Assessment,
    row: pd.Series,
    key: Any,
    kind: str,
    rank: int,
    shown: Sequence[tuple[str, float]],
) -> Due:
    of = assessment.contracts.loc[key[0]]
    words = {name: None if pd.isna(of[name]) else str(of[name]) for name in ("holder", "project_name")}
    return Due(
        kind=kind,
        rank=rank,
        contract_no=key[0],
        part=key[1],
        day=row["due"].date(),
        days_left=(row["due"].date() - assessment.on).days,
        cluster=None if pd.isna(row["cluster"]) else str(row["cluster"]),
        area_cm2=None if pd.isna(row["area_cm2"]) else int(row["area_cm2"]),
        probability=None if pd.isna(row["p"]) else float(row["p"]),
        drivers=tuple(shown),
        **words,
    )
