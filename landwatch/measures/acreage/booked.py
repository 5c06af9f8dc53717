"""What the entries of the ledger add to accounts: every sum of revitalised land is taken from here.

The entries are the frame of :meth:`landwatch.measures.acreage.Ledger.frame`: each moves `area_cm2` from the
account `credit` to the account `debit` on a `day`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd

__all__ = ["booked_as_revitalised", "by_case", "by_method", "by_parcel", "sign", "within"]


def sign(entries: pd.DataFrame, accounts: Collection[str]) -> pd.Series:
    """Tell whether each entry adds to accounts (1), takes from them (-1), or neither (0).

    Parameters
    ----------
    entries
        The ledger of acreage.
    accounts
        The accounts.
    """
    return entries["debit"].isin(accounts).astype("int64") - entries["credit"].isin(accounts).astype("int64")


def booked_as_revitalised(entries: pd.DataFrame, cluster: str | None = None) -> pd.DataFrame:
    """Keep the entries that make land revitalised or take that back; pages and lists add these up.

    Parameters
    ----------
    entries
        The ledger of acreage.
    cluster
        Only this cluster.

    Returns
    -------
    pandas.DataFrame
        The entries; `area_cm2` is what each adds to the revitalised land, negative where it was reversed.
    """
    mine = entries if cluster is None else entries[entries["cluster"].eq(cluster)]
    signs = sign(mine, {"revitalised"})
    return mine.assign(area_cm2=mine["area_cm2"] * signs)[signs.ne(0)]


def within(booked: pd.DataFrame, first: date, last: date) -> int:
    """Add up what was booked in a period, in cm².

    Parameters
    ----------
    booked
        What :func:`booked_as_revitalised` gives.
    first, last
        First and last day, both inside.
    """
    return int(_inside(booked, first, last)["area_cm2"].sum())


def by_method(booked: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """Add up what was booked in a period by method, the most first.

    Parameters
    ----------
    booked
        What :func:`booked_as_revitalised` gives.
    first, last
        First and last day, both inside.

    Returns
    -------
    pandas.DataFrame
        Index method, missing where none is on file: `area_cm2`, and how many different `contracts`.
    """
    sums: pd.DataFrame = (
        _inside(booked, first, last)
        .groupby("method", dropna=False)
        .agg(area_cm2=("area_cm2", "sum"), contracts=("contract_no", "nunique"))
    )
    return sums.sort_values("area_cm2", ascending=False, kind="stable")


def _inside(booked: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    return booked[booked["day"].between(pd.Timestamp(first), pd.Timestamp(last))]


def by_parcel(booked: pd.DataFrame) -> pd.DataFrame:
    """Add up what was booked on each parcel in each year; what was reversed is taken off in its own year.

    Parameters
    ----------
    booked
        What :func:`booked_as_revitalised` gives.

    Returns
    -------
    pandas.DataFrame
        One row a year and parcel, in this order: `area_cm2`; `contract_no` and `day` of its first entry;
        and all `documents`, each once.
    """
    dated = booked.sort_values("day", kind="stable").assign(year=booked["day"].dt.year)
    rows = [
        {
            "year": year,
            "parcel_no": str(parcel),
            "area_cm2": int(entries["area_cm2"].sum()),
            "contract_no": entries["contract_no"].iloc[0],
            "day": entries["day"].iloc[0],
            "documents": "; ".join(dict.fromkeys(text for text in entries["documents"].dropna() if text)),
        }
        for (year, parcel), entries in dated.groupby(["year", "parcel_no"])
    ]
    return pd.DataFrame(rows, columns=["year", "parcel_no", "area_cm2", "contract_no", "day", "documents"])


def by_case(booked: pd.DataFrame) -> pd.DataFrame:
    """Add the ground of one contract, day, method and document up: one row each, for lists.

    Parameters
    ----------
    booked
        What :func:`booked_as_revitalised` gives.
    """
    case = ["contract_no", "day", "method", "documents"]
    return booked.groupby(case, dropna=False)["area_cm2"].sum().reset_index()
