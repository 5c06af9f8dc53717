"""The page of the zone: clusters by commencement default rate, their figures, and links to their pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext
from landwatch.maps.content import MapContent
from landwatch.maps.finding import search_entries, search_words
from landwatch.maps.formatting import day, known, mu, operator_line, percent, total_mu
from landwatch.maps.page import Around, OfflineMap
from landwatch.maps.page_parts import (
    bounds,
    common_notes,
    figure_items,
    further_items,
    map_words,
    middles,
    shapes,
    source_line,
    title_block,
)
from landwatch.maps.rate_classes import rate_fill, style
from landwatch.maps.replaying import replay_bar, replay_words
from landwatch.measures.figures.pools import Obligation
from landwatch.measures.figures.rates import measure_name
from landwatch.measures.figures.states import Idle, State
from landwatch.measures.figures.sums import Figures, Tally

__all__ = ["POLYGONS", "Revitalised", "overview_page", "rate_classes"]

POLYGONS = ("Polygon", "MultiPolygon")
"""Types of geometry that can be drawn as a cluster."""


Revitalised = Mapping[int, Mapping[str | None, int]]
"""cm² revitalised by year and cluster; the cluster ``None`` is the whole zone."""


def overview_page(
    content: MapContent,
    pages: Mapping[str, str],
    *,
    revitalised: Revitalised | None = None,
    around: Around | None = None,
) -> OfflineMap:
    """Draw the overview; where clusters have pages it is their index, with contents and search.

    Parameters
    ----------
    content
        What is drawn.
    pages
        Address of the page of each cluster that has one.
    revitalised
        Land revitalised by year and cluster; left out where not given.
    around
        What stands around a page that a server draws.

    Returns
    -------
    OfflineMap
        The page, in the current language.
    """
    clusters = content.assessment.snapshot.clusters
    sums = {str(name): content.figures(name) for name in clusters["name"]}
    zone = content.figures(None)
    cells = {
        name: [*_cells(of), *_revitalised(revitalised, name)] for name, of in (sums | {None: zone}).items()
    }
    heads = [*_heads(), *([_("Land revitalised")] if revitalised else [])]
    drawn = clusters[clusters.geom_type.isin(POLYGONS) & ~clusters.geometry.is_empty]
    heading = _("Clusters of the zone")
    extent = bounds([drawn.geometry])
    bar = replay_bar(content)
    seen = around.seen if around else None
    return OfflineMap(
        title=f"{heading} · {content.on.isoformat()}",
        template="overview.html",
        script="overview.js",
        ground=content.ground(extent),
        data={
            "bounds": extent,
            "words": map_words() | search_words() | replay_words() | _words(),
            "clusters": _outlines(drawn, sums, heads, cells, pages),
            "timeline": bar and bar.data | {"months": _months(content, drawn)},
            "pages": list(pages.items()),
            "entries": search_entries(content, list(pages)),
        },
        words={
            "timeline": bar and bar.words,
            "title": title_block(content, heading, around=around),
            "figures": [*figure_items(zone), *further_items(content)],
            "classes": rate_classes(),
            "rate": _("{rate}, {measure}").format(
                rate=_("Commencement default rate"), measure=measure_name(content.assessment.conventions)
            ),
            "contents": _contents(content, pages),
            "heads": heads,
            "rows": [_row(cluster, cells[cluster["name"]], pages) for cluster in clusters.to_dict("records")],
            "total": cells[None],
            "of_all": _("Zone, total") if seen is None else _("These clusters, total"),
            "notes": [
                *([] if seen is None else [_of_these(seen)]),
                *common_notes(content, zone),
                *_gaps(content, len(clusters) - len(drawn)),
                *_sources(content),
            ],
            "source": source_line(content),
        },
    )


def _of_these(seen: Sequence[str]) -> str:
    return _("You see these clusters alone, and every number here is of them: {clusters}.").format(
        clusters=_(", ").join(seen) or _("none")
    )


def _outlines(
    drawn: gpd.GeoDataFrame,
    sums: Mapping[str, Figures],
    heads: Sequence[str],
    cells: Mapping[str | None, list[list[str]]],
    pages: Mapping[str, str],
) -> list[dict[str, Any]]:
    outlines = zip(drawn.to_dict("records"), shapes(drawn.geometry), middles(drawn.geometry), strict=True)
    return [
        {
            "name": cluster["name"],
            "operator": operator_line(cluster["operator"], cluster["operator_basis"]),
            "rate": percent(sums[cluster["name"]].rate("commencement")),
            "facts": [
                (head, " · ".join(cell)) for head, cell in zip(heads, cells[cluster["name"]], strict=True)
            ],
            "page": pages.get(cluster["name"]),
            "look": style()["boundary"]
            | {"dash": None, "fill": rate_fill(sums[cluster["name"]].rate("commencement"))},
            "at": at,
            "shape": shape,
        }
        for cluster, shape, at in outlines
    ]


def _words() -> dict[str, str]:
    return {"open": _("Open the map of the cluster")}


def _months(content: MapContent, drawn: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """What the map and the table show at the end of each month: the table's columns of a day come first."""
    timeline = content.timeline
    if timeline is None:
        return []
    names = [str(name) for name in content.assessment.snapshot.clusters["name"]]
    sums = {name: timeline.figures(name) for name in (*names, None)}
    return [
        {
            "outlines": [
                {"fill": rate_fill(rate), "rate": percent(rate)}
                for rate in (sums[str(name)][place].rate("commencement") for name in drawn["name"])
            ],
            "cells": [_cells(of_cluster[place]) for of_cluster in sums.values()],
        }
        for place in range(len(timeline.days))
    ]


