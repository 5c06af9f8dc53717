"""The words of a sheet: title block, legend, figures, imprint; all as blocks for the template."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd
import shapely

import landwatch
from landwatch.i18n import gettext as _
from landwatch.maps.content import MapContent
from landwatch.maps.figures import Figures, Tally
from landwatch.maps.printing.furniture import scale_drawing
from landwatch.maps.printing.grid import Zone
from landwatch.maps.printing.ground import Ground
from landwatch.maps.printing.paper import Box, Layout
from landwatch.maps.printing.shapes import Drawing, Shape
from landwatch.maps.printing.sheet import Block, Imprint
from landwatch.maps.printing.symbols import boundary_shape, idle_shapes, parcel_shapes
from landwatch.maps.sheets import rate_lines, title_block
from landwatch.maps.states import Idle, State, idle_label, state_label
from landwatch.maps.wording import count_days, day, total_mu

__all__ = ["foot", "heading", "legend", "legend_row", "particulars", "rates", "swatch"]

_SWATCH = Box(0, 0, 9, 4.4)
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
    inside = shapely.box(0.5, 0.5, _SWATCH.width - 0.5, _SWATCH.height - 0.5)
    rows = [
        legend_row(
            swatch(parcel_shapes(state, inside, colour=colour)), _state_words(state), sums.states[state]
        )
        for state in State
        if state in shown or sums.states[state].count
    ]
    bare = parcel_shapes(State.NO_CONTRACT, inside, colour=False)
    rows += [
        legend_row(swatch([*bare, *idle_shapes(mark, inside)]), idle_label(mark), sums.idle[mark])
        for mark in Idle
    ]
    if has_boundary:
        beyond = shapely.box(-9, 2.2, 99, 99)
        rows.append(legend_row(swatch([boundary_shape(beyond)]), _("Cluster boundary")))
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


def rates(sums: Figures) -> Block:
    """Give both default rates with their parts.

    Parameters
    ----------
    sums
        The sums of the cluster.
    """
    rows = [
        (_("Commencement default rate"), " · ".join(rate_lines(sums, "commencement"))),
        (_("Completion default rate"), " · ".join(rate_lines(sums, "completion"))),
    ]
    return {"kind": "pairs", "heading": "", "rows": rows}


def foot(
    content: MapContent,
    contracts: pd.DataFrame,
    layout: Layout,
    scale: int,
    ground: Ground,
    imprint: Imprint,
    notes: Iterable[str] = (),
) -> list[Block]:
    """Give north arrow, scale bar, projection, source and day of drawing.

    Parameters
    ----------
    content
        What is drawn.
    contracts
        The contracts behind the sheet, for their sources.
    layout
        The sheet.
    scale
        Denominator of the scale.
    ground
        The land, for its zone and the convergence of the meridians.
    imprint
        What every sheet says of its making.
    notes
        Further sentences, which come first.
    """
    zone = ground.zone
    drawn = scale_drawing(layout.columns[-1].width, scale, layout.points)
    lines = [
        *notes,
        _(
            "CGCS2000, 3-degree Gauss-Kruger zone {zone}, central meridian {meridian}° E (EPSG:{epsg}); "
            "coordinates in metres. {north}"
        ).format(
            zone=zone.number,
            meridian=zone.central_meridian,
            epsg=zone.epsg,
            north=_north(zone, ground.middle),
        ),
        _source(contracts, content, imprint),
        _("Drawn on {day} with landwatch {version} · rules {law}").format(
            day=day(imprint.drawn_on),
            version=landwatch.__version__,
            law=content.assessment.law_version,
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
