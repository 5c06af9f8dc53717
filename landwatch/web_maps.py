"""The shifted coordinates of Chinese web maps: GCJ-02 (Gaode, Google) and BD-09 (Baidu).

They are no CRS but a published distortion of WGS 84, here computed to recognise a boundary that was drawn on
such a map, or a place that a phone took from one. Nothing is ever shifted back in silence.
"""

from __future__ import annotations

from math import atan2, cos, pi, sin, sqrt

__all__ = ["SHIFTS", "bd09", "before", "gcj02"]

# Ellipsoid of Krassowsky, on which the shift is defined.
_AXIS = 6_378_245.0
_ECCENTRICITY = 0.006_693_421_622_965_943
_CENTRE = (105.0, 35.0)
_BAIDU = pi * 3_000 / 180


def gcj02(lon: float, lat: float) -> tuple[float, float]:
    """Shift a point as the maps of Gaode and Google do.

    Parameters
    ----------
    lon, lat
        Degrees, CGCS2000 or WGS 84.

    Returns
    -------
    tuple of float
        Longitude and latitude as such a map shows them.
    """
    x, y = lon - _CENTRE[0], lat - _CENTRE[1]
    waves = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    latitude = lat * pi / 180
    flattening = 1 - _ECCENTRICITY * sin(latitude) ** 2
    meridian = _AXIS * (1 - _ECCENTRICITY) / (flattening * sqrt(flattening)) * pi / 180
    parallel = _AXIS / sqrt(flattening) * cos(latitude) * pi / 180
    return lon + east / parallel, lat + north / meridian


def bd09(lon: float, lat: float) -> tuple[float, float]:
    """Shift a point as the maps of Baidu do, on top of GCJ-02.

    Parameters
    ----------
    lon, lat
        Degrees, CGCS2000 or WGS 84.

    Returns
    -------
    tuple of float
        Longitude and latitude as such a map shows them.
    """
    x, y = gcj02(lon, lat)
    radius = sqrt(x * x + y * y) + 0.000_02 * sin(y * _BAIDU)
    angle = atan2(y, x) + 0.000_003 * cos(x * _BAIDU)
    return radius * cos(angle) + 0.0065, radius * sin(angle) + 0.006


SHIFTS = {"GCJ-02": gcj02, "BD-09": bd09}
"""The shifts by name."""


def before(shift: str, lon: float, lat: float) -> tuple[float, float]:
    """Find the place that a shift takes to a point, to see whether the point was shifted.

    Parameters
    ----------
    shift
        Name of the shift, of :data:`SHIFTS`.
    lon, lat
        Degrees, as such a map shows them.

    Returns
    -------
    tuple of float
        Longitude and latitude on CGCS2000, to a centimetre: the shift hardly changes from place to place.
    """
    east, north = lon, lat
    for _turn in range(3):
        x, y = SHIFTS[shift](east, north)
        east, north = east + lon - x, north + lat - y
    return east, north
