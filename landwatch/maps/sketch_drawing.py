"""A sketch of a visit as a small drawing: its marks in their order, over the parcels that were visited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from landwatch import geo
from landwatch.maps.printing.frame import Frame
from landwatch.maps.printing.grid import zone_at
from landwatch.maps.printing.paper import Box
from landwatch.maps.printing.shapes import Shape, lines, outline, svg_path

__all__ = ["drawing_of"]

_BOX = Box(0, 0, 120, 84)
_SHARE = 0.8  # of the drawing that parcels and marks take
_LEAST = 60.0  # metres that the drawing shows, at least
_INK, _GROUND, _MARK = "#1f2a36", "#e8ebe8", "#b3261e"
_LINE, _SIZE, _DOT = 6.2, 4.6, 1.2  # mm: from note to note, of the words, of a point
_ROW = 24  # characters of a note in one row


def drawing_of(marks: Sequence[tuple[BaseGeometry, str]], ground: BaseGeometry | None, title: str) -> str:
    """Draw a sketch.

    Parameters
    ----------
    marks
        Points, lines and areas (EPSG:4490), each with its note, which may be empty.
    ground
        The parcels visited, EPSG:4490; ``None`` where no boundary is recorded.
    title
        What the drawing is called, for whoever does not see it.

    Returns
    -------
    str
        An SVG document without scripts; north is up, notes stand below with the numbers of their marks.
    """
    shapes = [geometry for geometry, _note in marks]
    frame, drawn, parcels = _framed(shapes, [] if ground is None else [ground])
    ink = [outline(parcels, fill=_GROUND, stroke=_INK, width=0.5)] if parcels else []
    ink += [mark for each in drawn for mark in _marked(each)]
    notes = [row for number, (_geometry, note) in enumerate(marks, 1) for row in _rows(number, note)]
    height = _BOX.height + _LINE * len(notes) + (2 if notes else 0)
    words = [
        *(_number(place, each) for place, each in enumerate(drawn, 1)),
        *(
            f'<text x="2" y="{_BOX.height + _LINE * (place + 1):g}" font-size="{_SIZE}">{escape(row)}</text>'
            for place, row in enumerate(notes)
        ),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_BOX.width:g} {height:g}" role="img" '
        f'font-family="sans-serif" fill="{_INK}"><title>{escape(title)}</title>'
        f'<rect width="{_BOX.width:g}" height="{height:g}" fill="#ffffff"/>'
        f"{''.join(map(svg_path, ink))}{''.join(words)}</svg>"
    )


def _framed(
    shapes: Sequence[BaseGeometry], ground: Sequence[BaseGeometry]
) -> tuple[Frame, list[BaseGeometry], list[BaseGeometry]]:
    """The way to the drawing, and marks and parcels on it."""
    west, _south, east, _north = shapely.total_bounds([*shapes, *ground]).tolist()
    epsg = zone_at((west + east) / 2).epsg
    plane = geo.project(np.array([*shapes, *ground], dtype=object), geo.STORAGE_EPSG, epsg)
    left, bottom, right, top = shapely.total_bounds(plane).tolist()
    metres_a_mm = max(
        (right - left) / (_BOX.width * _SHARE), (top - bottom) / (_BOX.height * _SHARE), _LEAST / _BOX.width
    )
    frame = Frame.around((left, bottom, right, top), _BOX, int(metres_a_mm * 1000) + 1)
    drawn = [shapely.transform(each, frame.place) for each in plane]
    return frame, drawn[: len(shapes)], drawn[len(shapes) :]


def _marked(shape: BaseGeometry) -> Iterator[Shape]:
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            yield outline([part], fill=f"{_MARK}22", stroke=_MARK, width=0.6)
        elif part.geom_type == "LineString":
            yield lines([shapely.get_coordinates(part).tolist()], stroke=_MARK, width=0.8)
        else:
            yield outline([part.buffer(_DOT)], fill=_MARK)


def _number(place: int, shape: BaseGeometry) -> str:
    """The number of a mark beside its first point."""
    x, y = shapely.get_coordinates(shape)[0].tolist()
    x, y = min(x + 1.5, _BOX.width - 6), max(y - 1.5, _SIZE)
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{_SIZE}" font-weight="bold" stroke="#ffffff" '
        f'stroke-width="0.8" paint-order="stroke">{place}</text>'
    )


def _rows(number: int, note: str) -> Iterator[str]:
    """A note in rows that fit, the first with its number."""
    text = " ".join(note.split())
    for start in range(0, len(text), _ROW):
        yield f"{number}. {text[:_ROW]}" if start == 0 else text[start : start + _ROW]
