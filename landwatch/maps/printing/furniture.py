"""What stands around a map: neat line, frame, coordinates of the grid, north arrow, scale bar."""

from __future__ import annotations

from landwatch.i18n import gettext as _
from landwatch.maps.printing.frame import Frame
from landwatch.maps.printing.grid import GridLine, round_length
from landwatch.maps.printing.paper import Box, Layout
from landwatch.maps.printing.shapes import Drawing, Label, Shape, lines

__all__ = ["crosses", "frame_drawing", "grid_shape", "scale_drawing"]

_INK, _GRID = "#000000", "#8fa3b5"
_TICK = 1.2  # mm
_CROSS = 1.5  # half of its width in mm
_OFF = 2.7  # from the neat line to the middle of a coordinate, in mm
_SEGMENTS = 4


def frame_drawing(layout: Layout, grid: list[GridLine]) -> Drawing:
    """Draw frame, neat line and the coordinates between them.

    Parameters
    ----------
    layout
        The sheet.
    grid
        The lines of the grid.

    Returns
    -------
    Drawing
        As large as the paper.
    """
    neat = layout.map
    ends = [(line, *_ends(line, neat)) for line in grid]
    shapes = [
        Shape([_corners(layout.frame)], stroke=_INK, width=0.6),
        Shape([_corners(layout.words)], stroke=_INK, width=0.2),
        Shape([_corners(neat)], stroke=_INK, width=0.2),
        lines([_tick(end, neat) for _line, *both in ends for end in both], stroke=_INK, width=0.2),
    ]
    points = layout.points * 0.86
    labels = [
        Label(line.label, *_beside(end, neat), points, upright=not line.upright)
        for line, *both in ends
        for end in both
        if _is_clear(line, neat)
    ]
    return Drawing(Box(0, 0, layout.width, layout.height), shapes, labels)


def _corners(box: Box) -> list[float]:
    right, bottom = box.x + box.width, box.y + box.height
    return [box.x, box.y, right, box.y, right, bottom, box.x, bottom]


def _ends(line: GridLine, box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    if line.upright:
        return (line.at, box.y), (line.at, box.y + box.height)
    return (box.x, line.at), (box.x + box.width, line.at)


def _outward(end: tuple[float, float], box: Box) -> tuple[int, int]:
    x, y = end
    if y in (box.y, box.y + box.height):
        return 0, -1 if y == box.y else 1
    return -1 if x == box.x else 1, 0


def _tick(end: tuple[float, float], box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    right, down = _outward(end, box)
    return end, (end[0] + right * _TICK, end[1] + down * _TICK)


def _beside(end: tuple[float, float], box: Box) -> tuple[float, float]:
    right, down = _outward(end, box)
    return end[0] + right * _OFF, end[1] + down * _OFF


def _is_clear(line: GridLine, box: Box) -> bool:
    """Tell whether the label stays clear of the corners, where it would run into that of the other side."""
    first, size = (box.x, box.width) if line.upright else (box.y, box.height)
    return 10 <= line.at - first <= size - 10


def grid_shape(grid: list[GridLine], frame: Frame) -> Shape:
    """Draw the lines of the grid, to lie under the land.

    Parameters
    ----------
    grid
        The lines.
    frame
        The map.

    Returns
    -------
    Shape
        In mm from the corner of the map.
    """
    box = frame.box
    inside = [[(x - box.x, y - box.y) for x, y in _ends(line, box)] for line in grid]
    return lines(inside, stroke=_GRID, width=0.1)


def crosses(grid: list[GridLine], frame: Frame) -> Shape:
    """Draw a cross where two lines of the grid meet, to lie above the land.

    Parameters
    ----------
    grid
        The lines.
    frame
        The map.

    Returns
    -------
    Shape
        In mm from the corner of the map.
    """
    across = [line.at - frame.box.x for line in grid if line.upright]
    down = [line.at - frame.box.y for line in grid if not line.upright]
    meet = [(x, y) for x in across for y in down]
    arms = [((x - _CROSS, y), (x + _CROSS, y)) for x, y in meet]
    arms += [((x, y - _CROSS), (x, y + _CROSS)) for x, y in meet]
    return lines(arms, stroke=_INK, width=0.12)


def scale_drawing(width: float, scale: int, points: float) -> Drawing:
    """Draw north arrow, scale and scale bar.

    Parameters
    ----------
    width
        Room in mm.
    scale
        Denominator of the scale.
    points
        Size of the words in points.

    Returns
    -------
    Drawing
        To stand among words.
    """
    step = round_length(width * 0.8 / _SEGMENTS * scale / 1000)
    length = step * 1000 / scale
    left, top = (width - length * _SEGMENTS) / 2, 17.0
    bars = [
        Shape(
            [_corners(Box(left + place * length, top, length, 1.2))],
            fill=_INK if place % 2 == 0 else "#ffffff",
            stroke=_INK,
            width=0.15,
        )
        for place in range(_SEGMENTS)
    ]
    figures = [
        Label(f"{place * step:,}", left + place * length, top - 1.6, points * 0.8)
        for place in range(_SEGMENTS + 1)
    ]
    unit = Label("m", left + _SEGMENTS * length + 3.2, top + 0.6, points * 0.8)
    arrow = [
        Shape([[6, 2, 9, 13, 6, 10.5]], fill=_INK, stroke=_INK, width=0.15),
        Shape([[6, 2, 3, 13, 6, 10.5]], fill="#ffffff", stroke=_INK, width=0.15),
    ]
    words = [
        Label(_("N"), 6, 0.9, points, bold=True),
        Label(f"1:{scale}", width / 2 + 3, 5, points * 1.6, bold=True),
        Label(_("Grid north is up"), width / 2 + 3, 10.2, points * 0.86),
    ]
    return Drawing(Box(0, 0, width, 20), [*arrow, *bars], [*words, *figures, unit])
