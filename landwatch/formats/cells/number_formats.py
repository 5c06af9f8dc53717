"""What a figure in a cell of a workbook means: its format makes it a day, a share or a plain number."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.datetime import from_excel

from landwatch.formats.cells.conversion import Cell
from landwatch.units import EXCEL_DIGITS

__all__ = ["DATE", "PERCENT", "PLAIN", "format_kind", "meaning", "moment", "percent_text"]

PLAIN, DATE, PERCENT = "plain", "date", "percent"
"""Kinds of number formats."""

_BUILT_IN_DATES = frozenset(range(14, 23))
# Chinese, Japanese and Korean spreadsheets have further days and times at these numbers.
_EAST_ASIAN_DATES = frozenset({*range(27, 37), *range(50, 59)})
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
# What stands for itself in a format: quoted or escaped text, widths, fillers, conditions and languages.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_NAMED = frozenset({"general", "g/通用格式", "standard"})


@lru_cache(maxsize=4096)
def format_kind(number: int, code: str | None) -> str:
    """Tell what a number format makes of a figure.

    Parameters
    ----------
    number
        Number of the format; those below 164 need no code.
    code
        The format as the workbook writes it, e.g. ``0.0%``; ``None`` for one that every spreadsheet knows.

    Returns
    -------
    str
        :data:`PLAIN`, :data:`DATE` or :data:`PERCENT`; a duration is plain.
    """
    if number in _EAST_ASIAN_DATES:
        return DATE
    if code is None:
        if number in _BUILT_IN_DATES:
            return DATE
        code = BUILTIN_FORMATS.get(number, "")
    first = code.split(";")[0]
    if first.strip().lower() in _NAMED or _ELAPSED.search(first):
        return PLAIN
    bare = _LITERAL.sub("", first)
    if "%" in bare:
        return PERCENT
    return DATE if re.search("[dmyhse]", bare, re.IGNORECASE) and not re.search("[0#?]", bare) else PLAIN


def meaning(figure: float, kind: str, epoch: datetime) -> Cell:
    """Give what a figure of a kind means.

    Parameters
    ----------
    figure
        The figure as stored.
    kind
        As :func:`format_kind` gives it.
    epoch
        Day that the workbook counts days from.

    Returns
    -------
    Cell
        A day, a text such as ``0.1%``, or the figure.
    """
    if kind == PERCENT:
        return percent_text(figure)
    return _day(figure, epoch) if kind == DATE else figure


def moment(text: str) -> Cell:
    """Read a day or a moment that a workbook writes as ISO 8601.

    Parameters
    ----------
    text
        E.g. ``2023-06-30`` or ``2023-06-30T00:00:00``.

    Returns
    -------
    Cell
        The day; with its time where that is not midnight; the text where it is none.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return text
    return found.date() if found.time() == time() and found.tzinfo is None else found


def percent_text(figure: float) -> str:
    """Write a share as a percentage, with all its digits.

    Parameters
    ----------
    figure
        The share, e.g. 0.001.

    Returns
    -------
    str
        E.g. ``0.1%``.
    """
    percent = Decimal(f"{figure:.{EXCEL_DIGITS}g}") * 100
    return f"{percent.normalize():f}%"


@lru_cache(maxsize=1 << 14)
def _day(figure: float, epoch: datetime) -> Cell:
    if figure < 0:
        return figure
    try:
        day = from_excel(figure, epoch)
    except (OverflowError, ValueError):
        return figure
    if isinstance(day, datetime):
        return day if day.time() != time() else day.date()
    return day if isinstance(day, (date, time)) else figure
