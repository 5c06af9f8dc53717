"""Cells to values: dates in every form people type, quantities with their units, words.

Nothing is rounded in silence and nothing guessed: what cannot be read raises :class:`BadValue`, which
says what would be readable.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

from landwatch import units
from landwatch.i18n import gettext as _
from landwatch.ingest import vocabulary
from landwatch.ingest.decoding import UNREADABLE

__all__ = [
    "NO_RESULT",
    "SENTINELS",
    "BadValue",
    "Cell",
    "NoResult",
    "Quantity",
    "as_date",
    "as_decimal",
    "as_flag",
    "as_identifier",
    "as_identifiers",
    "as_quantity",
    "as_text",
    "in_unit",
]


@dataclass(frozen=True, slots=True)
class NoResult:
    """A cell with a formula whose result the file does not hold; formulas are not evaluated."""

    def __str__(self) -> str:
        return _("(formula without a stored result)")


NO_RESULT = NoResult()

Cell = str | int | float | bool | datetime | date | time | NoResult | None
"""What a cell of a table may hold."""

SENTINELS = frozenset(
    date.fromisoformat(day)
    for day in (
        "0001-01-01",
        "1753-01-01",
        "1899-12-30",
        "1899-12-31",
        "1900-01-01",
        "1970-01-01",
        "9999-12-31",
    )
)
"""Days that mean "empty" in the files of one system or another."""


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

_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d{1,25})(\.\d{1,25})?([eE][+-]?\d{1,2})?(\D*)")
_DATE = re.compile(
    r"(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})日?(?:[T ]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0+)?")
_SERIAL_DATE = re.compile(r"\d{1,5}(?:\.\d+)?")
_CHINESE_DATE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_CHINESE_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}
_UNIT_NUMBER = re.compile(r"(?<!\w)(\d{6})\s+(\d{6})\s+([A-Z]{2}\d{5})(?:\s+([A-Z]\d{8}))?(?!\w)")
_LIST_BREAK = re.compile(r"[、,，;；\s]+")
_EXCEL_DIGITS = 15
_SPREADSHEET_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})


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
        return None if not text or vocabulary.plain(text) in vocabulary.listed("blank") else text
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**_EXCEL_DIGITS:
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
    if isinstance(cell, (int, float)) and abs(cell) >= 10**_EXCEL_DIGITS:
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


def as_date(cell: Cell, *, epoch: datetime = WINDOWS_EPOCH) -> date | None:
    """Read a date.

    Parameters
    ----------
    cell
        A date, a serial number of a spreadsheet, or text such as 2023-06-30, 2023/6/30, 2023.6.30,
        2023年6月30日, 二〇二三年六月三十日 or 20230630, with a time of day perhaps.
    epoch
        Day that serial numbers count from.

    Returns
    -------
    datetime.date or None
        The day; ``None`` for an empty cell. It may be one of :data:`SENTINELS`.

    Raises
    ------
    BadValue
        With code ``bad_date`` for anything else: a year of two digits, a month without a day, no such day.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, time):  # a spreadsheet's way to show day 0
        return date(1899, 12, 30)
    if isinstance(cell, bool):
        raise _bad_date()
    text = as_text(cell)
    return None if text is None else _date_of(unicodedata.normalize("NFKC", text), epoch)


def _bad_date() -> BadValue:
    return BadValue("bad_date", _("write the day like 2023-06-30, or leave the cell empty"))


def _date_of(text: str, epoch: datetime) -> date:
    compact = text.replace(" ", "") if "年" in text else text
    for pattern in (_DATE, _COMPACT_DATE):
        if match := pattern.fullmatch(compact):
            parts = [part for part in match.groups() if part.isdigit()]
            return _calendar_day(*map(int, parts))
    if match := _CHINESE_DATE.fullmatch(compact):
        year = int("".join(str(_CHINESE_DIGITS[digit]) for digit in match[1]))
        return _calendar_day(year, _small_chinese_number(match[2]), _small_chinese_number(match[3]))
    if _SERIAL_DATE.fullmatch(text):
        return _serial_day(float(text), epoch)
    raise _bad_date()


def _calendar_day(year: int, month: int, day: int) -> date:
    if (year, month, day) == (0, 0, 0):
        return date(1, 1, 1)
    try:
        return date(year, month, day)
    except ValueError:
        raise _bad_date() from None


def _serial_day(serial: float, epoch: datetime) -> date:
    # A small figure is no day of a contract: 6.30 or 2023 would become one in 1900 or 1905.
    if 2 <= serial < 20_000:
        raise _bad_date()
    day = from_excel(serial, epoch)
    return day.date() if isinstance(day, datetime) else date(1899, 12, 30)


def _small_chinese_number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _CHINESE_DIGITS[text] if len(text) == 1 else 0
    return (_CHINESE_DIGITS.get(tens, 0) if tens else 1) * 10 + (_CHINESE_DIGITS[ones] if ones else 0)


def _number_and_unit(cell: Cell) -> tuple[Decimal, str] | None:
    if isinstance(cell, bool) or isinstance(cell, (date, time)):
        raise _bad_number()
    if isinstance(cell, int):
        return Decimal(cell), ""
    # A spreadsheet shows 15 digits; the rest is the shadow of binary fractions.
    text = f"{cell:.{_EXCEL_DIGITS}g}" if isinstance(cell, float) else as_text(cell)
    if text is None:
        return None
    written = unicodedata.normalize("NFKC", text).replace(" ", "").lstrip("¥￥")
    match = _NUMBER.fullmatch(written)
    if match is None:
        raise _bad_number()
    sign, whole, decimals, exponent, unit = match.groups()
    return Decimal(f"{sign}{whole.replace(',', '')}{decimals or ''}{exponent or ''}"), unit


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
        The number; ``None`` for an empty cell.

    Raises
    ------
    BadValue
        With code ``bad_number``.
    """
    found = _number_and_unit(cell)
    if found is None:
        return None
    number, unit = found
    if unit:
        raise _bad_number()
    return number


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
