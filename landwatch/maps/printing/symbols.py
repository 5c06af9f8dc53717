"""How the one style definition looks on paper: fills, patterns and outlines in millimetres."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shapely.geometry.base import BaseGeometry

from landwatch.maps.printing.shapes import Shape, dots, hatch, outline
from landwatch.maps.rate_classes import style
from landwatch.measures.figures.states import Idle, State

__all__ = ["boundary_shape", "idle_shapes", "parcel_shapes"]

_MM_A_PIXEL = 0.2
"""The style speaks of pixels on a screen; on paper lines are finer."""

_HALO = 0.35  # mm of white on either side of the hatch of idle land
_IDLE_ANGLE = 45
_IDLE_BOLD = (
    2.4  # larger than on a screen, so that it stands out from the pattern of the state and leaves it seen
)
_BLACK = "#000000"


def parcel_shapes(state: State, polygons: Sequence[BaseGeometry], *, colour: bool) -> list[Shape]:
    """Draw parcels in their state.

    Parameters
    ----------
    state
        The state that gives their look.
    polygons
        Their outlines in mm.
    colour
        False for white paper and black lines.
    """
    look = style()["states"][state]
    fill = look["fill"] if colour else "#ffffff"
    drawn = [outline(polygons, fill=fill), outline(polygons, **_stroke(look, colour))]
    pattern = look.get("pattern")
    if pattern is None:
        return drawn
    return [drawn[0], *_pattern(pattern, polygons, pattern["colour"] if colour else _BLACK), drawn[1]]


def _pattern(pattern: Mapping[str, Any], polygons: Sequence[BaseGeometry], ink: str) -> list[Shape]:
    spacing, width = pattern["spacing"] * _MM_A_PIXEL, pattern["width"] * _MM_A_PIXEL
    if pattern["kind"] == "dots":
        return [dots(polygons, spacing, width / 2, fill=ink)]
    turns = (0, 90) if pattern["kind"] == "cross" else (0,)
    return [hatch(polygons, pattern["angle"] + turn, spacing, stroke=ink, width=width) for turn in turns]


def idle_shapes(mark: Idle, polygons: Sequence[BaseGeometry]) -> list[Shape]:
    """Draw the mark of idle land over parcels.

    Parameters
    ----------
    mark
        Suspected or recognised.
    polygons
        Their outlines in mm.
    """
    look = style()["idle"][mark]
    if "hatch" not in look:
        return [outline(polygons, **_stroke(look, True))]
    spacing, width = (look[size] * _MM_A_PIXEL * _IDLE_BOLD for size in ("spacing", "hatch_width"))
    return [
        hatch(polygons, _IDLE_ANGLE, spacing, stroke=ink, width=wide)
        for ink, wide in ((look["halo"], width + 2 * _HALO), (look["hatch"], width))
    ]


def boundary_shape(polygons: Sequence[BaseGeometry]) -> Shape:
    """Draw the boundaries of clusters.

    Parameters
    ----------
    polygons
        Their outlines in mm.
    """
    return outline(polygons, **_stroke(style()["boundary"], True))


def _stroke(look: Mapping[str, Any], colour: bool) -> dict[str, Any]:
    dash = tuple(float(part) * _MM_A_PIXEL for part in str(look.get("dash", "")).split())
    return {
        "stroke": look["outline"] if colour else _BLACK,
        "width": look["width"] * _MM_A_PIXEL,
        "dash": dash,
    }
