"""The page of one cluster: parcels by state, idle land, legend with sums, search and popups."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import geopandas as gpd
import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.maps.cards import contract_cards, deadline_labels, former_contracts
from landwatch.maps.content import MapContent
from landwatch.maps.figures import Figures, Tally
from landwatch.maps.page import OfflineMap
from landwatch.maps.sheets import (
    bounds,
    common_notes,
    figure_items,
    map_words,
    middles,
    shapes,
    source_line,
    title_block,
)
from landwatch.maps.states import Idle, State, idle_label, state_label
from landwatch.maps.style import style
from landwatch.maps.wording import known, mu, operator_line, text, total_mu

__all__ = ["cluster_page"]

_CADASTRAL_CODE = re.compile(
    r"\d{12}([GJZ][A-Z]0*(\d+))"
)  # 宗地代码; the groups are its label, long and short
_NAMED_IN_NOTES = 10
_SCRIPTS = ("cluster.js", "popup.js", "finder.js", "search.js", "legend.js")


def cluster_page(content: MapContent, name: str, *, overview: str | None = None) -> OfflineMap:
    """Draw the page of a cluster.

    Parameters
    ----------
    content
        What is drawn.
    name
        Name of a cluster of the snapshot.
    overview
        Address of the overview page, when there is one.

    Returns
    -------
    OfflineMap
        The page, in the current language.
    """
    clusters = content.assessment.snapshot.clusters
    cluster = clusters[clusters["name"] == name].iloc[0]
    parcels = content.parcels[content.parcels["cluster"] == name]
    parcels = parcels.sort_values("rank", ascending=False, kind="stable")
    live = _live_holdings(content, parcels.index)
    counted = content.contracts[content.contracts["cluster"].eq(name)]
    counted = counted[counted["state"] != State.NO_CONTRACT]
    unplaced = counted.index.difference(_placed(content), sort=False)
    sums = content.figures(name)
    boundary = gpd.GeoSeries([cluster.geometry], crs=clusters.crs)
    has_boundary = bool(
        boundary.geom_type.isin(["Polygon", "MultiPolygon"]).all() and not boundary.is_empty.any()
    )
    data = {
        "bounds": bounds([boundary[[has_boundary]], parcels.geometry[parcels["drawn"]]]),
        "boundary": shapes(boundary)[0] if has_boundary else None,
        "style": {key: style()[key] for key in ("states", "idle", "boundary")},
        "words": map_words() | _words(),
        "deadlines": deadline_labels(),
        "parcels": _parcels(content, parcels, live),
        "cards": contract_cards(content, dict.fromkeys([*live["contract_no"], *unplaced])),
        "unplaced": list(unplaced),
    }
    words = {
        "title": title_block(content, name, overview),
        "operator": operator_line(cluster["operator"], cluster["operator_basis"]),
        "figures": figure_items(sums),
        "idle_looks": style()["idle"],
        "legend": _legend(sums, has_boundary),
        "notes": [*common_notes(content, sums), *_gaps(parcels, unplaced, counted, live, has_boundary)],
        "source": source_line(content),
    }
    return OfflineMap(
        title=f"{name} · {content.on.isoformat()}",
        template="cluster.html",
        scripts=_SCRIPTS,
        data=data,
        words=words,
    )


def _live_holdings(content: MapContent, parcel_nos: pd.Index) -> pd.DataFrame:
    held = content.holdings
    return held[held["parcel_no"].isin(parcel_nos) & held["state"].ne(State.NO_CONTRACT)]


def _placed(content: MapContent) -> list[str]:
    """Contracts with at least one parcel whose boundary is known."""
    drawn = content.parcels.index[content.parcels["drawn"]]
    return list(content.holdings.loc[content.holdings["parcel_no"].isin(drawn), "contract_no"].unique())


def _parcels(content: MapContent, parcels: gpd.GeoDataFrame, live: pd.DataFrame) -> list[dict[str, Any]]:
    holders = live.groupby("parcel_no", sort=False)["contract_no"].agg(list)
    former = former_contracts(content, parcels.index)
    labels = _labels(parcels.index)
    drawn = parcels.geometry[parcels["drawn"]]
    outlines = dict(zip(drawn.index, shapes(drawn), strict=True))
    at = dict(zip(drawn.index, middles(drawn), strict=True))
    return [
        {
            "no": str(no),
            "labels": labels[str(no)],
            "state": str(row["state"]),
            "idle": str(row["idle"]) if known(row["idle"]) else None,
            "live": holders.get(no, []),
            "former": former.get(str(no), []),
            "facts": _facts(row),
            "find": [str(row["name"])] if known(row["name"]) else [],
            "illustrative": bool(known(row["illustrative"]) and row["illustrative"]),
            "at": at.get(no),
            "shape": outlines.get(no),
        }
        for no, row in zip(parcels.index, parcels.drop(columns="geometry").to_dict("records"), strict=True)
    ]


def _labels(parcel_nos: Iterable[str]) -> dict[str, list[str]]:
    """What a parcel may be labelled with, the longest first, by its number.

    A cadastral code is too long for a map: its feature code and serial number are enough, and the bare
    serial number as long as no other parcel of the page has the same.
    """
    parts = {no: _CADASTRAL_CODE.fullmatch(no) for no in map(str, parcel_nos)}
    serials = Counter(part[2] for part in parts.values() if part)
    return {
        no: [no] if part is None else [part[1], part[2]] if serials[part[2]] == 1 else [part[1]]
        for no, part in parts.items()
    }


def _facts(row: Mapping[Any, Any]) -> list[tuple[str, str]]:
    area = row["registered_area_cm2"]
    lines = [(_("Registered area"), _("{area} mu").format(area=mu(area)) if known(area) else mu(area))]
    for label, column in ((_("Name of the parcel"), "name"), (_("Land use"), "land_use")):
        if known(row[column]):
            lines.append((label, text(row[column])))
    return lines


def _legend(sums: Figures, has_boundary: bool) -> dict[str, Any]:
    looks = style()
    others = [{"id": "labels", "label": _("Parcel numbers"), "look": None}]
    if has_boundary:
        others.insert(0, {"id": "boundary", "label": _("Cluster boundary"), "look": looks["boundary"]})
    return {
        "states": [
            _row(state, state_label(state), sums.states[state], looks["states"][state]) for state in State
        ],
        "idle": [_row(mark, idle_label(mark), sums.idle[mark], looks["idle"][mark]) for mark in Idle],
        "others": others,
        "total": {"count": f"{sums.live.count:,}", "mu": total_mu(sums.live)},
    }


def _row(key: State | Idle, label: str, sum_of: Tally, look: dict[str, Any]) -> dict[str, Any]:
    if key is State.NO_CONTRACT:
        label = _("{state} (parcels)").format(state=label)
    return {
        "id": str(key),
        "label": label,
        "look": look,
        "count": f"{sum_of.count:,}",
        "mu": total_mu(sum_of),
    }


def _gaps(
    parcels: gpd.GeoDataFrame,
    unplaced: pd.Index,
    counted: pd.DataFrame,
    live: pd.DataFrame,
    has_boundary: bool,
) -> list[str]:
    """What the map cannot show, by number, so that nobody takes it for absent."""
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
    elsewhere = pd.Index(live["contract_no"].unique()).difference(counted.index, sort=False)
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


def _words() -> dict[str, str]:
    return {
        "parcel": _("Parcel "),
        "commencement": _("Commencement"),
        "completion": _("Completion"),
        "reason": _("Why"),
        "reviews": _("Inspectors' findings"),
        "noReviews": _("none recorded"),
        "illustrative": _("Illustrative data"),
        "noContract": state_label(State.NO_CONTRACT),
        "severalContracts": _("Several contracts are in force on this parcel; the gravest gives the colour."),
        "former": _("Former contracts"),
        "noBoundary": _("No boundary is recorded, so this is not on the map."),
        "found": _("{count} found"),
        "nothingFound": _("Nothing fits. Try part of a number or of a company's name."),
    }
