"""The words of a sheet: title block, legend, figures, imprint; all as blocks for the template."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd
import shapely

import landwatch
from landwatch.i18n import gettext as _
from landwatch.maps.content import MapContent
from landwatch.maps.formatting import count_days, day, total_mu
from landwatch.maps.page_parts import rate_lines, title_block
from landwatch.maps.printing.furniture import scale_drawing
from landwatch.maps.printing.grid import Zone
from landwatch.maps.printing.paper import Box
from landwatch.maps.printing.scene import Scene
from landwatch.maps.printing.shapes import Drawing, Shape, outline
from landwatch.maps.printing.sheet import Block, Imprint
from landwatch.maps.printing.symbols import boundary_shape, idle_shapes, parcel_shapes
from landwatch.measures.figures.pools import Obligation
from landwatch.measures.figures.states import Idle, State, idle_label, state_label
from landwatch.measures.figures.sums import Figures, Tally

__all__ = [
    "INSIDE",
    "boundary_row",
    "foot",
    "heading",
    "idle_row",
    "legend",
    "legend_row",
    "particulars",
    "rates",
    "swatch",
]

_SWATCH = Box(0, 0, 8, 4)
INSIDE = shapely.box(0.5, 0.5, _SWATCH.width - 0.5, _SWATCH.height - 0.5)
"""The land that stands in a box of the legend."""
_NAMED_SOURCES = 4


def heading(content: MapContent, text: str, below: str) -> list[Block]:
    """Name the sheet, and mark invented data.

    Parameters
    ----------
    content
        What is drawn.
    text
        What the sheet shows.
    below
        The line under it; may be empty.
    """
    words = title_block(content, text)
    marks = [{"kind": "mark", "text": words["illustrative"]}] if words["illustrative"] else []
    return [*marks, {"kind": "title", "above": words["zone"], "text": text, "below": below}]


def particulars(content: MapContent, rows: Iterable[tuple[str, str]]) -> Block:
    """Say of which day the sheet is and how it was known, and what else belongs at its head.

    Parameters
    ----------
    content
        What is drawn.
    rows
        Further names and values, which come first.
    """
    words = title_block(content, "")
    own = [(_("Judged at the end of"), words["on"]), (_("Facts known at"), words["known_at"])]
    return {"kind": "pairs", "heading": "", "rows": [*rows, *own]}


def swatch(shapes: Sequence[Shape]) -> Drawing:
    """Make a box of the legend.

    Parameters
    ----------
    shapes
        What stands in it.
    """
    return Drawing(_SWATCH, shapes)


def legend_row(look: Drawing, label: str, sum_of: Tally | None = None) -> Block:
    """Make a row of the legend.

    Parameters
    ----------
    look
        Its box.
    label
        What it means.
    sum_of
        How many there are and their area.
    """
    return {
        "look": look.to_dict(),
        "label": label,
        "count": f"{sum_of.count:,}" if sum_of else "",
        "mu": total_mu(sum_of) if sum_of else "",
    }


def idle_row(mark: Idle, sum_of: Tally | None = None) -> Block:
    """Explain a mark of idle land.

    Parameters
    ----------
    mark
        Suspected or recognised.
    sum_of
        How many contracts have it and their area.
    """
    bare = outline([INSIDE], fill="#ffffff", stroke="#000000", width=0.15)
    return legend_row(swatch([bare, *idle_shapes(mark, [INSIDE])]), idle_label(mark), sum_of)


def boundary_row() -> Block:
    """Explain the boundary of a cluster."""
    beyond = shapely.box(-9, _SWATCH.height / 2, 99, 99)
    return legend_row(swatch([boundary_shape([beyond])]), _("Cluster boundary"))


def legend(sums: Figures, shown: set[State], has_boundary: bool, *, colour: bool) -> Block:
    """Explain the looks of a cluster's map, with counts and mu.

    Parameters
    ----------
    sums
        The sums of the cluster.
    shown
        The states on the map.
    has_boundary
        Whether the boundary of the cluster is drawn.
    colour
        False for white paper and black lines.
    """
    rows = [
        legend_row(
            swatch(parcel_shapes(state, [INSIDE], colour=colour)), _state_words(state), sums.states[state]
        )
        for state in State
        if state in shown or sums.states[state].count
    ]
    rows += [idle_row(mark, sums.idle[mark]) for mark in Idle]
    if has_boundary:
        rows.append(boundary_row())
    return {
        "kind": "legend",
        "heading": _("Legend"),
        "heads": [_("Count"), _("Mu")],
        "rows": rows,
        "total": [_("Live contracts"), f"{sums.live.count:,}", total_mu(sums.live)],
    }


def _state_words(state: State) -> str:
    if state is State.NO_CONTRACT:
        return _("{state} (parcels)").format(state=state_label(state))
    return state_label(state)


def rates(sums: Figures) -> list[Block]:
    """Give both default rates with their parts.

    Parameters
    ----------
    sums
        The sums of the cluster.
    """
    named: list[tuple[str, Obligation]] = [
        (_("Commencement default rate"), "commencement"),
        (_("Completion default rate"), "completion"),
    ]
    return [
        {"kind": "text", "heading": label, "lines": rate_lines(sums, obligation)}
        for label, obligation in named
    ]


def foot(scene: Scene, contracts: pd.DataFrame, notes: Iterable[str] = ()) -> list[Block]:
    """Give north arrow, scale bar, projection, source and day of drawing.

    Parameters
    ----------
    scene
        The land and the paper.
    contracts
        The contracts behind the sheet, for their sources.
    notes
        Further sentences, which come first.
    """
    zone, layout = scene.ground.zone, scene.layout
    drawn = scale_drawing(layout.columns[-1].width, scene.frame.scale, layout.points)
    lines = [
        *notes,
        _(
            "CGCS2000, 3-degree Gauss-Kruger zone {zone}, central meridian {meridian}° E (EPSG:{epsg}); "
            "coordinates in metres. {north}"
        ).format(
            zone=zone.number,
            meridian=zone.central_meridian,
            epsg=zone.epsg,
            north=_north(zone, scene.ground.middle),
        ),
        _source(contracts, scene.content, scene.imprint),
        _("Drawn on {day} with landwatch {version} · rules {law}").format(
            day=day(scene.imprint.drawn_on),
            version=landwatch.__version__,
            law=scene.content.assessment.law_version,
        ),
    ]
    return [
        {"kind": "drawing", "heading": "", "drawing": drawn.to_dict()},
        {"kind": "small", "lines": lines},
    ]


def _north(zone: Zone, at: tuple[float, float]) -> str:
    minutes = round(zone.convergence(*at) * 60)
    angle = f"{abs(minutes) // 60}°{abs(minutes) % 60:02}′"
    if minutes < 0:
        return _("Grid north lies {angle} west of true north.").format(angle=angle)
    return _("Grid north lies {angle} east of true north.").format(angle=angle)


def _source(contracts: pd.DataFrame, content: MapContent, imprint: Imprint) -> str:
    names = sorted(contracts["source"].dropna().astype(str).unique())
    named = ", ".join(names[:_NAMED_SOURCES]) + (" …" if len(names) > _NAMED_SOURCES else "")
    source = _("Source: register; contracts from {names}.").format(names=named or _("not recorded"))
    if imprint.data_as_of is None:
        return source + " " + _("No fact is on file.")
    age = (content.on - imprint.data_as_of).days
    told = _("Facts up to {day}, {age} before the day judged.")
    if imprint.stale:
        told = _("Facts only up to {day}, {age} before the day judged: what came after may be missing.")
    if age == 0:
        told = _("Facts up to {day}.")
    return source + " " + told.format(day=day(imprint.data_as_of), age=count_days(age))
