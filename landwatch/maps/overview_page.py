"""The page of the zone: clusters by commencement default rate, their figures, and links to their pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd

from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext
from landwatch.maps.content import MapContent
from landwatch.maps.figures import Figures, Obligation, Tally
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
from landwatch.maps.states import Idle, State
from landwatch.maps.style import rate_fill, style
from landwatch.maps.wording import mu, operator_line, percent, total_mu

__all__ = ["POLYGONS", "overview_page", "rate_classes"]

POLYGONS = ("Polygon", "MultiPolygon")
"""Types of geometry that can be drawn as a cluster."""


def overview_page(content: MapContent, pages: Mapping[str, str]) -> OfflineMap:
    """Draw the overview.

    Parameters
    ----------
    content
        What is drawn.
    pages
        Address of the page of each cluster that has one.

    Returns
    -------
    OfflineMap
        The page, in the current language.
    """
    clusters = content.assessment.snapshot.clusters
    sums = {str(name): content.figures(name) for name in clusters["name"]}
    zone = content.figures(None)
    drawn = clusters[clusters.geom_type.isin(POLYGONS) & ~clusters.geometry.is_empty]
    heading = _("Clusters of the zone")
    return OfflineMap(
        title=f"{heading} · {content.on.isoformat()}",
        template="overview.html",
        scripts=["overview.js"],
        data={
            "bounds": bounds([drawn.geometry]),
            "words": map_words() | {"open": _("Open the map of the cluster")},
            "clusters": _outlines(drawn, sums, pages),
        },
        words={
            "title": title_block(content, heading),
            "figures": figure_items(zone),
            "classes": rate_classes(),
            "heads": _heads(),
            "rows": [_row(cluster, sums[cluster["name"]], pages) for cluster in clusters.to_dict("records")],
            "total": _cells(zone),
            "notes": [*common_notes(content, zone), *_gaps(content, len(clusters) - len(drawn))],
            "source": source_line(content),
        },
    )


def _outlines(
    drawn: gpd.GeoDataFrame, sums: Mapping[str, Figures], pages: Mapping[str, str]
) -> list[dict[str, Any]]:
    outlines = zip(drawn.to_dict("records"), shapes(drawn.geometry), middles(drawn.geometry), strict=True)
    return [
        {
            "name": cluster["name"],
            "operator": operator_line(cluster["operator"], cluster["operator_basis"]),
            "rate": percent(sums[cluster["name"]].by_area["commencement"]),
            "facts": list(
                zip(_heads(), [" · ".join(cell) for cell in _cells(sums[cluster["name"]])], strict=True)
            ),
            "page": pages.get(cluster["name"]),
            "look": style()["boundary"]
            | {"dash": None, "fill": rate_fill(sums[cluster["name"]].by_area["commencement"])},
            "at": at,
            "shape": shape,
        }
        for cluster, shape, at in outlines
    ]


def _heads() -> list[str]:
    return [
        _("Live contracts"),
        _("Commencement default rate"),
        _("Completion default rate"),
        _("Suspected idle land"),
        _("Recognised idle land"),
    ]


def _row(cluster: Mapping[str, Any], sums: Figures, pages: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": cluster["name"],
        "operator": operator_line(cluster["operator"], cluster["operator_basis"]),
        "page": pages.get(cluster["name"]),
        "cells": _cells(sums),
    }


def _cells(sums: Figures) -> list[list[str]]:
    return [
        _size(sums.live),
        _rate(sums, "commencement"),
        _rate(sums, "completion"),
        *(_size(sums.idle[mark]) for mark in Idle),
    ]


def _size(sum_of: Tally) -> list[str]:
    return [
        _("{area} mu").format(area=total_mu(sum_of)),
        ngettext("{count} contract", "{count} contracts", sum_of.count).format(count=f"{sum_of.count:,}"),
    ]


def _rate(sums: Figures, obligation: Obligation) -> list[str]:
    area, count = sums.by_area[obligation], sums.by_count[obligation]
    return [
        percent(area),
        _("by area, {area} mu").format(area=mu(area.part)),
        _("{rate} by contracts, {count}").format(rate=percent(count), count=count.part),
    ]


def rate_classes() -> list[dict[str, Any]]:
    """Give the legend of the rates: each class reaches up to its upper bound.

    Returns
    -------
    list of dict
        The look and the label of each class.
    """
    rows, below = [], None
    for entry in style()["rates"]:
        if below is None:
            label = f"{entry['to']} %"
        elif entry["to"] is None:
            label = _("over {percent} %").format(percent=below)
        else:
            label = _("over {below} to {to} %").format(below=below, to=entry["to"])
        rows.append({"look": {"fill": entry["fill"]}, "label": label})
        below = entry["to"]
    return [*rows, {"look": style()["rate_unknown"], "label": _("no live contract")}]


def _gaps(content: MapContent, without_boundary: int) -> list[str]:
    """What no cluster of the table holds, so that the rows and the total can be reconciled."""
    lines = []
    if without_boundary:
        lines.append(_("{count} clusters have no recorded boundary.").format(count=without_boundary))
    named = content.assessment.snapshot.clusters["name"]
    homeless = content.contracts[~content.contracts["cluster"].isin(named)]
    count = int(homeless["state"].ne(State.NO_CONTRACT).sum())
    if count:
        lines.append(
            _("{count} live contracts belong to no known cluster; only the total holds them.").format(
                count=count
            )
        )
    return lines
