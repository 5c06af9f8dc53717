"""Where a contract lies: its parcels among their neighbours, as a small drawing for a page or a sheet.

The words come apart from the shapes, as in :mod:`landwatch.maps.overview_svg`: whoever shows the drawing sets
them in its own font.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from landwatch import geo
from landwatch.i18n import gettext as _
from landwatch.maps.formatting import known, mu
from landwatch.maps.labelling import parcel_labels
from landwatch.maps.overview_svg import Label
from landwatch.maps.printing.frame import Frame
from landwatch.maps.printing.grid import round_length, zone_at
from landwatch.maps.printing.labels import Named, extent_of, place_labels
from landwatch.maps.printing.paper import Box
from landwatch.maps.printing.shapes import Label as Words
from landwatch.maps.printing.shapes import Shape, outline, svg_path
from landwatch.maps.printing.symbols import boundary_shape, idle_shapes, parcel_shapes
from landwatch.maps.rate_classes import style
from landwatch.measures.figures.states import Idle, State, contract_states, idle_marks, state_label
from landwatch.measures.land_states import LandStates, land_of
from landwatch.rules import Assessment
from landwatch.snapshot import are_in

__all__ = ["Neighbour", "Place", "place_of"]

_UNITS = 5  # of the drawing in a millimetre
_BOX = Box(0, 0, 84, 58)
_SIZE = 3.0  # of the words in mm
_POINTS = _SIZE * 72 / 25.4
_SHARE = 0.5  # of the drawing that the contract's own ground takes, at most
_LEAST = 250.0  # metres that the drawing shows, at least
_MOST_BAR = 0.25  # of the width that the scale bar takes
_INK, _PLATE = "#1f2a36", "#ffffffc8"
_POLYGONS = ("Polygon", "MultiPolygon")
_COLUMNS = (
    "contract_status commencement_status completion_status commencement_breach completion_breach idle_status "
    "effective_commencement_due signed_on holder current_holder"
).split()


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A contract in force whose ground the drawing shows, with its holder and its state in words."""

    contract_no: str
    holder: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A contract's place.

    Attributes
    ----------
    svg
        The shapes: numbers, and colours of the style.
    width, height
        Size of the drawing in its own units; north is up.
    labels
        The words on it, each with the middle of its base line; 15 units are the size they are made for.
    legend
        Fill and name of the states on it, the gravest first.
    neighbours
        The other contracts on it.
    """

    svg: str
    width: float
    height: float
    labels: tuple[Label, ...]
    legend: tuple[tuple[str, str], ...]
    neighbours: tuple[Neighbour, ...]


def place_of(assessment: Assessment, contract_no: str) -> Place | None:
    """Draw where a contract lies.

    Parameters
    ----------
    assessment
        The judged contracts; only what it holds is drawn.
    contract_no
        Number of one of them.

    Returns
    -------
    Place or None
        In the current language. None where none of its parcels has a boundary.
    """
    shares = assessment.snapshot.contract_parcels
    numbers = shares.loc[shares["contract_no"].eq(contract_no), "parcel_no"]
    parcels = assessment.snapshot.parcels
    own = _with_boundary(parcels[parcels["parcel_no"].isin(numbers)])
    if own.empty:
        return None
    west, south, east, north = own.total_bounds.tolist()
    epsg = zone_at((west + east) / 2).epsg
    frame = _frame(shapely.total_bounds(_plane(own, epsg)))
    land = _land_around(assessment, frame, epsg)
    near = land.parcels[land.parcels["drawn"]]
    drawn = {str(no): frame.draw(shape) for no, shape in zip(near.index, _plane(near, epsg), strict=True)}
    mine = {no: shape for no, shape in drawn.items() if no in set(numbers)}
    shapes = [*_ground(near, drawn, mine), *_boundaries(assessment, frame, epsg)]
    bar, length = _scale_bar(frame)
    words = [word for word in place_labels(list(_named(near, drawn, mine)), _BOX).labels if _is_free(word)]
    plates = [_plate(label) for label in words]
    return Place(
        svg=_svg([*shapes, outline(list(mine.values()), stroke=_INK, width=0.7), *plates, *bar, *_NORTH]),
        width=_BOX.width * _UNITS,
        height=_BOX.height * _UNITS,
        labels=(*_rows(words), length, _label(_("N"), _BOX.width - 5, 12)),
        legend=_legend(near, drawn),
        neighbours=tuple(_neighbours(land, contract_no, drawn)),
    )


def _with_boundary(parcels: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return parcels[parcels.geom_type.isin(_POLYGONS) & ~parcels.is_empty]


def _plane(parcels: gpd.GeoDataFrame, epsg: int) -> Any:
    return geo.project(np.asarray(parcels.geometry.array, dtype=object), geo.STORAGE_EPSG, epsg)


def _frame(bounds: np.ndarray) -> Frame:
    west, south, east, north = map(float, bounds)
    metres_a_mm = max(
        (east - west) / (_BOX.width * _SHARE), (north - south) / (_BOX.height * _SHARE), _LEAST / _BOX.width
    )
    return Frame.around((west, south, east, north), _BOX, int(metres_a_mm * 1000) + 1)


def _land_around(assessment: Assessment, frame: Frame, epsg: int) -> LandStates:
    """The parcels that reach into the drawing, and the contracts on them: few, however large the register."""
    west, south, east, north = frame.bounds
    corners = np.array([[west, south], [west, north], [east, south], [east, north]])
    degrees = geo.transform(corners, epsg, geo.STORAGE_EPSG)
    snapshot = assessment.snapshot
    places = snapshot.parcels.sindex.query(shapely.box(*degrees.min(axis=0), *degrees.max(axis=0)))
    parcels = snapshot.parcels.iloc[np.sort(places)]
    shares = snapshot.contract_parcels
    here = shares.loc[are_in(shares["parcel_no"], parcels["parcel_no"]), "contract_no"]
    judged = assessment.contracts.loc[are_in(assessment.contracts.index, here), _COLUMNS]
    contracts = judged.assign(state=contract_states(judged), idle=idle_marks(judged))
    return land_of(contracts, parcels, shares[are_in(shares["contract_no"], here)])


def _ground(
    near: gpd.GeoDataFrame, drawn: dict[str, BaseGeometry], mine: dict[str, BaseGeometry]
) -> Iterator[Shape]:
    for state in State:
        polygons = [drawn[str(no)] for no in near.index[near["state"] == state]]
        if polygons:
            yield from parcel_shapes(state, polygons, colour=True)
    yield outline([shape for no, shape in drawn.items() if no not in mine], fill="#ffffff8c")
    for mark in Idle:
        polygons = [drawn[str(no)] for no in near.index[near["idle"] == mark] if str(no) in mine]
        if polygons:
            yield from idle_shapes(mark, polygons)


def _boundaries(assessment: Assessment, frame: Frame, epsg: int) -> Iterator[Shape]:
    clusters = _with_boundary(assessment.snapshot.clusters)
    window = shapely.box(*frame.bounds)
    inside = [shape for shape in _plane(clusters, epsg) if shapely.intersects(shape.boundary, window)]
    if inside:
        yield boundary_shape([frame.draw(shape) for shape in inside])


def _named(
    near: gpd.GeoDataFrame, drawn: dict[str, BaseGeometry], mine: dict[str, BaseGeometry]
) -> Iterator[Named]:
    """Its own parcels first; of the others those that have room."""
    short = parcel_labels(near.index)
    room = shapely.box(_BOX.x, _BOX.y, _BOX.width, _BOX.height)
    for number, shape in sorted(drawn.items(), key=lambda pair: (pair[0] not in mine, pair[0])):
        seen = shapely.get_parts(shapely.intersection(shape, room))
        seen = seen[shapely.area(seen) > 0]
        if not len(seen):
            continue
        area = near.loc[number, "registered_area_cm2"]
        told = [f"{short[number][0]}\n{_('{area} mu').format(area=mu(area))}"] if known(area) else []
        options = (*told, *short[number]) if number in mine else tuple(short[number])
        yield Named(number, shapely.MultiPolygon(list(seen)), options, number in mine, _POINTS)


def _is_free(words: Words) -> bool:
    """Whether words stand clear of the scale bar and of the arrow."""
    room = shapely.box(*_extent(words))
    bar = shapely.box(0, _BOX.height - 10, _BOX.width * (_MOST_BAR + 0.1), _BOX.height)
    return not (room.intersects(bar) or room.intersects(shapely.box(_BOX.width - 9, 0, _BOX.width, 14)))


def _plate(words: Words) -> Shape:
    left, top, right, bottom = _extent(words)
    return Shape([[left, top, right, top, right, bottom, left, bottom]], fill=_PLATE)


def _extent(words: Words) -> tuple[float, float, float, float]:
    width, height = extent_of(words.text, words.points)
    return words.x - width / 2, words.y - height / 2, words.x + width / 2, words.y + height / 2


def _rows(words: Iterable[Words]) -> Iterator[Label]:
    for label in words:
        rows = label.text.split("\n")
        for place, row in enumerate(rows):
            yield _label(row, label.x, label.y + (place - (len(rows) - 1) / 2) * _SIZE * 1.2 + _SIZE * 0.36)


def _label(text: str, x: float, y: float) -> Label:
    return Label(text, round(x * _UNITS, 1), round(y * _UNITS, 1), centred=True)


def _legend(near: gpd.GeoDataFrame, drawn: dict[str, BaseGeometry]) -> tuple[tuple[str, str], ...]:
    present = set(near.loc[list(drawn), "state"])
    return tuple(
        (style()["states"][state]["fill"], state_label(state)) for state in State if state in present
    )


def _neighbours(land: LandStates, contract_no: str, drawn: Iterable[str]) -> Iterator[Neighbour]:
    held = land.holdings[land.holdings["parcel_no"].isin(list(drawn))]
    held = held[held["state"].ne(State.NO_CONTRACT) & held["contract_no"].ne(contract_no)]
    rows = land.contracts[land.contracts.index.isin(held["contract_no"])].sort_index()
    holders = rows["current_holder"].where(rows["current_holder"].notna(), rows["holder"])
    for number, holder, state in zip(rows.index, holders, rows["state"], strict=True):
        yield Neighbour(str(number), str(holder) if known(holder) else "", state_label(State(state)))


def _scale_bar(frame: Frame) -> tuple[Sequence[Shape], Label]:
    metres = round_length(_BOX.width * _MOST_BAR / frame.mm)
    length, left, top = metres * frame.mm, 3.0, _BOX.height - 3.0
    plate = [left - 1.5, top - 6, left + length + 1.5, top - 6, left + length + 1.5, top + 1.5, left - 1.5]
    return (
        (
            Shape([[*plate, top + 1.5]], fill=_PLATE),
            Shape(
                [[left, top - 1.2, left, top, left + length, top, left + length, top - 1.2]],
                closed=False,
                stroke=_INK,
                width=0.35,
            ),
        ),
        _label(f"{metres:,} m", left + length / 2, top - 1.8),
    )


_NORTH = (
    Shape(
        [[_BOX.width - 8, 1.2, _BOX.width - 2, 1.2, _BOX.width - 2, 12.8, _BOX.width - 8, 12.8]], fill=_PLATE
    ),
    Shape([[_BOX.width - 5, 2, _BOX.width - 3.2, 8, _BOX.width - 5, 6.6, _BOX.width - 6.8, 8]], fill=_INK),
)


def _svg(shapes: Iterable[Shape]) -> str:
    width, height = _BOX.width * _UNITS, _BOX.height * _UNITS
    drawn = "".join(svg_path(shape) for shape in shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">'
        f'<rect width="{width:g}" height="{height:g}" fill="#f6f7f4"/>'
        f'<g transform="scale({_UNITS})">{drawn}</g></svg>'
    )
