"""What every vector format comes down to: layers of features."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import shapely
from fiona._err import CPLE_BaseError
from fiona.errors import FionaError
from shapely.errors import ShapelyError

__all__ = ["BROKEN", "Feature", "Layer", "features_of", "shape_from_wkb"]

BROKEN = (
    CPLE_BaseError,
    FionaError,
    AttributeError,
    KeyError,
    NameError,
    OSError,
    SystemError,
    TypeError,
    ValueError,
)
"""What fiona raises on broken content."""

_MOST_BROKEN = 1_000


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature as read.

    Attributes
    ----------
    number
        Position in its layer, from 1.
    attributes
        Values by field name.
    geometry
        In the form of GeoJSON; ``None`` where it has none or it cannot be read.
    lost
        Whether the file promises a geometry that cannot be read.
    texts
        Texts of a drawing that lie inside, where none of them is the number for certain.
    """

    number: int
    attributes: dict[str, Any]
    geometry: dict[str, Any] | None
    lost: bool = False
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layer:
    """A layer as read.

    Attributes
    ----------
    name
        Its name; ``None`` where the file has only this one.
    driver
        The format in the words of GDAL.
    crs_wkt
        Its CRS; empty where none is declared.
    fields
        Field names.
    features
        The features that can be read.
    promised
        How many features the file says it has.
    encoding
        Python codec name of its text; ``None`` for formats that fix it in binary.
    """

    name: str | None
    driver: str
    crs_wkt: str
    fields: tuple[str, ...]
    features: list[Feature]
    promised: int
    encoding: str | None = None


def features_of(source: Any) -> Iterator[Feature]:
    """Read an open layer feature by feature, so that a broken one costs itself only.

    Parameters
    ----------
    source
        What `fiona.open` gave.

    Yields
    ------
    Feature
        Each that can be read; its number tells where others were lost.
    """
    features, number, broken = iter(source), 0, 0
    while broken <= _MOST_BROKEN:
        number += 1
        try:
            feature = next(features)
        except StopIteration:
            return
        except BROKEN:
            broken += 1
            continue
        geometry = feature.geometry.__geo_interface__ if feature.geometry else None
        yield Feature(number, dict(feature.properties), geometry)


def shape_from_wkb(content: bytes | None) -> tuple[dict[str, Any] | None, bool]:
    """Decode a geometry that stands alone in a table.

    Parameters
    ----------
    content
        Well-known binary; ``None`` for a feature without geometry.

    Returns
    -------
    tuple
        The geometry in the form of GeoJSON, and whether there is one that cannot be decoded. Rings that
        do not close come back as they are.
    """
    if content is None:
        return None, False
    try:
        return dict(shapely.from_wkb(content).__geo_interface__), False
    except (ShapelyError, TypeError):
        pass
    try:
        closed = shapely.from_wkb(content, on_invalid="fix")
    except (ShapelyError, TypeError):
        return None, True
    return (None, True) if closed is None else (_opened(dict(closed.__geo_interface__)), False)


def _opened(geometry: dict[str, Any]) -> dict[str, Any]:
    """Take back the points that were added to close the rings, so that it is said of the file."""
    if geometry["type"] == "Polygon":
        return geometry | {"coordinates": [ring[:-1] for ring in geometry["coordinates"]]}
    if geometry["type"] == "MultiPolygon":
        parts = [[ring[:-1] for ring in part] for part in geometry["coordinates"]]
        return geometry | {"coordinates": parts}
    return geometry
