"""Cells to days, in every form people type them."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

from landwatch.formats.cells.conversion import BadValue, Cell, as_text
from landwatch.i18n import gettext as _

__all__ = ["SENTINELS", "SHANGHAI", "as_date", "day_of"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""Where the days of the files are days."""

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


_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
# A moment of the world, whose day depends on the place: 2023-06-29T16:00Z is midnight in Beijing.
_INSTANT = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T ]?(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?"
    r"\s*(?:Z|UTC|([+-])(\d{2}):?(\d{2})?)",
    re.IGNORECASE,
)
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL_DATE = re.compile(r"\d{1,5}(?:\.\d+)?")
_CHINESE_DATE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_CHINESE_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}


def as_date(cell: Cell, *, epoch: datetime = WINDOWS_EPOCH) -> date | None:
    """Read a date.

    Parameters
    ----------
    cell
        A date, a serial number of a spreadsheet, or text such as 2023-06-30, 2023/6/30, 2023.6.30,
        2023年6月30日, 二〇二三年六月三十日 or 20230630, with a time of day perhaps; with an offset from UTC,
        such as 2023-06-29T16:00Z, it is a day in Shanghai.
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
        return day_of(cell)
    if isinstance(cell, date):
        return cell
    if isinstance(cell, time):  # a spreadsheet's way to show day 0
        return date(1899, 12, 30)
    if isinstance(cell, bool):
        raise _bad_date()
    text = as_text(cell)
    return None if text is None else _date_of(unicodedata.normalize("NFKC", text), epoch)


def day_of(moment: datetime) -> date:
    """Give the day of a moment: in Shanghai where it says how far it is from UTC.

    Parameters
    ----------
    moment
        A date and time.

    Returns
    -------
    datetime.date
        The day.
    """
    if moment.tzinfo is None:
        return moment.date()
    try:
        return moment.astimezone(SHANGHAI).date()
    except OverflowError:  # at the ends of the calendar
        return moment.date()


def _day_of_instant(match: re.Match[str]) -> date:
    year, month, day, hour, minute = map(int, match.groups()[:5])
    sign, hours, minutes = match.groups()[5:]
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    try:
        return day_of(datetime(year, month, day, hour, minute, tzinfo=timezone(offset) if sign else UTC))
    except ValueError:
        raise _bad_date() from None


def _bad_date() -> BadValue:
    return BadValue("bad_date", _("write the day like 2023-06-30, or leave the cell empty"))


def _date_of(text: str, epoch: datetime) -> date:
    compact = text.replace(" ", "") if "年" in text else text
    for pattern in (_DATE, _COMPACT_DATE):
        if match := pattern.fullmatch(compact):
            return _calendar_day(*map(int, match.groups()))
    if match := _INSTANT.fullmatch(text):
        return _day_of_instant(match)
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
