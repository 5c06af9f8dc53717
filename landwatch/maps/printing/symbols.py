"""How the one style definition looks on paper: fills, patterns and outlines in millimetres."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shapely.geometry.base import BaseGeometry

from landwatch.maps.printing.shapes import Shape, hatch, outline
from landwatch.maps.states import Idle, State
from landwatch.maps.style import style

__all__ = ["boundary_shape", "idle_shapes", "parcel_shapes"]

_MM_A_PIXEL = 0.2
"""The style speaks of pixels on a screen; on paper lines are finer."""

_HALO = 1.2  # pixels of white on either side of a hatch


def parcel_shapes(state: State, polygon: BaseGeometry, *, colour: bool) -> list[Shape]:
    """Draw a parcel in its state.

    Parameters
    ----------
    state
        The state that gives its look.
    polygon
        Its outline in mm.
    colour
        False for white paper and black lines.
    """
    look = style()["states"][state]
    fill = look["fill"] if colour else "#ffffff"
    return [outline(polygon, fill=fill, **_stroke(look, colour))]


def idle_shapes(mark: Idle, polygon: BaseGeometry) -> list[Shape]:
    """Draw the mark of idle land over a parcel.

    Parameters
    ----------
    mark
        Suspected or recognised.
    polygon
        Its outline in mm.
    """
    look = style()["idle"][mark]
    if "hatch" not in look:
        return [outline(polygon, **_stroke(look, True))]
    spacing, width = look["spacing"] * _MM_A_PIXEL, look["hatch_width"] * _MM_A_PIXEL
    return [
        hatch(polygon, 45, spacing, stroke=colour, width=wide)
        for colour, wide in ((look["halo"], width + 2 * _HALO * _MM_A_PIXEL), (look["hatch"], width))
    ]


def boundary_shape(polygon: BaseGeometry) -> Shape:
    """Draw the boundary of a cluster.

    Parameters
    ----------
    polygon
        Its outline in mm.
    """
    return outline(polygon, **_stroke(style()["boundary"], True))


def _stroke(look: Mapping[str, Any], colour: bool) -> dict[str, Any]:
    dash = tuple(float(part) * _MM_A_PIXEL for part in str(look.get("dash", "")).split())
    return {
        "stroke": look["outline"] if colour else "#000000",
        "width": look["width"] * _MM_A_PIXEL,
        "dash": dash,
    }
