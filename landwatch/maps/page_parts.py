"""What the cluster page and the overview have in common: title block, figures, notes, drawn shapes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

import landwatch
from landwatch import district
from landwatch.i18n import gettext as _
from landwatch.i18n import minute_text, ngettext
from landwatch.maps.content import MapContent
from landwatch.maps.formatting import mu, percent, total_mu
from landwatch.maps.page import Around
from landwatch.measures.figures import Figure, on_pages
from landwatch.measures.figures.declared import declared
from landwatch.measures.figures.pools import Obligation
from landwatch.measures.figures.sums import Figures, Tally
from landwatch.units import round_half_up

__all__ = [
    "bounds",
    "common_notes",
    "figure_items",
    "further_items",
    "inner_points",
    "map_words",
    "middles",
    "plane",
    "rate_lines",
    "shapes",
    "source_line",
    "title_block",
]

_DECIMALS = 7  # of a degree: about 1 cm
_CIRCLE_TOLERANCE = 2e-5  # of a degree: about 2 m
_CENTRAL = 0.7  # of the radius of the largest circle inside


def title_block(
    content: MapContent, heading: str, overview: str | None = None, around: Around | None = None
) -> dict[str, Any]:
    """Say what the page shows, of which day and how far it can be relied on.

    Parameters
    ----------
    content
        What is drawn.
    heading
        Name of the cluster or of the zone.
    overview
        Address of the overview page.
    around
        What stands around a page that a server draws.

    Returns
    -------
    dict
        Words of the title block.
    """
    return {
        "zone": _("{zone} · industrial land after supply").format(zone=district.current().name),
        "heading": heading,
        "overview": overview,
        "tools": around.tools if around else None,
        "on": content.on.isoformat(),
        "known_at": minute_text(content.assessment.snapshot.known_at),
        "illustrative": _("Illustrative data: parcels, contracts and companies are invented.")
        if content.assessment.snapshot.illustrative
        else None,
    }


def figure_items(sums: Figures) -> list[dict[str, Any]]:
    """Give the figures in the head of a page, each rate with its numerator and denominator.

    Parameters
    ----------
    sums
        The sums of what the page shows.

    Returns
    -------
    list of dict
        Label and lines.
    """
    return [
        {"label": _("Live contracts"), "values": [_contracts(sums.live.count), _mu(sums.live)]},
        {"label": _("Commencement default rate"), "values": rate_lines(sums, "commencement")},
        {"label": _("Completion default rate"), "values": rate_lines(sums, "completion")},
    ]


def further_items(content: MapContent, cluster: str | None = None) -> list[dict[str, Any]]:
    """Give the figures that the head of a page has beside the sums of its map.

    Parameters
    ----------
    content
        What is drawn.
    cluster
        Only this cluster.

    Returns
    -------
    list of dict
        Label and lines.
    """
    made = on_pages(content.assessment, content.entries, cluster=cluster)
    return [{"label": figure.label, "values": [figure.text(), *_parts(figure)]} for figure in made]


def _parts(figure: Figure) -> list[str]:
    if figure.numerator is None or figure.denominator is None:
        return []
    if declared(figure.id).by == "area":
        part, whole = (f"{round_half_up(size, 2):,f}" for size in (figure.numerator, figure.denominator))
        return [_("{part} / {whole} mu").format(part=part, whole=whole)]
    return [f"{int(figure.numerator):,} / {int(figure.denominator):,}"]


def rate_lines(sums: Figures, obligation: Obligation) -> list[str]:
    """Write a default rate by area and by count.

    Parameters
    ----------
    sums
        The sums of the pool.
    obligation
        Commencement or completion.

    Returns
    -------
    list of str
        The rate by area, its parts in mu, and the rate by count (of contracts, or by convention of their
        phases or parcels) with its parts.
    """
    area, count = sums.by_area[obligation], sums.by_count[obligation]
    return [
        _("{rate} by area").format(rate=percent(area)),
        _("{part} / {whole} mu").format(part=mu(area.part), whole=mu(area.whole)),
        _by_count(sums).format(rate=percent(count), part=count.part, whole=count.whole),
    ]


def _by_count(sums: Figures) -> str:
    return {
        "contract": _("{rate} by contracts ({part} / {whole})"),
        "phase": _("{rate} by phases ({part} / {whole})"),
        "parcel": _("{rate} by parcels ({part} / {whole})"),
    }[sums.unit]


def common_notes(content: MapContent, sums: Figures) -> list[str]:
    """Say what the figures leave out and how they are to be read.

    Parameters
    ----------
    content
        What is drawn.
    sums
        The sums of what the page shows.

    Returns
    -------
    list of str
        One sentence each.
    """
    due_only = content.assessment.conventions.rate_pool == "D"
    pool = _("contracts whose day has come") if due_only else _("all live contracts")
    lines = [
        _("Rates: share of {pool}; of contracts in phases only the phases in default.").format(pool=pool),
        _("A contract in both defaults has the colour of commencement default; the popup names both."),
    ]
    if sums.live.unmeasured:
        lines.append(
            _("{count} live contracts have no recorded area and are missing from the mu.").format(
                count=sums.live.unmeasured
            )
        )
    return lines


def source_line(content: MapContent) -> str:
    """Name program, law and projection behind the page.

    Parameters
    ----------
    content
        What is drawn.

    Returns
    -------
    str
        One line.
    """
    facts = {"version": landwatch.__version__, "law": content.assessment.law_version}
    if content.basemap:
        return _("landwatch {version} · rules {law} · CGCS2000 (EPSG:4490) · drawn with Leaflet").format(
            **facts
        )
    return _(
        "landwatch {version} · rules {law} · CGCS2000 (EPSG:4490), no base map · drawn with Leaflet"
    ).format(**facts)


def map_words() -> dict[str, str]:
    """Give the texts that the map furniture needs.

    Returns
    -------
    dict
        Texts by name, in the current language.
    """
    return {
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "showAll": _("Show everything"),
        "close": _("Close"),
        "north": _("N"),
        "northUp": _("North is up"),
        "coordinates": _("{lon}° E  {lat}° N (EPSG:4490)"),
        "plane": _("X {x} m  Y {y} m (zone {zone}, EPSG:{epsg})").format(x="{x}", y="{y}", **plane()),
    }


def plane() -> dict[str, int]:
    """Give the zone and the EPSG code of the plane that pages measure on.

    Returns
    -------
    dict
        ``zone`` and ``epsg``.
    """
    here = district.current()
    return {"zone": here.zone, "epsg": here.plane_epsg}


def shapes(geometries: gpd.GeoSeries) -> list[dict[str, Any]]:
    """Write polygons as GeoJSON geometries.

    Parameters
    ----------
    geometries
        Polygons in EPSG:4490, (lon, lat), one a row.

    Returns
    -------
    list of dict
        Coordinates are rounded to about one centimetre.
    """
    rounded = shapely.transform(np.asarray(geometries.array), lambda points: points.round(_DECIMALS))
    return [json.loads(text) for text in shapely.to_geojson(rounded)]


def middles(geometries: gpd.GeoSeries) -> list[list[float]]:
    """Find where each polygon is to be labelled: its centroid, unless that lies outside or near the edge.

    Parameters
    ----------
    geometries
        Polygons in EPSG:4490, (lon, lat), one a row.

    Returns
    -------
    list
        ``[lat, lon]`` each; the centre of the largest circle inside where the centroid will not do.
    """
    polygons = np.asarray(geometries.array)
    radii = shapely.maximum_inscribed_circle(polygons, tolerance=_CIRCLE_TOLERANCE)
    centroids = shapely.centroid(polygons)
    to_edge = shapely.distance(centroids, shapely.boundary(polygons))
    central = shapely.contains(polygons, centroids) & (to_edge >= _CENTRAL * shapely.length(radii))
    chosen = np.where(central, centroids, shapely.get_point(radii, 0))
    places: list[list[float]] = shapely.get_coordinates(chosen)[:, ::-1].round(_DECIMALS).tolist()
    return places


def inner_points(geometries: gpd.GeoSeries) -> list[list[float]]:
    """Find a place inside each polygon, much sooner than its middle.

    Parameters
    ----------
    geometries
        Polygons in EPSG:4490, (lon, lat), one a row.

    Returns
    -------
    list
        ``[lat, lon]`` each.
    """
    points = shapely.get_coordinates(shapely.point_on_surface(np.asarray(geometries.array)))
    places: list[list[float]] = points[:, ::-1].round(_DECIMALS).tolist()
    return places


def bounds(of: Iterable[gpd.GeoSeries]) -> list[list[float]]:
    """Give the corners around shapes.

    Parameters
    ----------
    of
        Geometries in EPSG:4490.

    Returns
    -------
    list
        ``[[south, west], [north, east]]``; the whole of the world's land where there is no shape.
    """
    boxes = np.vstack([series.total_bounds for series in of if len(series)] or [np.full(4, np.nan)])
    if np.isnan(boxes).all():
        return [[-60.0, -180.0], [75.0, 180.0]]
    west, south = np.nanmin(boxes[:, :2], axis=0)
    east, north = np.nanmax(boxes[:, 2:], axis=0)
    return [[float(south), float(west)], [float(north), float(east)]]


def _contracts(count: int) -> str:
    return ngettext("{count} contract", "{count} contracts", count).format(count=f"{count:,}")


def _mu(sum_of: Tally) -> str:
    return _("{area} mu").format(area=total_mu(sum_of))
