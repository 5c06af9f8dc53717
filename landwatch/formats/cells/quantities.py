"""Cells to areas, money and daily rates: exact integers, with the unit that is written nearest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from landwatch import units
from landwatch.formats.cells import vocabulary
from landwatch.formats.cells.conversion import BadValue, Cell, as_text
from landwatch.i18n import gettext as _

__all__ = ["Figure", "Quantity", "as_decimal", "as_figure", "as_quantity", "in_unit"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as stated.

    Attributes
    ----------
    number
        The figure.
    unit
        Its unit, e.g. ``公顷``.
    exact
        The same in cm², fen or parts per billion.
    """

    number: Decimal
    unit: str
    exact: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as stated.

    Attributes
    ----------
    number
        The figure; of 40 % it is 40.
    is_percent
        Whether a percent sign follows it.
    """

    number: Decimal
    is_percent: bool = False


_EXACT: Mapping[str, Callable[[Decimal], int]] = {
    "公顷": units.cm2_from_hectares,
    "亩": units.cm2_from_mu,
    "平方米": units.cm2_from_m2,
    "元": units.fen_from_yuan,
    "万元": units.fen_from_wan_yuan,
    "亿元": lambda number: units.fen_from_wan_yuan(number * 10_000),
    "‰": units.ppb_from_permille,
    "%": lambda number: units.ppb_from_permille(number * 10),
}
# Above this a figure without a written unit is likelier in another unit than true: 1,000 ha, 10 billion yuan.
_MOST_WITHOUT_UNIT = {"area": 1_000 * units.CM2_PER_HECTARE, "money": 10**12}
_LARGEST = 2**63 - 1
_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d{1,25})(\.\d{1,25})?([eE][+-]?\d{1,2})?([^\d.,].*)?")


def _number_and_unit(cell: Cell) -> tuple[Decimal, str] | None:
    if isinstance(cell, bool) or isinstance(cell, (date, time)):
        raise _bad_number()
    if isinstance(cell, int):
        return Decimal(cell), ""
    # A spreadsheet shows 15 digits; the rest is the shadow of binary fractions.
    text = f"{cell:.{units.EXCEL_DIGITS}g}" if isinstance(cell, float) else as_text(cell)
    if text is None:
        return None
    written = unicodedata.normalize("NFKC", text).replace(" ", "").lstrip("¥￥")
    match = _NUMBER.fullmatch(written)
    if match is None:
        raise _bad_number()
    sign, whole, decimals, exponent, unit = match.groups()
    return Decimal(f"{sign}{whole.replace(',', '')}{decimals or ''}{exponent or ''}"), unit or ""


def _bad_number() -> BadValue:
    return BadValue("bad_number", _("write a plain number such as 1234.56, with a known unit at most"))


def as_decimal(cell: Cell) -> Decimal | None:
    """Read a plain number.

    Parameters
    ----------
    cell
        The cell.

    Returns
    -------
    decimal.Decimal or None
        The number, 1.2 for 120 %; ``None`` for an empty cell.

    Raises
    ------
    BadValue
        With code ``bad_number``.
    """
    figure = as_figure(cell)
    if figure is None:
        return None
    return figure.number / 100 if figure.is_percent else figure.number


def as_figure(cell: Cell) -> Figure | None:
    """Read a number that may be a percentage.

    Parameters
    ----------
    cell
        The cell.

    Returns
    -------
    Figure or None
        The figure; ``None`` for an empty cell.

    Raises
    ------
    BadValue
        With code ``bad_number``.
    """
    found = _number_and_unit(cell)
    if found is None:
        return None
    number, unit = found
    if unit not in ("", "%"):
        raise _bad_number()
    return Figure(number, is_percent=bool(unit))


def as_quantity(cell: Cell, kind: str, unit: str, *, unit_named: bool) -> Quantity | None:
    """Read an area, an amount of money or a daily rate.

    Parameters
    ----------
    cell
        The cell; a unit after the number goes before that of the column.
    kind
        ``area``, ``money`` or ``rate``.
    unit
        Unit of the column.
    unit_named
        Whether the file names that unit; if not, a figure too large for it is refused.

    Returns
    -------
    Quantity or None
        The quantity; ``None`` for an empty cell.

    Raises
    ------
    BadValue
        With code ``bad_number``, also for money with parts of a fen and for negative figures.
    """
    found = _number_and_unit(cell)
    if found is None:
        return None
    number, written = found
    own_unit = vocabulary.unit_of(kind, written) if written else None
    if written and own_unit is None:
        raise BadValue(
            "bad_number",
            _("the unit “{unit}” is not known; known are {units}").format(
                unit=written, units=" ".join(vocabulary.units_of(kind))
            ),
        )
    exact = _exact(number, own_unit or unit)
    if not (own_unit or unit_named) and exact > _MOST_WITHOUT_UNIT.get(kind, _LARGEST):
        raise BadValue(
            "bad_number",
            _(
                "no unit is written and the figure is too large for {unit}; write the unit into the header"
            ).format(unit=unit),
        )
    return Quantity(number, own_unit or unit, exact)


def _exact(number: Decimal, unit: str) -> int:
    if number < 0:
        raise BadValue("bad_number", _("it must not be negative"))
    try:
        exact = _EXACT[unit](number)
    except ValueError:
        finest = {"‰": "0.000001 ‰", "%": "0.0000001 %"}.get(unit, _("0.01 yuan"))
        raise BadValue(
            "bad_number",
            _("it has parts smaller than {finest}; write the exact figure").format(finest=finest),
        ) from None
    if exact > _LARGEST:
        raise BadValue("bad_number", _("it is too large to be true"))
    return exact


def in_unit(number: Decimal, unit: str) -> int:
    """Read a figure in another unit.

    Parameters
    ----------
    number
        The figure.
    unit
        The unit to read it in.

    Returns
    -------
    int
        In cm², fen or parts per billion.
    """
    return _EXACT[unit](number)
