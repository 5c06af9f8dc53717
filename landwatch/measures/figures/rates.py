"""Rates: default rates over the pools P and D, and their change in points.

No official formula is known, so each formula is a convention. Pool P holds all live contracts, pool D
those of them whose day has come. Rates by area and by count stand side by side.
"""

from __future__ import annotations

from typing import Literal

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.measures.figures import selection
from landwatch.measures.figures.figure import Figure, Measure, share, size
from landwatch.rules import Assessment

__all__ = ["DUE_DAY", "Obligation", "Pool", "change", "default_rate", "live"]

Obligation = Literal["commencement", "completion"]
Pool = Literal["P", "D"]

DUE_DAY = {"commencement": "effective_commencement_due", "completion": "completion_due"}
"""The column with the last compliant day of each obligation."""


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
        by=by,
        cluster=cluster,
        label=_("Live contracts"),
        pool=_pool_name("P"),
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
    whole = selection.live(assessment, cluster)
    if pool == "D":
        whole = whole[whole[DUE_DAY[obligation]] < pd.Timestamp(assessment.on)]
    part = whole[whole[f"{obligation}_breach"]]
    part = part.assign(area_cm2=part[f"{obligation}_breach_area_cm2"])
    if by == "count":
        part, whole = _in_units(assessment, part, obligation), _in_units(assessment, whole)
    names = {"commencement": _("Commencement default rate"), "completion": _("Completion default rate")}
    measure = _("by area") if by == "area" else _count_name(assessment)
    return share(
        assessment,
        part,
        whole,
        id=f"{obligation}_default_rate_{by}" + ("_due" if pool == "D" else ""),
        by=by,
        cluster=cluster,
        label=_("{rate}, {measure}, pool {pool}").format(rate=names[obligation], measure=measure, pool=pool),
        pool=_pool_name(pool),
        definition=_definition(by).format(measure=measure),
    )


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


def _in_units(
    assessment: Assessment, contracts: pd.DataFrame, in_default: Obligation | None = None
) -> pd.DataFrame:
    """A row for each unit that the convention counts: the contract, or its phases or parcels."""
    unit, parts = assessment.conventions.breach_unit, assessment.parts
    if unit == "contract":
        return contracts
    counted = parts["is_phase"] == (unit == "phase")
    if in_default:
        counted &= parts[f"{in_default}_status"] == "BREACH"
    units = parts[counted].groupby("contract_no").size()
    return contracts.loc[contracts.index.repeat(units.reindex(contracts.index, fill_value=1))]


def _count_name(assessment: Assessment) -> str:
    return {
        "contract": _("by count"),
        "phase": _("by count of phases"),
        "parcel": _("by count of parcels"),
    }[assessment.conventions.breach_unit]


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


def _pool_name(pool: Pool) -> str:
    names: dict[Pool, str] = {
        "P": _("P: all live contracts"),
        "D": _("D: live contracts whose due day has passed"),
    }
    return names[pool]
