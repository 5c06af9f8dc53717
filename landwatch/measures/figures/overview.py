"""All figures of a day, in the order a report has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from landwatch.measures.figures import acreage, selection, sources
from landwatch.measures.figures.compliance import attainment, compliance, historical_default_rate, idle_rate
from landwatch.measures.figures.counts import clusters, disposed, idle, reviews, suspended_companies
from landwatch.measures.figures.figure import Figure, Measure
from landwatch.measures.figures.patrols import patrol_coverage
from landwatch.measures.figures.pools import OBLIGATIONS, Pool
from landwatch.measures.figures.rates import change, default_rate, live
from landwatch.model import Verdict
from landwatch.rules import Assessment

__all__ = ["flows", "of_day", "rates"]

_MEASURES: tuple[Measure, ...] = ("count", "area")
_POOLS: tuple[Pool, ...] = ("P", "D")


def of_day(
    assessment: Assessment,
    entries: pd.DataFrame,
    *,
    before: Assessment | None = None,
    cluster: str | None = None,
    limits: Mapping[str, int] | None = None,
) -> tuple[Figure, ...]:
    """All figures of the day judged and of its year up to that day, in the order a report has them.

    Parameters
    ----------
    assessment
        The judged contracts.
    entries
        The ledger of acreage, up to the same day.
    before
        An earlier assessment: adds the change of each rate of the day since then, in points.
    cluster
        Only this cluster.
    limits
        Days after which a source is too old, by its name.
    """
    judged = selection.slim(assessment)
    year, quarter = judged.on.year, (judged.on.month + 2) // 3
    first = acreage.first_year(entries, year)
    made = (
        *([] if cluster else [clusters(judged)]),
        *(live(judged, by=by, cluster=cluster) for by in _MEASURES),
        *_with_changes(rates(judged, cluster=cluster), before, cluster),
        *flows(judged, entries, year, cluster=cluster),
        acreage.revitalised(judged, entries, first, year, cluster=cluster),
        acreage.in_stock(judged, entries, cluster=cluster),
        acreage.idle_disposal_rate(judged, entries, year, cluster=cluster),
        patrol_coverage(judged, year, quarter, cluster=cluster),
        patrol_coverage(judged, year, cluster=cluster),
        *(idle(judged, recognised=r, by=by, cluster=cluster) for r in (True, False) for by in _MEASURES),
        *(reviews(judged, verdict, cluster=cluster) for verdict in Verdict),
    )
    return sources.dated(made, assessment, limits)


def flows(
    assessment: Assessment,
    entries: pd.DataFrame,
    year: int,
    month: int | None = None,
    *,
    cluster: str | None = None,
) -> tuple[Figure, ...]:
    """What happened in a year or a month, up to the day judged: disposals, suspensions, revitalised land.

    Parameters
    ----------
    assessment
        The judged contracts.
    entries
        The ledger of acreage, up to the same day.
    year
        Calendar year.
    month
        1 to 12 for that month of the year alone.
    cluster
        Only this cluster.
    """
    disposals = (
        disposed(assessment, kind, year, month=month, by=by, cluster=cluster)
        for kind in OBLIGATIONS
        for by in _MEASURES
    )
    return (
        *disposals,
        suspended_companies(assessment, year, month=month, cluster=cluster),
        acreage.revitalised(assessment, entries, year, month=month, cluster=cluster),
    )


def rates(assessment: Assessment, *, cluster: str | None = None) -> tuple[Figure, ...]:
    """The rates of a day: defaults, compliance, idle land, standard land.

    Parameters
    ----------
    assessment
        The judged contracts.
    cluster
        Only this cluster.
    """
    judged = selection.slim(assessment)
    measures = sorted(_MEASURES, key=lambda measure: measure != assessment.conventions.rate_unit)
    return (
        *(
            default_rate(judged, kind, by=by, pool=pool, cluster=cluster)
            for kind in OBLIGATIONS
            for pool in _POOLS
            for by in measures
        ),
        *(
            historical_default_rate(judged, kind, by=by, cluster=cluster)
            for kind in OBLIGATIONS
            for by in measures
        ),
        *(compliance(judged, by=by, cluster=cluster) for by in measures),
        *(idle_rate(judged, recognised=recognised, cluster=cluster) for recognised in (True, False)),
        *(attainment(judged, by=by, cluster=cluster) for by in measures),
    )


def _with_changes(now: Iterable[Figure], before: Assessment | None, cluster: str | None) -> Iterable[Figure]:
    earlier = {} if before is None else {figure.id: figure for figure in rates(before, cluster=cluster)}
    for figure in now:
        yield figure
        if before is not None:
            yield change(earlier[figure.id], figure)
