"""Days and instants as people write them, on the command line and in the address of a page."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from landwatch.errors import UsageError
from landwatch.i18n import BEIJING
from landwatch.i18n import gettext as _

__all__ = ["day_in_china", "parse_day", "parse_instant", "short_day"]

_YEARS = range(1900, 3000)
_DAY = re.compile(r"(\d{4})([-/]?)(\d{1,2})\2(\d{1,2})")
# As the programme prints an instant: what stands between time and offset is no ISO form.
_BEFORE_OFFSET = re.compile(r"\s+(?=[+-]\d\d(:?\d\d)?$)")
_SHORT = re.compile(r"(?:(\d\d)(\d\d)|(\d{1,2})[-/.](\d{1,2})|(\d{1,2})月(\d{1,2})日?)")
_MINUTE = re.compile(r"[^:]*[T ]\d{1,2}:\d\d(Z|[+-]\d\d:?\d\d)?")


def day_in_china(at: datetime) -> date:
    """Say which day an instant is in China: that of offices and contracts, wherever the machine stands.

    Parameters
    ----------
    at
        The instant, with time zone.
    """
    return at.astimezone(BEIJING).date()


def parse_day(given: str | date, option: str = "--on") -> date:
    """Read a day as people write it: 2023-06-30, 20230630 or 2023/6/30.

    Parameters
    ----------
    given
        The text, or a day already.
    option
        The option it was given to, for the complaint.

    Raises
    ------
    UsageError
        If it is no day of the calendar, or of a year in which nobody can have meant it.
    """
    day = given if isinstance(given, date) else _day_of(given)
    if day is None:
        raise UsageError(
            _("{option} {value}: is not a day; write it like 2023-06-30, 20230630 or 2023/6/30").format(
                option=option, value=given
            )
        )
    if day.year not in _YEARS:
        # Due days that are counted from it would leave the calendar.
        raise UsageError(
            _("{option} {value}: give a year from {first} to {last}").format(
                option=option, value=given, first=_YEARS.start, last=_YEARS.stop - 1
            )
        )
    return day


def parse_instant(given: str | datetime, option: str = "--known-at") -> datetime:
    """Read an instant as people write it: a day or a minute, which mean their end, or an exact time.

    Parameters
    ----------
    given
        The text, or an instant already. Without an offset it is the time of Asia/Shanghai; the form in
        which results print the instant (:func:`landwatch.i18n.instant_text`, to the minute
        :func:`landwatch.i18n.minute_text`) is taken as well.
    option
        The option it was given to, for the complaint.

    Raises
    ------
    UsageError
        If it is no instant.
    """
    if isinstance(given, datetime):
        return given
    day = _day_of(given)
    if day is not None:
        return datetime.combine(day, time.max, BEIJING)
    try:
        written = _BEFORE_OFFSET.sub("", given.strip())
        instant = datetime.fromisoformat(written)
        if _MINUTE.fullmatch(written):
            instant = instant.replace(second=59, microsecond=999_999)
        return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=BEIJING)
    except (ValueError, OverflowError):
        raise UsageError(
            _(
                "{option} {value}: is not an instant; write a day like 2023-06-30, which means its end in "
                "Asia/Shanghai, or a time like 2023-06-30T17:30 or 2023-06-30T09:30+00:00"
            ).format(option=option, value=given)
        ) from None


def short_day(given: str, today: date, *, ahead: bool = False) -> date | None:
    """Understand a day that is written without its year: 0630, 6-30, 6/30 or 6月30日.

    Parameters
    ----------
    given
        The text.
    today
        The day on which it is written.
    ahead
        Whether the day may lie ahead: it is then one of this year in any case, otherwise of the year before
        where this year's is still to come.

    Returns
    -------
    date or None
        ``None`` where it is written in another way, or is no day of that year.
    """
    found = _SHORT.fullmatch(given.strip())
    if not found:
        return None
    month, day = (int(part) for part in found.groups() if part is not None)
    try:
        meant = date(today.year, month, day)
        return meant if ahead or meant <= today else date(today.year - 1, month, day)
    except ValueError:
        return None


def _day_of(text: str) -> date | None:
    found = _DAY.fullmatch(text.strip())
    try:
        if found and (found[2] or len(text.strip()) == 8):
            return date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        pass
    return None
