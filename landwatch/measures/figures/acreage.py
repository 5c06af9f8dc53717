"""Acreage out of the ledger: what was revitalised, what is in stock, how much idle land was disposed of.

The entries are the frame of :meth:`landwatch.measures.acreage.Ledger.frame`: each moves `area_cm2` from the
account `credit` to the account `debit` on a `day`, for a contract. Disposals of defaults are another ledger
and are never added to it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.measures.acreage.booked import sign
from landwatch.measures.acreage.statement import PARTS
from landwatch.measures.figures import periods, selection
from landwatch.measures.figures.declared import Declared, declare
from landwatch.measures.figures.figure import Day, Figure, share, size
from landwatch.rules import Assessment
from landwatch.snapshot import are_in

__all__ = ["first_year", "idle_disposal_rate", "in_stock", "revitalised", "standing"]

_NOT_STOCK = ("outside", "revitalised", "removed")


def revitalised(
    assessment: Assessment,
    entries: pd.DataFrame,
    first_year: int,
    last_year: int | None = None,
    *,
    month: int | None = None,
    cluster: str | None = None,
) -> Figure:
    """Mu revitalised (盘活) from one year to another, less what was reversed; the same ground counts once.

    Parameters
    ----------
    assessment
        The judged contracts.
    entries
        The ledger of acreage.
    first_year, last_year
        Calendar years, both counted; one year where the last is not given.
    month
        1 to 12 for that month of the one year alone.
    cluster
        Only this cluster.
    """
    period = periods.days_of(first_year, month)
    if last_year:
        period = (period[0], periods.days_of(last_year)[1])
    booked = _of_contracts(entries, assessment, cluster)
    return size(
        assessment,
        _moved(selection.between(booked, *period), {"revitalised"}),
        id="revitalised_area_since" if last_year else "revitalised_area",
        cluster=cluster,
        label=_("Land revitalised from {first} to {last}").format(first=first_year, last=last_year)
        if last_year
        else _("Land revitalised in {period}").format(period=periods.period_name(first_year, month)),
        definition=_(
            "Idle and inefficient land booked as revitalised in the period, by the ledger of acreage: the "
            "area a case states, else its whole parcels; the same ground counts once, for the earlier case, "
            "and revoked cases are taken off."
        ),
    )


def in_stock(assessment: Assessment, entries: pd.DataFrame, *, cluster: str | None = None) -> Figure:
    """Mu listed as idle or inefficient and neither revitalised nor removed.

    Parameters
    ----------
    assessment
        The judged contracts.
    entries
        The ledger of acreage.
    cluster
        Only this cluster.
    """
    return size(
        assessment,
        standing(entries, assessment, _stock(entries), cluster),
        id="stock_area",
        cluster=cluster,
        label=_("Stock of idle and inefficient land"),
        definition=_(
            "Land listed in the ledger of acreage (recognised idle land, and land listed by document) and "
            "neither revitalised nor removed by the day: opening + listed - revitalised - removed."
        ),
    )


def idle_disposal_rate(
    assessment: Assessment, entries: pd.DataFrame, year: int, *, cluster: str | None = None
) -> Figure:
    """Share of the recognised idle land that left the stock in a year (闲置处置率).

    Parameters
    ----------
    assessment
        The judged contracts.
    entries
        The ledger of acreage.
    year
        Calendar year, up to the day judged.
    cluster
        Only this cluster.
    """
    booked = _of_contracts(entries, assessment, cluster)
    before = booked[booked["day"] < pd.Timestamp(year, 1, 1)]
    inside = selection.between(booked, date(year, 1, 1), date(year, 12, 31))
    listed = inside[inside["credit"].eq("outside") | inside["debit"].eq("outside")]
    left = inside[inside["credit"].isin(_NOT_STOCK[1:]) | inside["debit"].isin(_NOT_STOCK[1:])]
    gone = _moved(left, {"idle"})
    return share(
        assessment,
        gone.assign(area_cm2=-gone["area_cm2"]),
        pd.concat([_moved(before, {"idle"}), _moved(listed, {"idle"})]),
        id="idle_disposal_rate",
        cluster=cluster,
        label=_("Idle land disposed of in {year}").format(year=year),
        definition=_(
            "Recognised idle land revitalised or removed in the year, divided by what was recognised "
            "before it and in it, by the ledger of acreage."
        ),
    )


def standing(
    entries: pd.DataFrame, assessment: Assessment, accounts: Collection[str], cluster: str | None = None
) -> pd.DataFrame:
    """Sum up what stands in accounts of the ledger, one row a contract.

    Parameters
    ----------
    entries
        The ledger of acreage.
    assessment
        The judged contracts.
    accounts
        Names of accounts.
    cluster
        Only this cluster.

    Returns
    -------
    pandas.DataFrame
        Index contract number, `area_cm2`; contracts that come to nought are left out.
    """
    return _moved(_of_contracts(entries, assessment, cluster), accounts)


def first_year(entries: pd.DataFrame, otherwise: int) -> int:
    """Give the first year in which land was revitalised.

    Parameters
    ----------
    entries
        The ledger of acreage.
    otherwise
        The year to give where there was none.
    """
    days = entries.loc[entries["debit"].eq("revitalised"), "day"]
    return int(days.min().year) if len(days) else otherwise


def _of_contracts(entries: pd.DataFrame, assessment: Assessment, cluster: str | None) -> pd.DataFrame:
    return entries[are_in(entries["contract_no"], selection.contracts(assessment, cluster).index)]


def _stock(entries: pd.DataFrame) -> set[str]:
    return (set(entries["debit"]) | set(entries["credit"])) - set(_NOT_STOCK)


def _moved(entries: pd.DataFrame, accounts: Collection[str]) -> pd.DataFrame:
    """What the entries add to accounts, one row a contract; contracts that come to nought are left out."""
    added = entries.assign(area_cm2=entries["area_cm2"] * sign(entries, accounts))
    sums = added.groupby("contract_no")[["area_cm2"]].sum()
    return sums[sums["area_cm2"] != 0]


def _since_the_first_year(day: Day) -> Figure:
    first = first_year(day.ledger, day.year)
    return revitalised(day.judged, day.ledger, first, day.year, cluster=day.cluster)


declare(
    Declared(
        id="revitalised_area",
        section="acreage",
        kind="flow",
        by="area",
        is_main=True,
        by_month=True,
        make=lambda day: revitalised(day.judged, day.ledger, day.year, month=day.month, cluster=day.cluster),
    ),
    Declared(
        id="revitalised_area_since",
        section="acreage",
        kind="flow",
        by="area",
        is_main=True,
        make=_since_the_first_year,
    ),
    Declared(
        id="stock_area",
        section="acreage",
        kind="state",
        by="area",
        is_main=True,
        make=lambda day: in_stock(day.judged, day.ledger, cluster=day.cluster),
    ),
    Declared(
        id="idle_disposal_rate",
        section="acreage",
        kind="flow",
        by="area",
        is_share=True,
        pool="idle_in_the_year",
        make=lambda day: idle_disposal_rate(day.judged, day.ledger, day.year, cluster=day.cluster),
    ),
    *(Declared(id=f"ledger_{part}_area", section="ledger", kind="state", by="area") for part in PARTS),
    Declared(id="ledger_by_method_area", section="ledger", kind="flow", by="area"),
    *(
        Declared(id=f"ledger_{name}_area", section="ledger", kind="flow", by="area")
        for name in ("target", "reached")
    ),
)
