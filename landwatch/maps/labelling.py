"""Which contracts stand where on a map, how its parcels are labelled, and what it cannot show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import geopandas as gpd
import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.maps.content import MapContent
from landwatch.measures.figures.states import State

__all__ = ["gaps", "grouped", "live_holdings", "parcel_labels", "without_place"]

_CADASTRAL_CODE = re.compile(
    r"\d{12}([GJZ][A-Z]0*(\d+))"
)  # 宗地代码; the groups are its label, long and short
_NAMED_IN_NOTES = 10


def grouped(keys: Iterable[object], values: Iterable[object]) -> dict[str, list[str]]:
    """Collect values by key, in the order in which they come.

    Parameters
    ----------
    keys, values
        Numbers, a pair a row.

    Returns
    -------
    dict
        The values of each key. (What pandas does here takes twenty times as long.)
    """
    groups: dict[str, list[str]] = {}
    for key, value in zip(keys, values, strict=True):
        groups.setdefault(str(key), []).append(str(value))
    return groups


def live_holdings(content: MapContent, parcel_nos: pd.Index) -> pd.DataFrame:
    """Find the contracts in force on parcels.

    Parameters
    ----------
    content
        What is drawn.
    parcel_nos
        Numbers of the parcels.

    Returns
    -------
    pandas.DataFrame
        Rows of :attr:`MapContent.holdings`, the gravest contract first.
    """
    held = content.holdings
    return held[held["parcel_no"].isin(parcel_nos) & held["state"].ne(State.NO_CONTRACT)]


def without_place(content: MapContent, contract_nos: pd.Index) -> pd.Index:
    """Find contracts that have no parcel with a boundary.

    Parameters
    ----------
    content
        What is drawn.
    contract_nos
        Numbers of the contracts looked at.

    Returns
    -------
    pandas.Index
        Those of them that no map can show.
    """
    drawn = content.parcels.index[content.parcels["drawn"]]
    placed = content.holdings.loc[content.holdings["parcel_no"].isin(drawn), "contract_no"].unique()
    return contract_nos.difference(pd.Index(placed), sort=False)


def parcel_labels(parcel_nos: Iterable[str]) -> dict[str, list[str]]:
    """Say what parcels may be labelled with, the longest first.

    A cadastral code is too long for a map: its feature code and serial number are enough, and the bare
    serial number as long as no other parcel of the page has the same.

    Parameters
    ----------
    parcel_nos
        Numbers of the parcels of the page.

    Returns
    -------
    dict
        Labels by number.
    """
    parts = {no: _CADASTRAL_CODE.fullmatch(no) for no in map(str, parcel_nos)}
    serials = Counter(part[2] for part in parts.values() if part)
    return {
        no: [no] if part is None else [part[1], part[2]] if serials[part[2]] == 1 else [part[1]]
        for no, part in parts.items()
    }


def gaps(
    parcels: gpd.GeoDataFrame,
    unplaced: pd.Index,
    counted: pd.Index,
    live: pd.DataFrame,
    has_boundary: bool,
) -> list[str]:
    """Name what the map of a cluster cannot show, so that nobody takes it for absent.

    Parameters
    ----------
    parcels
        The parcels of the cluster.
    unplaced
        Contracts that no map can show.
    counted
        The contracts in force of the cluster.
    live
        The contracts in force on its parcels.
    has_boundary
        Whether the boundary of the cluster is known.

    Returns
    -------
    list of str
        One sentence each.
    """
    lines = []
    if not has_boundary:
        lines.append(_("The boundary of this cluster is not recorded."))
    if len(unplaced):
        lines.append(
            _("Counted but not on the map, no parcel boundary: {contracts}.").format(
                contracts=_some(unplaced)
            )
        )
    bare = parcels.index[~parcels["drawn"]]
    if len(bare):
        lines.append(_("Parcels without a recorded boundary: {parcels}.").format(parcels=_some(bare)))
    elsewhere = pd.Index(live["contract_no"].unique()).difference(counted, sort=False)
    if len(elsewhere):
        lines.append(
            _("On the map, but counted in the cluster of their first parcel: {contracts}.").format(
                contracts=_some(elsewhere)
            )
        )
    return lines


def _some(numbers: Iterable[str]) -> str:
    listed = sorted(map(str, numbers))
    shown = ", ".join(listed[:_NAMED_IN_NOTES])
    if len(listed) > _NAMED_IN_NOTES:
        shown += _(" and {count} more (find them by search)").format(count=len(listed) - _NAMED_IN_NOTES)
    return shown
