"""The situation at a glance: what the figures of a day, of past months and of days ahead come to together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import pandas as pd

from landwatch.measures.figures.ahead import sizes_ahead
from landwatch.measures.figures.figure import Figure
from landwatch.measures.figures.past_forecasts import ahead, obligations
from landwatch.measures.figures.pools import OBLIGATIONS, Obligation
from landwatch.measures.figures.sums import Figures, Rate

if TYPE_CHECKING:
    from landwatch.measures.figures.months import Timeline
    from landwatch.rules import Assessment

__all__ = [
    "AHEAD",
    "MAIN",
    "PAST_MONTHS",
    "Ahead",
    "Change",
    "Month",
    "falling_due",
    "months_of",
    "points_since",
]

AHEAD = (30, 90)
"""Within how many days the situation counts what falls due."""

PAST_MONTHS = 14
"""Ends of months that are judged: a year, the one before it, and the day judged itself."""

MAIN = (
    *("live_contracts_count", "live_contracts_area"),
    *(f"{obligation}_default_rate_{by}" for obligation in OBLIGATIONS for by in ("area", "count")),
    *("idle_suspected_area", "idle_recognised_area", "revitalised_area", "stock_area"),
    *("patrol_coverage", "suspended_companies"),
)
"""The figures of the situation, of the zone and of each of its parts."""


@dataclass(frozen=True, kw_only=True)
class Month:
    """The rates at the end of a month, or on the day judged.

    Attributes
    ----------
    day
        The day.
    by_area, by_count
        Default rates of each obligation over the pool of the convention.
    """

    day: date
    by_area: Mapping[Obligation, Rate]
    by_count: Mapping[Obligation, Rate]

    def share(self, obligation: Obligation, by: str = "area") -> Fraction | None:
        """Give a default rate; ``None`` where nothing is in the pool.

        Parameters
        ----------
        obligation
            Commencement or completion.
        by
            ``area`` or ``count``.
        """
        rate = (self.by_area if by == "area" else self.by_count)[obligation]
        return rate.share() if rate.whole else None


Ahead = Mapping[tuple[Obligation, int], tuple[Figure, Figure]]
"""What falls due of an obligation within so many days: contracts, and their area."""


def months_of(timeline: Timeline, cluster: str | None) -> tuple[Month, ...]:
    """Read the rates of past months off what was judged of them.

    Parameters
    ----------
    timeline
        The ends of the last months, the last one the day judged.
    cluster
        Only this cluster.
    """

    def _month(day: date, sums: Figures) -> Month:
        return Month(day=day, by_area=sums.by_area, by_count=sums.by_count)

    return tuple(map(_month, timeline.days, timeline.figures(cluster)))


def points_since(months: Sequence[Month], obligation: Obligation, by: str, years: int = 0) -> Change | None:
    """Subtract an earlier default rate from that of the day judged.

    Parameters
    ----------
    months
        The months, the last one the day judged.
    obligation
        Commencement or completion.
    by
        ``area`` or ``count``.
    years
        The last end of a month before the day judged, or before the same day so many years ago.

    Returns
    -------
    Change or None
        ``None`` where no earlier month was judged, or one of the two has no pool.
    """
    now = months[-1]
    limit = _years_before(now.day, years)
    earlier = [month for month in months[:-1] if month.day < limit or (years and month.day == limit)]
    if not earlier:
        return None
    before, after = (month.share(obligation, by) for month in (earlier[-1], now))
    if before is None or after is None:
        return None
    return Change(since=earlier[-1].day, points=after - before)


@dataclass(frozen=True, kw_only=True)
class Change:
    """How far a rate has moved.

    Attributes
    ----------
    since
        The earlier day.
    points
        The difference of the two shares.
    """

    since: date
    points: Fraction


def falling_due(assessment: Assessment, cluster: str | None = None) -> Ahead:
    """Count what falls due soon, by agreed days alone: what the forecast ranks, without its ranks.

    Parameters
    ----------
    assessment
        The judged contracts.
    cluster
        Only this cluster.
    """
    found: dict[tuple[Obligation, int], tuple[Figure, Figure]] = {}
    own = assessment.contracts["cluster"].eq(cluster) if cluster else None
    for obligation in OBLIGATIONS:
        days = obligations(assessment, obligation)
        for length in AHEAD:
            due = ahead(days, assessment.on, assessment.on + timedelta(days=length))
            due = due.sort_values("due", kind="stable").reset_index()
            if own is not None:
                due = due[own.reindex(due["contract_no"]).to_numpy(dtype=bool)]
            rows = pd.DataFrame({"contract_no": due["contract_no"], "area_cm2": due["area_cm2"]})
            found[obligation, length] = sizes_ahead(assessment, obligation, length, cluster, rows)
    return found


def _years_before(day: date, years: int) -> date:
    last_of_february = day.month == 2 and day.day == 29
    return day.replace(year=day.year - years, day=28 if last_of_february and years else day.day)
