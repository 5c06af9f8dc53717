"""The sheet of a cluster: its parcels by state, idle land, legend with sums, and what is flagged."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from landwatch.i18n import gettext as _
from landwatch.maps.content import MapContent
from landwatch.maps.formatting import known, mu, operator_line, text
from landwatch.maps.labelling import gaps, live_holdings, parcel_labels, without_place
from landwatch.maps.printing import sheet_text
from landwatch.maps.printing.frame import Frame
from landwatch.maps.printing.inset import inset
from landwatch.maps.printing.labels import Named, place_labels
from landwatch.maps.printing.paper import Layout
from landwatch.maps.printing.scale_selection import Wish, choose, cover
from landwatch.maps.printing.scene import Scene, pale
from landwatch.maps.printing.shapes import Shape
from landwatch.maps.printing.sheet import Block, Sheet
from landwatch.maps.printing.sheet_land import Ground
from landwatch.maps.printing.symbols import boundary_shape, idle_shapes, parcel_shapes
from landwatch.measures.figures.states import Idle, State, idle_label, state_label

__all__ = ["cluster_frames", "cluster_sheet", "flagged"]

_DEFAULTS = (State.COMMENCEMENT_DEFAULT, State.COMPLETION_DEFAULT)
_PALE = "#b4bcc4"
_LISTED = 80  # contracts, at most; no sheet has room for more
_LARGEST = 7.0  # points of a label, also on large paper


def flagged(frame: pd.DataFrame) -> pd.DataFrame:
    """Choose contracts or parcels in default or with idle land.

    Parameters
    ----------
    frame
        Rows with `state` and `idle`.

    Returns
    -------
    pandas.DataFrame
        Those rows, in their order.
    """
    return frame[frame["state"].isin(_DEFAULTS) | frame["idle"].notna()]


def cluster_frames(ground: Ground, parcel_nos: pd.Index, name: str, wish: Wish) -> tuple[Layout, list[Frame]]:
    """Find the sheet and the scale for a cluster.

    Parameters
    ----------
    ground
        The land.
    parcel_nos
        Numbers of the parcels of the cluster.
    name
        Name of the cluster.
    wish
        Paper and scale.

    Returns
    -------
    tuple of Layout and list of Frame
        How the paper is divided, and the way from the grid to the map of each sheet.

    Raises
    ------
    UsageError
        If the cluster does not fit the paper at that scale.
    """
    land = land_of_cluster(ground, parcel_nos, name)
    if wish.series:
        return cover(land, wish)
    bounds = shapely.total_bounds(land).tolist()
    layout, scale = choose((bounds[2] - bounds[0], bounds[3] - bounds[1]), wish, name)
    return layout, [Frame.around(bounds, layout.map, scale)]


def land_of_cluster(ground: Ground, parcel_nos: pd.Index, name: str) -> list[BaseGeometry]:
    """Give what a sheet of a cluster has to hold: its parcels and its boundary, in metres of the grid.

    Parameters
    ----------
    ground
        The land.
    parcel_nos
        Numbers of the parcels of the cluster.
    name
        Name of the cluster.
    """
    own = ground.parcels[ground.parcels.index.isin(parcel_nos)]
    return [*own, *ground.clusters[ground.clusters.index == name]]


def cluster_sheet(scene: Scene, name: str, sheets: Sequence[Frame] = ()) -> Sheet:
    """Lay out the sheet of a cluster, in the language that is spoken.

    Parameters
    ----------
    scene
        The land and the paper.
    name
        Name of the cluster.
    sheets
        The maps of the series it belongs to; none where it is the only one.
    """
    content, ground, frame = scene.content, scene.ground, scene.frame
    parcels = content.parcels[content.parcels["cluster"] == name].sort_index()
    parcels = parcels.sort_values("rank", ascending=False, kind="stable")
    boundary = ground.clusters[ground.clusters.index == name]
    own = ground.parcels.reindex(parcels.index).dropna()
    drawn = scene.seen(own)
    labels = place_labels(_named(content, parcels, scene.cut(drawn), scene.layout.points), scene.room)
    around = [*scene.neighbours(parcels.index).values(), *scene.other_clusters(name).values()]
    land = [
        *_parcel_shapes(parcels, drawn, colour=scene.colour),
        boundary_shape([frame.draw(shape) for shape in boundary]),
    ]
    counted, notes = _counted(content, parcels, name, not boundary.empty)
    if labels.left_out:
        notes.append(
            _("{count} parcels are too small for a label at this scale.").format(count=len(labels.left_out))
        )
    return Sheet(
        name=f"{name}-{sheets.index(frame) + 1}" if sheets else name,
        layout=scene.layout,
        frame=frame,
        zone=ground.zone,
        drawings=scene.drawings([pale(around, _PALE)], land, labels),
        blocks=_blocks(scene, parcels, counted, name, sheets),
        foot=sheet_text.foot(scene, counted, notes),
        parcels=tuple(drawn),
        colour=scene.colour,
    )


def _parcel_shapes(parcels: pd.DataFrame, drawn: dict[str, BaseGeometry], *, colour: bool) -> Iterable[Shape]:
    """The parcels of each state in one go, the gravest last; above them the marks of idle land."""
    shown = parcels.loc[list(drawn)]
    for state, numbers in shown.groupby("state", sort=False).groups.items():
        yield from parcel_shapes(State(str(state)), [drawn[str(no)] for no in numbers], colour=colour)
    for mark, numbers in shown.groupby("idle", sort=True).groups.items():
        yield from idle_shapes(Idle(str(mark)), [drawn[str(no)] for no in numbers])


def _named(
    content: MapContent, parcels: pd.DataFrame, paper: dict[str, BaseGeometry], points: float
) -> list[Named]:
    """What is flagged comes first and may be labelled outside; then the larger before the smaller."""
    holders = live_holdings(content, parcels.index).groupby("parcel_no", sort=False)["contract_no"].first()
    labels = parcel_labels(
        content.parcels.index[content.parcels["cluster"].isin(parcels["cluster"].unique())]
    )
    grave = set(flagged(parcels).index)
    order = sorted(paper, key=lambda no: (no not in grave, -paper[no].area, no))
    return [
        Named(
            key=no,
            geometry=paper[no],
            options=tuple(
                [f"{label}\n{holders[no]}" for label in labels[no][:1] if no in holders] + labels[no]
            ),
            must=no in grave,
            points=min(points * 0.86, _LARGEST),
        )
        for no in order
    ]


def _counted(
    content: MapContent, parcels: pd.DataFrame, name: str, has_boundary: bool
) -> tuple[pd.DataFrame, list[str]]:
    counted = content.contracts[content.contracts["cluster"].eq(name)]
    counted = counted[counted["state"] != State.NO_CONTRACT]
    live = live_holdings(content, parcels.index)
    unplaced = without_place(content, counted.index)
    return counted, gaps(parcels, unplaced, counted.index, live, has_boundary)


def _blocks(
    scene: Scene, parcels: pd.DataFrame, counted: pd.DataFrame, name: str, sheets: Sequence[Frame]
) -> list[Block]:
    content = scene.content
    clusters = content.assessment.snapshot.clusters.set_index("name", drop=False)
    cluster = clusters.loc[name]
    sums = content.figures(name)
    shown = {State(state) for state in parcels.loc[parcels["drawn"], "state"].unique()}
    blocks = [
        *sheet_text.heading(content, name, _("Industrial land by state of its contracts")),
        *_series_blocks(scene, name, sheets),
        sheet_text.particulars(
            content, [(_("Operator"), operator_line(cluster["operator"], cluster["operator_basis"]))]
        ),
        sheet_text.legend(sums, shown, name in scene.ground.clusters, colour=scene.colour),
        *sheet_text.rates(sums),
    ]
    grave = flagged(counted)
    if len(grave):
        blocks.append(
            {
                "kind": "entries",
                "heading": _("In default or idle"),
                "rows": _entries(content, grave),
                "beyond": max(len(grave) - _LISTED, 0),
                "more": _("and {count} more; assess lists them all"),
            }
        )
    return blocks


def _series_blocks(scene: Scene, name: str, sheets: Sequence[Frame]) -> Iterable[Block]:
    if sheets:
        place = inset(scene, name, sheets=sheets)
        told = _("Sheet {number} of {count}").format(number=sheets.index(scene.frame) + 1, count=len(sheets))
        yield {"kind": "drawing", "heading": told, "drawing": place.to_dict()}


def _entries(content: MapContent, contracts: pd.DataFrame) -> list[tuple[str, str]]:
    order = {state: rank for rank, state in enumerate(State)}
    ranked = contracts.sort_values("state", key=lambda states: states.map(order), kind="stable")[:_LISTED]
    held = content.holdings[content.holdings["contract_no"].isin(ranked.index)]
    numbers = held.groupby("contract_no")["parcel_no"].agg(sorted)
    labels = parcel_labels(content.parcels.index)
    return [
        (
            _("{parcels} · {contract} · {area} mu").format(
                parcels=", ".join(labels.get(p, [p])[0] for p in numbers.get(no, [])) or _("no parcel"),
                contract=no,
                area=mu(row["area_cm2"]),
            ),
            _("{holder}: {marks}. {reason}").format(
                holder=text(row["current_holder"] if known(row["current_holder"]) else row["holder"]),
                marks=" · ".join(_marks(row)),
                reason=row["reason"],
            ),
        )
        for no, row in zip(ranked.index, ranked.to_dict("records"), strict=True)
    ]


def _marks(row: Mapping[Hashable, Any]) -> list[str]:
    marks = [state_label(State(str(row["state"])))]
    if known(row["idle"]):
        marks.append(idle_label(Idle(str(row["idle"]))))
    return marks
