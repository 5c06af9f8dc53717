"""The sheet of one parcel: its outline with boundary points, the facts of its contract, and where it lies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from landwatch import geo
from landwatch.catalogue import label
from landwatch.i18n import gettext as _
from landwatch.maps.cards import contract_cards, deadline_labels, former_contracts
from landwatch.maps.content import MapContent
from landwatch.maps.formatting import known, mu, text
from landwatch.maps.labelling import live_holdings, parcel_labels
from landwatch.maps.printing import sheet_text
from landwatch.maps.printing.frame import Frame
from landwatch.maps.printing.inset import inset
from landwatch.maps.printing.labels import Named, Placed, place_labels
from landwatch.maps.printing.paper import Layout
from landwatch.maps.printing.scale_selection import Wish, choose
from landwatch.maps.printing.scene import Scene, pale
from landwatch.maps.printing.shapes import Shape, outline
from landwatch.maps.printing.sheet import Block, Sheet
from landwatch.maps.printing.sheet_land import Ground
from landwatch.maps.printing.symbols import boundary_shape, idle_shapes, parcel_shapes
from landwatch.measures.figures.states import Idle, State, state_label
from landwatch.rules.explanation.findings import findings
from landwatch.units import CM2_PER_M2

__all__ = ["BoundaryPoint", "boundary_points", "parcel_frame", "parcel_sheet"]

_AROUND = 1.04  # of its size: what is shown at least where the scale is free
_POINT = 0.45  # radius of a boundary point in mm
_LISTED = 200  # boundary points, at most; no sheet has room for more
_NEIGHBOUR = "#8a939c"
_BLACK = "#000000"


@dataclass(frozen=True, slots=True)
class BoundaryPoint:
    """A corner of a parcel.

    Attributes
    ----------
    name
        J1, J2 …, clockwise, then those of the holes.
    east, north
        In metres of the grid.
    side
        Length of the side to the next point in metres of the grid.
    """

    name: str
    east: float
    north: float
    side: float


def boundary_points(parcel: BaseGeometry) -> list[BoundaryPoint]:
    """Number the corners of a parcel, as the boundary files of surveys do.

    Parameters
    ----------
    parcel
        Polygon or multi-polygon in metres of the grid.
    """
    rings = [
        shapely.get_coordinates(ring)
        for part in shapely.get_parts(shapely.orient_polygons(parcel, exterior_cw=True))
        for ring in (part.exterior, *part.interiors)
    ]
    corners = np.vstack([ring[:-1] for ring in rings])
    sides = np.concatenate([np.hypot(*np.diff(ring, axis=0).T) for ring in rings])
    return [
        BoundaryPoint(f"J{number}", east, north, side)
        for number, ((east, north), side) in enumerate(zip(corners.tolist(), sides.tolist(), strict=True), 1)
    ]


def parcel_frame(ground: Ground, parcel_no: str, wish: Wish) -> tuple[Layout, Frame]:
    """Find the sheet and the scale for a parcel.

    Parameters
    ----------
    ground
        The land.
    parcel_no
        Number of the parcel; it has a boundary.
    wish
        Paper and scale.

    Raises
    ------
    UsageError
        If the parcel does not fit the paper at that scale.
    """
    west, south, east, north = ground.parcels[parcel_no].bounds
    share = 1.0 if wish.scale else _AROUND
    layout, scale = choose(((east - west) * share, (north - south) * share), wish, parcel_no, wordy=True)
    return layout, Frame.around((west, south, east, north), layout.map, scale)


def parcel_sheet(scene: Scene, number: str) -> Sheet:
    """Lay out the sheet of a parcel, in the language that is spoken.

    Parameters
    ----------
    scene
        The land and the paper.
    number
        Number of the parcel; it has a boundary.
    """
    content, ground = scene.content, scene.ground
    parcel = content.parcels.loc[number]
    here = scene.frame.draw(ground.parcels[number])
    points = boundary_points(ground.parcels[number])
    neighbours = scene.neighbours([number])
    boundary = ground.clusters[ground.clusters.index == parcel["cluster"]]
    around = [*neighbours.values(), *scene.other_clusters(parcel["cluster"]).values()]
    below = [
        pale(around, _NEIGHBOUR),
        boundary_shape([scene.frame.draw(shape) for shape in boundary]),
    ]
    land = [*_looks(parcel, here, colour=scene.colour), _point_marks(points, scene.frame)]
    held = live_holdings(content, pd.Index([number]))["contract_no"]
    contracts = content.contracts.loc[list(held)]
    return Sheet(
        name=number,
        layout=scene.layout,
        frame=scene.frame,
        zone=ground.zone,
        drawings=scene.drawings(below, land, _labels(scene, parcel, here, points, neighbours)),
        blocks=_blocks(scene, parcel, contracts, points),
        foot=sheet_text.foot(scene, contracts),
        parcels=(number,),
        colour=scene.colour,
    )


def _looks(parcel: pd.Series, here: BaseGeometry, *, colour: bool) -> list[Shape]:
    marks = idle_shapes(Idle(parcel["idle"]), [here]) if known(parcel["idle"]) else []
    return [*parcel_shapes(State(parcel["state"]), [here], colour=colour), *marks]


def _places(points: Sequence[BoundaryPoint], frame: Frame) -> list[BaseGeometry]:
    places = frame.place(np.array([(point.east, point.north) for point in points]))
    return [shapely.Point(place) for place in places]


def _point_marks(points: Sequence[BoundaryPoint], frame: Frame) -> Shape:
    rings = [shapely.buffer(place, _POINT, quad_segs=4) for place in _places(points, frame)]
    return outline(rings, fill="#ffffff", stroke=_BLACK, width=0.15)


def _labels(
    scene: Scene,
    parcel: pd.Series,
    here: BaseGeometry,
    points: Sequence[BoundaryPoint],
    neighbours: Mapping[str, BaseGeometry],
) -> Placed:
    """The parcel itself, then its corners, then its neighbours."""
    number, size = str(parcel["parcel_no"]), scene.layout.points
    parcels = scene.content.parcels
    short = parcel_labels(parcels.index[parcels["cluster"] == parcel["cluster"]])
    area = parcel["registered_area_cm2"]
    told = _("{area} mu").format(area=mu(area)) if known(area) else ""
    first = Named(number, here, (f"{number}\n{told}".strip(), *short[number]), True, size)
    corners = [
        Named(point.name, place, (point.name,), False, size * 0.86, shun=here)
        for point, place in zip(points, _places(points, scene.frame), strict=True)
    ]
    others = [
        Named(no, shape, tuple(short.get(no, [no])), False, size * 0.86)
        for no, shape in scene.cut(neighbours).items()
    ]
    return place_labels([first, *corners, *others], scene.room)


def _blocks(
    scene: Scene, parcel: pd.Series, contracts: pd.DataFrame, points: Sequence[BoundaryPoint]
) -> list[Block]:
    number = str(parcel["parcel_no"])
    below = _("{cluster} · sheet of a parcel").format(cluster=parcel["cluster"])
    place = inset(scene, parcel["cluster"], marked=[scene.ground.parcels[number]])
    return [
        *sheet_text.heading(scene.content, number, below),
        sheet_text.particulars(scene.content, _parcel_facts(parcel, scene.ground)),
        *_contract_blocks(scene.content, number, contracts),
        _legend(parcel, colour=scene.colour),
        {"kind": "drawing", "heading": _("Where it lies"), "drawing": place.to_dict()},
        _point_table(points),
    ]


def _parcel_facts(parcel: pd.Series, ground: Ground) -> list[tuple[str, str]]:
    (measured,) = geo.plane_area_cm2([parcel.geometry], measuring_epsg=ground.zone.epsg)
    registered = parcel["registered_area_cm2"]
    told = _("{area} mu").format(area=mu(registered)) if known(registered) else mu(registered)
    plane = _("{square_metres} m² = {area} mu").format(
        square_metres=f"{measured / CM2_PER_M2:,.2f}", area=mu(measured)
    )
    facts = [(label("parcel", "area_cm2"), told), (_("Area of the boundary"), plane)]
    if known(parcel["land_use"]):
        facts.append((label("parcel", "land_use"), text(parcel["land_use"])))
    return facts


def _contract_blocks(content: MapContent, number: str, contracts: pd.DataFrame) -> Iterator[Block]:
    if contracts.empty:
        former = former_contracts(content, [number]).get(number, [])
        lines = [state_label(State.NO_CONTRACT), *former]
        yield {"kind": "text", "heading": _("Contract"), "lines": lines}
        return
    cards = contract_cards(content, contracts.index)
    for no, row in zip(contracts.index, contracts.to_dict("records"), strict=True):
        card = cards[str(no)]
        badges = " · ".join(label for label, _look in card["badges"])
        yield {
            "kind": "pairs",
            "heading": card["title"],
            "rows": [*card["facts"], (_("State"), badges), (_("Why"), card["reason"])],
        }
        yield {
            "kind": "table",
            "heading": _("Deadlines"),
            "heads": ["", _("Commencement"), _("Completion")],
            "widths": [1.1, 1, 1],
            "rows": [
                (label, *cells) for label, cells in zip(deadline_labels(), card["deadlines"], strict=True)
            ],
            "beyond": 0,
            "more": None,
        }
        clauses = dict.fromkeys(finding.clause for finding in findings(row) if finding.severity != "notice")
        if clauses:
            yield {"kind": "pairs", "heading": "", "rows": [(_("Clauses"), "; ".join(clauses))]}


def _legend(parcel: pd.Series, *, colour: bool) -> Block:
    inside = sheet_text.INSIDE
    rows = [
        sheet_text.legend_row(
            sheet_text.swatch(parcel_shapes(State(parcel["state"]), [inside], colour=colour)),
            state_label(State(parcel["state"])),
        )
    ]
    if known(parcel["idle"]):
        rows.append(sheet_text.idle_row(Idle(parcel["idle"])))
    neighbour = outline([inside], stroke=_NEIGHBOUR, width=0.15)
    rows += [
        sheet_text.legend_row(sheet_text.swatch([neighbour]), _("Neighbouring parcel")),
        sheet_text.boundary_row(),
    ]
    return {"kind": "keys", "heading": _("Legend"), "rows": rows}


def _point_table(points: Sequence[BoundaryPoint]) -> Block:
    return {
        "kind": "table",
        "heading": _("Boundary points (metres of the grid)"),
        "heads": [_("Point"), _("X (north)"), _("Y (east)"), _("Side")],
        "widths": [0.7, 1.6, 1.7, 0.9],
        "rows": [
            (point.name, f"{point.north:.3f}", f"{point.east:.3f}", f"{point.side:.2f}")
            for point in points[:_LISTED]
        ],
        "beyond": max(len(points) - _LISTED, 0),
        "more": _("and {count} more; export txt writes them all"),
    }
