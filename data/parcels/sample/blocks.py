"""From a sketch to lots: streets cut the outline into blocks, blocks are chamfered and divided.

All coordinates are metres on the plane of EPSG:4545 (easting, northing).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from pyproj import Transformer
from shapely import LineString, Polygon, affinity, unary_union

from .layouts import Layout, Point, Street
from .lots import divide, pieces, tidy

__all__ = ["Drawing", "draw"]

_TO_PLANE = Transformer.from_crs(4490, 4545, always_xy=True)

SMALLEST_BLOCK_M2 = 12_000.0
NARROWEST_BLOCK_M = 70.0
WIDEST_INLET_M = 38.0
BLUNT = 1.6  # mitre limit: corners sharper than about 77 degrees are blunted
CHAMFER_M = 14.0
OVERRUN_M = 55.0
BOUNDARY_MARGIN_M = 45.0
HEALING_M = 120.0


@dataclass(frozen=True)
class Drawing:
    """One cluster on the plane: its boundary and its lots."""

    layout: Layout
    boundary: Polygon
    lots: tuple[Polygon, ...]


def draw(layout: Layout, rng: Random) -> Drawing:
    """Draw one cluster.

    Parameters
    ----------
    layout
        The sketch.
    rng
        Source of the random cuts.

    Returns
    -------
    Drawing
        Lots that touch without overlap inside a block, coordinates rounded to 0.01 m, ordered from north
        to south.
    """
    blocks = [_chamfered(block) for block in _blocks(layout)]
    placed = [_placed(block, layout) for block in blocks]
    lots = [
        lot
        for block, count in zip(placed, _shares(placed, layout.lots, rng), strict=True)
        for lot in tidy(divide(block, count, rng))
    ]
    lots.sort(key=lambda lot: (-round(lot.centroid.y / 150), lot.centroid.x))
    return Drawing(layout, _boundary(placed), tuple(lots))


def _smooth(points: Sequence[Point], *, closed: bool, rounds: int = 3) -> list[Point]:
    """Chaikin's corner cutting; the ends of an open line stay."""
    line = list(points)
    for _ in range(rounds):
        pairs = list(zip(line, line[1:] + line[:1], strict=True))
        if not closed:
            pairs = pairs[:-1]
        cut = [(a[0] * (1 - t) + b[0] * t, a[1] * (1 - t) + b[1] * t) for a, b in pairs for t in (0.25, 0.75)]
        line = cut if closed else [line[0], *cut[1:-1], line[-1]]
    return line


def _blocks(layout: Layout) -> list[Polygon]:
    outline = Polygon(_scaled(_smooth(layout.outline, closed=True, rounds=1), layout.scale))
    reserves = unary_union(
        [
            *(_reserve(street, layout.scale) for street in layout.streets),
            *(Polygon(_scaled(green, layout.scale)) for green in layout.greens),
        ]
    )
    found = []
    for piece in pieces(outline.difference(reserves)):
        half, inlet = NARROWEST_BLOCK_M / 2, WIDEST_INLET_M / 2
        closed = piece.buffer(inlet, join_style="mitre").buffer(-inlet, join_style="mitre")
        core = closed.buffer(-half, join_style="mitre")
        opened = core.buffer(half, join_style="mitre", mitre_limit=BLUNT).intersection(closed).simplify(0.6)
        found += [block for block in pieces(opened) if block.area >= SMALLEST_BLOCK_M2]
    return found


def _reserve(street: Street, scale: float) -> Polygon:
    """Widen a centre line; its ends run on, so that it meets the street it is drawn to."""
    line = _scaled(_smooth(street.points, closed=False), scale)
    if line[0] != line[-1]:
        line = [_beyond(line[1], line[0]), *line, _beyond(line[-2], line[-1])]
    return LineString(line).buffer(street.width / 2, cap_style="flat", join_style="mitre")


def _scaled(points: Sequence[Point], scale: float) -> list[Point]:
    return [(along * scale, across * scale) for along, across in points]


def _beyond(inner: Point, end: Point) -> Point:
    t = OVERRUN_M / math.dist(inner, end)
    return (end[0] + t * (end[0] - inner[0]), end[1] + t * (end[1] - inner[1]))


def _chamfered(block: Polygon) -> Polygon:
    """Cut street corners off (道路切角) so that lorries can turn."""
    ring = list(block.exterior.coords)[:-1]
    corners: list[Point] = []
    for before, here, after in zip(ring[-1:] + ring[:-1], ring, ring[1:] + ring[:1], strict=True):
        incoming, outgoing = math.dist(before, here), math.dist(here, after)
        dot = (before[0] - here[0]) * (after[0] - here[0]) + (before[1] - here[1]) * (after[1] - here[1])
        angle = math.degrees(math.acos(max(-1.0, min(1.0, dot / (incoming * outgoing)))))
        if angle > 135 or min(incoming, outgoing) < 2.5 * CHAMFER_M:
            corners.append((here[0], here[1]))
            continue
        for other, distance in ((before, incoming), (after, outgoing)):
            t = CHAMFER_M / distance
            corners.append((here[0] + t * (other[0] - here[0]), here[1] + t * (other[1] - here[1])))
    chamfered = Polygon(corners)
    return chamfered if chamfered.is_valid else block


def _placed(shape: Polygon, layout: Layout) -> Polygon:
    east, north = _TO_PLANE.transform(*layout.centre)
    turned = affinity.rotate(shape, layout.bearing, origin=(0, 0))
    return affinity.translate(turned, round(east), round(north))


def _shares(blocks: list[Polygon], lots: int, rng: Random) -> list[int]:
    """Give every block at least one lot, the rest by area with a grain of its own."""
    counts = [1] * len(blocks)
    grain = [rng.uniform(0.55, 1.8) for _ in blocks]
    for _ in range(lots - len(blocks)):
        largest = max(range(len(blocks)), key=lambda i: blocks[i].area * grain[i] / (counts[i] + 0.35))
        counts[largest] += 1
    return counts


def _boundary(blocks: Sequence[Polygon]) -> Polygon:
    reach = BOUNDARY_MARGIN_M + HEALING_M
    outline = unary_union([block.buffer(reach) for block in blocks]).buffer(-HEALING_M)
    shell = pieces(outline.simplify(3.0))[0]
    return Polygon([(round(x, 2), round(y, 2)) for x, y in shell.exterior.coords])
