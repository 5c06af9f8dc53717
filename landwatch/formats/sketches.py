"""Sketches that a phone draws on the map: a small FeatureCollection of GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from typing import Any, NamedTuple, NoReturn

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from landwatch.characters import printable
from landwatch.errors import InputError
from landwatch.i18n import gettext as _

__all__ = ["MOST_POINTS", "SKETCH_TYPE", "Mark", "read_sketch"]

MOST_POINTS = 2000
"""Most points of all marks of a sketch together."""
SKETCH_TYPE = "application/geo+json"

_LONGEST_NOTE = 500
_SHAPES = ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon")


class Mark(NamedTuple):
    """A point, line or area of a sketch: longitude and latitude (EPSG:4490), and what was written to it."""

    geometry: BaseGeometry
    note: str


def read_sketch(content: bytes) -> tuple[Mark, ...]:
    """Read a sketch.

    Parameters
    ----------
    content
        A FeatureCollection in UTF-8: points, lines, polygons, or several of one kind; each feature may have a
        text `note` among its properties.

    Returns
    -------
    tuple of Mark
        In their order.

    Raises
    ------
    InputError
        If it is no such collection, is empty, or has too many points or too long a note.
    """
    try:
        given = json.loads(content.decode("utf-8"), parse_constant=_refuse)
        marks = tuple(_mark(each) for each in _features(given))
    except (ValueError, KeyError, TypeError, RecursionError, shapely.errors.ShapelyError) as error:
        raise InputError(
            _("the sketch is no FeatureCollection of points, lines and polygons (GeoJSON): {reason}").format(
                reason=error
            )
        ) from error
    points = sum(int(shapely.get_num_coordinates(mark.geometry)) for mark in marks)
    if not 0 < points <= MOST_POINTS:
        raise InputError(
            _("the sketch has {points} points; it may have 1 to {most}").format(
                points=points, most=MOST_POINTS
            )
        )
    return marks


def _features(given: Any) -> list[Any]:
    if given["type"] != "FeatureCollection":
        raise ValueError(given["type"])
    return list(given["features"])


def _mark(feature: Any) -> Mark:
    if feature["type"] != "Feature":
        raise ValueError(feature["type"])
    note = (feature.get("properties") or {}).get("note") or ""
    if not isinstance(note, str) or len(note) > _LONGEST_NOTE:
        raise ValueError(f"note: a text of at most {_LONGEST_NOTE} characters")
    return Mark(_shape(feature["geometry"]), printable(note).strip())


def _shape(given: Any) -> BaseGeometry:
    if given["type"] not in _SHAPES:
        raise ValueError(given["type"])
    shape: BaseGeometry = shapely.from_geojson(json.dumps(given))
    places = shapely.get_coordinates(shape)
    if not len(places) or not (np.abs(places) <= (180, 90)).all():  # what is no number is not, either
        raise ValueError("coordinates: longitude and latitude in degrees")
    return shape


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
