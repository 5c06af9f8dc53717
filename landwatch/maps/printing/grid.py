"""The grid of a sheet: its 3-degree zone, its lines, and what surveyors want to know of it."""

from __future__ import annotations

from dataclasses import dataclass

from pyproj import Proj

from landwatch import geo
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.maps.printing.frame import Frame

__all__ = ["GridLine", "Zone", "grid_lines", "round_length", "zone_at"]

_CLOSEST = 50  # mm between two lines of the grid, at most


@dataclass(frozen=True, slots=True)
class Zone:
    """A CGCS2000 3-degree Gauss-Kruger zone.

    Attributes
    ----------
    number
        Zone number (带号), which its eastings carry.
    """

    number: int

    @property
    def epsg(self) -> int:
        """EPSG code of the grid whose eastings carry the zone number."""
        return geo.zone_epsg(self.number, prefixed=True)

    @property
    def central_meridian(self) -> int:
        """Its central meridian in degrees east."""
        return 3 * self.number

    def convergence(self, lon: float, lat: float) -> float:
        """Give the angle from true north to grid north.

        Parameters
        ----------
        lon, lat
            The place in degrees (EPSG:4490).

        Returns
        -------
        float
            Meridian convergence in degrees; negative west of the central meridian.
        """
        return float(Proj(self.epsg).get_factors(lon, lat).meridian_convergence)


def zone_at(lon: float) -> Zone:
    """Find the zone of a place.

    Parameters
    ----------
    lon
        Longitude in degrees.

    Raises
    ------
    UsageError
        If CGCS2000 has no zone there.
    """
    zone = Zone(round(lon / 3))
    try:
        _epsg = zone.epsg
    except ValueError as error:
        raise UsageError(
            _(
                "the boundaries lie at longitude {lon}, where CGCS2000 has no 3-degree zone; check their "
                "coordinates"
            ).format(lon=f"{lon:.3f}")
        ) from error
    return zone


@dataclass(frozen=True, slots=True)
class GridLine:
    """A line of the grid.

    Attributes
    ----------
    value
        Its easting or northing in metres.
    upright
        Whether it runs north and south, so that its value is an easting.
    at
        Its place on paper in mm: from the left, or from the top.
    """

    value: int
    upright: bool
    at: float

    @property
    def label(self) -> str:
        """Its value in groups of three, as along the frame."""
        return f"{self.value:,}".replace(",", " ")


def grid_lines(frame: Frame) -> list[GridLine]:
    """List the lines of the grid that cross the map.

    Parameters
    ----------
    frame
        The map.

    Returns
    -------
    list of GridLine
        At a round number of metres, 20 to 50 mm apart.
    """
    step = round_length(_CLOSEST / frame.mm)
    west, south, east, north = frame.bounds
    return [
        *(
            GridLine(value, True, frame.box.x + (value - frame.west) * frame.mm)
            for value in _multiples(step, west, east)
        ),
        *(
            GridLine(value, False, frame.box.y + (frame.north - value) * frame.mm)
            for value in _multiples(step, south, north)
        ),
    ]


def round_length(most: float) -> int:
    """Give the longest round length: 1, 2, 2.5 or 5 with noughts, a whole number of metres.

    Parameters
    ----------
    most
        The length it must not be above, in metres; at least 1.
    """
    steps = (digit * 10**power for power in range(7, -1, -1) for digit in (5, 2.5, 2, 1))
    return next(int(step) for step in steps if step <= most and step == int(step))


def _multiples(step: int, first: float, last: float) -> range:
    return range(int(-(-first // step)) * step, int(last // step) * step + 1, step)
