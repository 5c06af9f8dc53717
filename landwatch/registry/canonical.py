"""What the content of a record is: canonical JSON, its hash, and geometry to the millimetre."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pydantic_core import to_json

from landwatch.registry.verify_journal import row_hashes

__all__ = [
    "canonical_json",
    "content_hash",
    "content_hashes",
    "instant_text",
    "is_same_place",
    "multipolygons",
    "rounded_wkb",
    "shapes_from_wkb",
]

Shapes = NDArray[np.object_]

# One millimetre in degrees: 1.1 mm along a meridian, 1.0 mm along a parallel at 29° N.
_MILLIMETRE = 1e-8
_DECIMALS = 8
_NO_GEOMETRY = -1
# How the WKB of a multipolygon of one part begins; what follows is the WKB of the part.
_OF_ONE_PART = b"\x01\x06\0\0\0\x01\0\0\0"


def canonical_json(value: Any) -> str:
    """Write a value as JSON in exactly one way.

    Parameters
    ----------
    value
        Mappings, sequences, texts, numbers, truth values, dates and ``None``.

    Returns
    -------
    str
        JSON with sorted keys and no spaces; dates in ISO form.

    Raises
    ------
    TypeError, ValueError
        If the value has no JSON form.
    """
    if isinstance(value, dict) and all(type(part) is str for part in value.values()):
        return to_json(dict(sorted(value.items()))).decode()  # the same text, in a quarter of the time
    return _ENCODER.encode(value)


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_iso
)


def content_hash(table: str, content: Mapping[str, Any]) -> str:
    """The hash by which content is recognised.

    Empty values do not count, so that a column added later leaves the hashes of what is there alone.

    Parameters
    ----------
    table
        Name of the table: the same values mean something else in another one.
    content
        Column values, texts and whole numbers; geometry as text from :func:`rounded_wkb`.

    Returns
    -------
    str
        SHA-256 in hex over the canonical JSON, in UTF-8, of the name and the values.
    """
    filled = {column: content[column] for column in sorted(content) if content[column] is not None}
    # The same bytes as `canonical_json` for texts and whole numbers, in a quarter of the time.
    return sha256(to_json([table, filled])).hexdigest()


def content_hashes(table: str, columns: Mapping[str, Sequence[Any]]) -> list[str]:
    """The content hashes of many rows, worked out column by column in a third of the time.

    Parameters
    ----------
    table
        Name of the table.
    columns
        The values of each column that is content, as for :func:`content_hash`.

    Returns
    -------
    list of str
        For each row the same as :func:`content_hash` gives.
    """
    return row_hashes(table, columns)


def instant_text(instant: datetime) -> str:
    """Write an instant so that texts sort as instants do.

    Parameters
    ----------
    instant
        A datetime with its time zone.

    Returns
    -------
    str
        UTC with microseconds, e.g. ``2024-01-21T01:30:00.000000Z``.

    Raises
    ------
    ValueError
        If the time zone is missing.
    """
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no time zone; use an aware datetime")
    return instant.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def multipolygons(geometries: Sequence[shapely.Geometry | None]) -> tuple[Shapes, list[int]]:
    """Bring boundaries into the one type a layer has: GIS programs want no mixture.

    Parameters
    ----------
    geometries
        Polygons and multipolygons; ``None`` stays ``None``, Z and M fall away.

    Returns
    -------
    tuple
        The multipolygons, and the positions of those that are empty, endless or of another type.
    """
    shapes = np.array(geometries, dtype=object)
    types = shapely.get_type_id(shapes)
    is_polygon = types == shapely.GeometryType.POLYGON
    is_other = ~is_polygon & (types != shapely.GeometryType.MULTIPOLYGON) & (types != _NO_GEOMETRY)
    is_endless = (types != _NO_GEOMETRY) & ~np.isfinite(shapely.bounds(shapes)).all(axis=1)
    wrong = np.flatnonzero(is_other | is_endless).tolist()
    shapes[is_polygon] = shapely.multipolygons(shapes[is_polygon], indices=np.arange(is_polygon.sum()))
    if (shapely.has_z(shapes) | shapely.has_m(shapes)).any():
        shapes = np.asarray(shapely.force_2d(shapes), dtype=object)
    return shapes, wrong


def rounded_wkb(shapes: Shapes) -> list[str | None]:
    """Write multipolygons in one way, whatever corner they begin at, to about 1 mm.

    Parameters
    ----------
    shapes
        From :func:`multipolygons`.

    Returns
    -------
    list of str
        WKB in hex of the normalised geometry with ordinates rounded to 1e-8 degree.
    """

    def _rounded(ordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.round(ordinates, _DECIMALS) + 0.0  # no negative zero

    normal = shapely.normalize(shapely.transform(shapes, _rounded))
    return list(shapely.to_wkb(normal, hex=True, byte_order=1))


def shapes_from_wkb(bodies: Sequence[bytes | None]) -> Shapes:
    """Read geometries as the register hands them out: a multipolygon of one part is a polygon.

    Parameters
    ----------
    bodies
        WKB; ``None`` stays ``None``.

    Returns
    -------
    numpy.ndarray of object
        Polygons and multipolygons.
    """
    lone = [body[len(_OF_ONE_PART) :] if body and body.startswith(_OF_ONE_PART) else body for body in bodies]
    shapes = np.array(shapely.from_wkb(np.array(lone, dtype=object)), dtype=object)
    is_single = (shapely.get_type_id(shapes) == shapely.GeometryType.MULTIPOLYGON) & (
        shapely.get_num_geometries(shapes) == 1
    )
    shapes[is_single] = shapely.get_geometry(shapes[is_single], 0)
    return shapes


def is_same_place(one: shapely.Geometry, other: shapely.Geometry) -> bool:
    """Whether two boundaries are the same within a millimetre.

    Parameters
    ----------
    one, other
        Polygons or multipolygons in EPSG:4490.

    Returns
    -------
    bool
        True if every corner of each outline lies on the other outline; the order of corners is no matter.
    """
    return bool(shapely.hausdorff_distance(shapely.boundary(one), shapely.boundary(other)) <= _MILLIMETRE)
