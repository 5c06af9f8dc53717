"""What a drawing on paper is made of: outlines, hatches and labels, all in millimetres.

Hatches are lines cut to their polygon, not patterns of a file format: every program and every printer draws
them alike, at the spacing that is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from landwatch.maps.printing.paper import Box

__all__ = ["Drawing", "Label", "Shape", "dots", "hatch", "lines", "outline", "svg_path"]

Points = npt.NDArray[np.float64]

_DECIMALS = 3  # of a millimetre
_NO_LENGTH = 0.001  # mm


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
    round
        Whether lines have round ends.
    """

    paths: list[list[float]]
    closed: bool = True
    fill: str | None = None
    stroke: str | None = None
    width: float = 0.1
    dash: tuple[float, ...] = ()
    round: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the shape as JSON values."""
        return {
            "paths": self.paths,
            "closed": self.closed,
            "fill": self.fill,
            "stroke": self.stroke,
            "width": self.width,
            "dash": list(self.dash),
            "round": self.round,
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
    """

    text: str
    x: float
    y: float
    points: float
    bold: bool = False
    plate: bool = False
    upright: bool = False

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


def outline(geometries: Sequence[BaseGeometry], **look: Any) -> Shape:
    """Draw polygons.

    Parameters
    ----------
    geometries
        Polygons or multi-polygons in mm.
    **look
        Fill, stroke, width and dash of :class:`Shape`.

    Returns
    -------
    Shape
        Outer rings run one way round and holes the other, so that polygons may overlap.
    """
    parts = shapely.orient_polygons(shapely.get_parts(np.asarray(geometries, dtype=object)))
    return Shape(_flat(shapely.get_rings(parts), closed=True), **look)


def lines(of: Sequence[Sequence[Sequence[float]]], **look: Any) -> Shape:
    """Draw lines.

    Parameters
    ----------
    of
        The points of each.
    **look
        Stroke, width and dash of :class:`Shape`.
    """
    paths = [np.asarray(points).round(_DECIMALS).ravel().tolist() for points in of]
    return Shape(paths, closed=False, **look)


def hatch(geometries: Sequence[BaseGeometry], angle: float, spacing: float, **look: Any) -> Shape:
    """Fill polygons with parallel lines; those of neighbours go on in each other.

    Parameters
    ----------
    geometries
        Polygons or multi-polygons in mm.
    angle
        Of the lines in degrees, from the right upward.
    spacing
        From line to line in mm.
    **look
        Stroke, width and dash of :class:`Shape`.
    """
    along = np.array([cos(radians(angle)), -sin(radians(angle))])
    across = np.array([-along[1], along[0]])
    cut = [shapely.intersection(_rays(geometry, along, across, spacing), geometry) for geometry in geometries]
    parts = shapely.get_parts(np.concatenate([*cut, np.empty(0, dtype=object)]))
    # A ray through a corner leaves a point, one that misses leaves nothing.
    return Shape(_flat(parts[shapely.length(parts) > 0]), closed=False, **look)


def svg_path(shape: Shape) -> str:
    """Write a shape as an element of an SVG drawing.

    Parameters
    ----------
    shape
        The shape; one unit of the drawing is a millimetre.

    Returns
    -------
    str
        Empty where it has no path.
    """
    if not shape.paths:
        return ""
    end = "Z" if shape.closed else ""
    lines = (
        "M" + "L".join(f"{x:.2f},{y:.2f}" for x, y in zip(path[::2], path[1::2], strict=True)) + end
        for path in shape.paths
    )
    look = f' fill="{shape.fill or "none"}" stroke="{shape.stroke or "none"}" stroke-width="{shape.width:g}"'
    if shape.dash:
        look += f' stroke-dasharray="{" ".join(f"{part:g}" for part in shape.dash)}"'
    if shape.round:
        look += ' stroke-linecap="round"'
    return f'<path d="{"".join(lines)}"{look}/>'


def _rays(geometry: BaseGeometry, along: Points, across: Points, spacing: float) -> npt.NDArray[np.object_]:
    corners = shapely.get_coordinates(shapely.envelope(geometry))
    offsets, reach = corners @ across, corners @ along
    steps = np.arange(np.ceil(offsets.min() / spacing), np.floor(offsets.max() / spacing) + 1) * spacing
    ends = np.array([reach.min() - 1, reach.max() + 1])
    return np.asarray(shapely.linestrings(steps[:, None, None] * across + ends[None, :, None] * along))


def dots(geometries: Sequence[BaseGeometry], spacing: float, radius: float, fill: str) -> Shape:
    """Fill polygons with dots in staggered rows.

    Parameters
    ----------
    geometries
        Polygons or multi-polygons in mm.
    spacing
        From dot to dot in mm.
    radius
        Of a dot in mm.
    fill
        Their colour.
    """
    places = [_staggered(geometry, spacing, radius) for geometry in geometries]
    points = np.vstack([*places, np.empty((0, 2))]).round(_DECIMALS)
    # A line of next to no length with round ends is a dot, for the eighth part of a circle's points.
    ends = np.hstack([points, points + [_NO_LENGTH, 0]]).round(_DECIMALS)
    return Shape(ends.tolist(), closed=False, stroke=fill, width=2 * radius, round=True)


def _staggered(geometry: BaseGeometry, spacing: float, radius: float) -> Points:
    left, top, right, bottom = shapely.bounds(geometry)
    rows = np.arange(np.ceil(top / spacing), np.floor(bottom / spacing) + 1)
    columns = np.arange(np.floor(left / spacing) - 1, np.ceil(right / spacing) + 1)
    x, y = np.meshgrid(columns, rows)
    places = np.column_stack([((x + (y % 2) / 2) * spacing).ravel(), (y * spacing).ravel()])
    inside: Points = places[shapely.contains_xy(shapely.buffer(geometry, -radius), places)]
    return inside


def _flat(drawn: npt.NDArray[np.object_], *, closed: bool = False) -> list[list[float]]:
    """The points of each line, x and y by turns; a ring does not come back to its first point."""
    points, owner = shapely.get_coordinates(drawn, return_index=True)
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    pieces = np.split(points.round(_DECIMALS), starts[1:]) if len(points) else []
    return [(piece[:-1] if closed else piece).ravel().tolist() for piece in pieces]
