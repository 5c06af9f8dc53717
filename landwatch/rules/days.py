"""Calendar arithmetic on whole columns of days.

Columns are ``datetime64[D]``; NaT is an unknown day and every comparison with it is false.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "NO_DAY",
    "Days",
    "Integers",
    "add_days",
    "add_months",
    "add_years",
    "count_late",
    "earlier",
    "later",
]

Days = NDArray[np.datetime64]
Integers = NDArray[np.int64]

NO_DAY = np.datetime64("NaT", "D")

_FEW = 1_000


def add_days(days: Days, count: Integers | int) -> Days:
    """Add calendar days.

    Parameters
    ----------
    days
        Days; NaT stays NaT.
    count
        One number of days, or one for each day.

    Returns
    -------
    Days
        The days moved.
    """
    moved: Days = days + np.asarray(count, dtype=np.int64).view("timedelta64[D]")
    return moved


def add_months(days: Days, count: Integers | int) -> Days:
    """Go to the corresponding day so many months on, or to the month's end where there is none.

    Parameters
    ----------
    days
        Days; NaT stays NaT.
    count
        One number of months, or one for each day.

    Returns
    -------
    Days
        The corresponding days (Civil Code Art. 202).
    """
    counts = np.asarray(count, dtype=np.int64)
    if _is_one_for_all(counts):
        return by_calendar(days, lambda each: _months_on(each, counts.reshape(-1)[:1]))
    return _months_on(days, counts)


def by_calendar(days: Days, rule: Callable[[Days], Days]) -> Days:
    """Apply a rule to days by way of the few thousand calendar days they lie among.

    A million contracts share some twenty thousand days; to compute each calendar day once and look it up
    is many times faster than to compute each contract's.

    Parameters
    ----------
    days
        Days; NaT stays NaT.
    rule
        Maps any column of known days to days.

    Returns
    -------
    Days
        What the rule gives for each day.
    """
    if len(days) < _FEW:
        return rule(days)
    first, last = np.fmin.reduce(days), np.fmax.reduce(days)
    if np.isnat(first):
        return days.copy()
    if (last - first).view(np.int64) > len(days):
        return rule(days)
    calendar = np.arange(first, last + 1)
    table = np.append(rule(calendar), NO_DAY)
    # An unknown day is the least of all integers: seen without a sign it lies beyond every calendar.
    place = (days.view(np.int64) - first.view(np.int64)).view(np.uint64)
    return np.asarray(table[np.minimum(place, np.uint64(len(calendar)))])


def _is_one_for_all(counts: Integers) -> bool:
    """A single number, or one that was spread over all rows without being copied."""
    return counts.size > 0 and not any(counts.strides)


def _months_on(days: Days, count: Integers) -> Days:
    months = days.astype("datetime64[M]")
    day_of_month = days - months.astype("datetime64[D]")
    target = months + count.astype("timedelta64[M]")
    month_end = (target + 1).astype("datetime64[D]") - 1
    return np.asarray(np.minimum(target.astype("datetime64[D]") + day_of_month, month_end))


def add_years(days: Days, count: Integers | int) -> Days:
    """Go to the corresponding day so many years on; 29 February goes to 28 February.

    Parameters
    ----------
    days
        Days; NaT stays NaT.
    count
        One number of years, or one for each day.

    Returns
    -------
    Days
        The corresponding days; never 365 days times the years.
    """
    counts = np.asarray(count, dtype=np.int64)
    return add_months(days, int(counts.flat[0]) * 12 if _is_one_for_all(counts) else counts * 12)


def count_late(until: Days, due: Days) -> Integers:
    """Count the days by which a day lies after the due day.

    Parameters
    ----------
    until
        The actual day, or the day judged while it is open.
    due
        The last compliant day.

    Returns
    -------
    Integers
        Days late; 0 where either is unknown or the day is in time.
    """
    # An unknown number of days is the least of all integers.
    return np.maximum((until - due).view(np.int64), 0)


def earlier(one: Days, other: Days) -> Days:
    """Take the earlier of two days, or the known one where only one is known.

    Parameters
    ----------
    one, other
        Columns of days.

    Returns
    -------
    Days
        The earlier days.
    """
    return np.fmin(one, other)


def later(one: Days, other: Days) -> Days:
    """Take the later of two days, or the known one where only one is known.

    Parameters
    ----------
    one, other
        Columns of days.

    Returns
    -------
    Days
        The later days.
    """
    return np.fmax(one, other)
