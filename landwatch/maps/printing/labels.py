"""Which label stands where, so that no two pile up."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from landwatch.maps.printing.paper import Box
from landwatch.maps.printing.shapes import Label

__all__ = ["Named", "Placed", "extent_of", "place_labels"]

_MM_A_POINT = 25.4 / 72
_LINE = 1.25  # height of a line, as a share of the size
_NARROW = 0.6  # width of a digit or a capital, as a share of the size
_AIR = 0.35  # mm around a label
_OFF = 0.3  # mm between a point and its label
_CENTRAL = 0.7  # of the radius of the largest circle inside
_TOLERANCE = 0.2  # mm


@dataclass(frozen=True, slots=True)
class Named:
    """Something that is to be labelled.

    Attributes
    ----------
    key
        Its name, for telling what was left out.
    geometry
        Polygon to stand in, or point to stand beside, in mm.
    options
        Labels that would do, the best first.
    must
        Whether it may stand out of its polygon rather than be left out.
    points
        Size in points.
    shun
        A polygon that a label beside a point stays out of where it can.
    """

    key: str
    geometry: BaseGeometry
    options: tuple[str, ...]
    must: bool
    points: float
    shun: BaseGeometry | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """Labels with their places, and the keys of those that found none."""

    labels: tuple[Label, ...]
    left_out: tuple[str, ...]


def extent_of(text: str, points: float) -> tuple[float, float]:
    """Estimate how much room words take.

    Parameters
    ----------
    text
        The words; lines are parted by line feeds.
    points
        Size in points.

    Returns
    -------
    tuple of float
        Width and height in mm, rather too large.
    """
    rows = text.split("\n")
    widest = max(
        sum(1.0 if unicodedata.east_asian_width(c) in "WF" else _NARROW for c in row) for row in rows
    )
    size = points * _MM_A_POINT
    return widest * size + 2 * _AIR, len(rows) * _LINE * size + 2 * _AIR


def place_labels(named: Sequence[Named], room: Box) -> Placed:
    """Give each thing the best label that finds a place.

    Parameters
    ----------
    named
        What is to be labelled, the most important first.
    room
        Where labels may stand, in mm.

    Returns
    -------
    Placed
        No two labels overlap.
    """
    taken = np.empty((len(named), 4))
    labels: list[Label] = []
    left_out = []
    for thing in named:
        free = (
            (label, box)
            for label, box in _candidates(thing)
            if _inside(box, room) and not _hits(box, taken[: len(labels)])
        )
        label, box = next(free, (None, None))
        if label is None:
            left_out.append(thing.key)
        else:
            taken[len(labels)] = box
            labels.append(label)
    return Placed(tuple(labels), tuple(left_out))


_Bounds = tuple[float, float, float, float]


def _candidates(thing: Named) -> Iterator[tuple[Label, _Bounds]]:
    if thing.geometry.geom_type == "Point":
        yield from _beside(thing)
        return
    x, y = _middle(thing.geometry)
    for text in thing.options:
        width, height = extent_of(text, thing.points)
        for down in (0.0, -0.7, 0.7):
            box = _around(x, y + down * height, width, height)
            if thing.geometry.covers(shapely.box(*box)):
                yield Label(text, x, y + down * height, thing.points, plate=True), box
    if thing.must:
        text = thing.options[-1]
        width, height = extent_of(text, thing.points)
        for right, down in ((0, 0), (0, -1), (0, 1), (1, 0), (-1, 0)):
            at = x + right * width, y + down * height
            yield Label(text, *at, thing.points, plate=True), _around(*at, width, height)


def _beside(thing: Named) -> Iterator[tuple[Label, _Bounds]]:
    """Eight places around a point: first those outside of what is shunned, the upper right before others."""
    x, y = map(float, shapely.get_coordinates(thing.geometry)[0])
    for text in thing.options:
        width, height = extent_of(text, thing.points)
        places = [
            (x + right * (width / 2 + _OFF), y + down * (height / 2 + _OFF))
            for right, down in ((1, -1), (-1, -1), (1, 1), (-1, 1), (0, -1), (0, 1), (1, 0), (-1, 0))
        ]
        boxes = [_around(*at, width, height) for at in places]
        if thing.shun is not None:
            covered = shapely.area(shapely.intersection([shapely.box(*box) for box in boxes], thing.shun))
            order = np.argsort(covered, kind="stable")
            places, boxes = [places[n] for n in order], [boxes[n] for n in order]
        for at, box in zip(places, boxes, strict=True):
            yield Label(text, *at, thing.points), box


def _middle(polygon: BaseGeometry) -> tuple[float, float]:
    """The centroid, or where that lies outside or near the edge the middle of the largest circle inside."""
    (radius,) = shapely.maximum_inscribed_circle([polygon], tolerance=_TOLERANCE)
    centroid = polygon.centroid
    central = polygon.contains(centroid) and centroid.distance(polygon.boundary) >= _CENTRAL * radius.length
    x, y = shapely.get_coordinates(centroid if central else radius)[0]
    return float(x), float(y)


def _around(x: float, y: float, width: float, height: float) -> _Bounds:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _inside(box: _Bounds, room: Box) -> bool:
    left, top, right, bottom = box
    return (
        left >= room.x and top >= room.y and right <= room.x + room.width and bottom <= room.y + room.height
    )


def _hits(box: _Bounds, taken: npt.NDArray[np.float64]) -> bool:
    left, top, right, bottom = taken.T
    return bool(((left < box[2]) & (right > box[0]) & (top < box[3]) & (bottom > box[1])).any())
