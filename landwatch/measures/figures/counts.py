"""Counts: clusters, disposals, suspensions, idle land, reviews."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.measures.figures import periods, selection
from landwatch.measures.figures.compliance import RECOGNISED
from landwatch.measures.figures.declared import MEASURES, Declared, declare
from landwatch.measures.figures.figure import Figure, Measure, of_contracts, of_period, size
from landwatch.measures.figures.pools import OBLIGATIONS, Obligation
from landwatch.model import EventType, IdleStatus, Verdict
from landwatch.rules import Assessment

__all__ = [
    "clusters",
    "disposals_by_month",
    "disposed",
    "idle",
    "in_statuses",
    "reviews",
    "supplied",
    "suspended_companies",
]


def clusters(assessment: Assessment) -> Figure:
    """Count the clusters of the register.

    Parameters
    ----------
    assessment
        The judged contracts.
    """
    names = sorted(assessment.snapshot.clusters["name"])
    return size(
        assessment,
        pd.DataFrame(index=pd.Index(names, dtype=object)),
        id="clusters",
        label=_("Clusters"),
        definition=_("Clusters that are in the register."),
    )


def supplied(
    assessment: Assessment,
    year: int,
    *,
    month: int | None = None,
    by: Measure = "count",
    cluster: str | None = None,
) -> Figure:
    """Land supplied (供地) in a year or a month: contracts by the day they were signed, ended ones as well.

    Parameters
    ----------
    assessment
        The judged contracts.
    year
        Calendar year, up to the day judged.
    month
        1 to 12 for that month of the year alone.
    by
        Number of contracts, or their mu.
    cluster
        Only this cluster.
    """
    first, last = map(pd.Timestamp, periods.days_of(year, month))
    contracts = selection.contracts(assessment, cluster)
    until = min(last, pd.Timestamp(assessment.on))
    return size(
        assessment,
        contracts[contracts["signed_on"].between(first, until)],
        id=f"supplied_{by}",
        cluster=cluster,
        label=_("Land supplied in {period}").format(period=periods.period_name(year, month)),
        definition=_("Contracts signed in the period, whether they are still in force or not."),
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


def disposals_by_month(assessment: Assessment, cluster: str | None = None) -> pd.DataFrame:
    """Add the disposals of the year up by contract, kind of default and month, for lists.

    Parameters
    ----------
    assessment
        The judged contracts.
    cluster
        Only this cluster.

    Returns
    -------
    pandas.DataFrame
        One row each: `contract_no`, `kind`, `month`, the newest `day`, `document` and `note`, and in
        `area_cm2` the ground that it adds.
    """
    found = pd.concat(
        [
            selection.disposals(assessment, kind, assessment.on.year, cluster).assign(kind=kind)
            for kind in OBLIGATIONS
        ],
        ignore_index=True,
    )
    noted = found.assign(
        note=found["details"].map(lambda details: details.get("note")), month=found["day"].dt.month
    )
    whose = noted.groupby(["contract_no", "kind", "month"])
    area = whose[["area_cm2"]].sum(min_count=1)
    return whose[["day", "document", "note"]].last().join(area).reset_index()


def in_statuses(assessment: Assessment, columns: Iterable[str]) -> dict[str, dict[str, int]]:
    """Count the contracts in each status.

    Parameters
    ----------
    assessment
        The judged contracts.
    columns
        The columns of statuses.

    Returns
    -------
    dict
        By column and status; what nobody is in is left out.
    """
    return {
        column: {str(status): int(count) for status, count in found.items() if count}
        for column in columns
        for found in [assessment.contracts[column].value_counts()]
    }


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


declare(
    Declared(
        id="clusters",
        section="land",
        kind="state",
        by="cluster",
        pool="clusters",
        is_main=True,
        make=lambda day: clusters(day.judged),
    ),
    *(
        Declared(
            id=f"supplied_{by}",
            section="land",
            kind="flow",
            by=by,
            is_main=True,
            by_month=True,
            make=of_period(supplied, by=by),
        )
        for by in MEASURES
    ),
    *(
        Declared(
            id=f"idle_{how}_{by}",
            section="idle",
            kind="state",
            by=by,
            pool="P",
            is_main=True,
            make=of_contracts(idle, recognised=how == "recognised", by=by),
        )
        for how in ("recognised", "suspected")
        for by in MEASURES
    ),
    *(
        Declared(
            id=f"{obligation}_defaults_disposed_{by}",
            section="disposed",
            kind="flow",
            by=by,
            is_main=True,
            by_month=True,
            make=of_period(disposed, obligation=obligation, by=by),
        )
        for obligation in OBLIGATIONS
        for by in MEASURES
    ),
    Declared(
        id="suspended_companies",
        section="disposed",
        kind="flow",
        by="company",
        is_main=True,
        by_month=True,
        make=of_period(suspended_companies),
    ),
    *(
        Declared(
            id=f"reviews_{verdict.value.replace('-', '_')}",
            section="reviews",
            kind="state",
            make=of_contracts(reviews, verdict=verdict),
        )
        for verdict in Verdict
    ),
)
