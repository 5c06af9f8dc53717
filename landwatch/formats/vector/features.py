"""What every vector format comes down to: layers of features."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import shapely
from fiona._err import CPLE_BaseError
from fiona.errors import FionaError
from shapely.errors import ShapelyError

from landwatch.errors import InputError
from landwatch.i18n import gettext as _

__all__ = [
    "BROKEN",
    "FEATURE_BYTES",
    "Feature",
    "Layer",
    "features_of",
    "gaps",
    "polygons_of",
    "shape_from_wkb",
    "size_of",
]

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

FEATURE_BYTES = 500
"""Least memory that a feature takes."""

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
    title
        Its name in any case, by which the cadastral standard tells layers apart.
    driver
        The format in the words of GDAL.
    crs_wkt
        Its CRS; empty where none is declared.
    kind
        Type of geometry in the words of GeoJSON, ``None`` for a table; empty where any may stand.
    fields
        Field names.
    features
        The features that can be read.
    lost
        First and last number of each run of features that are there and cannot be read.
    head_count
        How many features the head of the file says there are, where that is more than there are.
    encoding
        Python codec name of its text; ``None`` for formats that fix it in binary.
    """

    name: str | None
    title: str
    driver: str
    crs_wkt: str
    kind: str | None
    fields: tuple[str, ...]
    features: list[Feature]
    lost: tuple[tuple[int, int], ...] = ()
    head_count: int | None = None
    encoding: str | None = None

    @property
    def records(self) -> int:
        """Number of features that are there, those that cannot be read too."""
        return len(self.features) + sum(last - first + 1 for first, last in self.lost)


def gaps(numbers: Iterable[int], count: int) -> tuple[tuple[int, int], ...]:
    """Find the runs of numbers from 1 to a count that are missing.

    Parameters
    ----------
    numbers
        The numbers that are there, in any order.
    count
        The last number that should be there.
    """
    found = sorted(set(numbers))
    ends = pairwise([0, *found, max(count, *found, 0) + 1])
    return tuple((before + 1, after - 1) for before, after in ends if after - before > 1)


def features_of(source: Iterable[Any], largest: int, *, is_numbered: bool = False) -> Iterator[Feature]:
    """Read an open layer feature by feature, so that a broken one costs itself only.

    Parameters
    ----------
    source
        An open layer of fiona, or what its ``filter`` gave.
    largest
        Most text that is taken, in bytes.
    is_numbered
        Whether the numbers that the driver gives features, from 0, are their places in the file.

    Yields
    ------
    Feature
        Each that can be read; its number tells where others were lost.

    Raises
    ------
    InputError
        If its content is larger.
    """
    features, number, broken, left = iter(source), 0, 0, largest
    while broken <= _MOST_BROKEN:
        number += 1
        try:
            feature = next(features)
        except StopIteration:
            return
        except BROKEN:
            broken += 1
            continue
        attributes = dict(feature.properties)
        geometry = feature.geometry.__geo_interface__ if feature.geometry else None
        left -= size_of(attributes)
        if left < 0:
            raise InputError(
                _("its content is more than {limit} MB unpacked, which is the limit; split the file").format(
                    limit=largest >> 20
                )
            )
        number = int(feature.id) + 1 if is_numbered else number
        yield Feature(number, attributes, polygons_of(geometry))


def size_of(attributes: Mapping[str, Any]) -> int:
    """Estimate the memory that a feature takes beside its geometry.

    Parameters
    ----------
    attributes
        Its values.

    Returns
    -------
    int
        Bytes.
    """
    texts = (value for value in attributes.values() if isinstance(value, (str, bytes)))
    return FEATURE_BYTES + sum(map(len, texts))


def polygons_of(geometry: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Give the polygons of a collection of geometries as one geometry.

    Parameters
    ----------
    geometry
        In the form of GeoJSON.

    Returns
    -------
    dict or None
        A collection without a polygon, and whatever is no collection, as it is.
    """
    if geometry is None or geometry.get("type") != "GeometryCollection":
        return None if geometry is None else dict(geometry)
    held = geometry.get("geometries")
    members = [polygons_of(one) for one in held or () if isinstance(one, Mapping)] if _is_list(held) else []
    areas = [one for one in members if one and _is_list(one.get("coordinates"))]
    parts = [one["coordinates"] for one in areas if one["type"] == "Polygon"]
    parts += [part for one in areas if one["type"] == "MultiPolygon" for part in one["coordinates"]]
    return {"type": "MultiPolygon", "coordinates": parts} if parts else dict(geometry)


def _is_list(value: object) -> bool:
    return isinstance(value, (list, tuple))


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
