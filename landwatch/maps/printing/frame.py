"""The way from the grid to the paper: one scale, no turning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landwatch.maps.printing.paper import AIR, Box

__all__ = ["Frame", "series"]

_OVERLAP = 5  # mm that neighbouring sheets of a series share


@dataclass(frozen=True, slots=True)
class Frame:
    """The way from the grid to the paper.

    Attributes
    ----------
    box
        The neat line on paper.
    west, north
        Easting and northing of its top left corner in metres.
    scale
        Denominator of the scale.
    """

    box: Box
    west: float
    north: float
    scale: int

    @classmethod
    def around(cls, bounds: Sequence[float], box: Box, scale: int) -> Frame:
        """Put ground into the middle of the map.

        Parameters
        ----------
        bounds
            West, south, east and north of the ground in metres.
        box
            The neat line.
        scale
            Denominator of the scale.

        Returns
        -------
        Frame
            Its corner lies on a whole millimetre of the scale.
        """
        west, south, east, north = bounds
        step = scale / 1000
        left = (west + east - box.width * step) / 2
        top = (south + north + box.height * step) / 2
        return cls(box, round(left / step) * step, round(top / step) * step, scale)

    @property
    def mm(self) -> float:
        """Millimetres on paper of a metre on the grid."""
        return 1000 / self.scale

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the map in metres of the grid."""
        width, height = self.box.width / self.mm, self.box.height / self.mm
        return self.west, self.north - height, self.west + width, self.north

    def place(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Bring points from the grid to the map.

        Parameters
        ----------
        points
            Eastings and northings in metres, shape (n, 2).

        Returns
        -------
        numpy.ndarray
            In mm from the corner of the map, to the right and down.
        """
        placed: NDArray[np.float64] = (points - [self.west, self.north]) * [self.mm, -self.mm]
        return placed

    def draw(self, geometry: BaseGeometry) -> BaseGeometry:
        """Bring a polygon from the grid to the map.

        Parameters
        ----------
        geometry
            Polygon or multi-polygon in metres of the grid.

        Returns
        -------
        BaseGeometry
            In mm from the corner of the map. A boundary that crosses itself is parted where it does.
        """
        drawn: BaseGeometry = shapely.transform(geometry, self.place)
        return drawn if drawn.is_valid else shapely.make_valid(drawn, method="structure")


def series(bounds: Sequence[float], box: Box, scale: int) -> list[Frame]:
    """Cover ground with maps of one scale that overlap a little, row by row from the north-west.

    Parameters
    ----------
    bounds
        West, south, east and north of the ground in metres.
    box
        The neat line of each sheet.
    scale
        Denominator of the scale.

    Returns
    -------
    list of Frame
        One a sheet; a single one where the ground fits.
    """
    west, south, east, north = bounds
    step = scale / 1000
    across = _cuts(west, east, box.width * step, (box.width - _OVERLAP) * step, 2 * AIR * step)
    down = _cuts(south, north, box.height * step, (box.height - _OVERLAP) * step, 2 * AIR * step)
    left, top = box.width * step / 2, box.height * step / 2
    return [
        Frame(box, round((x - left) / step) * step, round((y + top) / step) * step, scale)
        for y in reversed(down)
        for x in across
    ]


def _cuts(first: float, last: float, whole: float, each: float, air: float) -> list[float]:
    """The middles of as many pieces as a length needs, so laid that what is over is shared by both ends."""
    number = 1 if last - first + air <= whole else ceil((last - first + air - (whole - each)) / each)
    middle = (first + last) / 2
    return [middle + (place - (number - 1) / 2) * each for place in range(number)]
