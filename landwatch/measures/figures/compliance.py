"""How far contracts are kept: compliance, defaults through time, idle share, standard-land attainment."""

from __future__ import annotations

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.measures.figures import selection
from landwatch.measures.figures.figure import Figure, Measure, share
from landwatch.measures.figures.pools import DUE_DAY, Obligation
from landwatch.model import (
    AcceptanceStatus,
    CommencementStatus,
    CompletionStatus,
    IdleStatus,
    IndicatorStatus,
    MilestoneStatus,
    PaymentStatus,
)
from landwatch.rules import Assessment

__all__ = ["RECOGNISED", "attainment", "compliance", "historical_default_rate", "idle_rate"]

RECOGNISED = (
    IdleStatus.RECOGNISED,
    IdleStatus.HEARING_WINDOW,
    IdleStatus.FEE_DECIDED,
    IdleStatus.FEE_PAID,
    IdleStatus.RECOVERY_DECIDED,
)
"""Statuses of land that a document recognises as idle."""

_OPEN = {
    "payment_status": (PaymentStatus.BREACH, PaymentStatus.BREACH_OVER_60),
    "acceptance_status": (AcceptanceStatus.BREACH, AcceptanceStatus.FAILED),
    "production_status": (MilestoneStatus.BREACH,),
    "full_production_status": (MilestoneStatus.BREACH,),
}
_EVER_LATE = {
    "commencement": (CommencementStatus.BREACH, CommencementStatus.COMMENCED_LATE),
    "completion": (CompletionStatus.BREACH, CompletionStatus.COMPLETED_LATE),
}


def compliance(assessment: Assessment, *, by: Measure = "count", cluster: str | None = None) -> Figure:
    """Share of the live contracts without any open default (履约率).

    Parameters
    ----------
    assessment
        The judged contracts.
    by
        By number of contracts, or by area.
    cluster
        Only this cluster.
    """
    whole = selection.live(assessment, cluster)
    kept = ~(whole["commencement_breach"] | whole["completion_breach"])
    for status, words in _OPEN.items():
        kept &= ~whole[status].isin(words)
    return share(
        assessment,
        whole[kept],
        whole,
        id=f"compliance_rate_{by}",
        cluster=cluster,
        label=_("Compliance rate, {measure}").format(measure=_measure(by)),
        definition=_(
            "Live contracts with no open default of commencement, completion, payment, acceptance, "
            "production or full production, divided by all live contracts."
        ),
    )


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
        label=names[obligation].format(measure=_measure(by)),
        definition=_(
            "Contracts that met the obligation after its due day with its excused days, or have not met "
            "it, divided by all that have fallen due; whole contracts count."
        ),
    )


def idle_rate(assessment: Assessment, *, recognised: bool, cluster: str | None = None) -> Figure:
    """Share of the supplied area that is idle (闲置率): recognised by document, or suspected.

    Parameters
    ----------
    assessment
        The judged contracts.
    recognised
        Recognised by document; otherwise what the computation only suspects.
    cluster
        Only this cluster.
    """
    whole = selection.live(assessment, cluster)
    by_document = whole["idle_status"].isin(RECOGNISED)
    suspected = ~by_document & (whole["idle_status"] != IdleStatus.NONE)
    return share(
        assessment,
        whole[by_document if recognised else suspected],
        whole,
        id=f"idle_rate_{'recognised' if recognised else 'suspected'}",
        cluster=cluster,
        label=_("Idle rate, recognised") if recognised else _("Idle rate, suspected"),
        definition=_("Area of live contracts recognised as idle by document, divided by all their area.")
        if recognised
        else _("Area of live contracts suspected to be idle by computation, divided by all their area."),
    )


def attainment(assessment: Assessment, *, by: Measure = "count", cluster: str | None = None) -> Figure:
    """Share of the contracts of standard land that meet every indicator that was measured (标准地达标率).

    Parameters
    ----------
    assessment
        The judged contracts.
    by
        By number of contracts, or by area.
    cluster
        Only this cluster.
    """
    judged = selection.live(assessment, cluster)
    measured = judged["standard_land_status"].isin((IndicatorStatus.MET, IndicatorStatus.SHORT))
    met = judged["standard_land_status"] == IndicatorStatus.MET
    return share(
        assessment,
        judged[met],
        judged[measured],
        id=f"standard_land_attainment_{by}",
        cluster=cluster,
        label=_("Standard-land attainment, {measure}").format(measure=_measure(by)),
        definition=_(
            "Live contracts that meet all their agreed indicators of standard land, divided by those whose "
            "indicators were all measured or of which one is not met."
        ),
    )


def _measure(by: Measure) -> str:
    return _("by area") if by == "area" else _("by count")
