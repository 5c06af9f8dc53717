"""Calendar years, quarters and months: their days and their names."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from landwatch.i18n import gettext as _

__all__ = ["days_of", "period_name", "quarter_days"]


def days_of(year: int, month: int | None = None) -> tuple[date, date]:
    """Return the first and the last day of a calendar year, or of one of its months.

    Parameters
    ----------
    year
        Calendar year.
    month
        1 to 12; the whole year where it is not given.
    """
    first, last = month or 1, month or 12
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def period_name(year: int, month: int | None = None) -> str:
    """Name a calendar year or a month in the current language.

    Parameters
    ----------
    year
        Calendar year.
    month
        1 to 12; the whole year where it is not given.
    """
    if month is None:
        return _("{year}").format(year=year)
    return _("{year}-{month:02}").format(year=year, month=month)


def quarter_days(year: int, quarter: int) -> tuple[date, date]:
    """Give the first and last day of a calendar quarter.

    Parameters
    ----------
    year, quarter
        Calendar year and 1 to 4.
    """
    month = 3 * quarter
    return date(year, month - 2, 1), date(year, month, monthrange(year, month)[1])
