"""Revitalised land on the page of a cluster: which parcels, in which year, and how many mu of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext
from landwatch.maps.formatting import day, known, mu
from landwatch.maps.rate_classes import style
from landwatch.measures.acreage.booked import booked_as_revitalised, by_parcel, within

__all__ = ["Revitalisation", "revitalisation"]


@dataclass(frozen=True)
class Revitalisation:
    """What a page says of revitalised land.

    Attributes
    ----------
    legend
        A row for each year, the latest first: `id`, `label`, `look`, `count` of parcels and `mu`.
    lists
        By the `id` of a row, its list: the parcels with day, mu and documents.
    parcels
        By parcel number, the rows it stands under with the first day of each (ISO) and a line for the card.
    """

    legend: list[dict[str, Any]]
    lists: dict[str, dict[str, Any]]
    parcels: dict[str, list[tuple[str, str, str]]]


def revitalisation(entries: pd.DataFrame | None, cluster: str | None, on: date) -> Revitalisation:
    """Sort the revitalised land of a cluster, or of all, by year; reversals count in their own year.

    Parameters
    ----------
    entries
        The ledger of acreage, as :meth:`landwatch.measures.acreage.Ledger.frame` gives it, if there is one.
    cluster
        Name of the cluster; ``None`` for all.
    on
        The day judged; what is booked later is left out.

    Returns
    -------
    Revitalisation
        Empty where nothing was revitalised.
    """
    told = Revitalisation([], {}, {})
    if entries is None or entries.empty:
        return told
    booked = booked_as_revitalised(entries, cluster)
    booked = booked[booked["day"] <= pd.Timestamp(on)]
    parcels = by_parcel(booked)
    for year in sorted(map(int, parcels["year"].unique()), reverse=True):
        of_year = parcels[parcels["year"] == year]
        layer, label = f"revitalised-{year}", _("Revitalised in {year}").format(year=year)
        places = [_place(row) for row in of_year.to_dict("records")]
        total = mu(within(booked, date(year, 1, 1), date(year, 12, 31)))
        told.legend.append(
            {
                "id": layer,
                "label": _("{state} (parcels)").format(state=label),
                "look": style()["revitalised"],
                "count": f"{len(places):,}",
                "mu": total,
            }
        )
        told.lists[layer] = {
            "title": label,
            "total": _total(len(places), total),
            "head": _("Booked on"),
            "rows": sorted(places, key=lambda row: row[2]),
        }
        for _contract, (no,), since, area, _documents in places:
            line = _("{year}: {area} mu").format(year=year, area=area)
            told.parcels.setdefault(no, []).append((layer, since, line))
    return told


def _place(row: Mapping[Any, Any]) -> list[Any]:
    """Contract, parcels, day, mu and documents, as the lists of the page have them."""
    contract = str(row["contract_no"]) if known(row["contract_no"]) else None
    return [contract, [row["parcel_no"]], day(row["day"]), mu(row["area_cm2"]), row["documents"]]


def _total(count: int, area: str) -> str:
    return ngettext("{count} parcel, {area} mu", "{count} parcels, {area} mu", count).format(
        count=f"{count:,}", area=area
    )
