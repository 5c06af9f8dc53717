"""Divide blocks into lots that front a street, with shared corners written into every neighbour."""

import math
from collections.abc import Sequence
from random import Random

from shapely import LineString, Point, Polygon, affinity, box
from shapely.geometry.base import BaseGeometry

__all__ = ["divide", "pieces", "tidy"]

DECIMALS = 2
SAME_CORNER_M = 0.5
ON_THE_SIDE_M = 0.03
TRIES = 3


def pieces(shape: BaseGeometry) -> list[Polygon]:
    """List the polygons of a geometry.

    Parameters
    ----------
    shape
        Any geometry.

    Returns
    -------
    list of Polygon
        Its polygonal parts, largest first.
    """
    parts = shape.geoms if hasattr(shape, "geoms") else [shape]
    return sorted((p for p in parts if isinstance(p, Polygon) and not p.is_empty), key=lambda p: -p.area)


def divide(block: Polygon, count: int, rng: Random) -> list[Polygon]:
    """Divide a block by straight cuts, mostly across its longer side.

    Parameters
    ----------
    block
        The block, metres.
    count
        Number of lots.
    rng
        Source of uneven cuts.

    Returns
    -------
    list of Polygon
        The lots; together they are the block.
    """
    if count == 1:
        return [block]
    first = count // 2 if count > 3 else 1
    if rng.random() < 0.5:
        first = count - first
    share, across = first / count, _direction_of_longer_side(block)
    tries = [_cut(block, share * rng.uniform(0.8, 1.2), across + rng.uniform(-4, 4)) for _ in range(TRIES)]
    tries.append(_cut(block, share, across + 90))
    halves = max(filter(None, tries), key=lambda pair: min(map(_roundness, pair)), default=None)
    if halves is None:
        return [block]
    return divide(halves[0], first, rng) + divide(halves[1], count - first, rng)


def _roundness(lot: Polygon) -> float:
    """Area over squared perimeter: low for slivers and spikes."""
    return lot.area / lot.length**2


def _direction_of_longer_side(block: Polygon) -> float:
    """Degrees from east of the longer side of the smallest rectangle around the block."""
    corners = pieces(block.minimum_rotated_rectangle)[0].exterior.coords
    (x0, y0), (x1, y1) = max(zip(corners, corners[1:], strict=False), key=lambda side: math.dist(*side))
    return math.degrees(math.atan2(y1 - y0, x1 - x0))


def _cut(block: Polygon, share: float, direction: float) -> tuple[Polygon, Polygon] | None:
    """Cut off a share of the area by a straight line square to a direction; nothing if pieces come off."""
    turned = affinity.rotate(block, -direction, origin=block.centroid)
    west, south, east, north = turned.bounds
    low, high = west, east
    for _ in range(24):
        middle = (low + high) / 2
        left = turned.intersection(box(west - 1, south - 1, middle, north + 1))
        low, high = (middle, high) if left.area < share * block.area else (low, middle)
    right = turned.intersection(box(middle, south - 1, east + 1, north + 1))
    if not (isinstance(left, Polygon) and isinstance(right, Polygon)):
        return None
    first, second = (affinity.rotate(half, direction, origin=block.centroid) for half in (left, right))
    return first, second


def tidy(lots: Sequence[Polygon]) -> list[Polygon]:
    """Round the corners of neighbouring lots to 0.01 m without opening gaps or overlaps.

    Parameters
    ----------
    lots
        Lots of one block.

    Returns
    -------
    list of Polygon
        The same lots; where the corner of one lies on the side of another, the other gets it too.
    """
    known: list[tuple[float, float]] = []
    rounded = [_rounded(lot, known) for lot in lots]
    corners = sorted(set(known))
    return [Polygon(_noded(ring, corners)) for ring in rounded]


def _rounded(lot: Polygon, known: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Round a ring; a corner next to a known one becomes that one."""
    ring: list[tuple[float, float]] = []
    for x, y in lot.exterior.coords[:-1]:
        corner = (round(x, DECIMALS), round(y, DECIMALS))
        corner = next((other for other in known if math.dist(corner, other) <= SAME_CORNER_M), corner)
        if corner not in ring:
            ring.append(corner)
            known.append(corner)
    return ring


def _noded(
    ring: Sequence[tuple[float, float]], corners: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    noded: list[tuple[float, float]] = []
    for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
        side = LineString([a, b])
        near = [c for c in corners if c not in (a, b) and side.distance(Point(c)) < ON_THE_SIDE_M]
        noded += [a, *sorted(near, key=lambda c: math.dist(a, c))]
    return noded
