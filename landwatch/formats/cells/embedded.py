"""Cells that hold more than a word or a figure: a boundary in well-known text, a JSON object."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import shapely
import shapely.errors

from landwatch.formats.cells.conversion import BadValue, Cell, as_text
from landwatch.i18n import gettext as _

__all__ = ["as_boundary", "as_details"]


def as_boundary(cell: Cell) -> str | None:
    """Read the boundary of a part of a parcel.

    Parameters
    ----------
    cell
        A polygon or several in well-known text.

    Returns
    -------
    str or None
        The same in the one form that is kept, every ordinate to its last digit; ``None`` for an empty cell.

    Raises
    ------
    BadValue
        For anything else.
    """
    text = as_text(cell)
    if text is None:
        return None
    try:
        shape = shapely.force_2d(shapely.from_wkt(text))
    except (shapely.errors.ShapelyError, TypeError, ValueError):
        shape = None
    if shape is None or shape.is_empty or shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise BadValue(
            "unreadable_record", _("write a polygon in well-known text, POLYGON ((106.65 29.02, …))")
        )
    return str(shapely.to_wkt(shape, rounding_precision=-1))


def as_details(cell: Cell) -> Mapping[str, Any] | None:
    """Read a JSON object.

    Parameters
    ----------
    cell
        The cell.

    Returns
    -------
    Mapping or None
        ``None`` for an empty cell.

    Raises
    ------
    BadValue
        For anything else; also for numbers that are not whole, which no fact holds.
    """
    text = as_text(cell)
    if text is None:
        return None
    try:
        details = json.loads(text, parse_float=_refused, parse_constant=_refused)
    except (ValueError, RecursionError):
        details = None
    if not isinstance(details, dict):
        raise BadValue(
            "unreadable_record",
            _("it is no JSON object of texts, whole numbers and flags; leave the cell as an export wrote it"),
        )
    return details


def _refused(text: str) -> None:
    raise ValueError(text)
