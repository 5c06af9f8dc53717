"""Rates: default rates over the pools P and D, and their change in points.

No official formula is known, so each formula is a convention. Pool P holds all live contracts, pool D
those of them whose day has come. Rates by area and by count stand side by side.
"""

from __future__ import annotations

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.measures.figures import selection
from landwatch.measures.figures.declared import MEASURES, Declared, declare
from landwatch.measures.figures.figure import Figure, Measure, of_contracts, share, size
from landwatch.measures.figures.pools import DUE_DAY, OBLIGATIONS, Obligation, Pool, in_default, units_of
from landwatch.model import CommencementStatus, CompletionStatus
from landwatch.remembered import remembered
from landwatch.rules import Assessment, Conventions

__all__ = ["change", "default_rate", "historical_default_rate", "live", "measure_name"]

_EVER_LATE = {
    "commencement": (CommencementStatus.BREACH, CommencementStatus.COMMENCED_LATE),
    "completion": (CompletionStatus.BREACH, CompletionStatus.COMPLETED_LATE),
}


def live(assessment: Assessment, *, by: Measure = "count", cluster: str | None = None) -> Figure:
    """Size of pool P: contracts signed and neither ended nor terminated.

    Parameters
    ----------
    assessment
        The judged contracts.
    by
        Number of contracts, or their mu.
    cluster
        Only this cluster.
    """
    return size(
        assessment,
        selection.live(assessment, cluster),
        id=f"live_contracts_{by}",
        cluster=cluster,
        label=_("Live contracts"),
        definition=_("Supply contracts signed on or before the day and neither ended nor terminated."),
    )


def default_rate(
    assessment: Assessment,
    obligation: Obligation,
    *,
    by: Measure | None = None,
    pool: Pool | None = None,
    cluster: str | None = None,
) -> Figure:
    """Share of a pool that is in default on the day; a late starter leaves it on the day it starts.

    Parameters
    ----------
    assessment
        The judged contracts.
    obligation
        Commencement (开工违约率) or completion (竣工违约率).
    by
        By area, where a contract whose parts are judged by themselves counts with those in default, or by
        number of contracts (by convention of phases or parcels); as ``rate_unit`` says where not given.
    pool
        ``P`` all live contracts; ``D`` only those whose effective due day lies before the day judged;
        the convention in force where it is not given.
    cluster
        Only this cluster.
    """
    pool = pool or assessment.conventions.rate_pool
    by = by or assessment.conventions.rate_unit
    whole, part = _counted(assessment, obligation, pool, cluster)
    part = part.assign(area_cm2=part["area_in_default_cm2"], units=part["units_in_default"])
    names = {"commencement": _("Commencement default rate"), "completion": _("Completion default rate")}
    measure = measure_name(assessment.conventions, by)
    return share(
        assessment,
        part,
        whole,
        id=f"{obligation}_default_rate_{by}" + ("_due" if pool == "D" else ""),
        cluster=cluster,
        label=_("{rate}, {measure}, pool {pool}").format(rate=names[obligation], measure=measure, pool=pool),
        definition=_definition(by).format(measure=measure),
    )


@remembered
def _counted(
    assessment: Assessment, obligation: Obligation, pool: Pool, cluster: str | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The pool, and those of it in default: the same for the rate by area and by count."""
    judged = selection.contracts(assessment, cluster)
    units = units_of(assessment)
    units = units if cluster is None else units.loc[judged.index]
    counted = in_default(judged, units, obligation, pool, assessment.on)
    return counted[counted["in_pool"]], counted[counted["in_default"]]


def _definition(by: Measure) -> str:
    if by == "area":
        return _(
            "Contracts in default on the day (the due day with its excused days is past and the work "
            "is not done) divided by the pool, {measure}; of contracts in phases only the phases in default."
        )
    return _(
        "Contracts in default on the day (the due day with its excused days is past and the work "
        "is not done) divided by the pool, {measure}."
    )


def measure_name(conventions: Conventions, by: Measure | None = None) -> str:
    """Say in words whether a default rate is one by area or by count, and of what.

    Parameters
    ----------
    conventions
        What is counted.
    by
        By area or by count; the one that is meant where it is not given.
    """
    if (by or conventions.rate_unit) == "area":
        return _("by area")
    return {
        "contract": _("by count"),
        "phase": _("by count of phases"),
        "parcel": _("by count of parcels"),
    }[conventions.breach_unit]


def historical_default_rate(
    assessment: Assessment,
    obligation: Obligation,
    *,
    by: Measure = "count",
    cluster: str | None = None,
) -> Figure:
    """Share of all contracts that have fallen due and were ever late, or still are.

    Parameters
    ----------
    assessment
        The judged contracts.
    obligation
        Commencement or completion.
    by
        By number of contracts, or by area of the whole contracts.
    cluster
        Only this cluster.
    """
    judged = selection.contracts(assessment, cluster)
    due = judged[judged[DUE_DAY[obligation]] < pd.Timestamp(assessment.on)]
    names = {
        "commencement": _("Historical commencement default rate, {measure}"),
        "completion": _("Historical completion default rate, {measure}"),
    }
    return share(
        assessment,
        due[due[f"{obligation}_status"].isin(_EVER_LATE[obligation])],
        due,
        id=f"{obligation}_default_rate_historical_{by}",
        cluster=cluster,
        label=names[obligation].format(measure=_("by area") if by == "area" else _("by count")),
        definition=_(
            "Contracts that met the obligation after its due day with its excused days, or have not met "
            "it, divided by all that have fallen due; whole contracts count."
        ),
    )


def change(earlier: Figure, later: Figure) -> Figure:
    """Subtract one rate from another: the change is in percentage points.

    Parameters
    ----------
    earlier, later
        The same rate on two days.
    """
    difference = None
    if earlier.value is not None and later.value is not None:
        difference = later.value - earlier.value
    return Figure(
        id=f"{later.id}_change",
        label=_("{rate}, change since {day}").format(rate=later.label, day=earlier.on),
        unit="points",
        value=difference,
        numerator=None,
        denominator=None,
        pool=later.pool,
        on=later.on,
        known_at=later.known_at,
        rows=later.rows,
        unknown=later.unknown,
        cluster=later.cluster,
        definition=_("{later} on {day} less {earlier} on {before}.").format(
            later=later.text(), day=later.on, earlier=earlier.text(), before=earlier.on
        ),
    )


_POOLS: tuple[Pool, ...] = ("P", "D")

declare(
    *(
        Declared(
            id=f"live_contracts_{by}",
            section="land",
            kind="state",
            by=by,
            pool="P",
            is_main=True,
            make=of_contracts(live, by=by),
        )
        for by in MEASURES
    ),
    *(
        Declared(
            id=f"{obligation}_default_rate_{by}" + ("_due" if pool == "D" else ""),
            section="defaults",
            kind="rate",
            by=by,
            is_share=True,
            pool=pool,
            is_main=True,
            make=of_contracts(default_rate, obligation=obligation, by=by, pool=pool),
        )
        for obligation in OBLIGATIONS
        for pool in _POOLS
        for by in MEASURES
    ),
    *(
        Declared(
            id=f"{obligation}_default_rate_historical_{by}",
            section="defaults",
            kind="rate",
            by=by,
            is_share=True,
            pool="fallen_due",
            make=of_contracts(historical_default_rate, obligation=obligation, by=by),
        )
        for obligation in OBLIGATIONS
        for by in MEASURES
    ),
)
