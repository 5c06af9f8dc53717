"""The page of one cluster, or of all on one map: parcels by state, idle land, legend with sums, popups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from landwatch.i18n import gettext as _
from landwatch.maps.basemaps.page_data import Ground
from landwatch.maps.cards import contract_cards, deadline_labels
from landwatch.maps.content import MapContent
from landwatch.maps.explaining import explained, explained_note
from landwatch.maps.formatting import operator_line
from landwatch.maps.labelling import gaps, live_holdings, without_place
from landwatch.maps.land_drawn import (
    MOST_CORNERS,
    land_legend,
    land_notes,
    land_words,
    parcel_entries,
    selecting_words,
)
from landwatch.maps.legend_lists import land_lists, list_heads
from landwatch.maps.packing import pack, pack_lists
from landwatch.maps.page import Around, OfflineMap
from landwatch.maps.page_parts import (
    bounds,
    common_notes,
    figure_items,
    further_items,
    inner_points,
    shapes,
    source_line,
    title_block,
)
from landwatch.maps.rate_classes import style
from landwatch.maps.replaying import replay_bar
from landwatch.maps.revitalised import Revitalisation, revitalisation
from landwatch.maps.served_land import Served, ServedLand
from landwatch.measures.figures.states import State

__all__ = ["TILED_ABOVE", "cluster_page", "zone_map_page"]

TILED_ABOVE = 5_000
"""Parcels above which a page draws vector tiles: more shapes than that take SVG seconds."""

_POLYGONS = ["Polygon", "MultiPolygon"]


@dataclass(frozen=True, eq=False)
class _Extent:
    """What a page is of.

    Attributes
    ----------
    cluster
        The only cluster; ``None`` for all.
    heading, operator
        Its name, and who runs it.
    boundary
        Its boundary, or all of them; ``None`` where none is recorded.
    parcels, counted
        Parcels, the gravest last, and the contracts in force that the legend counts.
    """

    cluster: str | None
    heading: str
    operator: str | None
    boundary: gpd.GeoSeries
    parcels: gpd.GeoDataFrame
    counted: pd.DataFrame


def cluster_page(
    content: MapContent,
    name: str,
    *,
    overview: str | None = None,
    around: Around | None = None,
    tiled_above: int = TILED_ABOVE,
) -> OfflineMap:
    """Draw the page of a cluster.

    Parameters
    ----------
    content
        What is drawn.
    name
        Name of a cluster of the snapshot.
    overview
        Address of the overview page, when there is one.
    around
        What stands around a page that a server draws.
    tiled_above
        Number of parcels above which they are drawn from vector tiles, on canvas. Such a page does not
        replay the months.

    Returns
    -------
    OfflineMap
        The page, in the current language.
    """
    extent = _of_cluster(content, name)
    parcels = extent.parcels
    tiled = len(parcels) > tiled_above and bool(parcels["drawn"].any())
    return _page(content, extent, overview, around, tiled=tiled)


def zone_map_page(
    content: MapContent,
    overview: str,
    around: Around,
    served: Served,
    *,
    ground: Ground | None = None,
    tiled_above: int = TILED_ABOVE,
) -> OfflineMap:
    """Draw all clusters on one map, for a server that has their tiles.

    Parameters
    ----------
    content
        What is drawn.
    overview
        Address of the overview.
    around
        What stands around the page.
    served
        Where the server has the pieces of a page of many parcels.
    ground
        The base map of the server.
    tiled_above
        Number of parcels above which they come from vector tiles of the server.

    Returns
    -------
    OfflineMap
        The page, in the current language.
    """
    extent = _of_zone(content)
    tiled = len(extent.parcels) > tiled_above and bool(extent.parcels["drawn"].any())
    return _page(content, extent, overview, around, tiled=tiled, served=served, ground=ground)


def _of_cluster(content: MapContent, name: str) -> _Extent:
    clusters = content.assessment.snapshot.clusters
    cluster = clusters[clusters["name"] == name].iloc[0]
    return _Extent(
        cluster=name,
        heading=name,
        operator=operator_line(cluster["operator"], cluster["operator_basis"]),
        boundary=_drawn(gpd.GeoSeries([cluster.geometry], crs=clusters.crs)),
        parcels=_gravest_last(content.parcels[content.parcels["cluster"] == name]),
        counted=_in_force(content.contracts[content.contracts["cluster"].eq(name)]),
    )


def _of_zone(content: MapContent) -> _Extent:
    return _Extent(
        cluster=None,
        heading=_("Map of the zone"),
        operator=None,
        boundary=_drawn(content.assessment.snapshot.clusters.geometry),
        parcels=_gravest_last(content.parcels),
        counted=_in_force(content.contracts),
    )


def _drawn(boundaries: gpd.GeoSeries) -> gpd.GeoSeries:
    return boundaries[boundaries.geom_type.isin(_POLYGONS) & ~boundaries.is_empty]


def _gravest_last(parcels: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return parcels.sort_values("rank", ascending=False, kind="stable")


def _in_force(contracts: pd.DataFrame) -> pd.DataFrame:
    return contracts[contracts["state"] != State.NO_CONTRACT]


def _together(boundaries: gpd.GeoSeries) -> dict[str, Any] | None:
    """All boundaries as one shape: each keeps its line."""
    if boundaries.empty:
        return None
    parts = shapely.get_parts(boundaries.array)
    whole = parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
    return shapes(gpd.GeoSeries([whole], crs=boundaries.crs))[0]


def _page(
    content: MapContent,
    extent: _Extent,
    overview: str | None,
    around: Around | None,
    *,
    tiled: bool,
    served: Served | None = None,
    ground: Ground | None = None,
) -> OfflineMap:
    parcels, counted = extent.parcels, extent.counted
    live = live_holdings(content, parcels.index)
    unplaced = without_place(content, counted.index)
    is_served = tiled and served is not None
    sums = content.figures(extent.cluster)
    has_boundary = not extent.boundary.empty
    told = list(dict.fromkeys([*live["contract_no"], *unplaced]))
    land = revitalisation(None if tiled else content.entries, extent.cluster, content.on)
    cluster = extent.cluster
    bar = None if tiled or cluster is None else replay_bar(content, cluster, list(parcels.index))
    vacant = parcels[parcels["state"] == State.NO_CONTRACT]
    data: dict[str, Any] = {
        "bounds": bounds([extent.boundary, parcels.geometry[parcels["drawn"]]]),
        "boundary": _together(extent.boundary),
        "style": {key: style()[key] for key in ("states", "idle", "revitalised", "boundary")},
        "words": land_words(),
        "timeline": bar and bar.data,
        "deadlines": deadline_labels(has_money=content.assessment.shows_money),
        "explanations": None if around else explained(content, told),
        "lists": list_heads(sums) if is_served else land_lists(content, counted, vacant, sums) | land.lists,
    }
    if around:
        data["contracts"] = around.pages()
    words = {
        "timeline": bar and bar.words,
        "title": title_block(content, extent.heading, overview, around),
        "operator": extent.operator,
        "figures": [*figure_items(sums), *further_items(content, extent.cluster)],
        "looks": style(),
        "legend": land_legend(sums, land, has_boundary=has_boundary),
        "notes": [
            *common_notes(content, sums),
            *land_notes(tiled=tiled, has_ledger=content.entries is not None),
            *([] if around else explained_note(content, told)),
            *gaps(parcels, unplaced, counted.index, live, has_boundary),
        ],
        "source": source_line(content),
    }
    page: dict[str, Any] = {
        "title": f"{extent.heading} · {content.on.isoformat()}",
        "template": "cluster.html",
        "words": words,
    }
    page["ground"] = ground or content.ground(data["bounds"])
    if served:
        data["selecting"] = {"words": selecting_words(), "most": MOST_CORNERS}
    if tiled and served:
        return _served_page(content, served, data, page)
    if tiled:
        return _tiled_page(content, parcels, live, land, list(unplaced), data, page)
    data["parcels"] = parcel_entries(content, parcels, live, land)
    data["cards"] = contract_cards(content, told)
    data["unplaced"] = list(unplaced)
    return OfflineMap(**page, script="cluster.js" if served is None else "zone.js", data=data)


def _tiled_page(
    content: MapContent,
    parcels: gpd.GeoDataFrame,
    live: pd.DataFrame,
    land: Revitalisation,
    unplaced: list[str],
    data: dict[str, Any],
    page: dict[str, Any],
) -> OfflineMap:
    """The same page, whose parcels come from vector tiles and whose cards are unpacked at a click."""
    tiles, packed = pack(
        parcels.iloc[::-1],
        unplaced,
        describe=lambda few: parcel_entries(
            content, few, live[live["parcel_no"].isin(few.index)], land, places=inner_points
        ),
        cards_of=lambda contract_nos: contract_cards(content, contract_nos),
    )
    lists, rows = pack_lists(data["lists"], content.contracts)
    return OfflineMap(
        **page,
        script="tiled.js",
        data=data | {"tiles": tiles, "cards": {}, "lists": lists},
        attached=packed | rows,
        options={"zoomSnap": 1, "minZoom": tiles["farthest"] + 1, "fadeAnimation": False},
    )


def _served_page(
    content: MapContent, served: Served, data: dict[str, Any], page: dict[str, Any]
) -> OfflineMap:
    """The same page, which asks the server for tiles, cards and rows as it needs them."""
    land = ServedLand(content)
    return OfflineMap(
        **page,
        script="zone-tiled.js",
        data=data | {"tiles": land.scheme(served), "cards": {}},
        options={"zoomSnap": 1, "minZoom": land.farthest + 1, "fadeAnimation": False},
    )
