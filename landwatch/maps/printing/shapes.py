"""What a drawing on paper is made of: outlines, hatches and labels, all in millimetres.

Hatches are lines cut to their polygon, not patterns of a file format: every program and every printer draws
them alike, at the spacing that is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from landwatch.maps.printing.paper import Box

__all__ = ["Drawing", "Label", "Shape", "dots", "hatch", "lines", "outline"]

_DECIMALS = 3  # of a millimetre
_ROUND = 4  # segments of a quarter of a dot


@dataclass(frozen=True, slots=True)
class Shape:
    """Rings or lines drawn in one go.

    Attributes
    ----------
    paths
        Points of each ring or line: x and y by turns, in mm.
    closed
        Whether they are rings.
    fill, stroke
        Colours; ``None`` for none.
    width
        Of the stroke in mm.
    dash
        Lengths of dashes and gaps in mm; empty for a whole line.
    """

    paths: list[list[float]]
    closed: bool = True
    fill: str | None = None
    stroke: str | None = None
    width: float = 0.1
    dash: tuple[float, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the shape as JSON values."""
        return {
            "paths": self.paths,
            "closed": self.closed,
            "fill": self.fill,
            "stroke": self.stroke,
            "width": self.width,
            "dash": list(self.dash),
        }


@dataclass(frozen=True, slots=True)
class Label:
    """Words on a drawing.

    Attributes
    ----------
    text
        The words; lines are parted by line feeds.
    x, y
        Where their middle stands, in mm.
    points
        Size in points.
    bold
        Whether they are set bold.
    plate
        Whether a white plate lies under them.
    upright
        Whether they run upward instead of to the right.
    side
        ``middle``; or ``left`` or ``right`` where `x` is that end of the words.
    """

    text: str
    x: float
    y: float
    points: float
    bold: bool = False
    plate: bool = False
    upright: bool = False
    side: str = "middle"

    def to_dict(self) -> dict[str, Any]:
        """Return the label as JSON values."""
        return {
            "text": self.text,
            "x": round(self.x, _DECIMALS),
            "y": round(self.y, _DECIMALS),
            "points": self.points,
            "bold": self.bold,
            "plate": self.plate,
            "upright": self.upright,
            "side": self.side,
        }


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes and labels in a rectangle that cuts off what lies outside it.

    Attributes
    ----------
    box
        Where it stands on the paper, or (x and y nought) among words.
    shapes, labels
        What is drawn; labels above shapes, both in mm from the corner of the box.
    """

    box: Box
    shapes: Sequence[Shape]
    labels: Sequence[Label] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the drawing as JSON values."""
        return {
            "x": self.box.x,
            "y": self.box.y,
            "width": self.box.width,
            "height": self.box.height,
            "shapes": [shape.to_dict() for shape in self.shapes],
            "labels": [label.to_dict() for label in self.labels],
        }


def outline(geometry: BaseGeometry, **look: Any) -> Shape:
    """Draw polygons.

    Parameters
    ----------
    geometry
        Polygon or multi-polygon in mm.
    **look
        Fill, stroke, width and dash of :class:`Shape`.
    """
    rings = [
        ring for part in shapely.get_parts(geometry) for ring in (part.exterior, *part.interiors) if ring
    ]
    return Shape([_flat(ring) for ring in rings], **look)


def lines(of: Iterable[Sequence[Sequence[float]]], **look: Any) -> Shape:
    """Draw lines.

    Parameters
    ----------
    of
        The points of each.
    **look
        Stroke, width and dash of :class:`Shape`.
    """
    return Shape([_flat(shapely.LineString(points)) for points in of], closed=False, **look)


def hatch(geometry: BaseGeometry, angle: float, spacing: float, **look: Any) -> Shape:
    """Fill polygons with parallel lines; those of neighbours go on in each other.

    Parameters
    ----------
    geometry
        Polygon or multi-polygon in mm.
    angle
        Of the lines in degrees, from the right upward.
    spacing
        From line to line in mm.
    **look
        Stroke, width and dash of :class:`Shape`.
    """
    along = np.array([cos(radians(angle)), -sin(radians(angle))])
    across = np.array([-along[1], along[0]])
    corners = shapely.get_coordinates(shapely.envelope(geometry))
    first, last = (corners @ across).min(), (corners @ across).max()
    start, end = (corners @ along).min() - 1, (corners @ along).max() + 1
    offsets = np.arange(np.ceil(first / spacing), np.floor(last / spacing) + 1) * spacing
    rays = [shapely.LineString([o * across + start * along, o * across + end * along]) for o in offsets]
    cut = shapely.get_parts(shapely.intersection(np.array(rays, dtype=object), geometry))
    # A ray through a corner leaves a point, one that misses leaves nothing.
    return Shape([_flat(part) for part in cut if part.length], closed=False, **look)


def dots(geometry: BaseGeometry, spacing: float, radius: float, **look: Any) -> Shape:
    """Fill polygons with dots in staggered rows.

    Parameters
    ----------
    geometry
        Polygon or multi-polygon in mm.
    spacing
        From dot to dot in mm.
    radius
        Of a dot in mm.
    **look
        Fill of :class:`Shape`.
    """
    left, top, right, bottom = shapely.bounds(geometry)
    rows = np.arange(np.ceil(top / spacing), np.floor(bottom / spacing) + 1)
    columns = np.arange(np.floor(left / spacing) - 1, np.ceil(right / spacing) + 1)
    x, y = np.meshgrid(columns, rows)
    places = np.column_stack([((x + (y % 2) / 2) * spacing).ravel(), (y * spacing).ravel()])
    inside = shapely.contains_xy(shapely.buffer(geometry, -radius), places)
    circle = shapely.get_coordinates(shapely.buffer(shapely.Point(0, 0), radius, quad_segs=_ROUND))[:-1]
    return Shape([(circle + place).round(_DECIMALS).ravel().tolist() for place in places[inside]], **look)


def _flat(line: BaseGeometry) -> list[float]:
    points = shapely.get_coordinates(line).round(_DECIMALS)
    if line.geom_type == "LinearRing" and len(points) > 1:
        points = points[:-1]
    flat: list[float] = points.ravel().tolist()
    return flat
