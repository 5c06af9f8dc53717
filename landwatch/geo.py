"""Where land lies: CGCS2000 grids, the district envelope, areas on a named grid, faults with their place.

Every array of coordinates here is in (easting, northing) or (longitude, latitude) order, whatever the
authority of the CRS says: the axis order that a file uses is settled before it comes here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Geod, Transformer
from pyproj.exceptions import CRSError, ProjError
from shapely.geometry.base import BaseGeometry

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _

__all__ = [
    "MEASURING_EPSG",
    "QIJIANG",
    "STORAGE_EPSG",
    "Envelope",
    "Fault",
    "can_be_transformed",
    "candidate_epsgs",
    "ellipsoidal_area_cm2",
    "explained_fault",
    "is_cgcs2000_compatible",
    "is_known",
    "parse_epsg",
    "plane_area_cm2",
    "project",
    "transform",
    "wide_zone_epsg",
    "zone_epsg",
    "zone_of",
    "zones_at",
]

STORAGE_EPSG = 4490
"""CGCS2000 in degrees; what the register keeps."""

MEASURING_EPSG = 4545
"""CGCS2000 3-degree Gauss-Kruger, central meridian 108°E: the grid that mu are measured on."""

_FIRST_ZONE, _LAST_ZONE = 25, 45
_FIRST_WIDE_ZONE, _LAST_WIDE_ZONE = 13, 23
# CGCS2000 itself and WGS 84, from which it differs by less than a metre.
_COMPATIBLE_DATUMS = frozenset({4490, 4326, 4479, 4480, 4978, 4979})
_CM2_PER_M2 = 10_000

Points = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Envelope:
    """A box in degrees (EPSG:4490) outside of which no parcel of the district can lie.

    Attributes
    ----------
    west, south, east, north
        Bounds in degrees; points on the border are inside.
    """

    west: float
    south: float
    east: float
    north: float

    def covers(self, lonlat: Points) -> Mask:
        """Tell which points lie inside.

        Parameters
        ----------
        lonlat
            Points in degrees, shape (n, 2).

        Returns
        -------
        numpy.ndarray
            One truth value a point; a point that is not finite is outside.
        """
        lon, lat = lonlat[:, 0], lonlat[:, 1]
        return (lon >= self.west) & (lon <= self.east) & (lat >= self.south) & (lat <= self.north)


QIJIANG = Envelope(106.38, 28.45, 107.06, 29.20)
"""The district envelope of Qijiang, Chongqing."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What makes a polygon invalid, and where.

    Attributes
    ----------
    reason
        The reason in the words of GEOS, e.g. ``Self-intersection``.
    lon, lat
        The place in degrees (EPSG:4490).
    """

    reason: str
    lon: float
    lat: float


def zone_epsg(zone: int, *, prefixed: bool) -> int:
    """Give the EPSG code of a CGCS2000 3-degree Gauss-Kruger zone.

    Parameters
    ----------
    zone
        Zone number (带号), 25 to 45; its central meridian is 3° times the number.
    prefixed
        Whether eastings carry the zone number (36,368,489 m) or not (368,489 m).

    Returns
    -------
    int
        4513 to 4533 where eastings are prefixed, 4534 to 4554 where they are not.

    Raises
    ------
    ValueError
        If there is no such zone.
    """
    if not _FIRST_ZONE <= zone <= _LAST_ZONE:
        raise ValueError(f"3-degree zone {zone} does not exist; zones run from {_FIRST_ZONE} to {_LAST_ZONE}")
    return (4488 if prefixed else 4509) + zone


def wide_zone_epsg(zone: int, *, prefixed: bool) -> int:
    """Give the EPSG code of a CGCS2000 6-degree Gauss-Kruger zone.

    Parameters
    ----------
    zone
        Zone number (带号), 13 to 23; its central meridian is 6° times the number less 3°.
    prefixed
        Whether eastings carry the zone number or not.

    Returns
    -------
    int
        4491 to 4501 where eastings are prefixed, 4502 to 4512 where they are not.

    Raises
    ------
    ValueError
        If there is no such zone.
    """
    if not _FIRST_WIDE_ZONE <= zone <= _LAST_WIDE_ZONE:
        raise ValueError(
            f"6-degree zone {zone} does not exist; zones run from {_FIRST_WIDE_ZONE} to {_LAST_WIDE_ZONE}"
        )
    return (4478 if prefixed else 4489) + zone


def zones_at(meridian: int) -> tuple[int, ...]:
    """List the EPSG codes of the CGCS2000 zones with a central meridian.

    Parameters
    ----------
    meridian
        Central meridian in degrees.

    Returns
    -------
    tuple of int
        Those of the 3-degree zone first, each with and without zone in the eastings.
    """
    found = []
    if meridian % 3 == 0 and _FIRST_ZONE <= meridian // 3 <= _LAST_ZONE:
        found += [zone_epsg(meridian // 3, prefixed=prefixed) for prefixed in (True, False)]
    wide = (meridian + 3) // 6
    if (meridian + 3) % 6 == 0 and _FIRST_WIDE_ZONE <= wide <= _LAST_WIDE_ZONE:
        found += [wide_zone_epsg(wide, prefixed=prefixed) for prefixed in (True, False)]
    return tuple(found)


def zone_of(epsg: int) -> int:
    """Give the zone of a CGCS2000 3-degree Gauss-Kruger grid.

    Parameters
    ----------
    epsg
        EPSG code of the grid, with or without the zone number in its eastings.

    Returns
    -------
    int
        Zone number (带号), 25 to 45.

    Raises
    ------
    ValueError
        If it is no such grid.
    """
    for zone in range(_FIRST_ZONE, _LAST_ZONE + 1):
        if epsg in (zone_epsg(zone, prefixed=True), zone_epsg(zone, prefixed=False)):
            return zone
    raise ValueError(f"EPSG:{epsg} is no CGCS2000 grid of 3-degree zones; those are EPSG:4513 to EPSG:4554")


def candidate_epsgs(envelope: Envelope) -> tuple[int, ...]:
    """List the CRSs a file of the district may be written in, most usual first.

    Parameters
    ----------
    envelope
        The district in degrees.

    Returns
    -------
    tuple of int
        Both forms of each 3-degree zone that the envelope touches, then EPSG:4490. For Qijiang 4524,
        4523, 4545, 4544 and 4490, whose ranges of ordinates do not overlap there.
    """
    zones = range(round(envelope.east / 3), round(envelope.west / 3) - 1, -1)
    usual = [zone for zone in zones if _FIRST_ZONE <= zone <= _LAST_ZONE]
    prefixed = [zone_epsg(zone, prefixed=True) for zone in usual]
    plain = [zone_epsg(zone, prefixed=False) for zone in usual]
    return (*prefixed, *plain, STORAGE_EPSG)


@cache
def is_cgcs2000_compatible(epsg: int) -> bool:
    """Tell whether a CRS stands on CGCS2000 or WGS 84.

    Coordinates on Xi'an 1980, Beijing 1954 or a city's own grid need local parameters to come to
    CGCS2000; without these a transformation is off by up to a hundred metres and does not say so.

    Parameters
    ----------
    epsg
        EPSG code.

    Returns
    -------
    bool
        False as well where there is no CRS of that code.
    """
    try:
        geodetic = CRS.from_epsg(epsg).geodetic_crs
    except CRSError:
        return False
    return geodetic is not None and geodetic.to_epsg() in _COMPATIBLE_DATUMS


@cache
def is_known(epsg: int) -> bool:
    """Tell whether there is a coordinate system of a code.

    Parameters
    ----------
    epsg
        EPSG code.

    Returns
    -------
    bool
        False for a code that EPSG does not have.
    """
    try:
        CRS.from_epsg(epsg)
    except CRSError:
        return False
    return True


@lru_cache(maxsize=256)
def _transformer(source: int | str, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def can_be_transformed(source: int | str) -> bool:
    """Tell whether PROJ knows a way from a CRS to CGCS2000.

    Parameters
    ----------
    source
        EPSG code, or well-known text of a CRS without one.
    """
    try:
        _transformer(source, STORAGE_EPSG)
    except ProjError:
        return False
    return True


def transform(points: Points, source: int | str, target_epsg: int) -> Points:
    """Bring points from one CRS to another.

    Parameters
    ----------
    points
        Shape (n, 2), easting or longitude first.
    source
        EPSG code, or well-known text of a CRS without one.
    target_epsg
        EPSG code.

    Returns
    -------
    numpy.ndarray
        Shape (n, 2), easting or longitude first; infinite where a point has no image, as PROJ has it.
    """
    if source == target_epsg:
        return points
    first, second = _transformer(source, target_epsg).transform(points[:, 0], points[:, 1])
    return np.column_stack([first, second])


def project(
    geometries: Sequence[BaseGeometry] | npt.NDArray[np.object_], source_epsg: int, target_epsg: int
) -> npt.NDArray[np.object_]:
    """Bring geometries from one CRS to another, all vertices in one call.

    Parameters
    ----------
    geometries
        Geometries, easting or longitude first.
    source_epsg, target_epsg
        EPSG codes.

    Returns
    -------
    numpy.ndarray
        The geometries in the target CRS, two-dimensional.
    """
    flat = np.asarray(geometries, dtype=object)
    return np.asarray(
        shapely.transform(flat, lambda points: transform(points, source_epsg, target_epsg)), dtype=object
    )


def parse_epsg(given: str | int) -> int:
    """Read the code of a coordinate system as people write it: 4524 or EPSG:4524.

    Parameters
    ----------
    given
        The text, or a code already.

    Raises
    ------
    UsageError
        If it is none.
    """
    digits = str(given).strip().upper().removeprefix("EPSG:").strip()
    if not digits.isdecimal() or len(digits) > 6:
        raise UsageError(
            _("{text}: is no coordinate system; write its EPSG code, e.g. 4524").format(text=given)
        )
    return int(digits)


def plane_area_cm2(
    geometries: Sequence[BaseGeometry] | npt.NDArray[np.object_], *, measuring_epsg: int = MEASURING_EPSG
) -> list[int]:
    """Measure areas on the measuring grid, as the cadastre does.

    Parameters
    ----------
    geometries
        Polygons in EPSG:4490 (lon, lat).
    measuring_epsg
        EPSG code of a metric grid.

    Returns
    -------
    list of int
        Plane areas in cm², one a geometry.
    """
    areas = shapely.area(project(geometries, STORAGE_EPSG, measuring_epsg)) * _CM2_PER_M2
    return [int(area) for area in np.rint(areas)]


def ellipsoidal_area_cm2(geometry: BaseGeometry) -> int:
    """Measure an area on the CGCS2000 ellipsoid, as land-survey statistics do.

    Parameters
    ----------
    geometry
        Polygon in EPSG:4490 (lon, lat).

    Returns
    -------
    int
        Area in cm²; in Qijiang 230 to 520 millionths below the plane area of EPSG:4545.
    """
    # Orientation decides the sign of each ring's share.
    oriented = shapely.orient_polygons(geometry)
    area, _ = _ellipsoid().geometry_area_perimeter(oriented)
    return round(area * _CM2_PER_M2)


@cache
def _ellipsoid() -> Geod:
    geod = CRS.from_epsg(STORAGE_EPSG).get_geod()
    if geod is None:  # pragma: no cover - PROJ ships the ellipsoid of every datum
        raise CRSError(f"EPSG:{STORAGE_EPSG} has no ellipsoid")
    return geod


def explained_fault(geometry: BaseGeometry) -> Fault | None:
    """Find what makes a polygon invalid.

    Parameters
    ----------
    geometry
        Polygon in EPSG:4490 (lon, lat).

    Returns
    -------
    Fault or None
        The first fault and its place; ``None`` for a valid polygon.
    """
    explained = str(shapely.is_valid_reason(geometry))
    reason, _, place = explained.rstrip("]").partition("[")
    if not place:
        return None
    lon, lat = (float(part) for part in place.split()[:2])
    return Fault(reason, lon, lat)
