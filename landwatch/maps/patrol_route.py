"""The way of a patrol as a small drawing: the ground of its contracts, numbers in order, straight lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from landwatch import geo
from landwatch.i18n import gettext as _
from landwatch.maps.overview_svg import Label
from landwatch.maps.printing.frame import Frame
from landwatch.maps.printing.grid import round_length, zone_at
from landwatch.maps.printing.paper import Box
from landwatch.maps.printing.shapes import Shape, lines, outline, svg_path
from landwatch.maps.printing.symbols import boundary_shape
from landwatch.measures.patrols.route import Stop
from landwatch.rules import Assessment

__all__ = ["Numbered", "RouteDrawing", "draw_route"]

_UNITS = 5  # of the drawing in a millimetre
_BOX = Box(0, 0, 96, 88)
_AIR = 8.0  # mm that stay free around the stops
_LEAST = 400.0  # metres that the drawing shows, at least
_APART = 5.6  # mm between the middles of two numbers
_PUSHES = 40
_BAR = 0.25  # of the width, that the scale bar takes at most
_INK, _WAY, _GROUND = "#1f2a36", "#0b5c8a", "#d9e4ea"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A stop on the drawing.

    Attributes
    ----------
    number
        Its place in the order, from 1.
    contract_no
        The contract.
    x, y
        Where the number stands, in units of the drawing.
    """

    number: int
    contract_no: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteDrawing:
    """The drawing of a way.

    Attributes
    ----------
    svg
        The shapes; north is up.
    width, height
        Size in its own units.
    stops
        The numbers.
    labels
        Length of the scale bar, and the letter of the arrow.
    """

    svg: str
    width: float
    height: float
    stops: tuple[Numbered, ...]
    labels: tuple[Label, ...]


def draw_route(assessment: Assessment, stops: Sequence[Stop]) -> RouteDrawing | None:
    """Draw a way past contracts.

    Parameters
    ----------
    assessment
        The judged contracts; only what it holds is drawn.
    stops
        The stops in their order.

    Returns
    -------
    RouteDrawing or None
        In the current language; None where there is no stop.
    """
    if not stops:
        return None
    degrees = np.array([[stop.lon, stop.lat] for stop in stops])
    epsg = zone_at(float(degrees[:, 0].mean())).epsg
    grid = geo.transform(degrees, geo.STORAGE_EPSG, epsg)
    frame = _frame(grid)
    points = frame.place(grid)
    places = _apart(points)
    bar, length = _scale_bar(frame)
    shapes = [
        *_ground(assessment, [stop.contract_no for stop in stops], frame, epsg),
        lines([points.tolist()], stroke=_WAY, width=0.5, round=True) if len(points) > 1 else Shape([]),
        *_leaders(points, places),
        *bar,
        *_NORTH,
    ]
    return RouteDrawing(
        svg=_svg(shapes),
        width=_BOX.width * _UNITS,
        height=_BOX.height * _UNITS,
        stops=tuple(
            Numbered(number, stop.contract_no, round(x * _UNITS, 1), round(y * _UNITS, 1))
            for number, (stop, (x, y)) in enumerate(zip(stops, places.tolist(), strict=True), start=1)
        ),
        labels=(length, _label(_("N"), _BOX.width - 5, 12)),
    )


def _frame(grid: NDArray[np.float64]) -> Frame:
    (west, south), (east, north) = grid.min(axis=0), grid.max(axis=0)
    inside = _BOX.width - 2 * _AIR, _BOX.height - 2 * _AIR
    metres_a_mm = max((east - west) / inside[0], (north - south) / inside[1], _LEAST / inside[0])
    return Frame.around((west, south, east, north), _BOX, int(metres_a_mm * 1000) + 1)


def _apart(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Push numbers apart that would cover each other, and keep them on the drawing."""
    places = points.copy()
    for _turn in range(_PUSHES):
        gap = places[:, None] - places[None]
        far = np.hypot(gap[..., 0], gap[..., 1])
        np.fill_diagonal(far, np.inf)
        if far.min(initial=np.inf) >= _APART:
            break
        # Two on one spot go apart by their order, as there is no direction between them.
        same = far < 1e-6
        gap[same] = [1e-3, 0.0]
        gap[np.tril(same)] *= -1
        far = np.where(same, 1e-3, far)
        push = np.clip(_APART - far, 0, None) / 2
        places += (gap / far[..., None] * push[..., None]).sum(axis=1) * 0.6
        places = np.clip(places, 3.5, [_BOX.width - 3.5, _BOX.height - 3.5])
    return places


def _leaders(points: NDArray[np.float64], places: NDArray[np.float64]) -> Iterable[Shape]:
    """A thin line from each number that was pushed aside to where it belongs."""
    moved = np.hypot(*(places - points).T) > _APART / 2
    pairs = [[place, point] for point, place in zip(points[moved], places[moved], strict=True)]
    if pairs:
        yield lines([np.array(pair).tolist() for pair in pairs], stroke=_INK, width=0.2)


def _ground(assessment: Assessment, contract_nos: Sequence[str], frame: Frame, epsg: int) -> Iterable[Shape]:
    """The ground of the contracts, and the boundaries of clusters that cross the drawing."""
    snapshot = assessment.snapshot
    shares = snapshot.contract_parcels
    numbers = shares.loc[shares["contract_no"].isin(contract_nos), "parcel_no"]
    own = _plane(snapshot.parcels[snapshot.parcels["parcel_no"].isin(numbers)], epsg)
    if len(own):
        yield outline([frame.draw(shape) for shape in own], fill=_GROUND, stroke="#7d93a3", width=0.15)
    window = shapely.box(*frame.bounds)
    clusters = _plane(snapshot.clusters, epsg)
    crossing = [frame.draw(shape) for shape in clusters if shapely.intersects(shape.boundary, window)]
    if crossing:
        yield boundary_shape(crossing)


def _plane(places: gpd.GeoDataFrame, epsg: int) -> NDArray[np.object_]:
    drawn = places[places.geom_type.isin(("Polygon", "MultiPolygon")) & ~places.is_empty]
    shapes: NDArray[np.object_] = geo.project(
        np.asarray(drawn.geometry.array, dtype=object), geo.STORAGE_EPSG, epsg
    )
    return shapes


def _scale_bar(frame: Frame) -> tuple[Sequence[Shape], Label]:
    metres = round_length(_BOX.width * _BAR / frame.mm)
    length, left, top = metres * frame.mm, 3.0, _BOX.height - 3.0
    bar = [left, top - 1.2, left, top, left + length, top, left + length, top - 1.2]
    text = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres} m"
    return [Shape([bar], closed=False, stroke=_INK, width=0.35)], _label(text, left + length / 2, top - 1.8)


_NORTH = (
    Shape([[_BOX.width - 5, 2, _BOX.width - 3.2, 8, _BOX.width - 5, 6.6, _BOX.width - 6.8, 8]], fill=_INK),
)


def _label(text: str, x: float, y: float) -> Label:
    return Label(text, round(x * _UNITS, 1), round(y * _UNITS, 1), centred=True)


def _svg(shapes: Iterable[Shape]) -> str:
    width, height = _BOX.width * _UNITS, _BOX.height * _UNITS
    drawn = "".join(map(svg_path, shapes))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">'
        f'<rect width="{width:g}" height="{height:g}" fill="#f6f7f4"/>'
        f'<g transform="scale({_UNITS})">{drawn}</g></svg>'
    )
