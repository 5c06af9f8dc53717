"""Cells to text, identifiers and flags; what cannot be read raises :class:`BadValue`.

Nothing is guessed and nothing rounded: a :class:`BadValue` says what would be readable.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import shapely
import shapely.errors

from landwatch.i18n import gettext as _
from landwatch.ingest import vocabulary
from landwatch.ingest.decoding import UNREADABLE
from landwatch.units import EXCEL_DIGITS

__all__ = [
    "NO_RESULT",
    "BadValue",
    "Cell",
    "NoResult",
    "as_boundary",
    "as_details",
    "as_flag",
    "as_identifier",
    "as_identifiers",
    "as_text",
]

_SPREADSHEET_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
# Longer cells need not be compared with the words that mean empty.
_LONGEST_BLANK = 8
_UNIT_NUMBER = re.compile(r"(?<!\w)(\d{6})\s+(\d{6})\s+([A-Z]{2}\d{5})(?:\s+([A-Z]\d{8}))?(?!\w)")
_LIST_BREAK = re.compile(r"[、,，;；\s]+")


@dataclass(frozen=True, slots=True)
class NoResult:
    """A cell with a formula whose result the file does not hold; formulas are not evaluated."""

    def __str__(self) -> str:
        return _("(formula without a stored result)")


NO_RESULT = NoResult()

Cell = str | int | float | bool | datetime | date | time | NoResult | None
"""What a cell of a table may hold."""


class BadValue(ValueError):
    """A cell that cannot be read.

    Parameters
    ----------
    code
        Word of the importer's vocabulary.
    advice
        What is wrong and what would be readable.
    """

    def __init__(self, code: str, advice: str) -> None:
        super().__init__(advice)
        self.code = code
        self.advice = advice


def as_text(cell: Cell) -> str | None:
    """Read a cell as text.

    Parameters
    ----------
    cell
        The cell.

    Returns
    -------
    str or None
        Without blanks around it; ``None`` for an empty cell and for the words that mean empty.

    Raises
    ------
    BadValue
        For a formula without a result and for text that could not be decoded.
    """
    if cell is None:
        return None
    if isinstance(cell, NoResult):
        raise BadValue(
            "unreadable_record",
            _("open the file in a spreadsheet, save it and import it again, or paste values"),
        )
    if isinstance(cell, str):
        text = cell.strip()
        if UNREADABLE in text:
            raise BadValue("unreadable_record", _("some of its characters are broken; type it again"))
        if text in _SPREADSHEET_ERRORS:
            raise BadValue("unreadable_record", _("the spreadsheet could not compute it; mend the formula"))
        is_short = len(text) <= _LONGEST_BLANK
        return (
            None if not text or (is_short and vocabulary.plain(text) in vocabulary.listed("blank")) else text
        )
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**EXCEL_DIGITS:
        return str(int(cell))
    return str(cell)


def as_identifier(cell: Cell) -> str | None:
    """Read a number that identifies something: half-width, without blanks.

    Parameters
    ----------
    cell
        The cell.

    Returns
    -------
    str or None
        The identifier.

    Raises
    ------
    BadValue
        If a spreadsheet has kept it as a figure and lost its last digits.
    """
    if isinstance(cell, (int, float)) and abs(cell) >= 10**EXCEL_DIGITS:
        raise BadValue(
            "bad_number",
            _("a spreadsheet keeps only 15 digits of a figure; format the cell as text and type all digits"),
        )
    text = as_text(cell)
    return None if text is None else "".join(unicodedata.normalize("NFKC", text).split())


def as_identifiers(cell: Cell) -> tuple[str, ...]:
    """Read a list of identifiers, separated by ``、`` ``,`` ``;`` or blanks.

    Parameters
    ----------
    cell
        The cell. Blanks inside the official grouping of a cadastral number do not separate.

    Returns
    -------
    tuple of str
        The identifiers, each once, in their order.

    Raises
    ------
    BadValue
        As :func:`as_identifier`.
    """
    if not isinstance(cell, str):
        single = as_identifier(cell)
        return () if single is None else (single,)
    text = as_text(cell)
    if text is None:
        return ()
    joined = _UNIT_NUMBER.sub(
        lambda match: "".join(filter(None, match.groups())), unicodedata.normalize("NFKC", text)
    )
    return tuple(dict.fromkeys(part for part in _LIST_BREAK.split(joined) if part))


def as_flag(cell: Cell) -> bool | None:
    """Read yes or no.

    Parameters
    ----------
    cell
        The cell, e.g. 是 or 否.

    Returns
    -------
    bool or None
        ``None`` for an empty cell.

    Raises
    ------
    BadValue
        For any other word.
    """
    text = as_text(cell)
    if text is None:
        return None
    word = vocabulary.word_of("flag", text)
    if word is None:
        raise BadValue("unreadable_record", _("write 是 (yes) or 否 (no)"))
    return word == "yes"


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
