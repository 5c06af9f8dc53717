"""The page of one cluster: parcels by state, idle land, legend with sums, search and popups."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import geopandas as gpd
import pandas as pd

from landwatch.catalogue import fields_of, label
from landwatch.i18n import gettext as _
from landwatch.maps.cards import contract_cards, deadline_labels, former_contracts
from landwatch.maps.content import MapContent
from landwatch.maps.explaining import explained, explained_note
from landwatch.maps.formatting import field_text, known, operator_line, text, total_mu
from landwatch.maps.labelling import gaps, grouped, live_holdings, parcel_labels, without_place
from landwatch.maps.legend_lists import land_lists
from landwatch.maps.packing import pack, pack_lists
from landwatch.maps.page import Around, OfflineMap
from landwatch.maps.page_parts import (
    bounds,
    common_notes,
    figure_items,
    further_items,
    inner_points,
    map_words,
    middles,
    plane,
    shapes,
    source_line,
    title_block,
)
from landwatch.maps.rate_classes import style
from landwatch.maps.replaying import replay_bar, replay_words
from landwatch.maps.revitalised import Revitalisation, revitalisation
from landwatch.measures.figures.states import Idle, State, idle_label, state_label
from landwatch.measures.figures.sums import Figures, Tally

__all__ = ["TILED_ABOVE", "cluster_page"]

TILED_ABOVE = 5_000
"""Parcels above which a page draws vector tiles: more shapes than that take SVG seconds."""


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
    clusters = content.assessment.snapshot.clusters
    cluster = clusters[clusters["name"] == name].iloc[0]
    parcels = content.parcels[content.parcels["cluster"] == name]
    parcels = parcels.sort_values("rank", ascending=False, kind="stable")
    live = live_holdings(content, parcels.index)
    counted = content.contracts[content.contracts["cluster"].eq(name)]
    counted = counted[counted["state"] != State.NO_CONTRACT]
    unplaced = without_place(content, counted.index)
    sums = content.figures(name)
    boundary = gpd.GeoSeries([cluster.geometry], crs=clusters.crs)
    has_boundary = bool(
        boundary.geom_type.isin(["Polygon", "MultiPolygon"]).all() and not boundary.is_empty.any()
    )
    told = list(dict.fromkeys([*live["contract_no"], *unplaced]))
    tiled = len(parcels) > tiled_above and bool(parcels["drawn"].any())
    land = revitalisation(None if tiled else content.entries, name, content.on)
    bar = None if tiled else replay_bar(content, name, list(parcels.index))
    data: dict[str, Any] = {
        "bounds": bounds([boundary[[has_boundary]], parcels.geometry[parcels["drawn"]]]),
        "boundary": shapes(boundary)[0] if has_boundary else None,
        "style": {key: style()[key] for key in ("states", "idle", "revitalised", "boundary")},
        "words": map_words() | _words() | replay_words(),
        "timeline": bar and bar.data,
        "deadlines": deadline_labels(has_money=content.assessment.shows_money),
        "explanations": None if around else explained(content, told),
        "lists": land_lists(content, counted, parcels[parcels["state"] == State.NO_CONTRACT], sums)
        | land.lists,
    }
    if around:
        data["contracts"] = {
            "address": around.contract,
            "explained": around.explained,
            "open": _("Open the contract"),
        }
    words = {
        "timeline": bar and bar.words,
        "title": title_block(content, name, overview, around),
        "operator": operator_line(cluster["operator"], cluster["operator_basis"]),
        "figures": [*figure_items(sums), *further_items(content, name)],
        "looks": style(),
        "legend": _legend(sums, has_boundary) | {"revitalised": land.legend},
        "notes": [
            *common_notes(content, sums),
            _idle_note(),
            *([_generalised()] if tiled else []),
            *([_unmarked()] if tiled and content.entries is not None else []),
            *([] if around else explained_note(content, told)),
            *gaps(parcels, unplaced, counted.index, live, has_boundary),
        ],
        "source": source_line(content),
    }
    page: dict[str, Any] = {
        "title": f"{name} · {content.on.isoformat()}",
        "template": "cluster.html",
        "words": words,
    }
    page["ground"] = content.ground(data["bounds"])
    if tiled:
        return _tiled_page(content, parcels, live, land, list(unplaced), data, page)
    data["parcels"] = _parcels(content, parcels, live, land)
    data["cards"] = contract_cards(content, told)
    data["unplaced"] = list(unplaced)
    return OfflineMap(**page, script="cluster.js", data=data)


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
        describe=lambda few: _parcels(
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


def _parcels(
    content: MapContent,
    parcels: gpd.GeoDataFrame,
    live: pd.DataFrame,
    land: Revitalisation,
    *,
    places: Callable[[gpd.GeoSeries], list[list[float]]] = middles,
) -> list[dict[str, Any]]:
    holders = grouped(live["parcel_no"], live["contract_no"])
    former = former_contracts(content, parcels.index)
    labels = parcel_labels(parcels.index)
    drawn = parcels.geometry[parcels["drawn"]]
    outlines = dict(zip(drawn.index, shapes(drawn), strict=True))
    at = dict(zip(drawn.index, places(drawn), strict=True))
    return [
        {
            "no": str(no),
            "labels": labels[str(no)],
            "state": str(row["state"]),
            "idle": str(row["idle"]) if known(row["idle"]) else None,
            "live": holders.get(str(no), []),
            "former": former.get(str(no), []),
            "facts": _facts(row, land.parcels.get(str(no), [])),
            "revitalised": [booking[:2] for booking in land.parcels.get(str(no), [])],
            "find": [str(row["name"])] if known(row["name"]) else [],
            "illustrative": bool(known(row["illustrative"]) and row["illustrative"]),
            "at": at.get(no),
            "shape": outlines.get(no),
        }
        for no, row in zip(parcels.index, parcels.drop(columns="geometry").to_dict("records"), strict=True)
    ]


def _facts(row: Mapping[Any, Any], bookings: list[tuple[str, str, str]]) -> list[tuple[str, str]]:
    fields = fields_of("parcel")
    area = fields["area_cm2"]
    lines = [(label("parcel", "area_cm2"), field_text(area, row[area.column]))]
    for name in ("name", "land_use"):
        if known(row[name]):
            lines.append((label("parcel", name), text(row[name])))
    if bookings:
        lines.append((_("Revitalised land"), "; ".join(line for _layer, _since, line in bookings)))
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


def _idle_note() -> str:
    return _(
        "Idle since: the first day of the delay, as a recognition letter counts it; land is suspected "
        "from the day after a full year. Of stopped works, the day they stopped."
    )


def _generalised() -> str:
    return _(
        "Many parcels: where one is too small to be seen, squares show the state that most of the land is "
        "in, and each default and each idle parcel is a dot. Outlines are drawn to about half a metre."
    )


def _unmarked() -> str:
    return _("Revitalised land is not marked on a page of this many parcels; the atlas has its mu by year.")


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
        "parcels": _("Parcels"),
        "measureLength": _("Measure a distance"),
        "measureArea": _("Measure an area"),
        "lengthHint": _("Click along the line; a double click or Enter ends it, Escape clears it."),
        "areaHint": _("Click around the area; a double click or Enter ends it, Escape clears it."),
        "lengthTold": _("{length} m on the plane of zone {zone} (EPSG:{epsg})").format(
            length="{length}", **plane()
        ),
        "areaTold": _("{area} m², {mu} mu; around it {length} m; plane of zone {zone} (EPSG:{epsg})").format(
            area="{area}", mu="{mu}", length="{length}", **plane()
        ),
        "contract": _("Contract"),
        "why": _("What it rests on"),
        "nextSteps": _("What to do next:"),
        "restsOn": _("What it rests on"),
        "conventions": _("Conventions: {choices}"),
        "law": _("Law {law}, dossier {dossier}"),
        "mu": _("mu"),
        "nothingListed": _("none"),
        "showMore": _("Show {count} more"),
        "noBoundary": _("No boundary is recorded, so this is not on the map."),
        "found": _("{count} found"),
        "nothingFound": _("Nothing fits. Try part of a number or of a company's name."),
    }
