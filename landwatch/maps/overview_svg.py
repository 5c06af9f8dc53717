"""The overview of the zone for paper: clusters by commencement default rate as SVG, and the words on it.

The words come apart from the shapes: a page sets them in its own font, so that they can be read out and
searched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log10
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np

from landwatch import district
from landwatch.i18n import Language, speaking
from landwatch.i18n import gettext as _
from landwatch.maps.content import prepare
from landwatch.maps.formatting import percent
from landwatch.maps.overview_page import POLYGONS, rate_classes
from landwatch.maps.rate_classes import rate_fill, style
from landwatch.measures.figures.rates import measure_name

if TYPE_CHECKING:
    from landwatch.rules import Assessment, Conventions

__all__ = ["Label", "OverviewDrawing", "overview_drawing"]

_WIDTH, _MARGIN, _LEGEND_WIDTH, _LINE = 1000.0, 60.0, 190.0, 25.0
_LEAST_HEIGHT, _MOST_HEIGHT = 420.0, 840.0


@dataclass(frozen=True)
class Label:
    """A word on a drawing.

    Attributes
    ----------
    text
        The word.
    x, y
        Where its base line begins, or has its middle, in units of the drawing.
    centred
        Whether the place is its middle.
    """

    text: str
    x: float
    y: float
    centred: bool = False


@dataclass(frozen=True)
class OverviewDrawing:
    """A map for paper.

    Attributes
    ----------
    svg
        The shapes.
    width, height
        Size of the drawing in its own units.
    labels
        The words on it.
    """

    svg: str
    width: float
    height: float
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class _Scale:
    """From metres of the plane to the sheet."""

    west: float
    north: float
    factor: float
    left: float

    def path(self, points: np.ndarray) -> str:
        placed = self.place(points)
        return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in placed) + "Z"

    def place(self, points: np.ndarray) -> np.ndarray:
        offset = np.array([-self.west, self.north])
        placed: np.ndarray = (points * [1, -1] + offset) * self.factor + [self.left, _MARGIN]
        return placed


def overview_drawing(
    assessment: Assessment, *, only: str | None = None, language: Language = "zh"
) -> OverviewDrawing | None:
    """Draw the clusters with their names and commencement default rates.

    Parameters
    ----------
    assessment
        The judged contracts.
    only
        A cluster to stand out: the others are drawn without colour.
    language
        Language of the words.

    Returns
    -------
    OverviewDrawing or None
        Plane coordinates of the measuring grid, north is up. None where no cluster has a boundary.
    """
    clusters = assessment.snapshot.clusters
    drawn = clusters[clusters.geom_type.isin(POLYGONS) & ~clusters.geometry.is_empty]
    if drawn.empty:
        return None
    plane = drawn.to_crs(district.current().measuring_epsg)
    scale, height = _fitted(plane.total_bounds)
    content = prepare(assessment)
    with speaking(language):
        rates = {str(name): content.figures(str(name)).rate("commencement") for name in drawn["name"]}
        bar, length = _scale_bar(scale.factor, height)
        labels = (
            *_names(plane, {name: percent(rate) for name, rate in rates.items()}, scale),
            *_legend_words(assessment.conventions),
            length,
            Label(_("N"), _MARGIN / 2, _MARGIN + 18, centred=True),
        )
    fills = {name: rate_fill(rate) if only in (None, name) else "#ffffff" for name, rate in rates.items()}
    shapes = (*_outlines(plane, fills, scale), *_legend_boxes(), bar, _NORTH)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {height:.0f}">'
    return OverviewDrawing(svg + "".join(shapes) + "</svg>", _WIDTH, height, labels)


def _fitted(bounds: np.ndarray) -> tuple[_Scale, float]:
    """Fit the clusters into the sheet beside the legend; a narrow zone stands in the middle."""
    west, south, east, north = map(float, bounds)
    room = _WIDTH - _LEGEND_WIDTH - 2 * _MARGIN
    most = _MOST_HEIGHT - 2 * _MARGIN
    factor = min(room / max(east - west, 1.0), most / max(north - south, 1.0))
    height = max((north - south) * factor + 2 * _MARGIN, _LEAST_HEIGHT)
    return _Scale(west, north, factor, _MARGIN + (room - (east - west) * factor) / 2), height


def _outlines(plane: gpd.GeoDataFrame, fills: Mapping[str, str], scale: _Scale) -> Iterable[str]:
    look = style()["boundary"]
    for name, shape in zip(plane["name"], plane.geometry, strict=True):
        polygons = getattr(shape, "geoms", [shape])
        rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
        path = "".join(scale.path(np.asarray(ring.coords)[:, :2]) for ring in rings)
        yield (
            f'<path d="{path}" fill="{fills[str(name)]}" fill-rule="evenodd" '
            f'stroke="{look["outline"]}" stroke-width="{look["width"]}"/>'
        )


def _names(plane: gpd.GeoDataFrame, rates: Mapping[str, str], scale: _Scale) -> Iterable[Label]:
    for name, shape in zip(plane["name"], plane.geometry, strict=True):
        box = np.array([[shape.bounds[0], shape.bounds[3]], [shape.bounds[2], shape.bounds[1]]])
        (left, _top), (right, bottom) = scale.place(box)
        yield Label(f"{name} {rates[str(name)]}", float(left + right) / 2, float(bottom) + 22, centred=True)


def _legend_boxes() -> Iterable[str]:
    for number, entry in enumerate(rate_classes(), start=2):
        yield (
            f'<rect x="{_WIDTH - _LEGEND_WIDTH}" y="{_MARGIN + number * _LINE - 13}" width="24" height="15" '
            f'fill="{entry["look"]["fill"]}" stroke="{style()["boundary"]["outline"]}" stroke-width="0.8"/>'
        )


def _legend_words(conventions: Conventions) -> Iterable[Label]:
    left = _WIDTH - _LEGEND_WIDTH
    yield Label(_("Commencement default rate"), left, _MARGIN)
    yield Label(measure_name(conventions), left, _MARGIN + _LINE)
    for number, entry in enumerate(rate_classes(), start=2):
        yield Label(entry["label"], left + 32, _MARGIN + number * _LINE)


_NORTH = f'<path d="M{_MARGIN / 2},{_MARGIN - 26}l8,24l-8,-6l-8,6z" fill="#1f2a36"/>'


def _scale_bar(factor: float, height: float) -> tuple[str, Label]:
    """A round number of metres that is at most a fifth of the sheet."""
    wanted = _WIDTH / 5 / factor
    power = 10 ** int(log10(wanted))
    metres = next(step * power for step in (5, 2, 1) if step * power <= wanted)
    length, top = metres * factor, height - _MARGIN / 3
    bar = (
        f'<path d="M{_MARGIN},{top - 6}V{top}H{_MARGIN + length:.1f}V{top - 6}" fill="none" '
        f'stroke="#1f2a36" stroke-width="1.6"/>'
    )
    told = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    return bar, Label(told, _MARGIN + length + 8, top)
