"""Counts: clusters, disposals, suspensions, idle land, reviews."""

from __future__ import annotations

from fractions import Fraction

from landwatch.i18n import gettext as _
from landwatch.measures.figures import periods, selection
from landwatch.measures.figures.compliance import RECOGNISED
from landwatch.measures.figures.declared import pool_name
from landwatch.measures.figures.figure import Figure, Measure, size
from landwatch.measures.figures.pools import Obligation
from landwatch.model import EventType, IdleStatus, Verdict
from landwatch.rules import Assessment

__all__ = ["clusters", "disposed", "idle", "reviews", "suspended_companies"]


def clusters(assessment: Assessment) -> Figure:
    """Count the clusters of the register.

    Parameters
    ----------
    assessment
        The judged contracts.
    """
    names = tuple(sorted(assessment.snapshot.clusters["name"]))
    return Figure(
        id="clusters",
        label=_("Clusters"),
        unit="clusters",
        value=Fraction(len(names)),
        numerator=Fraction(len(names)),
        denominator=None,
        pool=pool_name("clusters"),
        on=assessment.on,
        known_at=assessment.snapshot.known_at,
        rows=names,
        definition=_("Clusters that are in the register."),
    )


def disposed(
    assessment: Assessment,
    obligation: Obligation,
    year: int,
    *,
    month: int | None = None,
    by: Measure = "count",
    cluster: str | None = None,
) -> Figure:
    """Defaults disposed of (处置) in a year or a month, a flow: each contract once a period and kind.

    Parameters
    ----------
    assessment
        The judged contracts.
    obligation
        The kind of default; one contract may stand in both.
    year
        Calendar year, up to the day judged.
    month
        1 to 12 for that month of the year alone.
    by
        Number of contracts, or their mu (the area the disposal states, else the contract's).
    cluster
        Only this cluster.
    """
    names = {
        "commencement": _("Commencement defaults disposed of in {period}"),
        "completion": _("Completion defaults disposed of in {period}"),
    }
    return size(
        assessment,
        selection.per_contract(selection.disposals(assessment, obligation, year, cluster, month=month)),
        id=f"{obligation}_defaults_disposed_{by}",
        cluster=cluster,
        label=names[obligation].format(period=periods.period_name(year, month)),
        definition=_(
            "Contracts with a disposal of this kind of default recorded in the period, each counted once; "
            "one contract may stand in both kinds, so the kinds do not add up."
        ),
    )


def suspended_companies(
    assessment: Assessment, year: int, *, month: int | None = None, cluster: str | None = None
) -> Figure:
    """Distinct companies whose approvals were suspended at any time of a year or a month.

    Parameters
    ----------
    assessment
        The judged contracts.
    year
        Calendar year, up to the day judged.
    month
        1 to 12 for that month of the year alone.
    cluster
        Only this cluster.
    """
    return size(
        assessment,
        selection.suspensions(assessment, *periods.days_of(year, month), cluster),
        id="suspended_companies",
        cluster=cluster,
        label=_("Companies with approvals suspended in {period}").format(
            period=periods.period_name(year, month)
        ),
        definition=_(
            "Distinct companies (by credit code, else by name) with a suspension of approvals in force "
            "on any day of the period."
        ),
    )


def idle(
    assessment: Assessment, *, recognised: bool, by: Measure = "count", cluster: str | None = None
) -> Figure:
    """Live contracts with idle land: recognised by document (闲置), or suspected (疑似闲置).

    Parameters
    ----------
    assessment
        The judged contracts.
    recognised
        Those recognised by document; otherwise those that the computation only suspects.
    by
        Number of contracts, or their mu.
    cluster
        Only this cluster.
    """
    contracts = selection.live(assessment, cluster)
    by_document = contracts["idle_status"].isin(RECOGNISED)
    suspected = ~by_document & (contracts["idle_status"] != IdleStatus.NONE)
    return size(
        assessment,
        contracts[by_document if recognised else suspected],
        id=f"idle_{'recognised' if recognised else 'suspected'}_{by}",
        cluster=cluster,
        label=_("Idle land, recognised") if recognised else _("Idle land, suspected"),
        definition=_("Live contracts whose land a document recognises as idle.")
        if recognised
        else _("Live contracts whose land is idle by computation: a suspicion, no recognition."),
    )


def reviews(assessment: Assessment, verdict: Verdict, *, cluster: str | None = None) -> Figure:
    """Contracts by the verdict of their latest review.

    Parameters
    ----------
    assessment
        The judged contracts.
    verdict
        What the inspector found.
    cluster
        Only this cluster.
    """
    found = selection.dated(assessment, EventType.REVIEW, cluster)
    latest = found.drop_duplicates("contract_no", keep="last").set_index("contract_no")
    names = {
        Verdict.CONFIRMED: _("Reviewed: confirmed"),
        Verdict.NOT_A_BREACH: _("Reviewed: not a breach"),
        Verdict.UNCLEAR: _("Reviewed: unclear"),
        Verdict.COULD_NOT_CHECK: _("Reviewed: could not be checked"),
    }
    return size(
        assessment,
        selection.matching(latest, lambda details: details.get("verdict") == verdict),
        id=f"reviews_{verdict.value.replace('-', '_')}",
        cluster=cluster,
        label=names[verdict],
        definition=_("Contracts by the verdict of their latest review; an observation changes no status."),
    )
