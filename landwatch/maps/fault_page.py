"""The page of an import: every parcel that something is wrong with, and the place of the fault on it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

import landwatch
from landwatch.geo import Envelope
from landwatch.i18n import Language, speaking
from landwatch.i18n import gettext as _
from landwatch.maps.page import OfflineMap
from landwatch.maps.page_parts import map_words

__all__ = ["Fault", "fault_map"]

_DECIMALS = 8  # of a degree: a millimetre, for a crossing may be that small
_MOST_DRAWN = 2_000
_MOST_NEIGHBOURS = 3_000
_AROUND = 0.004  # degrees, some 400 m


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something that is wrong with a boundary, in words and in its place.

    Attributes
    ----------
    severity
        ``error`` or ``warning``.
    severity_name, title, message, advice
        What the page prints of it.
    record, source
        The parcel, and the file with the cell or line.
    boundary
        The boundary in EPSG:4490, sound or not.
    mark
        Where on it the fault is, if that is known.
    """

    severity: str
    severity_name: str
    title: str
    message: str
    advice: str
    record: str | None
    source: str
    boundary: BaseGeometry
    mark: BaseGeometry | None = None


def fault_map(
    faults: Sequence[Fault],
    *,
    neighbours: Sequence[BaseGeometry],
    district: Envelope,
    elsewhere: int,
    language: Language = "zh",
) -> OfflineMap:
    """Draw what an import found.

    Parameters
    ----------
    faults
        The faults, the gravest first.
    neighbours
        Boundaries that were taken; those near a fault are drawn in grey.
    district
        The district envelope, which is drawn as a frame.
    elsewhere
        Number of further errors and warnings that have no place on a map.
    language
        Language of the page.

    Returns
    -------
    OfflineMap
        A page that asks for nothing outside its own file.
    """
    drawn = list(faults[:_MOST_DRAWN])
    with speaking(language):
        heading = _("Problem parcels of the import")
        return OfflineMap(
            title=heading,
            template="faults.html",
            script="faults.js",
            data={
                "bounds": _bounds(drawn, district),
                "words": map_words(),
                "district": _parts(_frame(district)),
                "neighbours": _near(neighbours, drawn),
                "faults": [_drawn(number, fault) for number, fault in enumerate(drawn, start=1)],
            },
            words={
                "heading": heading,
                "counts": _counts(drawn),
                "faults": list(enumerate(drawn, start=1)),
                "notes": _notes(len(faults) - len(drawn), elsewhere),
                "source": _("landwatch {version} · CGCS2000 (EPSG:4490), no base map").format(
                    version=landwatch.__version__
                ),
            },
        )


def _counts(faults: Sequence[Fault]) -> str:
    errors = sum(fault.severity == "error" for fault in faults)
    return _("{errors} errors (not taken), {warnings} warnings (taken, to be checked)").format(
        errors=errors, warnings=len(faults) - errors
    )


def _notes(left_out: int, elsewhere: int) -> list[str]:
    lines = [_("Dashed frame: the district. Grey: parcels of the import without a fault.")]
    if left_out:
        lines.append(_("{count} further faults are not drawn; mend these first.").format(count=left_out))
    if elsewhere:
        lines.append(
            _(
                "{count} further errors and warnings have no place on a map (ledgers, facts, unreadable "
                "files); see the issue report."
            ).format(count=elsewhere)
        )
    return lines


def _drawn(number: int, fault: Fault) -> dict[str, Any]:
    mark = fault.mark if fault.mark is not None and not fault.mark.is_empty else None
    # The middle of the box: a broken boundary has no other middle that is sure to exist.
    middle = shapely.box(*(mark or fault.boundary).bounds).centroid
    west, south, east, north = fault.boundary.bounds
    return {
        "number": number,
        "severity": fault.severity,
        "title": fault.title,
        "record": fault.record or "",
        "source": fault.source,
        "message": fault.message,
        "advice": fault.advice,
        "boundary": _parts(fault.boundary),
        "mark": _parts(mark) if mark is not None else [],
        "at": [round(middle.y, _DECIMALS), round(middle.x, _DECIMALS)],
        "bounds": [[south, west], [north, east]],
    }


def _parts(shape: BaseGeometry) -> list[dict[str, Any]]:
    """Write a shape as plain GeoJSON parts: polygons where it has any, else points."""
    flat = shapely.get_parts(shape) if shape.geom_type != "Polygon" else np.array([shape], dtype=object)
    while any(part.geom_type.startswith(("Multi", "Geometry")) for part in flat):
        flat = shapely.get_parts(flat)
    polygons = [part for part in flat if part.geom_type == "Polygon"]
    kept = polygons or [part for part in flat if part.geom_type == "Point"]
    rounded = shapely.transform(np.array(kept, dtype=object), lambda points: points.round(_DECIMALS))
    return [json.loads(text) for text in shapely.to_geojson(rounded)]


def _near(neighbours: Sequence[BaseGeometry], faults: Sequence[Fault]) -> list[dict[str, Any]]:
    if not neighbours or not faults:
        return []
    west, south, east, north = shapely.bounds([fault.boundary for fault in faults]).T
    boxes = shapely.box(west - _AROUND, south - _AROUND, east + _AROUND, north + _AROUND)
    _box, found = shapely.STRtree(list(neighbours)).query(boxes)
    return [part for index in np.unique(found)[:_MOST_NEIGHBOURS] for part in _parts(neighbours[int(index)])]


def _frame(district: Envelope) -> BaseGeometry:
    return shapely.box(district.west, district.south, district.east, district.north)


def _bounds(faults: Sequence[Fault], district: Envelope) -> list[list[float]]:
    """The corners around the faults inside the district; around all where none is inside."""
    frame = _frame(district)
    boundaries = [fault.boundary for fault in faults]
    boxes = [box for box in shapely.bounds(boundaries) if frame.intersects(shapely.box(*box))]
    west, south, east, north = shapely.total_bounds(
        shapely.box(*np.array(boxes).T) if boxes else boundaries or frame
    )
    return [[float(south), float(west)], [float(north), float(east)]]
