"""The page of two days: what differs, and both days side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext
from landwatch.maps.content import MapContent
from landwatch.maps.formatting import known, mu, text, total_mu
from landwatch.maps.labelling import parcel_labels
from landwatch.maps.page import Around, OfflineMap
from landwatch.maps.page_parts import bounds, map_words, middles, shapes, source_line, title_block
from landwatch.maps.rate_classes import style
from landwatch.measures.figures.differences import (
    FLAGGED,
    Difference,
    by_cluster,
    difference_label,
    difference_meaning,
    differences,
    tallies,
)
from landwatch.measures.figures.states import Idle, State, idle_label, state_label

__all__ = ["compare_page"]

_ORDER = {each: place for place, each in enumerate(Difference)}
_LISTED = (*FLAGGED, Difference.ENDED)


def compare_page(
    before: MapContent,
    after: MapContent,
    cluster: str | None = None,
    *,
    overview: str | None = None,
    around: Around | None = None,
) -> OfflineMap:
    """Draw the page of a comparison.

    Parameters
    ----------
    before, after
        The same register on two days.
    cluster
        The only cluster to compare; ``None`` for all.
    overview
        Address of the page of one day.
    around
        What stands around a page that a server draws.

    Returns
    -------
    OfflineMap
        The page, in the current language.
    """
    rows = differences(before.contracts, after.contracts, cluster)
    days = [content.on.isoformat() for content in (before, after)]
    grounds = [_ground(content, cluster) for content in (before, after)]
    outlines = _Outlines()
    drawn = [outlines.of(ground) for ground in grounds]
    clusters = after.assessment.snapshot.clusters
    borders = clusters if cluster is None else clusters[clusters["name"] == cluster]
    borders = borders[borders.geom_type.isin(["Polygon", "MultiPolygon"]) & ~borders.geometry.is_empty]
    heading = cluster or _("All clusters compared")
    data = {
        "bounds": bounds([borders.geometry, *(ground.geometry for ground in grounds)]),
        "boundaries": [
            {"name": str(name), "shape": shape}
            for name, shape in zip(borders["name"], shapes(borders.geometry), strict=True)
        ],
        "style": {key: style()[key] for key in ("states", "idle", "boundary", "changes", "no_change")},
        "words": map_words() | _words(days),
        "days": days,
        "shapes": outlines.shapes,
        "before": _looks(grounds[0], drawn[0]),
        "after": _looks(grounds[1], drawn[1], _of_parcels(rows, after)),
        "labels": _labels(grounds),
        "contracts": _contracts(rows, before, after),
    }
    if around:
        data["pages"] = around.pages()
    words = {
        "title": title_block(after, heading, overview, around) | {"from": days[0], "to": days[1]},
        "legend": _legend(rows),
        "heads": [difference_label(each) for each in FLAGGED],
        "clusters": [] if cluster else _by_cluster(rows, clusters["name"], borders["name"]),
        "states": [
            {"id": str(state), "label": state_label(state), "look": style()["states"][state]}
            for state in State
        ],
        "marks": [
            {"id": str(mark), "label": idle_label(mark), "look": style()["idle"][mark]} for mark in Idle
        ],
        "patterns": style()["states"] | style()["changes"],
        "idle_looks": style()["idle"],
        "notes": [*difference_meaning(), *_gaps(rows, after)],
        "source": source_line(after),
    }
    return OfflineMap(
        title=f"{heading} · {days[0]} → {days[1]}",
        template="compare.html",
        script="compare.js",
        data=data,
        words=words,
    )


def _ground(content: MapContent, cluster: str | None) -> gpd.GeoDataFrame:
    """The parcels to draw, the least grave first, so that the outline of a default lies on top."""
    parcels = content.parcels[content.parcels["drawn"]]
    if cluster is not None:
        parcels = parcels[parcels["cluster"] == cluster]
    return parcels.sort_values("rank", ascending=False, kind="stable")


class _Outlines:
    """Every outline once: most parcels are the same on both days."""

    def __init__(self) -> None:
        self.shapes: list[dict[str, Any]] = []
        self._places: dict[bytes, int] = {}

    def of(self, ground: gpd.GeoDataFrame) -> list[int]:
        written = shapely.to_wkb(ground.geometry.array)
        new = [place for place, wkb in enumerate(written) if wkb not in self._places]
        fresh = ground.geometry.iloc[new]
        for place, shape, at in zip(new, shapes(fresh), middles(fresh), strict=True):
            if written[place] not in self._places:
                self._places[written[place]] = len(self.shapes)
                self.shapes.append({"shape": shape, "at": at})
        return [self._places[wkb] for wkb in written]


def _looks(
    ground: gpd.GeoDataFrame, drawn: Iterable[int], change: Mapping[str, Difference] | None = None
) -> list[dict[str, Any]]:
    columns = zip(ground.index, drawn, ground["state"], ground["idle"], strict=True)
    return [
        {"no": str(no), "shape": shape, "state": str(state), "idle": str(idle) if known(idle) else None}
        | ({} if change is None else {"change": change.get(str(no))})
        for no, shape, state, idle in columns
    ]


def _labels(grounds: Iterable[gpd.GeoDataFrame]) -> dict[str, list[str]]:
    """Labels as on the page of each cluster, where a serial number may be enough."""
    clusters = pd.concat([ground["cluster"].fillna("") for ground in grounds])
    clusters = clusters[~clusters.index.duplicated()]
    labels: dict[str, list[str]] = {}
    for _name, parcels in clusters.groupby(clusters):
        labels |= parcel_labels(parcels.index)
    return labels


def _of_parcels(rows: pd.DataFrame, after: MapContent) -> dict[str, Difference]:
    """A parcel under several contracts shows the difference that comes first."""
    held = after.holdings[["contract_no", "parcel_no"]]
    held = held[held["contract_no"].isin(rows.index)]
    change = held["contract_no"].map(rows["difference"])
    held = held.assign(difference=change, order=change.map(_ORDER)).sort_values("order", kind="stable")
    first = held.drop_duplicates("parcel_no")
    return {str(no): each for no, each in zip(first["parcel_no"], first["difference"], strict=True)}


def _contracts(rows: pd.DataFrame, before: MapContent, after: MapContent) -> list[dict[str, Any]]:
    held = pd.concat([before.holdings, after.holdings])[["contract_no", "parcel_no"]].drop_duplicates()
    parcels = held.groupby("contract_no")["parcel_no"].agg(lambda numbers: sorted(map(str, numbers)))
    return [
        {
            "no": str(no),
            "change": str(row["difference"]),
            "cluster": text(row["cluster"]),
            "holder": text(row["holder"]),
            "mu": mu(row["area_cm2"]),
            "parcels": parcels.get(no, []),
            "before": _told(row, "before"),
            "after": _told(row, "after"),
        }
        for no, row in rows.to_dict("index").items()
    ]


def _told(row: Mapping[Any, Any], when: str) -> list[str]:
    """State with its mark of idle land, and the reason; a contract not yet signed has neither."""
    state, idle, reason = (row[f"{name}_{when}"] for name in ("state", "idle", "reason"))
    if not known(state):
        return [_("not yet signed"), ""]
    names = [state_label(State(state)), *([idle_label(Idle(idle))] if known(idle) else [])]
    return [_(", ").join(names), str(reason) if known(reason) else ""]


def _legend(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "id": str(each),
            "label": difference_label(each),
            "look": style()["changes"][each],
            "count": f"{sum_of.count:,}",
            "mu": total_mu(sum_of),
            "listed": each in _LISTED,
        }
        for each, sum_of in tallies(rows).items()
    ]


def _by_cluster(rows: pd.DataFrame, names: Iterable[str], drawn: Iterable[str]) -> list[dict[str, Any]]:
    """Contracts of each kind by cluster; one without a boundary cannot be zoomed to."""
    counts = by_cluster(rows, names)
    reachable = set(drawn)
    return [
        {"name": name, "drawn": name in reachable, "counts": [f"{count:,}" for count in row]}
        for name, row in zip(counts.index, counts.to_numpy(), strict=True)
    ]


def _gaps(rows: pd.DataFrame, after: MapContent) -> list[str]:
    drawn = after.parcels.index[after.parcels["drawn"]]
    placed = after.holdings.loc[after.holdings["parcel_no"].isin(drawn), "contract_no"]
    missing = int((~rows.index.isin(placed)).sum())
    if not missing:
        return []
    return [
        ngettext(
            "{count} contract has no parcel with a boundary: it is counted and listed, but on no map.",
            "{count} contracts have no parcel with a boundary: they are counted and listed, but on no map.",
            missing,
        ).format(count=missing)
    ]


def _words(days: list[str]) -> dict[str, str]:
    return {
        "before": days[0],
        "after": days[1],
        "parcel": _("Parcel "),
        "contract": _("Contract"),
        "mu": _("mu"),
        "none": _("No contract in force on either day."),
        "listed": _("{count} contracts listed"),
        "nothing": _("No contract is of the kinds chosen."),
    }
