"""Calendar arithmetic on whole columns of days.

Columns are ``datetime64[D]``; NaT is an unknown day and every comparison with it is false.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from landwatch.rules.constants import constant, is_constant

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

# An unknown day is the least of all integers. To compare and count integers is several times faster than to
# do so with days, for which NumPy looks at each one whether it is known.
_UNKNOWN = np.iinfo(np.int64).min

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
    counts = np.asarray(count, dtype=np.int64)
    if is_constant(days) and _is_one_for_all(counts):
        return constant(days[0] + counts.flat[0], len(days))
    moved = _numbers(days) + counts
    _put_where_unknown(moved, days, _UNKNOWN)
    return moved.view("datetime64[D]")


def _put_where_unknown(numbers: Integers, days: Days, value: int) -> None:
    unknown = np.isnat(days)
    if unknown.any():
        np.putmask(numbers, unknown, value)


def _numbers(days: Days) -> Integers:
    """Days as integers, without a copy."""
    return days.astype("datetime64[D]", copy=False).view(np.int64)


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
    if is_constant(days):
        return constant(rule(days[:1])[0], len(days))
    if len(days) < _FEW:
        return rule(days)
    first, last = _numbers(days).min(), _numbers(days).max()
    if last == _UNKNOWN:
        return days.copy()
    if first == _UNKNOWN:
        first = np.fmin.reduce(days).view(np.int64)
    if last - first > len(days):
        return rule(days)
    # An unknown day lies beyond either end of the calendar, and at both ends no day is known.
    table = np.concatenate([[NO_DAY], rule(np.arange(first, last + 1).view("datetime64[D]")), [NO_DAY]])
    place = _numbers(days) - (first - 1)
    return np.asarray(np.take(table, place, mode="clip"))


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
    # Where the actual day is unknown the due day takes its place, and nothing is late.
    late = np.maximum(_numbers(until), _numbers(due))
    late -= _numbers(due)
    _put_where_unknown(late, due, 0)
    return late


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
    known = _only_known(one, other)
    if known is not None:
        return known
    # Less one, an unknown day is the greatest of all integers.
    found = np.minimum(_numbers(one) - 1, _numbers(other) - 1)
    found += 1
    return found.view("datetime64[D]")


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
    known = _only_known(one, other)
    if known is not None:
        return known
    return np.maximum(_numbers(one), _numbers(other)).view("datetime64[D]")


def _only_known(one: Days, other: Days) -> Days | None:
    """The other column where one of the two holds no day at all."""
    for days, unknown in ((other, one), (one, other)):
        if is_constant(unknown) and np.isnat(unknown[0]):
            return days
    return None
