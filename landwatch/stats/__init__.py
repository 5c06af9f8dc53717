"""Figures that carry their contract: value, unit, numerator, denominator, pool, day and rows.

Every figure comes out of one assessment (the change of a rate out of two) and can be limited to a
cluster. A denominator of zero gives n/a, never 0 %.
"""

from __future__ import annotations

from landwatch.model import EventType, Verdict
from landwatch.rules import Assessment
from landwatch.stats import selection
from landwatch.stats.counts import clusters, disposed, idle, reviews, revitalised, suspended_companies
from landwatch.stats.figure import Figure, Measure, Unit, unit_name
from landwatch.stats.rates import Obligation, Pool, change, default_rate, live, patrol_coverage

__all__ = [
    "Figure",
    "Measure",
    "Obligation",
    "Pool",
    "Unit",
    "change",
    "clusters",
    "default_rate",
    "disposed",
    "figures",
    "idle",
    "live",
    "patrol_coverage",
    "reviews",
    "revitalised",
    "suspended_companies",
    "unit_name",
]

_MEASURES: tuple[Measure, ...] = ("count", "area")
_OBLIGATIONS: tuple[Obligation, ...] = ("commencement", "completion")
_POOLS: tuple[Pool, ...] = ("P", "D")


def figures(
    assessment: Assessment, *, before: Assessment | None = None, cluster: str | None = None
) -> tuple[Figure, ...]:
    """All figures of the day judged and of its year up to that day, in the order a report has them.

    Parameters
    ----------
    assessment
        The judged contracts.
    before
        An earlier assessment: adds the change of each default rate since its day.
    cluster
        Only this cluster.
    """
    year, quarter = assessment.on.year, (assessment.on.month + 2) // 3
    return (
        *([] if cluster else [clusters(assessment)]),
        *(live(assessment, by=by, cluster=cluster) for by in _MEASURES),
        *_default_rates(assessment, before, cluster),
        *(
            disposed(assessment, kind, year, by=by, cluster=cluster)
            for kind in _OBLIGATIONS
            for by in _MEASURES
        ),
        suspended_companies(assessment, year, cluster=cluster),
        revitalised(assessment, year, cluster=cluster),
        revitalised(assessment, _first_revitalisation(assessment), year, cluster=cluster),
        patrol_coverage(assessment, year, quarter, cluster=cluster),
        patrol_coverage(assessment, year, cluster=cluster),
        *(idle(assessment, recognised=r, by=by, cluster=cluster) for r in (True, False) for by in _MEASURES),
        *(reviews(assessment, verdict, cluster=cluster) for verdict in Verdict),
    )


def _default_rates(assessment: Assessment, before: Assessment | None, cluster: str | None) -> list[Figure]:
    rates = []
    for kind in _OBLIGATIONS:
        for pool in _POOLS:
            for by in sorted(_MEASURES, key=lambda measure: measure != assessment.conventions.rate_unit):
                rate = default_rate(assessment, kind, by=by, pool=pool, cluster=cluster)
                rates.append(rate)
                if before is not None:
                    rates.append(change(default_rate(before, kind, by=by, pool=pool, cluster=cluster), rate))
    return rates


def _first_revitalisation(assessment: Assessment) -> int:
    days = selection.dated(assessment, EventType.REVITALISED)["day"]
    return int(days.min().year) if len(days) else assessment.on.year
