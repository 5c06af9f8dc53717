"""How far contracts are kept: compliance, idle share, standard-land attainment."""

from __future__ import annotations

from landwatch.i18n import gettext as _
from landwatch.measures.figures import selection
from landwatch.measures.figures.declared import MEASURES, Declared, declare
from landwatch.measures.figures.figure import Figure, Measure, of_contracts, share
from landwatch.model import (
    AcceptanceStatus,
    IdleStatus,
    IndicatorStatus,
    MilestoneStatus,
    PaymentStatus,
)
from landwatch.rules import Assessment

__all__ = ["RECOGNISED", "attainment", "compliance", "idle_rate"]

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


declare(
    *(
        Declared(
            id=f"compliance_rate_{by}",
            section="kept",
            kind="rate",
            by=by,
            is_share=True,
            pool="P",
            is_main=True,
            on_pages=by == "area",
            make=of_contracts(compliance, by=by),
        )
        for by in MEASURES
    ),
    *(
        Declared(
            id=f"standard_land_attainment_{by}",
            section="kept",
            kind="rate",
            by=by,
            is_share=True,
            pool="measured_indicators",
            source="indicators",
            make=of_contracts(attainment, by=by),
        )
        for by in MEASURES
    ),
    *(
        Declared(
            id=f"idle_rate_{how}",
            section="idle",
            kind="rate",
            by="area",
            is_share=True,
            pool="P",
            make=of_contracts(idle_rate, recognised=how == "recognised"),
        )
        for how in ("recognised", "suspected")
    ),
)