def _heads() -> list[str]:
    return [
        _("Live contracts"),
        _("Commencement default rate"),
        _("Completion default rate"),
        _("Suspected idle land"),
        _("Recognised idle land"),
    ]


def _row(cluster: Mapping[str, Any], cells: list[list[str]], pages: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": cluster["name"],
        "operator": operator_line(cluster["operator"], cluster["operator_basis"]),
        "page": pages.get(cluster["name"]),
        "cells": cells,
    }


def _revitalised(by_year: Revitalised | None, cluster: str | None) -> list[list[str]]:
    """One cell, the latest year first; none where nothing is known of revitalised land."""
    if not by_year:
        return []
    return [
        [
            _("{year}: {area} mu").format(year=year, area=mu(by_year[year].get(cluster, 0)))
            for year in sorted(by_year, reverse=True)
        ]
    ]


def _contents(content: MapContent, pages: Mapping[str, str]) -> list[dict[str, str]]:
    """The pages that the index leads to, each with how many parcels it holds."""
    counts = content.parcels["cluster"].value_counts()
    return [
        {
            "name": name,
            "page": page,
            "parcels": ngettext("{count} parcel", "{count} parcels", int(counts.get(name, 0))).format(
                count=f"{int(counts.get(name, 0)):,}"
            ),
        }
        for name, page in pages.items()
    ]


def _sources(content: MapContent) -> list[str]:
    """Where the facts come from, and how far they reach."""
    snapshot = content.assessment.snapshot
    lines = []
    files = sorted(snapshot.contracts["source"].dropna().unique())
    if files:
        lines.append(_("Contracts from: {files}.").format(files=", ".join(files)))
    days = snapshot.events["day"]
    newest = days[days <= pd.Timestamp(content.on)].max()
    if known(newest):
        lines.append(_("The newest fact up to that day is of {day}.").format(day=day(newest)))
    return lines


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
        _by_count(sums).format(rate=percent(count), count=count.part),
    ]


def _by_count(sums: Figures) -> str:
    return {
        "contract": _("{rate} by contracts, {count}"),
        "phase": _("{rate} by phases, {count}"),
        "parcel": _("{rate} by parcels, {count}"),
    }[sums.unit]


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
