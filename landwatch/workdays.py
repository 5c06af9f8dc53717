"""The published working calendar of China and deadlines that roll over rest days.

Deadlines counted in days end on the next working day when their last day is a statutory rest day
(Civil Code Art. 203); agreed calendar days never roll. The calendar, with the make-up working days
(调休) that the yearly notice fixes, is published a year ahead at most: beyond it a deadline is returned
unrolled and marked provisional, never guessed.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import chinese_calendar
import numpy as np
from numpy.typing import NDArray

__all__ = ["add_working_days", "first_published_day", "last_published_day", "roll_forward"]

Days = NDArray[np.datetime64]
Booleans = NDArray[np.bool_]


def first_published_day() -> date:
    """Return the first day the working calendar knows."""
    return date(2004, 1, 1)


@cache
def last_published_day() -> date:
    """Return the last day for which the working calendar is published."""
    return date(max(day.year for day in chinese_calendar.holidays), 12, 31)


def roll_forward(days: Days) -> tuple[Days, Booleans]:
    """Move days that are rest days to the next working day.

    Parameters
    ----------
    days
        Calendar days (``datetime64[D]``); NaT stays NaT.

    Returns
    -------
    rolled
        The same days, rest days moved forward; unpublished days are left as they are.
    provisional
        True where the calendar is not published and nothing could be rolled.
    """
    known = _published(days)
    rolled = days.copy()
    rolled[known] = np.busday_offset(days[known], 0, roll="forward", busdaycal=_calendar())
    return rolled, ~known & ~np.isnat(days)


def add_working_days(days: Days, count: NDArray[np.int64] | int) -> tuple[Days, Booleans]:
    """Count working days from the day after each given day.

    Parameters
    ----------
    days
        The days on which the period starts; they are not counted (Civil Code Art. 201).
    count
        Number of working days; one number or one for each day.

    Returns
    -------
    last
        The last working day of the period; where the calendar is not published, the day reached by
        counting every day, which is too early rather than too late.
    provisional
        True where the calendar is not published.
    """
    counts = np.broadcast_to(np.asarray(count, dtype=np.int64), days.shape)
    known = _published(days)
    last = days + counts.astype("timedelta64[D]")
    last[known] = np.busday_offset(days[known], counts[known], roll="backward", busdaycal=_calendar())
    beyond = known & ~_published(last)
    last[beyond] = days[beyond] + counts[beyond].astype("timedelta64[D]")
    return last, (~known | beyond) & ~np.isnat(days)


def _published(days: Days) -> Booleans:
    known: Booleans = (days >= np.datetime64(first_published_day())) & (
        days <= np.datetime64(last_published_day())
    )
    return known


@cache
def _calendar() -> np.busdaycalendar:
    every = np.arange(np.datetime64(first_published_day()), np.datetime64(last_published_day()) + 1)
    rest = [day for day in every if not chinese_calendar.is_workday(day.item())]
    return np.busdaycalendar(weekmask="1111111", holidays=np.array(rest, dtype="datetime64[D]"))
