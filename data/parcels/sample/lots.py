"""Divide blocks into lots that front a street, with shared corners written into every neighbour."""

import math
from collections.abc import Sequence
from random import Random

from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

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
    """Divide a block by straight cuts across its longer side.

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
    share = first / count
    tries = [
        _cut(block, _between(share * rng.uniform(0.8, 1.2)), rng.uniform(-4.0, 4.0)) for _ in range(TRIES)
    ]
    tries.append(_cut(block, share, 0.0, lengthwise=True))
    good = [halves for halves in tries if halves is not None]
    if not good:
        return [block]
    halves = max(good, key=lambda pair: min(_roundness(part) for part in pair))
    low, high = halves
    return divide(low, first, rng) + divide(high, count - first, rng)


def _between(share: float) -> float:
    return min(max(share, 0.22), 0.78)


def _roundness(lot: Polygon) -> float:
    """Area over squared perimeter: low for slivers and spikes."""
    return lot.area / lot.length**2


def _cut(
    block: Polygon, share: float, skew: float, *, lengthwise: bool = False
) -> tuple[Polygon, Polygon] | None:
    """Cut off `share` of the area, across the longer side of the block (or along it), turned by `skew`."""
    corners = list(block.minimum_rotated_rectangle.exterior.coords)
    sides = sorted(zip(corners, corners[1:], strict=False), key=lambda side: -math.dist(*side))
    (x0, y0), (x1, y1) = sides[-1 if lengthwise else 0]
    length = math.dist((x0, y0), (x1, y1))
    along = ((x1 - x0) / length, (y1 - y0) / length)
    turn = math.radians(90 + skew)
    across = (
        along[0] * math.cos(turn) - along[1] * math.sin(turn),
        along[0] * math.sin(turn) + along[1] * math.cos(turn),
    )
    centre = block.minimum_rotated_rectangle.centroid
    low, high = -length / 2, length / 2
    best: tuple[Polygon, Polygon] | None = None
    for _ in range(16):
        middle = (low + high) / 2
        at = (centre.x + along[0] * middle, centre.y + along[1] * middle)
        reach = 3 * length
        knife = LineString(
            [
                (at[0] - across[0] * reach, at[1] - across[1] * reach),
                (at[0] + across[0] * reach, at[1] + across[1] * reach),
            ]
        )
        parts = [p for p in split(block, knife).geoms if isinstance(p, Polygon)]
        before = [p for p in parts if _position(p, centre, along) < middle]
        area = sum(p.area for p in before)
        if len(parts) == 2 and len(before) == 1:
            best = (before[0], next(p for p in parts if p is not before[0]))
        low, high = (middle, high) if area < share * block.area else (low, middle)
    return best


def _position(part: Polygon, centre: Point, along: tuple[float, float]) -> float:
    inside = part.representative_point()
    return (inside.x - centre.x) * along[0] + (inside.y - centre.y) * along[1]


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
